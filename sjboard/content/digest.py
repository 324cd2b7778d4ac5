"""What an approval is bound to: sixteen hex digits of an entry's words (contract 2.4).

Knows which parts of an entry a signature covers. Does not know who signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from sjboard.content.fields import english_name

LENGTH = 16
LEFT_OUT = frozenset({"approval", "digest", "actual"})
"""What may change after the signing: the signatures themselves, and what the work took in the end."""


def entry_digest(front: Mapping[str, Any], body_lines: Iterable[str]) -> str:
    """Give an entry's digest.

    ``front`` is the front matter as read: strings, lists and mappings as they were written, under keys
    of either language. ``body_lines`` are the lines below it without their ends.
    """
    named = {english_name(str(key)) or str(key): value for key, value in front.items()}
    kept = {key: value for key, value in named.items() if key not in LEFT_OUT}
    head = _json(kept)
    text = head + "\n" + "\n".join(body_lines).strip()
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _json(value: Any) -> str:
    """Write strings, lists and mappings as JSON: keys in order, no blanks, characters as they are."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, list):
        return f"[{','.join([_json(one) for one in value])}]"
    pairs = [f"{encode_basestring(key)}:{_json(one)}" for key, one in sorted(value.items())]
    return f"{{{','.join(pairs)}}}"

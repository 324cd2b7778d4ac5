"""The list of what we put into site/: it marks the folder as ours, and names all that may ever be removed.

Knows the list's file in site/ itself, so that deleting .sjboard/ is always safe. Does not know what is
in the files.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from sjboard.records import dataclass

NAME = ".sjboard-manifest.json"
_SURELY = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", re.ASCII).fullmatch
"""What nearly all paths of ours look like, asked a thousand times a build; ``inside`` says it of any."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Our files by the SHA-256 of their bytes.

    While files move, ``files`` are what they shall be and ``before`` what they were: a file may be either.
    ``retired`` are pictures, styles and scripts that no page names any more, with the day on which a
    publication last did without them (``YYYY-MM-DD``).
    """

    files: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> dict[str, str]:
        """Every file of ours, whether it is about to go or to come."""
        return {**self.before, **self.files}

    @property
    def published(self) -> dict[str, str]:
        """What the pages are made of: all but what is only left a while, which a new copy need not have."""
        return {path: hash_ for path, hash_ in self.files.items() if path not in self.retired}

    def written_by_us(self, path: str, found: str) -> bool:
        """Whether a file of ours still holds what we wrote."""
        return found in (self.files.get(path), self.before.get(path))

    def as_json(self) -> dict[str, object]:
        """Give it as JSON's own types, in one order whatever the history."""
        parts = {"files": self.files, "before": self.before, "retired": self.retired}
        ordered = {name: {p: part[p] for p in sorted(part)} for name, part in parts.items()}
        return {"version": 1, **{n: part for n, part in ordered.items() if part or n == "files"}}


def read_manifest(site: Path) -> Manifest | None:
    """Read the list; None where there is none or it cannot be read: the folder is not ours."""
    try:
        return _read((site / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


_LATEST: deque[tuple[bytes, Manifest]] = deque(maxlen=3)
"""Lists that were read or written of late: a build asks for the same ones several times."""


def _read(data: bytes) -> Manifest:
    """Read a list, or give what is known to stand in it: nobody changes one that was made."""
    for text, manifest in _LATEST:
        if text == data:
            return manifest
    manifest = manifest_of(json.loads(data))
    _LATEST.append((data, manifest))
    return manifest


def manifest_of(value: object) -> Manifest:
    """Make a list of what stood in a file; raises ``ValueError`` where it is none.

    Whatever could lead out of site/ is left out: nobody's hand-made list may make us delete elsewhere.
    """
    if not isinstance(value, dict) or not isinstance(value.get("files"), dict):
        raise ValueError(NAME)  # noqa: TRY004 - a file's content is wrong, not our call
    parts = [value.get(name) or {} for name in ("files", "before", "retired")]
    return Manifest(*({p: h for p, h in part.items() if _plain(p, h)} for part in parts))


def _plain(path: str, value: object) -> bool:
    return inside(path) and isinstance(value, str)


def inside(path: str) -> bool:
    """Whether a path stays in the folder that it is relative to."""
    if path.isascii() and _SURELY(path):
        return True
    parts = path.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts)


def dump(manifest: Manifest) -> bytes:
    """Write the list down, a file a line."""
    text = json.dumps(manifest.as_json(), separators=(",\n", ": "), ensure_ascii=False)
    data = text.encode("utf-8")
    _LATEST.append((data, manifest))
    return data

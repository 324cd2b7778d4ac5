"""All that a build reads, as bytes by path.

Knows what a build may depend on, and so what a result's hash must cover. Does not know where the
bytes came from: the edges take the snapshot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sjboard.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Sources:
    """A snapshot of a school's folder and of what the program brings along.

    ``content`` holds every readable file of content/ by its path from the school's folder; the
    pictures' and attachments' too. ``packs`` are by the name or path that ``policy.use`` calls them.
    ``templates`` are the school's own, ``shipped`` those that come with the program, by their paths
    below templates/. ``catalogues`` are by ``locale.catalogue_path``. ``program`` says which
    program this is, down to its own source. ``names`` is the school's private list of pupils' names,
    None where there is none or it cannot be read: it is looked things up in, and goes nowhere.
    ``ledger`` is ledger.jsonl, empty before the first publication.
    ``findings`` are the faults of the files themselves:
    too big, unreadable, no plain file.
    """

    config: bytes
    content: Mapping[str, bytes] = field(default_factory=dict)
    packs: Mapping[str, bytes] = field(default_factory=dict)
    templates: Mapping[str, bytes] = field(default_factory=dict)
    shipped: Mapping[str, bytes] = field(default_factory=dict)
    catalogues: Mapping[str, bytes] = field(default_factory=dict)
    program: str = ""
    names: bytes | None = None
    ledger: bytes = b""
    findings: tuple[Diagnostic, ...] = ()


def digest(data: bytes) -> str:
    """Give the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_all(files: Mapping[str, bytes], names: Iterable[str] | None = None) -> str:
    """Give one SHA-256 for files with their names: in order of name, so the mapping's does not matter.

    Every name and file goes in with its length before it, so that no two sets run together.
    """
    total = hashlib.sha256()
    for name in sorted(files if names is None else names):
        for part in (name.encode("utf-8", "surrogatepass"), files[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()

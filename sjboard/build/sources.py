"""All that a build reads, as bytes by path.

Knows what a build may depend on, and so what a result's hash must cover. Does not know where the
bytes came from: the edges take the snapshot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeAlias, cast

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic
from sjboard.records import dataclass

Counted: TypeAlias = tuple[int, str]
"""How many files, and one hash for them all with their names (``digest_hashes``)."""


class Moved(Exception):  # noqa: N818 - nobody's error: somebody saved a file just now
    """A file is not what it was when the snapshot was taken; whoever takes another can go on."""


@dataclass(frozen=True, slots=True)
class Note:
    """A week's folder that stands as it stood: what a build needs to know of it without reading it.

    ``every`` are all its entries, ``public`` those that are no drafts; ``assets`` the other files with
    the hashes of their bytes. ``read`` gives the bytes of all of them, by path; it raises ``Moved``.
    """

    term: str
    number: int
    every: Counted
    public: Counted
    assets: Mapping[str, str]
    read: Callable[[], Mapping[str, bytes]]


class Content(Mapping[str, bytes]):
    """What lies in content/, each file's bytes read when somebody asks for them.

    ``files`` has the bytes, or the hash that they are known to have: then ``read`` gets them. ``notes`` are
    of folders that nobody has looked into. Asking may raise ``Moved``.
    """

    def __init__(
        self,
        files: Mapping[str, bytes | str],
        notes: Iterable[Note] = (),
        read: Callable[[str], bytes] | None = None,
    ) -> None:
        self.files = dict(files)
        self.notes = tuple(notes)
        self._read = read
        self._opened: dict[str, bytes] | None = None

    def __getitem__(self, path: str) -> bytes:
        known = self.files.get(path)
        if known is None:
            return self._below()[path]
        if isinstance(known, bytes):
            return known
        assert self._read is not None, path  # noqa: S101 - who gives hashes gives bytes
        data = self._read(path)
        if digest(data) != known:
            raise Moved(path)
        self.files[path] = data
        return data

    def of(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Give files of the folders that were looked into."""
        known = list(map(self.files.get, paths))
        if {*map(type, known)} <= {
            bytes
        }:  # as ever where nothing is taken on trust: an archive has many
            return dict(zip(paths, cast("list[bytes]", known), strict=True))
        return {path: self[path] for path in paths}

    def __iter__(self) -> Iterator[str]:
        yield from self.files
        yield from self._below()

    def __len__(self) -> int:
        return len(self.files) + len(self._below())

    def hash_of(self, path: str) -> str:
        """Give the SHA-256 of a file, "" where there is none."""
        known = self.files.get(path)
        if isinstance(known, str):
            return known
        for note in self.notes:
            if path in note.assets:
                return note.assets[path]
        return digest(self[path]) if path in self else ""

    def _below(self) -> dict[str, bytes]:
        """Read the folders that nobody has looked into."""
        if self._opened is None:
            self._opened = {path: data for note in self.notes for path, data in note.read().items()}
        return self._opened


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
    settings: tuple[Config | None, tuple[Diagnostic, ...]] | None = None
    """What is remembered to have come of ``config`` and ``packs``; None: they have to be read."""
    libraries: str = ""
    """The versions of the libraries whose work stands in the pages."""

    @property
    def common(self) -> str:
        """One hash for all that every page depends on."""
        return digest_all(
            {
                "config": self.config,
                "packs": digest_all(self.packs).encode("ascii"),
                "templates": digest_all(self.templates).encode("ascii"),
                "shipped": digest_all(self.shipped).encode("ascii"),
                "catalogues": digest_all(self.catalogues).encode("ascii"),
                "program": self.program.encode("utf-8"),
                "libraries": self.libraries.encode("utf-8"),
                "names": b"" if self.names is None else self.names,
            }
        )


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


def digest_hashes(hashes: Mapping[str, str]) -> str:
    """Give one SHA-256 for files of which the hashes are known."""
    return digest_all({name: hash_.encode("ascii") for name, hash_ in hashes.items()})

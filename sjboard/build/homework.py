"""A week's entries, read or not: how many there are, one hash for them, and their bytes when they are wanted.

Knows which files count when drafts do not. Does not know what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from sjboard.build.sources import Content, Counted, digest, digest_hashes
from sjboard.build.week import without_drafts
from sjboard.content.layout import Layout
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Homework:
    """``every`` are all of a week's entries, ``public`` those that are no drafts; ``read`` gives all."""

    every: Counted
    public: Counted
    read: Callable[[], Mapping[str, bytes]]


class Chosen(Mapping[str, bytes]):
    """The entries of a week that count, by path. Their bytes are fetched when the first is asked for."""

    def __init__(self, written: Homework, *, drafts: bool) -> None:
        self._written = written
        self._drafts = drafts
        self._count, self.digest = written.every if drafts else written.public
        self._files: Mapping[str, bytes] | None = None

    @property
    def _all(self) -> Mapping[str, bytes]:
        if self._files is None:
            files = self._written.read()
            self._files = files if self._drafts else without_drafts(files)
        return self._files

    def __getitem__(self, path: str) -> bytes:
        return self._all[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return self._count

    def without(self, left: Mapping[str, bytes]) -> Chosen:
        """Give what is left of them."""
        return Chosen(_read(left), drafts=True)


Held: TypeAlias = dict[tuple[str, int], tuple[dict[str, bytes], Homework]]
"""Weeks that were looked through before, each with the files that it was made of."""


def by_week(
    content: Content, layout: Layout, held: Held | None = None
) -> dict[tuple[str, int], Homework]:
    """Give every week's entries, in order: those that lie in ``layout``, and those of folders that stand.

    A week whose files are those in ``held`` is not looked through again; all that were are put there.
    """
    noted: dict[tuple[str, int], list[Homework]] = {}
    for note in content.notes:
        of_note = Homework(note.every, note.public, _entries(note.read, note.assets))
        noted.setdefault((note.term, note.number), []).append(of_note)
    found: dict[tuple[str, int], Homework] = {}
    for key in sorted({*layout.weeks, *noted}):
        paths, notes = layout.weeks.get(key, ()), noted.get(key, [])
        if notes and not paths and len(notes) == 1:
            found[key] = notes[0]
        else:
            files = content.of(paths)
            for one in notes:  # a week in two folders
                files.update(one.read())
            found[key] = _again(key, files, held)
    if held is not None:
        for gone in set(held) - set(found):
            del held[gone]
    return found


def _again(key: tuple[str, int], files: dict[str, bytes], held: Held | None) -> Homework:
    """Read a week, or give what was read; files that nobody touched are the same objects, soon compared."""
    if held is None:
        return _read(files)
    before = held.get(key)
    if before is None or before[0] != files:
        before = held[key] = (files, _read(files))
    return before[1]


def _read(files: Mapping[str, bytes]) -> Homework:
    hashes = {path: digest(data) for path, data in files.items()}
    public = without_drafts(files)
    return Homework(_counted(hashes, files), _counted(hashes, public), lambda: files)


def _counted(hashes: Mapping[str, str], files: Iterable[str]) -> Counted:
    chosen = {path: hashes[path] for path in files}
    return len(chosen), digest_hashes(chosen)


def _entries(
    read: Callable[[], Mapping[str, bytes]], assets: Mapping[str, str]
) -> Callable[[], Mapping[str, bytes]]:
    return lambda: {path: data for path, data in read().items() if path not in assets}

"""Pages that lie on the disk as soon as they are made, beside the site, until they go into it.

Knows a folder below .sjboard/ and the hashes of what is in it. So a build holds a few pages at a time, and
whoever made one, in another process or on another machine, need not send it. Each is read back by its maker,
and lies under its own path: so the folder, or one in it, can move into the site as a whole, once all of it is
flushed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.files import flush, move, settle
from sjboard.records import dataclass

FOLDER = "made"


@dataclass(frozen=True, slots=True)
class Shelving:
    """Puts pages into the folder, but for those that stand in the site already (route → hash)."""

    folder: str
    standing: Mapping[str, str]

    def __call__(self, pages: Mapping[str, bytes]) -> Mapping[str, str]:
        """Put pages away; give the hashes of their bytes. Raises ``OSError``."""
        hashes = {route: digest(data) for route, data in pages.items()}
        standing = self.standing
        shelve(
            self.folder,
            (page for page in pages.items() if standing.get(page[0]) != hashes[page[0]]),
        )
        return hashes

    def flush(self, pages: Mapping[str, str]) -> None:
        """Come back when pages that were put away lie on the disk (route → hash). Raises ``OSError``."""
        put = (route for route, hash_ in pages.items() if self.standing.get(route) != hash_)
        flush(self.folder, put)


class Made(Mapping[str, bytes]):
    """The pages of a build by route, in a folder; ``hashes`` of their bytes."""

    def __init__(self, folder: Path, hashes: Mapping[str, str]) -> None:
        self._folder = folder
        self.hashes = hashes

    def __getitem__(self, route: str) -> bytes:
        if route not in self.hashes:
            raise KeyError(route)
        return (self._folder / route).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.hashes)

    def __len__(self) -> int:
        return len(self.hashes)

    def give(self, target: str, routes: Iterable[str]) -> None:
        """Let the pages lie in another folder, that is not there yet; raises ``OSError``."""
        try:
            move(self._folder, target)
        except OSError as failure:
            if failure.errno != errno.EXDEV:  # another disk
                raise
            os.mkdir(target)
            shelve(target, ((route, self[route]) for route in routes))


def shelve(folder: str, pages: Iterable[tuple[str, bytes]]) -> None:
    """Put pages into a folder, and read them back; whoever needs them to lie on the disk flushes them.

    Raises ``OSError``, also where the disk does not give back what it was given.
    """
    known = {""}
    for route, data in pages:
        above = route.rpartition("/")[0]
        if above not in known:
            _make(folder, above, known)
        path = f"{folder}/{route}"
        with open(path, "w+b", buffering=0) as file:
            left = memoryview(data)
            while left:  # a disk that is nearly full takes a part, and refuses the rest
                left = left[file.write(left) :]
            file.seek(0)
            if file.read() != data:
                raise OSError(errno.EIO, "read back otherwise than it was written", path)


def _make(folder: str, below: str, known: set[str]) -> None:
    """Make a folder below another, with those between them."""
    above = below.rpartition("/")[0]
    if above not in known:
        _make(folder, above, known)
    with contextlib.suppress(FileExistsError):
        os.mkdir(f"{folder}/{below}")
    known.add(below)


def clean(folder: Path) -> Path:
    """Make the folder, empty; what an earlier run left in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settle(folder.parent)
    return folder

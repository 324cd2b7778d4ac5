"""Pages that lie on the disk as soon as they are made, beside the site, until they go into it.

Knows a folder below .sjboard/ and the hashes of what is in it. So a build holds a few pages at a time, and
whoever made one, in another process or on another machine, need not send it. Each is flushed by its maker.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.files import settle, write
from sjboard.records import dataclass

FOLDER = "made"


@dataclass(frozen=True, slots=True)
class Shelving:
    """Puts pages into the folder, but for those that stand in the site already (route → hash)."""

    folder: str
    standing: Mapping[str, str]

    def __call__(self, pages: Mapping[str, bytes]) -> Mapping[str, str]:
        """Put pages away; give the hashes of their bytes. Raises ``OSError``."""
        hashes = {}
        for route, data in pages.items():
            hashes[route] = hash_ = digest(data)
            if self.standing.get(route) != hash_:
                write(_place(Path(self.folder), route), data)
        return hashes


class Made(Mapping[str, bytes]):
    """The pages of a build by route: ``hashes`` of those in the folder, and the bytes of a few others."""

    def __init__(self, folder: Path, filed: Mapping[str, str], pages: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._pages = pages
        self.hashes = {**filed, **{route: digest(data) for route, data in pages.items()}}

    def __getitem__(self, route: str) -> bytes:
        if route in self._pages:
            return self._pages[route]
        if route not in self.hashes:
            raise KeyError(route)
        return _place(self._folder, route).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.hashes)

    def __len__(self) -> int:
        return len(self.hashes)

    def give(self, route: str, target: Path) -> None:
        """Put a page's file where it is wanted, flushed; raises ``OSError``."""
        if route not in self._pages:
            try:
                _place(self._folder, route).replace(target)
            except OSError as failure:
                if failure.errno != errno.EXDEV:
                    raise
            else:
                return
        write(target, self[route])


def clean(folder: Path) -> Path:
    """Make the folder, empty; what an earlier run left in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settle(folder.parent)
    return folder


def _place(folder: Path, route: str) -> Path:
    return folder / sha256(route.encode("utf-8")).hexdigest()[:32]

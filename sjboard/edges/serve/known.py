"""Reads a school's files again and again, and each only when it has changed.

Knows how a file's state on the disk looks. Whoever heard that a file was written says so with ``forget``:
the state alone may not show it where two writes fall into one tick of the file system's clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from sjboard.edges.disk import read_file

_State: TypeAlias = tuple[int, int, int, int, int | None]


class Known:
    """What was read before, by path."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[_State, bytes]] = {}

    def read(
        self, path: str | Path, limit: int | None, status: os.stat_result | None = None
    ) -> bytes:
        """Do what ``disk.read_file`` does, from memory where the file is as it was."""
        seen = status or Path(path).stat()  # before reading: what changes in between is read again
        state = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino, limit)
        name = str(path)
        known = self._files.get(name)
        if known is not None and known[0] == state:
            return known[1]
        data = read_file(path, limit, status)
        if known is not None and known[1] == data:
            data = known[1]  # the same object: comparing two snapshots costs nothing
        self._files[name] = (state, data)
        return data

    def forget(self, paths: Iterable[str]) -> None:
        """Read these files anew next time."""
        for path in paths:
            known = self._files.get(path)
            if known is not None:
                self._files[path] = ((0, 0, 0, 0, None), known[1])

    def forget_all(self) -> None:
        """Read everything anew next time."""
        self.forget(list(self._files))

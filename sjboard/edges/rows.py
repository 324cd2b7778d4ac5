"""A file of named rows, any of which can be read without the others, and none of which can be damaged unseen.

Knows bytes. A head gives length and hash of an index, the index gives place, length and hash of each row.
Nothing in it can run. Does not know what the rows say.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

_MAGIC = "sjboard-memory-2"
Row: TypeAlias = bytes | memoryview
_HEAD = 128
"""The head's length, filled up with blanks."""


class RowsFault(ValueError):  # noqa: N818 - the house's word
    """The file is not what was written."""


class Rows(Mapping[str, bytes]):
    """The rows of a file, read when asked for.

    Raises ``FileNotFoundError`` where there is none, ``RowsFault`` where it is damaged: here, or when a row
    is asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            head = file.read(_HEAD)
            try:
                magic, whole, length, hash_ = head.decode("ascii").split()
                index = file.read(int(length))
                size = os.fstat(file.fileno()).st_size
                if magic != _MAGIC or size != int(whole) or _hash(index) != hash_:
                    raise RowsFault(path.name)
                self._index: dict[str, tuple[int, int, str]] = json.loads(index)
            except ValueError as fault:
                raise RowsFault(path.name) from fault
        self._start = _HEAD + len(index)
        self._data: bytes | None = None

    def __getitem__(self, name: str) -> bytes:
        start, length, hash_ = self._index[name]
        if self._data is None:
            with self._path.open("rb") as file:
                file.seek(self._start + start)
                row = file.read(length)
        else:
            row = self._data[start : start + length]
        if _hash(row) != hash_:
            raise RowsFault(f"{self._path.name}: {name}")
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def hold(self) -> None:
        """Read the whole file once: for whoever asks for most rows."""
        with self._path.open("rb") as file:
            file.seek(self._start)
            self._data = file.read()

    def says(self, name: str, row: bytes) -> bool:
        """Whether the row of this name says this; it is not read."""
        return name in self._index and self._index[name][2] == _hash(row)

    def copy(self, name: str) -> tuple[Row, str]:
        """Give a row with the hash that it has, if it is not damaged: whoever reads the copy finds out."""
        if self._data is None:
            self.hold()
        start, length, hash_ = self._index[name]
        return memoryview(self._data or b"")[start : start + length], hash_


def pack(rows: Mapping[str, bytes], copies: Mapping[str, tuple[Row, str]] | None = None) -> bytes:
    """Write rows down, in the order of their names; ``copies`` are rows of another file (``Rows.copy``)."""
    new: dict[str, tuple[Row, str]] = {name: (row, _hash(row)) for name, row in rows.items()}
    all_ = {**new, **(copies or {})}
    ordered = sorted(all_)
    index: dict[str, tuple[int, int, str]] = {}
    place = 0
    for name in ordered:
        row, hash_ = all_[name]
        index[name] = (place, len(row), hash_)
        place += len(row)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    whole = _HEAD + len(text) + place
    head = f"{_MAGIC} {whole} {len(text)} {_hash(text)}".ljust(_HEAD - 1).encode("ascii") + b"\n"
    return b"".join((head, text, *(all_[name][0] for name in ordered)))


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]

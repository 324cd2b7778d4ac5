"""The folder that prints go into: outside site/ and content/, and nothing of anybody else's is lost.

Knows what we wrote there before, by a list in the folder itself. A file that somebody changed since (a
letter finished in Word) or that never was ours is left alone and named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.lock import WORK
from sjboard.edges.sync import write_atomically
from sjboard.records import dataclass

LIST = ".sjboard-print.json"

_OURS = ("site", "releases", "content", "templates", WORK)
"""Folders of the school where no print may go: what lies there is published, read or thrown away."""


class Misplaced(Exception):  # noqa: N818 - the folder is refused; nothing went wrong in us
    """Prints may not go into this folder. ``folder`` is the one of the school's that it lies in."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Written:
    """Names of the files written, found equal and left alone, and refused since they are not ours."""

    written: tuple[str, ...]
    identical: tuple[str, ...]
    foreign: tuple[str, ...]


def allowed(folder: Path, root: Path) -> Path:
    """Give the folder as an absolute path; raise ``Misplaced`` where prints may not go."""
    target = folder.resolve()
    for name in _OURS:
        if target.is_relative_to((root / name).resolve()):
            raise Misplaced(f"{name}/")
    return target


def put(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Write files, each all or nothing; raise ``OSError`` where the machine refuses.

    Where making one of them fails, those before it stay, and we know that they are ours.
    """
    ours = _listed(folder)
    written: list[str] = []
    identical: list[str] = []
    foreign: list[str] = []
    try:
        for name, data in files:
            target = folder / name
            there = _digest(target)
            if there == digest(data):
                identical.append(name)
            elif there is not None and there != ours.get(name):
                foreign.append(name)
                continue
            else:
                write_atomically(target, data)
                written.append(name)
            ours[name] = digest(data)
    finally:
        if written or identical or foreign:
            _list(folder, ours)
    return Written(tuple(written), tuple(identical), tuple(foreign))


def _digest(path: Path) -> str | None:
    """Hash what stands there; "" for what is no plain file, None for nothing."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return ""
    return digest(path.read_bytes()) if path.exists() else None


def _list(folder: Path, ours: Mapping[str, str]) -> None:
    text = json.dumps({"version": 1, "files": dict(sorted(ours.items()))}, ensure_ascii=False)
    write_atomically(folder / LIST, text.encode("utf-8"))


def _listed(folder: Path) -> dict[str, str]:
    try:
        files = json.loads((folder / LIST).read_bytes())["files"]
        return {n: h for n, h in files.items() if isinstance(n, str) and isinstance(h, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}

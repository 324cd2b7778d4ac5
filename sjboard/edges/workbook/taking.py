"""Puts imported entries into the school's folder: all of them, or none.

Knows files. Every new file lies on the disk before the first one moves; an error while they move puts back
what was there. A file that changed after we looked at it stops everything.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sjboard.edges.files import patiently, settle, write
from sjboard.edges.lock import WORK
from sjboard.edges.workbook.exchange import Change


def take_in(root: Path, changes: Sequence[Change]) -> str:
    """Write the files; give the path of one that somebody changed meanwhile, "" where all is done.

    To be called under the school's lock. Raises ``OSError`` with everything as it was.
    """
    with tempfile.TemporaryDirectory(dir=root / WORK, prefix="import-") as name:
        staged = [Path(name) / str(number) for number in range(len(changes))]
        for place, change in zip(staged, changes, strict=True):
            write(place, change.data)
        for change in changes:
            if _there(root / change.path) != change.before:
                return change.path
        made = _folders(root, changes)
        moved: list[Change] = []
        try:
            for place, change in zip(staged, changes, strict=True):
                target = root / change.path
                if change.before is not None:
                    shutil.copymode(target, place)
                else:
                    place.chmod(0o644)
                moved.append(change)
                patiently(lambda place=place, target=target: place.replace(target))  # type: ignore[misc]
        except BaseException:
            _put_back(root, moved, made)
            raise
    for folder in {(root / change.path).parent for change in changes}:
        settle(folder)
    return ""


def _there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _folders(root: Path, changes: Sequence[Change]) -> list[Path]:
    """Make the folders that are missing; give those, the innermost last."""
    made: list[Path] = []
    for change in changes:
        folder = (root / change.path).parent
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        made.extend(reversed(missing))
    return made


def _put_back(root: Path, moved: Sequence[Change], made: Sequence[Path]) -> None:
    for change in reversed(moved):
        target = root / change.path
        with contextlib.suppress(OSError):
            if _there(target) != change.data:
                continue
            if change.before is None:
                target.unlink()
            else:
                target.write_bytes(change.before)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()

"""Puts imported entries into the school's folder: all of them, or none.

Knows files. Every new file lies on the disk, and a journal says where each will go, before the first one
moves. An error while they move puts back what was there; whoever is cut off, by a power cut or a kill, has
the rest done by the next who changes anything at this school (``finish``). A file that changed after we
looked at it stops everything.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sjboard.build.sources import digest
from sjboard.edges.files import move, settle, write
from sjboard.records import dataclass

if TYPE_CHECKING:
    from sjboard.edges.workbook.exchange import Change

STAGING = "import"
"""The folder in .sjboard/ in which new entries wait."""
JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a cut-off import: ``files`` are in their places, ``left`` changed meanwhile."""

    files: int
    left: tuple[str, ...]


def take_in(root: Path, changes: Sequence[Change]) -> str:
    """Write the files; give the path of one that somebody changed meanwhile, "" where all is done.

    To be called under the school's lock. Raises ``OSError`` with everything as it was.
    """
    staging = root / ".sjboard" / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    moved: list[Change] = []
    made: list[Path] = []
    try:
        for number, change in enumerate(changes):
            write(staging / f"new-{number}", change.data)
        for change in changes:
            if _there(root / change.path) != change.before:
                shutil.rmtree(staging)
                return change.path
        _write_down(staging, changes)
        for number, change in enumerate(changes):
            made.extend(_folders(root / change.path))
            moved.append(change)
            _move(staging / f"new-{number}", root / change.path)
        for folder in {(root / change.path).parent for change in changes}:
            settle(folder)
    except BaseException:
        _put_back(root, moved, made)
        _forget(staging)
        raise
    _forget(staging)
    return ""


def finish(root: Path) -> Finished | None:
    """Do the rest of an import that was cut off; None where there is none.

    To be called under the school's lock, before anything there is looked at. A file that somebody has
    changed since then is left alone. Raises ``OSError``; the next one tries again.
    """
    staging = root / ".sjboard" / STAGING
    if not staging.is_dir():
        return None
    moves = _written_down(staging)
    if moves is None:  # cut off before the first one moved
        _forget(staging)
        return None
    left = []
    for number, (path, before) in enumerate(moves):
        staged, target = staging / f"new-{number}", root / path
        data = _there(staged)
        if data is None:
            continue  # it has moved
        there = _there(target)
        if there == data or (None if there is None else digest(there)) == before:
            _folders(target)
            _move(staged, target)
            settle(target.parent)
        else:
            left.append(path)
    _forget(staging)
    return Finished(len(moves) - len(left), tuple(left))


def _write_down(staging: Path, changes: Sequence[Change]) -> None:
    """Say what will go where: from now on the import will be finished, whatever happens."""
    moves = [
        {"path": one.path, "before": None if one.before is None else digest(one.before)}
        for one in changes
    ]
    part = staging / f"{JOURNAL}.part"
    write(part, json.dumps({"moves": moves}, ensure_ascii=False).encode("utf-8"))
    settle(staging)
    move(part, staging / JOURNAL)
    settle(staging)


def _written_down(staging: Path) -> list[tuple[str, str | None]] | None:
    """Read the journal; None without one. A place outside content/ is none of ours."""
    data = _there(staging / JOURNAL)
    if data is None:
        return None
    moves = [(str(move["path"]), move["before"]) for move in json.loads(data)["moves"]]
    for path, _ in moves:
        parts = PurePosixPath(path).parts
        if parts[:1] != ("content",) or ".." in parts:
            return None
    return moves


def _move(staged: Path, target: Path) -> None:
    try:
        shutil.copymode(target, staged)
    except FileNotFoundError:
        staged.chmod(0o644)
    move(staged, target)


def _there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _folders(target: Path) -> list[Path]:
    """Make the folders that are missing; give those, the innermost last."""
    folder = target.parent
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


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


def _forget(staging: Path) -> None:
    """Take the journal away first: without it nothing is to be finished."""
    (staging / JOURNAL).unlink(missing_ok=True)
    settle(staging)
    shutil.rmtree(staging, ignore_errors=True)

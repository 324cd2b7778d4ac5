"""One at a time: whoever changes a school's site, ledger or signatures keeps others out.

Knows the lock in .sjboard/, which dies with the process that holds it, and the note beside it that says
who that is.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from sjboard.records import dataclass

WORK = ".sjboard"
PATIENCE = 30
"""Seconds to wait for somebody else's work at the same school."""
_NOTE = "lock.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: the process, since when (to the second), and what it was called with."""

    pid: int
    since: str
    command: str


class Busy(Exception):  # noqa: N818 - nobody's error: somebody else is at work
    """Somebody is still at work at this school; ``holder`` is None where there is no note of whom."""

    def __init__(self, holder: Holder | None = None) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Hold the school's lock, with a cut-off import done; raises ``Busy`` after ``PATIENCE``.

    Gives whether the school is as it was a moment ago: nobody had to be waited for, no import to be finished.
    """
    folder = root / WORK
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    at_once = True
    try:
        lock.acquire(timeout=0)
    except Timeout:
        at_once = False
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise Busy(_holder(folder / _NOTE)) from None
    try:
        _sign(folder / _NOTE)
        yield not _finish_import(root) and at_once
    finally:
        try:
            with contextlib.suppress(OSError):
                (folder / _NOTE).unlink(missing_ok=True)
        finally:
            lock.release()


def _sign(note: Path) -> None:
    """Say who is at work. The lock holds without it: a full disk is met where it matters."""
    said = {
        "pid": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": " ".join(["sjboard", *sys.argv[1:]])[:200],
    }
    with contextlib.suppress(OSError):
        note.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8", newline="\n")


def _finish_import(root: Path) -> bool:
    """Do first what an import that was cut off has left: nobody may build, or sign, half of it.

    Says whether there was something of it.
    """
    if not (root / WORK / "import").is_dir():
        return False
    import click  # noqa: PLC0415 - hardly ever needed, and a lock is taken at every build

    from sjboard.edges.terminal import say  # noqa: PLC0415 - as above
    from sjboard.edges.workbook.taking import finish  # noqa: PLC0415 - as above

    done = finish(root)
    if done is not None:
        click.echo(say("import.finished", files=done.files), err=True)
        for file in done.left:
            click.echo(say("import.finished-left", file=file), err=True)
    return True


def _holder(note: Path) -> Holder | None:
    try:
        said = json.loads(note.read_bytes())
        return Holder(int(said["pid"]), str(said["since"]), str(said["command"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Writing files so that they are whole or not there, whatever happens.

Knows what has to be flushed for a power cut to lose nothing, and what Windows refuses for a moment.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

TRIES = 6
"""How often a move is tried where Windows says that somebody has the file open; over three seconds."""


def write(path: Path, data: bytes) -> None:
    """Write a file, and come back when it lies on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    write(beside, data)
    patiently(lambda: beside.replace(path))
    settle(path.parent)


def settle(folder: Path) -> None:
    """Come back when a folder's own entries, its files' names, lie on the disk.

    Windows has no such thing, and some network shares refuse it: there the names follow by themselves.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def second_name(source: Path, target: Path) -> bool:
    """Give a file a second name, or a copy where there are no such links; False without a file."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        part = target.with_name(f"{target.name}.part")
        shutil.copy2(source, part)
        part.replace(target)
    return True


def patiently(move: Callable[[], object]) -> None:
    """Try a move again where Windows refuses it for a moment: a virus scanner, an open viewer."""
    for attempt in range(TRIES):
        try:
            move()
        except PermissionError:
            if os.name != "nt" or attempt == TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            return

"""Writing files so that they are whole or not there, whatever happens.

Knows what has to be flushed for a power cut to lose nothing, and what Windows refuses for a moment.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

TRIES = 6
"""How often a move is tried where Windows says that somebody has the file open; over three seconds."""
WINDOWS = os.name == "nt"
_NO_SUCH_THING = {
    errno.EACCES,
    errno.EBADF,
    errno.EINVAL,
    errno.EISDIR,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EPERM,
}
"""What a system says that cannot flush a folder."""


def write(path: str | Path, data: bytes) -> None:
    """Write a file, and come back when it lies on the disk."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step."""
    make(path.parent)
    beside = path.with_name(f"{path.name}.new")
    write(beside, data)
    move(beside, path)
    settle(path.parent)


def make(folder: Path) -> None:
    """Make a folder with those above it, and come back when their names lie on the disk."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        settle(one.parent)


def settle(folder: str | Path) -> None:
    """Come back when a folder's own entries, its files' names, lie on the disk.

    Windows has no such thing, and some network shares refuse it: there the names follow by themselves.
    Raises ``OSError`` where the disk fails.
    """
    if WINDOWS:
        return
    try:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as failure:
        if failure.errno not in _NO_SUCH_THING:
            raise


def settle_all(folders: Iterable[str]) -> None:
    """Do so for several folders, each once, as far as they are there."""
    for folder in sorted(set(folders)):
        with contextlib.suppress(FileNotFoundError):
            settle(folder)


def flush(folder: str | Path, files: Iterable[str]) -> None:
    """Come back when files below a folder lie on the disk, with their names and those of their folders.

    In one go where the system can flush all of a disk, as Linux can: a flush for each of a school's pages
    takes ten times as long. Raises ``OSError`` where the disk fails.
    """
    if _flushed_at_once(folder):
        return
    folders = {str(folder)}
    for path in files:
        with open(f"{folder}/{path}", "r+b") as file:
            os.fsync(file.fileno())
        while "/" in path:
            path = path.rpartition("/")[0]  # noqa: PLW2901 - one folder up after the other
            folders.add(f"{folder}/{path}")
    settle_all(folders)


def _flushed_at_once(folder: str | Path) -> bool:
    if sys.platform != "linux":
        return False
    opened = os.open(folder, os.O_RDONLY)
    try:
        return _syncfs(opened) == 0
    except AttributeError:  # a C library that knows no such call
        return False
    finally:
        os.close(opened)


def _syncfs(descriptor: int) -> int:
    """Call what Python has no name for; 0 where it succeeded. Raises ``OSError`` where the disk fails."""
    import ctypes  # noqa: PLC0415 - only where pages change

    done = int(ctypes.CDLL(None, use_errno=True).syncfs(descriptor))
    code = ctypes.get_errno()
    if done != 0 and code not in _NO_SUCH_THING:
        raise OSError(code, os.strerror(code))
    return done


def second_name(source: str | Path, target: str | Path) -> bool:
    """Give a file a second name, or a copy where there are no such links; False without a file."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        part = f"{target}.part"
        with open(source, "rb") as file:
            write(part, file.read())
        with contextlib.suppress(OSError):  # its age; the bytes are what counts
            shutil.copystat(source, part)
        move(part, target)
    return True


def swap(one: Path, other: Path) -> bool:
    """Exchange two names in one step, so that neither is ever missing; False where that cannot be done.

    Only Linux can, and not on every network share.
    """
    if sys.platform != "linux":
        return False
    try:
        return _renameat2(os.fsencode(one), os.fsencode(other)) == 0
    except (OSError, AttributeError):  # a C library of before 2018
        return False


def _renameat2(one: bytes, other: bytes) -> int:
    """Call what Python has no name for; 0 where it succeeded."""
    import ctypes  # noqa: PLC0415 - only where a link moves

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE in Linux' own headers
    return int(ctypes.CDLL(None, use_errno=True).renameat2(here, one, here, other, exchange))


def move(source: str | Path, target: str | Path) -> None:
    """Let a file or folder have another name, in the place of a file that may be there, in one step."""
    patiently(os.replace, source, target)


def patiently(act: Callable[..., object], *names: str | Path) -> None:
    """Try again where Windows refuses something for a moment: a virus scanner, an open viewer."""
    for attempt in range(TRIES):
        try:
            act(*names)
        except PermissionError:
            if not WINDOWS or attempt == TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            return

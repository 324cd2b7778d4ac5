"""How files stand on the disk without reading them: whoever finds the same marks finds the same bytes.

A mark is a file's size, number (inode) and times: of its bytes and of whatever else was done to it. Times
alone prove nothing: a file may change twice within one tick of the file system's clock, so a mark is good
only if it was older than a tick when the bytes were read (``settled``). Does not know what files mean.
Imports next to nothing: a build of what has not changed does little else than this.
"""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Callable
from hashlib import sha256

from sjboard.records import dataclass

_FINE, _COARSE = 50_000_000, 2_500_000_000
"""Nanoseconds within which two changes may bear the same time: of a file system that writes down fractions
of a second, where the kernel's tick decides, and of one that does not."""
_FRACTION = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A folder's marks as one hash, and the newest time among them."""

    signature: str
    newest: int


def mark(status: os.stat_result) -> str:
    """Give a file's mark."""
    return (
        f"{status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"
        if stat.S_ISREG(status.st_mode)
        else f"- {status.st_mode}"
    )


def newest(status: os.stat_result) -> int:
    """Give the time of the last change to a file, in nanoseconds."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def settled(changed: int, looked: int) -> bool:
    """Whether a file that last changed then cannot have changed unseen after somebody looked.

    Both times are the file system's own, in nanoseconds (``clock``).
    """
    return changed < looked - (_FINE if changed % _FRACTION else _COARSE)


def clock(folder: str) -> int:
    """Ask a folder's file system what time it is; raises ``OSError`` where nothing can be written."""
    path = f"{folder}/clock"
    with open(path, "wb"):  # noqa: PTH123 - pathlib is not needed for the rest
        pass
    os.utime(path)
    return os.stat(path).st_mtime_ns  # noqa: PTH116 - as above


def survey(
    folder: str,
    group_of: Callable[[str], str] = lambda _folder: "",
    passes: Callable[[str], bool] = lambda _name: False,
) -> dict[str, Standing]:
    """Look at every file below a folder; give the marks of each group of folders as one.

    Folders' paths begin with the name of the one that was asked about. ``passes``: names that are not
    looked at. No link is followed; a folder that cannot be listed has a mark that says so.
    """
    found: dict[str, list[bytes]] = {}
    times: dict[str, int] = {}
    waiting = [(folder, folder.rpartition("/")[2])]
    while waiting:
        where, path = waiting.pop()
        try:
            lines, last = _listed(where, path, waiting, passes)
        except FileNotFoundError:
            continue
        except OSError as failure:
            lines, last = [("", failure.errno or 0)], 0
        if lines:
            group = group_of(path)
            # In marshal's second form equal values are equal bytes, at a fifth of what ``repr`` takes.
            found.setdefault(group, []).append(marshal.dumps((path, lines), 2))
            times[group] = max(times.get(group, 0), last)
    return {group: Standing(_hash(folders), times[group]) for group, folders in found.items()}


def _listed(
    where: str, path: str, waiting: list[tuple[str, str]], passes: Callable[[str], bool]
) -> tuple[list[tuple[str | int, ...]], int]:
    """Give the marks of a folder's files, and the newest time; folders in it are left to be looked at.

    The loop is written out: it runs for every file of an archive in every build.
    """
    lines: list[tuple[str | int, ...]] = []
    last = 0
    with os.scandir(where) as listing:
        for entry in listing:
            name = entry.name
            if passes(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{path}/{name}"))
                continue
            status = entry.stat(follow_symlinks=False)
            written, changed = status.st_mtime_ns, status.st_ctime_ns
            lines.append((name, status.st_mode, status.st_size, status.st_ino, written, changed))
            last = max(last, written, changed)
    lines.sort()
    return lines, last


def _hash(folders: list[bytes]) -> str:
    return sha256(b"\n".join(sorted(folders))).hexdigest()

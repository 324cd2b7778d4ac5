"""Only plain files: a link leads elsewhere, a pipe never ends, a device has no end at all.

Knows how a file is opened so that it is the very one that was looked at, and which files of ours lie beside
content/. ``disk`` tells of what is in content/ and templates/, each with its name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sjboard.content.ledger import FILE as LEDGER

WORK = ".sjboard"
"""``lock.WORK``, which would bring a library along for every command; a test holds the two equal."""

ODD = errno.ELOOP
"""What the system itself says of a link where none may be."""


def opener(path: str, flags: int) -> int:
    """Open a file that is no link and, if it has become a pipe meanwhile, without waiting for it."""
    # Windows has neither: links there need an administrator, pipes are no files.
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    opened = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(ODD, os.strerror(ODD), path)
    return opened


def look_at_ours(root: Path) -> None:
    """See that what we write beside content/ is no link, pipe or device; raise ``OSError`` otherwise."""
    for path, folder in _ours(root):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if not (stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(ODD, os.strerror(ODD), str(path))


def _ours(root: Path) -> Iterator[tuple[Path, bool]]:
    yield root / LEDGER, False
    work = root / WORK
    yield work, True
    if work.is_dir():
        yield from ((path, False) for path in work.iterdir())

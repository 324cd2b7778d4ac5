"""One at a time: a build or a signing keeps others of the same school out.

Knows the lock in .sjboard/, which dies with the process that holds it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

WORK = ".sjboard"
PATIENCE = 30
"""Seconds to wait for somebody else's work at the same school."""


class Busy(Exception):  # noqa: N818 - nobody's error: somebody else is at work
    """Another build or signing of this school is still at work."""


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the school's lock; raises ``Busy`` after ``PATIENCE``."""
    folder = root / WORK
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=PATIENCE):
            yield
    except Timeout:
        raise Busy from None

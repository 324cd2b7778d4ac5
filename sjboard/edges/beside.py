"""A piece of work in a process of its own, beside this one: for what can be found out at the same time.

Knows ``fork``; where there is none, or one core, the work is done when somebody asks for what came of it.
Does not know what the work is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def beside(work: Callable[[], bytes]) -> Callable[[], bytes]:
    """Begin some work that changes nothing; give what waits for the bytes that came of it.

    These must be asked for, also by who needs them no longer.
    """
    if sys.platform != "linux" or cores() < 2:
        return work
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ours)
            with open(theirs, "wb") as pipe:  # noqa: PTH123 - a descriptor
                data = work()
                pipe.write(len(data).to_bytes(_HEAD, "big") + data)
        finally:
            os._exit(0)  # what else this process has open is not the child's to close
    os.close(theirs)

    def done() -> bytes:
        with open(ours, "rb") as pipe:  # noqa: PTH123 - a descriptor
            data = pipe.read()
        os.waitpid(child, 0)
        if len(data) >= _HEAD and len(data) - _HEAD == int.from_bytes(data[:_HEAD], "big"):
            return data[_HEAD:]
        # Somebody ended it, or it failed: then the fault is met here, and told as ever.
        return work()

    return done


_HEAD = 8
"""Before what came of it stands its length."""

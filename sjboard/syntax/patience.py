"""Work that is given up after a while, wherever it runs: in any thread, on any system.

Knows threads. An exception is put into the thread that works, between two steps of Python; what runs in C
comes to its end first. Does not know what the work is.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

SECONDS = 5.0
"""For one entry (contract 8). The limits on what is read keep all that we know of well below one."""

_Result = TypeVar("_Result")


class GivenUp(BaseException):
    """The work took too long. No ``Exception``: the work itself may catch those."""


def within(seconds: float, work: Callable[[], _Result]) -> _Result:
    """Do the work, or raise ``GivenUp`` after so many seconds."""
    worker = threading.get_ident()
    lock = threading.Lock()
    ended = raised = False

    def give_up() -> None:
        nonlocal raised
        with lock:
            if not ended:
                raised = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(worker), ctypes.py_object(GivenUp)
                )

    def settle() -> None:
        nonlocal ended
        with lock:
            ended = True
        while raised:  # it is on its way, and must arrive here and nowhere else
            pass
        clock.cancel()

    clock = threading.Timer(seconds, give_up)
    clock.daemon = True
    clock.start()
    try:
        result = work()
    except GivenUp:
        raise
    except BaseException:
        settle()
        raise
    settle()
    return result

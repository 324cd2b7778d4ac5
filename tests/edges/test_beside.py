"""What is found out in a process beside ours is what we would have found out ourselves."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from sjboard.edges.beside import beside


def test_what_came_of_it_arrives_whole() -> None:
    for size in (0, 1, 70_000, 3_000_000):
        assert beside(lambda size=size: b"\n" * size)() == b"\n" * size  # type: ignore[misc]


def test_several_at_once() -> None:
    waiting = [beside(lambda n=n: bytes([n])) for n in range(5)]  # type: ignore[misc]
    assert [done() for done in reversed(waiting)] == [bytes([n]) for n in reversed(range(5))]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no other process")
def test_it_is_done_in_another_process() -> None:
    assert beside(lambda: str(os.getpid()).encode())() != str(os.getpid()).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no other process")
def test_what_is_ended_is_done_here() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"done here"

    assert beside(work)() == b"done here"


def test_what_fails_fails_here() -> None:
    def work() -> bytes:
        raise OSError(5, "disk")

    done = beside(work)
    with pytest.raises(OSError, match="disk"):
        done()


@pytest.mark.skipif(sys.platform != "linux", reason="looks up processes in /proc")
def test_no_process_is_left() -> None:
    pid = int(beside(lambda: str(os.getpid()).encode())())
    assert pid != os.getpid()
    assert not Path(f"/proc/{pid}").exists()

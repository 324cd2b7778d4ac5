"""What a command costs: wall time, CPU of all its processes, peak memory of the whole tree of them.

`python bench/measure.py [--memory] COMMAND…` runs it and prints one line of JSON to stderr's end; ``cost``
does that from a process of its own, which adopts what the command leaves behind, so that processes which
outlive their parent are counted as well. Memory is the sum of the processes' proportional shares (PSS),
looked at every 10 ms, or less often where a look takes long; or the largest resident size of one of them
where that is more. Looking costs time, so runs that measure memory are not those that measure time. Needs
Linux for memory; elsewhere it is 0.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.01
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, seconds, MiB."""

    wall: float
    cpu: float
    peak: float


class Failed(Exception):  # noqa: N818 - the command failed; nothing went wrong in us
    """The command ended with a status that was not allowed; the text is the end of what it printed."""


def cost(
    command: Sequence[str],
    folder: Path,
    env: Mapping[str, str] | None = None,
    *,
    memory: bool = False,
    allowed: tuple[int, ...] = (0,),
) -> Cost:
    """Run a command in a folder. Raises ``Failed`` where it ends otherwise than ``allowed``.

    Whatever others have left to be written lies on the disk before it begins: we flush what we write, and
    would wait for theirs.
    """
    if hasattr(os, "sync"):
        os.sync()
    looking = ["--memory"] if memory else []
    done = subprocess.run(
        [sys.executable, __file__, *looking, *command],
        cwd=folder,
        env=dict(env or os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    *said, last = done.stderr.splitlines() or [""]
    if not last.startswith("{"):
        raise Failed(done.stderr)
    found = json.loads(last)
    if found["status"] not in allowed:
        raise Failed("\n".join([*done.stdout.splitlines()[-20:], *said[-20:]]))
    return Cost(found["wall"], found["cpu"], found["peak"])


def main() -> None:
    """Run the command and say what it cost."""
    import resource  # noqa: PLC0415 - not on Windows, where only this part cannot work

    memory = sys.argv[1] == "--memory"
    command = sys.argv[2 if memory else 1 :]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    over = threading.Event()
    peaks = [0.0]
    begun = time.perf_counter()
    running = subprocess.Popen(command)
    looker = threading.Thread(target=_look, args=(os.getpid(), peaks, over))
    if memory:
        looker.start()
    status = running.wait()
    wall = time.perf_counter() - begun
    _await_all()
    over.set()
    if memory:
        looker.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest = used.ru_maxrss / 1024 if memory and sys.platform == "linux" else 0.0
    cpu = used.ru_utime + used.ru_stime
    found = {"status": status, "wall": wall, "cpu": cpu, "peak": max(*peaks, largest)}
    print(f"\n{json.dumps(found)}", file=sys.stderr)


def _await_all(limit: float = 10.0) -> None:
    """Wait for what the command has left behind: its CPU counts only then."""
    end = time.monotonic() + limit
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.005)


def _look(root: int, peaks: list[float], over: threading.Event) -> None:
    pause = LOOK
    while not over.wait(pause):
        begun = time.perf_counter()
        peaks[0] = max(peaks[0], share(root) / 1024)
        pause = max(LOOK, 4 * (time.perf_counter() - begun))  # a look holds up what is looked at


def share(root: int, *, itself: bool = False) -> int:
    """Add the proportional shares, in KiB, of all that descends from a process."""
    parents: dict[int, int] = {}
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with contextlib.suppress(OSError):
                stat = (process / "stat").read_text("utf-8", "replace")
                parents[int(process.name)] = int(stat.rpartition(")")[2].split()[1])
    tree, more = {root}, True
    while more:
        found = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree |= found
        more = bool(found)
    total = 0
    for pid in tree if itself else tree - {root}:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total


if __name__ == "__main__":
    main()

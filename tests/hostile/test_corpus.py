"""The corpus: no case hangs, swallows memory, runs, leaks or ends in a traceback; each is told as expected.

``pytest --update`` writes ``expected.txt`` anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.corpus import CASES, GROUPS
from tests.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

EXPECTED = Path(__file__).parent / "expected.txt"
SECONDS = 180
"""For one case, both commands: what takes longer hangs, on a machine however busy."""
MEGABYTES = 500


def outcomes(names: list[str]) -> dict[str, dict[str, Any]]:
    """Try cases in programs of their own: in another one after each that hangs."""
    done: dict[str, dict[str, Any]] = {}
    left = list(names)
    while left:
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.trial", *left],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        lines: queue.Queue[str] = queue.Queue()
        reader = threading.Thread(target=_hand_over, args=(running, lines), daemon=True)
        reader.start()
        current = left[0]
        while True:
            try:
                line = lines.get(timeout=SECONDS)
            except queue.Empty:
                running.kill()
                done[current] = {"wrong": [f"hangs for {SECONDS} seconds"]}
                break
            if not line:
                break
            said = json.loads(line)
            current = said.get("begin", current)
            if "end" in said:
                done[said["end"]] = said
        running.wait()
        reader.join()
        errors = running.stderr.read() if running.stderr else ""
        for stream in (running.stdout, running.stderr):
            if stream:
                stream.close()
        if current not in done:
            done[current] = {"wrong": [f"ended with {running.returncode}: {errors[-800:]}"]}
        left = [name for name in left if name not in done]
    return done


def _hand_over(running: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert running.stdout is not None
    for line in running.stdout:
        lines.put(line)
    lines.put("")


def written(name: str, outcome: dict[str, Any]) -> str:
    """An outcome as a line of ``expected.txt``."""
    if CASES[name].changes:
        return f"{name}: as it is at that moment"
    statuses = f"check {outcome.get('check')}, build {outcome.get('build')}"
    return f"{name}: {' · '.join([statuses, *outcome.get('findings', [])])}"


def expected() -> dict[str, str]:
    lines = EXPECTED.read_text(encoding="utf-8").splitlines() if EXPECTED.exists() else []
    return {line.partition(": ")[0]: line for line in lines}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group(group: str, *, update: bool) -> None:
    names = [name for name, case in CASES.items() if case.group == group]
    done = outcomes(names)
    assert {name: outcome["wrong"] for name, outcome in done.items() if outcome["wrong"]} == {}
    assert max(outcome["peak"] for outcome in done.values()) < MEGABYTES
    now = {name: written(name, done[name]) for name in names}
    if update:
        lines = {**expected(), **now}
        text = "".join(f"{lines[name]}\n" for name in CASES if name in lines)
        EXPECTED.write_text(text, encoding="utf-8", newline="\n")
    stands = expected()
    assert now == {name: stands.get(name, "") for name in names}


def test_there_are_enough() -> None:
    assert len(CASES) >= 120
    assert set(expected()) == set(CASES)

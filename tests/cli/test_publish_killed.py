"""Real publications killed by the system at moments spread over their work; and a disk that fills up."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sjboard.edges.moves import is_asset
from tests.edges.schools import lay_out, pages, put, start
from tests.faults.runs import agreed, build, publish
from tests.running import ROOT, run_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX's")
DAY = ("--today", "2026-11-27")


def rows(folder: Path) -> list[str]:
    ledger = folder / "ledger.jsonl"
    return ledger.read_text(encoding="utf-8").splitlines() if ledger.exists() else []


def rename(folder: Path, name: str) -> None:
    """Give the school another name: every page changes."""
    path = folder / "config.yaml"
    text = re.sub(r"name: \S+小学", f"name: {name}小学", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8", newline="\n")


def waiting(folder: Path) -> bool:
    """Whether it is written down what is about to move."""
    return (folder / "site/.sjboard-staging/journal.json").exists() or (
        folder / "releases/next.json"
    ).exists()


def killed(folder: Path, begun: Callable[[], bool], wait: float, *arguments: str) -> str:
    """Start a publication, kill it so long after it has ``begun``, and say where that met it."""
    before = len(rows(folder))
    process = start(folder, "publish", *arguments)
    while process.poll() is None and not begun():
        time.sleep(0.0002)
    time.sleep(wait)
    process.kill()
    process.communicate()
    if process.returncode != -signal.SIGKILL:
        return "done"
    if len(rows(folder)) > before:
        return "after the ledger"
    if waiting(folder):
        return "moving"
    beside = [*folder.glob("site/.sjboard-staging"), *folder.glob("releases/.0*")]
    return "staging" if beside else "building"


def undisturbed(folder: Path) -> float:
    """Give the seconds that a publication takes here from when it holds the lock."""
    put(folder, 12, "第零稿")
    process = start(folder, "publish", *DAY, "--reason", "第零次")
    while process.poll() is None and not (folder / ".sjboard/lock.json").exists():
        time.sleep(0.001)
    begun = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - begun


@pytest.mark.parametrize("mode", ["files", "releases"])
def test_a_killed_publication_is_finished_by_whoever_comes_next(
    mode: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    more = "publication: {mode: releases}\n" if mode == "releases" else ""
    folder = lay_out(tmp_path / "school", (10, 11, 12), more)
    publish(folder)
    span = undisturbed(folder)
    chance = random.Random(20261122)  # noqa: S311 - moments, not secrets
    met: Counter[str] = Counter()
    lock = folder / ".sjboard" / "lock.json"
    for number in range(request.config.getoption("--kills") // 2):
        before = pages(folder)
        put(folder, 12, f"第{number}稿")
        if number % 4 == 3:
            rename(folder, f"第{number}")
        lock.unlink(missing_ok=True)
        late = number % 2 == 0  # the moves are short: every second one is waited for
        begun = partial(waiting, folder) if late else lock.exists
        reason = f"第{number}次更正"
        where = killed(
            folder, begun, chance.uniform(0, span / 20 if late else span), *DAY, "--reason", reason
        )
        met[where] += 1
        between = pages(folder)
        if number % 3:
            assert agreed(folder)
        publish(folder, reason)
        after = pages(folder)
        if mode == "releases":
            assert between in (before, after), where
        for path, data in between.items():
            assert data in (before.get(path), after.get(path)), (path, where)
        assert between.keys() >= before.keys() & after.keys(), where
        assert json.loads(rows(folder)[-1])["row"]["reason"] == reason
        assert agreed(folder)
    print(f"\n{mode}: {dict(met)}")  # noqa: T201
    assert met.keys() & {"moving", "after the ledger"}, "the moments are wrong"
    clean = tmp_path / "clean"
    shutil.copytree(folder, clean, ignore=shutil.ignore_patterns("site", ".sjboard", "releases"))
    build(clean)
    built = pages(clean)
    assert {p: d for p, d in pages(folder).items() if p in built or not is_asset(p)} == built


@pytest.mark.parametrize("kilobytes", [1, 4, 16, 64])
def test_a_disk_that_takes_no_more_leaves_site_and_ledger(tmp_path: Path, kilobytes: int) -> None:
    folder = lay_out(tmp_path / "school", (10, 11))
    assert run_in(folder, "publish", *DAY).returncode == 0
    before, ledger = pages(folder), rows(folder)
    put(folder, 12, "读课文")
    limit = kilobytes * 1024
    done = subprocess.run(
        [sys.executable, "-m", "sjboard", "publish", *DAY],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert "Traceback" not in done.stderr
    if done.returncode == 0:  # so much was enough
        assert len(rows(folder)) == 2
    else:
        assert done.returncode == 3
        assert done.stderr.strip()
        assert (pages(folder), rows(folder)) == (before, ledger)
    assert run_in(folder, "publish", *DAY).returncode == 0
    assert len(rows(folder)) == 2
    assert run_in(folder, "verify").returncode == 0


def test_who_holds_the_lock_is_said_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys, time; sys.argv = ['sjboard', 'publish', '--reason', '改错字']\n"
                "from pathlib import Path\nfrom sjboard.edges.lock import alone\n"
                "with alone(Path('.')):\n    print('held', flush=True)\n    time.sleep(600)"
            ),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import sjboard.edges.lock as lock; lock.PATIENCE = 0.2\n"
                "from sjboard.edges.cli import main; main()"
            ),
            "publish",
            *DAY,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert waiting.returncode == 3
    assert f"sjboard publish --reason 改错字（进程 {holder.pid}，" in waiting.stderr
    assert not (folder / "site").exists()
    holder.kill()
    holder.communicate()
    assert run_in(folder, "publish", *DAY).returncode == 0

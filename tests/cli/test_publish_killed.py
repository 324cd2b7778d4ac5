"""Real publications killed by the system at moments spread over their work; and a disk that fills up."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.edges.schools import lay_out, pages, put, start
from tests.running import ROOT, run_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX's")
KILLS = 12
DAY = ("--today", "2026-11-20")


def rows(folder: Path) -> list[str]:
    ledger = folder / "ledger.jsonl"
    return ledger.read_text(encoding="utf-8").splitlines() if ledger.exists() else []


def test_a_killed_publication_is_finished_by_whoever_comes_next(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school", (10, 11, 12))
    assert run_in(folder, "publish", *DAY).returncode == 0
    chance = random.Random(20261122)  # noqa: S311 - moments, not secrets
    at_work = told = 0
    for number in range(KILLS):
        before = pages(folder)
        put(folder, 12, f"第{number}稿")
        listed = folder / "site" / ".sjboard-manifest.json"
        inode = listed.stat().st_ino
        process = start(folder, "publish", *DAY, "--reason", f"第{number}次更正")
        while process.poll() is None and listed.stat().st_ino == inode:
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.02))
        at_work += process.poll() is None
        process.kill()
        process.communicate()
        between = pages(folder)
        done = run_in(folder, ("verify", "build", "publish")[number % 3], *DAY)
        told += "中断" in done.stderr
        after = pages(folder)
        for path, data in between.items():
            assert data in (before.get(path), after.get(path)), path
        last = json.loads(rows(folder)[-1])["row"]
        assert last["reason"] == f"第{number}次更正"
        assert run_in(folder, "verify").returncode == 0
    assert at_work, "no publication was killed at work: the moments are wrong"
    assert told
    clean = lay_out(tmp_path / "clean", (10, 11))
    put(clean, 12, f"第{KILLS - 1}稿")
    (clean / "ledger.jsonl").write_bytes((folder / "ledger.jsonl").read_bytes())
    assert run_in(clean, "build", *DAY).returncode == 0
    assert pages(clean) == pages(folder)


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

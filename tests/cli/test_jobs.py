"""Building in several processes and on a cluster: the same bytes, and one sentence where somebody dies."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bench.school import Size, make
from sjboard.edges import crew
from sjboard.edges.made import Shelving
from tests.running import ROOT, run_in

SCHOOL = Size(classes=12, years=1, subjects=3, weeks=10)
"""Large enough to be met in the middle of its work."""
DAY = ("--today", "2027-07-16")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    make(folder, SCHOOL)
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path) -> dict[str, bytes]:
    """What one process makes."""
    assert run_in(folder, "build", "--jobs", "1", *DAY).returncode == 0
    return files(folder / "site")


def files(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def afresh(folder: Path) -> None:
    for name in ("site", ".sjboard"):
        shutil.rmtree(folder / name, ignore_errors=True)


def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sjboard", "build", *arguments, *DAY],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


def wait_for_children(started: subprocess.Popen[str]) -> list[int]:
    while started.poll() is None:
        found = children(started.pid)
        if len(found) == 2:
            return found
        time.sleep(0.002)
    return []


def test_processes_make_the_same_bytes(folder: Path, alone: dict[str, bytes]) -> None:
    for jobs in ("2", "3"):
        afresh(folder)
        done = run_in(folder, "build", "--jobs", jobs, *DAY)
        assert done.returncode == 0, done.stderr
        assert files(folder / "site") == alone
        assert not (folder / ".sjboard/made").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks up processes in /proc")
def test_a_killed_process_leaves_the_old_site_whole(folder: Path, alone: dict[str, bytes]) -> None:
    config = folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("测量小学", "另一小学"), encoding="utf-8")
    started = begin(folder, "--jobs", "3")
    os.kill(wait_for_children(started)[0], signal.SIGKILL)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 3, said
    assert "被外面结束了" in said
    assert len(said.splitlines()) == 1
    assert files(folder / "site") == alone
    config.write_text(text, encoding="utf-8")
    assert run_in(folder, "build", *DAY).returncode == 0
    assert files(folder / "site") == alone


def test_a_process_may_be_ended_before_it_has_its_first_task() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(BrokenProcessPool):
            pool.submit(os._exit, 9).result()
        with pytest.raises(crew.WorkerLost):
            crew._Shared(pool, 1, [None, None])  # type: ignore[list-item]  # whatever they are


def test_a_disk_that_fails_while_it_is_flushed_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_given: object) -> None:
        raise OSError(errno.EIO, "flushed")

    store = Shelving(str(tmp_path), {})
    with crew._flushing(store):
        pass
    monkeypatch.setattr("sjboard.edges.made.flush", broken)
    with pytest.raises(OSError, match="flushed"), crew._flushing(store):
        pass


@pytest.mark.parametrize("count", [2, 3, 7, 30])
@pytest.mark.parametrize("slow", [{}, {0: 0.05}, {1: 0.05}, dict.fromkeys(range(30), 0.002)])
def test_tasks_are_shared_and_their_results_in_order(
    monkeypatch: pytest.MonkeyPatch, count: int, slow: dict[int, float]
) -> None:
    there: list[int] = []
    here: list[int] = []

    def build(task: int) -> int:
        time.sleep(slow.get(task, 0))
        there.append(task)
        return task

    def do_here(task: object) -> object:
        assert isinstance(task, int)
        here.append(task)
        return task

    monkeypatch.setattr(crew, "_build", build)
    with ThreadPoolExecutor(2) as others:
        shared = crew._Shared(others, 2, list(range(count)))  # type: ignore[arg-type]  # numbers stand for tasks
        assert list(shared.results(do_here)) == list(range(count))  # type: ignore[arg-type,comparison-overlap]
    assert sorted(here + there) == list(range(count))
    assert here
    assert there


@pytest.mark.skipif(sys.platform != "linux", reason="looks up processes in /proc")
def test_ctrl_c_ends_all_of_them(folder: Path, alone: dict[str, bytes]) -> None:
    afresh(folder)
    started = begin(folder, "--jobs", "3")
    workers = wait_for_children(started)
    time.sleep(0.05)  # all of them at work: in the moment of a fork Python hears no signal
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 3, said
    assert len(said.strip().splitlines()) == 1, said
    assert len(workers) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert not (folder / "site").exists()
    assert run_in(folder, "build", *DAY).returncode == 0
    assert files(folder / "site") == alone


def test_an_error_in_a_week_is_told_once(folder: Path) -> None:
    entry = folder / "content/2026-autumn/w02/g3/语文-1班.md"
    before = entry.read_bytes()
    entry.write_bytes(before.replace(b"subject", b"subjekt"))
    afresh(folder)
    several = run_in(folder, "build", "--jobs", "2", *DAY)
    one = run_in(folder, "build", "--jobs", "1", *DAY)
    entry.write_bytes(before)
    assert several.returncode == one.returncode == 1
    assert several.stdout == one.stdout
    assert "entry.field" in one.stdout


@contextmanager
def cluster(logs: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Run a scheduler and two workers as processes on loopback."""
    with ExitStack() as after:

        def run(name: str, what: str, *arguments: str) -> subprocess.Popen[bytes]:
            log = after.enter_context((logs / name).open("wb"))
            started = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{what}", "--no-dashboard", *arguments],
                env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=log,
            )
            after.callback(started.wait, 30)
            after.callback(started.kill)
            return started

        def said(name: str, what: bytes) -> bytes:
            for _ in range(1200):
                found = re.search(what, (logs / name).read_bytes())
                if found:
                    return found[0]
                time.sleep(0.05)
            raise AssertionError((logs / name).read_text(encoding="utf-8"))

        run("scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        address = said("scheduler", rb"tcp://127\.0\.0\.1:\d+").decode("ascii")
        one_thread = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        workers = [run(name, "dask_worker", address, *one_thread) for name in ("one", "two")]
        for name in ("one", "two"):
            said(name, rb"Registered to")
        yield address, workers


def test_a_cluster_makes_the_same_bytes_though_a_worker_dies(
    folder: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    with cluster(tmp_path) as (address, workers):
        afresh(folder)
        done = run_in(folder, "build", "--cluster", address, *DAY)
        assert done.returncode == 0, done.stderr
        assert files(folder / "site") == alone

        afresh(folder)
        started = begin(folder, "--cluster", address)
        made = folder / ".sjboard/made"
        while started.poll() is None and not (made.is_dir() and any(made.iterdir())):
            time.sleep(0.005)
        workers[0].kill()
        _, said = started.communicate(timeout=120)
        assert started.returncode == 0, said
        assert files(folder / "site") == alone


def test_no_cluster_is_said_in_one_sentence(folder: Path, alone: dict[str, bytes]) -> None:
    if not (folder / "site").exists():
        assert run_in(folder, "build", *DAY).returncode == 0
    done = run_in(folder, "build", "--cluster", "tcp://127.0.0.1:9", "--full", *DAY)
    assert done.returncode == 3
    assert "连不上集群" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert files(folder / "site") == alone

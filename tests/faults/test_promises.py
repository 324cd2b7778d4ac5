"""A fault at every call that writes, in every kind of run and both ways of going live: no promise breaks."""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sjboard.edges import files
from tests.faults import promises
from tests.faults.disk import NEEDS_ROOM, Call, Disk, Fault
from tests.faults.runs import Run, ready, runs  # noqa: F401 - the fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the watched disk is Linux'")

CUTS = ("lost", "names", "any")
FAILS = ("EIO", "EACCES", "ENOSPC", "torn", "short", "rot", "full", "dead", "interrupt", "EIO+cut")
KINDS = ("crash", *(f"cut-{how}" for how in CUTS), *FAILS)


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    kind: str


def put(run: Run, disk: Disk, case: Case, folder: Path) -> None:
    """Put one fault into a run, and see that every promise is kept. Raises ``promises.Broken``."""
    chance = random.Random(case.number)  # noqa: S311 - which half is lost, not a secret
    root = folder / "school"
    if case.kind == "crash" or case.kind.startswith("cut-"):
        if case.kind == "crash":
            tree = disk.crashed(case.number)
        else:
            tree = disk.cut(case.number, case.kind.removeprefix("cut-"), chance)
        promises.readers(run, tree)
        tree.lay(root)
    else:
        run.start.lay(root)
        kind, _, cut = case.kind.partition("+")
        failing = Disk(root, Fault(kind, case.number), root / ".sjboard" / "lock")
        raised = failing.run(lambda: run.act(root))
        for tree in failing.passing():
            promises.readers(run, tree)
        if kind == "dead":  # the disk refused even to have the old files back: the next run decides
            pass
        else:
            promises.outcome(run, raised, failing.live)
        if cut:
            shutil.rmtree(root)
            tree = failing.cut(len(failing.calls), "any", chance)
            promises.readers(run, tree)
            tree.lay(root)
    promises.afterwards(run, root, case.number)


def cases(disk: Disk) -> list[Case]:
    """Every fault that there can be in a run."""
    return [
        Case(number, kind)
        for number, call in enumerate(disk.calls)
        for kind in KINDS
        if _sensible(call, kind)
    ]


def _sensible(call: Call, kind: str) -> bool:
    if kind in ("torn", "short"):
        return call.kind == "write"
    if kind == "rot":  # what lies beside our pages is read back by the next run
        return call.kind == "write" and ("/new-" in call.path or "/made/" in call.path)
    return kind != "full" or call.kind in NEEDS_ROOM


def chosen(disk: Disk, met: set[tuple[str, str]], count: int) -> list[Case]:
    """Choose so many faults by chance, and one for every line and every kind that was not ``met`` yet."""
    chance = random.Random(20261122)  # noqa: S311 - a sample, not a secret
    every = cases(disk)
    chance.shuffle(every)
    sure: list[Case] = []
    rest: list[Case] = []
    for case in every:
        call = disk.calls[case.number]
        news = {(call.line, call.kind), ("", case.kind)} - met
        (sure if news else rest).append(case)
        met |= news
    return [*sure, *rest[:count]]


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("mode", "at_once"), [("files", True), ("files", False), ("releases", True)]
)
def test_no_fault_breaks_a_promise(
    mode: str,
    *,
    at_once: bool,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not at_once:  # a system that cannot flush all of a disk in one go
        monkeypatch.setattr(files, "_flushed_at_once", lambda _folder: False)
    count = request.config.getoption("--faults")
    met: set[tuple[str, str]] = set()
    done: Counter[str] = Counter()
    broken = []
    for run in (run for run in runs() if run.mode == mode):
        disk = run.prepare(tmp_path / run.name)
        assert not disk.unlocked
        for tree in disk.passing():
            promises.readers(run, tree)
        for number, case in enumerate(chosen(disk, met, count)):
            folder = tmp_path / f"{run.name}-{number}"
            try:
                put(run, disk, case, folder)
            except promises.Broken as failure:
                call = disk.calls[case.number]
                where = f"{case.kind} at {case.number} ({call.kind} {call.path}, {call.line})"
                broken.append(f"{run.name}: {where}: {failure}")
            done[case.kind] += 1
            shutil.rmtree(folder)
    print(f"\n{mode}: {done.total()} faults, {dict(done)}")  # noqa: T201
    assert not broken, f"{len(broken)} of {done.total()}\n" + "\n".join(broken[:12])
    assert set(done) == set(KINDS)

"""Two builds of one school do not run into each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from sjboard.edges import publish as publishing
from sjboard.edges.publish import WORK, Busy, Published, publish

SCHOOL = Path(__file__).parent.parent / "bad" / "_school"


def build(folder: Path) -> Published:
    return publish(
        folder / "config.yaml",
        date(2026, 11, 20),
        future=False,
        drafts=False,
        full=False,
        building=lambda _done, _total: None,
        moving=lambda _done, _total: None,
    )


def test_a_second_build_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    monkeypatch.setattr(publishing, "PATIENCE", 0.1)
    (folder / WORK).mkdir()
    with FileLock(folder / WORK / "lock"), pytest.raises(Busy):
        build(folder)
    assert not (folder / "site").exists()
    assert build(folder).changes is not None
    again = build(folder)
    assert again.outcome.remembered == 2
    assert again.changes is not None
    assert again.changes.created == again.changes.updated == 0

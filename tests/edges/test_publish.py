"""Two builds of one school do not run into each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from sjboard.edges import lock
from sjboard.edges.lock import WORK, Busy
from sjboard.edges.publish import Published, publish

SCHOOL = Path(__file__).parent.parent / "bad" / "_school"


def build(folder: Path) -> Published:
    return publish(
        folder / "config.yaml",
        date(2026, 11, 20),
        future=False,
        drafts=False,
        full=False,
        building=lambda *_told: None,
        moving=lambda *_told: None,
    )


def test_a_second_build_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    (folder / WORK).mkdir()
    with FileLock(folder / WORK / "lock"), pytest.raises(Busy):
        build(folder)
    assert not (folder / "site").exists()
    assert build(folder).changes is not None
    again = build(folder)
    assert again.outcome.remembered == len(again.outcome.memory)
    assert again.changes is not None
    assert again.changes.created == again.changes.updated == 0


def test_what_was_written_while_a_build_waited_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    entry = folder / "content/2026-autumn/w12/g3/语文.md"
    saved = entry.read_text(encoding="utf-8")

    class SlowLock(FileLock):
        def acquire(self, *args: Any, **options: Any) -> Any:
            entry.write_text(f"{saved}\n- 新写的一项 {{口头 1分钟}}\n", encoding="utf-8")
            return super().acquire(*args, **options)

    monkeypatch.setattr(lock, "FileLock", SlowLock)
    build(folder)
    page = folder / "site/2026-autumn/w12/g3/c1/index.html"
    assert "新写的一项" in page.read_text(encoding="utf-8")

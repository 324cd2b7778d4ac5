"""A preview begins with what the last build left, and shows what it would show without."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from sjboard.edges.serve.built import built
from sjboard.edges.serve.preview import TOLERATED, Preview
from tests.running import ROOT, run_in

TODAY = date(2026, 11, 21)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "config.yaml", tmp_path)
    assert run_in(tmp_path, "build", "--today", TODAY.isoformat()).returncode == 0
    return tmp_path


def pages(school: Path) -> dict[str, bytes]:
    preview = Preview(school / "config.yaml", lambda: TODAY)
    assert preview.refresh()
    assert preview.shown.troubles == ()
    return dict(preview.shown.pages)


def test_weeks_that_were_built_are_not_built_again(school: Path) -> None:
    left = built(school)
    assert left.pages.keys() == left.digests.keys()
    done = build_site(
        snapshot(school / "config.yaml"),
        TODAY,
        future=True,
        drafts=True,
        tolerates=TOLERATED,
        memory=left.units,
        standing=left.digests,
    )
    assert not done.stopped
    weeks = {name for name in done.memory if name[:4].isdigit()}
    assert len(weeks) > 3
    assert {name for name in weeks if done.memory[name] is not left.units[name]} == set()


def test_what_is_shown_does_not_depend_on_what_was_left(school: Path) -> None:
    shown = pages(school)
    page = school / "site" / "index.html"
    page.write_bytes(page.read_bytes() + b"<!-- by hand -->")
    (school / "site" / "404.html").unlink()
    assert pages(school) == shown
    memory = school / ".sjboard" / "memory"
    data = bytearray(memory.read_bytes())
    for at in range(len(data) // 2, len(data), 97):  # rows, which are looked at only when asked for
        data[at] ^= 1
    memory.write_bytes(data)
    assert pages(school) == shown
    shutil.rmtree(school / ".sjboard")
    shutil.rmtree(school / "site")
    assert pages(school) == shown

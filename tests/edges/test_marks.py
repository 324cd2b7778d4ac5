"""What stands as it stood is not read; whatever does not is found."""

from __future__ import annotations

import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from sjboard.edges import disk
from sjboard.edges.marks import clock, mark, newest, settled, survey
from sjboard.edges.publish import Published, publish
from sjboard.edges.remembering import Memory, snapshot
from tests.edges.schools import CONFIG, entry, entry_path
from tests.running import run_in

TODAY = date(2026, 11, 20)
MOMENT = 1_700_000_000_123_456_789
SLOW = 0.2
"""Seconds after which the time of a file has passed for good."""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    for week in (9, 10, 11):
        path = tmp_path / entry_path(week)
        path.parent.mkdir(parents=True)
        path.write_text(entry(week, "读一遍课文"), encoding="utf-8")
    time.sleep(SLOW)
    build(tmp_path)
    time.sleep(SLOW)
    build(tmp_path)
    return tmp_path


def build(folder: Path, *, full: bool = False) -> Published:
    return publish(
        folder / "config.yaml",
        TODAY,
        future=False,
        drafts=False,
        full=full,
        building=lambda *_told: None,
        moving=lambda *_told: None,
    )


def read_by(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and give the entries whose bytes were read."""
    read: list[str] = []
    reading = disk.read_file

    def noting(path: str | Path, limit: int | None, status: os.stat_result | None = None) -> bytes:
        if str(path).endswith(".md"):
            read.append(Path(path).parent.parent.name)
        return reading(path, limit, status)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "read_file", noting)
        assert build(folder).changes is not None
    return sorted(set(read))


def page(folder: Path, week: int) -> str:
    return (folder / f"site/2026-autumn/w{week:02d}/g3/c1/index.html").read_text(encoding="utf-8")


def test_a_week_that_stands_is_not_read(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_by(school, monkeypatch) == []
    path = school / entry_path(10)
    os.utime(
        path, ns=(MOMENT, MOMENT)
    )  # another time, equal bytes: read once, and nothing made anew
    assert read_by(school, monkeypatch) == ["w10"]
    time.sleep(SLOW)
    build(school)
    assert read_by(school, monkeypatch) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time of change")
def test_a_change_under_an_old_time_and_an_equal_size_is_found(school: Path) -> None:
    path = school / entry_path(10)
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("读一遍课文", "背一遍古诗"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    build(school)
    assert "背一遍古诗" in page(school, 10)


def test_a_change_that_no_mark_shows_is_found_by_full(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that lies: its times and numbers are those of before."""
    path = school / entry_path(10)
    old = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("读一遍课文", "背一遍古诗"), encoding="utf-8")
    real = os.scandir

    class Lying:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path, self.is_dir = entry.name, entry.path, entry.is_dir
            self._stat = entry.stat

        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            return old if self.path == str(path) else self._stat(follow_symlinks=follow_symlinks)

    class Listing:
        def __init__(self, folder: str) -> None:
            self._listing = real(folder)

        def __enter__(self) -> list[Lying]:
            return [Lying(entry) for entry in self._listing]

        def __exit__(self, *_given: object) -> None:
            self._listing.close()

    monkeypatch.setattr(os, "scandir", Listing)
    build(school)
    assert "背一遍古诗" not in page(school, 10)
    build(school, full=True)
    assert "背一遍古诗" in page(school, 10)


def test_two_changes_within_a_tick_are_found(school: Path) -> None:
    """Written, built, written again with an equal size at once: over and over, none is lost."""
    path = school / entry_path(10)
    for number in range(10, 13):
        path.write_text(entry(10, f"第{number}首古诗"), encoding="utf-8")
        build(school)
        path.write_text(entry(10, f"第{number + 50}首古诗"), encoding="utf-8")
        build(school)
        assert f"第{number + 50}首古诗" in page(school, 10)


def test_a_page_changed_by_hand_is_found_under_its_old_time(school: Path) -> None:
    path = school / "site/2026-autumn/w10/g3/c1/index.html"
    before = path.stat()
    data = path.read_bytes()
    path.write_bytes(data.replace("读一遍课文".encode(), "背一遍古诗".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = run_in(school, "build", "--today", TODAY.isoformat())
    assert done.returncode == 3
    assert "site/2026-autumn/w10/g3/c1/index.html" in done.stderr


def test_a_copied_and_a_deleted_memory_cost_time_and_nothing_else(school: Path) -> None:
    before = page(school, 10)
    other = school.with_name("other")
    shutil.copytree(school, other)  # every number and time of change is another
    (other / entry_path(11)).write_text(entry(11, "背一遍古诗"), encoding="utf-8")
    build(other)
    assert "背一遍古诗" in page(other, 11)
    assert page(other, 10) == before
    shutil.rmtree(school / ".sjboard")
    assert build(school).changes is not None
    assert page(school, 10) == before


def test_a_file_that_came_to_rest_is_settled_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    changed = newest(path.stat())
    assert not settled(changed, clock(str(tmp_path)))
    assert settled(changed, changed + 60_000_000)
    second = 1_700_000_000_000_000_000  # a file system without fractions
    assert not settled(second, second + 2_000_000_000)
    assert settled(second, second + 3_000_000_000)


def test_the_marks_of_a_folder_change_with_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    (folder / "a").mkdir(parents=True)
    (folder / "a/1.md").write_bytes(b"1")
    seen = {survey(str(folder))[""].signature}

    def changed() -> bool:
        now = survey(str(folder))[""].signature
        new = now not in seen
        seen.add(now)
        return new

    assert not changed()
    (folder / "a/2.md").write_bytes(b"2")
    assert changed()
    (folder / "a/2.md").rename(folder / "a/3.md")
    assert changed()
    (folder / "a").rename(folder / "b")
    assert changed()
    os.utime(folder / "b/1.md", ns=(MOMENT, MOMENT))
    assert changed()
    (folder / "b/3.md").unlink()
    assert changed()
    assert mark((folder / "b").stat()).startswith("-")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_an_entry_that_becomes_a_link_while_it_is_read_is_not_followed(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, reading = school / entry_path(10), disk.read_file
    (school / "secret").write_bytes(entry.read_bytes())

    def late(path: str | Path, limit: int | None, status: os.stat_result | None = None) -> bytes:
        if Path(path) == entry:
            entry.unlink()
            entry.symlink_to(school / "secret")
        return reading(path, limit, status)

    monkeypatch.setattr(disk, "read_file", late)
    taken = snapshot(school / "config.yaml", Memory(), trusting=False)
    assert entry_path(10) not in taken.sources.content
    assert [(d.rule, d.span.file) for d in taken.sources.findings] == [
        ("entry.path", entry_path(10))
    ]

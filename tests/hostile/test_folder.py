"""A folder that holds what is no file, or names made to mislead: said in a line, never followed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sjboard.edges import lock, plain
from tests.hostile.test_bounds import CONFIG
from tests.running import check, run_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
WEEK = "content/2026-autumn/w12/g3"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / WEEK).mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8", newline="\n")
    return tmp_path


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "..", "nowhere", "语文.md"])
def test_a_link_is_not_followed(target: str, school: Path) -> None:
    (school / WEEK / "语文.md").symlink_to(target)
    done = check(school)
    assert [d.words for d in done.outcome.diagnostics] == ["entry.path:symlink"]
    assert "root:" not in done.text


def test_a_pipe_is_not_waited_for(school: Path) -> None:
    os.mkfifo(school / WEEK / "语文.md")
    assert [d.words for d in check(school).outcome.diagnostics] == ["entry.path:special"]


def test_a_name_writes_no_line_of_its_own(school: Path) -> None:
    (school / WEEK / "a\n\u5171\u68c0\u67e5.md").write_text("", encoding="utf-8")
    assert not [
        line for line in check(school).text.split("\n") if line.startswith("\u5171\u68c0\u67e5.md")
    ]


def test_settings_that_are_a_pipe(school: Path) -> None:
    (school / "config.yaml").unlink()
    os.mkfifo(school / "config.yaml")
    assert run_in(school, "check").returncode == 2


def test_the_folder_of_the_build_has_one_name() -> None:
    assert plain.WORK == lock.WORK

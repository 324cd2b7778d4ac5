"""What each command imports: what takes long to import is imported by those that need it, and no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT

HEAVY = frozenset(
    {
        "babel",
        "distributed",
        "docx",
        "docxtpl",
        "filelock",
        "holidays",
        "icalendar",
        "jinja2",
        "lxml",
        "markdown",
        "multiprocessing",
        "nh3",
        "opencc",
        "openpyxl",
        "pydantic",
        "segno",
        "starlette",
        "typst",
        "uvicorn",
        "watchdog",
        "xlsxwriter",
        "yaml",
    }
)
"""Over five milliseconds each, some of them over a hundred."""

CONFIG = frozenset({"holidays", "pydantic", "yaml"})
"""To read config.yaml anew."""
ENTRIES = frozenset({"markdown", "nh3", "opencc", "yaml"})
"""To read and judge entries: Markdown and its cleaning only where a line asks for them."""
PAGES = frozenset({"markdown", "nh3", "filelock", "jinja2", "multiprocessing", "segno"})

DAY = ("--today", "2026-11-21")
ENTRY = "content/2026-autumn/w12/g3/数学.md"
_TELL = """
import sys
from sjboard.edges.cli import main
try:
    main()
except SystemExit as left:
    print(left.code, *{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "config.yaml", folder)
    return folder


def imported(folder: Path, *arguments: str) -> frozenset[str]:
    """Run a command that succeeds; give the heavy modules it imported."""
    done = subprocess.run(
        [sys.executable, "-c", _TELL, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    status, *modules = done.stderr.split("\n")[-2].split()
    assert status in {"0", "None"}, done.stderr
    return HEAVY.intersection(modules)


def test_what_needs_no_school_imports_nothing_heavy(tmp_path: Path) -> None:
    for arguments in (("--version",), ("--help",), ("build", "--help")):
        assert imported(tmp_path, *arguments) == frozenset(), arguments


def test_each_command_imports_what_it_needs(school: Path) -> None:
    assert imported(school, "check", ENTRY, *DAY) <= CONFIG | ENTRIES | {"filelock"}
    assert imported(school, "build", *DAY) <= CONFIG | ENTRIES | PAGES
    # A build has left its memory: config.yaml is not read any more. What was written a moment ago is looked
    # at once more, and after that there is nothing left to do.
    assert imported(school, "build", *DAY) <= ENTRIES | PAGES
    assert imported(school, "build", *DAY) == frozenset()
    assert imported(school, "check", ENTRY, *DAY) <= ENTRIES
    for arguments in (("load",), ("status",)):
        assert imported(school, *arguments, *DAY) <= CONFIG | ENTRIES | {"filelock"}
    assert imported(school, "explain", "syntax.item") <= CONFIG | PAGES
    assert imported(school, "templates") <= CONFIG | PAGES

"""One failing sample a rule, each with the exact report that a teacher gets.

A folder ``tests/bad/<rule>--<what>/`` holds files that are laid over a copy of ``_school/``, and
``expected.txt``. ``_delete.txt`` lists paths of the base school to take away, one a line.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sjboard.diagnostics import Severity
from tests.running import check

BAD = Path(__file__).parent / "bad"
SAMPLES = sorted(p.name for p in BAD.iterdir() if p.is_dir() and not p.name.startswith("_"))
EXPECTED = "expected.txt"
DELETE = "_delete.txt"


def lay_out(sample: str, folder: Path) -> None:
    shutil.copytree(BAD / "_school", folder, dirs_exist_ok=True)
    source = BAD / sample
    taken = source / DELETE
    if taken.exists():
        for line in taken.read_text(encoding="utf-8").split():
            (folder / line).unlink()
    ours = (source / EXPECTED, source / DELETE)
    for path in source.rglob("*"):
        if path.is_file() and path not in ours:
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


@pytest.mark.parametrize("sample", SAMPLES)
def test_report(sample: str, tmp_path: Path, *, update: bool) -> None:
    lay_out(sample, tmp_path)
    done = check(tmp_path)
    expected = BAD / sample / EXPECTED
    if update:
        expected.write_text(done.text, encoding="utf-8", newline="\n")
    assert done.text == expected.read_text(encoding="utf-8")
    rule = sample.partition("--")[0]
    assert any(d.rule == rule or d.rule.startswith(f"{rule}.") for d in done.outcome.diagnostics)


def test_the_school_beneath_is_right(tmp_path: Path) -> None:
    shutil.copytree(BAD / "_school", tmp_path, dirs_exist_ok=True)
    told = check(tmp_path).outcome.diagnostics
    assert [d for d in told if d.severity is not Severity.NOTE] == []

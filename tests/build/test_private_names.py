"""The private list of pupils' names: looked things up in, and found nowhere afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from sjboard.edges.rows import Rows
from tests.running import run_in

CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 1}
subjects: [{id: chinese, name: 语文}]
privacy: {names: 名单.txt}
"""
ENTRY = "---\nsubject: 语文\nteacher: 甲老师\n---\n\n## 周一\n\n- 请欧阳小明领读 {朗读 10分钟}\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "名单.txt").write_text("诸葛小红\n", encoding="utf-8")
    folder = tmp_path / "content/2026-autumn/w12/g3"
    folder.mkdir(parents=True)
    (folder / "语文.md").write_text(ENTRY, encoding="utf-8")
    return tmp_path


def test_names_are_looked_for_and_go_nowhere(school: Path) -> None:
    done = run_in(school, "build", "--today", "2026-11-20")
    assert done.returncode == 0, done.stdout
    assert "privacy.name" not in done.stdout
    (school / "名单.txt").write_text("诸葛小红\n欧阳小明\n", encoding="utf-8")
    again = run_in(school, "build", "--today", "2026-11-20")  # what is remembered does not hold now
    assert "privacy.name" in again.stdout
    assert "“欧**明”" in again.stdout
    made = [p for folder in ("site", ".sjboard") for p in (school / folder).rglob("*")]
    held = [p for p in made if p.is_file() and "诸葛小红".encode() in p.read_bytes()]
    assert held == []
    rows = Rows(school / ".sjboard/memory")
    found = "".join(rows[name].decode("utf-8") for name in rows if name.startswith("unit/"))
    assert "欧**明" in found
    assert "欧阳小明" not in found  # it stands in the homework, which is public, and nowhere else


def test_a_list_that_is_not_there_is_said_and_stops_nothing(school: Path) -> None:
    (school / "名单.txt").unlink()
    done = run_in(school, "build", "--today", "2026-11-20")
    assert done.returncode == 0
    assert "没有找到学生名单“名单.txt”" in done.stdout
    (school / "名单.txt").write_bytes("欧阳小明".encode("gbk"))
    done = run_in(school, "check")
    assert "学生名单“名单.txt”读不出来" in done.stdout

"""``sjboard status``: handed in, missing, waiting, over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import run_in

CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: art, name: 美术}]
coverage: {3: [语文, 数学]}
approval: {chain: [教研组长, 教导处]}
policy: {use: [cn-2021]}
staff:
  - {teacher: 王芳, subject: 语文, grades: 3}
  - {teacher: 李伟, subject: 数学, grades: 3}
  - {teacher: 韩雨, subject: 美术, grades: 3}
"""
FOLDER = Path("content/2026-autumn/w12/g3")
ENTRY = "---\nsubject: {}\nteacher: {}\nclass: {}\n{}---\n\n## 周一\n\n- 做练习册 {{书面 {}分钟}}\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / FOLDER).mkdir(parents=True)
    return tmp_path


def write(  # noqa: PLR0917 - the fields of one entry
    school: Path, subject: str, teacher: str, classes: str, minutes: object, more: str = ""
) -> None:
    text = ENTRY.format(subject, teacher, classes, more, minutes)
    name = f"{subject}{classes[:1]}.md"
    (school / FOLDER / name).write_text(text, encoding="utf-8")


def test_the_office_sees_what_is_in_what_is_missing_and_what_is_over(school: Path) -> None:
    write(school, "语文", "王芳", "1", 75)
    write(school, "数学", "李伟", "2", 10, "approval: {教研组长: 李敏 2026-11-11}\n")
    done = run_in(school, "status", "--week", "12")
    assert done.returncode == 0
    assert done.stdout == (
        "第 12 周（11月23日至11月29日）的作业\n"
        "收到 2 份；等签字的 2 份；缺 2 份（按班算）；超时长 1 处\n"
        "\n"
        "三年级\n"
        "  语文　1班　王芳　等教研组长签字\n"
        "  数学　2班　李伟　等教导处签字\n"
        "  语文　2班　没有收到，应由王芳交\n"
        "  数学　1班　没有收到，应由李伟交\n"
        "  没有收到，也不要求每周都交：美术\n"
        "\n"
        "超过上限的\n"
        "  三年级1班，11月23日（周一）：书面作业共 75 分钟，超过了上限 60 分钟。\n"
    )


def test_json_has_the_same(school: Path) -> None:
    write(school, "语文", "王芳", "[1, 2]", 75)
    done = run_in(school, "status", "--week", "12", "--format", "json")
    told = json.loads(done.stdout)
    assert [(e["subject"], e["stage"], e["waiting_for"]) for e in told["entries"]] == [
        ("语文", "waiting", "教研组长")
    ]
    assert [(m["subject"], m["classes"], m["required"]) for m in told["missing"]] == [
        ("数学", ["3-1", "3-2"], True),
        ("美术", ["3-1", "3-2"], False),
    ]
    assert [(o["classes"], o["day"], o["minutes"], o["limit"]) for o in told["over"]] == [
        (["3-1", "3-2"], "2026-11-23", 75, 60)
    ]


def test_a_file_that_cannot_be_read_is_named(school: Path) -> None:
    write(school, "语文", "王芳", "1", "大约10")
    done = run_in(school, "status", "--week", "12")
    assert done.returncode == 1
    assert "语文1.md　有 1 处错误，读不出来，要先改" in done.stdout


def test_before_anything_is_handed_in(school: Path) -> None:
    done = run_in(school, "status", "--today", "2026-11-16")
    assert done.returncode == 0
    assert done.stdout.startswith("第 12 周（11月23日至11月29日）的作业\n缺 4 份（按班算）\n")

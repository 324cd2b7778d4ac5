"""``sjboard fix``: shows what changes, writes it, leaves what is signed or needs a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run_in

CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: art, name: 美术}]
approval: {chain: [教导处]}
"""
ENTRY = "---\n学科：{}\n教师: 王芳\n---\n\n##星期一\n\n• 读一读 {{10分钟，朗读}}\n"
GOOD = "---\n学科: {}\n教师: 王芳\n---\n\n## 周一\n\n- 读一读 {{朗读 10分钟}}\n"
FOLDER = Path("content/2026-autumn/w12/g3")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / FOLDER).mkdir(parents=True)
    return tmp_path


def write(school: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = school / FOLDER / f"{name}.md"
    path.write_bytes(text.encode(encoding))
    return path


def test_diff_shows_and_writes_nothing(school: Path) -> None:
    path = write(school, "语文", ENTRY.format("语文"))
    before = path.read_bytes()
    done = run_in(school, "fix", "--diff")
    assert done.returncode == 0
    assert "-• 读一读 {10分钟，朗读}\n+- 读一读 {朗读 10分钟}" in done.stdout
    assert path.read_bytes() == before
    assert "可以改好 1 份" in done.stdout


def test_entries_are_mended_and_a_second_time_is_nothing_to_do(school: Path) -> None:
    one = write(school, "语文", ENTRY.format("语文"))
    two = write(school, "数学", ENTRY.format("数学"), "gb18030")
    done = run_in(school, "fix")
    assert done.returncode == 0
    assert "看了 2 份作业，改好了 2 份。" in done.stdout
    assert one.read_text(encoding="utf-8") == GOOD.format("语文")
    assert two.read_text(encoding="utf-8") == GOOD.format("数学")
    again = run_in(school, "fix")
    assert again.stdout == "看了 2 份作业，没有能自动改的地方。\n"
    assert run_in(school, "check").returncode == 0


def test_only_the_paths_that_were_asked_for(school: Path) -> None:
    one = write(school, "语文", ENTRY.format("语文"))
    two = write(school, "数学", ENTRY.format("数学"))
    run_in(school, "fix", str(FOLDER / "语文.md"))
    assert one.read_text(encoding="utf-8") == GOOD.format("语文")
    assert two.read_text(encoding="utf-8") == ENTRY.format("数学")
    assert run_in(school, "fix", "没有.md").returncode == 2


def test_what_is_left_for_a_person_is_said(school: Path) -> None:
    path = write(school, "语文", ENTRY.format("语文").replace("朗读", "朗都"))
    done = run_in(school, "fix")
    assert done.returncode == 1
    assert "还有 1 处错误要自己改" in done.stderr
    assert "学科: 语文" in path.read_text(encoding="utf-8")


def test_what_is_approved_stays_as_it_was_signed(school: Path) -> None:
    path = write(school, "语文", GOOD.format("语文").replace("## 周一", "## 星期一"))
    signed = run_in(
        school,
        "approve",
        str(FOLDER / "语文.md"),
        "--role",
        "教导处",
        "--name",
        "张强",
        "--today",
        "2026-11-12",
    )
    assert signed.returncode == 0, signed.stderr
    before = path.read_bytes()
    done = run_in(school, "fix")
    assert path.read_bytes() == before
    assert "语文.md 已经审批" in done.stderr


def test_check_says_that_fix_could_help_and_only_then(school: Path) -> None:
    path = write(school, "语文", ENTRY.format("语文"))
    told = run_in(school, "check").stdout.splitlines()[-1]
    assert "其中 1 份" in told
    assert "运行 sjboard fix；" in told
    typed = str(FOLDER / "语文.md")
    assert f"运行 sjboard fix {typed}；" in run_in(school, "check", typed).stdout
    assert "sjboard fix" not in run_in(school, "check", "--quiet").stdout
    assert "sjboard fix" not in run_in(school, "check", "--format", "github").stdout
    assert path.read_text(encoding="utf-8") == ENTRY.format("语文")
    run_in(school, "fix")
    assert "sjboard fix" not in run_in(school, "check").stdout
    write(school, "语文", GOOD.format("语文").replace("朗读 10分钟", "10分，朗都"))
    assert "sjboard fix" not in run_in(school, "check").stdout  # what is wrong, only a person mends

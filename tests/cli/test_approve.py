"""``sjboard approve``: who may sign, and what happens when several do at once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sjboard.edges.approve import replace_unchanged
from tests.running import run_in

CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: art, name: 美术}]
approval:
  chain: [教研组长, 教导处]
  weekend: [教研组长, 教导处, 校长]
  people: {教导处: [张强, 丁一]}
"""
ENTRY = """\
---
subject: {subject}   # 学科
teacher: 王芳
---

## 周一

- 读一读 {{朗读 10分钟}}
"""
FOLDER = "content/2026-autumn/w12/g3"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / FOLDER).mkdir(parents=True)
    for subject in ("语文", "数学", "美术"):
        write(tmp_path, subject, ENTRY.format(subject=subject))
    return tmp_path


def write(school: Path, name: str, text: str) -> None:
    (school / FOLDER / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


def read(school: Path, name: str) -> str:
    return (school / FOLDER / f"{name}.md").read_text(encoding="utf-8")


def sign(
    school: Path, role: str, name: str, *files: str, day: str = "2026-11-17"
) -> subprocess.CompletedProcess[str]:
    paths = [f"{FOLDER}/{file}.md" for file in files]
    return run_in(school, "approve", *paths, "--role", role, "--name", name, "--today", day)


def test_the_whole_chain(school: Path) -> None:
    done = sign(school, "教研组长", "李敏", "语文", "数学")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"已签字：{FOLDER}/语文.md（教研组长 李敏），还差教导处。",
        f"已签字：{FOLDER}/数学.md（教研组长 李敏），还差教导处。",
    ]
    done = sign(school, "教导处", "张强", "语文", day="2026-11-19")
    assert done.stdout == f"已签字：{FOLDER}/语文.md（教导处 张强），审批完成。\n"
    text = read(school, "语文")
    assert "approval:\n  教研组长: 李敏 2026-11-17\n  教导处: 张强 2026-11-19\ndigest: " in text
    assert [p.name for p in (school / FOLDER).iterdir() if p.name.startswith(".")] == []
    told = run_in(school, "check", f"{FOLDER}/语文.md")
    assert "approval" not in told.stdout


@pytest.mark.parametrize(
    ("role", "name", "why"),
    [
        ("教导处", "张强", "要先由教研组长签"),
        ("教研组长", "王芳", "要请别人审"),
        ("校长", "钱进", "它不需要“校长”签字"),
    ],
)
def test_what_is_refused(school: Path, role: str, name: str, why: str) -> None:
    before = read(school, "语文")
    done = sign(school, role, name, "语文")
    assert done.returncode == 1
    assert why in done.stderr
    assert read(school, "语文") == before


def test_people_and_repetition(school: Path) -> None:
    sign(school, "教研组长", "李敏", "语文")
    assert "“李敏”不在教导处的名单里" in sign(school, "教导处", "李敏", "语文").stderr
    assert "已经签过了" in sign(school, "教研组长", "赵一", "语文").stderr
    early = sign(school, "教导处", "张强", "语文", day="2026-11-16")
    assert "比前一位签字的11月17日还早" in early.stderr


def test_a_role_that_there_is_not_and_files_that_are_none(school: Path) -> None:
    done = sign(school, "教研主长", "李敏", "语文")
    assert done.returncode == 2
    assert "您想写的是“教研组长”吗" in done.stderr
    done = run_in(school, "approve", "config.yaml", "--role", "教研组长", "--name", "李敏")
    assert done.returncode == 1
    assert "它不是作业单" in done.stderr


def test_an_entry_with_errors_and_a_draft_are_not_signed_but_the_others_are(school: Path) -> None:
    write(school, "数学", read(school, "数学").replace("朗读", "朗渎"))
    write(school, "美术", read(school, "美术").replace("---\n\n", "draft: yes\n---\n\n"))
    done = sign(school, "教研组长", "李敏", "数学", "美术", "语文")
    assert done.returncode == 1
    assert "syntax.item" in done.stdout
    assert "它有 1 处错误" in done.stderr
    assert "它还是草稿" in done.stderr
    assert "李敏" in read(school, "语文")
    assert "李敏" not in read(school, "数学") + read(school, "美术")


def test_weekend_work_goes_to_the_head_too(school: Path) -> None:
    write(school, "美术", read(school, "美术") + "\n## 周末\n\n- 画一画 {实践 20分钟}\n")
    assert "还差教导处、校长" in sign(school, "教研组长", "李敏", "美术").stdout


def test_what_was_changed_after_the_signing_is_signed_from_the_first(school: Path) -> None:
    sign(school, "教研组长", "李敏", "语文")
    write(school, "语文", read(school, "语文").replace("读一读", "读两遍"))
    assert "approval.stale" in run_in(school, "check").stdout
    assert "要从教研组长重新签起" in sign(school, "教导处", "张强", "语文").stderr
    done = sign(school, "教研组长", "李敏", "语文", day="2026-11-18")
    assert done.returncode == 0, done.stderr
    assert "李敏 2026-11-18" in read(school, "语文")
    assert "2026-11-17" not in read(school, "语文")
    assert "approval.stale" not in run_in(school, "check").stdout


def test_two_people_sign_two_files_and_the_same_at_once(school: Path) -> None:
    """Real processes: nobody's signature may get lost, no file be half written."""
    names = ["李敏", "赵一", "孙二", "周三"]
    files = ("语文", "数学", "美术")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: sign(school, "教研组长", n, *files), names))
    signed = [line for one in done for line in one.stdout.splitlines()]
    refused = [line for one in done for line in one.stderr.splitlines()]
    assert len(signed) == 3
    assert len(refused) == 9
    for file in files:
        text = read(school, file)
        assert text.count("2026-11-17") == 1
        assert sum(name in text for name in names) == 1
    jobs = [("教导处", "张强", "语文"), ("教导处", "丁一", "数学"), ("教导处", "张强", "美术")]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda job: sign(school, *job, day="2026-11-18"), jobs))
    assert [one.returncode for one in done] == [0, 0, 0]
    told = run_in(school, "check")
    assert "approval" not in told.stdout


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "语文.md"
    path.write_bytes(b"new")
    assert not replace_unchanged(path, b"old", b"signed")
    assert path.read_bytes() == b"new"
    assert not replace_unchanged(tmp_path / "gone.md", b"old", b"signed")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["语文.md"]
    path.chmod(0o640)
    assert replace_unchanged(path, b"new", b"signed")
    assert path.read_bytes() == b"signed"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o640

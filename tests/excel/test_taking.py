"""Import: all entries or none, whoever is cut off, whatever is in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sjboard.edges.lock import alone
from sjboard.edges.workbook.exchange import Change
from sjboard.edges.workbook.taking import finish, take_in
from tests.excel.test_import import CONFIG, HEAD, ROWS, WEEK, book, files
from tests.running import ROOT, run_in

OPTIONS = ("--week", "12", "--today", "2026-11-16")
TABLE = ("import", "来.xlsx", *OPTIONS)
MATH = f"{(WEEK / '数学-1-2.md').as_posix()}"

DYING = """
import os, sys
sys.argv = ["sjboard", *sys.argv[2:]]
last, root = int({last!r}), {root!r}
WRITES = {{"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}}
seen = 0
def hear(event, args):
    global seen
    writing = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if (writing or event in WRITES) and args and root in os.path.abspath(os.fsdecode(args[0])):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), 9)
sys.addaudithook(hear)
from sjboard.edges.cli import main
main()
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def dying(school: Path, step: int, *arguments: str) -> int:
    """Run the program, and let the system kill it just before this step that writes; give its status."""
    script = DYING.format(last=step, root=str(school))
    done = subprocess.run(
        [sys.executable, "-c", script, "-", *arguments],
        cwd=school,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8")
    return done.returncode


def reset(school: Path, texts: dict[str, str]) -> None:
    """Let these be the entries, and no others."""
    for path in (school / "content").rglob("*.md"):
        path.unlink()
    for name, text in texts.items():
        (school / WEEK / name).write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_killed_at_any_step_it_is_done_or_has_never_been(
    school: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    book(school, *ROWS)
    assert run_in(school, *TABLE).returncode == 0
    before = files(school)
    del before["美术.md"]
    reset(school, before)
    other = [(*row[:4], f"{row[4]}，改过", *row[5:]) if row[4] else row for row in ROWS]
    book(school, *other)
    assert run_in(school, *TABLE, "--replace").returncode == 0
    after = files(school)
    assert all(after[name] != text for name, text in before.items())
    seen = {"before": 0, "between": 0, "after": 0}
    for step in range(1, 100, 1 if request.config.getoption("--every-step") else 3):
        reset(school, before)
        status = dying(school, step, *TABLE, "--replace")
        cut = files(school)
        with alone(school):  # whoever comes next
            assert files(school) in (before, after), step
        told = capsys.readouterr().err
        assert not (school / ".sjboard" / "import").exists()
        if status == 0:
            break
        assert status == -9
        where = "before" if cut == before else "after" if cut == after else "between"
        seen[where] += 1
        assert where != "between" or ("3 份作业单" in told and files(school) == after)
    assert min(seen.values()) > 0, seen


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_who_only_looks_is_told_and_what_changed_since_is_left_alone(school: Path) -> None:
    book(school, *ROWS)
    step = next(n for n in range(13, 40) if cut_between(school, n))
    there = files(school)
    told = run_in(school, "check")
    assert "上一次导入中断了，现在看到的只是一部分" in told.stderr, step
    assert files(school) == there  # who checks writes nothing
    missing = next(n for n in ("美术.md", "数学-1-2.md", "语文.md") if n not in there)
    mine = "---\n学科: 美术\n教师: 韩雨\n---\n\n无作业\n"
    (school / WEEK / missing).write_text(mine, encoding="utf-8", newline="\n")
    done = run_in(school, "build", "--today", "2026-11-16")
    assert f"{(WEEK / missing).as_posix()} 在那以后又改过" in done.stderr
    assert files(school)[missing] == mine
    assert "中断" not in run_in(school, "check").stderr


def cut_between(school: Path, step: int) -> bool:
    """Kill an import just before this step; whether it was then half done."""
    (school / WEEK).mkdir(parents=True, exist_ok=True)
    reset(school, {})
    assert dying(school, step, *TABLE) == -9
    if 0 < len(files(school)) < 3:
        return True
    with alone(school):
        return False


def changes(school: Path) -> list[Change]:
    """Three files: two that are there, and a new one in a folder of its own."""
    (school / WEEK).mkdir(parents=True)
    for name in ("a.md", "b.md"):
        (school / WEEK / name).write_bytes(b"old")
    week = WEEK.as_posix()
    return [
        Change(f"{week}/a.md", b"new", b"old"),
        Change("content/2026-autumn/w13/g3/c.md", b"new", None),
        Change(f"{week}/b.md", b"new", b"old"),
    ]


def contents(school: Path) -> dict[str, bytes]:
    found = (school / "content").rglob("*.md")
    return {path.name: path.read_bytes() for path in found}


def test_a_file_that_changed_meanwhile_stops_everything(school: Path) -> None:
    wanted = changes(school)
    (school / WEEK / "b.md").write_bytes(b"newer")
    assert take_in(school, wanted) == wanted[2].path
    assert contents(school) == {"a.md": b"old", "b.md": b"newer"}
    assert not (school / ".sjboard" / "import").exists()


def test_what_the_machine_refuses_is_put_back(school: Path) -> None:
    wanted = changes(school)
    (school / WEEK / "b.md").unlink()
    (school / WEEK / "b.md").mkdir()  # nothing can be moved over a folder
    blocked = [*wanted[:2], Change(wanted[2].path, b"new", None)]
    with pytest.raises(OSError, match=r"b\.md"):
        take_in(school, blocked)
    assert contents_of_files(school) == {"a.md": b"old"}
    assert not (school / "content/2026-autumn/w13").exists()
    assert finish(school) is None


def contents_of_files(school: Path) -> dict[str, bytes]:
    found = (path for path in (school / "content").rglob("*.md") if path.is_file())
    return {path.name: path.read_bytes() for path in found}


def test_a_journal_that_leads_out_of_content_is_not_followed(school: Path) -> None:
    staging = school / ".sjboard" / "import"
    for path in ("config.yaml", "content/../config.yaml", "/etc/hosts"):
        staging.mkdir(parents=True)
        (staging / "new-0").write_bytes(b"x")
        journal = f'{{"moves": [{{"path": "{path}", "before": null}}]}}'
        (staging / "journal.json").write_text(journal, encoding="utf-8")
        assert finish(school) is None
        assert not staging.exists()
    assert (school / "config.yaml").read_text(encoding="utf-8") == CONFIG


# ── what is already there ─────────────────────────────────────────────────────────────────────


def test_an_entry_of_the_same_class_and_subject_under_another_name_is_a_clash(school: Path) -> None:
    (school / WEEK).mkdir(parents=True)
    other = "---\n学科: 数学\n教师: 李伟\n班级: [2, 3]\n---\n\n## 周一\n\n- 算 {口头 5分钟}\n"
    (school / WEEK / "李伟的数学.md").write_text(other, encoding="utf-8", newline="\n")
    there = files(school)
    book(school, *ROWS)
    done = run_in(school, *TABLE)
    assert done.returncode == 1
    assert "错误[entry.duplicate]" in done.stdout
    assert "李伟的数学.md" in done.stdout
    assert MATH in done.stdout
    assert "什么也没有写入" in done.stderr
    assert files(school) == there
    assert run_in(school, *TABLE, "--replace").returncode == 1  # that is no entry to replace
    assert files(school) == there
    mode = other.replace("班级: [2, 3]", "班级: [2, 3]\n方式: 补充")
    (school / WEEK / "李伟的数学.md").write_text(mode, encoding="utf-8", newline="\n")
    assert run_in(school, *TABLE).returncode == 0
    assert run_in(school, "check", *OPTIONS).returncode == 0


def sheets(school: Path, *titles: str) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, title in enumerate(titles):
        sheet = made.create_sheet(title)
        sheet.append(HEAD)
        sheet.append(("周一", ("语文", "数学")[number], "王芳", None, "读", "朗读", 5))
    made.save(school / "来.xlsx")


@pytest.mark.parametrize("second", ["3年级", "G3"])
def test_two_sheets_of_one_grade_are_told_and_nothing_is_taken(school: Path, second: str) -> None:
    sheets(school, "三年级", second)
    done = run_in(school, *TABLE)
    assert done.returncode == 1
    assert "三年级" in done.stderr
    assert second.strip() in done.stderr
    assert not (school / "content").exists()


def linked(path: Path, *, parts: Sequence[str]) -> None:
    """Put into a workbook what Excel writes for cells that fetch from another one."""
    link = (
        '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        '2006/main"><externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships" r:id="rId1"/></externalLink>'
    )
    target = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/externalLinkPath" Target="http://192.0.2.1/x.xlsx" '
        'TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(parts[0], link)
        file.writestr(parts[1], target)


def test_links_to_other_workbooks_are_never_followed(school: Path) -> None:
    book(school, *ROWS)
    folder = "xl/externalLinks"
    parts = (f"{folder}/externalLink1.xml", f"{folder}/_rels/externalLink1.xml.rels")
    linked(school / "来.xlsx", parts=parts)
    done = run_in(school, *TABLE)
    assert done.returncode == 0, done.stderr
    fetched = (*ROWS[3][:4], "='[1]表'!A1", *ROWS[3][5:])
    book(school, *ROWS[:3], fetched, *ROWS[4:])
    linked(school / "来.xlsx", parts=parts)
    there = files(school)
    refused = run_in(school, *TABLE, "--replace")
    assert refused.returncode == 1
    assert "单元格里是公式" in refused.stdout
    assert files(school) == there


def test_entries_are_new_whole_and_readable_by_others(school: Path) -> None:
    book(school, *ROWS)
    assert run_in(school, *TABLE).returncode == 0
    if os.name == "posix":
        modes = {path.stat().st_mode & 0o777 for path in (school / WEEK).glob("*.md")}
        assert modes == {0o644}

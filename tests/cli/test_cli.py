"""The command line as a person meets it: what it says, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import sjboard
from sjboard.edges.sync import MANIFEST
from tests.running import ROOT, run_in

FRIDAY = ("--today", "2026-11-20")
BAD = Path(__file__).parent.parent / "bad"
ENTRY = "content/2026-autumn/w12/g3/语文.md"
WRONG = "---\nsubject: 语文\nteacher: 甲老师\n---\n\n## 周一\n\n- 写生字\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    shutil.copytree(BAD / "_school", folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".sjboard" not in path.parts
    }


def test_help_is_in_chinese_and_names_every_command(tmp_path: Path) -> None:
    done = run_in(tmp_path, "--help")
    assert done.returncode == 0
    for word in (
        "用法",
        "选项",
        "命令",
        "init",
        "new",
        "check",
        "build",
        "load",
        "schema",
        "explain",
    ):
        assert word in done.stdout
    for english in ("Usage", "Options", "Show this", "Commands"):
        assert english not in done.stdout


@pytest.mark.parametrize(("language", "word"), [("en", "Usage:"), ("zh-Hant", "選項")])
def test_help_is_in_the_schools_language(school: Path, language: str, word: str) -> None:
    config = school / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("language: zh-Hans", f"language: {language}")
    config.write_text(text, encoding="utf-8")
    assert word in run_in(school, "build", "--help").stdout


def test_version(tmp_path: Path) -> None:
    assert run_in(tmp_path, "--version").stdout == f"sjboard {sjboard.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("bild",),
        ("build", "--fast"),
        ("build", "--jobs", "none"),
        ("build", "extra"),
        ("check", "--format", "xml"),
        ("check", "--week", "x"),
        ("check", "--today", "yesterday"),
        ("check", "no/such/path"),
        ("check", "/"),
        ("check", "--term", "1999"),
        ("load", "--class", "9-9"),
        ("load", "--week", "60"),
        ("new", "--week", "60"),
        ("schema",),
        ("schema", "letter"),
        ("explain",),
        ("explain", "syntax.itme"),
        ("explain", "../../config"),
        ("--config", "nowhere/config.yaml", "build"),
        ("init",),
        ("init", "."),
        (),
    ],
)
def test_wrong_usage_is_explained_with_status_2(school: Path, arguments: tuple[str, ...]) -> None:
    before = files(school)
    done = run_in(school, *arguments)
    assert done.returncode == 2
    assert done.stderr.strip() or done.stdout.strip()
    assert files(school) == before


def test_without_a_config_it_says_where_to_go(tmp_path: Path) -> None:
    done = run_in(tmp_path, "build")
    assert done.returncode == 2
    assert "sjboard init" in done.stderr


def test_build_publishes_and_a_second_one_changes_nothing(school: Path) -> None:
    done = run_in(school, "build", *FRIDAY)
    assert (done.returncode, done.stderr) == (0, "")
    site = school / "site"
    assert (site / "2026-autumn/w12/g3/c1/index.html").is_file()
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in site.rglob("*") if p.is_file()}
    again = run_in(school, "build", *FRIDAY)
    assert "新增 0，更新 0" in again.stdout
    after = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in site.rglob("*") if p.is_file()}
    assert after == before


def test_a_weeks_day_comes(school: Path) -> None:
    run_in(school, "build", "--today", "2026-11-19")
    assert not (school / "site/2026-autumn").exists()
    run_in(school, "build", "--today", "2026-11-19", "--future")
    assert (school / "site/2026-autumn/w12/index.html").is_file()
    run_in(school, "build", "--today", "2026-11-19")
    assert not (school / "site/2026-autumn").exists()
    run_in(school, "build", SOURCE_DATE_EPOCH="1795132800")  # 2026-11-20 00:00 UTC
    assert (school / "site/2026-autumn/w12/index.html").is_file()


def test_the_clock_may_stand_on_either_side_of_the_command(school: Path) -> None:
    run_in(school, *FRIDAY, "build")
    one = files(school / "site")
    shutil.rmtree(school / "site")
    run_in(school, "build", *FRIDAY, "--full", "--jobs", "2")
    assert files(school / "site") == one


def test_an_error_publishes_nothing_with_status_1(school: Path) -> None:
    run_in(school, "build", *FRIDAY)
    before = files(school / "site")
    (school / ENTRY).write_text(WRONG, encoding="utf-8")
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 1
    assert "错误[syntax.item]" in done.stdout
    assert "没有发布" in done.stderr
    assert files(school / "site") == before


def test_a_bad_config_has_status_2(school: Path) -> None:
    (school / "config.yaml").write_text("school: {nmae: x}\n", encoding="utf-8")
    for command in ("build", "check", "load", "new"):
        done = run_in(school, command)
        assert done.returncode == 2
        assert "错误[config." in done.stdout
    shown = json.loads(run_in(school, "check", "--format", "json").stdout)
    assert shown["errors"] == len([f for f in shown["findings"] if f["severity"] == "error"]) > 0


def test_the_memory_may_be_deleted_or_damaged(school: Path) -> None:
    run_in(school, "build", *FRIDAY)
    before = files(school / "site")
    memory = school / ".sjboard" / "memory"
    memory.write_bytes(memory.read_bytes()[:-9])
    done = run_in(school, "build", *FRIDAY)
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert files(school / "site") == before
    shutil.rmtree(school / ".sjboard")
    (school / "site/index.html").unlink()
    assert run_in(school, "build", *FRIDAY).stderr == ""
    assert files(school / "site") == before


def test_a_foreign_site_is_refused_with_status_3(school: Path) -> None:
    (school / "site").mkdir()
    (school / "site/index.html").write_text("somebody's homepage", encoding="utf-8")
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 3
    assert "site/index.html" in done.stderr
    assert files(school / "site") == {"index.html": b"somebody's homepage"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_has_status_3(school: Path) -> None:
    (school / "site").mkdir(mode=0o500)
    assert run_in(school, "build", *FRIDAY).returncode == 3


def test_a_site_that_is_a_file_has_status_3(school: Path) -> None:
    (school / "site").write_bytes(b"")
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_disk_that_will_not_take_a_page_has_status_3(school: Path) -> None:
    run_in(school, "build", *FRIDAY)
    before = files(school / "site")
    (school / ENTRY).write_text(
        (school / ENTRY).read_text(encoding="utf-8").replace("15分钟", "20分钟"), encoding="utf-8"
    )
    limited = f'ulimit -f 2; exec "{sys.executable}" -m sjboard build --today 2026-11-20'
    done = subprocess.run(
        ["sh", "-c", limited],
        cwd=school,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "保持原样" in done.stderr
    assert files(school / "site") == before


def test_a_broken_template_is_named(school: Path) -> None:
    own = school / "templates" / "404.html"
    own.parent.mkdir()
    own.write_text("{{ page.route }}\n{% if %}\n", encoding="utf-8")
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 1
    assert "404.html" in done.stderr
    assert "第 2 行" in done.stderr


def test_check_writes_nothing(school: Path) -> None:
    before = files(school)
    assert run_in(school, "check").returncode == 0
    assert files(school) == before
    assert not (school / ".sjboard").exists()


def test_check_can_look_at_one_file_or_week(school: Path) -> None:
    other = school / "content/2026-autumn/w13/g3/数学.md"
    other.parent.mkdir(parents=True)
    other.write_text(WRONG.replace("语文", "数学"), encoding="utf-8")
    assert run_in(school, "check").returncode == 1
    assert run_in(school, "check", ENTRY).returncode == 0
    assert run_in(school, "check", "content/2026-autumn/w12").returncode == 0
    assert run_in(school, "check", "--week", "12", *FRIDAY).returncode == 0
    assert run_in(school, "check", "--week", "13", *FRIDAY).returncode == 1
    assert run_in(school, "check", "content").returncode == 1
    assert run_in(school / "content", "check", "--config", "../config.yaml", ".").returncode == 1


def test_a_check_counts_the_entries_that_it_was_asked_for(school: Path) -> None:
    done = run_in(school, "check", ENTRY, "--format", "json")
    assert json.loads(done.stdout)["entries"] == 1


@pytest.mark.parametrize("where", [("--week", "40"), ("--term", "2099-autumn")])
def test_a_check_of_no_week_is_not_a_check_that_found_nothing(
    school: Path, where: tuple[str, str]
) -> None:
    shutil.rmtree(school / "content")
    done = run_in(school, "check", *where)
    assert done.returncode == 2
    assert where[1] in done.stderr


def test_check_in_three_forms(school: Path) -> None:
    (school / ENTRY).write_text(WRONG, encoding="utf-8")
    shown = json.loads(run_in(school, "check", "--format", "json").stdout)
    assert (shown["version"], shown["entries"], shown["errors"]) == (1, 1, 1)
    one = next(f for f in shown["findings"] if f["severity"] == "error")
    assert (one["rule"], one["file"], one["line"]) == ("syntax.item", ENTRY, 8)
    notes = run_in(school, "check", "--format", "github").stdout.splitlines()
    assert any(line.startswith(f"::error file={ENTRY},line=8,") for line in notes)
    assert "错误[syntax.item]" in run_in(school, "check").stdout


def test_help_says_of_every_command_what_it_does(tmp_path: Path) -> None:
    told = run_in(tmp_path, "--help").stdout
    assert "..." not in told  # a sentence too long for a line would be nothing but dots


def test_init_builds_as_it_is(tmp_path: Path) -> None:
    done = run_in(tmp_path, "init", "学校")
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "学校"
    told = run_in(folder, "check", *FRIDAY)
    assert told.returncode == 0
    assert "错误[" not in told.stdout
    assert "警告[" not in told.stdout
    assert run_in(folder, "build", *FRIDAY).returncode == 0
    assert (folder / "site/2026-autumn/w12/g3/c1/index.html").is_file()
    before = files(folder)
    assert run_in(tmp_path, "init", "学校").returncode == 2
    assert files(folder) == before


def test_new_makes_drafts_that_do_not_stop_a_build(school: Path) -> None:
    before = files(school)
    assert run_in(school, "new", "--week", "12").returncode == 0
    after = files(school)
    assert {k: v for k, v in after.items() if k in before} == before  # 语文.md was there
    made = sorted(set(after) - set(before))
    assert len(made) == 3 * 3 - 1
    assert "草稿: 是" in after[made[0]].decode()
    assert run_in(school, "build", *FRIDAY).returncode == 0
    checked = run_in(school, "check")
    assert checked.returncode == 0  # what nobody has begun is no fault; each such file is named
    assert checked.stdout.count("这份草稿还没有写") == len(made)
    run_in(school, "new", "--week", "12")
    assert files(school).keys() == run_keys(school)
    assert {k: v for k, v in files(school).items() if k in after} == after


def run_keys(folder: Path) -> set[str]:
    """Name the files that are there; a second ``new`` must not have made more."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*.*") if p.is_file()} - {
        p.relative_to(folder).as_posix() for p in (folder / ".sjboard").rglob("*")
    }


def test_new_makes_entries_for_the_staff(school: Path) -> None:
    with (school / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("staff:\n")
        config.write("  - {teacher: 甲老师, subject: 数学, grades: [6], classes: [6-1, 6-2]}\n")
        config.write("  - {teacher: 乙老师, subject: 数学, grades: [6], classes: [6-3]}\n")
        config.write("  - {teacher: 丙老师, subject: 英语, grades: [6]}\n")
        config.write("  - {teacher: 丁老师, subject: 英语, grades: [6]}\n")
    before = files(school)
    assert run_in(school, "new", *FRIDAY).returncode == 0
    made = {k: v.decode() for k, v in files(school).items() if k not in before}
    assert sorted(path.rpartition("/")[2] for path in made) == [
        "数学-1-2.md",
        "数学-3.md",
        "英语-丁老师.md",
        "英语.md",
    ]
    assert any("教师: 乙老师" in text and "班级: [3]" in text for text in made.values())


def test_new_writes_any_name_so_that_it_is_read_again(school: Path) -> None:
    config = (school / "config.yaml").read_text(encoding="utf-8")
    staff = 'staff:\n  - {teacher: "甲: #\\"乙", subject: 语文, grades: [3]}\n'
    (school / "config.yaml").write_text(config + staff, encoding="utf-8")
    run_in(school, "new", "--week", "13")
    done = run_in(school, "check", "--week", "13", "--format", "json")
    assert [found["rule"] for found in json.loads(done.stdout)["findings"]] == ["entry.empty"]


@pytest.mark.parametrize(("today", "week"), [("2026-11-19", "w12"), ("2026-11-20", "w13")])
def test_new_is_for_the_first_week_that_is_not_public_yet(
    school: Path, today: str, week: str
) -> None:
    assert f"content/2026-autumn/{week}" in run_in(school, "new", "--today", today).stdout


def test_a_new_entry_that_was_filled_in_is_right(school: Path) -> None:
    run_in(school, "new", "--week", "13")
    path = school / "content/2026-autumn/w13/g3/数学.md"
    text = path.read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if "草稿: 是" not in line)
    text = text.replace("教师: \n", "教师: 甲老师\n")
    assert "教师: 甲老师" in text
    filled = text.partition("## 周一\n")[0] + "## 周一\n\n- 口算十题 {书面 10分钟}\n"
    path.write_text(filled, encoding="utf-8")
    assert run_in(school, "check", str(path)).returncode == 0


def test_new_tells_the_caps_what_is_left_and_how_last_week_was_built(school: Path) -> None:
    run_in(school, "new", "--week", "13")
    text = (school / "content/2026-autumn/w13/g3/语文.md").read_text(encoding="utf-8")
    assert "# 上限：" in text
    assert "# 上一周（第 12 周）是这样布置的：\n#   周一：朗读 10分钟、书面 15分钟\n" in text
    assert "# 这一周还可以布置的书面作业（分钟）：周一 60、周二 60" in text
    run_in(school, "new", "--week", "12")
    text = (school / "content/2026-autumn/w12/g3/数学.md").read_text(encoding="utf-8")
    assert "# 这一周还可以布置的书面作业（分钟）：周一 45、周二 60" in text
    assert "上一周" not in text  # nothing was handed in


def test_load_in_both_forms(school: Path) -> None:
    done = run_in(school, "load", "--week", "12", "--class", "3-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "语文" in done.stdout
    shown = json.loads(run_in(school, "load", "--week", "12", "--format", "json").stdout)
    monday = next(c for c in shown["classes"] if c["class"] == "3-1")["days"][0]
    assert monday["loads"] == {"": 25}
    (school / ENTRY).write_text(WRONG, encoding="utf-8")
    assert run_in(school, "load", "--week", "12").returncode == 1


@pytest.mark.parametrize("document", ["entry", "config", "policy"])
def test_schemas_are_schemas(tmp_path: Path, document: str) -> None:
    done = run_in(tmp_path, "schema", document)
    jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))


def test_a_limit_is_explained_as_this_school_has_it(school: Path) -> None:
    done = run_in(school, "explain", "cap.g3-6-written-daily")
    assert (done.returncode, done.stderr) == (0, "")
    assert "上学日：书面作业每天合计不超过 60 分钟，选做的不算在内。" in done.stdout
    assert "教基厅函〔2021〕13号" in done.stdout
    assert "这是底线" in done.stdout
    assert "程序自带的规定 cn-2021" in done.stdout


def test_an_unknown_rule_names_the_nearest(school: Path) -> None:
    assert "“syntax.item”" in run_in(school, "explain", "syntax.itme").stderr
    assert "“cap.g3-6-written-daily”" in run_in(school, "explain", "cap.g3-6-writen-daily").stderr


def test_quiet_says_nothing_when_all_is_well(school: Path) -> None:
    done = run_in(school, "--quiet", "build", *FRIDAY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_quiet_leaves_nothing_of_a_check_but_the_errors(school: Path) -> None:
    done = run_in(school, "--quiet", "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (school / ENTRY).write_text(WRONG, encoding="utf-8")
    done = run_in(school, "--quiet", "check")
    assert done.returncode == 1
    assert "错误[syntax.item]" in done.stdout
    assert "警告" not in done.stdout
    assert "共检查" not in done.stdout


def test_no_colours_and_no_progress_away_from_a_terminal(school: Path) -> None:
    (school / ENTRY).write_text(WRONG, encoding="utf-8")
    done = run_in(school, "build", *FRIDAY)
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stderr


def test_a_console_in_another_code_page_gets_utf8(school: Path) -> None:
    done = run_in(school, "check", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert "作业" in done.stdout


def test_the_manifest_lists_what_stands(school: Path) -> None:
    run_in(school, "build", *FRIDAY)
    listed = json.loads((school / "site" / MANIFEST).read_bytes())["files"]
    assert set(listed) == set(files(school / "site")) - {MANIFEST}

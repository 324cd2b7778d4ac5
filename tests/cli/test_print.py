"""``print`` as a person meets it: where the files go, what it refuses, what it leaves alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.running import run_in

FRIDAY = ("--today", "2026-11-20")
BAD = Path(__file__).parent.parent / "bad"
ENTRY = "content/2026-autumn/w12/g3/语文.md"
FOLDER = "print/2026-autumn/w12"
NOTICE = "三年级1班-第12周-作业公示"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    shutil.copytree(BAD / "_school", folder)
    return folder


def made(school: Path, folder: str = FOLDER) -> set[str]:
    return {path.name for path in (school / folder).glob("[!.]*")}


def test_print_puts_a_weeks_sheets_beside_config_yaml(school: Path) -> None:
    done = run_in(school, "print", *FRIDAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert NOTICE + ".pdf" in made(school)
    assert "全校-第12周-作业公示-合订.pdf" in made(school)
    assert "三年级-第12周-作业公示表-A3.pdf" in made(school)
    assert f"打印的文件在 {FOLDER}：写了 {len(made(school))} 个" in done.stdout
    assert not (school / "site").exists()
    assert (school / FOLDER / f"{NOTICE}.pdf").read_bytes().startswith(b"%PDF-1.7")

    again = run_in(school, "print", *FRIDAY)
    assert f"写了 0 个，{len(made(school))} 个没有变化" in again.stdout


def test_print_takes_classes_after_one_another_and_with_commas(school: Path) -> None:
    for given in (
        ("--class", "3-1", "3-2"),
        ("--class", "三年级1班", "三(2)班"),
        ("--class", "3-2，3-1"),
        ("--class=3-1", "--class=3-2"),
    ):
        done = run_in(school, "print", *FRIDAY, *given, "--output", "out")
        assert done.returncode == 0
        assert made(school, "out") == {
            f"{NOTICE}.pdf",
            "三年级2班-第12周-作业公示.pdf",
            "第12周-作业公示-合订.pdf",
        }
        shutil.rmtree(school / "out")
    wrong = run_in(school, "print", *FRIDAY, "--class", "3-9")
    assert wrong.returncode == 2
    assert "3-9" in wrong.stderr


@pytest.mark.parametrize("folder", ["site", "site/print", "content", "templates/x", ".sjboard"])
def test_print_refuses_the_schools_own_folders(school: Path, folder: str) -> None:
    done = run_in(school, "print", *FRIDAY, "--output", folder)
    assert done.returncode == 2
    assert folder.partition("/")[0] in done.stderr
    assert not list(school.rglob("*.pdf"))


def test_print_refuses_what_leads_into_site(school: Path) -> None:
    (school / "site").mkdir()
    (school / "out").symlink_to("site", target_is_directory=True)
    assert run_in(school, "print", *FRIDAY, "--output", "out").returncode == 2


def test_an_error_stops_the_print_and_is_shown(school: Path) -> None:
    (school / ENTRY).write_text(
        "---\nsubject: 语文\nteacher: 甲老师\n---\n\n## 周一\n\n- 写生字\n", encoding="utf-8"
    )
    done = run_in(school, "print", *FRIDAY)
    assert done.returncode == 1
    assert "syntax.item" in done.stdout
    assert "没有打印" in done.stderr
    assert not (school / "print").exists()


def test_a_week_without_homework_prints_nothing(school: Path) -> None:
    done = run_in(school, "print", *FRIDAY, "--week", "15")
    assert done.returncode == 1
    assert "第15周还没有作业" in done.stderr
    assert not (school / "print").exists()


def test_a_file_that_is_not_ours_is_left_alone_and_named(school: Path) -> None:
    path = school / FOLDER / f"{NOTICE}.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's")
    done = run_in(school, "print", *FRIDAY)
    assert done.returncode == 3
    assert f"没有覆盖 {FOLDER}/{NOTICE}.pdf" in done.stderr
    assert path.read_bytes() == b"somebody's"
    assert "三年级2班-第12周-作业公示.pdf" in made(school)


def test_what_we_printed_and_somebody_changed_is_left_alone(school: Path) -> None:
    assert run_in(school, "print", *FRIDAY, "--class", "3-1").returncode == 0
    path = school / FOLDER / f"{NOTICE}.pdf"
    path.write_bytes(path.read_bytes() + b"% noted by hand")
    text = (school / ENTRY).read_text(encoding="utf-8")
    (school / ENTRY).write_text(text + "\n\n## 周日\n\n", encoding="utf-8")
    assert run_in(school, "print", *FRIDAY, "--class", "3-1").returncode == 3
    assert path.read_bytes().endswith(b"% noted by hand")


def test_what_we_printed_is_printed_over_when_the_homework_changes(school: Path) -> None:
    assert run_in(school, "print", *FRIDAY, "--class", "3-1").returncode == 0
    before = (school / FOLDER / f"{NOTICE}.pdf").read_bytes()
    text = (school / ENTRY).read_text(encoding="utf-8")
    (school / ENTRY).write_text(f"{text}\n- 再读一遍 {{朗读 1分钟}}\n", encoding="utf-8")
    done = run_in(school, "print", *FRIDAY, "--class", "3-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert (school / FOLDER / f"{NOTICE}.pdf").read_bytes() != before


def test_a_character_without_a_glyph_is_named_and_the_others_are_printed(school: Path) -> None:
    first = (school / ENTRY).read_text(encoding="utf-8")
    head, mark, body = first.partition("teacher:")
    only = head + "class: 1\n" + mark + body.replace("\n- ", "\n- \U0001f9f6", 1)
    (school / ENTRY).write_text(only, encoding="utf-8")
    (school / ENTRY.replace("语文", "语文2")).write_text(
        head + "class: 2\n" + mark + body, encoding="utf-8"
    )
    done = run_in(school, "print", *FRIDAY)
    assert done.returncode == 1
    assert "没有字符“\U0001f9f6”" in done.stderr
    assert "fonts-" in done.stderr
    assert f"{NOTICE}.pdf" not in made(school)
    assert "三年级2班-第12周-作业公示.pdf" in made(school)


def test_html_stands_alone(school: Path) -> None:
    done = run_in(school, "print", *FRIDAY, "--format", "html", "--class", "3-1")
    assert (done.returncode, done.stderr) == (0, "")
    text = (school / FOLDER / f"{NOTICE}.html").read_text(encoding="utf-8")
    assert "三年级(1)班" in text
    assert "<script" not in text
    assert "<link" not in text
    assert re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', text) == []
    assert "url(http" not in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--landscape", "--what", "forms"), "请去掉 --landscape"),
        (("--landscape", "--format", "html"), "请去掉 --landscape"),
        (("--archive", "--format", "docx"), "请去掉 --archive，或者去掉 --format docx"),
        (("--output", "config.yaml"), "“config.yaml”是一个文件"),
    ],
)
def test_options_that_do_not_go_together_are_said(
    school: Path, options: tuple[str, ...], said: str
) -> None:
    done = run_in(school, "print", *FRIDAY, *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (school / "print").exists()


def test_an_archival_pdf_says_so(school: Path) -> None:
    assert run_in(school, "print", *FRIDAY, "--class", "3-1", "--archive").returncode == 0
    pdf = (school / FOLDER / f"{NOTICE}.pdf").read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


@pytest.mark.parametrize("kind", ["家庭作业审批备案表", "班级作业总量统筹表", "空白"])
def test_forms_as_html_say_what_the_pdf_says_and_stand_alone(school: Path, kind: str) -> None:
    done = run_in(school, "print", *FRIDAY, "--what", "forms", "--format", "html")
    assert (done.returncode, done.stderr) == (0, "")
    files = sorted((school / FOLDER / kind).glob("*.html"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert "<script" not in text
        assert re.findall(r'(?:src|href)="(?!data:)([^"]*)"', text) == []
    if kind == "家庭作业审批备案表":
        body = (school / ENTRY).read_text(encoding="utf-8").rpartition("---\n")[2]
        item = re.search(r"^- (.+?) \{", body, re.MULTILINE)
        assert item is not None
        assert any(item[1] in path.read_text(encoding="utf-8") for path in files)

"""``sjboard print --what letters``: what is made, and that a roster's names go nowhere but to paper."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.running import run_in

CONFIG = """
school: {name: 样例小学, phone: 0000-0000000, office: 教导处}
site: {url: "http://board.example/"}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 2}
subjects: [{id: chinese, name: 语文}]
policy: {use: []}
"""
OFFICIAL = """---
标题: 关于作业公示的信
日期: 2026-09-04
回执: {栏目: 意见}
---

尊敬的{{ 学生 }}家长：

{{ 班级 }}的作业在网上公示。{{ 作业上限 }}有事找{{ 班主任 }}。
"""
EVERYDAY = "---\n标题: 秋游\n日期: 2026-10-20\n样式: 便函\n对象: {班级: 3-1}\n---\n\n明天秋游。\n"
PEOPLE = ("样本喆甲", "样本玥乙", "Sampleperson Third", "样班主任")
TODAY = ("--today", "2026-11-17")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    (folder / "content/letters").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "content/letters/board.md").write_text(OFFICIAL, encoding="utf-8")
    (folder / "content/letters/秋游.md").write_text(EVERYDAY, encoding="utf-8")
    entry = folder / "content/2026-autumn/w10/g3/语文.md"
    entry.parent.mkdir(parents=True)
    entry.write_text(
        "---\nsubject: 语文\nteacher: 王芳\n---\n\n## 周一\n\n- 读 {朗读 10分钟}\n",
        encoding="utf-8",
    )
    for name in ("temporary", "home"):
        (tmp_path / name).mkdir()
    book = Workbook()
    assert book.active is not None
    book.active.append(["班级", "姓名", "学号", "班主任"])
    for number, name in enumerate(PEOPLE[:3]):
        book.active.append([f"3-{number % 2 + 1}", name, f"99887{number}", PEOPLE[3]])
    book.save(tmp_path / "roster.xlsx")
    return folder


def prints(school: Path, *options: str) -> list[str]:
    done = run_in(school, "print", "--what", "letters", *TODAY, *options)
    assert done.returncode == 0, done.stderr
    folder = school / "print/2026-autumn/letters"
    return sorted(path.name for path in folder.iterdir() if path.name[0] != ".")


def test_without_a_class_there_is_one_of_each_letter_of_the_term(school: Path) -> None:
    assert prints(school) == ["关于作业公示的信.pdf", "秋游.pdf"]


def test_a_class_gets_its_own_and_only_what_is_written_to_it(school: Path) -> None:
    assert prints(school, "--class", "3-1,3-2") == [
        "三年级1班-关于作业公示的信.pdf",
        "三年级1班-秋游.pdf",
        "三年级2班-关于作业公示的信.pdf",
    ]


@pytest.mark.parametrize("name", ["秋游", "秋游.md", "content/letters/秋游.md"])
def test_a_letter_is_asked_for_by_name(school: Path, name: str) -> None:
    assert prints(school, "--letter", name) == ["秋游.pdf"]


def test_the_letters_of_a_week(school: Path) -> None:
    assert prints(school, "--week", "7") == ["秋游.pdf"]
    none = run_in(school, "print", "--what", "letters", "--week", "9", *TODAY)
    assert none.returncode == 1
    assert "--letter" in none.stderr


def test_a_letter_that_is_not_there_is_said_with_those_that_are(school: Path) -> None:
    done = run_in(school, "print", "--what", "letters", "--letter", "冬游", *TODAY)
    assert done.returncode == 2
    assert "关于作业公示的信、秋游" in done.stderr or "秋游、关于作业公示的信" in done.stderr


def test_a_letters_fault_stops_and_is_told(school: Path) -> None:
    (school / "content/letters/bad.md").write_text("---\n标题: 甲\n---\n\n{{ 天气 }}\n", "utf-8")
    done = run_in(school, "print", "--what", "letters", *TODAY)
    assert done.returncode == 1
    assert "content/letters/bad.md" in done.stdout + done.stderr
    assert not (school / "print").exists()


def test_html_stands_alone_and_each_class_has_its_own(school: Path) -> None:
    made = prints(school, "--class", "3-1", "--format", "html")
    assert made == ["三年级1班-关于作业公示的信.html", "三年级1班-秋游.html"]
    for name in made:
        text = (school / "print/2026-autumn/letters" / name).read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<link" not in text
        assert re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', text) == []
        assert "data:image/svg+xml" in text
        if "公示" in name:
            assert "尊敬的＿＿＿＿家长" in text
            assert "<i>三年级(1)班</i>" in text


def test_html_has_a_sheet_for_every_pupil_and_names_are_only_text(school: Path) -> None:
    people = ["样本喆甲", "样本<b>乙"]
    roster = "班级,姓名,班主任\n" + "".join(f"3-1,{name},样班主任\n" for name in people)
    (school.parent / "list.csv").write_text(roster, encoding="utf-8")
    assert with_roster(school, "--format", "html", roster="list.csv")[0] == 0
    file = school / "print/2026-autumn/letters/三年级1班-关于作业公示的信-一人一份.html"
    text = file.read_text(encoding="utf-8")
    assert text.count('<div class="sheet">') == 2
    assert "尊敬的样本喆甲家长" in text
    assert "尊敬的样本&lt;b&gt;乙家长" in text
    assert text.count("有事找样班主任") == 2
    assert "<b>" not in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 2
    assert not set("\ufdd1\ufdd2") & set(text)


def test_the_roster_is_for_letters(school: Path) -> None:
    assert run_in(school, "print", "--roster", "../roster.xlsx").returncode == 2


# --- Names --------------------------------------------------------------------------------------


def with_roster(school: Path, *options: str, roster: str = "roster.xlsx") -> tuple[int, str]:
    """Print with everything that a program may write to in folders of the test's own."""
    base = school.parent
    temporary, home = str(base / "temporary"), str(base / "home")
    places = {"TMPDIR": temporary, "TEMP": temporary, "TMP": temporary, "HOME": home}
    places |= {"XDG_CACHE_HOME": f"{home}/.cache", "USERPROFILE": home, "APPDATA": home}
    path = str(base / roster)
    done = run_in(
        school, "print", "--what", "letters", "--roster", path, *TODAY, *options, **places
    )
    return done.returncode, done.stdout + done.stderr


def layers(path: Path) -> Iterator[bytes]:
    """Give a file's bytes, and what they are the packed form of."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as file:
            yield from (file.read(name) for name in file.namelist())
    for start in range(len(data)):
        if data[start : start + 2] in (b"x\x9c", b"x\xda", b"x\x01", b"\x1f\x8b"):
            try:
                yield zlib.decompressobj(47).decompress(data[start:])
            except zlib.error:
                continue


def told_in(folder: Path, *, but: Path) -> list[str]:
    """Name the files, and the names of files, that say somebody's name in whatever encoding."""
    needles = [
        name.encode(encoding)
        for name in (*PEOPLE, "998870")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    ]
    needles += [name.encode("unicode_escape") for name in PEOPLE]
    found = []
    for path in folder.rglob("*"):
        if path.is_relative_to(but):
            continue
        if any(name in path.name for name in PEOPLE):
            found.append(str(path))
        if path.is_file() and any(n in layer for layer in layers(path) for n in needles):
            found.append(str(path))
    return found


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_no_name_of_a_roster_is_found_anywhere_but_in_what_was_asked_for(
    school: Path, form: str
) -> None:
    base = school.parent
    out = base / "handed out"
    assert run_in(school, "build", *TODAY).returncode == 0
    status, said = with_roster(school, "--output", str(out), "--verbose", "--format", form)
    assert status == 0, said
    made = [path for path in out.iterdir() if path.suffix == f".{form}"]
    assert len(made) == 3
    assert run_in(school, "build", *TODAY).returncode == 0
    (base / "roster.xlsx").unlink()
    assert told_in(base, but=out) == []
    assert not [name for name in PEOPLE if name in said]
    assert not [path for path in out.iterdir() if any(name in path.name for name in PEOPLE)]
    # The search does find what is there to be found: a copy of the roster would not escape it.
    if form == "docx":
        assert len(told_in(base, but=base / "school")) == 3


def test_no_name_is_said_when_things_go_wrong(school: Path) -> None:
    base = school.parent
    rows = "班级,姓名\n3-9,样本喆甲\n样本玥乙,3-1\n,Sampleperson Third\n"
    (base / "bad.csv").write_text(rows, encoding="gbk")
    template = school / "templates/print/letter_official.typ"
    template.parent.mkdir(parents=True)
    template.write_text('#panic(json("/data.json"))\n', encoding="utf-8")
    for roster in ("bad.csv", "roster.xlsx"):
        status, said = with_roster(school, "--verbose", roster=roster)
        assert status in (1, 2, 3)
        assert not [name for name in PEOPLE if name in said], said
    for name in ("bad.csv", "roster.xlsx"):
        (base / name).unlink()
    assert told_in(base, but=school / "print") == []


@pytest.mark.parametrize(
    "folder", ["site", "content/letters", ".sjboard/x", "templates", "releases"]
)
def test_copies_with_names_never_go_where_files_are_published(school: Path, folder: str) -> None:
    status, said = with_roster(school, "--output", str(school / folder))
    assert status == 2
    assert folder.partition("/")[0] in said
    assert told_in(school, but=school.parent / "none") == []


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
def test_nor_by_way_of_a_link(school: Path) -> None:
    (school / "site").mkdir()
    (school.parent / "desk").symlink_to(school / "site")
    assert with_roster(school, "--output", str(school.parent / "desk"))[0] == 2


def test_equal_rosters_give_equal_bytes(school: Path) -> None:
    first, second = (school.parent / name for name in ("one", "two"))
    for out in (first, second):
        assert with_roster(school, "--output", str(out))[0] == 0
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)

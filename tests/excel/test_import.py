"""A workbook as teachers hand it back: awkward forms, faults told by cell, all written or nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sjboard.config.values import Config
from sjboard.edges.commands.exchange import _read
from sjboard.edges.workbook.reading import BadWorkbook
from tests.excel.offices import WORDS, config_of
from tests.running import run_in


def as_excel(year: int, month: int, day: int) -> datetime:
    """Give a day as Excel has it, a moment without a zone."""
    return datetime(year, month, day)  # noqa: DTZ001 - so does Excel


CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 17}]
grades: {3: 3}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: art, name: 美术}]
approval: {chain: [教导处]}
staff: [{teacher: 王芳, subject: 语文, grades: [3]}]
"""
WEEK = Path("content/2026-autumn/w12/g3")
HEAD = ("星期", "科目", "老师", "班级", "作业内容", "类型", "用时（分钟）", "选做", "备注", "上交")
ROWS = (
    (
        as_excel(2026, 11, 23),
        "语文",
        "王芳",
        None,
        "1. 读 # 号和 *星号*\n2. 写 {一}",
        "朗读",
        "１５分",
        None,
        "随便写",
        None,
    ),
    (None, None, None, None, "写一写", "书面", "10-12分钟", None, None, "周五"),
    (None,) * 10,
    ("11月25日", "数学 ", "李伟", "1，2班", "口算", "口头", 8.0, "√", None, None),
    (
        "星期四至周五",
        None,
        None,
        None,
        "画图",
        "书面",
        "共半小时",
        None,
        None,
        as_excel(2026, 11, 30),
    ),
    ("周三", "美术", "韩雨", "全年级", None, "无作业", None, None, None, None),
)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def book(school: Path, *rows: tuple[object, ...], name: str = "来.xlsx") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "三年级"
    sheet.append(["三年级作业"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    made.create_sheet("通讯录").append(["无关"])
    made.save(school / name)
    return school / name


def files(school: Path) -> dict[str, str]:
    found = (school / "content").rglob("*.md")
    return {path.name: path.read_text(encoding="utf-8") for path in found}


def test_a_workbook_of_ones_own_is_understood(school: Path) -> None:
    book(school, *ROWS)
    unknown = run_in(school, "import", "来.xlsx")
    assert unknown.returncode == 1
    assert "请加上 --week" in unknown.stderr
    done = run_in(school, "import", "来.xlsx", "--week", "12", "--today", "2026-11-16")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "第 12 周：读了 3 份作业，新增 3，替换 0，没有变化 0。\n"
    assert done.stderr == "没有读“通讯录”：它不是年级的表。\n"
    found = files(school)
    assert found["数学-1-2.md"] == (
        "---\n学科: 数学\n教师: 李伟\n班级: [1, 2]\n---\n\n## 11月25日\n\n- 口算 {口头 8分钟 选做}\n\n"
        "## 星期四至周五\n\n- 画图 {书面 共30分钟 due:2026-11-30}\n"
    )
    assert found["美术.md"] == "---\n学科: 美术\n教师: 韩雨\n---\n\n## 周三\n\n无作业\n"
    assert "## 2026-11-23\n" in found["语文.md"]
    assert "{书面 10-12分钟 due:2026-11-27}" in found["语文.md"]
    checked = run_in(school, "check", "--week", "12", "--today", "2026-11-16")
    assert "错误[" not in checked.stdout
    again = run_in(school, "import", "来.xlsx", "--week", "12", "--today", "2026-11-16")
    assert again.stdout == "第 12 周：读了 3 份作业，新增 0，替换 0，没有变化 3。\n"


FAULTS: dict[tuple[object, ...], str] = {
    (
        "周一",
        "语问",
        "王芳",
        None,
        "读",
        "朗读",
        5,
    ): "B 列（学科）：没有叫“语问”的学科。是不是“语文”？",
    ("周八", "语文", "王芳", None, "读", "朗读", 5): "A 列（日期）：看不懂日期“周八”。",
    ("12月8日", "语文", "王芳", None, "读", "朗读", 5): "A 列（日期）：“12月8日”不在第 12 周里。",
    (None, "语文", "王芳", None, "读", "朗读", 5): "A 列（日期）：没有写哪一天。",
    ("周一", "语文", "王芳", "4", "读", "朗读", 5): "D 列（班级）：看不懂班级“4”。",
    ("周一", "语文", None, None, "读", "朗读", 5): "C 列（教师）：没有写教师。",
    ("周一", "语文", "王芳", None, None, "朗读", 5): "E 列（作业内容）：没有写作业内容。",
    (
        "周一",
        "语文",
        "王芳",
        None,
        "读",
        "朗都",
        5,
    ): "F 列（类型）：没有叫“朗都”的类型。是不是“朗读”？",
    ("周一", "语文", "王芳", None, "读", "朗读", None): "G 列（时长（分钟））：没有写时长。",
    (
        "周一",
        "语文",
        "王芳",
        None,
        "读",
        "朗读",
        "很久",
    ): "G 列（时长（分钟））：看不懂时长“很久”。",
    ("周一", "语文", "王芳", None, "读", "朗读", 601): "G 列（时长（分钟））：看不懂时长“601”。",
    (
        "周一",
        "语文",
        "王芳",
        None,
        "读",
        "朗读",
        as_excel(2026, 10, 15),
    ): "G 列（时长（分钟））：Excel 把时长变成了日期",
    (
        "周一",
        "语文",
        "王芳",
        None,
        "读",
        "朗读",
        "=5+5",
    ): "G 列（时长（分钟））：单元格里是公式“=5+5”。",
    ("周一", "语文", "王芳", None, "第__页", "朗读", 5): "E 列（作业内容）：",
}


@pytest.mark.parametrize("row", FAULTS)
def test_a_fault_is_told_by_its_cell_and_nothing_is_written(
    school: Path, row: tuple[object, ...]
) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "三年级"
    for cells in (HEAD, ("周一", "数学", "李伟", None, "算", "口头", 5), row):
        sheet.append(cells)
    made.save(school / "来.xlsx")
    done = run_in(school, "import", "来.xlsx", "--week", "12", "--today", "2026-11-16")
    assert done.returncode == 1
    assert f"三年级 第 3 行 {FAULTS[row]}" in done.stdout
    assert "什么也没有写入" in done.stderr
    assert not (school / "content").exists()


def test_what_differs_is_refused_and_what_was_signed_is_said(school: Path) -> None:
    book(school, *ROWS)
    options = ("--week", "12", "--today", "2026-11-16")
    assert run_in(school, "import", "来.xlsx", *options).returncode == 0
    path = school / WEEK / "数学-1-2.md"
    approve = ("approve", path, "--role", "教导处", "--name", "张强", "--today", "2026-11-16")
    assert run_in(school, *map(str, approve)).returncode == 0
    signed = path.read_bytes()
    assert "没有变化 3" in run_in(school, "import", "来.xlsx", *options).stdout
    assert path.read_bytes() == signed
    other = (*ROWS[3][:4], "笔算", *ROWS[3][5:])
    book(school, *ROWS[:3], other, *ROWS[4:])
    done = run_in(school, "import", "来.xlsx", *options)
    assert done.returncode == 1
    assert (
        done.stdout
        == f"{(WEEK / '数学-1-2.md').as_posix()} 已经有了，和表里的不同，而且已有审批签字。\n"
    )
    assert path.read_bytes() == signed
    done = run_in(school, "import", "来.xlsx", *options, "--replace")
    assert done.returncode == 0
    assert "原来的签字作废" in done.stderr
    assert "审批" not in path.read_text(encoding="utf-8")


def test_rows_that_nobody_touched_leave_newer_files_alone(school: Path) -> None:
    book(school, *ROWS)
    options = ("--week", "12", "--today", "2026-11-16")
    assert run_in(school, "import", "来.xlsx", *options).returncode == 0
    assert run_in(school, "export", *options, "--output", "出.xlsx").returncode == 0
    path = school / WEEK / "美术.md"
    newer = path.read_text(encoding="utf-8").replace("周三", "周四")
    path.write_text(newer, encoding="utf-8", newline="\n")
    done = run_in(school, "import", "出.xlsx")
    assert done.returncode == 0, done.stdout
    assert path.read_text(encoding="utf-8") == newer


# ── workbooks that mean harm ──────────────────────────────────────────────────────────────────


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!-- ' + b"x" * 5000 + b' --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
HOSTILE = {
    "definitions": ("a.xlsx", packed(xl__workbook_xml=BOMB)),
    "macros": ("a.xlsx", packed(xl__vbaProject=b"x")),
    "too-big": ("a.xlsx", packed(xl__sharedStrings_xml=b"<t>" * 3_000_000)),
    "broken": ("a.xlsx", packed(nothing=b"x")),
    "old": ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100),
    "password": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 100),
}


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_workbook_is_refused_before_it_is_opened(school: Path, why: str) -> None:
    name, data = HOSTILE[why]
    config: Config = config_of(school)
    (school / name).write_bytes(data)
    with pytest.raises(BadWorkbook) as refused:
        _read(school / name, config, WORDS)
    assert refused.value.why == why
    done = run_in(school, "import", name, "--week", "12")
    assert done.returncode == 1
    assert name in done.stderr


def test_text_that_begins_like_a_formula_stays_text(school: Path) -> None:
    (school / WEEK).mkdir(parents=True)
    head = "---\n学科: 语文\n教师: 王芳\n---\n\n## 周一\n\n"
    text = "".join(f"- {sign}1+1 等于几 {{口头 5分钟}}\n" for sign in ("=", "@", "\\+"))
    (school / WEEK / "语文.md").write_text(head + text, encoding="utf-8", newline="\n")
    assert run_in(school, "export", "--week", "12", "--output", "出.xlsx").returncode == 0
    sheet = openpyxl.load_workbook(school / "出.xlsx")["三年级"]
    cells = [sheet.cell(row, 5) for row in range(5, 8)]
    assert [cell.value for cell in cells] == ["=1+1 等于几", "@1+1 等于几", "+1+1 等于几"]
    assert {cell.data_type for cell in cells} == {"s"}
    (school / WEEK / "语文.md").unlink()
    assert run_in(school, "import", "出.xlsx").returncode == 0
    assert "=1+1 等于几 {口头 5分钟}" in (school / WEEK / "语文.md").read_text(encoding="utf-8")

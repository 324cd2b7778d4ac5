"""LibreOffice opens the workbook, calculates it anew, and comes to our own sums."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sjboard.build import read_loads
from sjboard.edges.disk import snapshot
from sjboard.views.table import ClassTable, load_table
from tests.excel.offices import config_of, demonstration, recalculated
from tests.running import run_in

OVER = "有班级超出时长上限，请看“各班合计”里红色的格子。"
FINE = "目前没有班级超出时长上限。"
WEEK = ("--week", "12", "--today", "2026-11-16")
MORE = (  # subject, teacher, class, day, content, kind, minutes, least, share, tier, optional, place
    ("数学", "李伟", None, "周一", "再做十题", "书面", 35, None, None, "提高", None, None),
    ("数学", "李伟", None, "周二至周五", "每天一点", "书面", 50, None, "共", None, None, None),
    ("数学", "李伟", None, "周五", "选做的不算", "书面", 90, None, None, None, "选做", None),
    ("数学", "李伟", None, "周五", "在校内做的不算", "书面", 45, None, None, None, None, "校内"),
    ("英语", "林燕", None, "2026-11-24", "抄写", "书面", 31, 12, "每天", "基础", None, None),
)


def table_of(folder: Path) -> dict[str, ClassTable]:
    sources, config = snapshot(folder / "config.yaml"), config_of(folder)
    week = config.week("2026-autumn", 12)
    assert week is not None
    table = load_table(config, week, read_loads(sources, config, week).by_class)
    return {str(one.id): one for one in table.classes}


def compare(book: Path, tables: dict[str, ClassTable]) -> int:
    """Hold every class and day of the sheet of sums to ours; give how many of them are over."""
    sheet = openpyxl.load_workbook(book, data_only=True)["各班合计"]
    over = 0
    for number, table in enumerate(tables.values()):
        top = 4 + 3 * number
        for n, day in enumerate(table.days):
            written, limit, left = (sheet.cell(top + line, 3 + n).value for line in range(3))
            place = (str(table.id), day.first)
            assert written == max(minutes for _, minutes in day.written), place
            assert limit == (day.limit if day.limit is not None else "不限"), place
            assert left == day.left, place
            over += (day.left or 0) < 0
    return over


@pytest.mark.parametrize(
    ("mode", "pathway"), [("choose", "same"), ("ladder", "same"), ("choose", "any")]
)
def test_libreoffice_comes_to_our_sums_and_sees_who_is_over(
    tmp_path: Path, mode: str, pathway: str
) -> None:
    school = demonstration(tmp_path)
    settings = (school / "config.yaml").read_text(encoding="utf-8")
    settings = settings.replace("mode: choose", f"mode: {mode}")
    settings = settings.replace("pathway: same", f"pathway: {pathway}")
    (school / "config.yaml").write_text(settings, encoding="utf-8", newline="\n")
    assert run_in(school, "export", *WEEK, "--output", "w12.xlsx").returncode == 0
    before = compare(school / "w12.xlsx", table_of(school))  # what is shown before it is calculated
    assert (before > 0) == (mode == "ladder")
    book = openpyxl.load_workbook(school / "w12.xlsx")  # and saves no results of formulas
    sheet = book["三年级"]
    first = next(r for r in range(5, 400) if not sheet.cell(r, 1).value)
    for row, cells in enumerate(MORE, first):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value
    # a row put in above, and a subject left out below its own: both are what people do
    sheet.cell(first, 1).value, sheet.cell(first + 1, 1).value = "数学", None
    book.save(school / "filled.xlsx")
    done = recalculated(school / "filled.xlsx", tmp_path)
    taken = run_in(school, "import", "filled.xlsx", "--replace")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    tables = table_of(school)
    assert compare(done, tables) > before
    told = openpyxl.load_workbook(done, data_only=True)
    for grade, name in enumerate("一二三四五六", 1):
        over = any(
            (day.left or 0) < 0
            for one in tables.values()
            if one.id.grade == grade
            for day in one.days
        )
        assert told[f"{name}年级"]["A3"].value == (OVER if over else FINE)

"""A term as the pages show it, made of the sample week told over and over with other minutes.

Weeks 1 and 2 have figures, the third is a holiday, 4 to 9 were never published, 10 and 11 have figures
(the eleventh above the cap), in the twelfth one class handed in nothing; the rest is still to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sjboard.model import Block, BlockKind, ClassId, Kind, Subject, Term, Week
from sjboard.views import routes
from sjboard.views.board import Cell, ClassRow, GradeTable, Mix, Mixes, WeekBoard
from sjboard.views.chart import TermLoad
from sjboard.views.site import GradeMinutes
from sjboard.views.terms import grade_minutes, term_loads
from tests.policy.school import school

FIRST_MONDAY = date(2026, 8, 31)
WEEKS = 21
HOLIDAY = 3
MORE: Mapping[int, int] = {1: -8, 2: 4, 10: 0, 11: 26, 12: 2}
"""Minutes added to every day of the sample week, by the weeks that are public."""


def _week(term: str, number: int) -> Week:
    monday = FIRST_MONDAY + timedelta(weeks=number - 1)
    days = tuple(monday + timedelta(days=n) for n in range(7))
    blocks = (
        (Block(BlockKind.HOLIDAY, days, "国庆节"),)
        if number == HOLIDAY
        else (
            *(Block(BlockKind.SCHOOL_DAY, (day,)) for day in days[:5]),
            Block(BlockKind.WEEKEND, days[5:]),
        )
    )
    return Week(term, number, monday, blocks, monday - timedelta(days=3))


def _cell(cell: Cell, more: int, *, silent: bool) -> Cell:
    if silent:
        return replace(cell, low=0, high=0, other_low=0, other_high=0, state="silent", over=0)
    high = max(cell.high + more, 0) if cell.high else 0
    over = max(high - cell.limit, 0) if cell.limit else 0
    return replace(cell, low=high, high=high, over=over)


def _row(row: ClassRow, number: int) -> ClassRow:
    more = MORE[number] + 3 * (row.id.number - 1)
    silent = number == 12 and row.id.number == 3
    cells = tuple(_cell(cell, more, silent=silent) for cell in row.cells)
    return replace(row, cells=cells, over=sum(1 for cell in cells if cell.over))


def _tables(tables: tuple[GradeTable, ...], number: int) -> tuple[GradeTable, ...]:
    return tuple(
        replace(
            table,
            route=routes.grade("2026-autumn", number, table.grade),
            rows=tuple(_row(row, number) for row in table.rows),
        )
        for table in tables
    )


def _mixes(number: int, classes: tuple[ClassId, ...]) -> Mixes:
    return Mixes(
        ("written", "oral", "recitation", "practice"),
        ("chinese", "math", "english", "science", "pe", "morality"),
        tuple(Mix(c, (90 + number, 40, 12, 45), (80 + number, 45, 30, 10, 20, 2)) for c in classes),
    )


def _minutes(
    newest: WeekBoard, grade: int, classes: tuple[ClassId, ...]
) -> dict[int, GradeMinutes]:
    """A grade's public weeks, each made of the newest week's board."""
    return {
        number: grade_minutes(table, _mixes(number, classes))
        for number in MORE
        for table in _tables(newest.grades, number)
        if table.grade == grade
    }


def loads(newest: WeekBoard, term: str, name: str) -> tuple[TermLoad, ...]:
    """The term of every grade and class of a primary school with three classes in each grade."""
    kinds = {"written": "书面", "oral": "口头", "recitation": "背诵", "practice": "实践"}
    subjects = {
        "chinese": "语文",
        "math": "数学",
        "english": "英语",
        "science": "科学",
        "pe": "体育",
    }
    subjects["morality"] = "道德与法治"
    config = school(
        grades=dict.fromkeys(range(1, 7), 3),
        kinds={id_: Kind(id_, name, written=id_ == "written") for id_, name in kinds.items()},
        subjects={id_: Subject(id_, name) for id_, name in subjects.items()},
    )
    weeks = tuple(_week(term, number) for number in range(1, WEEKS + 1))
    term_ = Term(term, name, FIRST_MONDAY, weeks)
    return tuple(
        load
        for grade in config.grades
        for load in term_loads(config, term_, grade, _minutes(newest, grade, config.all_classes))
    )

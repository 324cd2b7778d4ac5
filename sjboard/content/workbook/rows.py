"""A row of a grade's sheet, the words that stand in its cells, and what can be wrong with it.

Knows columns by key. Does not know where a column stands in a sheet, nor how a row is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from sjboard.diagnostics import Arg, Diagnostic
from sjboard.model import Mode, Place
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "subject": ("学科", "科目", "课程", "subject"),
    "teacher": ("教师", "老师", "任课教师", "任课老师", "teacher"),
    "class": ("班级", "班", "适用班级", "class", "classes"),
    "day": ("日期", "星期", "哪一天", "时间", "周几", "day", "days", "date"),
    "content": ("内容", "作业内容", "作业", "content", "homework"),
    "kind": ("类型", "作业类型", "类别", "kind", "type"),
    "minutes": ("时长", "用时", "分钟", "预计时长", "时间分钟", "minutes", "time"),
    "least": ("最少", "最少分钟", "至少", "at least"),
    "share": ("计时", "计时方式", "每天还是共", "counted", "each or total"),
    "tier": ("分层", "层次", "tier"),
    "optional": ("选做", "是否选做", "optional"),
    "place": ("地点", "完成地点", "place"),
    "due": ("交作业", "交作业日", "上交", "什么时候交", "due", "hand in"),
    "mode": ("方式", "mode"),
    "draft": ("草稿", "draft"),
    "form": ("格式", "format"),
    "file": ("文件", "file"),
}
"""The columns in their order, by key, each with the ways it may be headed in any workbook."""

_ASIDE = regex(r"\([^)]*\)|（[^）]*）|[\s*:：?？/]")
_TRADITIONAL = str.maketrans("課層樓選點檔間鐘業師級類內學計", "课层楼选点档间钟业师级类内学计")
_MEANT = {re.sub(r"\s", "", fold(name)): key for key, names in COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that our own workbooks use, in the school's language.

    ``to`` joins the ends of a range of days, ``also`` the days of a list. ``none``, ``week_note`` and
    ``day_note`` stand in the column of kinds: a row that is no piece of homework.
    """

    headings: Mapping[str, str]
    weekdays: tuple[str, ...]
    weekend: str
    every_day: str
    to: str
    also: str
    none: str
    week_note: str
    day_note: str
    each: str
    shared: str
    optional: str
    whole_grade: str
    yes: str
    markdown: str
    places: Mapping[Place, str]
    modes: Mapping[Mode, str]
    chinese: bool = True
    """Whether the keys of a front matter are written in Chinese."""

    def means(self, written: str, word: str, *others: str) -> bool:
        """Whether a cell says a word, or one of the others that mean the same everywhere."""
        return fold(written) in {fold(one) for one in (word, *others)}

    def column(self, heading: str) -> str | None:
        """Which column a heading heads; None for none of ours."""
        bare = plain_heading(heading)
        ours = {plain_heading(name): key for key, name in self.headings.items()}
        return ours.get(bare) or _MEANT.get(bare)


def plain_heading(text: str) -> str:
    """Fold a heading, without what stands in brackets: 时长（分钟） is 时长."""
    return _ASIDE.sub("", fold(text)).translate(_TRADITIONAL)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what its cells say, by column; a cell that says nothing is not there.

    ``number`` is the row's in its sheet, from 1. ``merged`` are the columns whose text was taken from a
    merged cell that begins further up.
    """

    grade: int
    number: int
    cells: Mapping[str, str]
    merged: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: ``why`` is the message's key below ``workbook.fault.``.

    ``column`` "" is the whole row. With a ``finding`` its words are the message instead.
    """

    grade: int
    number: int
    column: str
    why: str
    args: tuple[tuple[str, Arg], ...] = ()
    finding: Diagnostic | None = field(default=None, compare=False)


def fault(row: Row, column: str, why: str, /, **args: Arg) -> Fault:
    """Make a fault of a row's cell."""
    return Fault(row.grade, row.number, column, why, tuple(sorted(args.items())))

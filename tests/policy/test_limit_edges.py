"""A limit in every edge: lengths of days and weeks, ways of counting, tiers; each to the minute.

Every case is a limit as a school writes it, a week that keeps it, and the same week with one step more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sjboard.config import Config
from sjboard.diagnostics import Case
from tests.policy.written import SCHOOL, Homework, caps, configured

# Two terms of one year: the second begins on a Thursday, and has a holiday of eight days in its week 7.
TERMS = (
    "{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 21}",
    "{id: 2026-autumn, name: 秋季, first_monday: 2025-08-21, weeks: 20}",
)


@dataclass(frozen=True)
class Edge:
    """``term`` is which of ``TERMS`` is meant, ``day`` the day that the finding names, or None."""

    name: str
    limit: str
    week: int
    keeps: Homework
    breaks: Homework
    amount: int
    allowed: int
    day: date | None = None
    tier: str = ""
    more: str = ""
    term: int = 0

    def __str__(self) -> str:
        return self.name


MON, WED, SAT = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 28)

EDGES = (
    # --- per day, block, week, week-mean ------------------------------------------------------
    Edge(
        "a day's cap on a school day",
        "minutes: 40",
        12,
        {"数学": "周一 书面 40"},
        {"数学": "周一 书面 41"},
        41,
        40,
        MON,
    ),
    Edge(
        "a day's cap on a weekend of two days is twice the figure",
        "minutes: 40",
        12,
        {"数学": "周末 书面 80"},
        {"数学": "周末 书面 81"},
        81,
        80,
        SAT,
    ),
    Edge(
        "a whole weekend's cap is the figure once",
        "{per: block, minutes: 40}",
        12,
        {"数学": "周末 书面 40"},
        {"数学": "周末 书面 41"},
        41,
        40,
        SAT,
    ),
    Edge(
        "a weekend of one day beside a make-up day",
        "{days: weekend, minutes: 40}",
        2,
        {"数学": "周末 书面 40"},
        {"数学": "周末 书面 41"},
        41,
        40,
        date(2026, 9, 19),
    ),
    Edge(
        "a make-up Sunday is a school day",
        "{days: school-day, minutes: 40}",
        2,
        {"数学": "周日 书面 40, 周末 书面 90"},
        {"数学": "周日 书面 41"},
        41,
        40,
        date(2026, 9, 20),
    ),
    Edge(
        "a make-up Saturday is a school day",
        "{days: school-day, minutes: 40}",
        5,
        {"数学": "周六 书面 40, 周末 书面 90"},
        {"数学": "周六 书面 41"},
        41,
        40,
        date(2026, 10, 10),
    ),
    Edge(
        "a holiday of three days",
        "{days: holiday, minutes: 40}",
        3,
        {"数学": "中秋节 书面 120"},
        {"数学": "中秋节 书面 121"},
        121,
        120,
        date(2026, 9, 25),
    ),
    Edge(
        "a holiday of eight days",
        "{days: holiday, minutes: 40}",
        7,
        {"数学": "国庆节 书面 320"},
        {"数学": "国庆节 书面 321"},
        321,
        320,
        date(2025, 10, 1),
        term=1,
    ),
    Edge(
        "a holiday of eight days as a whole",
        "{days: [weekend, holiday], per: block, minutes: 40}",
        7,
        {"数学": "国庆节 书面 40"},
        {"数学": "国庆节 书面 41"},
        41,
        40,
        date(2025, 10, 1),
        term=1,
    ),
    Edge(
        "a week's sum takes in the weekend",
        "{per: week, minutes: 100}",
        12,
        {"数学": "每天 书面 10, 周末 书面 50"},
        {"数学": "每天 书面 10, 周末 书面 51"},
        101,
        100,
    ),
    Edge(
        "a week's sum of some days only",
        "{per: week, days: [monday, tuesday], minutes: 30}",
        12,
        {"数学": "周一 书面 10, 周二 书面 20, 周三 书面 60"},
        {"数学": "周一 书面 11, 周二 书面 20, 周三 书面 60"},
        31,
        30,
    ),
    Edge(
        "a mean over five school days",
        "{per: week-mean, minutes: 30}",
        12,
        {"数学": "周一 书面 150, 周末 书面 90"},
        {"数学": "周一 书面 151"},
        31,
        30,
    ),
    Edge(
        "a mean over six school days",
        "{per: week-mean, minutes: 30}",
        2,
        {"数学": "周一 书面 180"},
        {"数学": "周一 书面 181"},
        31,
        30,
    ),
    Edge(
        "a mean over the three days of a short week",
        "{per: week-mean, minutes: 30}",
        4,
        {"数学": "周一 书面 90"},
        {"数学": "周一 书面 91"},
        31,
        30,
    ),
    Edge(
        "the first week of a term that begins on a Thursday",
        "{per: week-mean, minutes: 30}",
        1,
        {"数学": "周四 书面 60"},
        {"数学": "周四 书面 61"},
        31,
        30,
        term=1,
    ),
    # --- dates and nth ------------------------------------------------------------------------
    Edge(
        "one date",
        "{dates: [2026-11-23], minutes: 20}",
        12,
        {"数学": "周一 书面 20, 周二 书面 50"},
        {"数学": "周一 书面 21"},
        21,
        20,
        MON,
    ),
    Edge(
        "a date means the weekend that it lies in",
        "{dates: [2026-11-29], per: block, minutes: 20}",
        12,
        {"数学": "周末 书面 20"},
        {"数学": "周末 书面 21"},
        21,
        20,
        SAT,
    ),
    Edge(
        "the last Wednesday",
        "{nth: {weekday: wednesday, of_month: last}, minutes: 20}",
        12,
        {"数学": "周三 书面 20, 周二 书面 50"},
        {"数学": "周三 书面 21"},
        21,
        20,
        WED,
    ),
    Edge(
        "the fourth Monday or a date",
        "{nth: {weekday: monday, of_month: 4}, dates: [2026-11-24], minutes: 20}",
        12,
        {"数学": "周一 书面 20, 周二 书面 20, 周三 书面 50"},
        {"数学": "周一 书面 21"},
        21,
        20,
        MON,
    ),
    # --- pieces and subjects ------------------------------------------------------------------
    Edge(
        "pieces",
        "{days: school-day, items: 2}",
        12,
        {"数学": "周一 书面 5", "语文": "周一 朗读 5"},
        {"语文": "周一 朗读 5, 周一 书面 5"},
        3,
        2,
        MON,
    ),
    Edge(
        "subjects of a day",
        "{days: school-day, subjects_count: 1}",
        12,
        {"数学": "周一 书面 5, 周一 口头 5", "语文": "周二 朗读 5"},
        {"语文": "周一 朗读 5"},
        2,
        1,
        MON,
    ),
    Edge(
        "subjects of a week are counted once each",
        "{per: week, subjects_count: 1}",
        12,
        {"数学": "每天 书面 5"},
        {"语文": "周五 朗读 5"},
        2,
        1,
    ),
    Edge(
        "a mean of each day's subjects",
        "{per: week-mean, subjects_count: 1}",
        12,
        {"数学": "每天 书面 5"},
        {"语文": "周五 朗读 5"},
        2,
        1,
    ),
    # --- what counts --------------------------------------------------------------------------
    Edge(
        "work at home",
        "{days: school-day, places: [home], minutes: 20}",
        12,
        {"数学": "周一 书面 20, 周一 书面 60 课后, 周一 书面 60 校内"},
        {"数学": "周一 书面 21"},
        21,
        20,
        MON,
    ),
    Edge(
        "work in after-school hours",
        "{days: school-day, places: [after-school], minutes: 20}",
        12,
        {"数学": "周一 书面 20 课后, 周一 书面 60"},
        {"数学": "周一 书面 21 课后"},
        21,
        20,
        MON,
    ),
    Edge(
        "optional work does not count unless it is said",
        "{days: school-day, minutes: 20}",
        12,
        {"数学": "周一 书面 20, 周一 书面 60 选做"},
        {"数学": "周一 书面 21"},
        21,
        20,
        MON,
    ),
    Edge(
        "optional work counts where it is said",
        "{days: school-day, optional: count, minutes: 20}",
        12,
        {"数学": "周一 书面 10, 周一 书面 10 选做"},
        {"数学": "周一 书面 10, 周一 书面 11 选做"},
        21,
        20,
        MON,
    ),
    Edge(
        "kinds named one by one",
        "{days: school-day, kinds: [朗读, recitation], minutes: 20}",
        12,
        {"语文": "周一 朗读 10, 周一 背诵 10, 周一 书面 50"},
        {"语文": "周一 朗读 10, 周一 背诵 11"},
        21,
        20,
        MON,
    ),
    Edge(
        "all but some subjects",
        "{days: school-day, except_subjects: [语文], minutes: 20}",
        12,
        {"语文": "周一 书面 50", "数学": "周一 书面 20"},
        {"数学": "周一 书面 21"},
        21,
        20,
        MON,
    ),
    # --- tiers --------------------------------------------------------------------------------
    Edge(
        "a tier of one's own choice",
        "{days: school-day, minutes: 40}",
        12,
        {"数学": "周一 书面 10, 周一 书面 20 基础, 周一 书面 30 提高"},
        {"数学": "周一 书面 10, 周一 书面 20 基础, 周一 书面 31 提高"},
        41,
        40,
        MON,
        "提高",
    ),
    Edge(
        "a ladder",
        "{days: school-day, minutes: 60}",
        12,
        {"数学": "周一 书面 10, 周一 书面 20 基础, 周一 书面 30 提高"},
        {"数学": "周一 书面 10, 周一 书面 21 基础, 周一 书面 30 提高"},
        61,
        60,
        MON,
        "提高",
        more="tiers: {mode: ladder}\n",
    ),
    Edge(
        "the same tier in every subject",
        "{days: school-day, minutes: 40}",
        12,
        {"数学": "周一 书面 30 基础, 周一 书面 10 提高", "语文": "周一 书面 10 基础"},
        {"语文": "周一 书面 11 基础, 周一 书面 30 提高"},
        41,
        40,
        MON,
        "基础",
    ),
    Edge(
        "any tier in any subject",
        "{days: school-day, minutes: 60}",
        12,
        {"数学": "周一 书面 30 基础, 周一 书面 10 提高", "语文": "周一 书面 30 基础"},
        {"语文": "周一 书面 10 基础, 周一 书面 31 提高"},
        61,
        60,
        MON,
        more="tiers: {pathway: any}\n",
    ),
    # --- totals over several days ---------------------------------------------------------------
    Edge(
        "a total shared by largest remainder",
        "{days: school-day, minutes: 17}",
        12,
        {"数学": "周一至周三 实践 共51"},
        {"数学": "周一至周三 实践 共52"},
        18,
        17,
        MON,
    ),
    Edge(
        "a total skips the no-homework day",
        "{days: school-day, minutes: 17}",
        12,
        {"数学": "周一至周四 实践 共51"},
        {"数学": "周一至周四 实践 共52"},
        18,
        17,
        MON,
        more="{id: free, days: wednesday, items: 0}",
    ),
    Edge(
        "a total skips the month's last Wednesday",
        "{days: school-day, minutes: 17}",
        12,
        {"数学": "周一至周四 实践 共51"},
        {"数学": "周一至周四 实践 共52"},
        18,
        17,
        MON,
        more="{id: free, nth: {weekday: wednesday, of_month: last}, subjects_count: 0}",
    ),
    Edge(
        "a total does not skip a day without written work",
        "{days: school-day, minutes: 17}",
        12,
        {"数学": "周一至周三 实践 共51"},
        {"数学": "周一至周三 实践 共52"},
        18,
        17,
        MON,
        more="{id: free, days: wednesday, kinds: written, minutes: 0}",
    ),
)


def _school(edge: Edge) -> Config:

    fields = edge.limit[1:-1] if edge.limit.startswith("{") else edge.limit
    limits = [f"{{id: x, {fields}}}"]
    more = edge.more
    if more.startswith("{"):
        limits.append(more)
        more = ""
    base = SCHOOL.replace(TERMS[0], TERMS[edge.term])
    policy = f"policy: {{use: [], floor: [], limits: [{', '.join(limits)}]}}\n"
    return configured(policy + more, base)


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_limit_in_an_edge(edge: Edge) -> None:
    config = _school(edge)
    assert caps(config, 3, edge.keeps, edge.week) == []
    found = caps(config, 3, {**edge.keeps, **edge.breaks}, edge.week)
    assert [d.case for d in found] == [
        Case(
            classes=("3-1",),
            day=edge.day,
            tier=edge.tier,
            minutes=edge.amount,
            limit=edge.allowed,
        )
    ]


def test_weekdays_do_not_reach_into_a_holiday() -> None:
    """A free Wednesday forbids nothing in a holiday that a Wednesday lies in, nor on a make-up day."""
    free = "policy: {use: [], floor: [], limits: [{id: x, days: wednesday, items: 0}]}\n"
    config = configured(free, SCHOOL.replace(TERMS[0], TERMS[1]))
    assert caps(config, 3, {"数学": "国庆节 书面 60"}, 7) == []
    assert caps(configured(free), 3, {"数学": "周日 书面 60"}, 2) == []


def test_a_week_without_school_days_has_no_mean() -> None:
    base = SCHOOL.replace(TERMS[0], "{id: 2026-autumn, first_monday: 2026-02-16, weeks: 20}")
    more = "policy: {use: [], floor: [], limits: [{id: x, per: week-mean, minutes: 1}]}\n"
    config = configured(more, base)
    assert caps(config, 3, {"数学": "春节 书面 60"}, 1) == []

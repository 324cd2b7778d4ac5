"""Which days are school days, weekends and holidays, day by day against the State Council's table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config import Config
from sjboard.config.calendar import (
    Break,
    Calendar,
    National,
    Publication,
    holiday_aliases,
    make_term,
    national,
)
from sjboard.model import Block, BlockKind, Term

FRIDAY_BEFORE = Publication(4, week_before=True)
ONE_DAY = timedelta(days=1)


def year(calendar: Calendar, first: date = date(2026, 1, 1), weeks: int = 53) -> Term:
    return make_term("t", "t", first, weeks, calendar=calendar, publication=FRIDAY_BEFORE)


def blocks(term: Term) -> list[Block]:
    return [block for week in term.weeks for block in week.blocks]


def china(*breaks: Break, school_days: frozenset[date] = frozenset()) -> Calendar:
    return Calendar(national("CN", (2026, 2027)), breaks, school_days)


def span(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
    return {start + ONE_DAY * n for n in range((end - start).days + 1)}


HOLIDAYS = {
    "元旦": span("01-01", "01-03"),
    "春节": span("02-15", "02-23"),
    "清明节": span("04-04", "04-06"),
    "劳动节": span("05-01", "05-05"),
    "端午节": span("06-19", "06-21"),
    "中秋节": span("09-25", "09-27"),
    "国庆节": span("10-01", "10-07"),
}
MADE_UP = {
    date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
}


def test_every_day_of_2026_is_what_the_state_council_says() -> None:
    kinds = {day: block for block in blocks(year(china())) for day in block.days}
    off = {day: name for name, days in HOLIDAYS.items() for day in days}
    day = date(2026, 1, 1)
    while day.year == 2026:
        block = kinds[day]
        if day in off:
            assert (block.kind, block.name) == (BlockKind.HOLIDAY, off[day]), day
        elif day.weekday() >= 5 and day not in MADE_UP:
            assert (block.kind, block.name) == (BlockKind.WEEKEND, ""), day
        else:
            assert block.kind is BlockKind.SCHOOL_DAY, day
        day += ONE_DAY


@pytest.mark.parametrize(("name", "days"), HOLIDAYS.items())
def test_a_holiday_is_one_block_with_all_its_days(name: str, days: set[date]) -> None:
    (only,) = [block for block in blocks(year(china(), weeks=52)) if block.name == name]
    assert only.days == tuple(sorted(days))


def test_a_make_up_day_leaves_a_weekend_of_one_day_and_two_weeks_of_six() -> None:
    term = year(china())
    alone = [b.first for b in blocks(term) if b.kind is BlockKind.WEEKEND and len(b.days) == 1]
    assert alone == [date(2026, 3, 1), date(2026, 5, 10), date(2026, 9, 19), date(2026, 10, 11)]
    long = [week.monday for week in term.weeks if len(week.school_days) == 6]
    assert long == [date(2026, 2, 9), date(2026, 9, 14)]


def test_a_block_belongs_to_the_week_of_its_first_day() -> None:
    weeks = {week.monday: week for week in year(china()).weeks}
    assert weeks[date(2026, 9, 28)].blocks[-1].name == "国庆节"
    assert [b.first for b in weeks[date(2026, 10, 5)].blocks] == [
        date(2026, 10, 8),
        date(2026, 10, 9),
        date(2026, 10, 10),
        date(2026, 10, 11),
    ]
    assert weeks[date(2026, 2, 16)].blocks == ()  # the middle of the Spring Festival


def test_names_that_teachers_give_a_holiday() -> None:
    assert {"国庆", "国庆假期", "国庆节假期", "十一"} <= set(holiday_aliases("国庆节"))
    assert {"五一", "五一假期"} <= set(holiday_aliases("劳动节"))
    assert "春" not in holiday_aliases("春节")
    assert holiday_aliases("寒假") == ()


def test_two_holidays_in_one_run_are_one_block_with_both_names() -> None:
    calendar = Calendar(national("CN", (2025,)))
    term = year(calendar, date(2025, 9, 1), 8)
    (only,) = [block for block in blocks(term) if block.kind is BlockKind.HOLIDAY]
    assert (only.first, only.last) == (date(2025, 10, 1), date(2025, 10, 8))
    assert only.name == "国庆节"
    assert {"中秋节", "中秋"} <= set(only.aliases)


def test_the_schools_break_is_a_holiday_and_takes_the_weekend_beside_it() -> None:
    sports = Break("校运会", date(2026, 11, 5), date(2026, 11, 6))
    weeks = {week.monday: week for week in year(china(sports)).weeks}
    last = weeks[date(2026, 11, 2)].blocks[-1]
    assert (last.kind, last.name, "校运会假期" in last.aliases) == (
        BlockKind.HOLIDAY,
        "校运会",
        True,
    )
    assert last.days == tuple(sorted(span("11-05", "11-08")))


def test_a_weekend_before_a_break_belongs_to_it_too() -> None:
    autumn = Break("秋假", date(2026, 11, 16), date(2026, 11, 17))
    (only,) = [block for block in blocks(year(china(autumn))) if block.name == "秋假"]
    assert only.days == tuple(sorted(span("11-14", "11-17")))


def test_a_break_beside_a_holiday_stays_a_block_of_its_own() -> None:
    autumn = Break("秋假", date(2026, 9, 28), date(2026, 9, 30))
    found = [
        (block.name, block.first, block.last)
        for block in blocks(year(china(autumn)))
        if date(2026, 9, 21) <= block.first <= date(2026, 10, 9) and block.kind is BlockKind.HOLIDAY
    ]
    assert found == [
        ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        ("秋假", date(2026, 9, 28), date(2026, 9, 30)),
        ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ]


def test_a_school_day_of_the_school_splits_a_weekend() -> None:
    saturday = date(2026, 11, 14)
    weeks = {w.monday: w for w in year(china(school_days=frozenset({saturday}))).weeks}
    assert [b.first for b in weeks[date(2026, 11, 9)].school_days][-1] == saturday
    assert weeks[date(2026, 11, 9)].blocks[-1].days == (date(2026, 11, 15),)


def test_a_term_that_begins_on_another_weekday_leaves_the_days_before_it_out() -> None:
    term = make_term("t", "t", date(2026, 9, 2), 2, calendar=china(), publication=FRIDAY_BEFORE)
    first = term.weeks[0]
    assert first.monday == date(2026, 8, 31)
    assert [block.first for block in first.blocks] == [
        date(2026, 9, 2),
        date(2026, 9, 3),
        date(2026, 9, 4),
        date(2026, 9, 5),
    ]
    assert term.weeks[1].monday == date(2026, 9, 7)
    assert first.publication == date(2026, 8, 28)


def test_a_holiday_that_began_before_the_term_is_cut_to_it() -> None:
    term = year(china(), date(2026, 10, 5), 1)
    assert term.weeks[0].blocks[0].days == tuple(sorted(span("10-05", "10-07")))


def test_the_last_block_of_a_term_may_reach_beyond_it() -> None:
    winter = Break("寒假", date(2027, 2, 1), date(2027, 2, 28))
    term = year(china(winter), date(2027, 1, 25), 1)
    assert term.weeks[0].blocks[-1].name == "寒假"
    assert term.weeks[0].blocks[-1].last == date(2027, 2, 28)


def test_only_weeks_of_a_year_without_announced_days_are_an_estimate() -> None:
    term = year(china(), date(2026, 12, 14), 4)
    assert [week.estimated for week in term.weeks] == [False, False, True, True]


def test_other_countries_have_their_public_holidays_and_none_has_only_weekends(
    good: Callable[..., Config],
) -> None:
    def days(more: str) -> set[str]:
        term = good(more).terms["2026-autumn"]
        return {b.name for b in blocks(term) if b.kind is BlockKind.HOLIDAY}

    assert days("calendar: {country: none}\n") == set()
    assert "国庆日" in days("calendar: {country: hk}\n")
    assert "国庆节" in days("calendar: {country: CN}\n")
    assert national("HK", (2026,)).estimated == frozenset()


@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    weeks=st.integers(1, 30),
    starts=st.lists(st.dates(date(2025, 6, 1), date(2028, 1, 1)), max_size=3),
    length=st.integers(1, 40),
    school_days=st.frozensets(st.dates(date(2025, 6, 1), date(2028, 1, 1)), max_size=5),
)
def test_every_day_of_a_term_lies_in_one_block_of_its_week(
    first: date, weeks: int, starts: list[date], length: int, school_days: frozenset[date]
) -> None:
    breaks = tuple(Break(f"假{n}", s, s + ONE_DAY * length) for n, s in enumerate(starts))
    calendar = Calendar(National({date(2026, 10, 1): "国庆节"}), breaks, school_days)
    term = year(calendar, first, weeks)
    days = [day for block in blocks(term) for day in block.days]
    end = term.weeks[-1].monday + ONE_DAY * 6
    assert days == [first + ONE_DAY * n for n in range(len(days))]
    assert days[-1] >= end
    for week in term.weeks:
        assert all(week.monday <= b.first <= week.monday + ONE_DAY * 6 for b in week.blocks)
    for block in blocks(term):
        school = [calendar.name(day) is None for day in block.days]
        assert all(school) if block.kind is BlockKind.SCHOOL_DAY else not any(school)
        assert len(block.days) == 1 or block.kind is not BlockKind.SCHOOL_DAY

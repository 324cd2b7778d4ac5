from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.days import DayFault, Days
from sjboard.model import Week
from tests.content.school import WEEK, make_up_week, october_week, ordinary_week

WEEKDAYS = [23, 24, 25, 26, 27]
WEEKEND = [28]


def firsts(text: str, week: Week = WEEK) -> list[int]:
    """Days of the month on which the named blocks begin."""
    blocks = Days(week).read(text)
    assert not isinstance(blocks, DayFault), blocks
    return [block.first.day for block in blocks]


def fault(text: str, week: Week = WEEK) -> tuple[str, str]:
    read = Days(week).read(text)
    assert isinstance(read, DayFault), read
    return read.variant, read.guess


@pytest.mark.parametrize("form", ["周{}", "星期{}", "礼拜{}", "週{}", "禮拜{}", " 周{} "])
def test_chinese_weekdays(form: str) -> None:
    for day, name in zip(WEEKDAYS, "一二三四五", strict=True):
        assert firsts(form.format(name)) == [day]
    for name in "六日天":
        assert firsts(form.format(name)) == WEEKEND


@pytest.mark.parametrize("day", range(5))
def test_english_weekdays(day: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[day]
    for form in (name, name.lower(), name.upper(), name[:3], "Ｍｏｎ" if day == 0 else name):
        assert firsts(form) == [WEEKDAYS[day]]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周末", WEEKEND),
        ("週末", WEEKEND),
        ("weekend", WEEKEND),
        ("11月23日", [23]),
        ("11月23号", [23]),
        ("１１月２３日", [23]),
        ("2026-11-23", [23]),
        ("2026年11月23日", [23]),
        ("11月29日", WEEKEND),
        ("周一至周四", [23, 24, 25, 26]),
        ("周一到周四", [23, 24, 25, 26]),
        ("周五至周末", [27, 28]),
        ("周一-周四", [23, 24, 25, 26]),
        ("周一 – 周四", [23, 24, 25, 26]),
        ("周一—周四", [23, 24, 25, 26]),
        ("周一——周四", [23, 24, 25, 26]),
        ("周一~周四", [23, 24, 25, 26]),
        ("周一～周四", [23, 24, 25, 26]),
        ("Mon-Thu", [23, 24, 25, 26]),
        ("2026-11-23-2026-11-25", [23, 24, 25]),
        ("11月23日至11月25日", [23, 24, 25]),
        ("周五至周日", [27, 28]),
        ("周一、周三", [23, 25]),
        ("周三,周一", [23, 25]),
        ("周一，周三", [23, 25]),
        ("周一和周三", [23, 25]),
        ("Mon, Wed", [23, 25]),
        ("Mon and Wed", [23, 25]),
        ("周一、周一", [23]),
        ("周一、周三至周五", [23, 25, 26, 27]),
        ("周六、周日", WEEKEND),
        ("每天", WEEKDAYS),
        ("every day", WEEKDAYS),
    ],
)
def test_every_form(text: str, days: list[int]) -> None:
    assert firsts(text) == days


@pytest.mark.parametrize(
    ("text", "variant", "guess"),
    [
        ("周三四", "", "周三、周四"),
        ("周一二三", "", "周一、周二、周三"),
        ("周一三五", "", "周一、周三、周五"),
        ("周1", "", "周一"),
        ("周七", "", "周日"),
        ("周一至四", "", "周一至周四"),
        ("周一（11月24日）", "differ", ""),
        ("周一（上午）", "", "周一"),
        ("星期三作业", "", "周三"),
        ("语文", "", ""),
        ("", "", ""),
        ("11月30日", "outside", ""),
        ("国庆节", "outside", ""),
        ("端午假期", "outside", ""),
        ("2025-11-23", "outside", ""),
        ("周一至11月30日", "outside", ""),
        ("11月31日", "impossible", ""),
        ("2026-13-01", "impossible", ""),
        ("周四至周一", "backwards", ""),
        ("假期", "no-holiday", ""),
    ],
)
def test_slips(text: str, variant: str, guess: str) -> None:
    assert fault(text) == (variant, guess)


@pytest.mark.parametrize("name", ["国庆节", "国庆", "国庆假期", "国庆节假期", "國慶節", "假期"])
def test_a_holiday_by_each_of_its_names(name: str) -> None:
    assert firsts(name, october_week()) == [1]


def test_every_day_of_a_holiday_is_the_holiday() -> None:
    week = october_week()
    for text in ("周四", "周日", "周末", "10月7日", "周四至周日"):
        assert firsts(text, week) == [1]
    assert firsts("周三至周五", week) == [30, 1]
    assert firsts("每天", week) == [28, 29, 30]


def test_a_make_up_saturday_is_a_school_day() -> None:
    week = make_up_week()
    assert firsts("周六", week) == [10]
    assert firsts("周末", week) == [11]
    assert firsts("每天", week) == [8, 9, 10]
    assert fault("周一", week)[0] == "outside"


def test_a_week_of_school_days_only_has_no_weekend() -> None:
    week = Week("t", 1, WEEK.monday, WEEK.blocks[:5], WEEK.publication)
    assert fault("周末", week)[0] == "no-weekend"
    assert fault("周六", week)[0] == "outside"


def test_two_holidays_have_to_be_named() -> None:
    holiday = october_week().blocks[-1]
    other = type(holiday)(holiday.kind, (date(2026, 9, 28),), "校运会")
    week = Week("t", 4, date(2026, 9, 28), (other, holiday), date(2026, 9, 25))
    assert fault("假期", week)[0] == "which-holiday"
    assert fault("每天", week)[0] == "no-school-days"
    assert firsts("校运会、国庆", week) == [28, 1]


def test_dates_around_new_year() -> None:
    week = ordinary_week(date(2026, 12, 28), 17)
    assert firsts("1月1日", week) == [1]
    assert firsts("12月31日", week) == [31]


@given(
    st.text(
        st.sampled_from("周星期礼拜一二三四五六日天末、至到和-—~,每天月日号年0123456789 Mondayto"),
        max_size=20,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_heading_names_blocks_of_the_week_or_has_a_fault(text: str) -> None:
    read = Days(WEEK).read(text)
    if not isinstance(read, DayFault):
        assert read
        assert list(read) == [block for block in WEEK.blocks if block in read]

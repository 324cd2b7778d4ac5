"""A term's pictures: their figures are the boards', their heights are those of the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.config.values import Config
from sjboard.content.apply import apply_entries
from sjboard.model import BlockKind, ClassId, Entry, Limit, Place, Term, Week
from sjboard.views import assemble_week
from sjboard.views.board import WeekViews
from sjboard.views.chart import ChartWeek, TermLoad
from sjboard.views.terms import grade_minutes, percent, rounded, term_loads
from tests.policy.school import DAILY, FRI, LITTLE_ONES, MON, TUE, WEEK, entry, item, school

CLASS = ClassId(3, 1)
SHORT = replace(DAILY, id="short", value=30, block_kinds=frozenset())


def shifted(number: int) -> Week:
    """The sample week, as week ``number`` of a term of twelve."""
    by = timedelta(weeks=number - 12)
    return replace(
        WEEK,
        number=number,
        monday=WEEK.monday + by,
        blocks=tuple(replace(b, days=tuple(d + by for d in b.days)) for b in WEEK.blocks),
    )


def config(*limits: Limit, weeks: Iterable[Week] = ()) -> Config:
    given_ = {week.number: week for week in weeks}
    all_weeks = tuple(given_.get(n, shifted(n)) for n in range(1, 13))
    term = Term("2026-autumn", "秋季", all_weeks[0].monday, all_weeks)
    return school(*(limits or (DAILY, LITTLE_ONES)), terms={term.id: term})


def summary(number: int, used: Config, *entries: Entry) -> tuple[int, WeekViews]:
    """A week with these entries, written for the sample week's days."""
    week = used.terms["2026-autumn"].weeks[number - 1]
    by = timedelta(weeks=number - 12)
    moved = [
        replace(e, items=tuple(replace(i, blocks=tuple(d + by for d in i.blocks)) for i in e.items))
        for e in entries
    ]
    by_class, _ = apply_entries(moved, used)
    return number, assemble_week(used, week, by_class, moved, None, None)


def load(
    weeks: Iterable[tuple[int, WeekViews]],
    class_: ClassId | None = CLASS,
    grade: int = 3,
    used: Config | None = None,
) -> TermLoad:
    chosen = used or config()
    minutes = {
        number: grade_minutes(table, week.mixes)
        for number, week in weeks
        for table in week.week.grades
        if table.grade == grade
    }
    made = term_loads(chosen, chosen.terms["2026-autumn"], grade, minutes)
    return next(one for one in made if one.class_ == class_)


def columns(of: TermLoad) -> dict[int, ChartWeek]:
    return {week.number: week for week in of.weeks}


def test_a_week_has_its_mean_of_a_school_day_and_its_fullest() -> None:
    told = load([summary(4, config(), entry("chinese", item(20), item(30, TUE, FRI)))])
    week = columns(told)[4]
    assert (week.mean_low, week.mean_high, week.most, week.over) == (16, 16, 30, 0)
    assert (told.mean, told.most, told.most_week, told.public) == (16, 30, 4, 1)
    assert week.route == "2026-autumn/w04/g3/c1/index.html"


def test_what_is_not_known_is_a_gap() -> None:
    free = replace(shifted(6), blocks=tuple(b for b in WEEK.blocks if b.kind is BlockKind.WEEKEND))
    used = config(weeks=[free])
    work = entry("chinese", item(20))
    told = load([summary(4, used, work), summary(5, used), summary(8, used, work)], used=used)
    states = {n: week.state for n, week in columns(told).items()}
    gaps = dict.fromkeys(range(1, 13), "unpublished")
    assert states == {**gaps, 4: "work", 5: "silent", 6: "no-school", 8: "work"}
    assert [week.number for week in told.rows] == [4, 5, 6, 7, 8]
    assert [week.number for week in told.weeks if week.route] == [4, 5, 8]


def test_a_grade_shows_the_range_of_its_classes_that_handed_in() -> None:
    told = load(
        [
            summary(
                4,
                config(),
                entry("chinese", item(20), classes=[1], name="a"),
                entry("math", item(50, MON, TUE), classes=[2], name="b"),
            )
        ],
        class_=None,
    )
    week = columns(told)[4]
    assert (week.mean_low, week.mean_high, week.most) == (4, 20, 50)
    assert week.route == "2026-autumn/w04/g3/index.html"
    assert [route for _, route in told.classes] == [
        f"2026-autumn/g3/c{n}/index.html" for n in (1, 2, 3)
    ]


def test_days_above_the_cap_are_counted_over_the_classes() -> None:
    too_much = entry("chinese", item(70, MON, TUE))
    assert load([summary(4, config(), too_much)]).over == 2
    assert load([summary(4, config(), too_much)], class_=None).over == 6


def test_where_no_written_work_may_be_set_the_other_work_is_shown() -> None:
    work = entry("chinese", item(15, MON, TUE, kind="reading"), grade=1)
    told = load([summary(4, config(), work)], ClassId(1, 1), grade=1)
    assert (told.measure, told.mean, told.most, told.caps) == ("other", 6, 15, ())
    assert columns(told)[4].limit is None


def test_the_caps_line_stands_at_three_quarters() -> None:
    told = load([summary(4, config(), entry("chinese", item(45)))])
    assert [(cap.limit, cap.left, cap.right, cap.top) for cap in told.caps] == [
        (60, "0.00", "100.00", "25.00")
    ]


def test_a_cap_that_changes_makes_another_line() -> None:
    days = frozenset(d for b in shifted(8).blocks for d in b.days)
    used = config(DAILY, replace(SHORT, dates=days))
    work = entry("chinese", item(20))
    told = load([summary(n, used, work) for n in (4, 8, 9)], used=used)
    assert [cap.limit for cap in told.caps] == [60, 30, 60]
    assert told.caps[0].right == told.caps[1].left
    assert [w.limit for w in told.weeks] == [60] * 7 + [30] + [60] * 4


@given(st.lists(st.integers(0, 200), min_size=1, max_size=5))
def test_heights_are_those_of_the_minutes_told(minutes: list[int]) -> None:
    days = [b.first for b in WEEK.blocks]
    work = entry("chinese", *(item(m, day) for m, day in zip(minutes, days, strict=False) if m))
    told = load([summary(4, config(), work)])
    week = columns(told)[4]
    whole = max(60 * 4 / 3, week.most)
    assert float(week.solid_height) == pytest.approx(week.mean_low / whole * 100, abs=0.02)
    assert 100 - float(week.most_top) == pytest.approx(week.most / whole * 100, abs=0.02)
    assert float(week.range_top) + float(week.range_height) == pytest.approx(float(week.solid_top))


def test_bars_stand_side_by_side_in_order() -> None:
    weeks = load([summary(4, config(), entry("chinese", item(20)))]).weeks
    ends = [(float(w.left), float(w.left) + float(w.width)) for w in weeks]
    assert all(left < right <= 100 for left, right in ends)
    assert all(a[1] < b[0] for a, b in pairwise(ends))


# --- What the work is made of ----------------------------------------------------------------------


def test_kinds_and_subjects_share_out_the_same_minutes() -> None:
    work = [
        entry("chinese", item(20), item(10, kind="reading")),
        entry("math", item(15, place=Place.AFTER_SCHOOL), item(99, optional=True)),
        entry("english", item(5, kind="reading"), item(50, place=Place.IN_SCHOOL)),
    ]
    told = load([summary(4, config(), *work)])
    assert told.total == 50
    assert [(k.name, k.minutes, k.share) for k in told.kinds] == [
        ("书面", 35, 70),
        ("朗读", 15, 30),
    ]
    assert [(s.name, s.minutes, s.key) for s in told.subjects] == [
        ("语文", 30, "chinese"),
        ("数学", 15, "math"),
        ("英语", 5, "english"),
    ]
    assert [k.length for k in told.kinds] == [1000, 428]


def test_of_tiers_the_one_with_most_to_do_is_taken() -> None:
    work = entry("chinese", item(10), item(20, tier="basic"), item(30, tier="extended"))
    assert load([summary(4, config(), work)]).total == 40


def test_a_week_is_the_mean_of_the_weeks_and_classes() -> None:
    first = entry("chinese", item(20))
    later = entry("chinese", item(40))
    weeks = [summary(4, config(), first), summary(5, config(), later)]
    assert load(weeks).total == 30
    assert load(weeks, class_=None).total == 30


@given(st.lists(st.integers(1, 500), min_size=1, max_size=3))
def test_shares_add_up(minutes: list[int]) -> None:
    names = ("chinese", "math", "english")
    work = [entry(n, item(m)) for n, m in zip(names, minutes, strict=False)]
    told = load([summary(4, config(), *work)])
    assert sum(s.share for s in told.subjects) == 100
    assert sum(k.share for k in told.kinds) == 100


def test_without_homework_there_is_nothing_to_share() -> None:
    told = load([summary(4, config(), replace(entry("chinese"), none=True))])
    assert (told.kinds, told.subjects, told.total, told.mean, told.public) == ((), (), 0, 0, 1)


@pytest.mark.parametrize(("total", "parts", "mean"), [(0, 5, 0), (12, 5, 2), (13, 5, 3), (5, 2, 3)])
def test_means_are_rounded_half_up(total: int, parts: int, mean: int) -> None:
    assert rounded(total, parts) == mean


def test_percentages_are_written_with_two_places() -> None:
    assert [percent(n) for n in (0, 5, 4762, 10_000)] == ["0.00", "0.05", "47.62", "100.00"]

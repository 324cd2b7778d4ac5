"""Portions, shares and loads by tier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.when import holds_on, is_nth
from sjboard.diagnostics import Severity
from sjboard.model import (
    Block,
    BlockKind,
    ClassId,
    Limit,
    Measure,
    NthWeekday,
    Pathway,
    Per,
    Place,
    TierMode,
)
from sjboard.policy.load import peak, portions_of, shares, tier_loads, written_limit
from sjboard.policy.scope import allowance
from tests.policy.school import (
    DAILY,
    FRI,
    LITTLE_ONES,
    MON,
    SAT,
    THU,
    TUE,
    WED,
    WEEK,
    entry,
    item,
    school,
)

CLASS = ClassId(3, 1)
FREE_WEDNESDAY = Limit(
    id="free", grades=frozenset({3}), value=0, measure=Measure.ITEMS, weekdays=frozenset({2})
)


def _minutes(*days: date, free: bool = False, total: int = 50) -> dict[date, int]:
    config = school(FREE_WEDNESDAY) if free else school()
    homework = entry("math", item(total, *days, shared=True))
    return {p.block.first: p.minutes for p in portions_of(WEEK, [homework], config, CLASS)}


def test_a_shared_total_goes_by_largest_remainder() -> None:
    assert shares(50, 3) == (17, 17, 16)
    assert _minutes(MON, TUE, THU) == {MON: 17, TUE: 17, THU: 16}


def test_a_shared_total_leaves_out_a_no_homework_day() -> None:
    assert _minutes(MON, TUE, WED, THU, free=True) == {MON: 17, TUE: 17, THU: 16}


def test_a_shared_total_leaves_out_a_day_that_the_entry_declares_free() -> None:
    homework = entry("math", item(50, MON, TUE, WED, shared=True), free_blocks=(TUE,))
    portions = portions_of(WEEK, [homework], school(), CLASS)
    assert [(p.block.first, p.minutes) for p in portions] == [(MON, 25), (WED, 25)]


def test_a_shared_total_on_nothing_but_no_homework_days_stays_to_be_found() -> None:
    assert _minutes(WED, free=True) == {WED: 50}


def test_a_cap_of_nothing_written_makes_no_free_day() -> None:
    config = school(replace(FREE_WEDNESDAY, written_only=True))
    homework = entry("math", item(40, TUE, WED, shared=True))
    assert [p.minutes for p in portions_of(WEEK, [homework], config, CLASS)] == [20, 20]


def test_a_free_day_at_home_is_open_to_work_in_lessons() -> None:
    config = school(replace(FREE_WEDNESDAY, places=frozenset({Place.HOME})))
    home = item(40, TUE, WED, shared=True)
    lessons = replace(home, place=Place.IN_SCHOOL)
    portions = portions_of(WEEK, [entry("math", home, lessons)], config, CLASS)
    assert [(p.item.place, p.minutes) for p in portions] == [
        (Place.HOME, 40),
        (Place.IN_SCHOOL, 20),
        (Place.IN_SCHOOL, 20),
    ]


def test_plain_minutes_count_on_each_day() -> None:
    homework = entry("math", item(5, MON, TUE, WED, THU))
    assert [p.minutes for p in portions_of(WEEK, [homework], school(), CLASS)] == [5, 5, 5, 5]


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 600), st.integers(1, 7))
def test_shares_add_up_and_differ_by_at_most_one(total: int, parts: int) -> None:
    shared = shares(total, parts)
    assert len(shared) == parts
    assert sum(shared) == total
    assert max(shared) - min(shared) <= 1
    assert list(shared) == sorted(shared, reverse=True)


TIERED = [
    entry("chinese", item(10), item(15, tier="basic"), item(25, tier="advanced")),
    entry("math", item(20, tier="basic"), item(5, tier="advanced")),
]


def test_choose_takes_what_is_for_all_and_one_tier() -> None:
    config = school()
    portions = portions_of(WEEK, TIERED, config, CLASS)
    assert tier_loads(portions, config) == {"": 10, "基础": 45, "提高": 40}
    assert peak(portions, config) == (45, "基础")


def test_ladder_takes_all_tiers_below_too() -> None:
    config = school(tier_mode=TierMode.LADDER)
    portions = portions_of(WEEK, TIERED, config, CLASS)
    assert tier_loads(portions, config) == {"": 10, "基础": 45, "提高": 75}
    assert peak(portions, config) == (75, "提高")


def test_any_pathway_takes_each_subjects_greatest() -> None:
    config = school(pathway=Pathway.ANY)
    portions = portions_of(WEEK, TIERED, config, CLASS)
    assert tier_loads(portions, config) == {"": 55, "基础": 45, "提高": 40}
    assert peak(portions, config) == (55, "")


def test_any_pathway_names_the_tier_where_one_alone_is_the_greatest() -> None:
    config = school(pathway=Pathway.ANY)
    portions = portions_of(WEEK, TIERED[:1], config, CLASS)
    assert peak(portions, config) == (35, "提高")


def test_optional_work_counts_only_when_asked() -> None:
    config = school()
    portions = portions_of(WEEK, [entry("math", item(10), item(30, optional=True))], config, CLASS)
    assert tier_loads(portions, config) == {"": 10}
    assert tier_loads(portions, config, count_optional=True) == {"": 40}
    assert peak(portions, config) == (10, "")
    assert peak((), config) == (0, "")


def test_a_day_has_no_tier_when_only_optional_work_has_one() -> None:
    config = school()
    homework = entry("math", item(10), item(30, optional=True, tier="advanced"))
    assert tier_loads(portions_of(WEEK, [homework], config, CLASS), config) == {"": 10}


# --- Where a limit holds ------------------------------------------------------------------------

SCHOOL_DAY, WEEKEND = WEEK.blocks[0], WEEK.blocks[-1]
HOLIDAY = Block(BlockKind.HOLIDAY, tuple(date(2026, 10, n) for n in range(1, 8)), "国庆节")


def test_weekdays_reach_a_block_only_when_all_its_days_are_meant() -> None:
    wednesdays = replace(DAILY, block_kinds=frozenset(), weekdays=frozenset({2}))
    assert holds_on(wednesdays, WEEK.blocks[2])
    assert not holds_on(wednesdays, SCHOOL_DAY)
    assert not holds_on(wednesdays, HOLIDAY)
    both = replace(wednesdays, weekdays=frozenset({5, 6}))
    assert holds_on(both, WEEKEND)
    assert not holds_on(replace(both, weekdays=frozenset({6})), WEEKEND)


def test_a_date_means_the_block_that_it_lies_in() -> None:
    dated = replace(DAILY, block_kinds=frozenset(), dates=frozenset({date(2026, 11, 29)}))
    assert holds_on(dated, WEEKEND)
    assert not holds_on(dated, SCHOOL_DAY)


def test_the_nth_and_the_last_weekday_of_a_month() -> None:
    assert is_nth(date(2026, 11, 25), NthWeekday(2, -1))
    assert not is_nth(date(2026, 11, 18), NthWeekday(2, -1))
    assert is_nth(date(2026, 12, 30), NthWeekday(2, -1))
    assert is_nth(date(2026, 11, 25), NthWeekday(2, 4))
    assert is_nth(date(2026, 9, 30), NthWeekday(2, 5))
    assert not is_nth(date(2026, 11, 24), NthWeekday(2, 4))
    last = replace(DAILY, nth=NthWeekday(2, -1))
    assert [holds_on(last, block) for block in WEEK.school_days] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_a_days_cap_allows_a_weekend_as_often_as_it_has_days() -> None:
    assert allowance(DAILY, SCHOOL_DAY) == 60
    assert allowance(DAILY, WEEKEND) == 120
    assert allowance(replace(DAILY, per=Per.BLOCK), WEEKEND) == 60
    assert allowance(LITTLE_ONES, WEEKEND) == 0


def test_the_boards_cap_is_the_tightest_of_all_written_work() -> None:
    whole = replace(DAILY, id="all-work", written_only=False, value=45)
    chinese = replace(DAILY, id="chinese", subjects=frozenset({"chinese"}), value=20)
    items = replace(DAILY, id="items", measure=Measure.ITEMS, value=3)
    weekly = replace(DAILY, id="weekly", per=Per.WEEK, value=30)
    soft = replace(DAILY, id="soft", severity=Severity.WARNING, value=40)
    lessons = replace(DAILY, id="lessons", places=frozenset({Place.IN_SCHOOL}), value=10)
    oral = replace(DAILY, id="oral", written_only=False, kinds=frozenset({"reading"}), value=10)
    config = school(DAILY, whole, chinese, items, weekly, soft, lessons, oral)
    assert written_limit(config, 3, SCHOOL_DAY) == whole
    assert written_limit(config, 3, WEEKEND) is None
    assert written_limit(config, 2, SCHOOL_DAY) is None
    assert written_limit(school(soft), 3, WEEK.blocks[4]) == soft
    assert written_limit(school(LITTLE_ONES), 1, WEEKEND) == LITTLE_ONES
    assert written_limit(school(DAILY, FREE_WEDNESDAY), 3, WEEK.blocks[2]) == FREE_WEDNESDAY


# --- Properties ---------------------------------------------------------------------------------

_TIERS = st.sampled_from([None, "basic", "advanced", "extended"])
_DAYS = st.sets(st.sampled_from([MON, TUE, WED, THU, FRI, SAT]), min_size=1)
_PIECES = st.lists(st.tuples(st.integers(1, 60), _TIERS, _DAYS), min_size=2, max_size=8)


@settings(max_examples=80, deadline=None)
@given(_PIECES, st.data(), st.sampled_from(TierMode), st.sampled_from(Pathway))
def test_loads_are_additive_over_splitting_an_entry_in_two(
    pieces: list[tuple[int, str | None, set[date]]],
    data: st.DataObject,
    mode: TierMode,
    pathway: Pathway,
) -> None:
    config = school(tier_mode=mode, pathway=pathway)
    items = [
        item(minutes, *sorted(days), line=n, tier=tier)
        for n, (minutes, tier, days) in enumerate(pieces, 1)
    ]
    cut = data.draw(st.integers(0, len(items)))
    whole = portions_of(WEEK, [entry("math", *items)], config, CLASS)
    halves = [entry("math", *items[:cut], name="a"), entry("math", *items[cut:], name="b")]
    parts = portions_of(WEEK, halves, config, CLASS)
    for block in WEEK.blocks:
        assert tier_loads([p for p in whole if p.block == block], config) == tier_loads(
            [p for p in parts if p.block == block], config
        )

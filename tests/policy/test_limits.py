"""Every field of a limit, what a finding says, and agreement with a second, naive calculation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.values import Config, Waiver
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Case, Diagnostic, Phrase, Severity, Span, arguments
from sjboard.model import (
    BlockKind,
    ClassId,
    Entry,
    Item,
    Limit,
    Measure,
    Mode,
    NthWeekday,
    Pathway,
    Per,
    Place,
    TierMode,
)
from sjboard.policy import check
from sjboard.policy.limits import check_limits
from tests.policy.school import (
    DAILY,
    FRI,
    LITTLE_ONES,
    MON,
    SAT,
    SCHOOL_DAYS,
    THU,
    TUE,
    WED,
    WEEK,
    entry,
    item,
    school,
)

ANY_DAY: frozenset[BlockKind] = frozenset()


def _check(config: Config, *entries: Entry) -> tuple[Diagnostic, ...]:
    by_class, _ = apply_entries(entries, config)
    return check_limits(WEEK, entries, by_class, config)


def _cases(found: Iterable[Diagnostic]) -> list[Case]:
    cases = [d.case for d in found]
    return [case for case in cases if case is not None]


def _way(found: Diagnostic) -> Phrase:
    way = arguments(found)["way"]
    assert isinstance(way, Phrase)
    return way


# --- What a finding says ------------------------------------------------------------------------


def test_a_broken_cap_is_placed_at_the_largest_and_names_the_others() -> None:
    math = entry("math", item(25, line=9))
    chinese = entry("chinese", item(20, line=12), item(30, line=14))
    english = entry("english", item(10, kind="reading"))
    (found,) = _check(school(DAILY), math, chinese, english)
    assert found.rule == "cap.daily"
    assert found.words == "cap"
    assert found.severity is Severity.ERROR
    assert found.span == Span(chinese.file, 14, 3, 20)
    assert found.related == (Span(math.file, 9, 3, 20), Span(chinese.file, 12, 3, 20))
    assert found.case == Case(classes=("3-1", "3-2", "3-3"), day=MON, minutes=75, limit=60)
    assert _way(found).key == "phrase.way.shrink"
    assert dict(_way(found).args) == {"subject": "语文", "minutes": 30, "remains": 15}


def test_exactly_the_cap_is_within_it() -> None:
    assert not _check(school(DAILY), entry("math", item(60)))


def test_where_the_largest_cannot_mend_it_alone_the_whole_excess_is_said() -> None:
    (found,) = _check(school(DAILY), *(entry(s, item(45)) for s in ("chinese", "math", "english")))
    assert _way(found).key == "phrase.way.reduce.minutes"
    assert dict(_way(found).args)["over"] == Phrase("phrase.minutes", (("n", 75),))


def test_with_any_pathway_shrinking_must_really_help() -> None:
    config = school(DAILY, pathway=Pathway.ANY)
    math = entry("math", item(45, tier="advanced"), item(44, tier="basic", line=8))
    (found,) = _check(config, math, entry("chinese", item(20)))
    assert _way(found).key == "phrase.way.reduce.minutes"
    (found,) = _check(config, entry("math", item(45)), entry("chinese", item(20)))
    assert dict(_way(found).args)["remains"] == 40


def test_parallel_classes_with_another_cause_have_their_own_finding() -> None:
    chinese, math = entry("chinese", item(40)), entry("math", item(30))
    own = entry("math", item(50), classes=[2], name="own", mode=Mode.REPLACE)
    found = _check(school(DAILY), chinese, math, own)
    assert [(c.classes, c.minutes) for c in _cases(found)] == [
        (("3-1", "3-3"), 70),
        (("3-2",), 90),
    ]


def test_one_finding_a_day_and_tier() -> None:
    homework = entry(
        "math", item(50, MON, TUE), item(20, MON, tier="basic"), item(30, MON, TUE, tier="advanced")
    )
    found = _check(school(DAILY), homework)
    assert {(c.day, c.tier, c.minutes) for c in _cases(found)} == {
        (MON, "基础", 70),
        (MON, "提高", 80),
        (TUE, "提高", 80),
    }


def test_nothing_allowed_says_so() -> None:
    (found,) = _check(school(LITTLE_ONES), entry("math", item(5), grade=1))
    assert found.words == "cap:none"
    assert _way(found).key == "phrase.way.none-written"
    assert found.case == Case(classes=("1-1", "1-2", "1-3"), day=MON, minutes=5, limit=0)
    assert not _check(school(LITTLE_ONES), entry("math", item(5, kind="reading"), grade=1))
    assert not _check(school(LITTLE_ONES), entry("math", item(5, place=Place.IN_SCHOOL), grade=1))


def test_a_packs_own_sentence_is_the_message() -> None:
    limit = replace(DAILY, message="作业太多了", severity=Severity.WARNING)
    (found,) = _check(school(limit), entry("math", item(61)))
    assert found.words == "cap:message"
    assert arguments(found)["message"] == "作业太多了"
    assert found.severity is Severity.WARNING


# --- Every field of a limit ---------------------------------------------------------------------

LONG = entry("math", item(61, *SCHOOL_DAYS, SAT))


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, SCHOOL_DAYS),
        ({"block_kinds": ANY_DAY}, SCHOOL_DAYS),  # two days' weekend allows 120
        ({"block_kinds": ANY_DAY, "per": Per.BLOCK}, (*SCHOOL_DAYS, SAT)),
        ({"block_kinds": frozenset({BlockKind.WEEKEND}), "per": Per.BLOCK}, (SAT,)),
        ({"block_kinds": frozenset({BlockKind.HOLIDAY})}, ()),
        ({"weekdays": frozenset({0, 4})}, (MON, FRI)),
        ({"dates": frozenset({TUE})}, (TUE,)),
        ({"nth": NthWeekday(2, -1)}, (WED,)),
        ({"dates": frozenset({TUE}), "nth": NthWeekday(2, -1)}, (TUE, WED)),
        ({"grades": frozenset({4})}, ()),
        ({"written_only": False, "kinds": frozenset({"reading"})}, ()),
        ({"written_only": False, "kinds": frozenset({"written"})}, SCHOOL_DAYS),
        ({"places": frozenset({Place.AFTER_SCHOOL})}, ()),
        ({"subjects": frozenset({"chinese"})}, ()),
        ({"subjects": frozenset({"math"})}, SCHOOL_DAYS),
        ({"except_subjects": frozenset({"math"})}, ()),
        ({"value": 61}, ()),
    ],
)
def test_where_a_limit_holds_and_what_it_counts(
    changes: dict[str, object], days: tuple[date, ...]
) -> None:
    config = school(replace(DAILY, **changes))  # type: ignore[arg-type]  # fields by name, of many types
    assert tuple(case.day for case in _cases(_check(config, LONG))) == days


def test_optional_work_counts_where_the_limit_says_so() -> None:
    homework = entry("math", item(50), item(30, optional=True))
    assert not _check(school(DAILY), homework)
    counted = replace(DAILY, count_optional=True)
    assert [c.minutes for c in _cases(_check(school(counted), homework))] == [80]


def test_a_limit_on_pieces_and_one_on_subjects() -> None:
    homework = [entry("math", item(5), item(6, line=8)), entry("chinese", item(7))]
    pieces = replace(DAILY, measure=Measure.ITEMS, value=2)
    assert [c.minutes for c in _cases(_check(school(pieces), *homework))] == [3]
    subjects = replace(DAILY, measure=Measure.SUBJECTS, value=1)
    (found,) = _check(school(subjects), *homework)
    assert found.case is not None
    assert (found.case.minutes, found.case.limit) == (2, 1)
    assert found.span.file.endswith("chinese.md")


def test_a_weeks_sum_has_no_day() -> None:
    weekly = replace(DAILY, block_kinds=ANY_DAY, per=Per.WEEK, value=100)
    (found,) = _check(school(weekly), entry("math", item(20, *SCHOOL_DAYS, SAT)))
    assert found.case == Case(classes=("3-1", "3-2", "3-3"), minutes=120, limit=100)
    assert not found.related


def test_a_weeks_mean_is_over_its_school_days_alone() -> None:
    mean = replace(DAILY, block_kinds=ANY_DAY, per=Per.WEEK_MEAN, value=60)
    weekend = entry("chinese", item(600, SAT))
    assert not _check(school(mean), entry("math", item(150, MON, THU)), weekend)
    (found,) = _check(school(mean), entry("math", item(151, MON), item(150, THU)), weekend)
    assert found.case is not None
    assert (found.case.minutes, found.case.limit, found.case.day) == (61, 60, None)


# --- Waivers ------------------------------------------------------------------------------------

WAIVER = Waiver("cap.daily", "考前复习", "教导处", date(2026, 11, 30), ClassId(3, 2))


def test_a_waived_finding_becomes_a_note_for_its_class() -> None:
    found = _check(school(DAILY, waivers=(WAIVER,)), entry("math", item(61)))
    assert [(d.severity, d.words, d.case and d.case.classes) for d in found] == [
        (Severity.ERROR, "cap", ("3-1", "3-3")),
        (Severity.NOTE, "waived", ("3-2",)),
    ]
    assert arguments(found[1])["reason"] == "考前复习"


@pytest.mark.parametrize(
    "waiver",
    [
        replace(WAIVER, class_=ClassId(6, 2)),
        replace(WAIVER, rule="cap.other"),
        replace(WAIVER, week=11),
        replace(WAIVER, day=TUE),
        replace(WAIVER, until=date(2026, 11, 22)),
    ],
)
def test_a_waiver_for_something_else_changes_nothing(waiver: Waiver) -> None:
    homework = entry("math", item(61))
    assert _check(school(DAILY, waivers=(waiver,)), homework) == _check(school(DAILY), homework)


def test_a_floor_cannot_be_waived() -> None:
    config = school(replace(DAILY, floor=True), waivers=(WAIVER,))
    assert {d.severity for d in _check(config, entry("math", item(61)))} == {Severity.ERROR}


# --- Against a naive calculation ----------------------------------------------------------------

LIMITS = (
    replace(DAILY, grades=frozenset({1, 3, 6})),
    replace(
        DAILY,
        id="free",
        grades=frozenset({3}),
        value=0,
        measure=Measure.ITEMS,
        weekdays=frozenset({2}),
        written_only=False,
    ),
    replace(DAILY, id="weekend", block_kinds=ANY_DAY, per=Per.BLOCK, count_optional=True),
    replace(DAILY, id="pieces", measure=Measure.ITEMS, value=2, block_kinds=ANY_DAY),
    replace(DAILY, id="week", per=Per.WEEK, value=150, written_only=False),
    replace(DAILY, id="mean", per=Per.WEEK_MEAN, value=40, except_subjects=frozenset({"english"})),
)
TIER_NAMES = {"basic": "基础", "advanced": "提高", "extended": "拓展"}
Verdict = tuple[str, str, date | None, str, int, int]


def _naive_minutes(one: Entry, n: int, day: date) -> int | None:
    """Deal a shared total out minute by minute, in turn; None where nothing falls on the day."""
    piece = one.items[n]
    if day not in piece.blocks:
        return None
    if not piece.shared:
        return piece.minutes
    days = [d for d in sorted(piece.blocks) if d != WED] if one.grade == 3 else sorted(piece.blocks)
    days = days or sorted(piece.blocks)
    if day not in days:
        return None
    return sum(1 for minute in range(piece.minutes) if days[minute % len(days)] == day)


def _naive_measure(rows: list[tuple[str, str | None, int]], limit: Limit) -> int:
    return sum(m for _, _, m in rows) if limit.measure is Measure.MINUTES else len(rows)


def _naive(config: Config, by_class: dict[ClassId, tuple[Entry, ...]]) -> set[Verdict]:
    verdicts: set[Verdict] = set()
    order = list(TIER_NAMES)
    for class_, limit in product(by_class, config.limits):
        if class_.grade not in limit.grades:
            continue
        days = [*SCHOOL_DAYS] if limit.block_kinds else [*SCHOOL_DAYS, SAT]
        if limit.weekdays:
            days = [WED]
        stretches = [[d] for d in days] if limit.per in (Per.DAY, Per.BLOCK) else [days]
        for stretch in stretches:
            rows: list[tuple[str, str | None, int]] = []
            for day, one in product(stretch, by_class[class_]):
                for n, piece in enumerate(one.items):
                    minutes = _naive_minutes(one, n, day)
                    if minutes is None or (piece.optional and not limit.count_optional):
                        continue
                    if limit.written_only and piece.kind != "written":
                        continue
                    if one.subject not in limit.except_subjects:
                        rows.append((one.subject, piece.tier, minutes))
            used = [t for t in order if any(row[1] == t for row in rows)]
            subjects = sorted({row[0] for row in rows})
            ways = product(used, repeat=len(subjects)) if used else iter([("",) * len(subjects)])
            pupils: dict[tuple[str, ...], int] = {}
            for way in ways:
                if config.pathway is Pathway.SAME and len(set(way)) > 1:
                    continue
                of = dict(zip(subjects, way, strict=True))
                done = [
                    row
                    for row in rows
                    if row[1] is None
                    or row[1] == of[row[0]]
                    or (
                        config.tier_mode is TierMode.LADDER
                        and order.index(row[1]) < order.index(of[row[0]])
                    )
                ]
                pupils[way] = _naive_measure(done, limit)
            if config.pathway is Pathway.ANY:
                most = max(pupils.values())
                alone = [w for w in pupils if len(set(w)) == 1 and pupils[w] == most]
                tier = min((order.index(w[0]) for w in alone if w[0]), default=-1)
                loads = {TIER_NAMES[order[tier]] if tier >= 0 else "": most}
            else:
                loads = {TIER_NAMES.get((*way, "")[0], ""): n for way, n in pupils.items()}
            for name, amount in loads.items():
                allowed, shown = limit.value, amount
                if limit.per is Per.DAY and stretch == [SAT]:
                    allowed *= 2
                if limit.per is Per.WEEK_MEAN:
                    shown = (amount + 4) // 5
                if shown > allowed:
                    day_shown = stretch[0] if limit.per in (Per.DAY, Per.BLOCK) else None
                    verdicts.add((limit.id, str(class_), day_shown, name, shown, allowed))
    return verdicts


_PIECE = st.builds(
    item,
    st.integers(1, 60),
    line=st.integers(5, 900),
    kind=st.sampled_from(["written", "written", "reading"]),
    tier=st.sampled_from([None, None, "basic", "advanced", "extended"]),
    optional=st.sampled_from([False, False, True]),
    shared=st.booleans(),
)
_DAYS = st.sets(st.sampled_from([*SCHOOL_DAYS, SAT]), min_size=1, max_size=4)


@st.composite
def _weeks(draw: st.DrawFn) -> tuple[Entry, ...]:
    entries = []
    for n in range(draw(st.integers(1, 6))):
        pieces = [
            replace(draw(_PIECE), blocks=tuple(sorted(draw(_DAYS))))
            for _ in range(draw(st.integers(1, 4)))
        ]
        grade = draw(st.sampled_from([3, 3, 6]))
        classes = sorted(draw(st.sets(st.integers(1, 3), max_size=2)))
        subject = draw(st.sampled_from(["chinese", "math", "english"]))
        mode = draw(st.sampled_from([None, Mode.ADD, Mode.REPLACE]))
        made = entry(subject, *pieces, grade=grade, classes=classes, name=f"e{n}", mode=mode)
        entries.append(made)
    return tuple(entries)


def _verdicts(found: Iterable[Diagnostic]) -> set[Verdict]:
    return {
        (d.rule.removeprefix("cap."), class_, d.case.day, d.case.tier, minutes, limit)
        for d in found
        if d.case is not None
        for minutes, limit in [(d.case.minutes or 0, d.case.limit or 0)]
        for class_ in d.case.classes
    }


_SETTINGS = (st.sampled_from(TierMode), st.sampled_from(Pathway))


@settings(max_examples=300, deadline=None)
@given(_weeks(), *_SETTINGS)
def test_the_engine_agrees_with_a_naive_calculation(
    entries: tuple[Entry, ...], mode: TierMode, pathway: Pathway
) -> None:
    config = school(*LIMITS, tier_mode=mode, pathway=pathway)
    by_class, _ = apply_entries(entries, config)
    found = check_limits(WEEK, entries, by_class, config)
    assert _verdicts(found) == _naive(config, dict(by_class))


@settings(max_examples=60, deadline=None)
@given(_weeks(), st.randoms(use_true_random=False), *_SETTINGS)
def test_the_order_of_files_never_matters(
    entries: tuple[Entry, ...], random: Random, mode: TierMode, pathway: Pathway
) -> None:
    config = school(*LIMITS, tier_mode=mode, pathway=pathway, coverage={3: ("math",)})
    shuffled = list(entries)
    random.shuffle(shuffled)
    first, _ = apply_entries(entries, config)
    second, _ = apply_entries(shuffled, config)
    assert check(WEEK, entries, first, config) == check(WEEK, shuffled, second, config)


@settings(max_examples=100, deadline=None)
@given(_weeks(), _PIECE, _DAYS, *_SETTINGS)
def test_adding_required_work_never_removes_a_cap_finding(
    entries: tuple[Entry, ...], more: Item, days: set[date], mode: TierMode, pathway: Pathway
) -> None:
    config = school(*LIMITS, tier_mode=mode, pathway=pathway)
    before, _ = apply_entries(entries, config)
    extra = replace(more, blocks=tuple(sorted(days)), optional=False)
    grown = (*entries, entry("math", extra, name="z", mode=Mode.ADD))
    after, _ = apply_entries(grown, config)
    broken = {v[:3] for v in _verdicts(check_limits(WEEK, entries, before, config))}
    assert broken <= {v[:3] for v in _verdicts(check_limits(WEEK, grown, after, config))}

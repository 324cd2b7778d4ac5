"""The engine of caps on thousands of random weeks: against a naive calculation, and its own laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from sjboard.config.looser import Known, looser_limit
from sjboard.config.values import Config
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Diagnostic
from sjboard.locale import LANGUAGES
from sjboard.model import ClassId, Entry, Limit, Measure, Mode, Per, Place, Week
from sjboard.policy import check
from sjboard.policy.limits import check_limits
from sjboard.policy.scope import forbids_all
from tests.policy import naive
from tests.policy.naive import Verdict
from tests.policy.school import SCHOOL_DAYS, WEEK, entry, item, school
from tests.policy.worlds import KINDS, World, piece, world

LAWS = range(500)
"""How many weeks each law is tried on; the numbers are the weeks."""

ByClass = dict[ClassId, tuple[Entry, ...]]


def _by_class(one: World, config: Config | None = None) -> ByClass:
    return dict(apply_entries(one.entries, config or one.config)[0])


def _verdicts(found: Iterable[Diagnostic]) -> set[Verdict]:
    return {
        (d.rule.removeprefix("cap."), class_, d.case.day, d.case.tier, minutes, limit)
        for d in found
        if d.case is not None
        for minutes, limit in [(d.case.minutes or 0, d.case.limit or 0)]
        for class_ in d.case.classes
    }


def _judged(week: Week, by_class: ByClass, config: Config) -> set[Verdict]:
    return _verdicts(check_limits(week, (), by_class, config))


def _broken(verdicts: Iterable[Verdict]) -> set[tuple[str, str, date | None]]:
    """Which limit is broken for which class and day, whatever the tier."""
    return {verdict[:3] for verdict in verdicts}


def test_the_engine_agrees_with_a_naive_calculation(pytestconfig: pytest.Config) -> None:
    weeks = int(pytestconfig.getoption("--weeks"))
    broken = 0
    for number in range(weeks):
        one = world(number)
        by_class = _by_class(one)
        ours = _judged(one.week, by_class, one.config)
        theirs = naive.verdicts(one.week, by_class, one.config)
        assert ours == theirs, f"week {number}"
        broken += bool(ours)
    assert broken > weeks // 3  # else they would agree on nothing


def test_the_random_weeks_have_every_shape() -> None:
    weeks = [world(number).week for number in range(600)]
    lengths = {len(block.days) for week in weeks for block in week.blocks}
    assert {1, 2, 3, 8, 9} <= lengths
    assert {len(week.school_days) for week in weeks} >= {2, 3, 4, 5, 6}
    assert any(w.school_days and w.school_days[-1].first.weekday() == 5 for w in weeks)
    assert any(week.blocks[0].first > week.monday for week in weeks)


def test_adding_required_work_never_removes_a_finding() -> None:
    for number in LAWS:
        one = world(number)
        random = Random(number)  # noqa: S311 - the same number gives the same piece
        extra = replace(piece(random, one.week, 999), optional=False)
        more = entry(random.choice(["chinese", "math", "english"]), extra, name="z", mode=Mode.ADD)
        before = _by_class(one)
        after = {
            class_: (*entries, more) if class_.grade == 3 else entries
            for class_, entries in before.items()
        }
        lost = _broken(_judged(one.week, before, one.config)) - _broken(
            _judged(one.week, after, one.config)
        )
        assert lost == set(), f"week {number}"


def _tighter(random: Random, limit: Limit) -> Limit:
    """Make one or two fields stricter, or none where the choice falls on one that is strict already."""
    changes = {
        "value": max(1, limit.value - random.randint(1, 20)) if limit.value else 0,
        "grades": limit.grades | {1, 3, 6},
        "places": frozenset(Place),
        "count_optional": True,
        "block_kinds": frozenset(),
        "weekdays": frozenset(),
        "per": Per.BLOCK if limit.per is Per.DAY else limit.per,
        "kinds": None,
        "subjects": None,
        "except_subjects": frozenset(),
    }
    for name in random.sample(sorted(changes), 2):
        limit = replace(limit, **{name: changes[name]})  # type: ignore[arg-type]  # fields by name, of many types
        if name == "kinds":
            limit = replace(limit, written_only=False)
    return limit


def test_a_tighter_pack_never_yields_fewer_findings() -> None:
    tightened = 0
    for number in LAWS:
        one = world(number)
        random = Random(number)  # noqa: S311 - the same number gives the same change
        known = Known({kind.id: kind for kind in KINDS}, one.config.subjects)
        limits = tuple(_tighter(random, limit) for limit in one.config.limits)
        limits = tuple(
            base if any(looser_limit(base, rule, known)) else rule
            for base, rule in zip(one.config.limits, limits, strict=True)
        )
        tightened += limits != one.config.limits
        entries = one.entries
        if any(forbids_all(limit) for limit in (*limits, *one.config.limits)):
            # A day that becomes a no-homework day sends its share of a total elsewhere (contract 2.3).
            entries = tuple(
                replace(e, items=tuple(replace(i, shared=False) for i in e.items)) for e in entries
            )
        strict = replace(one.config, limits=limits)
        by_class = _by_class(World(one.config, one.week, entries))
        lost = _broken(_judged(one.week, by_class, one.config)) - _broken(
            _judged(one.week, by_class, strict)
        )
        assert lost == set(), f"week {number}"
    assert tightened > len(LAWS) // 2


def _halves(one: Entry, random: Random) -> tuple[Entry, ...]:
    taken = [random.random() < 0.5 for _ in one.items]
    first = tuple(i for i, mine in zip(one.items, taken, strict=True) if mine)
    rest = tuple(i for i, mine in zip(one.items, taken, strict=True) if not mine)
    return replace(one, items=first), replace(one, items=rest, span=replace(one.span, file="b.md"))


def test_splitting_an_entry_changes_no_verdict() -> None:
    for number in LAWS:
        one = world(number)
        whole = _by_class(one)
        random = Random(number)  # noqa: S311 - the same number gives the same cut
        split = {
            class_: tuple(half for e in entries for half in _halves(e, random))
            for class_, entries in whole.items()
        }
        assert _judged(one.week, split, one.config) == _judged(one.week, whole, one.config), number


def test_the_order_of_files_and_classes_and_the_language_change_nothing() -> None:
    for number in LAWS:
        one = world(number)
        plain = check(one.week, one.entries, _by_class(one), one.config)
        random = Random(number)  # noqa: S311 - the same number gives the same order
        shuffled = random.sample(one.entries, len(one.entries))
        config = replace(
            one.config,
            grades=dict(reversed(list(one.config.grades.items()))),
            language=LANGUAGES[number % len(LANGUAGES)],
        )
        by_class = dict(reversed(list(apply_entries(shuffled, config)[0].items())))
        assert check(one.week, shuffled, by_class, config) == plain, number


def test_a_mean_of_subjects_is_taken_of_each_days_count() -> None:
    limit = Limit("mean", frozenset({3}), 1, Measure.SUBJECTS, per=Per.WEEK_MEAN)
    both = tuple(entry(subject, item(5, *SCHOOL_DAYS)) for subject in ("chinese", "math"))
    (found,) = check_limits(WEEK, both, {ClassId(3, 1): both}, school(limit))
    assert found.case is not None
    assert (found.case.minutes, found.case.limit) == (2, 1)

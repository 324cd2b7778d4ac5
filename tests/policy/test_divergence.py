"""Parallel classes whose written work lies too far apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sjboard.config.values import Config, Waiver
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Case, Diagnostic, Severity, arguments
from sjboard.model import Entry, Place
from sjboard.policy.divergence import check_divergence
from tests.policy.school import DAILY, MON, TUE, WEEK, entry, item, school

CONFIG = school(DAILY, divergence=20)


def judged(config: Config, *entries: Entry) -> tuple[Diagnostic, ...]:
    by_class, _ = apply_entries(entries, config)
    return check_divergence(WEEK, entries, by_class, config)


def one(minutes: int, *classes: int, subject: str = "math", **fields: Any) -> Entry:
    name = f"{subject}{classes[0]}"
    return entry(subject, item(minutes, MON, **fields), classes=classes, name=name)


def test_a_spread_above_the_number_is_warned_of_at_the_largest_piece() -> None:
    found = judged(CONFIG, one(10, 1), one(31, 2, 3), one(5, 1, 2, 3, subject="chinese"))
    (only,) = found
    assert (only.rule, only.severity) == ("coverage.divergence", Severity.WARNING)
    assert only.case == Case(classes=("3-2", "3-3"), day=MON, minutes=21, limit=20)
    assert only.span.file.endswith("math2.md")
    told = arguments(only)
    assert (told["minutes"], told["low"], told["spread"]) == (36, 15, 21)


def test_just_the_number_is_fine_and_no_number_asks_nothing() -> None:
    entries = one(10, 1), one(30, 2), one(20, 3)
    assert judged(CONFIG, *entries) == ()
    assert judged(school(DAILY), one(1, 1), one(59, 2), one(1, 3)) == ()
    assert judged(school(divergence=0), *entries) != ()


@pytest.mark.parametrize("fields", [{"kind": "reading"}, {"optional": True}])
def test_only_required_written_work_counts(fields: dict[str, Any]) -> None:
    assert judged(CONFIG, one(5, 1), one(60, 2, **fields), one(5, 3)) == ()


def test_places_are_those_that_the_days_cap_counts() -> None:
    entries = one(5, 1), one(60, 2, place=Place.IN_SCHOOL), one(5, 3)
    assert len(judged(CONFIG, *entries)) == 1
    assert judged(school(divergence=20), *entries) == ()


def test_a_class_that_has_not_handed_in_is_not_compared_but_declaring_none_is_handing_in() -> None:
    config = school(DAILY, divergence=20, coverage={3: ("math",)})
    chinese = one(5, 1, 2, 3, subject="chinese")
    entries = one(40, 1), one(45, 2), chinese
    assert judged(config, *entries) == ()
    none = entry("math", classes=[3], name="none", none=True)
    (found,) = judged(config, *entries, none)
    assert found.case is not None
    assert found.case.classes == ("3-2",)


def test_each_day_is_compared_for_itself() -> None:
    first = entry("math", item(30, MON), item(5, TUE), classes=[1], name="a")
    other = entry("math", item(5, MON), item(30, TUE), classes=[2, 3], name="b")
    assert [d.case and d.case.day for d in judged(CONFIG, first, other)] == [MON, TUE]


def test_it_may_be_waived() -> None:
    waiver = Waiver("coverage.divergence", "试点", "教导处", date(2026, 12, 1))
    (note,) = judged(school(DAILY, divergence=20, waivers=(waiver,)), one(1, 1), one(40, 2, 3))
    assert (note.severity, note.words) == (Severity.NOTE, "waived")

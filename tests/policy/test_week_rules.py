"""Tiers without a first, classes that wait for a subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sjboard.config.values import Config, Waiver
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Case, Diagnostic, Severity, Span, arguments
from sjboard.model import ClassId, Entry, Mode
from sjboard.policy import check
from tests.policy.school import DAILY, MON, TUE, WED, WEEK, entry, item, school


def _check(config: Config, *entries: Entry) -> tuple[Diagnostic, ...]:
    by_class, _ = apply_entries(entries, config)
    return check(WEEK, entries, by_class, config)


# --- tier.unbalanced ----------------------------------------------------------------------------


def test_work_for_a_later_tier_alone_is_warned_of_once() -> None:
    homework = entry("math", item(20, MON, TUE, WED, tier="advanced"), item(9, TUE, tier="basic"))
    (found,) = _check(school(), homework)
    assert found.rule == "tier.unbalanced"
    assert found.severity is Severity.WARNING
    assert found.span == Span(homework.file, 7, 12, 20)
    assert found.case == Case(classes=("3-1", "3-2", "3-3"), day=MON, tier="提高")
    assert arguments(found)["first"] == "基础"


def test_the_first_tier_alone_is_no_matter() -> None:
    assert not _check(school(), entry("math", item(20, tier="basic")))


def test_the_first_tier_of_another_subject_does_not_help() -> None:
    chinese = entry("chinese", item(20, tier="basic"))
    found = _check(school(), chinese, entry("math", item(20, tier="advanced")))
    assert [d.span.file for d in found] == ["content/2026-autumn/w12/g3/math.md"]


def test_an_added_entry_may_bring_the_first_tier_for_its_class() -> None:
    more = entry("math", item(10, tier="basic"), classes=[2], name="more", mode=Mode.ADD)
    (found,) = _check(school(), entry("math", item(20, tier="advanced")), more)
    assert found.case is not None
    assert found.case.classes == ("3-1", "3-3")


def test_a_school_without_tiers_is_left_alone() -> None:
    assert not _check(school(tiers={}), entry("math", item(20)))


# --- coverage.missing ---------------------------------------------------------------------------

EXPECTING = school(coverage={3: ("chinese", "math")})


def test_a_class_without_an_expected_subject_is_named() -> None:
    (found,) = _check(
        EXPECTING, entry("chinese", none=True), entry("math", item(5), classes=[1], name="own")
    )
    assert found.rule == "coverage.missing"
    assert found.severity is Severity.WARNING
    assert found.span == Span("content/2026-autumn/w12/g3")
    assert found.case == Case(classes=("3-2", "3-3"))
    assert arguments(found)["subject"] == "数学"


def test_a_week_without_any_entry_is_left_alone() -> None:
    assert not _check(EXPECTING)


def test_a_week_with_entries_of_another_grade_alone_lacks_all() -> None:
    found = _check(EXPECTING, entry("math", item(5), grade=6))
    assert [arguments(d)["subject"] for d in found] == ["数学", "语文"]


def test_coverage_may_be_waived_for_a_week() -> None:
    waiver = Waiver("coverage.missing", "外出研学", "教导处", date(2026, 12, 1), ClassId(3, 1), 12)
    found = _check(replace(EXPECTING, waivers=(waiver,)), entry("chinese", item(5)))
    assert [(d.severity, d.case and d.case.classes) for d in found] == [
        (Severity.WARNING, ("3-2", "3-3")),
        (Severity.NOTE, ("3-1",)),
    ]


# --- The whole --------------------------------------------------------------------


def test_a_check_gives_the_findings_of_every_rule_in_order() -> None:
    config = replace(school(DAILY), coverage={3: ("english",)})
    found = _check(config, entry("math", item(70, tier="advanced")))
    assert [d.rule for d in found] == ["coverage.missing", "cap.daily", "tier.unbalanced"]

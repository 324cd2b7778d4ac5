"""Limits that can never apply or undo one another, and every way to loosen a floor or not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from sjboard.config import Config
from sjboard.config.looser import Known, looser_limit
from sjboard.config.names import KINDS
from sjboard.model import BlockKind, Limit, Measure, Place, Subject
from tests.config.conftest import Read

Good = Callable[..., Config]
Faults = Callable[..., list[tuple[str, int, int]]]

NEVER = (
    # what is written, the variant, the key that it is told at
    ("{id: a, places: [], minutes: 1}", "no-places", "places"),
    ("{id: a, days: weekend, per: week-mean, minutes: 1}", "mean-without-school-days", "per"),
    ("{id: a, except_subjects: [语文, 数学, 英语], items: 0}", "no-subjects", "except_subjects"),
    ("{id: a, subjects: [语文, 数学], subjects_count: 2}", "never-reached", "subjects_count"),
    ("{id: a, dates: [2025-09-08], items: 0}", "dates-outside", "dates"),
    (
        "{id: a, days: school-day, nth: {weekday: sunday, of_month: 1}, items: 0}",
        *("no-such-day", "nth"),
    ),
    (
        "{id: a, days: monday, nth: {weekday: tuesday, of_month: 1}, items: 0}",
        *("no-such-day", "nth"),
    ),
    ("{id: a, days: monday, dates: [2026-11-24], items: 0}", "no-such-day", "dates"),
    ("{id: a, days: weekend, dates: [2026-11-24], items: 0}", "no-such-day", "dates"),
)


def place(text: str, key: str) -> int:
    """The column of a key's value in one line of YAML."""
    return text.index(f"{key}: ") + len(key) + 3


@pytest.mark.parametrize(("written", "variant", "key"), NEVER)
def test_a_limit_that_can_never_apply_is_told_where_it_is_written(
    written: str, variant: str, key: str, read: Read
) -> None:
    config, (own,) = read(f"policy: {{limits: [{written}]}}\n")
    assert config is None
    assert (own.rule, own.words) == ("config.contradiction", f"config.contradiction:{variant}")
    assert own.span.file == "config.yaml"
    pack = f"id: town\nlimits:\n  - {written}\n"
    config, (theirs,) = read("policy: {use: [town.yaml]}\n", packs={"town.yaml": pack})
    assert config is None
    assert (theirs.rule, theirs.words) == ("config.pack", own.words)
    assert (theirs.span.file, theirs.span.line) == ("town.yaml", 3)
    assert theirs.span.column == place(f"  - {written}", key)


@pytest.mark.parametrize(
    "written",
    [
        "{id: a, days: weekend, minutes: 1}",
        "{id: a, days: [saturday, sunday], minutes: 1}",
        "{id: a, days: sunday, minutes: 1}",  # 2026-10-11 is a weekend of one day
        "{id: a, days: school-day, nth: {weekday: saturday, of_month: 2}, minutes: 1}",  # 2026-10-10
        "{id: a, dates: [2025-09-08, 2026-09-08], minutes: 1}",  # some are over, some are not
        "{id: a, dates: [2025-09-08], nth: {weekday: monday, of_month: 1}, minutes: 1}",
        "{id: a, subjects: [语文, 数学], subjects_count: 1}",
        "{id: a, except_subjects: [语文, 数学], items: 0}",
        "{id: a, places: [], minutes: 1, enabled: no}",
    ],
)
def test_a_limit_that_applies_at_all_is_let_alone(written: str, good: Good) -> None:
    good(f"policy: {{limits: [{written}]}}\n")


def test_grades_that_the_school_has_not_are_a_fault_only_in_its_own_settings(
    good: Good, faults: Faults
) -> None:
    written = "limits: [{id: a, grades: 8, minutes: 1}]"
    assert faults(f"policy: {{{written}}}\n") == [("config.contradiction:no-grades", 5, 35)]
    good("policy: {use: [town.yaml]}\n", packs={"town.yaml": f"id: town\n{written}\n"})


@pytest.mark.parametrize(
    ("one", "other", "useless"),
    [
        ("minutes: 60", "minutes: 45", "a"),
        ("minutes: 45", "minutes: 60", "b"),
        ("minutes: 45", "minutes: 45", "b"),
        ("grades: 1-6, minutes: 45", "grades: 6, minutes: 60", "b"),
        ("minutes: 45", "minutes: 60, severity: warning", "b"),
        ("minutes: 30", "days: school-day, minutes: 60", "b"),
        ("days: school-day, minutes: 60", "days: [school-day, weekend], minutes: 50", "a"),
    ],
)
def test_of_two_limits_that_contradict_the_useless_one_is_named(
    one: str, other: str, useless: str, read: Read
) -> None:
    _, (found,) = read(f"policy: {{limits: [{{id: a, {one}}}, {{id: b, {other}}}]}}\n")
    assert found.words == "config.contradiction:undone"
    assert dict(found.args)["id"] == useless
    assert len(found.related) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("grades: 1-6, minutes: 60", "grades: 6, minutes: 45"),  # stricter for one grade
        ("minutes: 60, kinds: written", "minutes: 45"),  # written, and all
        ("minutes: 60", "minutes: 45, severity: warning"),  # a word of warning before
        ("minutes: 60, subjects: [语文]", "minutes: 45"),
        ("minutes: 60, days: school-day", "minutes: 45, days: weekend"),
        ("minutes: 60, per: week", "minutes: 45"),
        ("minutes: 60, optional: count", "minutes: 45"),
        ("items: 6", "minutes: 4"),
    ],
)
def test_limits_that_go_together(one: str, other: str, good: Good) -> None:
    good(f"policy: {{limits: [{{id: a, {one}}}, {{id: b, {other}}}]}}\n")


def test_two_packs_with_one_id_are_told_apart(read: Read) -> None:
    packs = {"a.yaml": "id: cn-2021\n", "b.yaml": "id: own\n", "c.yaml": "id: own\n"}
    _, found = read("policy: {use: [cn-2021, a.yaml, b.yaml, c.yaml]}\n", packs=packs)
    assert [(d.rule, d.words, d.span.column) for d in found] == [
        ("config.pack", "config.pack:same-id", 25),
        ("config.pack", "config.pack:same-id", 41),
    ]


# --- The floor ----------------------------------------------------------------------------------

FLOOR = "id: floor\nlimits:\n  - {{id: base, grades: 3-6, {fields}}}\n"

LOOSER: tuple[tuple[str, str, dict[str, dict[str, object]]], ...] = (
    # the floor's limit, the school's, in which ways it is looser
    ("minutes: 60", "minutes: 61", {"value": {"limit": 60, "value": 61, "more": 1}}),
    ("per: block, minutes: 60", "per: day, minutes: 60", {"per": {}}),
    ("per: day, minutes: 60", "per: block, minutes: 60", {}),
    ("per: block, days: school-day, minutes: 6", "per: day, days: school-day, minutes: 6", {}),
    ("per: week-mean, minutes: 60", "per: day, minutes: 60", {}),
    ("per: week-mean, days: school-day, minutes: 60", "per: week-mean, minutes: 60", {}),
    (
        "per: week-mean, days: [monday, tuesday], minutes: 6",
        "per: week-mean, minutes: 6",
        {"mean-days": {}},
    ),
    ("items: 0", "subjects_count: 0", {}),
    ("items: 0", "minutes: 0", {"measure": {}}),
    ("minutes: 60", "items: 1", {"measure": {}}),
    (
        "minutes: 60",
        "days: [school-day, holiday], minutes: 60",
        {"days": {"missing": ("weekend",)}},
    ),
    (
        "days: [monday, friday], minutes: 6",
        "days: monday, minutes: 6",
        {"days": {"missing": ("friday",)}},
    ),
    (
        "dates: [2026-11-24, 2026-11-25], minutes: 6",
        "dates: [2026-11-25], minutes: 6",
        {"days": {"missing": ("2026-11-24",)}},
    ),
    (
        "dates: [2026-11-24], nth: {weekday: monday, of_month: 1}, minutes: 6",
        "nth: {weekday: monday, of_month: 1}, minutes: 6",
        {"days": {"missing": ("2026-11-24",)}},
    ),
    (
        "dates: [2026-11-24], minutes: 6",
        "dates: [2026-11-24], nth: {weekday: monday, of_month: 1}, minutes: 6",
        {},
    ),
    (
        "nth: {weekday: monday, of_month: 1}, minutes: 6",
        "nth: {weekday: monday, of_month: 2}, minutes: 6",
        {"nth": {}},
    ),
    ("dates: [2026-11-24], minutes: 6", "minutes: 6", {}),
    ("kinds: written, minutes: 6", "kinds: [朗读], minutes: 6", {"kinds": {"missing": ("书面",)}}),
    ("kinds: [朗读], minutes: 6", "kinds: [朗读, 背诵], minutes: 6", {}),
    ("minutes: 6", "subjects: [语文, 数学], minutes: 6", {"subjects": {"missing": ("英语",)}}),
    ("minutes: 6", "subjects: [语文, 数学, 英语], minutes: 6", {}),
    ("except_subjects: [英语], minutes: 6", "subjects: [语文, 数学], minutes: 6", {}),
    (
        "minutes: 6",
        "places: [home, in-school], minutes: 6",
        {"places": {"missing": ("after-school",)}},
    ),
)


@pytest.mark.parametrize(("base", "own", "ways"), LOOSER)
def test_in_which_way_a_floor_is_loosened_and_by_how_much(
    base: str, own: str, ways: dict[str, dict[str, object]], read: Read
) -> None:
    more = f"policy: {{floor: [floor.yaml], limits: [{{id: base, grades: 3-6, {own}}}]}}\n"
    _, found = read(more, packs={"floor.yaml": FLOOR.format(fields=base)})
    assert {d.words for d in found} == {f"config.floor:{way}" for way in ways}
    for d in found:
        args = ways[d.words.partition(":")[2]]
        assert args.items() <= dict(d.args).items()
        assert (dict(d.args)["own"], dict(d.args)["pack"]) == ("config.yaml", "floor")


def test_a_bundled_pack_that_loosens_is_told_where_it_is_used_and_names_both(read: Read) -> None:
    config, found = read("policy: {use: [cn-2021, plan-60]}\n")
    assert config is None
    assert {(d.words, d.span.file, d.span.line, d.span.column) for d in found} == {
        ("config.floor:bundled", "config.yaml", 5, 25)
    }
    told = [dict(d.args)["message"] for d in found]
    values = [dict(t.args) for t in told if t.key == "config.floor:value"]  # type: ignore[union-attr]  # a Phrase
    assert {(v["own"], v["pack"], v["id"], v["more"]) for v in values} == {
        ("plan-60", "cn-2021", "g1-2-written-home", 60),
        ("plan-60", "cn-2021", "g3-6-written-daily", 30),
    }
    assert {span.file for d in found for span in d.related} == {"plan-60.yaml", "cn-2021.yaml"}


@pytest.mark.parametrize(
    "kind", ["{id: written, name: 书面, written: no}", "{id: written, written: no}"]
)
def test_the_floor_on_written_work_cannot_be_emptied_by_renaming(kind: str, faults: Faults) -> None:
    assert [words for words, *_ in faults(f"kinds: [{kind}]\n")] == ["config.floor:unwritten"]


def test_work_that_is_not_written_may_have_kinds_of_its_own(good: Good) -> None:
    good("kinds: [{id: mindmap, name: 思维导图, written: no}, {id: written, name: 笔头}]\n")
    good("kinds: [{id: written, written: no}]\npolicy: {use: [], floor: []}\n")


def test_looser_is_a_partial_order() -> None:
    """Nothing is looser than itself, and what is no looser than a stricter one is no looser at all."""
    known = Known({k.id: k for k in KINDS}, {s: Subject(s, s) for s in ("a", "b")})
    limits = [
        Limit(
            "x",
            frozenset({3}),
            value,
            Measure.MINUTES,
            block_kinds=days,
            places=places,
            subjects=subjects,
            count_optional=optional,
        )
        for value, days, places, subjects, optional in product(
            (30, 60),
            (frozenset[BlockKind](), frozenset({BlockKind.SCHOOL_DAY})),
            (frozenset(Place), frozenset({Place.HOME})),
            (None, frozenset({"a"})),
            (False, True),
        )
    ]
    holds = {
        (i, j): not any(looser_limit(one, other, known))
        for (i, one), (j, other) in product(enumerate(limits), repeat=2)
    }
    numbers = range(len(limits))
    assert all(holds[i, i] for i in numbers)
    assert all(not (holds[i, j] and holds[j, i]) for i, j in product(numbers, repeat=2) if i != j)
    assert all(holds[i, k] for i, j, k in product(numbers, repeat=3) if holds[i, j] and holds[j, k])

"""Which entries apply to which class."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Span
from sjboard.model import ClassId, Entry, Mode
from tests.policy.school import entry, school

ONE, TWO, THREE = (ClassId(3, n) for n in (1, 2, 3))


def _files(entries: tuple[Entry, ...]) -> list[str]:
    return [e.file.rsplit("/", 1)[1] for e in entries]


def test_every_class_is_a_key_and_subjects_stand_in_the_boards_order() -> None:
    by_class, found = apply_entries([entry("english"), entry("chinese"), entry("math")], school())
    assert not found
    assert set(by_class) == set(school().all_classes)
    assert _files(by_class[ONE]) == ["chinese.md", "math.md", "english.md"]
    assert by_class[ClassId(1, 1)] == ()


def test_replace_hides_the_grades_entry_for_its_classes_only() -> None:
    own = entry("math", classes=[2], name="own", mode=Mode.REPLACE)
    by_class, found = apply_entries([entry("math"), entry("chinese"), own], school())
    assert not found
    assert _files(by_class[ONE]) == ["chinese.md", "math.md"]
    assert _files(by_class[TWO]) == ["chinese.md", "own.md"]


def test_add_stands_beside_the_grades_entry() -> None:
    more = entry("math", classes=[2, 3], name="more", mode=Mode.ADD)
    by_class, found = apply_entries([more, entry("math")], school())
    assert not found
    assert _files(by_class[TWO]) == ["math.md", "more.md"]
    assert _files(by_class[ONE]) == ["math.md"]


def test_what_is_added_comes_after_what_the_whole_grade_has() -> None:
    more = entry("math", classes=[2], name="a", mode=Mode.ADD)
    by_class, _ = apply_entries([more, entry("math"), entry("chinese")], school())
    assert _files(by_class[TWO]) == ["chinese.md", "math.md", "a.md"]


def test_entries_for_different_classes_do_not_meet() -> None:
    pair = [entry("math", classes=[1], name="a"), entry("math", classes=[2, 3], name="b")]
    by_class, found = apply_entries(pair, school())
    assert not found
    assert _files(by_class[ONE]) == ["a.md"]
    assert _files(by_class[THREE]) == ["b.md"]


def test_two_entries_without_a_mode_are_one_finding_at_the_later_file() -> None:
    first, second = entry("math", name="a"), entry("math", name="b")
    _, found = apply_entries([second, first], school())
    (only,) = found
    assert only.words == "entry.duplicate"
    assert only.span == Span(second.file, 2, 1, 8)
    assert only.related == (Span(first.file, 2, 1, 8),)
    assert only.case is not None
    assert only.case.classes == ("3-1", "3-2", "3-3")


@pytest.mark.parametrize("name", ["a-class", "own"])
def test_a_class_entry_that_forgot_its_mode_is_told_of_it(name: str) -> None:
    own = entry("math", classes=[2], name=name)
    _, found = apply_entries([entry("math"), own], school())
    assert [(d.words, d.span.file) for d in found] == [("entry.duplicate:mode", own.file)]
    assert found[0].case is not None
    assert found[0].case.classes == ("3-2",)


def test_three_entries_are_three_pairs() -> None:
    _, found = apply_entries([entry("math", name=n) for n in "abc"], school())
    assert [(d.span.file[-4:], d.related[0].file[-4:]) for d in found] == [
        ("b.md", "a.md"),
        ("c.md", "a.md"),
        ("c.md", "b.md"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_of_files_never_matters(order: tuple[int, ...]) -> None:
    entries = [
        entry("math"),
        entry("math", classes=[2], name="own", mode=Mode.REPLACE),
        entry("math", classes=[1, 2], name="third"),
        entry("chinese"),
    ]
    assert apply_entries([entries[n] for n in order], school()) == apply_entries(entries, school())


_MODES = st.sampled_from([None, Mode.ADD, Mode.REPLACE])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(1, 3), min_size=1), _MODES), max_size=5))
def test_an_entry_applies_to_no_class_that_it_does_not_name(
    drawn: list[tuple[set[int], Mode | None]],
) -> None:
    entries = [
        entry("math", classes=sorted(numbers), name=f"e{n}", mode=mode)
        for n, (numbers, mode) in enumerate(drawn)
    ]
    by_class, _ = apply_entries(entries, school())
    for class_ in (ONE, TWO, THREE):
        named = [e for e in entries if class_ in e.classes]
        named.sort(key=lambda e: e.mode is not None)
        replaced = any(e.mode is Mode.REPLACE for e in named)
        assert list(by_class[class_]) == [e for e in named if not (replaced and e.mode is None)]

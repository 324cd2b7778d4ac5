"""What is held is given again only as long as it is the same as if it were made anew."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.held import NOTHING, Held


def test_the_same_is_not_made_again() -> None:
    held, made = Held(2).under("k"), []

    def make(value: object) -> object:
        return held.again("place", value, lambda: made.append(value) or value)  # type: ignore[func-returns-value]

    assert [make(one) for one in ([1], [1], [2], [2], [1])] == [[1], [1], [2], [2], [1]]
    assert made == [[1], [2], [1]]


def test_another_key_forgets_everything() -> None:
    held = Held(9).under("one")
    assert held.again("a", 1, lambda: "old") == "old"
    assert held.under("one").again("a", 1, lambda: "new") == "old"
    assert held.under("two").again("a", 1, lambda: "new") == "new"


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    held = Held(2)
    for place in ("a", "b", "a", "c"):
        held.again(place, 0, partial(str, place))
    assert held.again("a", 0, lambda: "anew") == "a"
    assert held.again("b", 0, lambda: "anew") == "anew"


def test_nothing_is_held_where_everything_is_made_once() -> None:
    assert NOTHING.again("a", 1, lambda: "one") == "one"
    assert NOTHING.again("a", 1, lambda: "two") == "two"


def test_what_fails_is_asked_for_again() -> None:
    held = Held(2)
    with pytest.raises(ZeroDivisionError):
        held.again("a", 1, lambda: 1 // 0)
    assert held.again("a", 1, lambda: 5) == 5


def pair(one: int, other: int) -> tuple[int, int]:
    return one, other


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2))), st.integers(0, 3))
def test_held_or_made_it_is_the_same(asked: list[tuple[int, int]], most: int) -> None:
    held = Held(most)
    for place, value in asked:
        assert held.again(place, value, partial(pair, place, value)) == (place, value)

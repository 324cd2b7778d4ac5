"""How small a week is printed: more text never larger, and never beyond the steps that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.model import Markup
from sjboard.views.board import DayView, ItemView, SubjectGroup, SubjectNote
from sjboard.views.density import STEPS, densities
from tests.browser import samples

Measure: TypeAlias = Callable[[Sequence[DayView], Sequence[SubjectNote]], int]

BOARD = samples.CLASS_BOARDS["normal"]
ITEM = BOARD.days[0].groups[0].items[0]


def board_density(days: Sequence[DayView], notes: Sequence[SubjectNote]) -> int:
    return densities(days, notes)[0]


def notice_density(days: Sequence[DayView], notes: Sequence[SubjectNote]) -> int:
    return densities(days, notes)[1]


DENSITIES = pytest.mark.parametrize("density", [board_density, notice_density])


def day(*items: ItemView) -> DayView:
    return replace(BOARD.days[0], groups=(SubjectGroup("chinese", "语文", "chinese", items),))


def saying(html: str) -> ItemView:
    return replace(ITEM, body=Markup(html, ""))


def text(length: int) -> ItemView:
    return saying(f"<p>{'写' * length}</p>")


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_one_item_more_is_never_printed_larger(lengths: list[int], more: int) -> None:
    items = [text(length) for length in lengths]
    for density in (board_density, notice_density):
        before = density((day(*items),), ())
        after = density((day(*items, text(more)),), ())
        assert 0 <= before <= after < STEPS


@DENSITIES
def test_a_light_week_is_printed_large_and_a_full_one_small(density: Measure) -> None:
    assert density((day(text(20)),) * 5, ()) == 0
    assert density((day(*[text(60)] * 20),) * 5, ()) == STEPS - 1


@DENSITIES
def test_tables_pictures_and_notes_take_room(density: Measure) -> None:
    plain = (day(*[text(18)] * 5),) * 5
    table = "<table>" + "<tr><td>量一量</td><td></td></tr>" * 12 + "</table>"
    for html in (
        table,
        '<p><img alt="图" src="a.png"></p>' * 4,
        "<ul>" + "<li>一</li>" * 25 + "</ul>",
    ):
        fuller = (day(*[text(18)] * 4, saying(html)),) * 5
        assert density(fuller, ()) > density(plain, ())
    notes = (SubjectNote("语文", "chinese", Markup("", "说" * 2000)),)
    assert density(plain, notes) > density(plain, ())


def test_a_weekend_below_the_days_takes_room_on_the_board() -> None:
    weekend = replace(day(*[text(60)] * 5), days=2, last=date(2026, 11, 22))
    five = (day(*[text(20)] * 5),) * 5
    assert board_density((*five, weekend), ()) > board_density(five, ())


@given(st.lists(st.text("写字 第a1&;", max_size=90), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_a_plain_paragraph_is_measured_like_any_text(texts: list[str]) -> None:
    plain = [saying(f"<p>{one}</p>") for one in texts]
    marked = [saying(f"<p>{one}<em></em></p>") for one in texts]
    assert densities((day(*plain),) * 5, ()) == densities((day(*marked),) * 5, ())

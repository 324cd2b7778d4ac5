from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sjboard.views.bars import Sum, bar, scale_of, share
from sjboard.views.board import BAR_UNITS

minutes = st.integers(0, 600)
limits = st.one_of(st.none(), st.integers(0, 300))


def test_a_cap_of_sixty_is_drawn_on_eighty_minutes() -> None:
    total = Sum("", 30, 8, 0)
    scale = scale_of([(60, [total])], 60)
    drawn = bar(total, 60, scale)
    assert Fraction(*scale.fits(60, 0)) == 80
    assert (drawn.solid, drawn.hatched, drawn.tick) == (375, 100, 750)
    assert (drawn.within, drawn.column, drawn.column_cap) == (375, 375, 750)


def test_a_day_above_the_scale_stretches_the_whole_board() -> None:
    days = [(60, [Sum("", 120, 0, 60)]), (60, [Sum("", 30, 0, 0)])]
    scale = scale_of(days, 60)
    over, other = (bar(totals[0], limit, scale) for limit, totals in days)
    assert (over.solid, over.tick, over.within, over.over) == (1000, 500, 500, 60)
    assert (other.solid, other.tick) == (250, 500)


def test_a_weekends_cap_of_its_own_stands_at_the_same_place() -> None:
    scale = scale_of([(60, [Sum("", 30, 0, 0)]), (120, [Sum("", 60, 0, 0)])], 60)
    assert bar(Sum("", 60, 0, 0), 120, scale).tick == bar(Sum("", 30, 0, 0), 60, scale).tick


def test_without_a_cap_there_is_no_tick() -> None:
    drawn = bar(Sum("", 40, 0, 0), None, scale_of([(None, [Sum("", 40, 0, 0)])], None))
    assert (drawn.tick, drawn.column_cap, drawn.solid, drawn.within) == (None, None, 500, 500)


def test_a_cap_of_nothing_has_no_tick_and_nothing_within() -> None:
    drawn = bar(Sum("", 10, 0, 10), 0, scale_of([(0, [Sum("", 10, 0, 10)])], 0))
    assert (drawn.tick, drawn.within, drawn.over) == (None, 0, 10)
    assert drawn.solid > 0


@given(st.lists(st.tuples(limits, minutes, minutes), min_size=1, max_size=7), limits)
def test_no_bar_is_wider_than_its_box(
    days: list[tuple[int | None, int, int]], ordinary: int | None
) -> None:
    sums = [(limit, Sum("", done, extra, 0)) for limit, done, extra in days]
    scale = scale_of(((limit, [total]) for limit, total in sums), ordinary)
    for limit, total in sums:
        drawn = bar(total, limit, scale)
        assert 0 <= drawn.within <= drawn.solid <= drawn.solid + drawn.hatched <= BAR_UNITS
        assert drawn.tick is None or 0 < drawn.tick <= BAR_UNITS
        if limit and total.minutes <= limit:
            assert drawn.within == drawn.solid
    assert len({bar(total, limit, scale).tick for limit, total in sums if limit}) <= 1
    assert Fraction(scale.most, scale.least) >= Fraction(4, 3)


def test_shares_of_a_cap() -> None:
    assert [share(m, 60) for m in (0, 30, 60, 90)] == [0, 500, 1000, 1000]
    assert (share(30, None), share(5, 0), share(0, 0)) == (0, 1000, 0)

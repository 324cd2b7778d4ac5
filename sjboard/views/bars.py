"""The arithmetic of the bars: minutes become widths, one scale a board.

The cap stands at three quarters of the width (a cap of 60 minutes: full is 80), at the same place on
every day, so that days compare by eye. Where some day is above all that, the whole board's scale
stretches until it fits.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.records import dataclass
from sjboard.views.board import BAR_UNITS, Bar, RangeBar

USUAL_CAP = 60
"""Minutes that a day without a cap is drawn against, where its board has none at all."""

_ROOM = 4, 3


@dataclass(frozen=True, slots=True)
class Sum:
    """Written minutes of one sort of pupil on one block; ``over`` is what is above the cap."""

    tier_name: str
    minutes: int
    optional: int
    over: int


@dataclass(frozen=True, slots=True)
class Scale:
    """How many minutes the full width is: ``most``/``least`` times the cap, by default the ``usual`` one."""

    most: int
    least: int
    usual: int

    def fits(self, limit: int | None, minutes: int) -> tuple[int, int]:
        """Give the full width in minutes, at least ``minutes``, as a fraction's two terms.

        Whole numbers, since a week has a thousand widths and each step of a ``Fraction`` looks for
        common divisors.
        """
        above, below = self.most * (limit or self.usual), self.least
        return (above, below) if above > minutes * below else (minutes, 1)


def scale_of(days: Iterable[tuple[int | None, Iterable[Sum]]], limit: int | None) -> Scale:
    """Find the scale that fits all days that have a cap; ``limit`` is an ordinary day's."""
    usual = limit or USUAL_CAP
    most, least = _ROOM
    for cap, totals in days:
        for total in totals if cap else ():
            minutes = total.minutes + total.optional
            if cap and minutes * least > most * cap:
                most, least = minutes, cap
    return Scale(most, least, usual)


def bar(total: Sum, limit: int | None, scale: Scale) -> Bar:
    """Draw one sum. A day without a cap that is beyond the scale fills its bar."""
    full = scale.fits(limit, total.minutes + total.optional)
    solid = _units(total.minutes, full)
    tick = _units(limit, full) if limit else None
    return Bar(
        tier_name=total.tier_name,
        minutes=total.minutes,
        optional=total.optional,
        limit=limit,
        solid=solid,
        within=solid if limit is None else min(solid, tick or 0),
        hatched=_units(total.minutes + total.optional, full) - solid,
        tick=tick,
        column=solid,
        column_cap=tick,
        over=total.over,
    )


def range_bar(low: int, high: int, limit: int | None, scale: Scale) -> RangeBar:
    """Draw what a grade's classes have on one day, from the least to the most."""
    full = scale.fits(limit, high)
    solid = _units(low, full)
    return RangeBar(solid, _units(high, full) - solid, _units(limit, full) if limit else None)


def share(minutes: int, limit: int | None) -> int:
    """How much of a cap is used, in ``BAR_UNITS``, at most all of it; 0 without a cap."""
    if limit is None or minutes <= 0:
        return 0
    return BAR_UNITS if minutes >= limit else _units(minutes, (limit, 1))


def _units(minutes: int, full: tuple[int, int]) -> int:
    above, below = full
    return (2 * minutes * BAR_UNITS * below + above) // (2 * above)

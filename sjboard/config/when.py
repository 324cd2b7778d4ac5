"""On which days a limit holds.

Knows one limit against one day or block. Does not know grades, nor what a limit counts
(``policy.scope``).
"""

from __future__ import annotations

from datetime import date, timedelta

from sjboard.model import Block, Limit, NthWeekday


def is_nth(day: date, nth: NthWeekday) -> bool:
    """Whether a day is the second Friday, or the last Wednesday, of its month."""
    if day.weekday() != nth.weekday:
        return False
    if nth.nth < 0:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == nth.nth


def holds_on(limit: Limit, block: Block) -> bool:
    """Whether a limit speaks of a block, whatever the grade.

    A weekend or holiday is one block, so nobody can say on which of its days a piece is done. A
    weekday (``weekdays``, ``nth``) therefore reaches a block only if every one of its days is meant:
    a free Wednesday does not forbid all work over a holiday that a Wednesday lies in. A date is
    written on purpose, and means the block that it lies in.
    """
    if limit.block_kinds and block.kind not in limit.block_kinds:
        return False
    if limit.weekdays and not all(day.weekday() in limit.weekdays for day in block.days):
        return False
    if not limit.dates and limit.nth is None:
        return True
    if any(day in limit.dates for day in block.days):
        return True
    nth = limit.nth
    return nth is not None and all(is_nth(day, nth) for day in block.days)

"""Where a limit holds and what it counts.

Knows one limit against one grade, block or piece of homework. Does not add anything up (``load``)
and does not judge (``limits``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sjboard.model import Block, Item, Kind, Limit, NthWeekday, Per


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


def counts(limit: Limit, subject: str, item: Item, kinds: Mapping[str, Kind]) -> bool:
    """Whether a limit counts a piece of homework of a subject, on a day that it holds on."""
    if item.optional and not limit.count_optional:
        return False
    if item.place not in limit.places:
        return False
    if limit.written_only and not kinds[item.kind].written:
        return False
    if limit.kinds is not None and item.kind not in limit.kinds:
        return False
    if limit.subjects is not None and subject not in limit.subjects:
        return False
    return subject not in limit.except_subjects


def allowance(limit: Limit, block: Block) -> int:
    """How much a limit allows on one block, in its own unit.

    ``per: day`` allows a weekend or holiday of n days n times the figure, since its work may be
    spread over them; ``per: block`` allows the figure once for the whole.
    """
    return limit.value * len(block.days) if limit.per is Per.DAY else limit.value


def forbids_all(limit: Limit) -> bool:
    """Whether a limit makes the days it holds on no-homework days: nothing of any kind or subject."""
    return (
        limit.value == 0
        and not limit.written_only
        and limit.kinds is None
        and limit.subjects is None
        and not limit.except_subjects
    )

"""Caps worked out a second time, as slowly and plainly as can be: nothing is shared with the engine.

A minute at a time, a day at a time, every way of choosing tiers by counting it out. Only the model's
values are used, and which entries apply to which class.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import NamedTuple, TypeAlias

from sjboard.config.values import Config
from sjboard.model import Block, ClassId, Entry, Item, Limit, NthWeekday, Week

Verdict: TypeAlias = tuple[str, str, date | None, str, int, int]
"""The limit's id, the class, the block's first day, the tier's name, the amount, what is allowed."""


class Row(NamedTuple):
    """One piece on one block, for one class."""

    day: date
    subject: str
    tier: str | None
    minutes: int


def days_of(limit: Limit, week: Week) -> list[Block]:
    """Look at each block of a week, and each day of it, whether the limit means it."""
    meant = []
    for block in week.blocks:
        kinds = {kind.value for kind in limit.block_kinds} or {"school-day", "weekend", "holiday"}
        if block.kind.value not in kinds:
            continue
        weekdays = {day.weekday() for day in block.days}
        if limit.weekdays and weekdays - limit.weekdays:
            continue
        dated = limit.dates.intersection(block.days)
        nth = limit.nth
        counted = nth is not None and all(_is_the_nth(day, nth) for day in block.days)
        if (limit.dates or nth is not None) and not dated and not counted:
            continue
        meant.append(block)
    return meant


def _is_the_nth(day: date, nth: NthWeekday) -> bool:
    """Write the month's days of that weekday down and look the day up."""
    _, length = calendar.monthrange(day.year, day.month)
    month = [day.replace(day=n) for n in range(1, length + 1)]
    ours = [one for one in month if one.weekday() == nth.weekday]
    if nth.nth == -1:
        return ours[-1] == day
    return len(ours) >= nth.nth and ours[nth.nth - 1] == day


def _nothing_at_all(config: Config, grade: int, block: Block, piece: Item, week: Week) -> bool:
    for limit in config.limits:
        whole = limit.kinds is None and not limit.written_only
        whole = whole and limit.subjects is None and not limit.except_subjects
        here = grade in limit.grades and piece.place in limit.places
        if limit.value == 0 and whole and here and block in days_of(limit, week):
            return True
    return False


def _dealt(config: Config, one: Entry, piece: Item, week: Week) -> dict[date, int]:
    """Deal a piece's minutes out over its days; a total one by one, in turn."""
    named = [block for block in week.blocks if block.first in piece.blocks]
    if not piece.shared:
        return {block.first: piece.minutes for block in named}
    usable = [
        block.first
        for block in named
        if block.first not in one.free_blocks
        and not _nothing_at_all(config, one.grade, block, piece, week)
    ]
    usable = usable or [block.first for block in named]
    dealt = dict.fromkeys(usable, 0)
    for minute in range(piece.minutes):
        dealt[usable[minute % len(usable)]] += 1
    return dealt


def _is_counted(config: Config, limit: Limit, one: Entry, piece: Item) -> bool:
    if piece.optional and not limit.count_optional:
        return False
    if limit.written_only and piece.kind not in [k.id for k in config.kinds.values() if k.written]:
        return False
    if limit.kinds is not None and piece.kind not in limit.kinds:
        return False
    if limit.subjects is not None and one.subject not in limit.subjects:
        return False
    return piece.place in limit.places and one.subject not in limit.except_subjects


def _amount(rows: list[Row], limit: Limit) -> int:
    if limit.measure.value == "minutes":
        return sum(row.minutes for row in rows)
    if limit.measure.value == "items":
        return len(rows)
    if limit.per.value == "week-mean":
        return sum(len({r.subject for r in rows if r.day == day}) for day in {r.day for r in rows})
    return len({row.subject for row in rows})


def _pupils(rows: list[Row], limit: Limit, config: Config) -> dict[str, int]:
    """Count out what each sort of pupil gets, by the tier's name ("": every pupil, or a mixture)."""
    order = list(config.tiers)
    used = [tier for tier in order if any(row.tier == tier for row in rows)]
    if not used:
        return {"": _amount(rows, limit)}

    def gets(row: Row, tier: str) -> bool:
        if row.tier is None or row.tier == tier:
            return True
        return config.tier_mode.value == "ladder" and order.index(row.tier) < order.index(tier)

    alone = {tier: _amount([row for row in rows if gets(row, tier)], limit) for tier in used}
    if config.pathway.value == "same":
        return {config.tiers[tier].name: amount for tier, amount in alone.items()}
    subjects = sorted({row.subject for row in rows})
    most = 0
    for way in product(used, repeat=len(subjects)):
        chosen = dict(zip(subjects, way, strict=True))
        most = max(most, _amount([row for row in rows if gets(row, chosen[row.subject])], limit))
    names = [config.tiers[tier].name for tier, amount in alone.items() if amount == most]
    return {names[0] if names else "": most}


def verdicts(
    week: Week, by_class: Mapping[ClassId, tuple[Entry, ...]], config: Config
) -> set[Verdict]:
    """Give every load above a limit."""
    found: set[Verdict] = set()
    for class_, entries in by_class.items():
        dealt = [
            (one, piece, _dealt(config, one, piece, week)) for one in entries for piece in one.items
        ]
        for limit in config.limits:
            if class_.grade in limit.grades:
                found |= _broken(class_, dealt, limit, week, config)
    return found


def _broken(
    class_: ClassId,
    dealt: list[tuple[Entry, Item, dict[date, int]]],
    limit: Limit,
    week: Week,
    config: Config,
) -> set[Verdict]:
    rows = [
        Row(day, one.subject, piece.tier, minutes)
        for one, piece, days in dealt
        if _is_counted(config, limit, one, piece)
        for day, minutes in days.items()
    ]
    blocks = days_of(limit, week)
    if limit.per.value == "week-mean":
        blocks = [block for block in blocks if block.kind.value == "school-day"]
    stretches = [[block] for block in blocks]
    if limit.per.value.startswith("week"):
        stretches = [blocks] if blocks else []
    found: set[Verdict] = set()
    for stretch in stretches:
        firsts = [block.first for block in stretch]
        here = [row for row in rows if row.day in firsts]
        for tier, amount in _pupils(here, limit, config).items():
            allowed, shown = limit.value, amount
            if limit.per.value == "day":
                allowed = sum(limit.value for _ in stretch[0].days)
            if limit.per.value == "week-mean":
                shown = 0
                while shown * len(stretch) < amount:
                    shown += 1
            if shown > allowed:
                first = None if limit.per.value.startswith("week") else firsts[0]
                found.add((limit.id, str(class_), first, tier, shown, allowed))
    return found

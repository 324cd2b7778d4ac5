"""A week's days in the words of a sheet, and every form of them that its formulas shall know.

Knows one week's blocks. What a form means is asked of ``content.days``, so that a sheet never names a day
that is read otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from sjboard.content.days import Days
from sjboard.content.workbook.rows import Vocabulary
from sjboard.model import Block, BlockKind

_MOST_LISTED = 8
"""Blocks of which every combination is listed; a week with more has only ranges and pairs."""


def day_name(block: Block, days: Days, words: Vocabulary) -> str:
    """Name one block, by its weekday, as the weekend, or by its holiday's name."""
    names = [words.weekdays[block.first.weekday()]]
    if block.kind is BlockKind.WEEKEND:
        names = [words.weekend, *names]
    elif block.kind is BlockKind.HOLIDAY:
        names = [block.name, *names]
    for name in names:
        if name and days.read(name) == (block,):
            return name
    return block.first.isoformat()


def days_named(firsts: tuple[date, ...], days: Days, words: Vocabulary) -> str:
    """Name the blocks that begin on these days, as shortly as it is read again."""
    week = days.week
    blocks = tuple(block for block in week.blocks if block.first in firsts)
    names = [day_name(block, days, words) for block in blocks]
    forms = [words.every_day, words.weekend] if len(blocks) > 1 else []
    if len(blocks) > 2:
        forms.append(f"{names[0]}{words.to}{names[-1]}")
    forms.append(words.also.join(names))
    forms.append("、".join(block.first.isoformat() for block in blocks))
    return next((form for form in forms if days.read(form) == blocks), forms[-1])


def offered(days: Days, words: Vocabulary) -> tuple[str, ...]:
    """What the drop-down of days offers: each day, the weekend, every day, runs from the first."""
    blocks = days.week.blocks
    names = [day_name(block, days, words) for block in blocks]
    school = days.week.school_days
    forms = [days_named(tuple(b.first for b in school), days, words)] if school else []
    forms += [f"{names[0]}{words.to}{name}" for name in names[2:]]
    forms += [f"{a}{words.also}{b}" for a, b in combinations(names[:5], 2)]
    good = [form for form in forms if isinstance(days.read(form), tuple)]
    return tuple(dict.fromkeys([*names, *good]))


def known_forms(days: Days, words: Vocabulary) -> Mapping[str, tuple[Block, ...]]:
    """Every form that a sheet's formulas know, and the blocks that it means."""
    found: dict[str, tuple[Block, ...]] = {}
    for form in _forms(days, words):
        blocks = days.read(form)
        if isinstance(blocks, tuple):
            found.setdefault(form, blocks)
    return found


def _forms(days: Days, words: Vocabulary) -> Iterator[str]:
    blocks = days.week.blocks
    yield from offered(days, words)
    yield from ("每天", "每日", "周末", "双休日", "假期", words.every_day, words.weekend)
    names = [day_name(block, days, words) for block in blocks]
    dates = [day for block in blocks for day in block.days]
    for day in dates:
        character = "一二三四五六日"[day.weekday()]
        yield from (f"{prefix}{character}" for prefix in ("周", "星期", "礼拜"))
        yield from (f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", day.isoformat())
        yield words.weekdays[day.weekday()]
    for first, last in combinations(names, 2):
        yield f"{first}{words.to}{last}"
        yield from (f"{first}{mark}{last}" for mark in ("至", "到", "-", "—", "~"))
    most = len(names) if len(names) <= _MOST_LISTED else 2
    for count in range(2, most + 1):
        for some in combinations(names, count):
            yield words.also.join(some)
            if words.also != "、":
                yield "、".join(some)

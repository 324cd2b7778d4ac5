"""Random schools, limits and weeks of homework, the same for the same number.

Weeks are cut from real terms: six school days, one-day weekends, holidays of three, eight and nine
days, terms that begin in the middle of a week, breaks of the school's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import TypeVar

from sjboard.config.calendar import Break, Calendar, Publication, make_term, national
from sjboard.config.values import Config
from sjboard.diagnostics import Severity
from sjboard.model import (
    BlockKind,
    Entry,
    Item,
    Kind,
    Limit,
    Measure,
    Mode,
    NthWeekday,
    Pathway,
    Per,
    Place,
    TierMode,
    Week,
)
from tests.policy.school import entry, item, school

KINDS = (
    Kind("written", "书面", written=True),
    Kind("mindmap", "思维导图", written=True),
    Kind("reading", "朗读"),
    Kind("practice", "实践"),
)
T = TypeVar("T")

TIERS = ("basic", "advanced", "extended")
SUBJECTS = ("chinese", "math", "english")
GRADES = {1: 1, 3: 2, 6: 1}


@dataclass(frozen=True, slots=True)
class World:
    """One week of one school."""

    config: Config
    week: Week
    entries: tuple[Entry, ...]


@cache
def _weeks() -> tuple[Week, ...]:
    calendar = Calendar(
        national("CN", (2025, 2026, 2027)),
        (Break("校运会", date(2026, 11, 5), date(2026, 11, 6)),),
        frozenset({date(2026, 11, 28)}),
    )
    firsts = (date(2025, 9, 1), date(2026, 2, 26), date(2026, 9, 2), date(2026, 1, 5))
    return tuple(
        week
        for first in firsts
        for week in make_term(
            "2026-autumn",
            "",
            first,
            20,
            calendar=calendar,
            publication=Publication(4, week_before=True),
        ).weeks
        if week.blocks
    )


def world(number: int) -> World:
    """Make the school and week of a number."""
    random = Random(number)  # noqa: S311 - the same number gives the same week
    week = random.choice(_weeks())
    limits = tuple(_limit(random, n, week) for n in range(random.randint(1, 5)))
    config = school(
        *limits,
        grades=GRADES,
        kinds={kind.id: kind for kind in KINDS},
        tier_mode=random.choice(tuple(TierMode)),
        pathway=random.choice(tuple(Pathway)),
    )
    entries = tuple(_entry(random, n, week) for n in range(random.randint(1, 6)))
    return World(config, week, entries)


def _some(random: Random, things: tuple[T, ...]) -> frozenset[T]:
    return frozenset(random.sample(things, random.randint(1, len(things))))


def _limit(random: Random, number: int, week: Week) -> Limit:
    measure = random.choice((Measure.MINUTES, Measure.MINUTES, Measure.ITEMS, Measure.SUBJECTS))
    top = {Measure.MINUTES: 60, Measure.ITEMS: 4, Measure.SUBJECTS: 2}[measure]
    chance = random.random
    days = tuple(day for block in week.blocks for day in block.days)
    limit = Limit(
        id=f"l{number}",
        grades=_some(random, tuple(GRADES)),
        value=0 if chance() < 0.2 else random.randint(1, top),
        measure=measure,
        per=random.choice(tuple(Per)),
        places=_some(random, tuple(Place)) if chance() < 0.4 else frozenset(Place),
        count_optional=chance() < 0.4,
        severity=random.choice((Severity.ERROR, Severity.WARNING)),
    )
    when = chance()
    if when < 0.4:
        limit = replace(limit, block_kinds=_some(random, tuple(BlockKind)))
    elif when < 0.6:
        limit = replace(limit, weekdays=_some(random, tuple(range(7))))
    if chance() < 0.25:
        limit = replace(limit, dates=_some(random, days))
    if chance() < 0.25:
        hit = random.choice(days)  # else most would miss the week
        which = random.choice((-1, (hit.day - 1) // 7 + 1, random.randint(1, 5)))
        limit = replace(limit, nth=NthWeekday(hit.weekday(), which))
    if chance() < 0.15:
        return replace(limit, value=0)  # a no-homework day
    what = chance()
    if what < 0.3:
        limit = replace(limit, written_only=True)
    elif what < 0.5:
        limit = replace(limit, kinds=_some(random, tuple(kind.id for kind in KINDS)))
    whose = chance()
    if whose < 0.2:
        limit = replace(limit, subjects=_some(random, SUBJECTS))
    elif whose < 0.4:
        limit = replace(limit, except_subjects=_some(random, SUBJECTS[:2]))
    return limit


def piece(random: Random, week: Week, line: int) -> Item:
    """Make a piece of homework for some blocks of a week."""
    chance = random.random
    firsts = tuple(block.first for block in week.blocks)
    return item(
        random.randint(1, 45),
        *sorted(_some(random, firsts)),
        line=line,
        kind=random.choice([kind.id for kind in KINDS]),
        tier=random.choice(TIERS) if chance() < 0.5 else None,
        optional=chance() < 0.25,
        shared=chance() < 0.4,
        place=random.choice([Place.HOME, Place.HOME, *Place]),
    )


def _entry(random: Random, number: int, week: Week) -> Entry:
    firsts = tuple(block.first for block in week.blocks)
    grade = random.choice((1, 3, 3, 3, 6))
    pieces = [piece(random, week, 10 * n + 7) for n in range(random.randint(1, 4))]
    own = grade == 3 and random.random() < 0.4
    made = entry(
        random.choice(SUBJECTS),
        *pieces,
        grade=grade,
        classes=(random.randint(1, 2),) if own else (),
        name=f"e{number}",
        mode=random.choice((None, Mode.ADD, Mode.REPLACE)),
        free_blocks=tuple(sorted(_some(random, firsts))) if random.random() < 0.2 else (),
    )
    return replace(made, week=week.number)

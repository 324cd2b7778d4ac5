"""The head teacher's table: every class's minutes by day, subject, kind and tier, the cap, what is left.

Knows sums, which are policy's. Does not know columns' widths, headings or languages: that is
``edges.load_text``. All figures are whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sjboard.config.values import Config
from sjboard.model import BlockKind, ClassId, Entry, Place, Week
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.policy.scope import counts
from sjboard.records import dataclass
from sjboard.views.common import Common
from sjboard.views.days import Day, days_of

LEAST = 10
"""Minutes below which a piece of written work is not worth suggesting to a subject."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """What a subject sets in one way: its pieces of equal kind, tier, place and duty added up.

    ``column`` is where it belongs, each in exactly one: ``written`` (required, and at a place that the
    cap on written work looks at), ``other`` (all else required at home), ``after-school`` and
    ``in-school`` (all else required there), ``optional``.
    """

    subject: str
    subject_name: str
    kind: str
    kind_name: str
    tier_name: str
    place: Place
    optional: bool
    column: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TableDay:
    """A block of one class. Names, dates and weekday as in ``views.board.DayView``.

    ``loads`` and ``written`` are minutes by tier's name as contract 10 has them, the latter of written
    work alone. ``limit`` is what the cap on written work allows on the whole block, None without one;
    ``left`` what may still be set under it, negative where it is broken, None without a cap.

    ``suggestions`` share what is left over subjects that have set no written work on that day, by
    subject's name, ``LEAST`` minutes or more each; where that is too many, the first of the board's
    order. Subjects are those that ``coverage`` expects, else those that have an entry.

    The last five are the greatest that a pupil gets: optional work, required work in lessons and in
    after-school service, and all required work beyond lessons for pupils who stay for the service, and
    for those who do not.
    """

    block: BlockKind
    first: date
    last: date
    days: int
    weekday: int
    name: str
    lines: tuple[TableLine, ...]
    loads: tuple[tuple[str, int], ...]
    written: tuple[tuple[str, int], ...]
    limit: int | None
    left: int | None
    suggestions: tuple[tuple[str, int], ...]
    optional: int
    in_school: int
    after_school: int
    total_stay: int
    total_leave: int
    silent: bool
    """Whether nothing was handed in for the class this week, which is not 无作业."""


@dataclass(frozen=True, slots=True)
class ClassTable:
    id: ClassId
    days: tuple[TableDay, ...]


@dataclass(frozen=True, slots=True)
class LoadTable:
    term: str
    week: int
    first: date
    last: date
    classes: tuple[ClassTable, ...]


def load_table(
    config: Config,
    week: Week,
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    only: ClassId | None = None,
) -> LoadTable:
    """Make the table of a week for every class of the school, or for one.

    Every block of the week is there, with or without homework.
    """
    classes = config.all_classes if only is None else (only,)
    return LoadTable(
        term=week.term,
        week=week.number,
        first=week.blocks[0].first if week.blocks else week.monday,
        last=week.blocks[-1].last if week.blocks else week.monday,
        classes=tuple(
            ClassTable(class_, _days(config, week, by_class.get(class_, ()), class_))
            for class_ in classes
        ),
    )


def _days(
    config: Config, week: Week, entries: tuple[Entry, ...], class_: ClassId
) -> tuple[TableDay, ...]:
    expected = config.coverage.get(class_.grade) or tuple(dict.fromkeys(e.subject for e in entries))
    days = days_of(Common(week, config), entries, class_)
    return tuple(_day(day, expected, config) for day in days)


def _day(day: Day, expected: Sequence[str], config: Config) -> TableDay:
    block, portions = day.block, day.portions
    home = day.required(Place.HOME)
    after_school = day.required(Place.AFTER_SCHOOL)
    in_school = day.required(Place.IN_SCHOOL)
    left = _left(day, config)
    return TableDay(
        block=block.kind,
        first=block.first,
        last=block.last,
        days=len(block.days),
        weekday=block.first.weekday(),
        name=block.name,
        lines=_lines(day, config),
        loads=tuple(load.tier_loads(portions, config).items()),
        written=tuple(load.tier_loads(day.written(optional=False), config).items()),
        limit=day.limit,
        left=left,
        suggestions=_suggestions(left or 0, day, expected, config),
        optional=load.peak(load.optional(portions), config, count_optional=True)[0],
        in_school=load.peak(in_school, config)[0],
        after_school=load.peak(after_school, config)[0],
        total_stay=load.peak(home + after_school, config)[0],
        total_leave=load.peak(home, config)[0],
        silent=day.silent,
    )


def _left(day: Day, config: Config) -> int | None:
    """What the cap still allows, by everything that it counts."""
    cap, limit = day.cap, day.limit
    if cap is None or limit is None:
        return None
    counted = [p for p in day.portions if counts(cap, p.subject, p.item, config.kinds)]
    return limit - load.peak(counted, config, count_optional=True)[0]


def _suggestions(
    left: int, day: Day, expected: Sequence[str], config: Config
) -> tuple[tuple[str, int], ...]:
    have = {p.subject for optional in (False, True) for p in day.written(optional=optional)}
    waiting = [
        subject for subject in config.subjects if subject in expected and subject not in have
    ]
    taken = waiting[: max(left, 0) // LEAST]
    if not taken:
        return ()
    parts = zip(taken, load.shares(left, len(taken)), strict=True)
    return tuple((config.subjects[subject].name, minutes) for subject, minutes in parts)


def _lines(day: Day, config: Config) -> tuple[TableLine, ...]:
    """Add up equal lines; they stand in the order of subjects, kinds and tiers of config.yaml."""
    counted = set(day.written(optional=False))
    sums: dict[tuple[str, str, str, Place, bool, str], int] = {}
    for portion in day.portions:
        item = portion.item
        column = _column(portion, counted)
        key = (portion.subject, item.kind, item.tier or "", item.place, item.optional, column)
        sums[key] = sums.get(key, 0) + portion.minutes
    ranks = (tuple(config.subjects), tuple(config.kinds), ("", *config.tiers), tuple(Place))
    ordered = sorted(
        sums,
        key=lambda key: (
            [rank.index(part) for rank, part in zip(ranks, key, strict=False)],
            key[4:],
        ),
    )
    return tuple(
        TableLine(
            subject=subject,
            subject_name=config.subjects[subject].name,
            kind=kind,
            kind_name=config.kinds[kind].name,
            tier_name=config.tiers[tier].name if tier else "",
            place=place,
            optional=optional,
            column=column,
            minutes=sums[subject, kind, tier, place, optional, column],
        )
        for subject, kind, tier, place, optional, column in ordered
    )


def _column(portion: Portion, counted: set[Portion]) -> str:
    item = portion.item
    if item.optional:
        return "optional"
    if portion in counted:
        return "written"
    return "other" if item.place is Place.HOME else item.place.value

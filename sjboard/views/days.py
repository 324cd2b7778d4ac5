"""A class's days: what is set, how long it takes, and how that stands to the cap.

Knows portions and loads (policy); the sums are theirs. Does not know bars' widths (``bars``) beyond
asking for them, nor pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sjboard.config.values import Config
from sjboard.diagnostics import Arg, Diagnostic
from sjboard.model import (
    Block,
    BlockKind,
    ClassId,
    Entry,
    Limit,
    Markup,
    Place,
    Subject,
    TierMode,
    Week,
)
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.policy.scope import allowance, counts
from sjboard.records import dataclass
from sjboard.views.bars import Scale, Sum, bar, scale_of
from sjboard.views.board import DayView, Finding, ItemView, SubjectGroup, SubjectNote
from sjboard.views.names import colour, icon, teacher_name
from sjboard.views.waived import waived_finding

Portions: TypeAlias = tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A block of one class before it is drawn. ``sums`` has one, or one a tier where tiers differ.

    ``silent``: nobody has handed in anything for the class this week, so nothing is known of the day.
    """

    block: Block
    portions: Portions
    written: Portions
    notes: tuple[SubjectNote, ...]
    free: bool
    silent: bool
    cap: Limit | None
    sums: tuple[Sum, ...]

    @property
    def limit(self) -> int | None:
        return None if self.cap is None else allowance(self.cap, self.block)

    @property
    def main(self) -> Sum:
        """The sum that governs: the greatest."""
        return max(self.sums, key=lambda s: s.minutes)

    @property
    def shown(self) -> bool:
        """Whether a class's board has it: a weekend or holiday only where something is said of it."""
        school_day = self.block.kind is BlockKind.SCHOOL_DAY
        return school_day or bool(self.portions or self.notes or self.free)


def subject_note(subject: Subject, body: Markup) -> SubjectNote:
    """What a teacher says beside the homework, under the subject's name."""
    return SubjectNote(subject.name, colour(subject), body)


def days_of(
    week: Week, entries: tuple[Entry, ...], config: Config, class_id: ClassId
) -> tuple[Day, ...]:
    """Every block of the week for a class, shown or not. ``entries`` are those that apply to it."""
    portions = load.portions_of(week, entries, config, class_id)
    return tuple(_day(block, portions, entries, config, class_id) for block in week.blocks)


def _day(
    block: Block,
    week_portions: Portions,
    entries: tuple[Entry, ...],
    config: Config,
    class_id: ClassId,
) -> Day:
    portions = load.on(week_portions, block)
    cap = load.written_limit(config, class_id.grade, block)
    return Day(
        block=block,
        portions=portions,
        written=_counted(portions, cap, config),
        notes=tuple(
            dict.fromkeys(
                subject_note(config.subjects[e.subject], note.body)
                for e in entries
                for note in e.day_notes
                if block.first in note.blocks
            )
        ),
        free=any(block.first in e.free_blocks for e in entries),
        silent=not entries,
        cap=cap,
        sums=_sums(portions, cap, block, config),
    )


def _counted(portions: Portions, cap: Limit | None, config: Config) -> Portions:
    """Written work at the places that the cap looks at; at home where there is no cap."""
    places = cap.places if cap else (Place.HOME,)
    return load.at(load.written(portions, config), *places)


def _sums(portions: Portions, cap: Limit | None, block: Block, config: Config) -> tuple[Sum, ...]:
    written = _counted(portions, cap, config)
    optional = load.optional(written)
    loads = load.pupil_loads(load.required(written), config)
    with_bar = {one.tier for one in loads}
    above = _above(portions, cap, block, config)
    sums = tuple(
        Sum(
            tier_name=config.tiers[one.tier].name if one.tier else "",
            minutes=one.amount,
            optional=_optional_for(one.tier, optional, with_bar, config),
            over=above.get(one.tier, max(above.values())),
        )
        for one in loads
    )
    if len({(s.minutes, s.over) for s in sums}) == 1:
        every = load.peak(optional, config, count_optional=True)[0]
        return (Sum("", sums[0].minutes, every, sums[0].over),)
    return sums


def _above(portions: Portions, cap: Limit | None, block: Block, config: Config) -> dict[str, int]:
    """Minutes above the cap by tier's id, of everything that the cap counts."""
    if cap is None:
        return {"": 0}
    allowed = allowance(cap, block)
    counted = tuple(p for p in portions if counts(cap, p.subject, p.item, config.kinds))
    return {one.tier: max(one.amount - allowed, 0) for one in load.pupil_loads(counted, config)}


def _optional_for(tier: str, optional: Portions, with_bar: set[str], config: Config) -> int:
    """Optional written minutes beside a tier's required ones.

    Its own, everyone's, and those of tiers that have no required work and so no bar of their own.
    """
    order = tuple(config.tiers)
    below = (
        set(order[: order.index(tier)]) if tier and config.tier_mode is TierMode.LADDER else set()
    )
    return load.minutes_of(
        p
        for p in optional
        if p.item.tier is None
        or p.item.tier == tier
        or p.item.tier in below
        or p.item.tier not in with_bar
    )


def draw(
    days: Iterable[Day],
    limit: int | None,
    config: Config,
    class_id: ClassId,
    waived: tuple[Diagnostic, ...],
) -> tuple[DayView, ...]:
    """Draw a class's days on one scale; ``limit`` is its ordinary school day's cap.

    ``waived`` are the notes about the class's waivers.
    """
    shown = tuple(days)
    scale = scale_of(((day.limit, day.sums) for day in shown), limit)
    return tuple(
        _view(day, scale, config, _findings(day, day.main, waived, class_id)) for day in shown
    )


def _view(day: Day, scale: Scale, config: Config, findings: tuple[Finding, ...]) -> DayView:
    block, portions = day.block, day.portions
    required, optional = load.required(portions), load.optional(portions)
    home = load.at(required, Place.HOME)
    after_school = load.at(required, Place.AFTER_SCHOOL)
    main = day.main
    bars = tuple([bar(total, day.limit, scale) for total in day.sums])
    return DayView(
        block=block.kind,
        first=block.first,
        last=block.last,
        days=len(block.days),
        weekday=block.first.weekday(),
        name=block.name,
        state=state(day, config),
        groups=_groups(portions, config),
        notes=day.notes,
        bars=bars,
        main=bars[day.sums.index(main)],
        written=main.minutes,
        limit=day.limit,
        over=main.over,
        other=_beside(main.tier_name, load.not_written(home, config), config),
        optional_written=load.peak(load.optional(day.written), config, count_optional=True)[0],
        optional_other=load.peak(
            load.at(load.not_written(optional, config), Place.HOME), config, count_optional=True
        )[0],
        in_school=load.peak(load.at(required, Place.IN_SCHOOL), config)[0],
        after_school=load.peak(after_school, config)[0],
        total_stay=load.peak(home + after_school, config)[0],
        total_leave=load.peak(home, config)[0],
        findings=findings,
        tier_loads=tuple(load.tier_loads(portions, config).items()),
        written_loads=tuple(load.tier_loads(load.written(portions, config), config).items()),
    )


def state(day: Day, config: Config) -> str:
    """``homework``, ``no-written``, ``none`` or ``silent``, as ``DayView`` has them."""
    if not day.portions:
        return "silent" if day.silent else "none"
    return "homework" if load.written(day.portions, config) else "no-written"


def _beside(tier_name: str, portions: Portions, config: Config) -> int:
    """Minutes of other work for the pupils whose written work governs."""
    for one in load.pupil_loads(portions, config):
        if one.tier and config.tiers[one.tier].name == tier_name:
            return one.amount
    return load.peak(portions, config)[0]


def _groups(portions: Portions, config: Config) -> tuple[SubjectGroup, ...]:
    """Items by subject. Portions come in the order of subjects, then as they were written."""
    by_subject: dict[str, list[ItemView]] = {}
    for portion in portions:
        by_subject.setdefault(portion.subject, []).append(_item(portion, config))
    return tuple(
        SubjectGroup(s, config.subjects[s].name, colour(config.subjects[s]), tuple(items))
        for s, items in by_subject.items()
    )


def _item(portion: Portion, config: Config) -> ItemView:
    item, minutes = portion.item, portion.minutes
    kind = config.kinds[item.kind]
    tier = config.tiers[item.tier] if item.tier is not None else None
    return ItemView(
        subject=portion.subject,
        subject_name=config.subjects[portion.subject].name,
        teacher=teacher_name(portion.entry.teacher, config.teachers_shown, config.language),
        body=item.body,
        kind=kind.id,
        kind_name=item.kind_name or kind.name,
        icon=icon(kind),
        written=kind.written,
        tier=tier.id if tier else "",
        tier_name=tier.name if tier else "",
        rank=tuple(config.tiers).index(tier.id) if tier else None,
        optional=item.optional,
        place=item.place,
        minutes=minutes,
        minutes_low=minutes if item.shared else item.minutes_low,
        due=item.due,
    )


def _findings(
    day: Day, main: Sum, waived: tuple[Diagnostic, ...], class_id: ClassId
) -> tuple[Finding, ...]:
    """What is above the day's cap, unless that is waived; and what is waived on the day."""
    own = [note for note in waived if note.case is not None and note.case.day == day.block.first]
    told = tuple(waived_finding(note, class_id) for note in own)
    if not main.over or day.cap is None or f"cap.{day.cap.id}" in {note.rule for note in own}:
        return told
    facts: tuple[tuple[str, Arg], ...] = (
        ("limit", day.limit or 0),
        ("minutes", main.over),
        ("tier", main.tier_name),
    )
    return (Finding("over", facts), *told)

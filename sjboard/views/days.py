"""A class's days: what is set, how long it takes, and how that stands to the cap.

Knows portions and loads (policy); the sums are theirs. Does not know bars' widths (``bars``) beyond
asking for them, nor pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter

from sjboard.config.values import Config
from sjboard.diagnostics import Arg, Diagnostic
from sjboard.model import Block, BlockKind, ClassId, Entry, Limit, Place, TierMode
from sjboard.policy import load
from sjboard.policy.load import Portion, Sort
from sjboard.policy.scope import counts
from sjboard.records import dataclass
from sjboard.views.bars import Scale, Sum, bar, scale_of
from sjboard.views.board import DayView, Finding, ItemView, SubjectGroup, SubjectNote
from sjboard.views.common import Common
from sjboard.views.waived import waived_finding

_AT_HOME = (Place.HOME,)


@dataclass(frozen=True, slots=True)
class Day:
    """A block of one class before it is drawn. ``sums`` has one, or one a tier where tiers differ.

    ``sorts`` are its portions by what sums tell apart; where it is not ``tiered`` all pupils have the same.
    The ``cap`` allows ``limit`` minutes on it. ``silent``: nobody has handed in anything for the class this
    week, so nothing is known of the day.
    """

    block: Block
    portions: Sequence[Portion]
    sorts: Mapping[Sort, list[Portion]]
    tiered: bool
    notes: tuple[SubjectNote, ...]
    free: bool
    silent: bool
    cap: Limit | None
    limit: int | None
    sums: tuple[Sum, ...]

    @property
    def main(self) -> Sum:
        """The sum that governs: the greatest."""
        return self.sums[0] if len(self.sums) == 1 else max(self.sums, key=_MINUTES)

    @property
    def shown(self) -> bool:
        """Whether a class's board has it: a weekend or holiday only where something is said of it."""
        school_day = self.block.kind is BlockKind.SCHOOL_DAY
        return school_day or bool(self.portions or self.notes or self.free)

    def required(self, place: Place) -> list[Portion]:
        """What has to be done in a place, all kinds together."""
        written = self.sorts.get((False, place, True), [])
        return written + self.sorts.get((False, place, False), [])

    def written(self, *, optional: bool) -> list[Portion]:
        """Written work at the places that the cap looks at; at home where there is no cap."""
        return _written(self.sorts, self.cap, optional=optional)


_MINUTES = attrgetter("minutes")


def days_of(common: Common, entries: tuple[Entry, ...], class_id: ClassId) -> tuple[Day, ...]:
    """Every block of the week for a class, shown or not. ``entries`` are those that apply to it."""
    week, config = common.week, common.config
    by_block: dict[date, list[Portion]] = {block.first: [] for block in week.blocks}
    for portion in load.portions_of(week, entries, config, class_id):
        by_block[portion.block.first].append(portion)
    said = [(n.blocks, common.note(e.subject, n.body)) for e in entries for n in e.day_notes]
    free = {first for entry in entries for first in entry.free_blocks}
    days = []
    for block in week.blocks:
        first, portions = block.first, by_block[block.first]
        cap, limit = common.cap(class_id.grade, block)
        sorts = load.by_sort(portions, config)
        tiered = bool(load.tiers_in_use(portions, config))
        notes = tuple(dict.fromkeys([note for blocks, note in said if first in blocks]))
        ours = (first in free, not entries, cap, limit)
        sums = (_sums if tiered else _sum)(portions, sorts, cap, limit or 0, config)
        days.append(Day(block, portions, sorts, tiered, notes, *ours, sums))
    return tuple(days)


def _written(
    sorts: Mapping[Sort, list[Portion]], cap: Limit | None, *, optional: bool
) -> list[Portion]:
    places = cap.places if cap else _AT_HOME
    return [p for place in places for p in sorts.get((optional, place, True), ())]


def _sum(
    portions: Iterable[Portion],
    sorts: Mapping[Sort, list[Portion]],
    cap: Limit | None,
    allowed: int,
    config: Config,
) -> tuple[Sum, ...]:
    """The one sum of a day without tiers."""
    required = load.minutes_of(_written(sorts, cap, optional=False))
    optional = load.minutes_of(_written(sorts, cap, optional=True))
    over = max(load.minutes_of(_counted(portions, cap, config)) - allowed, 0)
    return (Sum("", required, optional, over),)


def _sums(
    portions: Iterable[Portion],
    sorts: Mapping[Sort, list[Portion]],
    cap: Limit | None,
    allowed: int,
    config: Config,
) -> tuple[Sum, ...]:
    """The sum of each tier; one where they come to the same."""
    optional = _written(sorts, cap, optional=True)
    loads = load.pupil_loads(_written(sorts, cap, optional=False), config)
    counted = load.pupil_loads(_counted(portions, cap, config), config)
    above = {one.tier: max(one.amount - allowed, 0) for one in counted}
    most = max(above.values())
    if len({(one.amount, above.get(one.tier, most)) for one in loads}) == 1:
        every = load.most(optional, config)
        return (Sum("", loads[0].amount, every, above.get(loads[0].tier, most)),)
    with_bar = {one.tier for one in loads}
    return tuple(
        Sum(
            tier_name=config.tiers[one.tier].name if one.tier else "",
            minutes=one.amount,
            optional=_optional_for(one.tier, optional, with_bar, config),
            over=above.get(one.tier, most),
        )
        for one in loads
    )


def _counted(portions: Iterable[Portion], cap: Limit | None, config: Config) -> list[Portion]:
    """Everything that the cap counts."""
    if cap is None:
        return []
    kinds = config.kinds
    return [p for p in portions if counts(cap, p.entry.subject, p.item, kinds)]


def _optional_for(
    tier: str, optional: Iterable[Portion], with_bar: set[str], config: Config
) -> int:
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
    common: Common,
    days: Sequence[Day],
    class_id: ClassId,
    waived: tuple[Diagnostic, ...],
) -> tuple[DayView, ...]:
    """Draw a class's days on one scale. ``waived`` are the notes about the class's waivers."""
    limit = common.ordinary_limit(class_id.grade)
    scale = scale_of([(day.limit, day.sums) for day in days], limit)
    return tuple([_view(common, day, scale, _findings(day, waived, class_id)) for day in days])


def _view(common: Common, day: Day, scale: Scale, findings: tuple[Finding, ...]) -> DayView:
    block, sorts, config = day.block, day.sorts, common.config
    home, after_school = day.required(Place.HOME), day.required(Place.AFTER_SCHOOL)
    in_school = day.required(Place.IN_SCHOOL)
    written = [p for sort in _WRITTEN for p in sorts.get(sort, ())]
    leave = load.most(home, config)
    main = day.main
    bars = tuple([bar(total, day.limit, scale) for total in day.sums])
    return DayView(
        block=block.kind,
        first=block.first,
        last=block.last,
        days=len(block.days),
        weekday=block.first.weekday(),
        name=block.name,
        state=_state(day),
        groups=_groups(day.portions, common),
        notes=day.notes,
        bars=bars,
        main=bars[0] if len(bars) == 1 else bars[day.sums.index(main)],
        written=main.minutes,
        limit=day.limit,
        over=main.over,
        other=_beside(main.tier_name, sorts.get(_OTHER, ()), config),
        optional_written=load.most(day.written(optional=True), config),
        optional_other=load.most(sorts.get(_OPTIONAL_OTHER, ()), config),
        in_school=load.most(in_school, config),
        after_school=load.most(after_school, config),
        total_stay=load.most(home + after_school, config) if after_school else leave,
        total_leave=leave,
        findings=findings,
        tier_loads=_by_tier(home + after_school + in_school, day, config),
        written_loads=_by_tier(written, day, config),
    )


_WRITTEN = tuple((False, place, True) for place in Place)
_OTHER = (False, Place.HOME, False)
_OPTIONAL_OTHER = (True, Place.HOME, False)


def _by_tier(portions: Sequence[Portion], day: Day, config: Config) -> tuple[tuple[str, int], ...]:
    if not day.tiered:
        return (("", load.minutes_of(portions)),)
    return tuple(load.tier_loads(portions, config, count_optional=True).items())


def _state(day: Day) -> str:
    """``homework``, ``no-written``, ``none`` or ``silent``, as ``DayView`` has them."""
    if not day.portions:
        return "silent" if day.silent else "none"
    return "homework" if any(written for _, _, written in day.sorts) else "no-written"


def _beside(tier_name: str, portions: Sequence[Portion], config: Config) -> int:
    """Minutes of other work for the pupils whose written work governs."""
    if not portions:
        return 0
    for one in load.pupil_loads(portions, config):
        if one.tier and config.tiers[one.tier].name == tier_name:
            return one.amount
    return load.most(portions, config)


def _groups(portions: Iterable[Portion], common: Common) -> tuple[SubjectGroup, ...]:
    """Items by subject. Portions come in the order of subjects, then as they were written."""
    by_subject: dict[str, list[ItemView]] = {}
    for portion in portions:
        by_subject.setdefault(portion.entry.subject, []).append(common.item(portion))
    return tuple(
        [SubjectGroup(s, *common.subjects[s], tuple(items)) for s, items in by_subject.items()]
    )


def _findings(day: Day, waived: tuple[Diagnostic, ...], class_id: ClassId) -> tuple[Finding, ...]:
    """What is above the day's cap, unless that is waived; and what is waived on the day."""
    own = [note for note in waived if note.case is not None and note.case.day == day.block.first]
    told = tuple([waived_finding(note, class_id) for note in own])
    main = day.main
    if not main.over or day.cap is None or f"cap.{day.cap.id}" in {note.rule for note in own}:
        return told
    facts: tuple[tuple[str, Arg], ...] = (
        ("limit", day.limit or 0),
        ("minutes", main.over),
        ("tier", main.tier_name),
    )
    return (Finding("over", facts), *told)

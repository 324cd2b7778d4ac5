"""A pupil's load (contract 3): which minutes fall on which block, for which tier.

Knows how a class's homework falls on the blocks of a week and how tiers add up. Does not know what
is too much (``limits``), nor which entries apply to a class (``content.apply``). All figures are whole
minutes unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from sjboard.config.values import Config
from sjboard.config.when import holds_on
from sjboard.diagnostics import Severity
from sjboard.model import (
    Block,
    ClassId,
    Entry,
    Item,
    Kind,
    Limit,
    Measure,
    Pathway,
    Per,
    Place,
    TierMode,
    Week,
)
from sjboard.policy.scope import allowance, forbids_all
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """What one piece of homework puts on one block. ``minutes`` may be 0 for a share of a total."""

    entry: Entry
    item: Item
    block: Block
    minutes: int

    @property
    def subject(self) -> str:
        """The id of the subject that set it."""
        return self.entry.subject


Amount: TypeAlias = Callable[[Iterable[Portion]], int]
"""Adds up portions in some unit. It must never fall when a portion is added."""


def minutes_of(portions: Iterable[Portion]) -> int:
    """Add up minutes."""
    return sum([p.minutes for p in portions])


def pieces_of(portions: Iterable[Portion]) -> int:
    """Count pieces of homework; one that is set on four days counts four times."""
    return sum(1 for _ in portions)


def subjects_of(portions: Iterable[Portion]) -> int:
    """Count the subjects that set something."""
    return len({p.subject for p in portions})


def subject_days_of(portions: Iterable[Portion]) -> int:
    """Count each day's subjects, and add the days up: what a mean over days is taken of."""
    return len({(p.subject, p.block.first) for p in portions})


def amount_for(limit: Limit) -> Amount:
    """Choose how a limit's figure adds up over a stretch of days."""
    if limit.measure is Measure.SUBJECTS:
        return subject_days_of if limit.per is Per.WEEK_MEAN else subjects_of
    return pieces_of if limit.measure is Measure.ITEMS else minutes_of


# --- Onto the blocks ----------------------------------------------------------------------------


def shares(total: int, parts: int) -> tuple[int, ...]:
    """Share whole minutes by largest remainder: 50 over 3 is 17, 17, 16.

    All remainders are equal here, so the earlier days get the extra minutes.
    """
    whole, rest = divmod(total, parts)
    return tuple(whole + 1 if n < rest else whole for n in range(parts))


def is_free(block: Block, grade: int, place: Place, config: Config) -> bool:
    """Whether a block is a no-homework day for a grade: some limit forbids all work there."""
    return any(
        forbids_all(limit)
        and grade in limit.grades
        and place in limit.places
        and holds_on(limit, block)
        for limit in config.limits
    )


def _blocks_of(item: Item, blocks: Mapping[date, Block]) -> tuple[Block, ...]:
    days = item.blocks
    if len(days) == 1:  # nearly every piece
        return (blocks[days[0]],) if days[0] in blocks else ()
    return tuple(block for first, block in blocks.items() if first in days)


def _shared(
    entry: Entry, item: Item, blocks: Sequence[Block], config: Config, grade: int
) -> Iterable[Portion]:
    open_blocks = [
        block
        for block in blocks
        if block.first not in entry.free_blocks and not is_free(block, grade, item.place, config)
    ]
    # Where every day named is a no-homework day the work has to stand somewhere, to be found there.
    taken = open_blocks or list(blocks)
    for block, minutes in zip(taken, shares(item.minutes, len(taken)), strict=True):
        yield Portion(entry, item, block, minutes)


def portions_of(
    week: Week, entries: Iterable[Entry], config: Config, class_: ClassId
) -> tuple[Portion, ...]:
    """Lay a class's homework on the blocks of its week, in the order of entries, items and days.

    ``entries`` are those that apply to the class. Plain minutes count on each block that the heading
    names. A shared total is shared over those that are neither no-homework days nor declared 无作业 by
    the entry itself; no portion at all falls on the others.
    """
    portions: list[Portion] = []
    by_day = {block.first: block for block in week.blocks}
    for entry in entries:
        for item in entry.items:
            blocks = _blocks_of(item, by_day)
            if item.shared and blocks:
                portions.extend(_shared(entry, item, blocks, config, class_.grade))
            else:
                portions += [Portion(entry, item, block, item.minutes) for block in blocks]
    return tuple(portions)


# --- Choosing -----------------------------------------------------------------------------------


def on(portions: Iterable[Portion], block: Block) -> tuple[Portion, ...]:
    """Those on one block."""
    first = block.first
    return tuple([p for p in portions if p.block.first == first])


def at(portions: Iterable[Portion], *places: Place) -> tuple[Portion, ...]:
    """Those done in one of the places."""
    return tuple([p for p in portions if p.item.place in places])


def written(portions: Iterable[Portion], config: Config) -> tuple[Portion, ...]:
    """Those of a kind that counts as written."""
    kinds = config.kinds
    return tuple([p for p in portions if kinds[p.item.kind].written])


def not_written(portions: Iterable[Portion], config: Config) -> tuple[Portion, ...]:
    """Those of a kind that does not count as written: oral, practical and the like."""
    kinds = config.kinds
    return tuple([p for p in portions if not kinds[p.item.kind].written])


def required(portions: Iterable[Portion]) -> tuple[Portion, ...]:
    """Those that are not optional."""
    return tuple([p for p in portions if not p.item.optional])


def optional(portions: Iterable[Portion]) -> tuple[Portion, ...]:
    """Those that a pupil may leave out."""
    return tuple([p for p in portions if p.item.optional])


Sort: TypeAlias = tuple[bool, Place, bool]
"""Whether a piece may be left out, where it is done, and whether it counts as written."""


def by_sort(portions: Iterable[Portion], config: Config) -> dict[Sort, list[Portion]]:
    """Sort them into all that sums tell apart but tiers."""
    kinds = config.kinds
    sorts: dict[Sort, list[Portion]] = {}
    for portion in portions:
        item = portion.item
        sort = (item.optional, item.place, kinds[item.kind].written)
        if sort in sorts:
            sorts[sort].append(portion)
        else:
            sorts[sort] = [portion]
    return sorts


# --- Tiers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """What one pupil may get. ``tier`` is an id, "" for every pupil or a mixture of tiers.

    ``amount`` is in the unit asked for; ``portions`` are those that make it up.
    """

    tier: str
    amount: int
    portions: tuple[Portion, ...]


def _done_by(tier: str, portions: Iterable[Portion], config: Config) -> tuple[Portion, ...]:
    """What a pupil of a tier does: what is for all, that tier's, with ``ladder`` all below it too."""
    order = tuple(config.tiers)
    if config.tier_mode is TierMode.LADDER and tier in order:
        tiers = frozenset(order[: order.index(tier) + 1])
    else:
        tiers = frozenset((tier,))
    return tuple(p for p in portions if p.item.tier is None or p.item.tier in tiers)


def tiers_in_use(portions: Iterable[Portion], config: Config) -> tuple[str, ...]:
    """The ids of the tiers that some piece is for, in the order of config.yaml."""
    used = {p.item.tier for p in portions}
    used.discard(None)
    return tuple([tier for tier in config.tiers if tier in used]) if used else ()


def _mixture(
    portions: tuple[Portion, ...], used: tuple[str, ...], config: Config, amount: Amount
) -> Load:
    """Take each subject at its greatest tier (``pathway: any``)."""
    taken: list[Portion] = []
    total = 0
    for subject in dict.fromkeys(p.subject for p in portions):
        own = tuple(p for p in portions if p.subject == subject)
        ways = [_done_by(tier, own, config) for tier in used] or [own]
        greatest = max(ways, key=amount)
        taken.extend(greatest)
        total += amount(greatest)
    return Load("", total, tuple(taken))


def pupil_loads(
    portions: Iterable[Portion], config: Config, amount: Amount = minutes_of
) -> tuple[Load, ...]:
    """The loads that pupils may get from the portions, one a sort of pupil.

    Without tiers in use: one, of tier "". With ``pathway: same``: one a tier in use, in config.yaml's
    order. With ``pathway: any``: one, the sum of each subject's greatest; its tier is named where a
    single tier alone comes to the same, else it is "". Filter out optional work before, if it does
    not count.
    """
    every = tuple(portions)
    used = tiers_in_use(every, config)
    if not used:
        return (Load("", amount(every), every),)
    same = tuple(
        Load(tier, amount(done), done)
        for tier, done in ((tier, _done_by(tier, every, config)) for tier in used)
    )
    if config.pathway is Pathway.SAME:
        return same
    mixture = _mixture(every, used, config, amount)
    return (next((load for load in same if load.amount == mixture.amount), mixture),)


def tier_loads(
    portions: Iterable[Portion], config: Config, *, count_optional: bool = False
) -> dict[str, int]:
    """Minutes by tier's name, as contract 10's ``loads`` has them.

    "" is always there, first: what is for every pupil; with ``pathway: any`` and tiers in use, the sum
    of each subject's greatest. Then the tiers in use, in config.yaml's order. The greatest value is
    always the one that governs.
    """
    every = tuple(portions) if count_optional else required(portions)
    used = tiers_in_use(every, config)
    if not used:
        return {"": minutes_of(every)}
    if config.pathway is Pathway.ANY:
        common = _mixture(every, used, config, minutes_of).amount
    else:
        common = minutes_of(p for p in every if p.item.tier is None)
    by_tier = {config.tiers[t].name: minutes_of(_done_by(t, every, config)) for t in used}
    return {"": common, **by_tier}


def peak(
    portions: Iterable[Portion], config: Config, *, count_optional: bool = False
) -> tuple[int, str]:
    """The minutes that govern, the greatest of the loads, and the tier's name ("" as in ``Load``).

    Of equal tiers the first in config.yaml is named.
    """
    every = tuple(portions) if count_optional else required(portions)
    if not every:  # of most sorts of work a day has none
        return 0, ""
    greatest = max(pupil_loads(every, config), key=lambda load: load.amount)
    return greatest.amount, config.tiers[greatest.tier].name if greatest.tier else ""


def most(portions: Iterable[Portion], config: Config) -> int:
    """The minutes that govern, as ``peak`` has them, of portions that all count."""
    every = tuple(portions)
    if not tiers_in_use(every, config):
        return minutes_of(every)
    return max(load.amount for load in pupil_loads(every, config))


# --- The cap that a board shows -----------------------------------------------------------------


def _caps_written(limit: Limit, kinds: Iterable[Kind]) -> bool:
    """Whether a limit counts all written work done at home, of every subject.

    No pieces and no subjects are no minutes either.
    """
    return (
        (limit.measure is Measure.MINUTES or limit.value == 0)
        and limit.per in (Per.DAY, Per.BLOCK)
        and Place.HOME in limit.places
        and limit.subjects is None
        and not limit.except_subjects
        and (limit.kinds is None or all(kind.id in limit.kinds for kind in kinds if kind.written))
    )


def written_limit(config: Config, grade: int, block: Block) -> Limit | None:
    """The tightest cap in minutes that holds for written work at home on a block; None without one.

    A cap on all kinds together binds written work too. Caps that are errors come before those that only
    warn. How many minutes it allows on the block is ``scope.allowance``.
    """
    caps = [
        limit
        for limit in config.limits
        if grade in limit.grades
        and holds_on(limit, block)
        and _caps_written(limit, config.kinds.values())
    ]
    return min(
        caps,
        key=lambda cap: (cap.severity is not Severity.ERROR, allowance(cap, block), cap.id),
        default=None,
    )

"""Caps (contract 4): every load of every class against every limit, and the way back under it.

Knows what a broken limit is and whom to ask. Does not know where a limit holds and what it counts
(``scope``), nor how loads add up (``load``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sjboard.config.values import Config
from sjboard.config.when import holds_on
from sjboard.diagnostics import Arg, Case, Diagnostic, Phrase, finding
from sjboard.model import (
    Block,
    BlockKind,
    ClassId,
    Entry,
    Limit,
    Measure,
    Pathway,
    Per,
    Place,
    Week,
)
from sjboard.policy.cases import phrase, settle, when
from sjboard.policy.load import Load, Portion, amount_for, on, portions_of, pupil_loads
from sjboard.policy.scope import allowance, counts
from sjboard.records import dataclass

_UNITS = {Measure.MINUTES: "minutes", Measure.ITEMS: "items", Measure.SUBJECTS: "subjects"}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one comparison is about: a block, or with ``block`` None the week.

    ``allowed`` is what the sum over the stretch may be at most; ``days`` divide both for a mean, else 1.
    """

    block: Block | None
    portions: tuple[Portion, ...]
    allowed: int
    days: int = 1


@dataclass(frozen=True, slots=True)
class _Breach:
    """A load above its limit. ``largest`` is its greatest contributor, ``others`` the rest of them."""

    limit: Limit
    week: Week
    stretch: _Stretch
    load: Load
    largest: tuple[Portion, int]
    others: tuple[Portion, ...]


def check_limits(
    week: Week,
    _entries: Sequence[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find every load above a limit: ``cap.<id>``, one finding per class, day and tier.

    ``case.minutes`` and ``case.limit`` are in the limit's own unit; for ``per: day`` on a weekend or
    holiday the limit is times its days (see ``scope.allowance``), for a mean both are a day's, the
    mean rounded up.
    """
    found = (
        (class_, _told(breach, config))
        for class_, entries in by_class.items()
        for breach in _breaches(week, portions_of(week, entries, config, class_), config, class_)
    )
    return settle(found, week, config)


# --- Comparing ----------------------------------------------------------------------------------


def _breaches(
    week: Week, portions: Sequence[Portion], config: Config, class_: ClassId
) -> Iterator[_Breach]:
    for limit in config.limits:
        if class_.grade not in limit.grades:
            continue
        counted = [p for p in portions if counts(limit, p.subject, p.item, config.kinds)]
        for stretch in _stretches(limit, week, counted):
            for load in pupil_loads(stretch.portions, config, amount_for(limit)):
                if load.amount > stretch.allowed:
                    largest, others = _contributors(load.portions)
                    yield _Breach(limit, week, stretch, load, largest, others)


def _stretches(limit: Limit, week: Week, counted: Iterable[Portion]) -> Iterator[_Stretch]:
    blocks = [block for block in week.blocks if holds_on(limit, block)]
    if limit.per is Per.WEEK_MEAN:
        blocks = [block for block in blocks if block.kind is BlockKind.SCHOOL_DAY]
    if not blocks:
        return
    days = {block.first for block in blocks}
    counted = [p for p in counted if p.block.first in days]
    if limit.per is Per.WEEK:
        yield _Stretch(None, tuple(counted), limit.value)
    elif limit.per is Per.WEEK_MEAN:
        yield _Stretch(None, tuple(counted), limit.value * len(blocks), len(blocks))
    else:
        for block in blocks:
            yield _Stretch(block, on(counted, block), allowance(limit, block))


def _contributors(
    portions: Iterable[Portion],
) -> tuple[tuple[Portion, int], tuple[Portion, ...]]:
    """Find the piece with the most minutes in the stretch, and the other pieces, greatest first."""
    minutes: dict[tuple[str, int, int], int] = {}
    first: dict[tuple[str, int, int], Portion] = {}
    for portion in portions:
        span = portion.item.span
        place = (span.file, span.line, span.column)
        minutes[place] = minutes.get(place, 0) + portion.minutes
        first.setdefault(place, portion)
    places = sorted(minutes, key=lambda place: (-minutes[place], place))
    return (first[places[0]], minutes[places[0]]), tuple(first[place] for place in places[1:])


# --- Telling ------------------------------------------------------------------------------------


def _told(breach: _Breach, config: Config) -> Diagnostic:
    limit, stretch, load = breach.limit, breach.stretch, breach.load
    block = stretch.block
    tier = config.tiers[load.tier].name if load.tier else ""
    amount = -(-load.amount // stretch.days)
    allowed = stretch.allowed // stretch.days
    unit = _UNITS[limit.measure]
    args: dict[str, Arg] = {
        "when": _when(breach),
        "tier": phrase("tier", name=tier) if tier else "",
        "what": _what(limit, config),
        "amount": phrase(unit, n=amount),
        "limit": _allowed(breach, phrase(unit, n=allowed)),
        "way": _way(breach, config),
        "source": phrase("source", source=limit.source) if limit.source else "",
    }
    variant = "none" if allowed == 0 else ""
    if limit.message:
        variant = "message"
        args["message"] = limit.message
    return finding(
        f"cap.{limit.id}",
        breach.largest[0].item.span,
        severity=limit.severity,
        related=[portion.item.span for portion in breach.others],
        case=Case(day=block.first if block else None, tier=tier, minutes=amount, limit=allowed),
        words=f"cap:{variant}" if variant else "cap",
        **args,
    )


def _when(breach: _Breach) -> Phrase:
    block = breach.stretch.block
    if block is None:
        mean = breach.limit.per is Per.WEEK_MEAN
        return phrase("when.mean" if mean else "when.week", week=breach.week.number)
    return when(block)


def _allowed(breach: _Breach, whole: Phrase) -> Phrase:
    """Say what is allowed, and how a weekend's figure comes about."""
    limit, block = breach.limit, breach.stretch.block
    if block is None or limit.per is not Per.DAY or len(block.days) == 1:
        return whole
    one = phrase(_UNITS[limit.measure], n=limit.value)
    return phrase("days-of", whole=whole, one=one, days=len(block.days))


def _what(limit: Limit, config: Config) -> Phrase:
    """Name what a limit counts: 家庭书面作业."""
    parts: dict[str, Arg] = {"places": "", "subjects": ""}
    if limit.places != frozenset(Place):
        key = "+".join(place.value for place in Place if place in limit.places)
        parts["places"] = phrase(f"places.{key}") if key else ""
    if limit.subjects is not None:
        names = tuple(s.name for s in config.subjects.values() if s.id in limit.subjects)
        parts["subjects"] = phrase("only-subjects", names=names)
    elif limit.except_subjects:
        names = tuple(s.name for s in config.subjects.values() if s.id in limit.except_subjects)
        parts["subjects"] = phrase("except-subjects", names=names)
    if limit.written_only:
        return phrase("what.written", **parts)
    if limit.kinds is not None:
        names = tuple(k.name for k in config.kinds.values() if k.id in limit.kinds)
        return phrase("what.kinds", kinds=names, **parts)
    return phrase("what.all", **parts)


def _way(breach: _Breach, config: Config) -> Phrase:
    """Say the cheapest way back: what the greatest contributor may still be, if that is enough."""
    limit, stretch, load = breach.limit, breach.stretch, breach.load
    largest, minutes = breach.largest
    subject = config.subjects[largest.subject].name
    if stretch.allowed == 0:
        variant = "way.none-written" if limit.written_only else "way.none"
        return phrase(variant, subject=subject)
    over = load.amount - stretch.allowed
    remains = minutes - over
    if (
        limit.measure is Measure.MINUTES
        and stretch.block is not None
        and not largest.item.shared
        and remains >= 1
        and _enough(breach, config, replace(largest, minutes=remains))
    ):
        return phrase("way.shrink", subject=subject, minutes=minutes, remains=remains)
    unit = _UNITS[limit.measure]
    excess = phrase(unit, n=over)
    scope = unit if stretch.block is not None else "week"
    return phrase(f"way.reduce.{scope}", subject=subject, minutes=minutes, over=excess)


def _enough(breach: _Breach, config: Config, smaller: Portion) -> bool:
    """Whether a smaller greatest contributor brings the load back under its limit.

    With ``pathway: any`` another tier of the same subject may then be the greatest.
    """
    if config.pathway is Pathway.SAME:
        return True
    largest = breach.largest[0]
    portions = [smaller if p == largest else p for p in breach.stretch.portions]
    greatest = max(load.amount for load in pupil_loads(portions, config))
    return greatest <= breach.stretch.allowed

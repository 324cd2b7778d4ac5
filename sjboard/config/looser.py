"""When one limit is looser than another, in which way, and by how much.

Knows two limits side by side. Does not know layers and floors (``layers``), nor words: a way is the
name of a variant of ``config.floor``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from sjboard.config.fields import WEEKDAYS
from sjboard.diagnostics import Arg
from sjboard.model import BlockKind, Kind, Limit, Measure, Per, Place, Subject
from sjboard.records import dataclass

Loosened: TypeAlias = tuple[str, str, dict[str, Arg]]
"""In which way (a variant of config.floor), at which key, and by how much."""


@dataclass(frozen=True, slots=True)
class Known:
    """The school's kinds and subjects by id: what "written" and "all" come to."""

    kinds: Mapping[str, Kind]
    subjects: Mapping[str, Subject]

    @property
    def written(self) -> frozenset[str]:
        return frozenset(kind.id for kind in self.kinds.values() if kind.written)


def looser_limit(base: Limit, rule: Limit, known: Known) -> Iterator[Loosened]:
    """Give every way in which ``rule`` lets pass what ``base`` does not, but for grades and severity."""
    if rule.measure is not base.measure:
        # Nothing is nothing, however it is counted; but a share of a total may be 0 minutes.
        if rule.value or base.value or rule.measure is Measure.MINUTES:
            yield "measure", rule.measure.value, {"key": base.measure.value}
    elif rule.value > base.value:
        more = rule.value - base.value
        yield "value", rule.measure.value, {"limit": base.value, "value": rule.value, "more": more}
    if not _per_is_no_looser(base, rule):
        yield "per", "per", {"base": base.per.value, "value": rule.per.value}
    yield from _days(base, rule)
    yield from _kinds(base, rule, known)
    if not rule.places >= base.places:
        missing = tuple(p.value for p in Place if p in base.places - rule.places)
        yield "places", "places", {"missing": missing}
    yield from _subjects(base, rule, known)
    if base.count_optional and not rule.count_optional:
        yield "optional", "optional", {}


def same_work(one: Limit, other: Limit) -> bool:
    """Whether two limits count the same pieces, in the same way and unit, whatever the day and grade."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in (
            *("measure", "per", "written_only", "kinds", "places"),
            *("subjects", "except_subjects", "count_optional"),
        )
    )


# --- How it adds up -----------------------------------------------------------------------------

_STRICTER_PER = ((Per.WEEK_MEAN, Per.DAY), (Per.WEEK_MEAN, Per.BLOCK), (Per.DAY, Per.BLOCK))
"""Who keeps each day keeps the mean; a whole weekend's figure is less than one for each of its days."""


def _per_is_no_looser(base: Limit, rule: Limit) -> bool:
    if rule.per is base.per or (base.per, rule.per) in _STRICTER_PER:
        return True
    school_days = frozenset({BlockKind.SCHOOL_DAY})
    if (base.per, rule.per) == (Per.BLOCK, Per.DAY):
        return base.block_kinds == school_days  # a school day is a block of one day
    return base.value == rule.value == 0 and base.per is not Per.WEEK_MEAN is not rule.per


# --- Days ---------------------------------------------------------------------------------------


def _days(base: Limit, rule: Limit) -> Iterator[Loosened]:
    """Tell the days that the base holds on and the rule does not, by how they are written."""
    if rule.block_kinds:
        held = base.block_kinds or frozenset(BlockKind)
        gone = tuple(k.value for k in BlockKind if k in held - rule.block_kinds)
        if gone:
            yield "days", "days", {"missing": gone}
    if rule.weekdays:
        held_days = base.weekdays or frozenset(range(7))
        gone = tuple(WEEKDAYS[n] for n in sorted(held_days - rule.weekdays))
        if gone:
            yield "days", "days", {"missing": gone}
    if not rule.dates and rule.nth is None:
        if rule.per is base.per is Per.WEEK_MEAN and _mean_days(rule) != _mean_days(base):
            yield "mean-days", "days", {}  # a mean over more days is a mean with lighter days in it
        return
    key = "dates" if rule.dates else "nth"
    if not base.dates and base.nth is None:
        yield "only-dates", key, {}
        return
    lost: list[date] = sorted(base.dates - rule.dates)
    if lost:
        yield "days", key, {"missing": tuple(day.isoformat() for day in lost)}
    if base.nth is not None and rule.nth != base.nth:
        yield "nth", "nth" if rule.nth else key, {}
    if rule.per is base.per is Per.WEEK_MEAN and _mean_days(rule) != _mean_days(base):
        yield "mean-days", key, {}


def _mean_days(limit: Limit) -> tuple[object, ...]:
    """On which days a mean is taken: of all blocks, only school days count."""
    kinds = limit.block_kinds or frozenset(BlockKind)
    return (BlockKind.SCHOOL_DAY in kinds, limit.weekdays, limit.dates, limit.nth)


# --- What it counts -----------------------------------------------------------------------------


def _kinds(base: Limit, rule: Limit, known: Known) -> Iterator[Loosened]:
    def ids(limit: Limit) -> frozenset[str]:
        if limit.written_only:
            return known.written
        return frozenset(known.kinds) if limit.kinds is None else limit.kinds

    gone = ids(base) - ids(rule)
    if gone:
        names = tuple(kind.name for kind in known.kinds.values() if kind.id in gone)
        yield "kinds", "kinds", {"missing": names}


def _subjects(base: Limit, rule: Limit, known: Known) -> Iterator[Loosened]:
    gone = subjects_of(base, known) - subjects_of(rule, known)
    if gone:
        names = tuple(subject.name for subject in known.subjects.values() if subject.id in gone)
        key = "except_subjects" if rule.except_subjects else "subjects"
        yield "subjects", key, {"missing": names}


def subjects_of(limit: Limit, known: Known) -> frozenset[str]:
    """The ids of the school's subjects whose work a limit counts."""
    named = frozenset(known.subjects) if limit.subjects is None else limit.subjects
    return named - limit.except_subjects

"""Limits that make no sense as they are written: they can never apply, or another one undoes them.

Knows the limits of one pack, or of config.yaml itself, and the school's own calendar and subjects.
Does not know layers: that a stricter pack overrules a looser one is what packs are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sjboard.config.looser import Known, looser_limit, same_work, subjects_of
from sjboard.config.packs import Layer, Written
from sjboard.config.when import holds_on
from sjboard.diagnostics import Arg, Diagnostic, Severity, Span, finding
from sjboard.model import Block, BlockKind, Limit, Measure, Per, Term
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """What a school's own limits are looked at against.

    ``terms`` and ``grades`` are empty where config.yaml's could not all be read.
    """

    known: Known
    terms: Mapping[str, Term]
    grades: frozenset[int]

    @property
    def blocks(self) -> Iterator[Block]:
        return (b for term in self.terms.values() for week in term.weeks for b in week.blocks)


def check_sense(layer: Layer, setting: Setting) -> Iterator[Diagnostic]:
    """Find what can never apply, and pairs of which one undoes the other, in a school's own layer.

    All are ``config.contradiction``, or ``config.pack`` in a pack's own file. Grades that the school has
    not are a fault in config.yaml only: a pack may be written for several schools.
    """
    rule = "config.contradiction" if layer.info is None else "config.pack"
    enabled = [written for written in layer.limits if written.enabled]
    for written in enabled:
        fault = _never(written.rule, setting, own=layer.info is None)
        if fault is not None:
            variant, key, args = fault
            yield _told(rule, written.place(key), variant, (), id=written.rule.id, **args)
    for index, written in enumerate(enabled):
        yield from _undone(rule, written, enabled[:index], setting.known)


def _told(
    rule: str, place: Span, variant: str, related: tuple[Span, ...], **args: Arg
) -> Diagnostic:
    return finding(
        rule,
        place,
        severity=Severity.ERROR,
        related=related,
        case=None,
        words=f"config.contradiction:{variant}",
        **args,
    )


def _never(limit: Limit, setting: Setting, *, own: bool) -> tuple[str, str, dict[str, Arg]] | None:
    """Say why a limit can never apply: a variant, the key at fault, and arguments; None if it can."""
    if not limit.places:
        return "no-places", "places", {}
    school_days = BlockKind.SCHOOL_DAY
    if limit.per is Per.WEEK_MEAN and limit.block_kinds and school_days not in limit.block_kinds:
        return "mean-without-school-days", "per", {}
    if own and setting.grades and not limit.grades & setting.grades:
        return "no-grades", "grades", {"grades": tuple(str(g) for g in sorted(setting.grades))}
    counted = subjects_of(limit, setting.known)
    if limit.except_subjects and not counted:
        return "no-subjects", "except_subjects", {}
    if limit.measure is Measure.SUBJECTS and limit.subjects and limit.value >= len(counted) > 0:
        return "never-reached", "subjects_count", {"value": limit.value, "subjects": len(counted)}
    return _never_on_a_day(limit, setting)


def _never_on_a_day(limit: Limit, setting: Setting) -> tuple[str, str, dict[str, Arg]] | None:
    """Only days that were named one by one can be missed: a year without holidays is no mistake."""
    if not (limit.weekdays or limit.dates or limit.nth) or not setting.terms:
        return None
    blocks = tuple(setting.blocks)
    if any(holds_on(limit, block) for block in blocks):
        return None
    terms = tuple(term.name for term in setting.terms.values())
    inside = {day for block in blocks for day in block.days}
    if limit.dates and not limit.dates & inside and limit.nth is None:
        return "dates-outside", "dates", {"terms": terms}
    key = "nth" if limit.nth else "dates" if limit.dates else "days"
    return "no-such-day", key, {"terms": terms}


def _undone(
    rule: str, later: Written[Limit], earlier: Iterable[Written[Limit]], known: Known
) -> Iterator[Diagnostic]:
    """Find a limit that an other of the same list makes useless: as much work, no higher a figure.

    Only where both count the very same pieces: 60 written minutes beside 45 in all is no mistake, and
    one for a single grade may well be stricter than the one for all.
    """
    for other in earlier:
        pair = (later.rule, other.rule)
        if later.rule.id == other.rule.id or not same_work(*pair):
            continue
        for useless, stricter in (pair, pair[::-1]):
            if _covers(stricter, useless, known):
                yield _told(
                    rule,
                    later.rule.span,
                    "undone",
                    (other.rule.span,),
                    id=useless.id,
                    value=useless.value,
                    other=stricter.id,
                    limit=stricter.value,
                )
                break


def _covers(stricter: Limit, useless: Limit, known: Known) -> bool:
    return (
        stricter.grades >= useless.grades
        and (stricter.severity is Severity.ERROR or useless.severity is stricter.severity)
        and not any(looser_limit(useless, stricter, known))
    )

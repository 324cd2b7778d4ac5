"""Layers of policies into those in force, and whether one loosens the floor.

Knows the order of ``policy.use``, ``policy.limits`` and ``policy.bans`` (contract 4), and when one
limit is looser than another. Does not know YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from sjboard.config.packs import Layer, R, Written
from sjboard.diagnostics import Arg, Diagnostic, Severity, Span, finding
from sjboard.model import Ban, Limit, Per

Loosened: TypeAlias = tuple[str, str, dict[str, Arg]]
"""In which way (a variant of config.floor), at which key, and by how much."""

_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


def merge(
    layers: Iterable[Layer], written_kinds: frozenset[str]
) -> tuple[tuple[Limit, ...], tuple[Ban, ...], tuple[Diagnostic, ...]]:
    """Lay later layers over earlier ones by id; ``written_kinds`` are ids."""
    found: list[Diagnostic] = []
    limits: dict[str, Written[Limit]] = {}
    bans: dict[str, Written[Ban]] = {}
    limit_floor: dict[str, Written[Limit]] = {}
    ban_floor: dict[str, Written[Ban]] = {}
    for layer in layers:
        is_floor = layer.info is not None and layer.info.floor
        found += _lay(layer.limits, limits, limit_floor, _looser_limit(written_kinds), is_floor)
        found += _lay(layer.bans, bans, ban_floor, _looser_ban, is_floor)
    return (
        tuple(replace(w.rule, floor=i in limit_floor) for i, w in limits.items() if w.enabled),
        tuple(replace(w.rule, floor=i in ban_floor) for i, w in bans.items() if w.enabled),
        tuple(found),
    )


def _lay(
    rules: Iterable[Written[R]],
    current: dict[str, Written[R]],
    floor: dict[str, Written[R]],
    looser: Callable[[R, R], Iterator[Loosened]],
    is_floor: bool,  # noqa: FBT001 - the last of five that are always given in this order
) -> Iterator[Diagnostic]:
    written: Written[R]
    for written in rules:
        id_ = written.rule.id
        if id_ in floor:
            base: R = floor[id_].rule
            for way, key, args in (*_looser_state(base, written), *looser(base, written.rule)):
                yield _loosened(written.place(key), base, way, args)
        if is_floor and written.enabled:
            floor[id_] = written
        current[id_] = written


def _loosened(place: Span, base: Limit | Ban, way: str, args: dict[str, Arg]) -> Diagnostic:
    return finding(
        "config.floor",
        place,
        way,
        severity=Severity.ERROR,
        related=[base.span],
        case=None,
        words=None,
        id=base.id,
        pack=base.pack,
        **args,
    )


def _looser_state(base: Limit | Ban, written: Written[R]) -> Iterator[Loosened]:
    rule = written.rule
    if not written.enabled:
        yield "enabled", "enabled", {}
    if _RANK[rule.severity] < _RANK[base.severity]:
        yield "severity", "severity", {}
    gone = base.grades - rule.grades
    if gone:
        yield "grades", "grades", {"missing": tuple(str(g) for g in sorted(gone))}


def _looser_limit(written_kinds: frozenset[str]) -> Callable[[Limit, Limit], Iterator[Loosened]]:
    def looser(base: Limit, rule: Limit) -> Iterator[Loosened]:
        if rule.measure is not base.measure:
            yield "measure", rule.measure.value, {"key": base.measure.value}
        elif rule.value > base.value:
            args: dict[str, Arg] = {
                "limit": base.value,
                "value": rule.value,
                "more": rule.value - base.value,
            }
            yield "value", rule.measure.value, args
        if rule.per is not base.per and (base.per, rule.per) != (Per.WEEK_MEAN, Per.DAY):
            yield "per", "per", {"base": base.per.value, "value": rule.per.value}
        if not _covers_days(base, rule):
            yield "days", "days", {}
        if not _covers_kinds(base, rule, written_kinds):
            yield "kinds", "kinds", {}
        if not rule.places >= base.places:
            missing = tuple(sorted(p.value for p in base.places - rule.places))
            yield "places", "places", {"missing": missing}
        if not _covers_subjects(base, rule):
            yield "subjects", "subjects", {}
        if base.count_optional and not rule.count_optional:
            yield "optional", "optional", {}

    return looser


def _covers_days(base: Limit, rule: Limit) -> bool:
    """Whether every day that the floor's limit holds on, the replacement holds on too."""
    every = (
        not rule.block_kinds or (base.block_kinds and rule.block_kinds >= base.block_kinds)
    ) and (not rule.weekdays or (base.weekdays and rule.weekdays >= base.weekdays))
    some = (not rule.dates or (base.dates and rule.dates >= base.dates)) and (
        rule.nth is None or rule.nth == base.nth
    )
    return bool(every and some)


def _covers_kinds(base: Limit, rule: Limit, written_kinds: frozenset[str]) -> bool:
    def ids(limit: Limit) -> frozenset[str] | None:
        return written_kinds if limit.written_only else limit.kinds

    wanted, given = ids(base), ids(rule)
    return given is None or (wanted is not None and given >= wanted)


def _covers_subjects(base: Limit, rule: Limit) -> bool:
    if base.subjects is None:
        return rule.subjects is None and rule.except_subjects <= base.except_subjects
    if rule.subjects is None:
        return not rule.except_subjects & base.subjects
    return rule.subjects >= base.subjects


def _looser_ban(base: Ban, rule: Ban) -> Iterator[Loosened]:
    if not set(rule.patterns) >= set(base.patterns):
        yield "patterns", "patterns", {}
    if not set(rule.unless) <= set(base.unless):
        yield "unless", "unless", {}
    if not set(rule.verbs) >= set(base.verbs):
        yield "verbs", "repeat", {}
    elif base.verbs and rule.more_than > base.more_than:
        yield "more-than", "repeat", {"limit": base.more_than, "value": rule.more_than}

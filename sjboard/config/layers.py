"""Layers of policies into those in force, and whether one loosens the floor.

Knows the order of ``policy.use``, ``policy.limits`` and ``policy.bans`` (contract 4), and that a floor
holds. Does not know when one limit is looser than another (``looser``), nor YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sjboard.config.looser import Known, Loosened, looser_limit
from sjboard.config.packs import Layer, R, Written
from sjboard.diagnostics import Arg, Diagnostic, Phrase, Severity, finding
from sjboard.model import Ban, Limit

OWN = "config.yaml"

_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


def merge(
    layers: Iterable[Layer], known: Known
) -> tuple[tuple[Limit, ...], tuple[Ban, ...], tuple[Diagnostic, ...]]:
    """Lay later layers over earlier ones by id.

    A limit on subjects or kinds of which the school has none (of a bundled pack) is left out.
    """
    found: list[Diagnostic] = []
    limits: dict[str, Written[Limit]] = {}
    bans: dict[str, Written[Ban]] = {}
    limit_floor: dict[str, Written[Limit]] = {}
    ban_floor: dict[str, Written[Ban]] = {}

    def looser(base: Limit, rule: Limit) -> Iterator[Loosened]:
        return looser_limit(base, rule, known)

    for layer in layers:
        found += _lay(layer, layer.limits, limits, limit_floor, looser)
        found += _lay(layer, layer.bans, bans, ban_floor, _looser_ban)
    return (
        tuple(
            replace(w.rule, floor=i in limit_floor)
            for i, w in limits.items()
            if w.enabled and frozenset() not in (w.rule.subjects, w.rule.kinds)
        ),
        tuple(replace(w.rule, floor=i in ban_floor) for i, w in bans.items() if w.enabled),
        tuple(found),
    )


def _lay(
    layer: Layer,
    rules: Iterable[Written[R]],
    current: dict[str, Written[R]],
    floor: dict[str, Written[R]],
    looser: Callable[[R, R], Iterator[Loosened]],
) -> Iterator[Diagnostic]:
    is_floor = layer.info is not None and layer.info.floor
    written: Written[R]
    for written in rules:
        id_ = written.rule.id
        if id_ in floor:
            base: R = floor[id_].rule
            ways = [*_looser_state(base, written)]
            if written.enabled:
                ways.extend(looser(base, written.rule))
            for way, key, args in ways:
                yield _loosened(layer, written, key, base, way, args)
        if is_floor and written.enabled:
            floor[id_] = written
        current[id_] = written


def _loosened(  # noqa: PLR0917 - who loosens what, in which way and by how much
    layer: Layer,
    written: Written[R],
    key: str,
    base: Limit | Ban,
    way: str,
    args: dict[str, Arg],
) -> Diagnostic:
    """Tell it where it is written; for a bundled pack, which nobody can mend, where it is used."""
    own = written.rule.pack or OWN
    told = finding(
        "config.floor",
        written.place(key),
        way,
        severity=Severity.ERROR,
        related=[base.span],
        case=None,
        words=None,
        id=base.id,
        pack=base.pack,
        own=own,
        **args,
    )
    if layer.used is None:
        return told
    return finding(
        "config.floor",
        layer.used,
        "bundled",
        related=[told.span, base.span],
        message=Phrase(told.words, told.args),
        own=own,
    )


def _looser_state(base: Limit | Ban, written: Written[R]) -> Iterator[Loosened]:
    rule = written.rule
    if not written.enabled:
        yield "enabled", "enabled", {}
        return
    if _RANK[rule.severity] < _RANK[base.severity]:
        yield "severity", "severity", {}
    gone = base.grades - rule.grades
    if gone:
        yield "grades", "grades", {"missing": tuple(str(g) for g in sorted(gone))}


def _looser_ban(base: Ban, rule: Ban) -> Iterator[Loosened]:
    if not set(rule.patterns) >= set(base.patterns):
        yield "patterns", "patterns", {}
    if not set(rule.unless) <= set(base.unless):
        yield "unless", "unless", {}
    if not set(rule.verbs) >= set(base.verbs):
        yield "verbs", "repeat", {}
    elif base.verbs and rule.more_than > base.more_than:
        yield "more-than", "repeat", {"limit": base.more_than, "value": rule.more_than}

"""``coverage.divergence``: parallel classes whose written work on a day lies too far apart.

Knows the classes of a grade beside one another. Does not know caps, beyond what the day's one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sjboard.config.values import Config
from sjboard.content.apply import who
from sjboard.diagnostics import Case, Diagnostic, finding
from sjboard.model import Block, ClassId, Entry, Place, Week
from sjboard.policy.cases import settle, when
from sjboard.policy.load import Portion, at, on, peak, portions_of, required, written, written_limit
from sjboard.rules import RULES

_RULE = "coverage.divergence"


def check_divergence(
    week: Week,
    _entries: Sequence[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find classes whose required written minutes on a block are too far above a parallel class's.

    The minutes are those that the board shows: what the day's cap counts, at home where there is none,
    and the greatest of the tiers. A class that still lacks a subject that is expected is compared with
    none; one with 无作业 declared has handed in. One finding for a grade's heaviest classes and block.
    """
    limit = config.divergence
    if limit is None:
        return ()
    found = (
        pair for grade in config.grades for pair in _apart(grade, week, by_class, config, limit)
    )
    return settle(found, week, config)


def _apart(
    grade: int,
    week: Week,
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
    limit: int,
) -> Iterator[tuple[ClassId, Diagnostic]]:
    expected = set(config.coverage.get(grade, ()))
    portions = {
        class_: portions_of(week, by_class[class_], config, class_)
        for class_ in config.classes(grade)
        if by_class.get(class_) and expected <= {e.subject for e in by_class[class_]}
    }
    for block in week.blocks:
        cap = written_limit(config, grade, block)
        places = cap.places if cap else (Place.HOME,)
        counted = {
            class_: required(at(written(on(own, block), config), *places))
            for class_, own in portions.items()
        }
        minutes = {class_: peak(own, config)[0] for class_, own in counted.items()}
        if not minutes or max(minutes.values()) - min(minutes.values()) <= limit:
            continue
        high, low = max(minutes.values()), min(minutes.values())
        least = [class_ for class_, amount in minutes.items() if amount == low]
        for class_ in (class_ for class_, amount in minutes.items() if amount == high):
            yield class_, _told(block, counted[class_], least, (high, low, limit))


def _told(
    block: Block,
    portions: Sequence[Portion],
    least: Sequence[ClassId],
    minutes: tuple[int, int, int],
) -> Diagnostic:
    """``minutes``: of the heaviest class, of the lightest, and what they may differ by."""
    high, low, limit = minutes
    largest = max(portions, key=lambda p: p.minutes)
    return finding(
        _RULE,
        largest.item.span,
        severity=RULES[_RULE],
        case=Case(day=block.first, minutes=high - low, limit=limit),
        when=when(block),
        minutes=high,
        least=who(least),
        low=low,
        spread=high - low,
        limit=limit,
    )

"""``tier.unbalanced``: work for one tier of pupils, and nothing in its place for the first tier.

Knows tiers of one subject on one day. Does not know minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sjboard.config.values import Config
from sjboard.diagnostics import Case, Diagnostic, Phrase, finding
from sjboard.model import Block, ClassId, Entry, Item, Week
from sjboard.policy.cases import phrase, settle
from sjboard.rules import RULES

_RULE = "tier.unbalanced"


def check_balance(
    week: Week,
    _entries: Sequence[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find pieces for a later tier on a day that has none for the first tier in their subject.

    One finding a piece and class, at its tag group; ``case.day`` is the first such day.
    """
    if not config.tiers:
        return ()
    found = (
        (class_, _told(item, entry, days, config))
        for class_, entries in by_class.items()
        for entry, item, days in _alone(week, entries, config)
    )
    return settle(found, week, config)


def _alone(
    week: Week, entries: Sequence[Entry], config: Config
) -> Iterator[tuple[Entry, Item, list[Block]]]:
    first = next(iter(config.tiers))
    served = {
        (entry.subject, day)
        for entry in entries
        for item in entry.items
        if item.tier == first
        for day in item.blocks
    }
    for entry in entries:
        for item in entry.items:
            if item.tier is None or item.tier == first:
                continue
            days = [
                block
                for block in week.blocks
                if block.first in item.blocks and (entry.subject, block.first) not in served
            ]
            if days:
                yield entry, item, days


def _told(item: Item, entry: Entry, days: Sequence[Block], config: Config) -> Diagnostic:
    first = next(iter(config.tiers.values()))
    tier = config.tiers[item.tier or first.id]
    day = days[0].first
    return finding(
        _RULE,
        item.tags,
        severity=RULES[_RULE],
        case=Case(day=day, tier=tier.name),
        subject=config.subjects[entry.subject].name,
        tier=tier.name,
        first=first.name,
        day=day,
        weekday=Phrase(f"weekday.{day.weekday()}"),
        more=phrase("more-days", n=len(days)) if len(days) > 1 else "",
    )

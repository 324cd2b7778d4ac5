"""二次会商单: a broken cap, and the homework that breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span
from sjboard.model import Block, ClassId, Entry, Week
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.views.forms import Consultation, Contribution
from sjboard.views.head import column_head
from sjboard.views.rules import limit_view


def consultation(
    found: Diagnostic, week: Week, by_class: Mapping[ClassId, tuple[Entry, ...]], config: Config
) -> Consultation:
    assert found.case is not None  # noqa: S101 - only findings about a load come here
    case = found.case
    classes = tuple(each for each in config.all_classes if str(each) in case.classes)
    block = next((b for b in week.blocks if b.first == case.day), None)
    limit = next((one for one in config.limits if f"cap.{one.id}" == found.rule), None)
    portions = tuple(
        portion
        for each in classes
        for portion in load.portions_of(week, by_class.get(each, ()), config, each)
    )
    return Consultation(
        classes=classes,
        day=column_head(block) if block else None,
        tier=case.tier,
        limit=limit_view(limit, config) if limit else None,
        words=found.words,
        args=found.args,
        amount=case.minutes or 0,
        allowed=case.limit or 0,
        entries=_contributions((found.span, *found.related), portions, block, config),
    )


def _contributions(
    places: Iterable[Span], portions: tuple[Portion, ...], block: Block | None, config: Config
) -> tuple[Contribution, ...]:
    """Find the items that a finding points at, each with its minutes for one class."""
    found = []
    for place in places:
        own = [p for p in portions if p.item.span == place and block in (None, p.block)]
        if not own:
            continue
        days = {portion.block.first: portion for portion in own}  # classes that share it count once
        item, entry = own[0].item, own[0].entry
        found.append(
            Contribution(
                subject_name=config.subjects[entry.subject].name,
                teacher=entry.teacher,
                body=item.body,
                kind_name=item.kind_name or config.kinds[item.kind].name,
                tier_name=config.tiers[item.tier].name if item.tier else "",
                minutes=load.minutes_of(days.values()),
            )
        )
    return tuple(found)

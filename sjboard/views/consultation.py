"""二次会商单: a broken cap, and the homework that breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span
from sjboard.model import Block, ClassId, Entry, Week
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.views.forms import Consultation, Contribution
from sjboard.views.head import column_head
from sjboard.views.rules import limit_view
from sjboard.views.waived import WORDS as WAIVED


def consultations(
    findings: Iterable[Diagnostic],
    week: Week,
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Consultation, ...]:
    """Make one of all findings that a cap gives for the same classes on the same day.

    What was waived needs no consultation.
    """
    groups: dict[tuple[str, tuple[str, ...], date | None], list[Diagnostic]] = {}
    for found in findings:
        if found.rule.startswith("cap.") and found.case is not None and found.words != WAIVED:
            groups.setdefault((found.rule, found.case.classes, found.case.day), []).append(found)
    return tuple(
        _consultation(sorted(group, key=_amount, reverse=True), week, by_class, config)
        for group in groups.values()
    )


def _amount(found: Diagnostic) -> int:
    return (found.case.minutes if found.case else None) or 0


def _consultation(
    findings: Sequence[Diagnostic],
    week: Week,
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> Consultation:
    worst = findings[0]
    assert worst.case is not None  # noqa: S101 - only findings about a load come here
    classes = tuple(each for each in config.all_classes if str(each) in worst.case.classes)
    block = next((b for b in week.blocks if b.first == worst.case.day), None)
    limit = next((one for one in config.limits if f"cap.{one.id}" == worst.rule), None)
    portions = tuple(
        portion
        for each in classes
        for portion in load.portions_of(week, by_class.get(each, ()), config, each)
    )
    places = dict.fromkeys(place for each in findings for place in (each.span, *each.related))
    return Consultation(
        classes=classes,
        day=column_head(block) if block else None,
        limit=limit_view(limit, config) if limit else None,
        findings=tuple((each.words, each.args) for each in findings),
        amount=worst.case.minutes or 0,
        allowed=worst.case.limit or 0,
        entries=_contributions(places, portions, block, config),
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
    return tuple(sorted(found, key=lambda each: -each.minutes))

"""What judging classes one by one leaves behind, made into findings that people want to read.

Knows waivers, and that parallel classes share a cause. Does not know any rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sjboard.config.values import Config, Waiver
from sjboard.content.apply import who
from sjboard.diagnostics import Arg, Case, Diagnostic, Phrase, Severity, in_order
from sjboard.model import ClassId, Week


def phrase(key: str, **args: Arg) -> Phrase:
    """Make a part of a sentence, its words under ``phrase.<key>``."""
    return Phrase(f"phrase.{key}", tuple(sorted(args.items())))


def settle(
    findings: Iterable[tuple[ClassId, Diagnostic]], week: Week, config: Config
) -> tuple[Diagnostic, ...]:
    """Apply waivers, then make one finding of those that parallel classes have in common.

    Each finding comes with its class beside it, and none in its case. Equal findings become one, with
    every class in its case; the argument ``who`` names them. A waived finding becomes a note that says
    who allowed it, why and until when.
    """
    groups: dict[tuple[Diagnostic, Waiver | None], list[ClassId]] = {}
    for class_, found in findings:
        waiver = _waiver(found, class_, week, config)
        groups.setdefault((found, waiver), []).append(class_)
    return in_order(
        _together(found, waiver, classes) for (found, waiver), classes in groups.items()
    )


def _together(found: Diagnostic, waiver: Waiver | None, classes: list[ClassId]) -> Diagnostic:
    named = tuple(str(class_) for class_ in sorted(classes))
    case = replace(found.case or Case(), classes=named)
    args: tuple[tuple[str, Arg], ...] = tuple(sorted((*found.args, ("who", who(classes)))))
    if waiver is None:
        return replace(found, case=case, args=args)
    told = (
        ("by", waiver.by),
        ("message", Phrase(found.words, args)),
        ("reason", waiver.reason),
        ("until", waiver.until),
    )
    return replace(found, severity=Severity.NOTE, words="waived", case=case, args=told)


def _waiver(found: Diagnostic, class_: ClassId, week: Week, config: Config) -> Waiver | None:
    """Find the waiver that covers a finding; none for a rule that a floor holds.

    A waiver for a day covers the block that the day lies in, and no finding about a whole week.
    """
    if any(limit.floor and found.rule == f"cap.{limit.id}" for limit in config.limits):
        return None
    first = found.case.day if found.case else None
    block = next((b for b in week.blocks if b.first == first), None)
    days = block.days if block else ()
    since = first or week.monday
    for waiver in config.waivers:
        if (
            waiver.rule == found.rule
            and waiver.class_ in (None, class_)
            and waiver.week in (None, week.number)
            and (waiver.day is None or waiver.day in days)
            and since <= waiver.until
        ):
            return waiver
    return None

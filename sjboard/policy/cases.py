"""What judging classes one by one leaves behind, made into findings that people want to read.

Knows waivers, and that parallel classes share a cause. Does not know any rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sjboard.config.values import Config, Waiver
from sjboard.content.apply import who
from sjboard.diagnostics import Arg, Case, Diagnostic, Phrase, Severity, in_order
from sjboard.model import Ban, Block, BlockKind, ClassId, Entry, Limit, Week


def phrase(key: str, **args: Arg) -> Phrase:
    """Make a part of a sentence, its words under ``phrase.<key>``."""
    return Phrase(f"phrase.{key}", tuple(sorted(args.items())))


def when(block: Block) -> Phrase:
    """Name a block in a sentence: 11月23日（周一）, 11月28日起的周末, a holiday by its name."""
    if block.kind is BlockKind.SCHOOL_DAY:
        weekday = Phrase(f"weekday.{block.first.weekday()}")
        return phrase("when.school-day", day=block.first, weekday=weekday)
    if block.name:
        return phrase("when.named", day=block.first, name=block.name)
    return phrase(f"when.{block.kind.value}", day=block.first)


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
        first = found.case.day if found.case else None
        waiver = waiver_of(found.rule, class_, first, week, config)
        groups.setdefault((found, waiver), []).append(class_)
    return in_order(
        _together(found, waiver, classes) for (found, waiver), classes in groups.items()
    )


def waive(
    findings: Iterable[tuple[Entry, Diagnostic]], week: Week, config: Config
) -> tuple[Diagnostic, ...]:
    """Apply waivers to findings about an entry's own text, each with its entry beside it.

    Such a finding is about all of the entry's classes: a waiver for one class covers it where there is
    no other. A waived finding becomes a note, as in ``settle``.
    """
    return in_order(
        found if waiver is None else _excused(found, waiver)
        for found, waiver in (
            (found, _for_entry(found, entry, week, config)) for entry, found in findings
        )
    )


def _for_entry(found: Diagnostic, entry: Entry, week: Week, config: Config) -> Waiver | None:
    first = found.case.day if found.case else None
    waivers = {waiver_of(found.rule, class_, first, week, config) for class_ in entry.classes}
    return waivers.pop() if len(waivers) == 1 else None


def _excused(found: Diagnostic, waiver: Waiver) -> Diagnostic:
    """Make the note that a waived finding becomes."""
    told = (
        ("by", waiver.by),
        ("message", Phrase(found.words, found.args)),
        ("reason", waiver.reason),
        ("until", waiver.until),
    )
    return replace(found, severity=Severity.NOTE, words="waived", args=told)


def _together(found: Diagnostic, waiver: Waiver | None, classes: list[ClassId]) -> Diagnostic:
    named = tuple(str(class_) for class_ in sorted(classes))
    case = replace(found.case or Case(), classes=named)
    args: tuple[tuple[str, Arg], ...] = tuple(sorted((*found.args, ("who", who(classes)))))
    if waiver is None:
        return replace(found, case=case, args=args)
    return _excused(replace(found, case=case, args=args), waiver)


def waiver_of(
    rule: str, class_: ClassId, first: date | None, week: Week, config: Config
) -> Waiver | None:
    """Find the waiver that covers a rule for a class; None for a rule that a floor holds.

    ``first`` is the first day of a block, None for the whole week. A waiver for a day covers the block
    that the day lies in, and no finding about a whole week.
    """
    family, _, name = rule.partition(".")
    rules: dict[str, Sequence[Limit | Ban]] = {"cap": config.limits, "ban": config.bans}
    if any(one.floor and one.id == name for one in rules.get(family, ())):
        return None
    block = next((b for b in week.blocks if b.first == first), None)
    days = block.days if block else ()
    since = first or week.monday
    for waiver in config.waivers:
        if (
            waiver.rule == rule
            and waiver.class_ in (None, class_)
            and waiver.week in (None, week.number)
            and (waiver.day is None or waiver.day in days)
            and since <= waiver.until
        ):
            return waiver
    return None

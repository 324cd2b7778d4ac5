"""What is wrong, where, and how bad: values, never exceptions.

Knows places and severities. Does not know words: a finding carries the key of its message in
the catalogue ``rules`` and the arguments to fill it, and the edges turn both into a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import TypeAlias

from sjboard.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """A part of a sentence that the locale writes: the key of its words and what fills them."""

    key: str
    args: tuple[tuple[str, Arg], ...] = ()


Arg: TypeAlias = str | int | float | date | tuple[str, ...] | Phrase
"""What a message may be filled with. A date or phrase is written by the locale, a tuple is joined."""


class Severity(Enum):
    """How bad a finding is, worst first. A note is information, for example of a waiver."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file.

    ``file`` is relative to the school's folder, with ``/``. ``line`` and ``column`` count from 1,
    columns in characters; ``end`` is the column after the last character, on the same line
    (``end == column`` where only a point is known).
    """

    file: str
    line: int = 1
    column: int = 1
    end: int = 0

    def __post_init__(self) -> None:
        if self.end < self.column:
            object.__setattr__(self, "end", self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Whom a finding about a load is about: contract 6.1's last fields.

    ``classes`` are "3-1" keys in order; ``day`` is the first day of a block; ``tier`` is a tier's
    name or "" for every pupil; ``minutes`` and ``limit`` are in the limit's own unit.
    """

    classes: tuple[str, ...] = ()
    day: date | None = None
    tier: str = ""
    minutes: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    ``rule`` is an id of contract 6.2 (``syntax.item``, ``cap.g3-6-written-daily``). ``words`` is the
    key of its message, ``rule`` itself or ``rule:variant`` (``syntax.item:minutes``); the hint stands
    under the same key with ``.hint`` behind it. A pack's own sentence comes as the argument
    ``message`` and is then the message.
    """

    rule: str
    severity: Severity
    span: Span
    words: str
    args: tuple[tuple[str, Arg], ...] = ()
    related: tuple[Span, ...] = ()
    case: Case | None = None


def finding(
    rule: str,
    span: Span,
    variant: str = "",
    /,
    *,
    severity: Severity = Severity.ERROR,
    related: Iterable[Span] = (),
    case: Case | None = None,
    words: str | None = None,
    **args: Arg,
) -> Diagnostic:
    """Make a finding; ``variant`` chooses among a rule's messages, ``words`` another key outright."""
    key = words or (f"{rule}:{variant}" if variant else rule)
    return Diagnostic(
        rule=rule,
        severity=severity,
        span=span,
        words=key,
        args=tuple(sorted(args.items())),
        related=tuple(related),
        case=case,
    )


MOST_ALIKE = 200
"""Findings of one rule in one file. More are a flood, and the first of them tell what to mend."""


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line, column, rule (contract 6.1), then by what is left, and drop doubles.

    Of more than ``MOST_ALIKE`` only the first are kept: once they are mended, the others are told.
    """
    unique = dict.fromkeys(findings)
    ordered = sorted(
        unique,
        key=lambda d: (d.span.file, d.span.line, d.span.column, d.rule, d.words, repr(d)),
    )
    if len(ordered) <= MOST_ALIKE:
        return tuple(ordered)
    alike: Counter[tuple[str, str]] = Counter()
    kept = []
    for each in ordered:
        alike[each.span.file, each.rule] += 1
        if alike[each.span.file, each.rule] <= MOST_ALIKE:
            kept.append(each)
    return tuple(kept)


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether any of them forbids publishing."""
    return any(d.severity is Severity.ERROR for d in findings)


def arguments(diagnostic: Diagnostic) -> Mapping[str, Arg]:
    """The arguments of a finding by name."""
    return dict(diagnostic.args)

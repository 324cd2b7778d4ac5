"""Findings as text for people, as JSON for programs, as annotations for a forge.

Knows display width, so that a caret stands under its character: Chinese ones are two columns wide.
Does not know where findings come from, nor what they say: the words are the locale's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import category

from sjboard.diagnostics import Arg, Diagnostic, Severity
from sjboard.locale import Words
from sjboard.records import dataclass

if TYPE_CHECKING:
    from sjboard.policy.approval import State

WINDOW = 100
"""How many columns of a source line are shown, around the place."""

_HARMLESS = frozenset("LMNPS")
"""Letters, marks, numbers, punctuation, symbols: the first letters of Unicode's categories."""

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. ``entries`` is how many files of homework it looked at.

    ``states`` are how far they have come in a school that approves them.
    """

    findings: tuple[Diagnostic, ...]
    entries: int
    states: tuple[State, ...] = ()

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)


def sentence(finding: Diagnostic, words: Words) -> tuple[str, str]:
    """Give a finding's message and its hint, "" where it has none."""
    args = shown(finding.args, words)
    hint = f"{finding.words}.hint"
    message = words(finding.words, **args)
    return _one_line(message), _plain(words(hint, **args)) if words.has(hint) else ""


def shown(args: Iterable[tuple[str, Arg]], words: Words) -> dict[str, object]:
    """Write what fills a sentence: dates, lists and phrases as the language has them."""
    from sjboard.render import phrases

    return {name: phrases.shown(value, words) for name, value in args}


def as_text(
    report: Report,
    words: Words,
    lines: Callable[[str], Sequence[str]],
    *,
    colour: bool = False,
    summed: bool = True,
) -> str:
    """Write findings with the source line and a caret; where ``summed``, then what they come to.

    ``lines`` gives a file's lines, none where it cannot be shown.
    """
    parts = [_block(finding, words, lines, colour=colour) for finding in report.findings]
    if summed:
        parts.append(summary(report, words))
    if summed and report.states:
        parts.append(approval(report, words))
    return "".join(f"{part}\n" for part in parts)


def summary(report: Report, words: Words) -> str:
    """Say how much was checked and found."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    key = "summary.clean" if not errors and not warnings else "summary"
    return words(key, entries=report.entries, errors=errors, warnings=warnings)


def approval(report: Report, words: Words) -> str:
    """Say how many entries are approved, wait for whom, are drafts, or have changed since."""
    counted = Counter(report.states)
    from sjboard.policy.approval import Stage

    order = list(Stage)
    listed = [
        words(f"summary.stage.{state.stage.value}", role=state.role, entries=number)
        for state, number in sorted(
            counted.items(), key=lambda pair: (order.index(pair[0].stage), pair[0].role)
        )
    ]
    return words("summary.approval", states=words("list.semicolon").join(listed))


def as_json(report: Report, words: Words) -> str:
    """Write contract 6.1's object."""
    payload = {
        "version": 1,
        "entries": report.entries,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "findings": [_record(finding, words) for finding in report.findings],
    }
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def as_github(report: Report, words: Words) -> str:
    """Write one workflow command a finding, as GitHub's annotations want them."""
    return "".join(_annotation(finding, words) + "\n" for finding in report.findings)


def _block(
    finding: Diagnostic,
    words: Words,
    lines: Callable[[str], Sequence[str]],
    *,
    colour: bool,
) -> str:
    span = finding.span
    message, hint = sentence(finding, words)
    tint = _COLOURS[finding.severity] if colour else ""
    head = _paint(f"{words(f'severity.{finding.severity.value}')}[{finding.rule}]", tint)
    out = [f"{_one_line(span.file)}:{span.line}:{span.column}: {head} {message}"]
    source = lines(span.file)
    gutter = len(str(span.line)) + 2
    if 1 <= span.line <= len(source):
        shown, before, width = _window(source[span.line - 1], span.column - 1, span.end - 1)
        if shown.strip():
            out.append(f" {span.line} | {shown}".rstrip())
            out.append(f"{' ' * gutter}| {' ' * before}{_paint('^' * width, tint)}")
    out.extend(f"{' ' * gutter}= {line}" for line in hint.splitlines())
    for place in finding.related:
        where = f"{_one_line(place.file)}:{place.line}"
        out.append(f"{' ' * gutter}= {words('report.related', place=where)}")
    return "\n".join(out) + "\n"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line around a place: the text, the columns before the place, and its width."""
    length = len(line)
    start, end = min(start, length), min(end, length)
    first, last = (
        max(0, start - WINDOW),
        min(length, start + 2 * WINDOW),
    )  # a line may be a megabyte
    line = line[:first] + _plain(line[first:last])
    if first or last < length or _width(line) > WINDOW:
        while first < start and _width(line[first:end]) > WINDOW * 2 // 3:
            first += 1
        while last > first and _width(line[first:last]) > WINDOW:
            last -= 1
    text = ("…" if first else "") + line[first:last] + ("…" if last < length else "")
    before = _width(("…" if first else "") + line[first:start])
    return text, before, max(1, _width(line[start : min(end, last)]))


def _width(text: str) -> int:
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def _plain(text: str) -> str:
    """Make text harmless on a terminal: what cannot be printed becomes a blank of one column."""
    return "".join(
        c if c == "\n" or category(c)[0] in _HARMLESS or category(c) == "Zs" else " " for c in text
    )


def _one_line(text: str) -> str:
    """A file's name may hold line ends, and must not write lines of its own into a report."""
    return _plain(text).replace("\n", " ")


def _paint(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else text


def _record(finding: Diagnostic, words: Words) -> Mapping[str, Any]:
    message, hint = sentence(finding, words)
    record: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": finding.span.file,
        "line": finding.span.line,
        "column": finding.span.column,
        "message": message,
        "hint": hint,
    }
    case = finding.case
    if case is not None:
        if len(case.classes) == 1:
            record["class"] = case.classes[0]
        elif case.classes:
            record["classes"] = list(case.classes)
        if case.day is not None:
            record["day"] = case.day.isoformat()
        if case.tier:
            record["tier"] = case.tier
        if case.minutes is not None:
            record["minutes"] = case.minutes
        if case.limit is not None:
            record["limit"] = case.limit
    if finding.related:
        record["related"] = [{"file": place.file, "line": place.line} for place in finding.related]
    return record


def _annotation(finding: Diagnostic, words: Words) -> str:
    message, hint = sentence(finding, words)
    span = finding.span
    properties = {
        "file": span.file,
        "line": str(span.line),
        "col": str(span.column),
        "title": finding.rule,
    }
    if span.end > span.column:
        properties["endColumn"] = str(span.end)
    listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    text = "\n".join(part for part in (message, hint) if part)
    return f"::{_LEVELS[finding.severity]} {listed}::{_escaped(text)}"


def _escaped(text: str, also: Iterable[str] = "") -> str:
    """Escape as GitHub's runner reads it: percent first, line ends, and in properties ``:`` ``,``."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text

"""The office's list for a week as text for a terminal, and as JSON for programs.

Knows how the lines are put together. Does not know how the figures came about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sjboard.build.status import WRONG, Handed, Missing, Status
from sjboard.diagnostics import Diagnostic
from sjboard.edges.report import sentence
from sjboard.locale import Words
from sjboard.model import ClassId


def as_text(status: Status, words: Words) -> str:
    """Write the list: what it comes to, then grade by grade, then what is over its cap."""
    week = status.week
    title = words(
        "status.title",
        week=week.number,
        first=words.date(week.blocks[0].first if week.blocks else week.monday, "short"),
        last=words.date(week.blocks[-1].last if week.blocks else week.monday, "short"),
    )
    parts = [title, _summed(status, words)]
    grades = {one.grade or 0 for one in status.handed} | {one.grade for one in status.missing}
    for grade in sorted(grades):
        parts += ["", words(f"grade.{grade}") if grade else words("status.no-grade")]
        parts += [f"  {_line(one, words)}" for one in status.handed if (one.grade or 0) == grade]
        missing = [one for one in status.missing if one.grade == grade]
        parts += [f"  {_lacking(one, words)}" for one in missing if one.required]
        free = list(dict.fromkeys(one.subject for one in missing if not one.required))
        parts += [f"  {words('status.free', subjects=words.join(free))}"] if free else []
    if status.over:
        parts += ["", words("status.over")]
        parts += [f"  {sentence(one, words)[0]}" for one in status.over]
    return "\n".join(parts) + "\n"


def counted(status: Status) -> list[tuple[str, int]]:
    """Say what a week comes to: the key of its words, and the number, which may be 0."""
    return [
        ("status.handed", len(status.handed)),
        *((f"status.count.{stage}", status.count(stage)) for stage in _STAGES),
        ("status.count.missing", sum(len(one.classes) for one in status.missing if one.required)),
        ("status.count.over", len(status.over)),
    ]


def _summed(status: Status, words: Words) -> str:
    parts = [words(key, number=n) for key, n in counted(status) if n]
    return words("list.semicolon").join(parts) or words("status.empty")


_STAGES = (WRONG, "draft", "waiting", "stale", "approved")


def _line(one: Handed, words: Words) -> str:
    if one.stage == WRONG and not one.subject:
        return words("status.unread", file=one.file, errors=one.errors)
    said = words(f"status.stage.{one.stage}", role=one.role, errors=one.errors)
    return words(
        "status.line",
        subject=one.subject,
        classes=_classes(one.classes, words),
        teacher=one.teacher,
        stage=said,
    )


def _lacking(one: Missing, words: Words) -> str:
    key = "status.missing-of" if one.teacher else "status.missing"
    classes = _classes(one.classes, words)
    return words(key, subject=one.subject, classes=classes, teacher=one.teacher)


def _classes(classes: tuple[ClassId, ...], words: Words) -> str:
    return words("status.classes", numbers=words.join([str(c.number) for c in classes]))


def as_json(status: Status, words: Words) -> dict[str, Any]:
    """Give the list as plain values; classes as "3-1", days as ISO dates."""
    week = status.week
    return {
        "version": 1,
        "term": week.term,
        "week": week.number,
        "published": week.publication.isoformat(),
        "entries": [
            {
                "file": one.file,
                "grade": one.grade,
                "subject": one.subject,
                "teacher": one.teacher,
                "classes": [str(c) for c in one.classes],
                "stage": one.stage,
                "waiting_for": one.role,
                "errors": one.errors,
            }
            for one in status.handed
        ],
        "missing": [
            {
                "grade": one.grade,
                "subject": one.subject,
                "classes": [str(c) for c in one.classes],
                "teacher": one.teacher,
                "required": one.required,
            }
            for one in status.missing
        ],
        "over": list(_over(status.over, words)),
    }


def _over(found: tuple[Diagnostic, ...], words: Words) -> Iterator[dict[str, Any]]:
    for one in found:
        case = one.case
        if case is not None:
            yield {
                "rule": one.rule,
                "severity": one.severity.value,
                "classes": list(case.classes),
                "day": case.day.isoformat() if case.day else None,
                "tier": case.tier,
                "minutes": case.minutes,
                "limit": case.limit,
                "message": sentence(one, words)[0],
            }

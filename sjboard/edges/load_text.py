"""The head teacher's table as aligned text for a terminal, and as JSON for programs.

Knows display width: a Chinese character takes two columns. Does not know how the figures came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from wcwidth import wcswidth

from sjboard.locale import Words
from sjboard.model import BlockKind, ClassId
from sjboard.views.table import ClassTable, LoadTable, TableDay, TableLine

CELL = 22
"""How many columns a cell may take before it goes on in the next line; one piece is never cut."""

VERDICT = 72
"""How many columns the line that sums a day up may take before it goes on in the next one."""

GAP = "  "

_COLUMNS = ("written", "other", "after-school", "in-school", "optional")

Row: TypeAlias = tuple[tuple[str, ...], ...]
"""A row's cells, each a tuple of pieces."""


def as_text(table: LoadTable, words: Words) -> str:
    """Write the table, one class after the other, ending in a line end.

    Columns that a class does not need are left out. Weekends and holidays appear where they have work.
    """
    parts = [_class_text(one, table, words) for one in table.classes]
    return "\n".join([*parts, words("load.legend")]) + "\n"


def as_json(table: LoadTable) -> dict[str, Any]:
    """Give the table as plain values; minutes by name, dates as ISO. All blocks of the week."""
    return {
        "version": 1,
        "term": table.term,
        "week": table.week,
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "classes": [
            {"class": str(one.id), "grade": one.id.grade, "days": [_record(d) for d in one.days]}
            for one in table.classes
        ],
    }


def _record(day: TableDay) -> dict[str, Any]:
    return {
        "day": day.first.isoformat(),
        "to": day.last.isoformat(),
        "block": day.block.value,
        "name": day.name,
        "items": [
            {
                "subject": line.subject_name,
                "kind": line.kind_name,
                "tier": line.tier_name,
                "place": line.place.value,
                "optional": line.optional,
                "minutes": line.minutes,
            }
            for line in day.lines
        ],
        "loads": dict(day.loads),
        "written": dict(day.written),
        "limit": day.limit,
        "left": day.left,
        "suggestions": dict(day.suggestions),
        "optional": day.optional,
        "in_school": day.in_school,
        "after_school": day.after_school,
        "total_stay": day.total_stay,
        "total_leave": day.total_leave,
    }


# --- Text ---------------------------------------------------------------------------------------


def _class_text(one: ClassTable, table: LoadTable, words: Words) -> str:
    days = [d for d in one.days if d.lines or d.block is BlockKind.SCHOOL_DAY]
    used = {line.column for day in days for line in day.lines}
    columns = [c for c in _COLUMNS if c in used or c == "written"]
    heads: Row = tuple((words(f"load.{name}"),) for name in ("day", "subject", *columns))
    groups = [_day_rows(day, columns, words) for day in days]
    widths = _widths([heads, *(row for rows, _ in groups for row in rows)])
    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    title = words(
        "load.title",
        name=_class_name(one.id, words),
        week=table.week,
        first=words.date(table.first, "short"),
        last=words.date(table.last, "short"),
    )
    out = [title, *_aligned(heads, widths), rule]
    for rows, verdict in groups:
        out.extend(line for row in rows for line in _aligned(row, widths))
        out.extend(f"{' ' * widths[0]}{GAP}{line}" for line in verdict)
        out.append(rule)
    return "\n".join(out) + "\n"


def _class_name(id_: ClassId, words: Words) -> str:
    return words("phrase.classes", grade=words(f"grade.{id_.grade}"), numbers=str(id_.number))


def _day_rows(day: TableDay, columns: Sequence[str], words: Words) -> tuple[list[Row], list[str]]:
    """Make a row a subject, and the lines that sum the day up."""
    name = _day_name(day, words)
    subjects = dict.fromkeys(line.subject_name for line in day.lines)
    rows: list[Row] = []
    for subject in subjects:
        own = [line for line in day.lines if line.subject_name == subject]
        cells = (tuple(_piece(line) for line in own if line.column == c) for c in columns)
        rows.append(((name if not rows else "",), (subject,), *cells))
    if not rows:
        nothing = words("load.silent" if day.silent else "load.nothing")
        rows.append(((name,), (nothing,), *(() for _ in columns)))
    return rows, _verdict(day, words)


def _day_name(day: TableDay, words: Words) -> str:
    first = words.date(day.first, "short")
    if day.block is BlockKind.SCHOOL_DAY:
        return f"{first} {words.weekday(day.weekday)}"
    return f"{first} {day.name or words(f'load.{day.block.value}')}"


def _piece(line: TableLine) -> str:
    return " ".join(part for part in (line.kind_name, line.tier_name, str(line.minutes)) if part)


def _verdict(day: TableDay, words: Words) -> list[str]:
    """Sum a day up: written work by tier, the cap, what is left, and what else there is."""
    parts = [words("load.sum", written=_by_tier(day.written, words))]
    if day.limit is not None and day.left is not None:
        parts.append(words("load.limit", limit=day.limit))
        if day.limit or day.left:
            parts.append(_left(day, day.left, words))
    if day.after_school:
        parts.append(words("load.stay", stay=day.total_stay, leave=day.total_leave))
    return _wrapped(parts, VERDICT, words("load.and"))


def _by_tier(loads: tuple[tuple[str, int], ...], words: Words) -> str:
    """Write loads by tier; where tiers are in use, every pupil is in one."""
    tiers = [(name, minutes) for name, minutes in loads if name]
    if not tiers:
        return str(dict(loads)[""])
    greatest = max(minutes for _, minutes in loads)
    shown = [f"{name} {minutes}" for name, minutes in tiers]
    if all(minutes < greatest for _, minutes in tiers):
        shown.append(words("load.mixed", minutes=greatest))
    return " / ".join(shown)


def _left(day: TableDay, left: int, words: Words) -> str:
    if left < 0:
        return words("load.over", minutes=-left)
    if not day.suggestions:
        return words("load.left", minutes=left)
    shares = words.join([f"{name} {minutes}" for name, minutes in day.suggestions])
    return words("load.left-for", minutes=left, shares=shares)


def _wrapped(pieces: Iterable[str], width: int = CELL, gap: str = GAP) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{gap}{piece}" if lines else piece
        if lines and wcswidth(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _widths(rows: Sequence[Row]) -> list[int]:
    return [
        max((wcswidth(line) for cell in column for line in _wrapped(cell)), default=0)
        for column in zip(*rows, strict=True)
    ]


def _aligned(row: Row, widths: Sequence[int]) -> list[str]:
    cells = [_wrapped(cell) for cell in row]
    height = max(len(cell) for cell in cells)
    return [
        GAP.join(
            _padded(cell[n] if n < len(cell) else "", width)
            for cell, width in zip(cells, widths, strict=True)
        ).rstrip()
        for n in range(height)
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - wcswidth(text))

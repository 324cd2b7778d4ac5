"""Which rows belong together: one teacher's homework in one subject, for one set of classes.

Knows how people leave cells out: a subject written once above its rows, cells merged over several, a Word
table whose lines became rows. Does not know what a piece of homework is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from sjboard.content.entries import EntryReader
from sjboard.content.fields import read_fields
from sjboard.content.layout import grade_of
from sjboard.content.workbook.cells import CellReader
from sjboard.content.workbook.rows import Fault, Row, fault
from sjboard.model import Mode
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.front_matter import split
from sjboard.syntax.text import decode

_OF_ENTRY = ("subject", "teacher", "class", "mode", "draft", "file")
_ASKED = ("content", "kind", "minutes", "least", "tier", "optional", "due")
"""A row without any of these says nothing yet."""


@dataclass(frozen=True, slots=True)
class Whose:
    """What tells one entry of a week from another. ``classes`` None is the whole grade."""

    grade: int
    subject: str
    classes: tuple[int, ...] | None
    mode: Mode | None


@dataclass(slots=True)
class Group:
    """The rows of one entry. ``file`` is its path below the week's folder, "" for a new one."""

    whose: Whose
    file: str
    rows: list[Row] = field(default_factory=list)
    teacher: str = ""
    draft: bool = False


def whose(path: str, data: bytes, reader: EntryReader) -> Whose | None:
    """Whose entry a file is, by its front matter, whatever is wrong below; None where that cannot be said."""
    text, _ = decode(path, data)
    front = split(text, path)[0] if text is not None else None
    if front is None:
        return None
    fields, _ = read_fields(front.document)
    subject = reader.subjects.get(fold(fields.subject or ""))
    grade = grade_of(path) or fields.grade
    return Whose(grade, subject, fields.classes, fields.mode) if subject and grade else None


def gather(
    rows: Sequence[Row], cells: CellReader, existing: Mapping[str, Whose | None]
) -> list[Group]:
    """Part a sheet's rows into entries, in the order of their first rows.

    ``existing`` are the week's files, by path below the week's folder.
    """
    groups: dict[tuple[str, Whose], Group] = {}
    for row in _continued(rows):
        if not any(row[column] for column in _ASKED):
            continue
        count = len(cells.faults)
        subject, classes = cells.subject(row), cells.classes(row)
        mode, draft = cells.mode(row), cells.yes(row, "draft", cells.words.yes)
        if len(cells.faults) > count or subject is None or isinstance(classes, Fault):
            continue
        one = Whose(row.grade, subject, classes, mode)
        file = row["file"] if row["file"] in existing else ""
        group = groups.setdefault((file, one), Group(one, file))
        group.rows.append(row)
        group.draft = group.draft or draft
    gathered = _filed(groups.values(), existing)
    for group in gathered:
        _teacher(group, cells)
    return gathered


def _continued(rows: Iterable[Row]) -> list[Row]:
    """Fill in what a row takes from the one above; a row that only goes on with a text goes to it."""
    filled: list[Row] = []
    for row in rows:
        above = filled[-1] if filled else None
        own = {key for key in row.cells if key not in row.merged}
        if not own:
            continue
        if above is not None and own <= {"content"} and {"kind", "minutes"} & row.merged:
            text = "\n".join(filter(None, (above["content"], row["content"])))
            filled[-1] = replace(above, cells={**above.cells, "content": text})
            continue
        if above is not None and not row["subject"]:
            taken = {key: above[key] for key in (*_OF_ENTRY, "day") if above[key] and not row[key]}
            if row["kind"] and not row["day"] and not row["content"]:
                taken.pop("day", None)  # 无作业, and no day: for the whole week
            row = replace(row, cells={**row.cells, **taken})  # noqa: PLW2901 - the same row, filled in
        filled.append(row)
    return filled


def _filed(groups: Iterable[Group], existing: Mapping[str, Whose | None]) -> list[Group]:
    """Give each entry one group, and each file at most one: a row copied for another class has both names."""
    ordered = list(groups)
    owners: dict[str, Whose] = {}
    for group in ordered:
        if group.file and (group.file not in owners or existing[group.file] == group.whose):
            owners[group.file] = group.whose
    merged: list[Group] = []
    for group in ordered:
        owned = group.file and owners[group.file] == group.whose
        file = group.file if owned else ""
        home = [g for g in merged if g.whose == group.whose and (not file or g.file in ("", file))]
        if len(home) == 1:
            home[0].rows += group.rows
            home[0].file = home[0].file or file
            home[0].draft = home[0].draft or group.draft
        else:
            group.file = file
            merged.append(group)
    for group in merged:
        group.rows.sort(key=lambda row: row.number)
        taken = {g.file for g in merged}
        free = [f for f, one in existing.items() if one == group.whose and f not in taken]
        if not group.file and len(free) == 1:
            group.file = free[0]
    return merged


def _teacher(group: Group, cells: CellReader) -> None:
    """Give a group its teacher, who has to be named once, and not twice."""
    for row in group.rows:
        written = " ".join(row["teacher"].split())
        if written and group.teacher and written != group.teacher:
            cells.faults.append(
                fault(row, "teacher", "teachers", written=written, other=group.teacher)
            )
        group.teacher = group.teacher or written
    if not group.teacher:
        cells.wrong(group.rows[0], "teacher", "no-teacher")

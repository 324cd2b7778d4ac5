"""What an export puts into a workbook, and what an import would change in the school's folder.

Knows the week's files beside the workbook's rows: equal, new, different, signed. Writes nothing (``taking``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

from sjboard.build.sources import Sources
from sjboard.config.values import Config
from sjboard.content.apply import apply_entries
from sjboard.content.entries import EntryReader
from sjboard.content.fields import KEYS
from sjboard.content.layout import arrange
from sjboard.content.mend import meaning
from sjboard.content.workbook.gathering import Whose, whose
from sjboard.content.workbook.inward import Written, written_entries
from sjboard.content.workbook.outward import rows_of
from sjboard.content.workbook.rows import Row, Vocabulary
from sjboard.diagnostics import Diagnostic, Severity, has_errors
from sjboard.edges.workbook.reading import Book
from sjboard.edges.workbook.writing import GradeRows
from sjboard.model import Entry, Week
from sjboard.records import dataclass


class Shelf:
    """A week's files as they lie in the folder, by path below the week's own."""

    def __init__(self, sources: Sources, config: Config, week: Week) -> None:
        layout, _ = arrange(sources.content, config)
        self.config, self.week = config, week
        self.base = f"content/{week.term}/{week.key}/"
        self.reader = EntryReader(week, config, frozenset(layout.assets))
        paths = layout.weeks.get((week.term, week.number), ())
        self.files = {path.removeprefix(self.base): sources.content[path] for path in paths}
        self.entries: dict[str, Entry] = {}
        self.skeletons: set[str] = set()
        """Files that ``new`` made, and nobody has written in yet."""
        for name, data in self.files.items():
            entry, found = self.reader.read(self.base + name, data)
            if entry is not None:
                self.entries[name] = entry
            elif {one.words for one in found} == {"entry.empty:draft"}:
                self.skeletons.add(name)
        self.whose: dict[str, Whose | None] = {
            name: whose(self.base + name, data, self.reader) for name, data in self.files.items()
        }

    def same(self, one: Entry, other: Entry) -> bool:
        """Whether two entries say the same, apart from who has signed and how long it took."""
        return self.said(one) == self.said(other)

    def said(self, entry: Entry) -> tuple[object, ...]:
        return meaning(replace(entry, approval=(), digest=None, actual=()), self.reader)


# --- Export -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into the sheets. ``left`` are the files that do not: with faults, or beyond a table."""

    grades: tuple[GradeRows, ...]
    exported: Mapping[str, str]
    left: tuple[str, ...]


def export_of(shelf: Shelf, words: Vocabulary) -> Export:
    """Make every grade's rows: the entries that there are, then a row for each that is still awaited."""
    rows: dict[int, list[Mapping[str, str]]] = {grade: [] for grade in shelf.config.grades}
    exported: dict[str, str] = {}
    left = []
    order = list(shelf.config.subjects)
    for name, entry in sorted(
        shelf.entries.items(), key=lambda pair: (order.index(pair[1].subject), pair[0])
    ):
        cells = rows_of(entry, name, shelf.reader, words)
        made, faults = written_entries(
            [
                Row(entry.grade, n, {k: v for k, v in one.items() if v})
                for n, one in enumerate(cells)
            ],
            shelf.reader,
            words,
            {name: shelf.whose[name]},
        )
        if faults or len(made) != 1 or not shelf.same(made[0].entry, entry):
            left.append(name)
            continue
        rows[entry.grade] += cells
        exported[name] = digest(made[0])
    left += [
        name for name in shelf.files if name not in shelf.entries | dict.fromkeys(shelf.skeletons)
    ]
    for grade in rows:
        rows[grade] += _awaited(shelf, grade)
    grades = tuple(GradeRows(grade, tuple(cells)) for grade, cells in rows.items())
    return Export(grades, exported, tuple(sorted(left)))


def _awaited(shelf: Shelf, grade: int) -> list[Mapping[str, str]]:
    """A row with the names already in it for everybody who has not handed in."""
    have = {(one.subject, one.classes) for one in shelf.entries.values() if one.grade == grade}
    whole = {
        one.subject for one in shelf.entries.values() if one.grade == grade and one.whole_grade
    }
    rows: list[Mapping[str, str]] = []
    for colleague in shelf.config.staff:
        classes = tuple(c for c in colleague.classes if c.grade == grade)
        if grade not in colleague.grades or colleague.subject in whole:
            continue
        if (colleague.subject, classes or shelf.config.classes(grade)) in have:
            continue
        numbers = "、".join(str(c.number) for c in classes)
        subject = shelf.config.subjects[colleague.subject].name
        rows.append({"subject": subject, "teacher": colleague.teacher, "class": numbers})
    return rows


def digest(written: Written) -> str:
    """What an export remembers of an entry, to see whether anybody changed its rows."""
    return hashlib.sha256(written.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- Import -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A file to be written. ``before`` is None for a new one; ``signed`` are signatures that go."""

    path: str
    data: bytes
    before: bytes | None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import comes to. With ``refused`` (path, whether signed) or ``clashes`` nothing is written."""

    changes: tuple[Change, ...]
    equal: int
    untouched: int
    refused: tuple[tuple[str, bool], ...]
    clashes: tuple[Diagnostic, ...]


def intake_of(shelf: Shelf, book: Book, made: Collection[Written], *, over: bool) -> Intake:
    """Compare what the workbook says with what is there; ``over``: different files may be replaced."""
    changes: list[Change] = []
    refused: list[tuple[str, bool]] = []
    equal = untouched = 0
    entries = dict(shelf.entries)
    for one in made:
        before = shelf.files.get(one.file)
        there = shelf.entries.get(one.file)
        if before is not None and book.exported.get(one.file) == digest(one):
            untouched += 1
        elif there is not None and shelf.same(there, one.entry):
            equal += 1
        else:
            signed = there is not None and bool(there.approval)
            if before is not None and one.file not in shelf.skeletons and not over:
                refused.append((shelf.base + one.file, signed))
                continue
            entries[one.file] = one.entry
            data = _kept(one.text, there, chinese="学科" in one.text.split("\n")[1])
            changes.append(Change(shelf.base + one.file, data.encode("utf-8"), before, signed))
    _, found = apply_entries(entries.values(), shelf.config)
    touched = {change.path for change in changes}
    clashes = tuple(
        d
        for d in found
        if d.severity is Severity.ERROR
        and touched & {d.span.file, *(place.file for place in d.related)}
    )
    return Intake(tuple(changes), equal, untouched, tuple(refused), clashes)


def _kept(text: str, there: Entry | None, *, chinese: bool) -> str:
    """Keep what a workbook does not have: how long it really took."""
    if there is None or not there.actual:
        return text
    said = ", ".join(f"{day.isoformat()}: {minutes}" for day, minutes in there.actual)
    key = KEYS["actual"] if chinese else "actual"
    return text.replace("\n---\n", f"\n{key}: {{{said}}}\n---\n", 1)


def stops(intake: Intake) -> bool:
    """Whether nothing may be written."""
    return bool(intake.refused) or has_errors(intake.clashes)

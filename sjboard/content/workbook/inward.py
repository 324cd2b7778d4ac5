"""Rows into entries, as text that says exactly what the cells say.

Every text is tried by the very reader that will read it: what a cell says comes back as the same text, or
is refused. Does not know files' bytes that are there already (``edges.workbook`` compares).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from sjboard.content.entries import EntryReader
from sjboard.content.fields import KEYS
from sjboard.content.workbook.cells import CellReader, Tagged
from sjboard.content.workbook.days import day_name
from sjboard.content.workbook.gathering import Group, Whose, gather
from sjboard.content.workbook.plainly import as_html, lines_of, ways
from sjboard.content.workbook.rows import Fault, Row, Vocabulary, fault
from sjboard.diagnostics import Diagnostic, Severity, has_errors
from sjboard.model import Entry
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold

_PLAIN = regex(r"\w[\w·.-]*(?: [\w·.-]+)*")
_NONE = ("无作业", "none", "no homework")
_NOTES = ("本周说明", "说明", "week note")
_DAY_NOTES = ("当天说明", "day note")
_NOT_ESCAPED = frozenset(
    ("text.blank", "syntax.item:two-groups", "syntax.item:own-paragraph", "syntax.item:nested")
)
"""What is wrong with a text itself: to write it so that nobody notices would be no help."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry out of a workbook. ``file`` is its path below the week's folder."""

    whose: Whose
    file: str
    text: str
    entry: Entry
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Draft:
    """Lines of an entry, each with the row that it came from, and what shall come of them."""

    lines: list[tuple[str, Row | None]] = field(default_factory=list)
    day: str = ""
    last: str = ""

    def add(self, row: Row | None, *lines: str) -> None:
        self.lines.extend((line, row) for line in lines)


def written_entries(
    rows: Sequence[Row],
    reader: EntryReader,
    words: Vocabulary,
    existing: Mapping[str, Whose | None],
) -> tuple[tuple[Written, ...], tuple[Fault, ...]]:
    """Make entries of a workbook's rows, all sheets together; every fault of every cell.

    ``existing`` are the week's files: path below the week's folder → whose they are.
    """
    cells = CellReader(reader, words)
    made = []
    names = set(existing)
    for group in gather(rows, cells, existing):
        group.file = group.file or _free_name(group.whose, reader, names)
        names.add(group.file)
        one = _Writer(group, cells).write()
        if one is not None:
            made.append(one)
    return tuple(made), tuple(cells.faults)


def _free_name(whose: Whose, reader: EntryReader, names: set[str]) -> str:
    """Name a new entry's file by its subject and classes."""
    subject = reader.config.subjects[whose.subject].name
    parts = [subject, *map(str, whose.classes or ()), *([whose.mode.value] if whose.mode else [])]
    bare = re.sub(r'[\\/:*?"<>|\s]', "-", "-".join(parts)).strip("-. ")
    name, number = f"g{whose.grade}/{bare}.md", 2
    while name in names:
        name, number = f"g{whose.grade}/{bare}-{number}.md", number + 1
    return name


class _Writer:
    """Writes one entry."""

    def __init__(self, group: Group, cells: CellReader) -> None:
        self.group = group
        self.cells = cells
        self.reader = cells.reader
        self.words = cells.words
        week = self.reader.week
        self.path = f"content/{week.term}/{week.key}/{group.file}"
        self.expected: list[tuple[Row, str]] = []
        """The rows of homework and what each shall show, "" for Markdown."""
        self.tagged: list[Tagged] = []

    def write(self) -> Written | None:
        before = len(self.cells.faults)
        draft = _Draft()
        draft.add(None, *self.head())
        rows = self.group.rows
        for row in rows:
            if self.is_note(row):
                self.note(row, draft)
        weekly = [row for row in rows if self.is_none(row) and not row["day"]]
        for row in weekly[:1]:
            draft.add(row, "无作业" if self.words.chinese else "none", "")
        for row in rows:
            if row not in weekly and not self.is_note(row):
                self.day_row(row, draft)
        if len(self.cells.faults) > before:
            return None
        return self.read_back(draft)

    def head(self) -> list[str]:
        """The front matter. Signatures are not a workbook's to give."""
        whose = self.group.whose
        key = KEYS if self.words.chinese else {name: name for name in KEYS}
        name = self.reader.config.subjects[whose.subject].name
        lines = ["---", f"{key['subject']}: {scalar(name)}"]
        lines.append(f"{key['teacher']}: {scalar(self.group.teacher)}")
        if whose.classes is not None:
            numbers = ", ".join(map(str, whose.classes))
            lines.append(
                f"{key['class']}: " + (numbers if len(whose.classes) == 1 else f"[{numbers}]")
            )
        if whose.mode is not None:
            mode = {"add": "补充", "replace": "替换"}[whose.mode.value]
            lines.append(f"{key['mode']}: {mode if self.words.chinese else whose.mode.value}")
        if self.group.draft:
            lines.append(f"{key['draft']}: {'是' if self.words.chinese else 'yes'}")
        if not self.group.file.startswith(f"g{whose.grade}/"):
            lines.append(f"{key['grade']}: {whose.grade}")
        return [*lines, "---", ""]

    # --- Rows -------------------------------------------------------------------------------------

    def is_none(self, row: Row) -> bool:
        said = row["kind"] or row["content"]
        return self.words.means(said.strip("。.!"), self.words.none, *_NONE) and not row["minutes"]

    def is_note(self, row: Row) -> bool:
        return self.words.means(row["kind"], self.words.week_note, *_NOTES)

    def note(self, row: Row, draft: _Draft) -> None:
        lines = self.spelled(row, None, "")
        if lines is not None:
            draft.add(row, *lines, "")

    def day_row(self, row: Row, draft: _Draft) -> None:
        """Write a row that stands under a day."""
        if self.is_none(row):
            if self.cells.blocks(row):
                self.under(row, "free", draft)
                draft.add(row, "无作业" if self.words.chinese else "none", "")
            return
        if self.words.means(row["kind"], self.words.day_note, *_DAY_NOTES):
            lines = self.spelled(row, None, row["day"]) if self.cells.blocks(row) else None
            if lines is not None:
                self.under(row, "note", draft, indented=lines[0][:1].isspace())
                draft.add(row, *lines, "")
            return
        tagged = self.cells.tagged(row)
        if tagged is None:
            if not row["content"]:
                self.cells.wrong(row, "content", "no-content")
            return
        lines = self.spelled(row, tagged, row["day"])
        if lines is not None:
            self.under(row, "item", draft)
            draft.add(row, *lines)
            if len(lines) > 1:
                draft.add(None, "")
            self.tagged.append(tagged)

    def under(self, row: Row, what: str, draft: _Draft, *, indented: bool = False) -> None:
        """Write the heading where the day is another, or a note would run into what stands above."""
        day = fold(row["day"])
        if day != draft.day or (what == "note" and (draft.last == "note" or indented)):
            if draft.lines and draft.lines[-1][0]:
                draft.add(None, "")
            draft.add(row, f"## {row['day']}", "")
        elif what == "note" and draft.lines[-1][0]:
            draft.add(None, "")
        draft.day, draft.last = day, what

    # --- Texts ------------------------------------------------------------------------------------

    def spelled(self, row: Row, tagged: Tagged | None, day: str) -> list[str] | None:
        """Write a row's text so that it is read as just that; None, and a fault, where it cannot be."""
        if self.words.means(row["form"], self.words.markdown, "markdown"):
            lines = [
                line if line.strip() else ""
                for line in row["content"].replace("\r\n", "\n").split("\n")
            ]
            whole = _trimmed(lines)
            # The tags may stand alone, and all of the text below them.
            spellings, shall = [whole, *([["", *whole]] if whole and tagged else [])], ""
        else:
            plain = lines_of(row["content"])
            spellings = [
                [part for line in one for part in (line, "")][:-1]
                for one in zip(*(ways(line) for line in plain), strict=True)
            ]
            shall = as_html(plain)
        if not any(spellings):
            self.cells.wrong(row, "content", "no-content")
            return None
        found: tuple[Diagnostic, ...] = ()
        for number, spelling in enumerate(spellings):
            lines = _as_item(spelling, tagged.tags) if tagged else spelling
            html, faults = self.tried(lines, tagged, day)
            found = found if number else faults
            if html is not None and shall in ("", html):
                if tagged:
                    self.expected.append((row, shall))
                return lines
            its_own = any(one.rule in _NOT_ESCAPED or one.words in _NOT_ESCAPED for one in faults)
            if shall and its_own:
                break
        errors = [one for one in found if one.severity is Severity.ERROR]
        for one in errors[:2]:
            self.cells.faults.append(Fault(row.grade, row.number, "content", "finding", (), one))
        if not errors:
            self.cells.wrong(row, "content", "text")
        return None

    def tried(
        self, lines: list[str], tagged: Tagged | None, day: str
    ) -> tuple[str | None, tuple[Diagnostic, ...]]:
        """Read a text in an entry of its own: the HTML it becomes, and what is wrong with it."""
        week = self.reader.week
        name = self.reader.config.subjects[self.group.whose.subject].name
        head = [
            "---",
            f"subject: {scalar(name)}",
            "teacher: x",
            "grade: " + str(self.group.whose.grade),
        ]
        first = day_name(week.blocks[0], self.reader.days, self.words) if week.blocks else ""
        filler = f"- x {{{next(iter(self.reader.config.kinds))} 1m}}"
        if tagged:
            body = [f"## {day}", "", *lines]
        elif day:
            body = [f"## {day}", "", *lines, "", filler]
        else:
            body = [*lines, "", f"## {first}", "", filler]
        text = "\n".join([*head, "---", "", *body, ""])
        entry, found = self.reader.read(self.path, text.encode("utf-8", "surrogatepass"))
        if entry is None or has_errors(found) or len(entry.items) != 1:
            return None, found
        notes, item = entry.day_notes, entry.items[0]
        if tagged:
            alone = not notes and entry.note is None and not entry.free_blocks
            right = alone and _same(item, tagged)
            return (item.body.html if right else None), found
        if day:
            alone = len(notes) == 1 and entry.note is None and not entry.free_blocks
            return (notes[0].body.html if alone else None), found
        alone = entry.note is not None and not entry.none and not notes
        return (entry.note.html if alone and entry.note else None), found

    # --- The whole --------------------------------------------------------------------------------

    def read_back(self, draft: _Draft) -> Written | None:
        """Read the whole entry, and see that it says what the rows say."""
        lines = list(draft.lines)
        while lines and not lines[-1][0]:
            lines.pop()
        text = "\n".join(line for line, _ in lines) + "\n"
        first = self.group.rows[0]
        entry, found = self.reader.read(self.path, text.encode("utf-8", "surrogatepass"))
        errors = [one for one in found if one.severity is Severity.ERROR]
        for one in errors:
            at = one.span.line - 1
            row = (lines[at][1] if 0 <= at < len(lines) else None) or first
            self.cells.faults.append(Fault(row.grade, row.number, "content", "finding", (), one))
        if errors:
            return None
        items = entry.items if entry else ()
        if entry is None or len(items) != len(self.expected):
            self.cells.faults.append(fault(first, "content", "text", written=first["content"][:40]))
            return None
        for item, (row, shall), tagged in zip(items, self.expected, self.tagged, strict=True):
            if not _same(item, tagged) or shall not in ("", item.body.html):
                self.cells.faults.append(fault(row, "content", "text", written=row["content"][:40]))
                return None
        return Written(self.group.whose, self.group.file, text, entry, tuple(self.group.rows))


def _same(item: object, tagged: Tagged) -> bool:
    said = (
        tuple(block.first for block in tagged.blocks),
        *(tagged.kind, tagged.duration.minutes, tagged.duration.low, tagged.duration.shared),
        *(tagged.tier, tagged.optional, tagged.place, tagged.due),
    )
    names = (
        "blocks",
        "kind",
        "minutes",
        "minutes_low",
        "shared",
        "tier",
        "optional",
        "place",
        "due",
    )
    return said == tuple(getattr(item, name) for name in names)


def _as_item(lines: list[str], tags: str) -> list[str]:
    """Write lines as a piece of homework, the tags behind its first paragraph."""
    end = lines.index("") if "" in lines else len(lines)
    head = [f"- {lines[0]}", *(f"  {line}" for line in lines[1:end])]
    head[-1] += f" {{{tags}}}"
    return head + [f"  {line}" if line else "" for line in lines[end:]]


def _trimmed(lines: list[str]) -> list[str]:
    """Leave out empty lines at both ends."""
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def scalar(text: str) -> str:
    """Write a name as YAML's value: as it is, but in quotes where YAML would read more into it."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

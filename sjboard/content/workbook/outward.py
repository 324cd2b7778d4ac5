"""An entry into rows of a sheet.

Knows which text can stand in a cell as it is read, and which only as Markdown. Does not know whether the
rows are enough: whoever exports reads them back (``inward``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sjboard.content.entries import EntryReader
from sjboard.content.workbook.days import days_named
from sjboard.content.workbook.plainly import as_html, lines_of
from sjboard.content.workbook.rows import Vocabulary
from sjboard.model import Entry, Item, Markup, Place, Source

Cells = Mapping[str, str]
_LAST = 10**6


def rows_of(entry: Entry, name: str, reader: EntryReader, words: Vocabulary) -> list[Cells]:
    """Give an entry's rows in the order of its file, each cell by its column's key.

    ``name`` is the file's path below the week's folder. Signatures, their digest and measured times stay
    in the file.
    """
    config = reader.config
    same = {
        "subject": config.subjects[entry.subject].name,
        "teacher": entry.teacher,
        "class": ""
        if entry.whole_grade
        else "、".join(str(class_.number) for class_ in entry.classes),
        "mode": words.modes[entry.mode] if entry.mode else "",
        "draft": words.yes if entry.draft else "",
        "file": name,
    }
    rows: list[tuple[int, int, Cells]] = []
    if entry.note is not None:
        rows.append(
            (0, 0, {"kind": words.week_note, **_said(entry.note, entry.note_source, words)})
        )
    if entry.none:
        rows.append((0, 1, {"kind": words.none}))
    rows += [(item.span.line, 0, _item(item, reader, words)) for item in entry.items]
    lines = {item.blocks: item.span.line for item in reversed(entry.items)}
    for note in entry.day_notes:
        line = note.source[0][0].line if note.source else 0
        lines[note.blocks] = min(line, lines.get(note.blocks, line))
        day = days_named(note.blocks, reader.days, words)
        rows.append(
            (line, 0, {"day": day, "kind": words.day_note, **_said(note.body, note.source, words)})
        )
    for block in entry.free_blocks:
        day = days_named((block,), reader.days, words)
        rows.append((_place(block, entry, lines), 1, {"day": day, "kind": words.none}))
    return [{**same, **cells} for _, _, cells in sorted(rows, key=lambda row: row[:2])]


def _place(block: date, entry: Entry, lines: Mapping[tuple[date, ...], int]) -> int:
    """The line that a day's 无作业 stands beside: its own note's, else the last of the days before."""
    own = [line for blocks, line in lines.items() if blocks == (block,)]
    before = [item.span.line for item in entry.items if item.blocks[0] < block]
    return own[0] if own else max(before, default=0 if entry.items else _LAST)


def _item(item: Item, reader: EntryReader, words: Vocabulary) -> Cells:
    config = reader.config
    cells = {
        "day": days_named(item.blocks, reader.days, words),
        **_said(item.body, item.source, words, item.tags.line),
        "kind": item.kind_name or config.kinds[item.kind].name,
        "minutes": str(item.minutes),
        "least": str(item.minutes_low) if item.minutes_low < item.minutes else "",
        "share": words.shared if item.shared else "",
        "tier": config.tiers[item.tier].name if item.tier is not None else "",
        "optional": words.optional if item.optional else "",
        "place": words.places[item.place] if item.place is not Place.HOME else "",
        "due": item.due.isoformat() if item.due else "",
    }
    return {key: text for key, text in cells.items() if text}


def _said(body: Markup, source: Source, words: Vocabulary, head: int = 0) -> Cells:
    """A text as a cell has it: what a page shows where that is nothing but text, else its Markdown."""
    lines = lines_of(body.text)
    if lines and as_html(lines) == body.html:
        return {"content": "\n".join(lines)}
    return {"content": "\n".join(_markdown(source, head)), "form": words.markdown}


def _markdown(source: Source, head: int) -> Iterator[str]:
    """The lines as written, with the empty ones between them; ``head`` is an item's line of tags."""
    before = None
    for span, text in source:
        if before is not None and (span.line - before > 1 or before == head):
            yield ""
        yield text
        before = span.line

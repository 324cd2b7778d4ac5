"""A workbook that came back, as rows: whoever saved it, with whatever, and whatever it is meant to do.

Knows Excel's files, their limits and their traps: all that is looked at before a cell is read. Does not know
what a row means.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from sjboard.content.workbook.rows import Fault, Row, Vocabulary, plain_heading
from sjboard.edges.workbook.lists import NAME
from sjboard.records import dataclass
from sjboard.syntax.fold import fold

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 2_000
"""Of one sheet; a grade's week is two hundred."""
_MOST_COLUMNS = 60
_MOST_PARTS = 500
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_TIMES = 200
"""How many times its size a part may unpack to; a sheet of formulas comes to forty."""
_MOST_TEXT = 32_767
"""What Excel lets a cell hold."""
_MOST_SHEETS = 60
_SEARCHED = 15
"""Rows in which the headings may stand; above them are titles."""
_OLD = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 16
_DEFINITION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"
_BAD = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError, RuntimeError, NotImplementedError),
    *(
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
        AssertionError,
    ),
)
"""What openpyxl and zipfile raise for a file that is none."""


class BadWorkbook(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A workbook cannot be used at all. ``why`` is the message's key below ``workbook.bad.``."""

    def __init__(self, why: str, **args: object) -> None:
        super().__init__(why)
        self.why = why
        self.args_ = args


@dataclass(slots=True)
class Book:
    """What a workbook says.

    ``term``, ``week`` are "" where it does not say; ``exported`` gives the digest of each entry as it was
    exported, by file. ``passed`` are the sheets that were not read. ``columns`` gives, by grade, the
    letter of each column.
    """

    term: str = ""
    week: str = ""
    exported: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    sheets: dict[int, str] = field(default_factory=dict)
    columns: dict[int, dict[str, str]] = field(default_factory=dict)


def read_workbook(
    name: str,
    data: bytes,
    names: Mapping[str, int],
    words: Vocabulary,
    own: Collection[str] = (),
) -> Book:
    """Read the sheets of grades; raise ``BadWorkbook``.

    ``names`` are the grades by every name, folded; ``own`` the sheets that are ours, and hold no entries.
    """
    _look(name, data)
    book = Book()
    try:
        opened = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            if len(opened.sheetnames) > _MOST_SHEETS:
                raise BadWorkbook("too-big")
            for sheet in opened.worksheets:
                if sheet.title in own:
                    continue
                _sheet(sheet, data, names, words, book)
        finally:
            opened.close()
    except _BAD as error:
        raise BadWorkbook("broken") from error
    if not book.sheets:
        raise BadWorkbook("no-sheet", sheets="、".join(book.passed[:8]))
    return book


def _look(name: str, data: bytes) -> None:
    """Refuse what may not be opened: by its size, its macros, what it unpacks to, definitions in its XML."""
    if len(data) > MOST_BYTES:
        raise BadWorkbook("too-big")
    if data.startswith(_OLD):
        raise BadWorkbook("password" if name.lower().endswith(".xlsx") else "old")
    if not data.startswith(b"PK\x03\x04"):
        raise BadWorkbook("broken" if name.lower().endswith(".xlsx") else "old")
    if name.lower().endswith((".xlsm", ".xltm", ".xlsb")):
        raise BadWorkbook("macros")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_UNPACKED:
                raise BadWorkbook("too-big")
            for part in parts:
                if part.file_size > max(part.compress_size, 1024) * _MOST_TIMES:
                    raise BadWorkbook("too-big")
                low = part.filename.lower()
                if "vbaproject" in low or "macrosheets/" in low or "activex/" in low:
                    raise BadWorkbook("macros")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _without_definitions(file, part)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise BadWorkbook("broken") from error


def _without_definitions(file: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that defines anything: Excel never writes it, and bombs are made of it."""
    kept = b""
    with file.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            kept = kept[-16:] + chunk.replace(b"\0", b"")  # UTF-16 has a NUL beside each letter
            if _DEFINITION.search(kept):
                raise BadWorkbook("definitions")
            if b"macroEnabled" in kept:
                raise BadWorkbook("macros")


def _sheet(
    sheet: Any, data: bytes, names: Mapping[str, int], words: Vocabulary, book: Book
) -> None:
    title = str(sheet.title)
    if title == NAME:
        _own(sheet, book)
        return
    grade = names.get(fold(title).replace(" ", ""))
    if grade is None or sheet.sheet_state != "visible":
        if sheet.sheet_state == "visible":
            book.passed.append(title)
        return
    if grade in book.sheets:
        raise BadWorkbook("two-sheets", one=book.sheets[grade], other=title)
    book.sheets[grade] = title
    _grade(sheet, grade, _merges(data, str(sheet._worksheet_path)), words, book)  # noqa: SLF001 - read-only sheets do not give their merged cells


def _own(sheet: Any, book: Book) -> None:
    """Read what an export remembers of itself."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=4, values_only=True)):
        key, value, file, digest = (*(str(cell or "") for cell in cells), "", "", "", "")[:4]
        if number < 3 and key == "term":
            book.term = value
        elif number < 3 and key == "week":
            book.week = value
        if file:
            book.exported[file] = digest


def _merges(data: bytes, path: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Which cell of a merged area is shown by which: (row, column) → its first."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(path.lstrip("/")) as stream:
        for _, element in iterparse(stream):  # noqa: S314 - definitions were refused before
            if element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                if None in (left, top, right, bottom):
                    continue
                for row in range(top, min(bottom, MOST_ROWS + 20) + 1):
                    for column in range(left, min(right, _MOST_COLUMNS) + 1):
                        if (row, column) != (top, left):
                            found[row, column] = (top, left)
            if element.tag.endswith("}row"):
                element.clear()
            if len(found) > MOST_ROWS * _MOST_COLUMNS:
                raise BadWorkbook("too-big")
    return found


def _grade(
    sheet: Any,
    grade: int,
    merges: Mapping[tuple[int, int], tuple[int, int]],
    words: Vocabulary,
    book: Book,
) -> None:
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    columns: dict[int, str] = {}
    seen: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(
        sheet.iter_rows(max_row=MOST_ROWS + _SEARCHED + 1, max_col=_MOST_COLUMNS), 1
    ):
        if not columns:
            if number > _SEARCHED:
                break
            columns = _headings(cells, words)
            if columns:
                _two_headings(columns, grade, number, book)
                letters = {key: get_column_letter(n) for n, key in columns.items()}
                book.columns[grade] = letters
            continue
        if number > MOST_ROWS:
            raise BadWorkbook("too-many-rows", sheet=sheet.title, most=MOST_ROWS)
        said: dict[str, str] = {}
        merged: set[str] = set()
        for n, key in columns.items():
            if key.endswith("!"):
                continue
            first = merges.get((number, n))
            text = _text(cells[n - 1] if n <= len(cells) else None, grade, number, key, book)
            if first is not None:
                text = seen.get(first, "")
                merged.add(key)
            elif text:
                seen[number, n] = text
            if text:
                said[key] = text
        if said:
            merged &= set(said)
            book.rows.append(Row(grade, number, said, frozenset(merged)))
    if not columns:
        raise BadWorkbook(
            "no-headings",
            sheet=sheet.title,
            wanted="、".join(
                words.headings[k] for k in ("subject", "day", "content", "kind", "minutes")
            ),
        )


def _headings(cells: Any, words: Vocabulary) -> dict[int, str]:
    """Which column is what, by this row; nothing where it is not the row of headings."""
    found: dict[int, str] = {}
    for n, cell in enumerate(cells, 1):
        value = getattr(cell, "value", None)
        key = words.column(value) if isinstance(value, str) and plain_heading(value) else None
        if key:
            found[n] = f"{key}!" if key in found.values() else key
    needed = {"subject", "content", "kind", "minutes"}
    return found if len(needed & set(found.values())) >= 3 else {}


def _two_headings(columns: Mapping[int, str], grade: int, number: int, book: Book) -> None:
    """Say that a column stands there twice, or that one is missing that cannot be done without."""
    for key in columns.values():
        if key.endswith("!"):
            book.faults.append(Fault(grade, number, key[:-1], "heading-twice"))
    for key in ("subject", "day", "content", "kind", "minutes"):
        if key not in columns.values():
            args = (("heading", key),)
            book.faults.append(Fault(grade, number, "", "heading-missing", args))


def _text(  # noqa: PLR0911 - one for each sort of cell
    cell: Any, grade: int, number: int, key: str, book: Book
) -> str:
    """Give what a cell says, as text."""
    value = getattr(cell, "value", None)
    if value is None or value == "":
        return ""
    kind = getattr(cell, "data_type", "s")
    if kind in ("f", "e"):
        why = "formula" if kind == "f" else "error"
        shown = value if isinstance(value, str) else getattr(value, "text", "") or ""
        args = (("written", str(shown)[:40]),)
        book.faults.append(Fault(grade, number, key, why, args))
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = str(value).replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _MOST_TEXT:
        book.faults.append(Fault(grade, number, key, "long"))
        return ""
    if key in ("content", "form"):
        return text.strip("\n") if text.strip() else ""
    return " ".join(text.split())

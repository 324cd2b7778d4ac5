"""Tables out of offices: .csv in whatever encoding, .xlsx of whoever made it, as rows of text.

Knows encodings, Excel's files and how they may be meant to harm. Does not know what a table says, and
never quotes a cell: it may be a roster.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

Row = tuple[int, tuple[str, ...]]
"""A row's number in the file, from 1, and its cells, without blanks at their ends."""

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100

_MOST_UNPACKED = 96 * 1024 * 1024
_MOST_PARTS = 2_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and .xlsx with a password."""


class TableFault(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A table cannot be read. ``why``: too-big, old, password, broken, encoding, too-many, kind."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def rows_of(name: str, data: bytes) -> list[Row]:
    """Read the rows that say something: a .csv, or the first sheet of an .xlsx. Raise ``TableFault``."""
    if len(data) > MOST_BYTES:
        raise TableFault("too-big")
    if data.startswith(_OLD_EXCEL):
        raise TableFault("password" if name.lower().endswith(".xlsx") else "old")
    if data.startswith(b"PK\x03\x04"):
        rows = _workbook(data)
    elif name.lower().endswith((".csv", ".txt", ".tsv")):
        rows = _separated(_text(data))
    else:
        raise TableFault("broken" if name.lower().endswith(".xlsx") else "kind")
    kept: list[Row] = []
    for number, cells in rows:
        if any(cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS:
            raise TableFault("too-many")
    return kept


# --- Separated values ---------------------------------------------------------------------------


def _text(data: bytes) -> str:
    """Read UTF-8, UTF-16 with its mark (Excel's “Unicode text”), or GB 18030, which GBK is part of."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableFault("encoding")


def _separated(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",\t;，", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
    except csv.Error as error:
        raise TableFault("broken") from error


# --- Excel --------------------------------------------------------------------------------------


def _workbook(data: bytes) -> Iterator[Row]:
    """Read the first sheet that shows, row by row, as the values that Excel last saw."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only rosters need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - as above

    _bearable(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
            sheet.reset_dimensions()  # what a file says of its own size need not be so
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
            for number, cells in enumerate(rows, 1):
                yield number, tuple(_said(cell) for cell in cells)
                if number > MOST_ROWS:
                    raise TableFault("too-many")
        finally:
            book.close()
    except TableFault:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        StopIteration,
        RuntimeError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # ElementTree's ParseError is one
        OSError,
        EOFError,
    ) as error:
        raise TableFault("broken") from error


def _bearable(data: bytes) -> None:
    """Refuse what unpacks to far more than any roster, and XML with definitions of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_UNPACKED:
                raise TableFault("too-big")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with file.open(part) as stream:
                        whole = stream.read()  # a definition may hide behind a long comment
                    if re.search(rb"<!\s*DOCTYPE|<!\s*ENTITY", whole.replace(b"\0", b"")):
                        raise TableFault("broken")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise TableFault("broken") from error


def _said(value: object) -> str:
    """Write a cell: 101.0 as 101, a day as 2026-09-04."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()

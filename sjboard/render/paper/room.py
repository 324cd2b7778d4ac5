"""How large a sheet's text can be: a reckoning of heights, so that Typst need not try every size.

Knows the measures of ``templates/print/notice.typ``: the height of a line, the blanks round it, the widths of
columns. The reckoning only chooses where to begin: the template measures the size it is given, and takes a
smaller one where that is too large. Lengths are in ems unless a name says points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

Data = dict[str, Any]

LINE, LEADING = 0.733, 0.55
"""A line's height in the Chinese faces, from its foot to the top of a capital, and the blank below it."""

UPRIGHT = (516.0, 765.0)
LYING = (774.0, 533.0)
"""What A4 has inside the margins, in points: wide, high."""

POSTER = (1100.0, 760.0)
"""What A3 on its side has inside the margins."""

POSTER_SIZES = (18.0, 17.0, 16.0, 15.0, 14.2, 13.4, 12.6, 11.9, 11.2, 10.6, 10.0, 9.4)

SIZES = (14.0, 13.2, 12.6, 12.0, 11.4, 10.8, 10.2, 9.7, 9.2, 8.8)
"""Sizes of text for a notice in points, the largest that fits is taken."""
CLOSE_SIZES = (9.2, 8.8, 8.4, 8.0)
"""Where none of them fits, these, with rows that stand closer; 8 pt is the least that is read on a wall."""

_CELL, _CLOSE_CELL = 1.0, 0.5
_ASIDE = 1.2
"""Blanks above and below a cell's text together; and at its sides."""
_FIXED = {"image": 85.0, "rule": 1.0}
"""Points: what a picture takes, more or less."""
_FREE = 0.6
"""How wide a column without homework is, beside one with some."""
_FIXED_ROWS, _CLOSE_ROWS = 180.0, 130.0
"""Points: above and below what changes with the size."""


def length(text: str) -> float:
    """The width of a text: a Chinese character is 1 wide, a Latin letter a little over half."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.57 for c in text)


def widths(notice: Data, *, asks: bool) -> list[float]:
    """Give the narrow columns' widths: subject, kind, what is asked (0 where nothing is), minutes."""
    items = [item for day in notice["days"] for item in day["items"]]

    def column(texts: Iterable[str], least: float, most: float) -> float:
        widest = max((length(text) for text in texts), default=0.0)
        return round(min(max(widest, least), most) + _ASIDE + 0.15, 2)

    return [
        column((item["subject"] for item in items), 2, 5),
        column((item["kind"] for item in items), 2, 5),
        round(max(column((c["text"] for i in items for c in i["chips"]), 5, 6.2), 5.9), 2)
        if asks
        else 0.0,
        column((f"{item['minutes']}00" for item in items), 2.1, 4),
    ]


def upright(notice: Data, said: Sequence[str], *, close: bool = False) -> float:
    """Choose the size of a notice that stands upright; 0 where none keeps it on one sheet.

    ``said`` are the lines of text between the head and the table. ``close``: its rows stand closer.
    """
    narrow = sum(notice["widths"])
    sizes = CLOSE_SIZES if close else SIZES
    return _choose(
        sizes, UPRIGHT[1], lambda size: _upright(notice, said, size, narrow, close=close)
    )


def lying(notice: Data, said: Sequence[str], *, close: bool = False) -> float:
    """The same for a notice on its side."""
    sizes = CLOSE_SIZES if close else SIZES
    return _choose(sizes, LYING[1], lambda size: _lying(notice, said, size, close=close))


def poster(sheet: Data) -> float:
    """The same for a poster, whose sizes are larger."""
    remarks = sum(_paragraph(length(said), POSTER[0] / 12) * 12 + 10 for said in sheet["remarks"])

    def height(size: float) -> float:
        return _columns(sheet["days"], POSTER[0] / size, size) * size + 215 + remarks

    return _choose(POSTER_SIZES, POSTER[1], height)


def _choose(sizes: Sequence[float], room: float, height: Callable[[float], float]) -> float:
    fits = (size for size in sizes if height(size) <= room)
    smallest = sizes[-1]
    return next(fits, smallest if height(smallest) <= room * 1.1 else 0.0)


def _upright(
    notice: Data, said: Sequence[str], size: float, narrow: float, *, close: bool
) -> float:
    cell = _CLOSE_CELL if close else _CELL
    wide = UPRIGHT[0] / size
    content = wide - narrow - _ASIDE
    high = cell + LINE  # the table's own head
    for day in notice["days"]:
        beside = length(day["over"] + day["more"]) * 0.86
        high += max(1.25 * LINE, 0.86 * _lines(beside / (wide * 0.34))) + cell
        high += sum(_note(note, wide) + cell for note in day["notes"])
        high += sum(_paragraph(length(text) * 0.86, wide) + cell for text in day["waived"])
        high += sum(_blocks(item["body"], content, size) + cell for item in day["items"])
    high += sum(_paragraph(length(text), wide) + 0.6 for text in said)
    return high * size + (_CLOSE_ROWS if close else _FIXED_ROWS)


def _lying(notice: Data, said: Sequence[str], size: float, *, close: bool) -> float:
    wide = LYING[0] / size
    high = _columns(notice["days"], wide, size)
    high += sum(_paragraph(length(text), wide) + 0.6 for text in said)
    return high * size + (_CLOSE_ROWS if close else _FIXED_ROWS - 34)


def _columns(days: Sequence[Data], wide: float, size: float) -> float:
    """The height of a week that is laid out a column a day, with its head."""
    column = wide / max(sum(_FREE if day["none"] else 1 for day in days), 1) - 1.4
    return max((_column(day, column, size) for day in days), default=0.0) + 3.6


def _column(day: Data, wide: float, size: float) -> float:
    high = sum(_note(note, wide) + 0.6 for note in day["notes"])
    high += 3.0 if day["none"] else 0
    for number, item in enumerate(day["items"]):
        high += 1.1 if number else 0
        tag = length(item["subject"]) + 1.1 if item["first"] else 0.0
        tag += length(item.get("classes", ""))
        high += _blocks(_led(item["body"], tag), wide, size) + 0.55
        meta = (
            length(item["kind"] + item["minutes"])
            + 2
            + sum(length(c["text"]) + 0.8 for c in item["chips"])
        )
        high += _paragraph(meta, wide) + 0.1
    beside = length(day["over"] + day["more"])
    high += _paragraph(beside * 0.86, wide) + 0.7 if beside else 0
    return high + sum(_paragraph(length(text) * 0.82, wide) + 0.6 for text in day["waived"])


def _led(body: Sequence[Data], before: float) -> list[Data]:
    """Put something of this width before the first words of a text."""
    lead = {"text": "\u3000" * round(before)}
    if body and body[0]["block"] == "paragraph":
        return [{**body[0], "runs": [lead, *body[0]["runs"]]}, *body[1:]]
    return [{"block": "paragraph", "runs": [lead]}, *body]


def _note(note: Data, wide: float) -> float:
    return _blocks(note["body"], wide - length(note["subject"]) - 0.7, 9.4)


def _lines(lines: float) -> float:
    """The height of so many lines, begun ones counted whole."""
    whole = max(ceil(lines), 1)
    return whole * LINE + (whole - 1) * LEADING


def _paragraph(long: float, wide: float) -> float:
    return _lines(
        long / max(wide - 0.5, 2)
    )  # half an em stays empty where a mark may not begin a line


def _blocks(content: Sequence[Data], wide: float, size: float) -> float:
    high = [_block(block, wide, size) for block in content]
    return sum(high) + LEADING * max(len(high) - 1, 0)


def _block(block: Data, wide: float, size: float) -> float:
    kind = block["block"]
    if kind == "list":
        items = [_blocks(item, wide - 1.2, size) for item in block["items"]]
        return sum(items) + LEADING * max(len(items) - 1, 0)
    if kind == "table":
        rows = [*block["head"], *block["rows"]]
        each = wide / max((len(row) for row in rows), default=1) - 1
        return sum(max((_runs(cell, each) for cell in row), default=LINE) + 0.8 for row in rows)
    if kind == "code":
        return sum(_paragraph(length(line), wide) + LEADING for line in block["text"].split("\n"))
    if kind == "quote":
        return _blocks(block["blocks"], wide - 1.5, size)
    if kind in _FIXED:
        return _FIXED[kind] / size
    return _runs(block["runs"], wide)


def _runs(runs: Sequence[Data], wide: float) -> float:
    lines: list[float] = [0.0]
    for run in runs:
        if "break" in run:
            lines.append(0.0)
        else:
            lines[-1] += length(run["text"]) if "text" in run else 2.0
    each = [_paragraph(line, wide) for line in lines]
    return sum(each) + LEADING * (len(each) - 1)

"""The body's structure, line by line: day headings, top-level list items, the prose between.

Knows Markdown's outlines and where everything stands. Does not know what a heading or a tag group
means, nor any inline Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.patterns import regex
from sjboard.records import dataclass

MAX_BYTES = 32 * 1024
MAX_LINES = 1_000
MAX_LINE = 2_000
MAX_ITEMS = 200
MAX_QUOTES = 5
MAX_LISTS = 6
MAX_BARE = 40
"""No day's name is longer, whatever stands around it."""

_HEADING = regex(r" {0,3}##(?!#)\s*")
_FULL_HASH = regex(r"\s*(?:＃＃|#＃|＃#)(?![#＃])\s*\S")
_ITEM = regex(r"( {0,3}(?:[-*+]|\d{1,9}\.)[ \t\u00a0\u3000]+)(.*)")
"""Word's unbreakable blank and the full-width one are blanks to whoever typed them."""
_MARKER = regex(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_NESTED = regex(r"\s*(?:(?:[-*+]|\d{1,9}\.)[ \t]|[|>]|!\[|#{1,6})")
"""What ends an item's first paragraph without a blank line: a sub-list, a table, a quote, a picture."""
_RULE_LINE = regex(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_BARE_DAY = regex(
    r"(?:[#＃]{1,6}|[*_]{1,2})?\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]\s*)?"
    r"(\S.{0,18}?)\s*[:：]?[*_]{0,2}[:：]?\s*"
)
"""A line that may be a day without its “## ”: 周二, **周二**, ### 周二, 二、周二："""
_DEEP = frozenset(" \t>-*+0123456789")
"""What a line begins with that has quotes or lists around it."""
_DEEPER = regex(r"\n(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t](?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t]))")
"""A line in which quotes or lists stand within one another: it is indented, quoted, or has two marks."""
_UNDERLINE = regex(r"-+[ ]*")
_DEFINITION = regex(r" {0,3}\[[^\]]+\]:\s*\S")


class Line(NamedTuple):
    """A line or the rest of one: ``cut`` characters of line ``number`` stood in front of ``text``."""

    text: str
    number: int
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """Anything that is no item: paragraphs, tables, headings of other levels."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a top-level list: its first paragraph, and what is indented below.

    ``span`` is the first line behind its marker.
    """

    span: Span
    head: tuple[Line, ...]
    rest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one level-2 heading; under none (``heading`` None) before the first.

    ``texts`` are its lines, as they are, from line ``first`` of ``file``.
    """

    heading: Heading | None
    texts: Sequence[str]
    first: int
    file: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines without the blank ones at both ends."""
        return trim(numbered_lines(self.texts, self.first))

    @property
    def parts(self) -> tuple[Prose | ListItem, ...]:
        """What it consists of, in order."""
        return tuple(_parts(numbered_lines(self.texts, self.first), self.file))


@dataclass(frozen=True, slots=True)
class Body:
    """``definitions`` are Markdown's link definitions, wherever they stand."""

    sections: tuple[Section, ...]
    definitions: tuple[str, ...] = ()


def measure(lines: Sequence[str], first_line: int, file: str) -> tuple[Diagnostic, ...]:
    """Look for what is too much to read (contract 8), before anything is made of it."""
    rule = "syntax.size"
    whole = "\n".join(("", *lines))
    if len(lines) <= MAX_ITEMS and len(whole) <= MAX_LINE and not _DEEPER.search(whole):
        return ()  # nearly every body: nothing in it can be too much
    if len(lines) > MAX_LINES + 1:
        return (finding(rule, Span(file, first_line + MAX_LINES), "lines", limit=MAX_LINES),)
    too_big = _too_big(lines)
    if too_big is not None:
        return (finding(rule, Span(file, first_line + too_big), "body", limit=MAX_BYTES // 1024),)
    found: list[Diagnostic] = []
    lists: list[int] = []
    items = 0
    deep: set[str] = set()
    for number, line in enumerate(lines, first_line):
        if len(line) > MAX_LINE:
            span = Span(file, number)
            found.append(finding(rule, span, "line", limit=MAX_LINE, length=len(line)))
            continue
        if not line:
            continue
        if _ITEM.match(line):
            items += 1
            if items == MAX_ITEMS + 1:
                found.append(finding(rule, Span(file, number), "items", limit=MAX_ITEMS))
        quotes, depth = _nesting(line, lists)
        if quotes > MAX_QUOTES and "quotes" not in deep:  # one place is enough to see it
            deep.add("quotes")
            found.append(finding(rule, Span(file, number), "quotes", limit=MAX_QUOTES))
        if depth > MAX_LISTS and "lists" not in deep:
            deep.add("lists")
            found.append(finding(rule, Span(file, number), "lists", limit=MAX_LISTS))
    return tuple(found)


def _too_big(lines: Sequence[str]) -> int | None:
    """The index of the line in which the body becomes too big."""
    if sum(map(len, lines)) * 4 + len(lines) <= MAX_BYTES:  # no character takes more bytes
        return None
    size = 0
    for index, line in enumerate(lines):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MAX_BYTES + 1:
            return index
    return None


def _nesting(line: str, lists: list[int]) -> tuple[int, int]:
    """Count quotes and lists around a line; ``lists`` keeps the indents of the lists it is in."""
    if not lists and line[0] not in _DEEP:
        return 0, 0
    if (
        line.startswith("- ") and line[2:3] not in _DEEP and len(line) > 2
    ):  # a plain piece of homework
        lists[:] = [0]
        return 0, 1
    quotes = markers = place = 0
    indent = len(line) - len(line.lstrip(" \t>"))
    while place < len(line):
        if line[place] in " \t":
            place += 1
        elif line[place] == ">":
            quotes += 1
            place += 1
        elif match := _MARKER.match(line, place):
            markers += 1
            place = match.end()
        else:
            break
    if not markers:
        if line.strip() and not indent:
            lists.clear()
        return quotes, 0
    while lists and lists[-1] >= indent:
        lists.pop()
    lists.append(indent)
    return quotes, len(lists) + markers - 1


def numbered_lines(lines: Sequence[str], first_line: int) -> list[Line]:
    """Give whole lines with their numbers."""
    return [Line(text, number) for number, text in enumerate(lines, first_line)]


def scan(
    lines: Sequence[str],
    first_line: int,
    file: str,
    names_day: Callable[[str], bool] = lambda _: False,
) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Part a body into sections and items. Never refuses: any text has a structure.

    The only findings are of headings that Markdown would not see: written with full-width signs,
    or a day (``names_day``) alone on a line. What is below would count on the day before.
    """
    definitions: list[str] = []
    sections: list[Section] = []
    found: list[Diagnostic] = []
    heading: Heading | None = None
    start = 0
    below = 0
    """The index of the first line that is not read yet."""
    for index, text in enumerate(lines):
        if not text or index < below or (text[-1] == "}" and text.startswith("- ")):
            continue  # an empty line, a piece of homework: most lines are
        if "]:" in text and _DEFINITION.match(text):
            definitions.append(text.strip())
        number = first_line + index
        below = index + 1
        here = _heading(text, number, file)
        if here is None and _is_underlined(lines, index):
            here = Heading(text.strip(), Span(file, number, 1, len(text) + 1))
            below += 1
        elif here is None and _FULL_HASH.match(text):
            span = Span(file, number, 1, len(text) + 1)
            found.append(finding("syntax.day", span, "hash", written=text.strip()))
            here = Heading(text.strip().lstrip("#＃").strip(), span)
        elif here is None and (day := _bare_day(lines, index, names_day)):
            span = Span(file, number, 1, len(text.rstrip()) + 1)
            found.append(finding("syntax.day", span, "bare", written=text.strip(), day=day))
            here = Heading(day, span)
        if here is not None:
            sections.append(Section(heading, lines[start:index], first_line + start, file))
            heading = here
            start = below
    sections.append(Section(heading, lines[start:], first_line + start, file))
    return Body(tuple(sections), tuple(definitions)), tuple(found)


def _heading(text: str, number: int, file: str) -> Heading | None:
    if "##" not in text:
        return None
    match = _HEADING.match(text)
    if match is None:
        return None
    name = text[match.end() :].rstrip().rstrip("#").rstrip()
    first = match.end() + 1
    return Heading(name, Span(file, number, first, first + len(name)))


def _bare_day(lines: Sequence[str], index: int, names_day: Callable[[str], bool]) -> str:
    """Give the day that a line says and nothing else, where it stands as a heading does."""
    text = lines[index]
    if len(text) > MAX_BARE or not text.strip() or text[0] in " \t":
        return ""
    before = lines[index - 1] if index else ""
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if before.strip() and not _ITEM.match(before) and not _ITEM.match(below):
        return ""
    match = _BARE_DAY.fullmatch(text)
    return match.group(1) if match and names_day(match.group(1)) else ""


def _is_underlined(lines: Sequence[str], index: int) -> bool:
    """Whether this is a level-2 heading of the other form: a line of text above a line of dashes."""
    if index + 1 >= len(lines) or not _UNDERLINE.fullmatch(lines[index + 1]):
        return False
    text = lines[index]
    alone = index == 0 or not lines[index - 1].strip()
    return alone and bool(text.strip()) and not text.startswith(" ") and not _ITEM.match(text)


def _parts(lines: list[Line], file: str) -> Iterator[Prose | ListItem]:
    index = 0
    prose: list[Line] = []
    while index < len(lines):
        line = lines[index]
        match = _ITEM.match(line.text)
        if match is None or _RULE_LINE.fullmatch(line.text):
            prose.append(line)
            index += 1
            continue
        if any(p.text.strip() for p in prose):
            yield Prose(trim(prose))
        prose = []
        end = _item_end(lines, index + 1)
        yield _item(line, match, lines[index + 1 : end], file)
        index = end
    if any(p.text.strip() for p in prose):
        yield Prose(trim(prose))


def _item_end(lines: list[Line], index: int) -> int:
    """Find the first line that is no longer the item's: the next item, or prose after a blank."""
    blank = False
    while index < len(lines):
        text = lines[index].text
        if not text.strip():
            blank = True
        elif text[0] in " \t" and not (text[0] == " " and _is_sibling(text)):
            blank = False
        elif blank or text[0] == "#" or _ITEM.match(text) or _RULE_LINE.fullmatch(text):
            break
        index += 1
    return index


def _is_sibling(text: str) -> bool:
    """One blank before a marker is a slip of the hand, not a sub-list."""
    return text[1:2] != " " and _ITEM.match(text) is not None


def _item(line: Line, match: re.Match[str], below: list[Line], file: str) -> ListItem:
    width = match.end(1)
    head = [Line(line.text[width:].rstrip(), line.number, width)]
    span = Span(file, line.number, width + 1, len(line.text.rstrip()) + 1)
    if not any(extra.text for extra in below):  # nearly every piece of homework is one line
        return ListItem(span, (head[0],), ())
    below = list(_dedent(below))
    taken = 0
    for extra in below:
        if _closes(head[-1].text) or not extra.text.strip() or _NESTED.match(extra.text):
            break
        text = extra.text.strip()
        head.append(Line(text, extra.number, extra.cut + extra.text.index(text)))
        taken += 1
    return ListItem(span, tuple(head), trim(below[taken:]))


def _closes(text: str) -> bool:
    return text.endswith(("}", "｝"))


def _dedent(lines: list[Line]) -> Iterator[Line]:
    """Take the indent that all indented lines share off them; tabs count as they are written."""
    indents = [
        len(line.text) - len(line.text.lstrip(" \t"))
        for line in lines
        if line.text.strip() and line.text[0] in " \t"
    ]
    common = min(indents, default=0)
    for line in lines:
        indent = len(line.text) - len(line.text.lstrip(" \t"))
        cut = min(common, indent)
        yield Line(line.text[cut:].rstrip() if line.text.strip() else "", line.number, cut)


def as_written(lines: Sequence[Line], file: str) -> tuple[tuple[Span, str], ...]:
    """Give the lines that are not blank, each with the place where its text stands."""
    return tuple(
        (Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1), line.text)
        for line in lines
        if line.text.strip()
    )


def trim(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out blank lines at both ends."""
    first, last = 0, len(lines)
    while first < last and not lines[first].text.strip():
        first += 1
    while last > first and not lines[last - 1].text.strip():
        last -= 1
    return tuple(lines[first:last])

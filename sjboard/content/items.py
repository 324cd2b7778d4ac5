"""List items into homework.

Knows where the tag group stands in an item and what can be wrong with it. Does not know headings
or the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sjboard.content.tags import OTHER_GROUP, TagReader, Tags, read_due
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.model import Block, Item, Markup, Source, Week
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.body import Line, ListItem, Section, as_written, trim
from sjboard.syntax.markdown import Rendered, render_lines, render_plain

_RULE = "syntax.item"
_GROUP = regex(r"[{｛]([^{}｛｝]*)[}｝]")
_BRACE = regex(r"[{}｛｝]")
_UNCLOSED = regex(r"[{｛]([^{}｛｝]*)$")
_UNOPENED = regex(r"([^{｛}｝]{1,40})[}｝]$")


@dataclass(frozen=True, slots=True)
class Group:
    """A tag group: what is between its braces, and the place of the whole with them."""

    inner: str
    span: Span
    line: Line
    start: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a list item; ``item`` is None where something is wrong with it."""

    item: Item | None
    group: Group | None
    rendered: Rendered | None
    diagnostics: tuple[Diagnostic, ...]


class ItemReader:
    """Reads the items of one week's entries."""

    def __init__(self, week: Week, tags: TagReader, existing: Collection[str]) -> None:
        self.week = week
        self.tags = tags
        self.existing = existing

    def plain(self, section: Section, blocks: tuple[Block, ...]) -> list[Item] | None:
        """Read a day of nothing but right pieces of homework of one line each; None for any other.

        Nearly every day is that. A line's text may be bold and italic, its tags stand in braces at its end.
        What ``read`` would make of it is the same; a test holds both equal.
        """
        items: list[Item] = []
        days = tuple([block.first for block in blocks])
        for number, line in enumerate(section.texts, section.first):
            if not line:
                continue
            start = line.find("{")
            if start < 0 or line[-1] != "}" or not line.startswith("- "):
                return None
            inner, text = line[start + 1 : -1], line[2:start].rstrip()
            tags, written = self.tags.read(inner), render_plain(text)
            if not isinstance(tags, Tags) or written is None or text[-1] in "}｝":
                return None
            due = read_due(tags.due[0], blocks, self.week) if tags.due else None
            if isinstance(due, str) or (due and _BRACE.search(inner)):
                return None
            span, end = Span(section.file, number, 3, len(line) + 1), 3 + len(text)
            group = Span(section.file, number, start + 1, len(line) + 1)
            said = ((Span(section.file, number, 3, end), text),)
            items.append(_item(span, group, days, Markup(*written), tags, due, said))
        return items

    def read(
        self, source: ListItem, blocks: tuple[Block, ...], file: str, definitions: Sequence[str]
    ) -> Read:
        """Read an item that stands under the heading of ``blocks`` (empty: that heading is wrong)."""
        group = find_group(source.head[-1], file)
        apart = None if group else self.apart(source, file)
        found = [apart] if apart else list(self.nested(source, file))
        if group is None:
            found.extend([] if apart else [self.without_group(source, file)])
            rendered = render_lines(_body(source, None), file, self.existing, definitions)
            return Read(None, None, rendered, (*found, *rendered.diagnostics))
        last = group.line
        before = find_group(Line(last.text[: group.start].rstrip(), last.number, last.cut), file)
        if before is not None and self.tags.looks_like_tags(before.inner):
            found.append(finding(_RULE, before.span, "two-groups", written=before.inner.strip()))
        tags = self.read_tags(group, found)
        body = _body(source, group)
        if not any(line.text for line in body):
            found.append(finding(_RULE, source.span, "no-text"))
            return Read(None, group, None, tuple(found))
        rendered = render_lines(body, file, self.existing, definitions)
        found.extend(rendered.diagnostics)
        item = None
        if tags is not None and blocks:
            written = as_written(body, file)
            item = self.make(source, group, tags, blocks, rendered, written, found)
        return Read(item, group, rendered, tuple(found))

    def read_tags(self, group: Group, found: list[Diagnostic]) -> Tags | None:
        tags = self.tags.read(group.inner)
        if isinstance(tags, Tags):
            return tags
        for fault in tags:
            whole = fault.start == 0 and fault.end == len(group.inner)
            first = group.span.column + 1
            span = Span(group.span.file, group.span.line, first + fault.start, first + fault.end)
            found.append(
                finding(_RULE, group.span if whole else span, fault.variant, **dict(fault.args))  # type: ignore[arg-type]
            )
        return None

    def make(  # noqa: PLR0917 - the parts of one item
        self,
        source: ListItem,
        group: Group,
        tags: Tags,
        blocks: tuple[Block, ...],
        rendered: Rendered,
        written: Source,
        found: list[Diagnostic],
    ) -> Item | None:
        due = None
        if tags.due is not None:
            folded, start, end = tags.due
            read = read_due(folded, blocks, self.week)
            if isinstance(read, str):
                first = group.span.column + 1
                span = Span(group.span.file, group.span.line, first + start, first + end)
                found.append(finding(_RULE, span, read, token=group.inner[start:end]))
                return None
            due = read
        days = tuple(block.first for block in blocks)
        body = Markup(rendered.html, rendered.text)
        return _item(source.span, group.span, days, body, tags, due, written)

    def without_group(self, source: ListItem, file: str) -> Diagnostic:
        """Say why no tag group was found: most often it is there, but not quite."""
        last = source.head[-1]
        if not any(line.text.strip() for line in (*source.head, *source.rest)):
            return finding(_RULE, source.span, "empty", written="-")
        for pattern, variant in (
            (OTHER_GROUP, "bracket"),
            (_UNCLOSED, "unclosed"),
            (_UNOPENED, "unopened"),
        ):
            match = pattern.search(last.text)
            if match and self.tags.looks_like_tags(match.group(1)):
                from_ = match.end() - 1 if variant == "unopened" else match.start()
                start = last.cut + from_ + 1
                span = Span(file, last.number, start, last.cut + match.end() + 1)
                inner = self.tags.spaced(match.group(1))
                whole = self.group_inside(last) if variant == "bracket" else None
                if whole is not None:
                    inner = f"{whole.group(1).strip()} {inner}"
                    rest = match.group().strip()
                    written = whole.group()
                    return finding(
                        _RULE, span, "after-bracket", rest=rest, written=written, inner=inner
                    )
                return finding(_RULE, span, variant, written=match.group().strip(), inner=inner)
        for line in source.head:
            match = self.group_inside(line)
            if match:
                start = line.cut + match.end() + 1
                span = Span(file, line.number, start, line.cut + len(line.text) + 1)
                rest = line.text[match.end() :].strip()
                return finding(_RULE, span, "after", rest=rest[:30], written=match.group())
        tail = self.tags.tail(last.text)
        if tail is not None:
            mark = "- " if len(source.head) == 1 else ""
            text = f"{mark}{tail[0]} {{{tail[1]}}}"
            span = Span(file, last.number, last.cut + 1, last.cut + len(last.text) + 1)
            return finding(_RULE, span, "no-braces", written=last.text.strip()[:40], text=text)
        text = " ".join(source.head[0].text.split())
        return finding(_RULE, source.span, "no-group", written=text[:40], kind=self.tags.example)

    def group_inside(self, line: Line) -> re.Match[str] | None:
        for match in _GROUP.finditer(line.text):
            if self.tags.looks_like_tags(match.group(1)):
                return match
        return None

    def apart(self, source: ListItem, file: str) -> Diagnostic | None:
        """Find the group that stands alone below an empty line: it was meant for the item above."""
        group = find_group(source.rest[0], file) if source.rest else None
        if group is None or group.line.text[: group.start].strip():
            return None
        if not self.tags.looks_like_tags(group.inner):
            return None
        text = " ".join(source.head[-1].text.split())
        return finding(_RULE, group.span, "own-paragraph", written=group.inner.strip(), text=text)

    def nested(self, source: ListItem, file: str) -> Iterator[Diagnostic]:
        """A tag group further down would be shown as text and never counted."""
        for line in source.rest:
            group = find_group(line, file)
            if group is not None and self.tags.looks_like_tags(group.inner):
                yield finding(_RULE, group.span, "nested", written=group.inner.strip())


def _item(  # noqa: PLR0917 - the parts of one item
    span: Span,
    group: Span,
    days: tuple[date, ...],
    body: Markup,
    tags: Tags,
    due: date | None,
    written: Source,
) -> Item:
    minutes, low = tags.duration.minutes, tags.duration.low
    return Item(  # in the fields' order: by name it takes twice as long
        span,
        group,
        days,
        body,
        tags.kind,
        minutes,
        low,
        tags.duration.shared,
        tags.tier,
        tags.optional,
        tags.place,
        due,
        tags.kind_name,
        written,
    )


def find_group(line: Line, file: str) -> Group | None:
    """Find the tag group that a line ends in."""
    text = line.text.rstrip()
    if not text.endswith(("}", "｝")):
        return None
    start = max(text.rfind("{"), text.rfind("｛"))
    inner = text[start + 1 : -1]
    if start < 0 or "}" in inner or "｝" in inner:
        return None
    span = Span(file, line.number, line.cut + start + 1, line.cut + len(text) + 1)
    return Group(inner, span, line, start)


def _body(source: ListItem, group: Group | None) -> tuple[Line, ...]:
    """Give the item's text without its tags, a blank line between its first paragraph and the rest."""
    head = list(source.head)
    if group is not None:
        last = head[-1]
        head[-1] = Line(last.text[: group.start].rstrip(), last.number, last.cut)
    head = list(trim(head))
    if not source.rest:
        return tuple(head)
    between = [Line("", source.rest[0].number)] if head else []
    return (*head, *between, *source.rest)

"""One file into one entry.

Knows how front matter, path, headings and items come together (contract 2). Does not know other
entries, nor limits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from datetime import date

from sjboard.config.values import Config
from sjboard.content.blanks import find_blanks, may_have_blanks
from sjboard.content.days import DayFault, Days
from sjboard.content.digest import entry_digest
from sjboard.content.fields import Fields, read_fields
from sjboard.content.items import ItemReader, find_group
from sjboard.content.layout import grade_of
from sjboard.content.tags import TagReader
from sjboard.diagnostics import Diagnostic, Severity, Span, finding, has_errors
from sjboard.model import Block, ClassId, DayNote, Entry, Item, Markup, Source, Week
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.body import (
    Body,
    Heading,
    Line,
    Prose,
    Section,
    as_written,
    measure,
    numbered_lines,
    scan,
    trim,
)
from sjboard.syntax.fold import fold
from sjboard.syntax.front_matter import FrontMatter, find_body, split
from sjboard.syntax.markdown import Rendered, render_lines
from sjboard.syntax.nearest import nearest
from sjboard.syntax.text import decode

MAX_BYTES = 64 * 1024

_MARKERS = regex(r"^(?:[-—–－•·●○▪◆★*+]|[（(]?\d+[)）、．.]|[①-⑳])\s*")
"""What people begin an item with where it should be a hyphen and a blank."""
_LIST_MARKERS = regex(r"-$|[-•·●○▪◆★](?![-·])|[（(]?\d{1,2}(?:[)）、]|．)|[①-⑳]")
"""Of those, the ones that begin an item even of a line without a tag group."""
_NONE = regex(
    r"(?:(?:(?:本周|这周|今天|当天)?(?:无|没有|不留|不布置)(?:家庭)?作业|无)|none|no homework)[。.!]?"
)


_UNTOUCHED = {"entry.empty:neither", "entry.field:empty"}
"""What is wrong with an entry as ``new`` makes it: no homework, and often no teacher's name."""


@dataclass(slots=True)
class _Content:
    """What the body says, gathered while it is read."""

    items: list[Item] = field(default_factory=list)
    notes: list[DayNote] = field(default_factory=list)
    note: Markup | None = None
    note_source: Source = ()
    free: list[date] = field(default_factory=list)
    free_at: dict[date, tuple[Span, str]] = field(default_factory=dict)
    """Where a block was declared free, and under which heading, if its own section has no homework."""
    none: Span | None = None
    homework: bool = False
    """Whether any homework was written, right or wrong."""
    said_none: bool = False
    draft: bool = False
    assets: list[str] = field(default_factory=list)
    tags: dict[int, tuple[int, int]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def untouched(self) -> bool:
        """Whether all that is wrong is that nobody has written anything yet."""
        faults = {one.words for one in self.found}
        return "entry.empty:neither" in faults and faults <= _UNTOUCHED

    def add_items(self, items: list[Item]) -> None:
        """Take what stands under a day where that is nothing but homework."""
        self.items += items
        self.homework = self.homework or bool(items)
        for item in items:
            self.tags[item.tags.line] = (item.tags.column - 1, item.tags.end - 1)

    def add(self, rendered: Rendered) -> Markup:
        self.assets.extend(rendered.assets)
        return Markup(rendered.html, rendered.text)


@dataclass(frozen=True, slots=True)
class _Where:
    """Whom an entry is for; the parts that could be found out."""

    grade: int
    subject: str
    classes: tuple[ClassId, ...]


class EntryReader:
    """Reads the entries of one week; what it looks up is prepared once."""

    def __init__(self, week: Week, config: Config, existing: Collection[str]) -> None:
        self.week = week
        self.config = config
        listed = isinstance(existing, Sequence)  # looked up again and again: not in a list
        self.existing = frozenset(existing) if listed else existing
        self.days = Days(week)
        self.tags = TagReader(config)
        self.items = ItemReader(week, self.tags, self.existing)
        self.classes = {grade: config.classes(grade) for grade in config.grades}
        self.subjects = {
            fold(name): subject.id
            for subject in config.subjects.values()
            for name in (subject.id, subject.name, *subject.aliases)
        }

    def read(self, file: str, data: bytes) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
        """Read one file. An entry with an error is None; all its faults are reported."""
        if len(data) > MAX_BYTES:
            return None, (finding("syntax.size", Span(file), "file", limit=MAX_BYTES // 1024),)
        text, found = decode(file, data)
        if text is None:
            return None, found
        if not text.strip("\ufeff \t\n"):
            return None, (finding("entry.empty", Span(file), "file"),)
        front, faults = split(text, file)
        lines, first_line = (front.body_lines, front.body_line) if front else find_body(text)
        too_much = measure(lines, first_line, file)
        if too_much:
            return None, (*found, *faults, *too_much)
        body, odd = scan(lines, first_line, file, self.days.names_weekday)
        content = _Content(found=[*found, *faults, *odd])
        self.read_body(body, file, content)
        if may_have_blanks(text):
            all_lines = numbered_lines(lines, first_line)
            content.found.extend(find_blanks(all_lines, file, content.tags))
        entry = self.read_front(front, file, content) if front else None
        if content.draft and content.untouched():
            note = finding("entry.empty", Span(file), "draft", severity=Severity.NOTE)
            return None, (note,)
        return (None if has_errors(content.found) else entry), tuple(content.found)

    # --- Front matter ---------------------------------------------------------------------------

    def read_front(self, front: FrontMatter, file: str, content: _Content) -> Entry | None:
        fields, faults = read_fields(front.document)
        content.draft = fields.draft
        content.found.extend(faults)
        content.found.extend(self.blank_names(fields, file))
        where = self.where(fields, file, content)
        actual = tuple(self.actual(fields, content))
        if where is None or fields.teacher is None:
            return None
        return Entry(
            span=Span(file),
            term=self.week.term,
            week=self.week.number,
            grade=where.grade,
            subject=where.subject,
            teacher=fields.teacher,
            classes=where.classes,
            whole_grade=fields.classes is None,
            items=tuple(content.items),
            note=content.note,
            note_source=content.note_source,
            day_notes=tuple(content.notes),
            mode=fields.mode,
            none=content.none is not None,
            free_blocks=tuple(sorted(set(content.free))),
            approval=fields.approval,
            digest=fields.digest,
            current_digest=entry_digest(front.document.data, front.body_lines),
            draft=fields.draft,
            actual=actual,
            fields=tuple(fields.spans.items()),
            assets=tuple(dict.fromkeys(content.assets)),
        )

    def where(self, fields: Fields, file: str, content: _Content) -> _Where | None:
        """Resolve term, week, grade, classes and subject against path and config.yaml."""
        found = content.found
        found.extend(self.against_path(fields, file))
        grade = grade_of(file) or fields.grade
        subject = self.subject(fields, found)
        if grade is None:
            if "grade" not in fields.spans:
                found.append(finding("entry.field", Span(file), "missing-grade"))
            return None
        known = self.classes.get(grade)
        if known is None:
            written = fields.places.get("grade") if grade_of(file) is None else None
            grades = "、".join(map(str, self.config.grades))
            span = written or Span(file)
            found.append(finding("entry.unknown", span, "grade", grade=grade, grades=grades))
            return None
        for number, span in fields.class_places.items():
            if not 1 <= number <= len(known):
                found.append(
                    finding(
                        "entry.unknown",
                        span,
                        "class",
                        number=number,
                        grade=grade,
                        count=len(known),
                    )
                )
        chosen = fields.classes
        classes = known if chosen is None else tuple([c for c in known if c.number in chosen])
        return _Where(grade, subject, classes) if subject else None

    def against_path(self, fields: Fields, file: str) -> Iterator[Diagnostic]:
        """What the front matter repeats has to be what the path says."""
        if fields.term is not None and fold(fields.term) != fold(self.week.term):
            span = fields.places["term"]
            if fields.term in self.config.terms:
                yield finding("entry.path", span, "term", written=fields.term, path=self.week.term)
            else:
                yield _unknown("term", fields.term, span, list(self.config.terms))
        if fields.week is not None and fields.week != self.week.number:
            span = fields.places["week"]
            yield finding("entry.path", span, "week", written=fields.week, path=self.week.number)
        grade = grade_of(file)
        if grade is not None and fields.grade is not None and grade != fields.grade:
            span = fields.places["grade"]
            yield finding("entry.path", span, "grade", written=fields.grade, path=grade)

    def subject(self, fields: Fields, found: list[Diagnostic]) -> str | None:
        if fields.subject is None:
            return None
        subject = self.subjects.get(fold(fields.subject))
        if subject is None:
            names = [subject.name for subject in self.config.subjects.values()]
            found.append(_unknown("subject", fields.subject, fields.places["subject"], names))
        return subject

    def actual(self, fields: Fields, content: _Content) -> Iterator[tuple[date, int]]:
        for day, minutes, span in fields.actual:
            blocks = self.days.read(day)
            if isinstance(blocks, DayFault) or len(blocks) != 1:
                content.found.append(finding("entry.field", span, "actual-day", written=day))
            else:
                yield blocks[0].first, minutes

    def blank_names(self, fields: Fields, file: str) -> Iterator[Diagnostic]:
        """A name left blank in the front matter would stand on the board."""
        names = [("teacher", fields.teacher or "")]
        names.extend(("approval", signature.name) for signature in fields.approval)
        for key, name in names:
            if not may_have_blanks(name):
                continue
            for blank in find_blanks([Line(name, 1)], file, {}):
                span = fields.places[key]
                yield finding("text.blank", span, **dict(blank.args))  # type: ignore[arg-type]

    # --- Body -----------------------------------------------------------------------------------

    def read_body(self, body: Body, file: str, content: _Content) -> None:
        first, *rest = body.sections
        self.read_note(first, body, file, content)
        for section in rest:
            if section.heading is None:
                continue
            blocks = self.blocks(section.heading, content)
            plain = self.items.plain(section, blocks) if blocks else None
            if plain is None:
                self.read_day(section, section.heading, blocks, body, content)
            else:
                content.add_items(plain)
        found = content.found
        found.extend(_twice_said(content))
        if content.none is not None and content.homework:
            found.append(finding("entry.empty", content.none, "both"))
        elif content.none is None and not content.homework and not content.said_none:
            first_prose = next(_prose(body, file), None)
            span = Span(file) if first_prose is None else first_prose
            variant = "neither" if first_prose is None else "prose"
            said = any(d.rule in ("syntax.day", "syntax.item") for d in found)
            if not said:  # a line of homework that is not right says more than that there is none
                found.append(finding("entry.empty", span, variant))

    def read_note(self, section: Section, body: Body, file: str, content: _Content) -> None:
        """Read what stands above the first day: the entry's note, or that there is no homework."""
        kept: list[Line] = []
        for line in section.lines:
            if _is_none(line.text):
                start = line.cut + 1
                content.none = Span(file, line.number, start, start + len(line.text))
                continue
            group = find_group(line, file)
            if group is not None and self.tags.looks_like_tags(group.inner):
                span = Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1)
                content.found.append(finding("syntax.item", span, "before-day"))
                content.homework = True
            kept.append(line)
        kept = list(trim(kept))
        if kept:
            content.note = self.render(kept, body, file, content)
            content.note_source = as_written(kept, file)

    def read_day(
        self,
        section: Section,
        heading: Heading,
        blocks: tuple[Block, ...],
        body: Body,
        content: _Content,
    ) -> None:
        file = section.file
        free: Span | None = None
        homework = False
        for part in section.parts:
            if isinstance(part, Prose):
                kept = [line for line in part.lines if not _is_none(line.text)]
                for line in part.lines:
                    if _is_none(line.text):
                        free = Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1)
                homework = self.look_for_items(kept, file, content) or homework
                kept = list(trim(kept))
                if kept:
                    markup = self.render(kept, body, file, content)
                    days = tuple(block.first for block in blocks)
                    content.notes.append(DayNote(days, markup, as_written(kept, file)))
            elif _is_none(part.head[0].text) and len(part.head) == 1 and not part.rest:
                free = part.span
            else:
                homework = True
                read = self.items.read(part, blocks, file, body.definitions)
                content.found.extend(read.diagnostics)
                if read.group is not None:
                    span = read.group.span
                    content.tags[span.line] = (span.column - 1, span.end - 1)
                if read.item is not None:
                    content.items.append(read.item)
                if read.rendered is not None:
                    content.assets.extend(read.rendered.assets)
        if free is not None:
            content.said_none = True
            starts = [block.first for block in blocks]
            content.free.extend(starts)
            content.free_at.update({} if homework else dict.fromkeys(starts, (free, heading.text)))
        if free is not None and homework:
            content.found.append(finding("entry.empty", free, "day-both", day=heading.text))
        content.homework = content.homework or homework

    def blocks(self, heading: Heading, content: _Content) -> tuple[Block, ...]:
        blocks = self.days.read(heading.text)
        if not isinstance(blocks, DayFault):
            return blocks
        variant = blocks.variant or ("near" if blocks.guess else "")
        content.found.append(
            finding(
                "syntax.day",
                heading.span,
                variant,
                written=heading.text[:40],
                guess=blocks.guess,
                first=self.week.monday,
                last=self.days.last,
                week=self.week.number,
            )
        )
        return ()

    def look_for_items(self, lines: list[Line], file: str, content: _Content) -> bool:
        """Prose with a tag group was meant as homework: its marker is missing or not one."""
        seen = False
        for line in lines:
            group = find_group(line, file)
            tagged = group is not None and self.tags.looks_like_tags(group.inner)
            text = line.text.strip()
            bare = _MARKERS.sub("", text)
            if not tagged and (bare == text or not _LIST_MARKERS.match(text)):
                continue
            tail = None if tagged else self.tags.tail(bare)
            if tail is not None:
                variant = "marker-bracket"
            elif not tagged:
                variant = "marker-only" if bare else "empty"
            else:
                variant = "indent" if text.startswith("- ") else "marker"
            shown = text if variant == "indent" else bare
            if tail is not None:
                shown = f"{tail[0]} {{{tail[1]}}}"
            span = Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1)
            content.found.append(
                finding(
                    "syntax.item",
                    span,
                    variant,
                    written=text[:40],
                    text=shown,
                    kind=self.tags.example,
                )
            )
            if group is not None:
                content.tags[line.number] = (group.start, len(line.text))
            seen = True
        return seen

    def render(self, lines: list[Line], body: Body, file: str, content: _Content) -> Markup:
        rendered = render_lines(lines, file, self.existing, body.definitions)
        content.found.extend(rendered.diagnostics)
        return content.add(rendered)


def _twice_said(content: _Content) -> Iterator[Diagnostic]:
    """A day with homework under one heading and 无作业 under another; a range may hold a free day."""
    for item in content.items if content.free_at else ():
        places = [content.free_at.get(day) for day in item.blocks]
        if all(places):
            span, day = next(place for place in places if place)
            yield finding("entry.empty", span, "day-both", day=day, related=[item.span])
            return


def _prose(body: Body, file: str) -> Iterator[Span]:
    for section in body.sections:
        for line in section.lines:
            if line.text.strip():
                yield Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1)


def _is_none(text: str) -> bool:
    """Whether a line says 无作业 and nothing else, as prose or as a list's item."""
    return len(text) < 20 and _NONE.fullmatch(fold(text.strip().removeprefix("- "))) is not None


def _unknown(what: str, written: str, span: Span, known: list[str]) -> Diagnostic:
    guess = nearest(written, known)
    if guess is None:
        names = "、".join(known)
        return finding("entry.unknown", span, what, written=written[:40], known=names)
    return finding("entry.unknown", span, f"{what}-near", written=written[:40], guess=guess)

"""Letters to parents: ``content/letters/*.md`` become ``Letter`` values, every fault at once.

Knows how a letter is written and what its address will be called. Does not know pages. Filled-in
receipts have no place here: a letter holds the blank slip only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from unicodedata import normalize

from sjboard.config.values import Config
from sjboard.content import placeholders
from sjboard.content.blanks import find_blanks
from sjboard.content.letter_fields import Head, read_head
from sjboard.diagnostics import MOST_ALIKE, Diagnostic, Span, finding, in_order
from sjboard.locale import Words
from sjboard.model import ClassId, Letter, Markup, Receipt, Source
from sjboard.records import dataclass
from sjboard.syntax.body import Line, as_written, measure
from sjboard.syntax.front_matter import find_body, split
from sjboard.syntax.markdown import render
from sjboard.syntax.text import decode

MAX_BYTES = 64 * 1024


def read_letters(
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    words: Words,
    reader: ClassId | None = None,
) -> tuple[tuple[Letter, ...], tuple[Diagnostic, ...]]:
    """Read all letters, in order of path. A letter with errors is left out of the result.

    ``files``: path → bytes; ``existing``: every path of content/; ``words`` are in the school's
    language, for what placeholders stand for. With a ``reader``, only the letters to that class, each as
    that class gets it.
    """
    letters: list[Letter] = []
    found: list[Diagnostic] = []
    for file in sorted(files):
        letter, faults = _read(file, files[file], config, existing, words, reader=reader)
        found += faults
        if letter is not None:
            letters.append(letter)
    found += _collisions(letters)
    return tuple(letters), in_order(found)


def slug(file: str, day: date) -> str:
    """Name a letter's address after its file.

    Lower-case ASCII as it is; a name with other characters gives the letter's date and a digest of
    the name, which stays the same however the system composes accents.
    """
    stem = normalize("NFC", file.rpartition("/")[2].removesuffix(".md"))
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    if stem.isascii() and plain:
        return plain
    return f"{day.isoformat()}-{hashlib.sha256(stem.encode()).hexdigest()[:8]}"


def _read(
    file: str,
    data: bytes,
    config: Config,
    existing: Collection[str],
    words: Words,
    *,
    reader: ClassId | None,
) -> tuple[Letter | None, tuple[Diagnostic, ...]]:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        return None, (finding("syntax.size", Span(file), "file", limit=limit),)
    text, found = decode(file, data)
    if text is None:
        return None, found
    front, slips = split(text, file)
    lines, first_line = (front.body_lines, front.body_line) if front else find_body(text)
    source = _Source(file, lines, first_line, existing)
    head, faults = read_head(front.document, config) if front else (None, ())
    found = (*found, *slips, *faults)
    if head is None:
        # The body is still looked at, with stand-ins, so that its faults come in the same breath.
        return None, (*found, *_body(source, dict.fromkeys(placeholders.NAMES, "…"))[2])
    if reader is not None and not _reaches(head, reader):
        return None, found
    known = placeholders.values(config, words, head.date, head.grades, head.classes, reader)
    body, assets, unfit = _body(source, known)
    letter, missing = _letter(file, head, config, known, (body, assets), source)
    found = (*found, *unfit, *missing)
    return (None if found else letter), found


def _reaches(head: Head, class_id: ClassId) -> bool:
    everybody = not (head.grades or head.classes)
    return everybody or class_id.grade in head.grades or class_id in head.classes


def _letter(  # noqa: PLR0917 - what a letter is made of
    file: str,
    head: Head,
    config: Config,
    known: Mapping[str, str],
    text: tuple[Markup, tuple[str, ...]],
    source: _Source,
) -> tuple[Letter, tuple[Diagnostic, ...]]:
    found: list[Diagnostic] = []

    def said(written: tuple[str, Span] | None, default: str = "") -> str:
        if written is None:
            return default
        filled, faults = placeholders.fill(written[0], partial(_within, written[1]), known)
        found.extend(faults)
        return filled

    slip = head.slip
    letter = Letter(
        span=Span(file),
        slug=slug(file, head.date),
        title=said(head.title),
        date=head.date,
        grades=head.grades,
        classes=head.classes,
        sender=said(head.sender, config.school.name),
        style=head.style,
        body=text[0],
        receipt=Receipt(tuple(said(f) for f in slip.fields), slip.return_by, said(slip.to))
        if slip
        else None,
        assets=text[1],
        source=_as_written(head, source),
    )
    return letter, tuple(found)


def _as_written(head: Head, source: _Source) -> Source:
    """Give all that the public will read, with its places, before anything is filled in."""
    slip = head.slip
    said = [head.title, head.sender, *(slip.fields if slip else ()), slip.to if slip else None]
    told = tuple((span, text) for text, span in filter(None, said))
    lines = [Line(text, number) for number, text in enumerate(source.lines, source.first_line)]
    return (*told, *as_written(lines, source.file))


def _within(span: Span, start: int, end: int) -> Span:
    """The place of a part of a value; of the whole, where quotes or line breaks shift it."""
    last = span.column + end
    return Span(span.file, span.line, span.column + start, last) if last <= span.end else span


@dataclass(frozen=True, slots=True)
class _Source:
    """A letter's body as written; ``first_line`` counts from 1, ``existing`` is every path of content/."""

    file: str
    lines: tuple[str, ...]
    first_line: int
    existing: Collection[str]


def _body(
    source: _Source, known: Mapping[str, str]
) -> tuple[Markup, tuple[str, ...], tuple[Diagnostic, ...]]:
    """Fill and render a body; give it with the files that it shows and what is wrong with it."""
    file, first_line = source.file, source.first_line
    too_much = measure(source.lines, first_line, file)
    if too_much:
        return Markup("", ""), (), too_much
    if not any(line.strip() for line in source.lines):
        last = first_line if source.lines else first_line - 1  # the fence ends the file
        return Markup("", ""), (), (finding("letter.field", Span(file, last), "no-text"),)
    safe = placeholders.in_markdown(known)
    numbered = [Line(text, number) for number, text in enumerate(source.lines, first_line)]
    found = list(find_blanks(numbered, file, {}))
    filled: list[str] = []
    for line in numbered:
        text, faults = placeholders.fill(line.text, partial(_on_line, file, line.number), safe)
        filled.append(text)
        found += faults
        if len(found) > MOST_ALIKE:  # each is compared with every name that there is
            return Markup("", ""), (), tuple(found)
    rendered = render("\n".join(filled), file, first_line, source.existing)
    found += rendered.diagnostics
    return Markup(rendered.html, rendered.text), rendered.assets, tuple(found)


def _on_line(file: str, line: int, start: int, end: int) -> Span:
    return Span(file, line, start + 1, end + 1)


def _collisions(letters: Iterable[Letter]) -> Iterable[Diagnostic]:
    """Two letters that would stand at one address: one finding at each later one."""
    first: dict[str, Letter] = {}
    for letter in letters:
        other = first.setdefault(letter.slug, letter)
        if other is not letter:
            yield finding(
                "route.collision",
                letter.span,
                "letter",
                related=[other.span],
                file=letter.span.file,
                other=other.span.file,
                route=f"letters/{letter.slug}/",
            )

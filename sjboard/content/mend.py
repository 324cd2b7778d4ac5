"""Mending what needs no guessing: the same words in the form that is read, every other byte as it was.

Knows which findings have just one cure, and the usual form of tags, headings and dates. Does not know
files. What was right before says exactly the same afterwards, or it is left alone; and what has been
approved is never touched where the approval would no longer fit.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sjboard.content.days import WEEKDAYS
from sjboard.content.entries import EntryReader
from sjboard.content.fields import english_name
from sjboard.diagnostics import Diagnostic, has_errors
from sjboard.model import Entry
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.front_matter import split
from sjboard.syntax.text import decode

MOST_ROUNDS = 8
"""A slip may hide another; more than these are never on top of each other."""

_ENCODINGS = {"gbk": "gb18030", "big5": "big5", "utf16": "utf-16"}
_LINE = regex(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_HEADING = regex(r"( {0,3})##(?!#)\s*(.*?)\s*")
_MARKER = regex(r"\s*(?:[-—–－•·●○▪◆★*+]|[（(]?\d+[)）、．.]|[①-⑳])\s*")
_DATE = regex(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_JOINTS = regex(r"(\s*(?:[、,，&]|和|与|及|至|到|[-‐‑–—―~〜～]{1,2})\s*)")
_AND = "、,，&和与及"


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a file: ``data`` is None where nothing is to be changed.

    ``signed`` says that something could be mended, but would unsettle an approval; ``left`` are the
    errors that only a person can mend. ``cures``: of the errors that there were, some are gone.
    """

    data: bytes | None
    signed: bool = False
    left: tuple[Diagnostic, ...] = ()
    cures: bool = False


@dataclass(frozen=True, slots=True)
class _Edit:
    """``text`` in place of the characters from ``start`` to ``end`` of a line; all count from 0.

    ``gone`` takes the line away, with its end.
    """

    line: int
    start: int
    end: int
    text: str = ""
    gone: bool = False


Reading = tuple[Entry | None, tuple[Diagnostic, ...]]


def mend(file: str, data: bytes, reader: EntryReader) -> Mended:
    """Mend one entry. ``reader`` is that of its week."""
    before, found = reader.read(file, data)
    made, entry, left = _mended(file, data, reader, found)
    if made == data:
        return Mended(None, left=_errors(found))
    if before is not None and (entry is None or meaning(entry, reader) != meaning(before, reader)):
        return Mended(None, left=_errors(found))
    if before is not None and entry is not None and _unsettles(before, entry):
        return Mended(None, signed=True, left=_errors(found))
    gone = Counter(one.words for one in _errors(found))
    gone.subtract(one.words for one in _errors(left))
    return Mended(made, left=_errors(left), cures=any(count > 0 for count in gone.values()))


def _unsettles(before: Entry, after: Entry) -> bool:
    fits = before.digest is not None and before.digest == before.current_digest
    return fits and after.current_digest != before.current_digest


def _errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in found if has_errors([one]))


def _mended(
    file: str, data: bytes, reader: EntryReader, found: tuple[Diagnostic, ...]
) -> tuple[bytes, Entry | None, tuple[Diagnostic, ...]]:
    """Mend in rounds, until nothing changes any more."""
    entry: Entry | None = None
    for _ in range(MOST_ROUNDS):
        made = _recoded(data, found) or _cured(file, data, reader, found)
        if made == data:
            break
        entry, now = reader.read(file, made)
        if len(_errors(now)) > len(_errors(found)) and not _recoded(data, found):
            break  # no cure: it uncovers less than it hides
        data, found = made, now
    entry, found = reader.read(file, data)
    return data, entry, found


def _recoded(data: bytes, found: Iterable[Diagnostic]) -> bytes | None:
    """Write a file as UTF-8 whose encoding the finding names; None where there is no such finding."""
    for one in found:
        rule, _, variant = one.words.partition(":")
        if rule == "syntax.encoding" and variant in _ENCODINGS:
            try:
                text = data.decode(_ENCODINGS[variant])
            except UnicodeDecodeError:
                return None
            return text.removeprefix("\ufeff").encode("utf-8")
    return None


def _cured(file: str, data: bytes, reader: EntryReader, found: Iterable[Diagnostic]) -> bytes:
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    text, _ = decode(file, data)
    if text is None:
        return data
    lines = [[m[1], m[2]] for m in _LINE.finditer(data[len(mark) :].decode("utf-8"))]
    plain = [line for line, _ in lines]
    edits = [edit for one in found for edit in _cure(one, plain)]
    if not edits:
        edits = [*_front_matter(file, text, plain), *_body(file, text, plain, reader)]
    if not edits:
        edits = [
            _Edit(n, len(line.rstrip(" \t")), len(line))
            for n, line in enumerate(plain)
            if line != line.rstrip(" \t")
        ]
    return mark + _applied(lines, edits).encode("utf-8")


# --- Cures: by finding ----------------------------------------------------------------------------


def _cure(found: Diagnostic, lines: list[str]) -> Iterator[_Edit]:
    """Give what mends a finding, where only one thing can have been meant."""
    cure = _CURES.get(found.words)
    number = found.span.line - 1
    if cure is None or number >= len(lines):
        return
    edit = cure(found, lines[number])
    if edit is not None:
        start, end, text = edit
        gone = text is None
        yield _Edit(number, start, end, text or "", gone=gone)


_Cure = Callable[[Diagnostic, str], "tuple[int, int, str | None] | None"]
"""A finding and its line → which of its characters become what; None: the line goes."""


def _argument(found: Diagnostic, name: str) -> str:
    return str(dict(found.args)[name])


def _colon(found: Diagnostic, line: str) -> tuple[int, int, str] | None:
    start = found.span.column - 1
    if line[start : start + 1] not in ("：", ":"):
        return None
    end = start + 1
    while line[end : end + 1] in (" ", "\u3000", "\u00a0"):
        end += 1
    return start, end, ": " if line[end:] else ":"


def _tab(_found: Diagnostic, line: str) -> tuple[int, int, str]:
    indent = len(line) - len(line.lstrip())
    return 0, indent, line[:indent].replace("\t", "  ")


def _hash(_found: Diagnostic, line: str) -> tuple[int, int, str]:
    return 0, len(line), "## " + line.strip().lstrip("#＃").strip()


def _bare(found: Diagnostic, line: str) -> tuple[int, int, str]:
    return 0, len(line), f"## {_argument(found, 'day')}"


def _marker(_found: Diagnostic, line: str) -> tuple[int, int, str] | None:
    match = _MARKER.match(line)
    return (0, match.end(), "- ") if match else None


def _group(found: Diagnostic, line: str) -> tuple[int, int, str]:
    inner, start = _argument(found, "inner").strip(), found.span.column - 1
    blank = "" if not line[:start] or line[start - 1].isspace() else " "
    return start, found.span.end - 1, f"{blank}{{{inner}}}"


def _glued(found: Diagnostic, line: str) -> tuple[int, int, str]:
    start, end, parts = found.span.column - 1, found.span.end - 1, _argument(found, "parts")
    return start, end, f"{{{parts}}}" if line[start] in "{｛" else parts


def _guess(found: Diagnostic, _line: str) -> tuple[int, int, str]:
    return found.span.column - 1, found.span.end - 1, _argument(found, "guess")


def _braces(found: Diagnostic, _line: str) -> tuple[int, int, str]:
    return found.span.column - 1, found.span.end - 1, f"- {_argument(found, 'text')}"


_CURES: dict[str, _Cure] = {
    "syntax.front-matter:fence": lambda _, line: (0, len(line), "---"),
    "syntax.front-matter:twice": lambda _, line: (0, len(line), None),
    "syntax.front-matter:colon": _colon,
    "syntax.front-matter:space": _colon,
    "syntax.front-matter:tab": _tab,
    "syntax.day:hash": _hash,
    "syntax.day:bare": _bare,
    "syntax.item:marker": _marker,
    "syntax.item:bracket": _group,
    "syntax.item:unclosed": _group,
    "syntax.item:glued": _glued,
    "syntax.item:marker-bracket": _braces,
    "entry.field:class-near": _guess,
}
"""By the key of a finding's words. What is a guess (是不是想写…) has no cure here."""


# --- The usual form of what is right ----------------------------------------------------------------


def _front_matter(file: str, text: str, lines: list[str]) -> Iterator[_Edit]:
    """Write the dates of signatures as 2026-11-12."""
    front, faults = split(text, file)
    if front is None or faults:
        return
    for path, span in front.document.values.items():
        if len(path) != 2 or english_name(str(path[0])) != "approval":
            continue
        line = lines[span.line - 1]
        match = _DATE.search(line, span.column - 1)
        if match:
            year, month, day = (int(part) for part in match.groups())
            usual = f"{year:04}-{month:02}-{day:02}"
            if match.group() != usual:
                yield _Edit(span.line - 1, match.start(), match.end(), usual)


def _body(file: str, text: str, lines: list[str], reader: EntryReader) -> Iterator[_Edit]:
    """Write headings and tag groups in their usual form."""
    front, _ = split(text, file)
    first = front.body_line - 1 if front else len(lines)
    for number in range(first, len(lines)):
        match = _HEADING.fullmatch(lines[number])
        if match:
            name = _usual_days(match[2])
            if reader.tags.english or reader.days.read(name) != reader.days.read(match[2]):
                name = match[2]
            if lines[number] != f"## {name}":
                yield _Edit(number, 0, len(lines[number]), f"## {name}")
    entry, _ = reader.read(file, text.encode("utf-8", "surrogatepass"))
    for item in entry.items if entry else ():
        line, start, end = item.tags.line - 1, item.tags.column - 1, item.tags.end - 1
        written = lines[line][start:end]
        usual = f"{{{reader.tags.usual(written[1:-1])}}}"
        if written != usual:
            yield _Edit(line, start, end, usual)


def _usual_days(written: str) -> str:
    """Write each weekday as 周一, an enumeration with 、 and a range with 至."""
    usual = ""
    for part in _JOINTS.split(written.rstrip(":：;；。 ")):
        name = fold(part.strip())
        if name in WEEKDAYS:
            usual += "周" + "一二三四五六日"[WEEKDAYS[name]]
        elif part and _JOINTS.fullmatch(part):
            usual += "、" if part.strip() in _AND else "至"
        else:
            return written
    return usual


# --- Applying, comparing -----------------------------------------------------------------------------


def _applied(lines: list[list[str]], edits: Iterable[_Edit]) -> str:
    """Apply edits from the right; of two that overlap, the later round takes the second."""
    changed = [list(line) for line in lines]
    reached: dict[int, int] = {}
    for edit in sorted(edits, key=lambda e: (e.line, -e.start, -e.end)):
        if edit.end > reached.get(edit.line, len(lines[edit.line][0])):
            continue
        reached[edit.line] = edit.start
        text = changed[edit.line][0]
        changed[edit.line][0] = text[: edit.start] + edit.text + text[edit.end :]
        if edit.gone:
            changed[edit.line][1] = ""
    return "".join(text + end for text, end in changed)


def meaning(entry: Entry, reader: EntryReader) -> tuple[object, ...]:
    """All that an entry says, without where it says it."""
    kinds = reader.config.kinds
    items = tuple(
        (
            *(item.blocks, item.body, item.kind, item.kind_name or kinds[item.kind].name),
            *(item.minutes, item.minutes_low),
            *(item.shared, item.tier, item.optional, item.place, item.due),
        )
        for item in entry.items
    )
    notes = tuple((note.blocks, note.body) for note in entry.day_notes)
    signed = tuple((one.role, one.name, one.date) for one in entry.approval)
    return (
        *(entry.grade, entry.subject, entry.teacher, entry.classes, entry.whole_grade),
        *(items, entry.note, notes, entry.mode, entry.none, entry.free_blocks, signed),
        *(entry.digest, entry.draft, entry.actual, entry.assets),
    )

"""The front matter's two fences, and the slips that YAML would misreport.

Knows lines and fences; YAML itself is ``syntax.yaml``'s. Does not know any key.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.plain_yaml import read_plain
from sjboard.syntax.yaml import Bounds, Document, Path, compose

MAX_BYTES = 16 * 1024

_FENCE = regex(r"---[ \t]*")
_FENCE_SLIP = regex(r"\s*(?:[-—–―－﹣−_~=*·‐‑─一]\s?){2,}\s*")
"""Lines of dashes of every sort that are no fence: em dashes, full-width ones, two or four."""
_KEY_LINE = regex(r"[^\s:：#\-\[\]{}'\"|>&*!%@`,][^\s:：]{0,20}\s*[:：]")
_HEADING = regex(r"#{2}\s*[^#\s]")
_BLOCK_SCALAR = regex(r"[|>][+\-0-9]{0,2}\s*(?:#.*)?$")
_FULL_COLON = regex(r"(\s*)([^\s:：#'\"\[\]{}][^:：#'\"\[\]{}]*)：")
_NO_SPACE = regex(r"(\s*)([^\s:：#'\"\[\]{}][^:：#'\"\[\]{}]*):(?=[^\s/])")
_COLON = regex(r":(?:\s|$)")
_NO_BRACKETS = regex(r"'[^']*'|\"[^\"]*\"|\s#.*")
"""Where a bracket opens nothing."""
_ODD_BLANKS = regex(r"^[\u00a0\u3000 ]+|(?<=[:,\-\[{])[\u00a0\u3000]+")
_PROBLEMS = (
    ("unexpected end of stream", "quote"),
    ("document indicator", "quote"),
    ("',' or", "bracket"),
    ("flow", "bracket"),
    ("cannot start any token", "character"),
    ("escape", "escape"),
    ("hexdecimal", "escape"),
    ("block", "indent"),
    ("document start", "indent"),
    ("expected key", "indent"),
    ("mapping values", "indent"),
    ("expected ':'", "indent"),
    ("not allowed in this context", "indent"),
)
"""libyaml's complaints, and which of our sentences says the same to a teacher."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stood above the body. ``document.data`` is a dict; ``body_line`` counts from 1."""

    document: Document
    body_lines: tuple[str, ...]
    body_line: int


@dataclass(frozen=True, slots=True)
class _Fences:
    first: int
    last: int
    """Indexes of the two fences among the lines."""


def split(
    text: str, file: str, rule: str = "syntax.front-matter"
) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """Part a file into its front matter and its body.

    None where there is no front matter to go on with. A full-width or glued colon, or a fence of the
    wrong dashes, is reported, read as if it were right, and so hides nothing that is wrong further
    down: findings may come together with a ``FrontMatter``.
    """
    plain = _plain(text, file)
    return (plain, ()) if plain is not None else split_any(text, file, rule)


def split_any(text: str, file: str, rule: str) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """``split`` line by line, whatever the text's form."""
    lines = text.split("\n")
    fences, found = _find_fences(lines, file, rule)
    if fences is None:
        return None, found
    head = [_blanks(line) for line in lines[fences.first + 1 : fences.last]]
    first_line = fences.first + 2
    source = "\n".join(head)
    if len(source.encode("utf-8")) > MAX_BYTES:
        span = _whole(file, lines, fences.first)
        return None, (finding("syntax.size", span, "front-matter", limit=MAX_BYTES // 1024),)
    slips, shifts = _Slips(head, file, rule, first_line).look()
    if any(slip.words.endswith((":tab", ":no-colon")) for slip in slips):
        return None, (*found, *slips)
    document, faults = compose("\n".join(head), file, rule, first_line=first_line, bounds=Bounds())
    faults = tuple(
        replace(_in_plain_words(fault, rule), span=_back(fault.span, shifts)) for fault in faults
    )
    if document is None:
        return None, (*found, *slips, *faults)
    if document.data is None or document.data == "":
        document = replace(document, data={})
    if not isinstance(document.data, dict):
        return None, (*found, *slips, finding(rule, document.origin, "mapping"))
    slips.extend(_colons_in_keys(document, rule))
    slips.extend(_again(lines, fences.last + 1, file, document.data))
    body = FrontMatter(_shift(document, shifts), tuple(lines[fences.last + 1 :]), fences.last + 2)
    return body, (*found, *slips)


def _plain(text: str, file: str) -> FrontMatter | None:
    """Read what nearly every file has: two right fences, and plain YAML between them; None for the rest.

    In plain YAML there is no slip to look for, and where no other line begins like a fence there is no
    front matter further down. A test holds both ways equal.
    """
    end = text.find("\n---", 4) if text.startswith("---\n") else -1
    if end < 0 or text[end + 4 : end + 5] not in ("", "\n") or text.find("\n---", end + 4) >= 0:
        return None
    read = read_plain(text[4:end], file, 2)
    if read is None:
        return None
    lines = text[end + 5 :].split("\n") if len(text) > end + 4 else ()
    return FrontMatter(
        Document(*read, Span(file, 2, 1)), tuple(lines), text.count("\n", 0, end) + 3
    )


def _again(lines: list[str], start: int, file: str, keys: Container[str]) -> Iterator[Diagnostic]:
    """Find another front matter further down: a file that was pasted behind another, or twice.

    Markdown would take it for a heading and show it. Two lines of dashes may stand around anything else.
    """
    opened: int | None = None
    for index in range(start, len(lines)):
        line = lines[index]
        if _FENCE.fullmatch(line):
            if opened is not None and index > opened + 1:
                span = _whole(file, lines, opened)
                written = lines[opened + 1].strip()[:40]
                yield finding("syntax.front-matter", span, "again", written=written)
                return
            opened = index
        elif opened is not None:
            match = _KEY_LINE.match(line)
            known = match is not None and re.split("[:：]", line)[0].strip() in keys
            opened = opened if known or (match and index > opened + 1) else None


def find_body(text: str) -> tuple[tuple[str, ...], int]:
    """Give the body's lines and first line number where the front matter could not be read.

    So that what is wrong in the body is said in the same breath. The body begins below the last
    line that could be a fence before the first day heading, else at that heading.
    """
    lines = text.split("\n")
    start = 0
    for index, line in enumerate(lines):
        if _HEADING.match(line):
            start = start or index
            break
        if index and (_FENCE.fullmatch(line) or _FENCE_SLIP.fullmatch(line)):
            start = index + 1
    return tuple(lines[start:]), start + 1


def _find_fences(
    lines: list[str], file: str, rule: str
) -> tuple[_Fences | None, tuple[Diagnostic, ...]]:
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None, (finding(rule, Span(file), "none"),)
    opening = lines[first]
    found: list[Diagnostic] = []
    if not _FENCE.fullmatch(opening):
        span = _whole(file, lines, first)
        if not _FENCE_SLIP.fullmatch(opening):
            variant = "unopened" if _KEY_LINE.match(opening) else "none"
            if variant == "none" and _begins_below(lines[first + 1 :]):
                variant = "above"
            return None, (finding(rule, span, variant, written=opening.strip()[:40]),)
        found.append(finding(rule, span, "fence", written=opening.strip()))
    last = slip = None
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if _FENCE.fullmatch(line):
            last = index
            break
        if _HEADING.match(line):
            break
        if slip is None and _FENCE_SLIP.fullmatch(line):
            slip = index
    if last is None and slip is not None:
        span = _whole(file, lines, slip)
        found.append(finding(rule, span, "fence", written=lines[slip].strip()))
        last = slip
    if last is None:
        found.append(finding(rule, _whole(file, lines, first), "unclosed"))
        return None, tuple(found)
    fences, more = _undouble(lines, _Fences(first, last), file, rule)
    return fences, (*found, *more)


def _undouble(
    lines: list[str], fences: _Fences, file: str, rule: str
) -> tuple[_Fences | None, tuple[Diagnostic, ...]]:
    """See a fence that was written twice, above or below, and go on as if it stood once."""
    after = next((i for i in range(fences.last + 1, len(lines)) if lines[i].strip()), None)
    if after is None:
        return fences, ()
    empty = not any(line.strip() for line in lines[fences.first + 1 : fences.last])
    if empty and _KEY_LINE.match(lines[after]):
        twice = finding(rule, _whole(file, lines, fences.last), "twice")
        inner, found = _find_fences(["---", *lines[fences.last + 1 :]], file, rule)
        if inner is None or found:
            return None, (twice,)
        return _Fences(fences.last, fences.last + inner.last), (twice,)
    if not empty and _FENCE.fullmatch(lines[after]):
        return _Fences(fences.first, after), (finding(rule, _whole(file, lines, after), "twice"),)
    return fences, ()


def _whole(file: str, lines: list[str], index: int) -> Span:
    """The place of a whole line: a fence may be of two dashes, or have blanks behind it."""
    return Span(file, index + 1, 1, len(lines[index]) + 1)


class _Slips:
    """What YAML reports late, elsewhere or not at all, line by line; mends colons in ``head``."""

    def __init__(self, head: list[str], file: str, rule: str, first_line: int) -> None:
        self.head = head
        self.file = file
        self.rule = rule
        self.first_line = first_line
        self.shifts: dict[int, int] = {}

    def look(self) -> tuple[list[Diagnostic], dict[int, int]]:
        """Give the findings, and by line the column from which places are one too far right."""
        return list(self.findings()), self.shifts

    def findings(self) -> Iterator[Diagnostic]:
        scalar_indent: int | None = None
        depth = 0
        for index, line in enumerate(self.head):
            stripped = line.strip()
            if not stripped or stripped.startswith("#"):
                continue
            indent = len(line) - len(line.lstrip())
            if scalar_indent is not None and indent > scalar_indent:
                continue
            scalar_indent = indent if _BLOCK_SCALAR.search(line) else None
            if _FENCE.fullmatch(line):  # a doubled closing fence: reported already
                self.head[index] = ""
                continue
            tab = line[:indent].find("\t")
            if tab >= 0:
                span = Span(self.file, self.first_line + index, tab + 1, tab + 2)
                yield finding(self.rule, span, "tab")
                continue
            inside, depth = depth, max(0, depth + _opened(line))
            if inside == 0 and not stripped.startswith(("- ", "[", "{", "'", '"', "]", "}")):
                yield from self.colon(index, line, indent)

    def colon(self, index: int, line: str, indent: int) -> Iterator[Diagnostic]:
        for pattern, variant in ((_FULL_COLON, "colon"), (_NO_SPACE, "space")):
            match = pattern.match(line)
            if match and ": " not in line[: match.end()]:
                place = match.end()
                span = Span(self.file, self.first_line + index, place, place + 1)
                rest = line[place:].strip()
                yield finding(self.rule, span, variant, key=match.group(2).strip(), rest=rest)
                self.head[index] = f"{line[: place - 1]}: {line[place:]}"
                self.shifts[self.first_line + index] = place + 1
                return
        if indent == 0 and not _COLON.search(line) and line[0] not in "-?|>&*!%@`":
            span = Span(self.file, self.first_line + index, 1, len(line) + 1)
            yield finding(self.rule, span, "no-colon", written=line.strip()[:40])


def _begins_below(lines: list[str]) -> bool:
    """Whether the front matter is there, with something written above it."""
    index = next((i for i, line in enumerate(lines) if _FENCE.fullmatch(line)), None)
    return index is not None and any(_KEY_LINE.match(line) for line in lines[index + 1 : index + 2])


def _blanks(line: str) -> str:
    """Read a full-width or unbreakable blank in front of a key or a value as a blank."""
    return _ODD_BLANKS.sub(lambda match: " " * len(match.group()), line)


def _opened(line: str) -> int:
    """How many more brackets of a flow list or mapping a line opens than it closes."""
    if "[" not in line and "{" not in line and "]" not in line and "}" not in line:
        return 0
    bare = _NO_BRACKETS.sub("", line)
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))


def _colons_in_keys(document: Document, rule: str) -> Iterator[Diagnostic]:
    """A full-width colon inside `{…}` leaves one long key without a value."""
    for path, span in document.keys.items():
        key = str(path[-1])
        if "：" in key:
            column = span.column + key.index("：")
            name, _, rest = key.partition("：")
            place = Span(span.file, span.line, column, column + 1)
            yield finding(rule, place, "colon", key=name, rest=rest)


def _shift(document: Document, shifts: Mapping[int, int]) -> Document:
    """Move places back by the blank that a mended colon put in front of them."""
    if not shifts:
        return document

    def back(places: Mapping[Path, Span]) -> dict[Path, Span]:
        return {path: _back(span, shifts) for path, span in places.items()}

    return replace(document, values=back(document.values), keys=back(document.keys))


def _back(span: Span, shifts: Mapping[int, int]) -> Span:
    shift = shifts.get(span.line)
    if shift is None or span.column < shift:
        return span
    return Span(span.file, span.line, span.column - 1, span.end - 1)


def _in_plain_words(fault: Diagnostic, rule: str) -> Diagnostic:
    """Choose the sentence that says what libyaml complained of; its own English stays out."""
    if fault.words != f"{rule}:yaml":
        return fault
    problem = str(dict(fault.args).get("problem", ""))
    for part, variant in _PROBLEMS:
        if part in problem:
            return replace(fault, words=f"{rule}:{variant}", args=())
    return replace(fault, args=())

"""Writing a signature into an entry's file, every other byte left as it is.

Knows the forms in which people write front matter: blocks, braces, either language, any line ends.
Does not know who may sign. Whatever is made is read again before it is given: where the file's form
is too unusual to be changed in place, there is no result rather than a wrong one.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from sjboard.content.digest import entry_digest
from sjboard.content.fields import KEYS, english_name, read_fields
from sjboard.diagnostics import Span
from sjboard.model import Signature
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.front_matter import FrontMatter, split
from sjboard.syntax.text import decode
from sjboard.syntax.yaml import Document

_LINE = regex(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_PLAIN = regex(r"\w[\w·.-]*(?: [\w·.-]+)*")
"""What YAML reads as it stands; anything else is put in quotation marks."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """``text`` in place of the characters from ``start`` to ``end`` of a line; all count from 0.

    ``whole`` takes the line away with its end.
    """

    line: int
    start: int
    end: int
    text: str = ""
    whole: bool = False


def add_signature(data: bytes, signature: Signature, *, afresh: bool) -> bytes | None:
    """Give an entry's bytes with a signature more, and the digest of what was signed.

    ``afresh`` takes the signatures that stand there away: they were given for another text. None where
    that cannot be done without touching anything else.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    before = _read(data)
    if before is None:
        return None
    lines = [[m[1], m[2]] for m in _LINE.finditer(data[len(mark) :].decode("utf-8"))]
    for last in _ends(before):
        try:
            edits = _edits(before, lines, last, signature, afresh=afresh)
        except _Unusual:
            continue
        made = mark + _applied(lines, edits).encode("utf-8")
        if _as_wanted(made, before, signature, afresh=afresh):
            return made
    return None


class _Unusual(Exception):  # noqa: N818 - it never leaves this module
    """The signatures are written in a form that is not changed in place."""


def _read(data: bytes) -> FrontMatter | None:
    text, _ = decode("", data)
    front, faults = split(text, "") if text is not None else (None, ())
    return None if faults or front is None or not front.document.data else front


def _ends(front: FrontMatter) -> Iterator[int]:
    """After which lines new keys could go: the last one that holds a value, else the last of all."""
    document = front.document
    yield max(span.line for span in (*document.values.values(), *document.keys.values())) - 1
    yield front.body_line - 3


def _edits(
    front: FrontMatter, lines: list[list[str]], last: int, signature: Signature, *, afresh: bool
) -> list[_Edit]:
    document = front.document
    names = {english_name(str(name)): str(name) for name in document.data}
    chinese = sum(name == KEYS.get(str(key)) for key, name in names.items())
    words = KEYS if chinese * 2 > len(names) else {key: key for key in KEYS}
    top = _indent(document.key_span((next(iter(document.data)),)), lines)
    added: list[str] = []
    edits: list[_Edit] = []
    pair = f"{_scalar(signature.role)}: {_scalar(_written(signature))}"
    if "approval" not in names:
        added += [f"{top}{words['approval']}:", f"{top}  {pair}"]
    else:
        edits += _sign(document, names["approval"], lines, pair, afresh=afresh)
    digest = entry_digest(document.data, front.body_lines)
    if "digest" in names:
        span = document.span((names["digest"],))
        edits.append(_Edit(span.line - 1, span.column - 1, span.end - 1, digest))
    else:
        added.append(f"{top}{words['digest']}: {digest}")
    if added:
        edits.append(_below(last, lines, *added))
    return edits


def _sign(
    document: Document, name: str, lines: list[list[str]], pair: str, *, afresh: bool
) -> Iterator[_Edit]:
    """Change the mapping of signatures."""
    value = document.data[name]
    key, place = document.key_span((name,)), document.span((name,))
    if value == "":
        yield _below(key.line - 1, lines, f"{_indent(key, lines)}  {pair}")
        return
    braces = lines[place.line - 1][0][place.column - 1 : place.column] == "{"
    if not value:
        yield _Edit(place.line - 1, place.column, place.column, pair)
        return
    roles = list(value)
    first, end = document.key_span((name, roles[0])), document.span((name, roles[-1]))
    if not afresh:
        if braces:
            yield _Edit(end.line - 1, end.end - 1, end.end - 1, f", {pair}")
        else:
            yield _below(end.line - 1, lines, f"{_indent(first, lines)}{pair}")
        return
    if braces:
        if first.line != end.line:
            raise _Unusual
        yield _Edit(first.line - 1, first.column - 1, end.end - 1, pair)
        return
    one = document.span((name, roles[0]))
    if one.line != first.line:
        raise _Unusual
    yield _Edit(first.line - 1, first.column - 1, one.end - 1, pair)
    for role in roles[1:]:
        yield _Edit(document.key_span((name, role)).line - 1, 0, 0, whole=True)


def _below(line: int, lines: list[list[str]], *added: str) -> _Edit:
    """Put lines below one, with its own line end."""
    text, end = lines[line]
    return _Edit(line, len(text), len(text), "".join((end or "\n") + one for one in added))


def _applied(lines: list[list[str]], edits: list[_Edit]) -> str:
    changed = [list(line) for line in lines]
    for edit in edits:
        if edit.whole:
            changed[edit.line][0] = ""
    gone = {edit.line for edit in edits if edit.whole}
    ordered = sorted(enumerate(edits), key=lambda pair: (pair[1].line, pair[1].start, pair[0]))
    for _, edit in reversed(ordered):
        if edit.line not in gone:
            text = changed[edit.line][0]
            changed[edit.line][0] = text[: edit.start] + edit.text + text[edit.end :]
        elif not edit.whole:  # what goes below a line that is gone stands in its place
            changed[edit.line][0] += edit.text.removeprefix(lines[edit.line][1])
    for line in gone:
        if not changed[line][0]:
            changed[line][1] = ""
    return "".join(text + end for text, end in changed)


def _as_wanted(made: bytes, before: FrontMatter, signature: Signature, *, afresh: bool) -> bool:
    """Whether what was made says what it said, and the signature."""
    after = _read(made)
    if after is None or after.body_lines != before.body_lines:
        return False
    old, old_faults = read_fields(before.document)
    new, new_faults = read_fields(after.document)
    digest = entry_digest(before.document.data, before.body_lines)
    kept = () if afresh else old.approval
    return (
        not (old_faults or new_faults)
        and new.approval == (*kept, signature)
        and new.digest == digest == entry_digest(after.document.data, after.body_lines)
        and _rest(after.document) == _rest(before.document)
    )


def _rest(document: Document) -> list[tuple[str, object]]:
    signed = ("approval", "digest")
    return [(k, v) for k, v in document.data.items() if english_name(str(k)) not in signed]


def _indent(span: Span, lines: list[list[str]]) -> str:
    return lines[span.line - 1][0][: span.column - 1]


def _written(signature: Signature) -> str:
    return f"{signature.name} {signature.date.isoformat()}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)

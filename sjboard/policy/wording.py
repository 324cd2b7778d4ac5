"""A text as rules on wording read it, and the way back to the characters that were written.

Knows which characters mean the same: compatibility forms, Traditional ones, blanks and signs that
nobody sees. Knows where a sentence and a clause end. Does not know any rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from sjboard.diagnostics import Span
from sjboard.model import Source
from sjboard.patterns import regex
from sjboard.records import dataclass

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST = 120
"""A sentence is searched in stretches of this many characters: a clumsy pattern stays affordable."""
OVERLAP = 60
"""Each stretch begins so many characters before the end of the last: no wording is cut in two."""

_ENTITY = regex(r"&#?\w{1,31};")
_UNSEEN = {"Cf", "Cc", "Cs", "Mn", "Me"}
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category, and yet nothing to see."""
_MARKS = "*_`\\"
"""Markdown's signs within a line: `家**长**` is read as 家长."""
_BOTH = {"後": "后", "於": "于", "夥": "伙", "徵": "征", "麽": "么"}
_NEW_BLOCK = regex(r"(?:[-*+>|#]|\d{1,9}[.)])")
"""A line that begins so is no continuation of the line above."""
_STOPS = "。!?;\n"
_BLANKS = regex(" +")
_STOP = regex(f"[{_STOPS}]")
_PAUSES = _STOPS + ",:()|"


class _Fold(dict[int, str]):
    """What each character becomes, found out when it is first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if character in _MARKS or character in _FILLERS or category(character) in _UNSEEN:
        return ""
    kept = (c for c in normalize("NFKC", character) if category(c) not in _UNSEEN)
    return "".join(" " if c.isspace() else _simplified(c) for c in kept)


def _simplified(character: str) -> str:
    """Read a Traditional character as Simplified, one at a time so that places stay.

    What GB 2312 has is Simplified writing already (乾 of 乾隆 as well), and needs no dictionary, but
    for a few that it has in both forms.
    """
    if character < "\u2e80" or character in _BOTH:
        return _BOTH.get(character, character)
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return _converted(character)
    return character


def _converted(character: str) -> str:
    # Most schools never write a Traditional character: they need not wait for the dictionary.
    return str(_dictionary().convert(character))


@lru_cache(maxsize=1)
def _dictionary() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 - loads its tables

    return OpenCC("t2s")


_FOLD = _Fold()


def fold(text: str) -> str:
    """Give a text as rules read it: NFKC, Simplified, without what nobody sees; blanks are " "."""
    return text.translate(_FOLD)


_OTHERWISE = regex(
    r"[\x00-\x1f\x7f&\\_`\xa8\u2103\u2116\u2160-\u216b\u2460-\u249b\u3000\u3220-\u3229"
    rf"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffe3{''.join(_BOTH)}]"
)
"""Of what GB 2312 has, all that ``fold`` takes away but ``*``, and all that it makes characters, letters or
figures of. A test goes through the whole of GB 2312."""


def gist(lines: Sequence[str]) -> str:
    """Give a text for a first look, quickly.

    It has every run of Chinese characters, letters and figures that ``Wording.text`` has.
    """
    text = "".join(lines)
    if not _OTHERWISE.search(text):
        try:
            text.encode("gb2312")
        except UnicodeEncodeError:
            pass
        else:
            return text.replace(" ", "").replace("*", "")
    return "".join([fold(_unescaped(line)) for line in lines]).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character of the folded text was written: line of the source, columns from 0."""

    line: int
    start: int
    end: int


class Wording:
    """A source as rules read it.

    ``text`` has no blanks at all, ``spaced`` has one for each run of them. Both have a line break
    where a new paragraph, item or row begins; other line ends join, as they do on the page.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        if len(source) == 1:  # nearly every piece of homework
            self.spaced = "".join(self._line(source[0][1])).lstrip(" ")
        else:
            self.spaced = "".join(self._joined())
        self.text = self.spaced.replace(" ", "")

    @cached_property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """``text`` in the stretches that it is searched in."""
        return tuple(stretches(self.text))

    def _joined(self) -> Iterator[str]:
        last = ""
        for index, (_, line) in enumerate(self.source):
            last = self._break(index, last)
            yield last
            for piece in self._line(line):
                kept = piece.lstrip(" ") if last in ("", " ", "\n") else piece
                if kept:
                    yield kept
                    last = kept[-1]

    def _line(self, line: str) -> Iterator[str]:
        folded = fold(_unescaped(line))
        yield _BLANKS.sub(" ", folded) if "  " in folded else folded

    def _break(self, index: int, last: str) -> str:
        """What stands between a line and the one before it."""
        if index == 0:
            return ""
        span, text = self.source[index]
        before = self.source[index - 1][0]
        new = span.line != before.line + 1 or _NEW_BLOCK.match(text.lstrip())
        return "\n" if new else ("" if last in ("", " ", "\n") else " ")

    @cached_property
    def _places(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """The places of ``text`` and of ``spaced``, found only when there is something to show."""
        spaced: list[tuple[str, Place]] = []
        for index, (_, line) in enumerate(self.source):
            first = self._break(index, spaced[-1][0] if spaced else "")
            spaced += [(character, Place(index, 0, 0)) for character in first]
            for start, end in _units(line):
                for character in fold(
                    unescape(line[start:end]) if end > start + 1 else line[start]
                ):
                    if character == " " and (not spaced or spaced[-1][0] in " \n"):
                        continue
                    spaced.append((character, Place(index, start, end)))
        return (
            tuple(place for character, place in spaced if character != " "),
            tuple(place for _, place in spaced),
        )

    def spans(self, start: int, end: int, *, spaced: bool = False) -> tuple[Span, ...]:
        """Give the written places of a stretch of ``text`` (or ``spaced``), one a line, in order."""
        places = self._places[1 if spaced else 0][start:end]
        found: list[Span] = []
        for index, (span, _) in enumerate(self.source):
            here = [place for place in places if place.line == index and place.end > place.start]
            if here:
                first = span.column + min(place.start for place in here)
                last = span.column + max(place.end for place in here)
                found.append(Span(span.file, span.line, first, last))
        return tuple(found)

    def written(self, span: Span) -> str:
        """Give the characters that stand at a place of this source."""
        for line, text in self.source:
            if line.line == span.line:
                return text[span.column - line.column : span.end - line.column]
        return ""


def _unescaped(line: str) -> str:
    return _ENTITY.sub(lambda match: unescape(match.group()), line) if "&" in line else line


def _units(line: str) -> Iterator[tuple[int, int]]:
    """The line's characters, a character reference as one."""
    at = 0
    while at < len(line):
        match = _ENTITY.match(line, at) if line[at] == "&" else None
        end = match.end() if match else at + 1
        yield at, end
        at = end


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Part a folded text into sentences, and long sentences into stretches that overlap."""
    if len(text) <= LONGEST and not _STOP.search(text):
        if text:
            yield 0, len(text)
        return
    start = 0
    for end in (*(stop.start() for stop in _STOP.finditer(text)), len(text)):
        if end > start:
            for at in range(start, max(end - OVERLAP, start + 1), LONGEST - OVERLAP):
                yield at, min(at + LONGEST, end)
        start = end + 1


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to the clause or clauses that it stands in, in a text without pauses not far."""
    first, last = max(0, start - OVERLAP), min(len(text), end + OVERLAP)
    while start > first and text[start - 1] not in _PAUSES:
        start -= 1
    while end < last and text[end] not in _PAUSES:
        end += 1
    return start, end

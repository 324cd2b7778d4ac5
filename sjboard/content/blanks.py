"""Figures and names that were left blank: `第__页`, `XX老师`, `××`.

Knows how a blank is written, and what only looks like one. Does not know Markdown's structure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.patterns import regex
from sjboard.syntax.body import Line

_BLANK = regex(
    r"_{2,}|＿{2,}|▢+"
    r"|(?<![A-Za-z0-9])[XxＸｘ]{2,}(?![A-Za-z0-9])"  # XXL and 2xx are no blanks
    r"|×{2,}"  # 24×3 is arithmetic, □ a box to fill in a sum
)
_SUSPECT = regex(
    r"[_＿▢XxＸｘ×]"  # first, so that most of a text is passed over at once
    r"(?:(?<=▢)|(?<=_)_|(?<=＿)＿|(?<=×)×|(?<=[XxＸｘ])[XxＸｘ])"
)
_INNOCENT = regex(
    r"(?<!\w)__(?![\s_])[^_]+(?<!\s)__(?!\w)"  # Markdown's bold
    r"|\]\([^)]*\)|<[^>]*>|`[^`]*`"  # addresses, code
    r"|^\s*(?:_[ \t]*){3,}$"  # Markdown's line across
    r"|https?://\S+"
)


def may_have_blanks(text: str) -> bool:
    """Whether it is worth while to look at a text line by line."""
    return _SUSPECT.search(text) is not None


def find_blanks(
    lines: Iterable[Line], file: str, tags: dict[int, tuple[int, int]]
) -> Iterator[Diagnostic]:
    """Find what was left blank. ``tags``: by line, the columns of a tag group, which is not prose."""
    for line in lines:
        if _SUSPECT.search(line.text) is None:
            continue
        innocent = [match.span() for match in _INNOCENT.finditer(line.text)]
        prose = tags[line.number][0] if line.number in tags else len(line.text)
        if line.number in tags:
            innocent.append(tags[line.number])
        for match in _BLANK.finditer(line.text):
            if any(first <= match.start() and match.end() <= last for first, last in innocent):
                continue
            start, end = line.cut + match.start() + 1, line.cut + match.end() + 1
            after = min(match.end() + 6, prose) if match.end() <= prose else match.end() + 6
            around = line.text[max(0, match.start() - 6) : after].strip(" -{}")
            span = Span(file, line.number, start, end)
            yield finding("text.blank", span, written=match.group(), around=around)

"""Text that a cell holds, written so that Markdown says exactly this text again.

Knows which characters Markdown and the scanner of bodies read more into. Whether it worked is for the
reader to say: ``ways`` gives several spellings, the plainest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from sjboard.patterns import regex

_MARKS = r"[\\`*\[\]()#+\-.!|>]"
_ENTITIES = {"&": "&amp;", "<": "&lt;"} | {c: f"&#{ord(c)};" for c in "{}｛｝"}
_BLANKS = regex(r"[ \t\u3000\u2028\u2029\x0b\x0c\x85]+")


def lines_of(text: str) -> list[str]:
    """Part a cell's text into its lines: blanks at the ends and empty lines say nothing."""
    text = text.replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(_blank, line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^ \u3000]", " ", match.group())


def as_html(lines: list[str]) -> str:
    """What a page shall show of these lines: a paragraph each, and nothing but text."""
    shown = (escape(line, quote=False).replace("\u00a0", "&nbsp;") for line in lines)
    return "\n".join(f"<p>{line}</p>" for line in shown)


def ways(line: str) -> Iterator[str]:
    """Spell a line: as it is, with its marks escaped, and with nothing at its start to be mistaken."""
    yield line
    yield _escaped(line, _MARKS)  # a figure left blank, 第__页, shall still be seen
    yield _escaped(line, f"{_MARKS}|_")
    yield f"&#{ord(line[0])};{_escaped(line[1:], f'{_MARKS}|_')}"


def _escaped(line: str, marks: str) -> str:
    marked = re.sub(marks, r"\\\g<0>", line)
    return re.sub(r"[&<{}｛｝]", lambda m: _ENTITIES[m.group()], marked)

"""How long Python-Markdown would look for the ends of links and code that have none.

For every ``[`` it reads on to the bracket that closes it, several times over, and to the end of the
paragraph where none does; for backticks likewise. A page of nothing but ``[`` takes minutes. What that
will cost is counted before, in characters, so that a text is refused on every machine or on none. Does
not know what a link means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sjboard.patterns import regex

MOST = 8_000
"""Characters to look through in one paragraph. A body full of paragraphs that just stay below takes a
second; a paragraph of homework comes to a few hundred."""

_TICKS = regex("`+")
_AROUND = regex(r"[ \t>]*(?:(?:[-*+]|\d{1,9}\.)[ \t]+)?")
"""What may stand in front of a table's first line: quotes, blanks, the mark of a list."""
_UNDER = regex(r"[ \t>]*([|:][|: \t-]*|-[|: \t-]*)")
"""The line below a table's heads."""


def overdone(lines: Sequence[str]) -> int | None:
    """Give the index of the first line of a paragraph that would take too long; None without one."""
    for first, text in _paragraphs(lines):
        if ("[" in text or "`" in text) and cost(text) > MOST:
            return first
    return None


def _paragraphs(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Part lines where Markdown looks no further: at empty lines, and at each row of a table."""
    start = 0
    held: list[str] = []
    for index, line in enumerate((*lines, "")):
        if line.strip():
            start = start if held else index
            held.append(line)
            continue
        if _is_table(held):
            yield from enumerate(held, start)
        elif held:
            yield start, "\n".join(held)
        held = []


def _is_table(block: Sequence[str]) -> bool:
    """Whether Markdown surely reads a table here: what only looks like one is a long paragraph to it."""
    if len(block) < 2 or "`" in block[0] or "\\" in block[0]:
        return False
    heads, under = _AROUND.match(block[0]), _UNDER.fullmatch(block[1])
    if heads is None or under is None or block[0].count(">") != block[1].count(">"):
        return False
    first, second = block[0][heads.end() :].strip(), under[1].strip()
    bars = first.count("|")
    ends = first[:1] == "|", first[-1:] == "|"
    cells = second.strip("|").split("|")
    return (
        0 < bars == second.count("|")
        and ends == (second[0] == "|", second[-1] == "|")
        and all(re.fullmatch(r" *:?-+:? *", cell) for cell in cells)
    )


def cost(text: str) -> int:
    """Count the characters between every ``[`` and its ``]``, every ``](`` and its ``)``, and backticks."""
    total = 0
    square: list[int] = []
    round_: list[int | None] = []
    for index, character in enumerate(text):
        if character == "[":
            square.append(index)
        elif character == "]" and square:
            total += index - square.pop()
        elif character == "(":
            round_.append(index if text[index - 1 : index] == "]" else None)
        elif character == ")" and round_:
            start = round_.pop()
            total += index - start if start is not None else 0
    unclosed = [*square, *(start for start in round_ if start is not None)]
    return total + sum(len(text) - start for start in unclosed) + _code(text)


def _code(text: str) -> int:
    """Count the characters between each run of backticks and the next one of the same length.

    A run behind a backslash begins with its second backtick.
    """
    total = 0
    following: dict[int, int] = {}
    for run in reversed(list(_TICKS.finditer(text))) if "`" in text else ():
        start, end = run.span()
        escaped = text[start - 1 : start] == "\\"
        opened = end - start - (1 if escaped else 0)
        total += following.get(opened, len(text)) - end if opened else 0
        following[end - start] = start
    return total

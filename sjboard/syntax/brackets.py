"""How long Python-Markdown would look for the ends of links that have none.

For every ``[`` it reads on to the bracket that closes it, several times over, and to the end of the
paragraph where none does: a page of nothing but ``[`` takes minutes. What that will cost is counted
before, in characters, so that a text is refused on every machine or on none. Does not know what a
link means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MOST = 50_000
"""Characters to look through in one paragraph. A body full of paragraphs that just stay below takes
three seconds; a paragraph of homework comes to a few hundred."""


def overdone(lines: Sequence[str]) -> int | None:
    """Give the index of the first line of a paragraph that would take too long; None without one."""
    for first, text in _paragraphs(lines):
        if "[" in text and cost(text) > MOST:
            return first
    return None


def _paragraphs(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Part lines where Markdown looks no further: at empty lines, and at each row of a table."""
    start = 0
    held: list[str] = []
    for index, line in enumerate((*lines, "")):
        if line.strip() and "|" not in line:
            start = start if held else index
            held.append(line)
            continue
        if held:
            yield start, "\n".join(held)
            held = []
        if line.strip():
            yield index, line


def cost(text: str) -> int:
    """Count the characters between every ``[`` and its ``]``, and every ``](`` and its ``)``."""
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
    return total + sum(len(text) - start for start in unclosed)

"""The body's structure: every line is somewhere, once, and says what it said."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.body import Line, Prose, measure, scan
from tests.fuzz.laws import HOUSE, PATH, days, text_of, told

FIRST = 7


def check(data: bytes) -> None:
    lines = text_of(data).split("\n")
    too_much = measure(lines, FIRST, PATH)
    told(too_much, lines, PATH, FIRST)
    if too_much:
        return
    days()._read.clear()
    body, found = scan(lines, FIRST, PATH, days().names_weekday)
    told(found, lines, PATH, FIRST)
    seen: list[int] = []
    for section in body.sections:
        if section.heading is not None:
            seen.append(section.heading.span.line)
        own = [line.number for line in section.lines if line.text.strip()]
        seen += own
        parted: list[Line] = []
        for part in section.parts:
            parted += part.lines if isinstance(part, Prose) else (*part.head, *part.rest)
            if not isinstance(part, Prose):
                assert part.span.line == part.head[0].number
        for line in (*section.lines, *parted):
            written = lines[line.number - FIRST]
            if line.text.strip():
                assert written[line.cut :].rstrip() == line.text.rstrip()
            assert 0 <= line.cut <= len(written)
        numbers = [line.number for line in parted if line.text.strip()]
        assert sorted(set(numbers)) == numbers
        left = set(own) - set(numbers)
        empty = {n for n in left if not _says_more(lines[n - FIRST])}
        assert left == empty, (left, empty)
    assert sorted(set(seen)) == seen
    underlines = {n for n, text in enumerate(lines, FIRST) if text.strip(" -") == ""}
    whole = {n for n, text in enumerate(lines, FIRST) if text.strip()}
    assert whole - set(seen) <= underlines


def _says_more(text: str) -> bool:
    """Whether a line is more than a list's marker without any text."""
    return bool(text.strip().strip("-*+0123456789. \t\u00a0\u3000"))


def seeds() -> Iterator[bytes]:
    for path in sorted((HOUSE / "content/2026-autumn/w12").rglob("*.md"))[:6]:
        yield path.read_text(encoding="utf-8").split("---\n", 2)[2].encode()
    for folder in ("syntax.item--*", "syntax.day--*"):
        for path in sorted((HOUSE / "tests/bad").glob(f"{folder}/content/**/*.md")):
            yield path.read_text(encoding="utf-8").split("---\n", 2)[-1].encode()
    yield "## 周一\n- a\n  - b\n\n  > c\n\t| d |\n1. e\n周二\n---\n周三\n* * *\n＃＃周四\n".encode()

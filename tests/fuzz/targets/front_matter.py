"""Fences and the slips of front matter: a mapping with its places, or a finding."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.front_matter import find_body, split
from tests.fuzz.laws import HOUSE, PATH, inside, text_of, told


def check(data: bytes) -> None:
    text = text_of(data)
    lines = text.split("\n")
    front, found = split(text, PATH)
    told(found, lines, PATH)
    body, first = find_body(text)
    assert list(body) == lines[first - 1 :]
    if front is None:
        assert found
        return
    assert isinstance(front.document.data, dict)
    assert list(front.body_lines) == lines[front.body_line - 1 :]
    for span in (*front.document.values.values(), *front.document.keys.values()):
        inside([span], lines, PATH)
        assert span.line < front.body_line


def seeds() -> Iterator[bytes]:
    for path in sorted((HOUSE / "tests/bad").glob("syntax.front-matter--*/content/**/*.md")):
        yield path.read_bytes()[:700]
    for path in sorted((HOUSE / "content/2026-autumn/w12").rglob("*.md"))[:4]:
        yield path.read_bytes()[:400]
    yield "——\n学科：语文\n教师:王芳\n－－－\n## 周一\n".encode()
    yield b"---\n{a: [1, {b: c}], 'd': \"e\\u4e00\"}\n---\n"
    yield b"---\na: |\n  b\n  c\nd: >-\n  e\n---\n---\n"
    yield b"---\n? a\n: b\n...\n---\n"

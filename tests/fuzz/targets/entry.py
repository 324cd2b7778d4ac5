"""A whole entry's file: an entry without fault or findings, in place and in words; judged like any."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.build.week import read
from sjboard.diagnostics import has_errors
from sjboard.syntax.text import decode
from tests.fuzz.laws import CONFIG, EXISTING, HOUSE, MOST, PATH, WEEK, fresh, inside, told
from tests.fuzz.targets import body, front_matter


def check(data: bytes) -> None:
    data = data[: MOST + 1]
    entry, found = fresh().read(PATH, data)
    text, _ = decode(PATH, data)
    lines = (text if text is not None else data.decode("utf-8", "replace")).split("\n")
    if text is not None:
        told(found, lines, PATH)
    if entry is None:
        assert found
        return
    assert not has_errors(found)
    for item in entry.items:
        inside([item.span, item.tags], lines, PATH)
        group = lines[item.tags.line - 1][item.tags.column - 1 : item.tags.end - 1]
        assert group[:1] in "{｛"
        assert group[-1:] in "}｝"
        assert 1 <= item.minutes <= 600
        assert item.blocks
    judged = read(WEEK, {PATH: data}, CONFIG, EXISTING)
    told(judged.diagnostics, lines, PATH)
    assert judged.entries == (entry,)


def seeds() -> Iterator[bytes]:
    head = "---\n学科: 语文\n教师: 王芳\n---\n\n".encode()
    for seed in body.seeds():
        yield head + seed
    yield from front_matter.seeds()
    for path in sorted((HOUSE / "tests/bad").glob("*/content/**/*.md")):
        yield path.read_bytes()[:1500]
    for path in sorted((HOUSE / "content/2026-autumn/w12").rglob("*.md"))[::12]:
        yield path.read_bytes()

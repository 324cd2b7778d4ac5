"""Bytes to text: whatever the bytes, a text without forbidden characters or a finding in its place."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.text import decode
from tests.fuzz.laws import HOUSE, PATH, told


def check(data: bytes) -> None:
    text, found = decode(PATH, data)
    assert (text is None) == bool(found)
    if text is not None:
        told(found, text.split("\n"), PATH)
        assert "\0" not in text
        assert "\r" not in text
        assert decode(PATH, text.encode("utf-8")) == (text, ())
        return
    shown = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = shown.removeprefix("\ufeff").split("\n")
    for one in found:
        assert 1 <= one.span.line <= len(lines)
    told(found, ["x" * len(data)] * len(lines), PATH)


def seeds() -> Iterator[bytes]:
    text = (HOUSE / "content/2026-autumn/w12/g3/语文.md").read_text(encoding="utf-8")[:300]
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32"):
        yield text.encode(encoding)
    yield text.encode("big5", "ignore")
    yield b"a\0b"
    yield "\ufdd0\ufffd\u202e\r\r\n\u2028".encode()

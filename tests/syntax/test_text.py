from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.model import ROOT
from sjboard.syntax.text import decode

TEXT = "---\n学科: 语文\n---\n## 周一\n- 把课文读给家人听 {朗读 10分钟}\n"
TRADITIONAL = "## 週一\n- 把課文讀給家人聽，寫一段話\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_utf_8_is_read(encoding: str, end: str) -> None:
    assert decode("f", TEXT.replace("\n", end).encode(encoding)) == (TEXT, ())


@pytest.mark.parametrize(
    ("data", "variant"),
    [
        (TEXT.encode("gbk"), "gbk"),
        (TEXT.encode("gb18030"), "gbk"),
        (TRADITIONAL.encode("big5"), "big5"),
        (TEXT.encode("utf-16"), "utf16"),
        (TEXT.encode("utf-16-le"), "utf16"),
        (TEXT.encode("utf-16-be"), "utf16"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff", "bytes"),
        (b"subject: \x00", "nul"),
        ("王\ufffd芳".encode(), "lost"),
        (ROOT.encode(), "character"),
        (b"a\x1bb", "character"),
    ],
)
def test_anything_else_is_named(data: bytes, variant: str) -> None:
    text, found = decode("f", data)
    assert text is None
    assert {d.words for d in found} == {f"syntax.encoding:{variant}"}


def test_the_first_byte_that_cannot_be_read_is_the_place() -> None:
    (found,) = decode("f", b"ab\r\ncd\xffe")[1]
    assert (found.span.line, found.span.column) == (2, 3)


def test_no_more_than_three_places_of_a_binary_file() -> None:
    assert len(decode("f", b"a\x01" * 500)[1]) == 3


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_text_or_a_finding(data: bytes) -> None:
    text, found = decode("f", data)
    assert (text is None) == bool(found)
    assert text is None or "\r" not in text

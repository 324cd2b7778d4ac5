"""The quick reading of plain front matter, held against libyaml's: equal data, equal places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.syntax.libyaml import compose_any
from sjboard.syntax.plain_yaml import read_plain

HOUSE = Path(__file__).parents[2]

PLAIN = (
    "subject: 语文\nteacher: 王芳",
    "学科: 语文\n班级: [1, 2]\n教师:  王芳 老师",
    "class: [1,2, 13]",
    "approval:\n  教研组长: 李敏 2026-11-11\n  教导处: 张强 2026-11-12\ndigest: 0d743f27ac43add0",
    "approval:\n   a: b\nx: 1",
    "draft: no\nweek: 12",
)
OTHER = (
    "",
    "a:",
    "a:\nb: 1",
    "a: 1\na: 2",
    "a: b: c",
    "a: 'b'",
    "a: b # c",
    "a: b ",
    "a: 1\n b: 2",
    "a:\n  b: 1\n   c: 2",
    "a:\n  b:\n    c: 1",
    "a:\n  b: [1]",
    "a: &x b",
    "<<: b",
    "- a",
    "a: [b]",
    "a: b\n  c",
    "a: b\n\nc: d",
    "a: 1\n---\nb: 2",
    "? a\n: b",
    "a：b",
    "a:b",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_front_matter_is_read_at_once_and_equally(text: str) -> None:
    quick = read_plain(text, "f.md", 2)
    document, found = compose_any(text, "f.md", "rule", first_line=2)
    assert document is not None
    assert found == ()
    assert quick == (document.data, document.values, document.keys)


@pytest.mark.parametrize("text", OTHER)
def test_other_forms_are_left_to_libyaml(text: str) -> None:
    assert read_plain(text, "f.md", 2) is None


_WORDS = st.sampled_from(
    [
        *"ab1 ,:-#[]{}'\"&*!|>%@`?、，（）·_\n\t语\u3000\u00a0\x85",
        "\n  ",
        ": ",
        "a: ",
        "[1, 2]",
        "语文",
        "---",
        "<<",
        "null",
        "no",
    ]
)


@given(st.lists(_WORDS, max_size=14).map("".join))
def test_whatever_is_read_at_once_is_what_libyaml_reads(text: str) -> None:
    quick = read_plain(text, "f.md", 2)
    if quick is not None:
        document, found = compose_any(text, "f.md", "rule", first_line=2)
        assert document is not None, (text, found)
        assert found == ()
        assert quick == (document.data, document.values, document.keys)


_KEYS = st.from_regex(r"\A[a-z语文][a-z0-9_-]{0,3}\Z")
_VALUES = (
    st.from_regex(r"\A[A-Za-z0-9语文][A-Za-z0-9语文 ·、（）-]{0,6}\Z")
    | st.just("[1, 2]")
    | st.just("")
)


@given(st.lists(st.tuples(st.sampled_from(["", "", "  ", "   "]), _KEYS, _VALUES), max_size=5))
def test_lines_of_keys_and_values_are_read_as_libyaml_reads_them(
    lines: list[tuple[str, str, str]],
) -> None:
    text = "\n".join(f"{blanks}{key}: {value}" for blanks, key, value in lines)
    quick = read_plain(text, "f.md", 2)
    if quick is not None:
        document, found = compose_any(text, "f.md", "rule", first_line=2)
        assert document is not None, (text, found)
        assert found == ()
        assert quick == (document.data, document.values, document.keys)


def test_the_demonstrations_front_matter_is_nearly_all_plain() -> None:
    quick = whole = 0
    for path in sorted((HOUSE / "content").rglob("*.md")):
        head = path.read_text(encoding="utf-8").split("---\n")[1].rstrip("\n")
        read = read_plain(head, "f.md", 2)
        document, _ = compose_any(head, "f.md", "rule", first_line=2)
        assert document is not None
        whole += 1
        quick += read is not None
        assert read is None or read == (document.data, document.values, document.keys)
    assert quick > whole * 0.9

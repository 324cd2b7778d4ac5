"""What is refused before Python-Markdown would take minutes for it, and what is not."""

from __future__ import annotations

import pytest

from sjboard.syntax.brackets import MOST, cost, overdone
from sjboard.syntax.markdown import render


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "[[]", "[a][b](c", "`` \\", "`` ```"])
def test_a_paragraph_of_open_brackets_is_refused_unread(piece: str) -> None:
    source = "好\n\n" + piece * (20_000 // len(piece))
    rendered = render(source, "content/a.md", 7, ())
    assert [(d.words, d.span.line) for d in rendered.diagnostics] == [("syntax.size:brackets", 9)]
    assert rendered.html == ""


@pytest.mark.parametrize(
    "source",
    [
        "- [ ] 第一题\n" * 200,
        "| a | b |\n|---|:-:|\n" + "| [一](https://example.org/a) | [ |\n" * 200,
        "- 甲 | 乙\n  ---|---\n" + "  [0, 1) | `a\n" * 200,
        "按 `Ctrl` 和 `C`，" * 200,
        "在 [0, 1) 上取一个数；" * 20,
        "[一](https://example.org/a)、" * 300,
    ],
)
def test_brackets_that_people_write_are_read(source: str) -> None:
    assert overdone(source.split("\n")) is None


@pytest.mark.parametrize(
    "heads",
    [
        "",
        "a",
        "| a | b |\n|---|",
        "|a|\n---",
        "a|b\n|-|-|",
        "> a|b\n>> -|-",
        "x\n|a|\n|-|",
        "`|`|a\n-|-",
    ],
)
def test_bars_alone_make_no_table(heads: str) -> None:
    source = f"{heads}\n" + "> &![|\\![|\n" * 400
    rendered = render(source.strip("\n"), "content/a.md", 1, ())
    assert [d.words for d in rendered.diagnostics] == ["syntax.size:brackets"]


def test_the_bound_itself() -> None:
    most = next(n for n in range(1, MOST) if cost("[" * (n + 1)) > MOST)
    assert overdone(["[" * most]) is None
    assert overdone(["", "[" * most, "["]) == 1
    assert overdone(["[" * most, "", "["]) is None


def test_what_is_closed_costs_what_lies_between() -> None:
    assert cost("[ab] (cd) e") == 3
    assert cost("[ab](cd) e") == 6
    assert cost("[ab](cd") == 3 + 3
    assert cost("ab] c) [") == 1
    assert cost("`ab` cd") == 2 + 3
    assert cost("``ab`c``") == 4 + 3

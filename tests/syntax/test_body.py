from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.syntax.body import MAX_ITEMS, ListItem, Prose, measure, scan

MARKS = st.sampled_from(
    [*"ab#＃-*+>|_ \t\n{}｛｝1.周一", "## ", "- ", "\n\n", "  - ", "![", "---\n", "> "]
)


def outline(text: str) -> list[tuple[str | None, list[str]]]:
    body, _ = scan(text.split("\n"), 1, "f")
    shown = []
    for section in body.sections:
        parts = [
            "item:" + "/".join(line.text for line in (*part.head, *part.rest))
            if isinstance(part, ListItem)
            else "prose:" + "/".join(line.text for line in part.lines)
            for part in section.parts
        ]
        shown.append((section.heading.text if section.heading else None, parts))
    return shown


def test_sections_items_and_prose() -> None:
    text = "说明\n\n## 周一\n\n- 一 {a}\n* 二\n1. 三\n\n课后说明\n## 周二 ##\n### 小标题\n+ 四"
    assert outline(text) == [
        (None, ["prose:说明"]),
        ("周一", ["item:一 {a}", "item:二", "item:三", "prose:课后说明"]),
        ("周二", ["prose:### 小标题", "item:四"]),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- 一\n二", ["item:一/二"]),
        ("- 一\n  二", ["item:一/二"]),
        ("- 一\n\n  二", ["item:一/二"]),
        ("- 一\n\n二", ["item:一", "prose:二"]),
        ("- 一 {a}\n  二", ["item:一 {a}/二"]),
        ("- 一\n  - 二\n    - 三", ["item:一/- 二/  - 三"]),
        ("- 一\n\n  | a |\n  |---|\n  | b |", ["item:一/| a |/|---|/| b |"]),
        ("- 一\n - 二", ["item:一", "item:二"]),
        ("- 一\n### 二", ["item:一", "prose:### 二"]),
        ("- 一\n---\n- 二", ["item:一", "prose:---", "item:二"]),
        ("* * *", ["prose:* * *"]),
        ("-一", ["prose:-一"]),
    ],
)
def test_what_belongs_to_an_item(text: str, parts: list[str]) -> None:
    assert outline("## 周一\n" + text)[1] == ("周一", parts)


def test_a_first_paragraph_ends_at_its_tag_group() -> None:
    body, _ = scan(["- 一", "  二 {a}", "  三", "  - 四"], 1, "f")
    (item,) = body.sections[0].parts
    assert isinstance(item, ListItem)
    assert [line.text for line in item.head] == ["一", "二 {a}"]
    assert [(line.text, line.number, line.cut) for line in item.rest] == [
        ("三", 3, 2),
        ("- 四", 4, 2),
    ]


def test_underlined_headings_are_headings_of_the_second_level() -> None:
    assert outline("周一\n---\n- 一") == [(None, []), ("周一", ["item:一"])]
    assert outline("周一\n===\n- 一")[0][0] is None


def test_full_width_signs_are_named_and_read_as_meant() -> None:
    body, found = scan(["＃＃ 周一", "- 一"], 4, "f")
    assert [(d.words, d.span.line) for d in found] == [("syntax.day:hash", 4)]
    assert [s.heading.text for s in body.sections if s.heading] == ["周一"]


def test_link_definitions_are_found_anywhere() -> None:
    body, _ = scan(["## 周一", "- [图][a]", "", "[a]: x.png"], 1, "f")
    assert body.definitions == ("[a]: x.png",)


@pytest.mark.parametrize(
    ("lines", "variant", "line"),
    [
        (["x"] * 1002, "lines", 1001),
        (["x" * 1000] * 33, "body", 33),
        (["", "x" * 2001], "line", 2),
        (["- x"] * 201, "items", 201),
        ([">" * 6 + " x"], "quotes", 1),
        (["> " * 6 + "x"], "quotes", 1),
        (["  " * n + "- x" for n in range(7)], "lists", 7),
        (["- " * 7 + "x"], "lists", 1),
    ],
)
def test_what_is_too_much(lines: list[str], variant: str, line: int) -> None:
    assert [(d.words, d.span.line) for d in measure(lines, 1, "f")] == [
        (f"syntax.size:{variant}", line)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["x"] * 1000,
        ["x" * 2000],
        ["- x"] * 200,
        [">>>>> x"],
        ["  " * n + "- x" for n in range(6)],
        [line for _ in range(20) for line in ("- x", "  - y")],
    ],
)
def test_what_is_just_enough(lines: list[str]) -> None:
    assert measure(lines, 1, "f") == ()


@given(st.lists(MARKS, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_has_an_outline_whose_lines_are_the_files(text: str) -> None:
    lines = text.split("\n")
    measure(lines, 1, "f")
    body, _ = scan(lines, 1, "f")
    for section in body.sections:
        for part in section.parts:
            own = part.lines if isinstance(part, Prose) else (*part.head, *part.rest)
            for line in own:
                assert lines[line.number - 1][line.cut :].startswith(line.text)


@given(st.lists(MARKS, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_body_that_is_passed_at_once_has_nothing_that_is_too_much(text: str) -> None:
    lines = text.split("\n")
    one_by_one = [*lines, *[""] * MAX_ITEMS]  # too many lines to be passed at once
    assert measure(lines, 1, "f") == measure(one_by_one, 1, "f")

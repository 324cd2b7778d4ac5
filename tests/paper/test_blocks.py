"""Cleaned HTML as blocks: nothing that was written is lost on the way to paper."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.render.paper.blocks import blocks, inline, text_of
from sjboard.syntax.markdown import clean, render

FILE = "content/letters/a.md"
PICTURE = "content/assets/校园 图.png"
FILES = {PICTURE: "0a1b.png"}


def made(source: str) -> list[dict[str, Any]]:
    rendered = render(source, FILE, 1, {PICTURE})
    return blocks(rendered.html, FILES)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def html_text(html: str) -> str:
    html = re.sub(r'<img[^>]*?alt="([^"]*)"[^>]*>', r"\1", html)
    return bare(unescape(re.sub(r"<[^>]*>", "", html)))


PIECES = st.sampled_from(
    [
        "第一段，",
        "**重点**",
        "*斜*",
        "`x < 1`",
        "“引号”",
        "I’d like some tea",
        "‘Hi!’ ",
        "\n",
        "\n\n",
        "- 甲\n",
        "    - 乙\n",
        "1. 丙\n",
        "3. 丁\n",
        "> 引文\n",
        "![图](../assets/校园%20图.png)",
        "[网页](http://a.example/b)",
        "<br>",
        "H<sub>2</sub>O",
        "&amp;",
        "<",
        "\n\n    code\n      x\n\n",
        "\n\n***\n\n",
        "## 标题\n\n",
        "### 小标题\n\n",
        "x",
        " ",
        "\\*",
        "｛{",
        "<del>旧</del>",
        "\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | **2** |\n\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_every_character_of_the_text_is_in_the_blocks_in_order(pieces: list[str]) -> None:
    rendered = render("".join(pieces), FILE, 1, {PICTURE})
    assert bare(text_of(blocks(rendered.html, FILES))) == html_text(rendered.html)
    assert bare(text_of(blocks(rendered.html))) == html_text(rendered.html)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/abiuopltrdhe=\"' 字&;1 ", max_size=80))
def test_whatever_the_cleaner_lets_through_is_read(html: str) -> None:
    cleaned = clean(html)
    assert bare(text_of(blocks(cleaned))) == html_text(cleaned)


def test_deep_marks_do_not_end_the_stack() -> None:
    html = clean("<p>" + "<b><i>" * 3000 + "深")
    assert text_of(blocks(html)) == "深"


def test_inline_marks_are_flat() -> None:
    assert made("甲**乙*丙***丁 H<sub>2</sub>O")[0]["runs"] == [
        {"text": "甲"},
        {"text": "乙", "strong": True},
        {"text": "丙", "strong": True, "em": True},
        {"text": "丁 "},
        {"text": "H", "english": True},
        {"text": "2", "sub": True},
        {"text": "O", "english": True},
    ]


def test_a_line_end_in_chinese_is_none_and_in_english_a_blank() -> None:
    assert text_of(made("上一行\n**下一行**\nread\naloud\n完")) == "上一行下一行 read aloud 完"


def test_lists_nest_and_keep_their_start() -> None:
    listed = made("3. 甲\n\n    - 乙\n    - 丙\n\n4. 丁")[0]
    assert (listed["ordered"], listed["start"]) == (True, 3)
    inner = listed["items"][0][1]
    assert [text_of(item) for item in inner["items"]] == ["乙", "丙"]
    assert text_of(listed["items"][1]) == "丁"


def test_a_table_keeps_head_alignment_and_line_breaks() -> None:
    table = made("| 日期 | 内容 |\n|:---|---:|\n| 周一 | 读<br>写 |")[0]
    assert table["align"] == ["left", "right"]
    assert table["head"] == [[[{"text": "日期"}], [{"text": "内容"}]]]
    assert table["rows"] == [
        [[{"text": "周一"}], [{"text": "读"}, {"break": True}, {"text": "写"}]]
    ]


def test_a_picture_alone_is_a_block_and_within_a_line_a_run() -> None:
    alone, within = made("![全景](../assets/校园%20图.png)\n\n看 ![小](../assets/校园%20图.png) 图")
    assert alone == {"block": "image", "file": "0a1b.png", "alt": "全景"}
    assert {"image": "0a1b.png", "alt": "小"} in within["runs"]


def test_a_link_to_a_file_of_the_site_is_text_on_paper() -> None:
    runs = made("[附件](../assets/校园%20图.png)，[网页](http://a.example/)")[0]["runs"]
    assert runs[0] == {"text": "附件，"}
    assert runs[1] == {"text": "网页", "link": "http://a.example/"}


def test_headings_count_from_the_texts_highest() -> None:
    levels = [block["level"] for block in made("## 一\n\n### 二\n\n#### 三")]
    assert levels == [1, 2, 3]


def test_readings_stand_behind_in_brackets_once() -> None:
    assert text_of(made("<ruby>燚<rt>yì</rt></ruby>")) == "燚（yì）"
    assert text_of(made("<ruby>燚<rp>(</rp><rt>yì</rt><rp>)</rp></ruby>")) == "燚(yì)"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("读 Let’s eat! 两遍", ["Let’s eat"]),
        ("他说‘Hi!’。", ["‘Hi!’"]),
        ("the students’ books 是", ["the students’ books"]),
        ("‘四季’和 it’s", ["it’s"]),
        ("3月4日", []),
    ],
)
def test_english_is_set_apart(text: str, english: list[str]) -> None:
    runs = inline(text)
    assert [run["text"] for run in runs if "english" in run] == english
    assert "".join(run["text"] for run in runs) == text

"""The official letter against GB/T 9704—2012, every measure read back from the PDF."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

import pytest

from tests.paper.mail import MM, RECEIPT, SENTENCE, Line, letter, lines_of, png, posted
from tests.paper.weeks import CONFIG, overlaps, pdf_of, words_in

LEFT, RIGHT, TOP, FOOT = 28 * MM, 184 * MM, 37 * MM, 262 * MM
"""The type area's edges (5.2, 6.1 of the standard), in points from the top left."""
PITCH = 225 * MM / 22
STEP = 156 * MM / 28
NO_CODE = CONFIG.replace("http://10.8.0.5/board/", "")
HAN = "家长"


def pages_of(text: str, config: str = NO_CODE) -> list[list[Line]]:
    (document,) = posted(text, config=config)
    return lines_of(pdf_of(document))


@lru_cache(maxsize=1)
def full() -> list[list[Line]]:
    """A letter of three pages of plain characters, which nothing makes narrower."""
    return pages_of(letter(f"尊敬的家长：\n\n{HAN * 700}"))


def text_lines(page: list[Line]) -> list[Line]:
    return [line for line in page if line.base < FOOT]


def row(line: Line) -> float:
    """The row that a line stands in, from 0: a character's middle is 0.36 of its size above the base."""
    return (line.base - 0.36 * line.size - TOP) / PITCH - 0.5


def test_the_sheet_is_a4_and_its_margins_are_the_standards() -> None:
    second = text_lines(full()[1])
    assert {round(line.left / MM, 1) for line in second} == {28.0}
    assert {round(line.right / MM, 1) for line in second} == {184.0}
    # The first row begins and the last one ends at the edges of the type area.
    assert second[0].base - 0.36 * 16 - PITCH / 2 == pytest.approx(TOP, abs=0.3)
    assert second[-1].base - 0.36 * 16 + PITCH / 2 == pytest.approx(FOOT, abs=0.3)


def test_a_page_has_22_lines_of_28_characters_29_points_apart() -> None:
    second = text_lines(full()[1])
    assert len(second) == 22
    assert {len(line.text) for line in second} == {28}
    gaps = {round(after.base - before.base, 1) for before, after in itertools.pairwise(second)}
    assert gaps <= {28.9, 29.0}
    assert {round(line.size, 3) for line in second} == {16.0}  # 三号


def test_every_line_of_a_letter_stands_in_a_row() -> None:
    body = "\n\n".join(
        f"## 第{n}项\n\n### 小标题\n\n{SENTENCE}\n\n#### 细目\n\n1. {SENTENCE}**重点**`x`H<sub>2</sub>O"
        for n in range(4)
    )
    pages = pages_of(letter(f"尊敬的家长：\n\n{body}", title="很长的标题" * 6))
    assert len(pages) >= 2
    for page in pages:
        whole = [line for line in text_lines(page) if line.size >= 16]
        assert [line.text for line in whole if abs(row(line) - round(row(line))) > 0.03] == []


def test_title_addressee_and_indent() -> None:
    first = text_lines(full()[0])
    title, addressee, paragraph = first[:3]
    assert (title.size, round(row(title))) == (22.0, 0)  # 二号, in the first row
    assert (title.left + title.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert round(row(addressee)) == 2  # a blank row between
    assert addressee.text.endswith("：")
    assert addressee.left == pytest.approx(LEFT, abs=0.1)
    assert paragraph.left - LEFT == pytest.approx(2 * STEP, abs=0.1)
    assert len(paragraph.text) == 26


def test_a_long_title_is_divided_evenly() -> None:
    page = pages_of(
        letter("正文。", title="关于加强全校作业总量统筹公示审批检查和家长意见反馈工作的通知书")
    )[0]
    lengths = [len(line.text) for line in page if line.size == 22]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 2


def test_the_levels_have_their_faces() -> None:
    body = "## 甲\n\n## 乙\n\n### 丙\n\n### 丁\n\n#### 戊\n\n#### 己\n\n1. 庚\n    1. 辛\n\n正文"
    lines = {line.text: line for line in pages_of(letter(body))[0]}
    assert "Sans" in lines["一、甲"].font  # 黑体
    assert "（一）丙" in lines
    assert "1. 戊" in lines
    assert "1. 庚" in lines
    assert "（1）辛" in lines
    plain = lines["正文"].font
    assert plain.partition("-")[0] == lines["1. 庚"].font.partition("-")[0]
    for text in ("一、甲", "（一）丙", "1. 戊", "1. 庚", "（1）辛"):
        assert lines[text].size == 16
        assert lines[text].left - LEFT == pytest.approx(
            2 * STEP, abs=6
        )  # a bracket has room at its left


@pytest.mark.parametrize("sender", ["育才路小学教导处", "育才路小学作业管理领导小组办公室"])
def test_the_signature_of_a_name_longer_than_the_date(sender: str) -> None:
    name, date = text_lines(pages_of(letter("正文。", f"落款: {sender}\n"))[0])[-2:]
    assert name.text == sender
    assert RIGHT - name.right == pytest.approx(2 * STEP, abs=0.5)
    assert date.left - name.left == pytest.approx(2 * STEP, abs=0.5)


def test_the_signature_of_a_name_shorter_than_the_date() -> None:
    text, name, date = text_lines(pages_of(letter("正文。", "落款: 校办\n"))[0])[-3:]
    assert date.text == "2026年9月4日"
    assert RIGHT - date.right == pytest.approx(2 * STEP, abs=1)
    assert date.left - name.left == pytest.approx(2 * STEP, abs=0.5)
    assert round(row(name) - row(text)) == 2  # one blank row
    assert round(row(date) - row(name)) == 1


def test_page_numbers_stand_at_the_outer_side_seven_millimetres_below() -> None:
    pages = full()
    for number, page in enumerate(pages, 1):
        foot = [line for line in page if line.base > FOOT]
        assert [line.text for line in foot] == [f"— {number} —"]
        assert foot[0].size == 14  # 四号
        dash = foot[0].base - 0.38 * 14
        assert (dash - FOOT) / MM == pytest.approx(7, abs=0.3)
        inset = RIGHT - foot[0].right if number % 2 else foot[0].left - LEFT
        assert inset == pytest.approx(14, abs=0.5)  # one character
    assert len(pages) == 3


@pytest.mark.parametrize("lines", range(11, 19))
def test_no_page_has_the_signature_alone(lines: int) -> None:
    body = f"尊敬的家长：\n\n{HAN * 27}\n\n{HAN * (14 * lines - 3)}"
    pages = pages_of(letter(body))
    last = text_lines(pages[-1])
    assert len(last) > 2, [line.text for line in last]


@pytest.mark.parametrize(
    ("length", "sheets"),
    [(1, 1), (5, 1), (6, 2), (20, 3)],
)
def test_the_receipt_stands_on_the_last_sheet_where_it_fits(length: int, sheets: int) -> None:
    body = "尊敬的家长：\n\n" + "\n\n".join([HAN * 27] * length)
    pages = pages_of(letter(body, RECEIPT))
    assert len(pages) == sheets
    cut = [n for n, page in enumerate(pages) if any("沿虚线剪下" in line.text for line in page)]
    end = [n for n, page in enumerate(pages) if any("家长签名" in line.text for line in page)]
    assert cut == end == [len(pages) - 1]
    assert max(line.base for line in pages[-1] if line.base < FOOT + 5) <= FOOT


@pytest.mark.parametrize(
    "sender", ["校", "育才路小学教育集团东校区教导处和学生发展中心作业管理领导小组办公室"]
)
@pytest.mark.parametrize(
    "body",
    [
        "好。",
        SENTENCE * 40,
        "| 年级 | 上限 | 说明 |\n|:-:|--:|:--|\n"
        + "".join(f"| {n} | 60分钟 | {SENTENCE} |\n" for n in range(14)),
        "![图](../assets/图.png)\n\n" + SENTENCE,
        "- 甲\n    - 乙\n        1. 丙\n\n> 引文\n>\n> 引文\n\n***\n\n    代码\n",
        "一行里有网址 http://very-long-name.school.example/board/2026-autumn/w12/g3/c1/index.html 的信",
        "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3 + "是一个词",
    ],
)
def test_nothing_leaves_the_type_area_or_lies_upon_another(
    body: str, sender: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = letter(
        f"尊敬的家长：\n\n{body}", f"落款: {sender}\n", RECEIPT, title="关于作业的信" * 10
    )
    (document,) = posted(text, {"content/assets/图.png": png(900, 700)})
    pdf = pdf_of(document)
    for page in lines_of(pdf):
        for line in page:
            assert line.left >= LEFT - 1
            blank = line.size / 2 if re.search(r"[，。、：；？！）》”]$", line.text) else 1
            assert line.right <= RIGHT + blank + 0.1, line
    for words in words_in(pdf, tmp_path_factory.mktemp("pdf")):
        assert overlaps(words) == []

"""The everyday letter: one sheet with its receipt as long as that is possible, whole in any case."""

from __future__ import annotations

import itertools
import re

import pytest

from sjboard.model import ClassId
from sjboard.render.paper.mailing import Pupil
from tests.paper.mail import MM, RECEIPT, SENTENCE, Line, letter, lines_of, png, posted
from tests.paper.weeks import overlaps, pdf_of, words_in

LEFT, RIGHT = 25 * MM, 185 * MM


def pages_of(body: str, *head: str, title: str = "校运会期间的作业安排") -> list[list[Line]]:
    (document,) = posted(letter(body, *head, title=title, style="便函"))
    return lines_of(pdf_of(document))


def body_size(pages: list[list[Line]]) -> float:
    return next(round(line.size, 1) for line in pages[0] if line.text.startswith("各位家长"))


def starting(pages: list[list[Line]], text: str) -> list[int]:
    return [n for n, page in enumerate(pages) for line in page if text in line.text]


@pytest.mark.parametrize(
    ("paragraphs", "size", "sheets"),
    [(1, 14, 1), (9, 14, 1), (12, 12, 1), (13, 14, 2), (26, 12, 2), (34, 14, 3)],
)
def test_a_letter_is_set_closer_before_it_takes_another_sheet(
    paragraphs: int, size: float, sheets: int
) -> None:
    pages = pages_of("\n\n".join([SENTENCE] * paragraphs), RECEIPT)
    assert (body_size(pages), len(pages)) == (size, sheets)
    ends = [starting(pages, text) for text in ("沿虚线剪下", "回执", "家长签名")]
    assert ends == [[len(pages) - 1]] * 3  # whole, at the end


def test_only_a_letter_of_several_sheets_has_page_numbers() -> None:
    assert not [line for line in pages_of(SENTENCE)[0] if line.text == "1"]
    pages = pages_of("\n\n".join([SENTENCE] * 30))
    assert [page[-1].text for page in pages] == [str(n + 1) for n in range(len(pages))]


def test_the_receipt_stands_at_the_foot_with_room_to_write() -> None:
    page = pages_of(SENTENCE, RECEIPT)[0]
    slip = [line for line in page if line.base > page[-1].base - 60 * MM and line.size == 12]
    assert (297 * MM - slip[-1].base) / MM == pytest.approx(20, abs=3)
    gaps = [(after.base - before.base) / MM for before, after in itertools.pairwise(slip)]
    assert min(gap for gap in gaps if gap > 1) > 7


def test_all_copies_of_a_class_are_set_alike_and_begin_a_sheet() -> None:
    pupils = (Pupil("样一"), Pupil("Maximiliana Wolfeschlegelsteinhausen"), Pupil("样喆玥", "03"))
    text = letter("尊敬的{{ 学生 }}家长：\n\n" + SENTENCE * 12, RECEIPT, style="便函")
    (document,) = posted(text, class_id=ClassId(3, 1), pupils=pupils)
    pages = lines_of(pdf_of(document))
    assert len(pages) == 3
    assert len({body_size([page]) for page in pages}) == 1
    for page, pupil in zip(pages, pupils, strict=True):
        whole = "".join(line.text for line in page).replace(" ", "").replace("\u3000", "")
        assert whole.count(pupil.name.replace(" ", "")) == 3
        assert "三年级(1)班" in whole


@pytest.mark.parametrize(
    "body",
    [
        "好。",
        SENTENCE * 45,
        "| 年级 | 上限 | 说明 |\n|:-:|--:|:--|\n"
        + "".join(f"| {n} | 60分钟 | {SENTENCE} |\n" for n in range(18)),
        "![图](../assets/图.png)\n\n" + SENTENCE * 9,
        "- 甲\n    - 乙\n        1. 丙\n\n> 引文\n>\n> 引文\n\n***\n\n    代码\n\n## 小标题\n\n"
        + SENTENCE,
        "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3 + "是一个词",
    ],
)
def test_nothing_leaves_the_sheet_or_lies_upon_another(
    body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    head = ("落款: 育才路小学教育集团东校区教导处和学生发展中心作业管理领导小组办公室\n", RECEIPT)
    text = letter(f"家长：\n\n{body}", *head, title="关于作业的信" * 10, style="便函")
    (document,) = posted(text, {"content/assets/图.png": png(700, 900)})
    pdf = pdf_of(document)
    for page in lines_of(pdf):
        for line in page:
            assert line.left >= LEFT - 1
            blank = line.size / 2 if re.search(r"[，。、：；？！）》”]$", line.text) else 1
            assert line.right <= RIGHT + blank + 0.1, line
            assert line.base < (297 - 10) * MM
    for words in words_in(pdf, tmp_path_factory.mktemp("pdf")):
        assert overlaps(words) == []

"""What letters say on paper: headings, addressees, names, receipts, files."""

from __future__ import annotations

import json

import pytest

from sjboard.model import ClassId
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document
from sjboard.render.paper.letters import numbered
from sjboard.render.paper.mailing import Pupil
from sjboard.render.qr import qr_svg
from tests.paper.mail import RECEIPT, SENTENCE, letter, png, posted
from tests.paper.weeks import CONFIG, bare, pdf_of

CLASS = ClassId(3, 1)


def heading(level: int, text: str) -> dict[str, object]:
    return {"block": "heading", "level": level, "runs": [{"text": text}]}


def copy_of(document: Document, number: int = 0) -> dict[str, object]:
    copies = document.data["copies"]
    assert isinstance(copies, list)
    copy = copies[number]
    assert isinstance(copy, dict)
    return copy


def said(runs: object) -> str:
    assert isinstance(runs, list)
    return "".join(run["text"] for run in runs)


# --- Headings -----------------------------------------------------------------------------------


def test_headings_without_numbers_get_the_official_ones() -> None:
    body = [heading(n, "题") for n in (1, 2, 2, 3, 3, 1, 2, 3)]
    assert [said(block["runs"]) for block in numbered(body)] == [
        "一、题", "（一）题", "（二）题", "1. 题", "2. 题", "二、题", "（一）题", "1. 题",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "texts"),
    [
        (1, ["一、甲", "二、乙"]),
        (1, ["一、甲", "乙"]),  # whoever numbers one has thought of the others
        (2, ["（一）甲", "(二) 乙"]),
        (3, ["1. 甲", "2．乙"]),
        (1, ["只有一个"]),
    ],
)
def test_numbers_that_are_written_are_not_doubled(level: int, texts: list[str]) -> None:
    body = [heading(n, "题") for n in range(1, level)] + [heading(level, text) for text in texts]
    assert [said(block["runs"]) for block in numbered(body)][level - 1 :] == texts


def test_more_than_ten_and_twenty_headings() -> None:
    done = [said(block["runs"]) for block in numbered([heading(1, "题")] * 23)]
    assert [done[n - 1] for n in (10, 11, 19, 20, 21)] == [
        "十、题", "十一、题", "十九、题", "二十、题", "二十一、题",
    ]  # fmt: skip


def test_a_level_that_was_skipped_is_closed_up() -> None:
    levels = [block["level"] for block in numbered([heading(n, "题") for n in (3, 1, 3, 2, 6)])]
    assert levels == [1, 1, 2, 2, 3]


# --- Addressee, names ---------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [":", "："])
def test_the_addressee_is_a_first_line_with_a_colon(mark: str) -> None:
    copy = copy_of(posted(letter(f"尊敬的家长{mark}\n\n正文"))[0])
    assert said(copy["addressee"]) == "尊敬的家长："
    assert text_of(copy["body"]) == "正文"  # type: ignore[arg-type]  # blocks, out of JSON


@pytest.mark.parametrize("first", ["没有冒号", "很长的一段" * 9 + "：", "- 列表：", "# 标题："])
def test_any_other_first_line_is_text(first: str) -> None:
    assert copy_of(posted(letter(f"{first}\n\n正文"))[0])["addressee"] == []


NAMED = letter(
    "尊敬的{{ 学生 }}家长：\n\n{{ 班级 }}的{{ 班主任 }}，**{{ 学生 }}**。\n\n"
    "- {{ pupil }}\n\n| {{ 学生 }} |\n|---|\n| {{ head_teacher }} |",
    RECEIPT.replace("交给: 班主任", "交给: '{{ 班主任 }}'"),
)


def test_everybodys_copy_names_nobody() -> None:
    copy = copy_of(posted(NAMED)[0])
    assert said(copy["addressee"]) == "尊敬的学生家长："
    assert text_of(copy["body"]).startswith("各班的班主任，学生。")  # type: ignore[arg-type]  # as above


def test_a_classs_copy_has_room_for_names() -> None:
    (document,) = posted(NAMED, class_id=CLASS)
    copy = copy_of(document)
    assert copy["addressee"] == [
        {"text": "尊敬的"},
        {"text": "\u3000" * 4, "under": True},
        {"text": "家长："},
    ]
    assert document.name == "三年级1班-放假通知"
    assert copy["whom"] == ""


def test_every_pupils_copy_has_the_names_in_all_places() -> None:
    pupils = (Pupil("样喆", "0101", "样老师"), Pupil("{{ 7*7 }}#set page()"))
    (document,) = posted(NAMED, class_id=CLASS, pupils=pupils)
    first, second = (json.dumps(copy_of(document, n), ensure_ascii=False) for n in (0, 1))
    assert first.count("样喆") == 6  # for handing out, addressee, twice in the text, table, receipt
    assert first.count("样老师") == 3
    assert "样喆" not in second
    assert second.count("{{ 7*7 }}#set page()") == 6
    assert document.name == "三年级1班-放假通知-一人一份"
    assert all(mark not in first + second for mark in "\ufdd1\ufdd2")
    assert pdf_of(document) == pdf_of(document)


# --- Receipts, files ----------------------------------------------------------------------------


def test_a_receipt_says_what_is_known_and_leaves_lines_for_the_rest() -> None:
    pupils = (Pupil("样一", "0101"),)
    (document,) = posted(letter(SENTENCE, RECEIPT), class_id=CLASS, pupils=pupils)
    receipt = copy_of(document)["receipt"]
    assert isinstance(receipt, dict)
    assert [blank["value"] for blank in receipt["about"]] == ["三年级(1)班", "样一", "0101"]
    assert [field["blank"] for field in receipt["fields"]] == [False, True]
    assert said(receipt["return"]) == "请于2026年9月11日前交回班主任。"


def test_two_letters_of_one_title_are_two_files() -> None:
    title = "关于" + "很" * 60 + "长的标题"
    made = posted({"a": letter("甲", title=title), "b": letter("乙", title=title)})
    assert len({document.name for document in made}) == 2


def test_only_pictures_that_are_shown_go_along() -> None:
    shown = "content/assets/图.png"
    pictures = {shown: png(30, 20), "content/assets/other.png": png(20, 30)}
    (document,) = posted(letter("![校门](../assets/图.png)"), pictures)
    assert sorted(name.rpartition(".")[2] for name in document.files) == ["png", "svg"]


def test_a_classs_copy_carries_the_code_of_its_board() -> None:
    (document,) = posted(letter(SENTENCE), class_id=CLASS, pupils=(Pupil("样一"),))
    assert document.files == {"qr.svg": qr_svg("http://10.8.0.5/board/classes/g3c1/index.html")}
    copy = copy_of(document)
    assert (copy["scan"], copy["qr_alt"]) == ("扫码看本班作业", "三年级(1)班公示板的二维码")
    (everyones,) = posted(letter(SENTENCE))
    assert everyones.files == {"qr.svg": qr_svg("http://10.8.0.5/board/letters/a/index.html")}
    assert copy_of(everyones)["scan"] == "扫码看网页版"


def test_without_an_address_there_is_no_code() -> None:
    config = CONFIG.replace("http://10.8.0.5/board/", "")
    (document,) = posted(letter(SENTENCE), config=config)
    assert copy_of(document)["qr"] == ""
    assert not document.files
    assert pdf_of(document)


def test_nothing_that_is_written_is_lost() -> None:
    (document,) = posted(letter(f"尊敬的家长：\n\n{SENTENCE}\n\n1. 甲\n    - 乙\n\n> 丙", RECEIPT))
    body = copy_of(document)["body"]
    assert bare(text_of(body)) == bare(f"{SENTENCE}甲乙丙")  # type: ignore[arg-type]  # as above

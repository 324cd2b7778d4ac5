"""Notices on paper: what they say, how many sheets they take, what kind of PDF they are."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from sjboard.content.ledger import hash_of
from sjboard.edges.paper.fonts import installed
from sjboard.edges.paper.typeset import ARCHIVE, MissingGlyph, SpoiltPicture, typeset
from sjboard.render import TemplateFault, layered
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.notices import notices
from sjboard.render.paper.posters import posters
from tests.content.test_ledger import NOTHING, rows
from tests.paper.mail import lines_of
from tests.paper.weeks import (
    CONFIG,
    WEEK,
    bare,
    entry,
    fonts_in,
    order_of,
    pages_in,
    pdf_of,
    said,
    templates,
    text_in,
)
from tests.running import ROOT


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x0d\x5c\x5a"))
    + _chunk(b"IEND", b"")
)

CHINESE = """第六单元，请看《海滨小城》第 3 段。

## 周一

- 把《海滨小城》读给家人听，读到“最美的一句”为止 {朗读 10分钟}
- 把本课生字写进田字格，every word once, don't hurry {书面 15分钟 周五交}

## 周三

今天的比较难，慢慢来。

- 从三题里选一题，写下你的想法 {书面 10分钟 基础}
- 三题都写，并说明理由 {书面 15-20分钟 提高 选做}

## 周末

- 和家人走一条家乡的小路，画一张路线图 {实践 40分钟 选做 课后}
"""

MATHS = """## 周一

- 算 24×3、136×4，并验算： {书面 15分钟}
  - 先估一估
  - 再列竖式

  | 算式 | 得数 |
  |---|---|
  | 24×3 |  |

## 周五

无作业
"""

FILES = {f"{WEEK}/语文.md": entry("语文", CHINESE), f"{WEEK}/数学.md": entry("数学", MATHS)}


def test_a_notice_says_everything_in_order_and_nothing_else(tmp_path: Path) -> None:
    first, second, together = notices(order_of(FILES))
    for document in (first, second, together):
        assert text_in(pdf_of(document), tmp_path) == said(document)
    assert "读到“最美的一句”为止" in said(first)
    assert pages_in(pdf_of(together), tmp_path) == 2


def test_names_are_plain_chinese() -> None:
    made = [document.name for document in (*notices(order_of(FILES)), *posters(order_of(FILES)))]
    assert made == [
        "三年级1班-第12周-作业公示",
        "三年级2班-第12周-作业公示",
        "全校-第12周-作业公示-合订",
        "三年级-第12周-作业公示表-A3",
    ]


def test_on_its_side_every_text_is_there(tmp_path: Path) -> None:
    document = notices(order_of(FILES, landscape=True))[0]
    text = text_in(pdf_of(document), tmp_path)
    data: Any = document.data
    for day in data["notices"][0]["days"]:
        assert day["name"] + "".join(day["date"]) in text
        for item in day["items"]:
            chips = "".join(chip["text"] for chip in item["chips"])
            words = [text_of(item["body"]), item["kind"], chips, f"{item['minutes']}分"]
            assert bare("".join(words)) in text


def test_a_poster_says_which_class_has_what(tmp_path: Path) -> None:
    files = {
        **FILES,
        f"{WEEK}/英语1.md": entry("英语", "## 周二\n\n- 读对话 {朗读 10分钟}\n", "class: 1"),
        f"{WEEK}/英语2.md": entry("英语", "## 周二\n\n- 抄单词 {书面 12分钟}\n", "class: 2"),
    }
    pdf = pdf_of(posters(order_of(files))[0])
    text = text_in(pdf, tmp_path)
    assert "英语1班读对话朗读10分" in text
    assert "2班抄单词书面12分" in text
    assert "书面0–12" in text
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    assert (round(page.mediabox.width * 0.3528), round(page.mediabox.height * 0.3528)) == (420, 297)


@pytest.mark.parametrize("landscape", [False, True])
def test_equal_inputs_equal_bytes(landscape: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    made = [
        [pdf_of(document) for document in notices(order_of(files, landscape=landscape))]
        for files in (FILES, dict(reversed(FILES.items())))
    ]
    assert made[0] == made[1]
    assert b"/tmp" not in made[0][0]
    assert b"(D:20261120000000Z" in made[0][0]  # the week's publication, not the clock


@pytest.mark.parametrize("maker", [notices, posters])
@pytest.mark.parametrize("standards", [("ua-1",), ARCHIVE])
def test_every_pdf_is_accessible_and_on_request_archival(
    maker: object, standards: tuple[str, ...], tmp_path: Path
) -> None:
    assert callable(maker)
    document = maker(order_of(FILES))[-1]
    pdf = pdf_of(document, standards)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    claims = root["/Metadata"].get_data().decode("utf-8")
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert ("<pdfaid:part>2</pdfaid:part>" in claims) is (standards == ARCHIVE)
    assert ("<pdfaid:conformance>A</pdfaid:conformance>" in claims) is (standards == ARCHIVE)
    assert ("/OutputIntents" in root) is (standards == ARCHIVE)
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title == document.data["title"]
    assert reader.metadata.author == "育才路小学"
    tags = _tags(root["/StructTreeRoot"])
    assert {"/Document", "/H1", "/Table", "/TR", "/TH", "/TD", "/Figure", "/P"} <= tags
    fonts = fonts_in(pdf, tmp_path)
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts


def _tags(node: object) -> set[str]:
    """Every kind of tag in a tree of structure."""
    found: set[str] = set()
    todo = [node]
    while todo:
        one = todo.pop()
        one = one.get_object() if isinstance(one, pypdf.generic.IndirectObject) else one
        if isinstance(one, pypdf.generic.ArrayObject):
            todo += list(one)
        elif isinstance(one, pypdf.generic.DictionaryObject):
            found |= {str(one["/S"])} if "/S" in one else set()
            todo += [one["/K"]] if "/K" in one else []
    return found


def test_a_picture_carries_its_description() -> None:
    shown = "看图 ![窗台上的绿豆](../../../assets/豆.png)"
    files = {
        f"{WEEK}/语文.md": entry("语文", f"## 周一\n\n- {shown} {{口头 5分钟}}\n"),
        "content/assets/豆.png": PIXEL,
    }
    document = notices(order_of(files))[0]
    assert len(document.files) == 2  # the picture and the code to scan
    pdf = pdf_of(document)
    described = {str(each["/Alt"]) for each in _objects(pdf) if "/Alt" in each}
    assert described == {"窗台上的绿豆", "三年级(1)班公示板的二维码"}


def _objects(pdf: bytes) -> list[pypdf.generic.DictionaryObject]:
    """Every dictionary in a PDF."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    return [each for each in writer._objects if isinstance(each, pypdf.generic.DictionaryObject)]


def test_a_picture_that_cannot_be_read_is_named() -> None:
    shown = "看图 ![豆](../../../assets/豆.png)"
    files = {
        f"{WEEK}/语文.md": entry("语文", f"## 周一\n\n- {shown} {{口头 5分钟}}\n"),
        "content/assets/豆.png": PIXEL[:33] + _chunk(b"IDAT", b"spoilt") + PIXEL[-12:],
    }
    document = notices(order_of(files))[0]
    made = typeset(document, layered({}, templates()), installed("zh-Hans"))
    assert isinstance(made, SpoiltPicture)
    assert [name for name in made.files if name in document.files] == list(made.files)
    assert [name.endswith(".png") for name in made.files] == [True]


def test_rare_names_print(tmp_path: Path) -> None:
    names = "喆玥翀燚堃珺赟䶮"
    files = {f"{WEEK}/语文.md": entry("语文", f"## 周一\n\n- 读《{names}》 {{朗读 5分钟}}\n")}
    assert f"读《{names}》" in text_in(pdf_of(notices(order_of(files))[0]), tmp_path)


def test_a_character_without_a_glyph_is_named() -> None:
    files = {f"{WEEK}/语文.md": entry("语文", "## 周一\n\n- 数一数\U0001f9f6 {口头 5分钟}\n")}
    document = notices(order_of(files))[0]
    made = typeset(document, layered({}, templates()), installed("zh-Hans"))
    assert made == MissingGlyph("三年级1班-第12周-作业公示", "\U0001f9f6")


def test_a_school_rewrites_a_part_of_a_template(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")
    example = page.partition("```typst\n")[2].partition("```")[0]
    own = {"print/sheet.typ": example.encode()}
    document = notices(order_of(FILES))[0]
    made = typeset(document, layered(own, templates()), installed("zh-Hans"))
    assert isinstance(made, bytes)
    assert (
        text_in(made, tmp_path)
        == said(document).removesuffix("育才路小学第1页，共1页") + "勤学向善"
    )


def test_a_template_of_the_schools_own_may_take_in_the_shipped_one(tmp_path: Path) -> None:
    own = {"print/notice.typ": b'#include "/!print/notice.typ"\n'}
    document = notices(order_of(FILES))[0]
    made = typeset(document, layered(own, templates()), installed("zh-Hans"))
    assert isinstance(made, bytes)
    assert text_in(made, tmp_path) == said(document)


def test_a_faulty_template_is_named_with_its_line() -> None:
    own = {"print/notice.typ": "= 公示\n\n#data.nothing\n".encode()}
    with pytest.raises(TemplateFault) as fault:
        typeset(notices(order_of(FILES))[0], layered(own, templates()), installed("zh-Hans"))
    assert (fault.value.template, fault.value.line) == ("print/notice.typ", 3)
    assert fault.value.message == "unknown variable: data"
    assert fault.value.page == "三年级1班-第12周-作业公示"


def test_what_a_teacher_writes_is_never_typst(tmp_path: Path) -> None:
    hostile = "#panic() $x$ *粗* @ref <label> \\ #import “a.typ”: *"
    files = {f"{WEEK}/语文.md": entry("语文", f"## 周一\n\n- 读 `{hostile}` 完 {{朗读 5分钟}}\n")}
    assert bare(hostile) in text_in(pdf_of(notices(order_of(files))[0]), tmp_path)


def test_a_week_without_homework_says_so(tmp_path: Path) -> None:
    files = {f"{WEEK}/语文.md": entry("语文", "无作业")}
    assert "本周不留作业" in text_in(pdf_of(notices(order_of(files))[0]), tmp_path)


def test_traditional_and_english_schools_print(tmp_path: Path) -> None:
    for language, said_ in (("zh-Hant", "第1頁，共1頁"), ("en", "Page1of1")):
        config = CONFIG.replace("language: zh-Hans", f"language: {language}")
        document = notices(order_of(FILES, config))[0]
        assert said_ in text_in(pdf_of(document), tmp_path)


def test_a_notice_says_what_was_corrected_waived_and_not_yet_approved(tmp_path: Path) -> None:
    limit = "{id: written, grades: 3, days: school-day, kinds: written, minutes: 30}"
    config = (
        CONFIG.replace("policy: {use: []}", f"policy: {{limits: [{limit}]}}")
        + """
approval: {chain: [教研组长, 教导处]}
waivers:
  - rule: cap.written
    class: 3-1
    week: 12
    day: 2026-11-23
    reason: 单元复习
    by: 张强
    until: 2026-12-01
"""
    )
    signed = ("approval:", "  教研组长: 李敏 2026-11-11")
    files = {
        f"{WEEK}/语文.md": entry("语文", "## 周一\n\n- 写 {书面 40分钟}\n", "class: 1", *signed)
    }
    week = {"2026-autumn/w12": NOTHING}
    lines = rows({"weeks": week}, {"weeks": week, "date": "2026-11-24", "reason": "改错字"})
    head = hash_of(lines[0].decode())
    document = notices(order_of(files, config, ledger=b"".join(lines)))[0]
    text = text_in(pdf_of(document), tmp_path)
    assert text == said(document)
    for piece in (
        "待审核",
        "教研组长李敏，2026年11月11日",
        "等教导处签字的学科：语文",
        "2026年11月24日更正：改错字",
        "理由：单元复习；批准：张强",
        "超出上限10分钟",
        f"公示记录{head[:12]}",
    ):
        assert piece in text, piece


def test_what_was_held_back_is_said_on_notice_and_poster(tmp_path: Path) -> None:
    order = order_of(FILES)
    views = replace(
        order.views,
        classes=tuple(replace(board, held=("英语",)) for board in order.views.classes),
        grades=tuple(replace(board, held=("英语",)) for board in order.views.grades),
    )
    held = replace(order, views=views)
    for document in (*notices(held), *posters(held)):
        assert "英语：未发布，待修改" in text_in(pdf_of(document), tmp_path)


def test_a_full_week_stays_on_one_sheet_and_is_legible(tmp_path: Path) -> None:
    """Thirty pieces of homework, a table and a picture among them: the fullest class of a real week."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("content/2026-autumn/w12", "content/assets")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
    }
    order = order_of(files, (ROOT / "config.yaml").read_text(encoding="utf-8"))
    every = notices(order)
    assert len(every) == 19
    fullest: Any = max(every[:-1], key=lambda one: len(str(one.data["notices"])))
    assert sum(len(day["items"]) for day in fullest.data["notices"][0]["days"]) >= 30
    pdf = pdf_of(fullest)
    assert pages_in(pdf, tmp_path) == 1
    assert pages_in(pdf_of(every[-1]), tmp_path) == 18
    sizes = Counter(round(line.size, 1) for line in lines_of(pdf)[0])
    assert sizes.most_common(1)[0][0] >= 8.0
    least = min(sizes)
    assert least >= 6.3  # beside the code to scan; chips and what stands beside a day are larger
    text = text_in(pdf, tmp_path)
    for day in fullest.data["notices"][0]["days"]:
        for item in day["items"]:
            words_only = [block for block in item["body"] if block["block"] != "image"]
            for line in text_of(words_only).split("\n"):
                for cell in line.split("  "):
                    assert bare(cell) in text

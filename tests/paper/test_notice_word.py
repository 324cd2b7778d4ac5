"""Notices as Word files: they say what the PDF says, day by day, with the code to scan."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from sjboard.edges.paper.word import fill
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document
from sjboard.render.paper.notices import notices
from tests.paper.weeks import CONFIG, WEEK, bare, entry, order_of, templates
from tests.running import ROOT, run_in

CHINESE = """第六单元，请看《海滨小城》第 3 段。

## 周一

- 把《海滨小城》读给家人听，读到“最美的一句”为止 {朗读 10分钟}
- 抄 {{ 7 * 7 }} 和 {%p endfor %} 各一遍 {书面 15分钟 周五交}

## 周三

今天的比较难，慢慢来。

- 从三题里选一题 {书面 10分钟 基础}
- 三题都写，并说明理由 {书面 15-20分钟 提高 选做}
  - 先想
  - 再写

  | 题 | 理由 |
  |---|---|
  | 1 | |
"""

MATHS = "## 周一\n\n- 算 24×3，并验算 {书面 15分钟}\n\n## 周五\n\n无作业\n"

FILES = {f"{WEEK}/语文.md": entry("语文", CHINESE), f"{WEEK}/数学.md": entry("数学", MATHS)}


def documents() -> tuple[Document, ...]:
    return notices(replace(order_of(FILES), word=True))


def word_of(document: Document) -> bytes:
    return fill(templates()[f"{document.template}.docx"], document)


def text_of_word(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return bare("".join(node.text or "" for node in body.iter(qn("w:t"))))


def in_order(text: str, parts: list[str]) -> None:
    """See that a text says all parts, one behind the other."""
    at = 0
    for part in parts:
        found = text.find(bare(part), at)
        assert found >= 0, (part, text[at : at + 200])
        at = found + len(bare(part))


def parts_of(notice: Any, unit: str) -> list[str]:
    parts = [notice["school"], notice["name"] + notice["heading"], *notice["line"]]
    parts += [notice["scan"], notice["approval"]["text"], *notice["remarks"]]
    for note in notice["notes"]:
        parts += [note["subject"], text_of(note["body"])]
    for day in notice["days"]:
        total = day["total"]
        parts += [day["name"], "".join(day["date"])]
        parts += [f"{total['label']}{total['value']}{total['of']}{unit}"] if total else []
        parts += [day["over"], day["none"], day["more"]]
        parts += [
            said for note in day["notes"] for said in (note["subject"], text_of(note["body"]))
        ]
        for item in day["items"]:
            bodies = [text_of([block]) for block in item["body"]]
            parts += [item["subject"], *(line for b in bodies for line in b.split("\n"))]
            parts += [item["kind"], "、".join(chip["text"] for chip in item["chips"])]
            parts += [item["minutes"] + unit]
    parts += ["".join(run["text"] for run in line) for line in notice["foot"]]
    return [*parts, *notice["signing"], notice["published"]]


def test_a_notice_in_word_says_everything_in_order() -> None:
    first, second, together = documents()
    for document in (first, second, together):
        data: Any = document.data
        text = text_of_word(word_of(document))
        unit = data["words"]["unit"]
        in_order(text, [part for notice in data["notices"] for part in parts_of(notice, unit)])
    assert bare("抄 {{ 7 * 7 }} 和 {%p endfor %} 各一遍") in text_of_word(word_of(first))


def test_the_code_to_scan_is_a_picture_of_twenty_millimetres() -> None:
    made = docx.Document(io.BytesIO(word_of(documents()[0])))
    code = made.inline_shapes[0]
    assert abs(code.width - Mm(20)) < Mm(0.1)
    assert code._inline.docPr.get("descr") == "三年级(1)班公示板的二维码"


def test_a_school_without_an_address_has_no_code_and_no_hole() -> None:
    config = CONFIG.replace('url: "http://10.8.0.5/board/", ', "")
    without = notices(replace(order_of(FILES, config), word=True))
    made = docx.Document(io.BytesIO(word_of(without[0])))
    assert not made.inline_shapes
    assert [p.text for p in made.tables[0].rows[0].cells[1].paragraphs] == [""]


def test_equal_inputs_give_equal_bytes() -> None:
    assert [word_of(each) for each in documents()] == [word_of(each) for each in documents()]


def test_the_command_prints_a_week_as_word_files_without_posters(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.yaml", tmp_path)
    shutil.copytree(ROOT / "content/2026-autumn/w12", tmp_path / "content/2026-autumn/w12")
    shutil.copytree(ROOT / "content/assets", tmp_path / "content/assets")
    done = run_in(tmp_path, "print", "--week", "12", "--today", "2026-11-20", "--format", "docx")
    assert done.returncode == 0, done.stderr
    found = sorted(path.name for path in (tmp_path / "print").rglob("*.docx"))
    assert len(found) == 19  # a class each, and all together
    assert "全校-第12周-作业公示-合订.docx" in found


def test_what_was_held_back_is_said() -> None:
    order = replace(order_of(FILES), word=True)
    boards = tuple(replace(board, held=("英语",)) for board in order.views.classes)
    held = notices(replace(order, views=replace(order.views, classes=boards)))
    assert all("英语：未发布，待修改" in text_of_word(word_of(each)) for each in held)

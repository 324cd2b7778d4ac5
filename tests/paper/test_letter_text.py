"""What a letter's PDF says back is what was written, in its order; equal letters are equal bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sjboard.edges.paper.typeset import ARCHIVE
from sjboard.model import ClassId
from sjboard.render.paper.blocks import Block, text_of
from sjboard.render.paper.mailing import Pupil
from tests.paper.mail import RECEIPT, SENTENCE, letter, posted
from tests.paper.weeks import bare, pdf_of, text_in

BODY = f"""尊敬的{{{{ 学生 }}}}家长：

{SENTENCE}

## 几件事

- 《海滨小城》读给家人听；
- 睡够 10 小时。

## 表

| 年级 | 上限 |
|---|---|
| 三年级 | 60 分钟 |

{SENTENCE * 3}
"""
PUPILS = (Pupil("喆玥翀", "01", "燚堃"), Pupil("珺赟䶮", "02"))


def _lines(said: list[Any]) -> str:
    return "".join(run.get("text", "") for run in said)


def _body(content: list[Block]) -> str:
    return bare("".join(text_of([block]) for block in content))


@pytest.mark.parametrize("style", ["公文", "便函"])
def test_a_letter_says_what_was_written_in_order(style: str, tmp_path: Path) -> None:
    text = letter(BODY, RECEIPT, style=style)
    (document,) = posted(text, class_id=ClassId(3, 1), pupils=PUPILS)
    data: Any = document.data
    found, at = text_in(pdf_of(document), tmp_path), 0
    # Numbers of pages stand between what begins on one sheet and ends on the next; lists have bullets.
    found = re.sub(r"[—–]\d+[—–]|●", "", found)
    for copy in data["copies"]:
        slip = copy["receipt"]
        pieces = [
            _lines(copy["title"]),
            _lines(copy["addressee"]),
            *(_body([block]) for block in copy["body"]),
            _lines(copy["sender"]),
            copy["date"],
            slip["title"],
            _lines(slip["return"]),
            _lines(slip["read"]),
            *(_lines(field["runs"]) for field in slip["fields"]),
        ]
        for piece in map(bare, pieces):
            reached = found.find(piece, at)
            assert reached >= 0, (piece, found[at : at + 80])
            at = reached + len(piece)


@pytest.mark.parametrize("style", ["公文", "便函"])
def test_equal_letters_give_equal_bytes_archival_ones_too(style: str) -> None:
    text = letter(BODY, RECEIPT, style=style)
    first, second = (posted(text, class_id=ClassId(3, 1), pupils=PUPILS)[0] for _ in range(2))
    assert pdf_of(first) == pdf_of(second)
    archived = pdf_of(first, ARCHIVE)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in archived

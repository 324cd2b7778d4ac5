"""Two hundred sheets with texts of every length: where their lines break, and that nothing is lost."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.notices import notices
from sjboard.render.paper.order import Order
from tests.paper.weeks import (
    Word,
    bare,
    entry,
    lines_in,
    order_of,
    overlaps,
    pdf_of,
    text_in,
    words_in,
)

NEVER_FIRST = frozenset("。，、；：？！》）”’」』〉】,.;:!?)]}%‰°")
NEVER_LAST = frozenset("《（“‘「『〈【([{")

GRADES, CLASSES = 9, 23
"""207 sheets."""

CONFIG = f"""
school: {{name: 断行中心小学, phone: 0000-0000000, office: 教导处}}
site: {{url: "http://10.8.0.5/board/", language: zh-Hans}}
terms:
  - {{id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}}
grades: {{{", ".join(f"{grade}: {CLASSES}" for grade in range(1, GRADES + 1))}}}
subjects: [{{id: chinese, name: 语文}}, {{id: math, name: 数学}}]
policy: {{use: []}}
"""

PIECES = (
    "《海滨小城》",
    "（第一单元）",
    "“为什么”",
    "读一读，",
    "想一想、",
    "写下来；",
    "为什么？",
    "真好！",
    "如下：",
    "11月16日",
    "24×3=72",
    "Unit 5 ",
    "don't ",
    "‘慢’",
    "……",
    "——",
    "50%",
    "窗台上的绿豆",
    "一",
    "两只小船",
)
DAYS = ("周一", "周二", "周三", "周四", "周五", "周末")


def _text(chance: random.Random, length: int) -> str:
    said = ""
    while len(said) < length:
        said += chance.choice(PIECES)
    return said.strip()


@lru_cache(maxsize=2)
def _order(landscape: bool) -> Order:  # noqa: FBT001 - a key of the cache
    chance = random.Random(20261116)  # noqa: S311 - the same texts every time
    files = {}
    for grade in range(1, GRADES + 1):
        for number in range(1, CLASSES + 1):
            body = ""
            for day in chance.sample(DAYS, 4):
                body += f"## {day}\n\n"
                for _ in range(chance.randint(1, 2)):
                    text = _text(chance, chance.choice((1, 8, 20, 22, 24, 26, 28, 30, 45, 90)))
                    body += f"- 读{text} {{朗读 {chance.randint(1, 20)}分钟}}\n"
                body += "\n"
            name = f"content/2026-autumn/w12/g{grade}/语文{number}.md"
            files[name] = entry("语文", body, f"class: {number}")
    return order_of(files, CONFIG, landscape=landscape)


def _columns(page: list[Word], *, landscape: bool) -> list[tuple[float, float]]:
    """Where the texts of the homework stand across a page, by what stands above them."""
    if not landscape:
        left = next(word.left for word in page if word.text == "作业内容")
        return [(left, next(word.left for word in page if word.text == "形式") - 6)]
    heads = sorted({word.left for word in page if word.text in DAYS})
    return list(zip(heads, [*(head - 8 for head in heads[1:]), 808.0], strict=True))


@pytest.mark.parametrize(
    ("grade", "landscape"), [*((g, False) for g in range(1, GRADES + 1)), (2, True), (8, True)]
)
def test_lines_break_as_chinese_does(grade: int, landscape: bool, tmp_path: Path) -> None:  # noqa: FBT001 - by name
    order = _order(landscape)
    only = tuple(each for each in order.classes if each.grade == grade)
    document = notices(replace(order, classes=only))[-1]
    data: Any = document.data
    assert len(data["notices"]) == CLASSES
    pdf = pdf_of(document)
    lines = 0
    for page in words_in(pdf, tmp_path):
        assert overlaps(page) == []
        assert min(word.left for word in page) > 28
        for left, right in _columns(page, landscape=landscape):
            for line in lines_in(page, left, right):
                lines += 1
                assert line[0] not in NEVER_FIRST, line
                assert line[-1] not in NEVER_LAST, line
    assert lines > CLASSES * 10
    text, at = text_in(pdf, tmp_path), 0
    for notice in data["notices"]:
        for day in notice["days"]:
            for item in day["items"]:
                said = bare(text_of(item["body"]))
                at = text.find(said, at) + len(said)
                assert at >= len(said), said

"""Weeks at the ends of what a school may write: nothing is cut off, nothing lies upon anything else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document
from sjboard.render.paper.notices import notices
from sjboard.render.paper.posters import posters
from tests.paper.test_notices import FILES, PIXEL
from tests.paper.weeks import (
    CONFIG,
    WEEK,
    bare,
    entry,
    order_of,
    overlaps,
    pages_in,
    pdf_of,
    text_in,
    words_in,
)

NINE = ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道德与法治", "信息科技")
NINE_SUBJECTS = ", ".join(f"{{id: s{n}, name: {name}}}" for n, name in enumerate(NINE))

LONG = "把这一段读给家人听，说说你看见了什么、听见了什么，想到了什么；" * 10
"""300 characters."""

TABLE = "\n".join(
    [
        "- 填表，并看图说一说 {书面 20分钟}",
        "",
        "  | 地点 | 看到的 | 听到的 | 想到的 |",
        "  |:--|:-:|:-:|--:|",
        *(f"  | 第{n}处 | 树叶 | 鸟叫 |  |" for n in range(1, 7)),
        "",
        "  ![图](../../../assets/图.png)",
        "",
        "  1. 先看",
        "  2. 再写",
        "     - 写景",
        "     - 写人",
    ]
)


def _each_day(*items: str) -> str:
    listed = "\n".join(items)
    return "".join(f"## 周{day}\n\n{listed}\n\n" for day in "一二三四五")


def _weeks() -> dict[str, tuple[dict[str, bytes], str]]:
    """The weeks by what is extreme about them: files and config.yaml."""
    forty = "\n".join(f"- 第 {n} 项：读一遍 {{朗读 1分钟}}" for n in range(1, 41))
    nine_files = {
        f"{WEEK}/{name}.md": entry(name, _each_day(f"- {name}课上学的，说一说 {{口头 5分钟}}"))
        for name in NINE
    }
    picture = {"content/assets/图.png": PIXEL}
    subjects = CONFIG.partition("subjects: ")[2].partition("\n")[0]
    return {
        "one item": ({f"{WEEK}/语文.md": entry("语文", "## 周五\n\n- 读 {朗读 5分钟}\n")}, CONFIG),
        "forty items": ({f"{WEEK}/语文.md": entry("语文", f"## 周二\n\n{forty}\n")}, CONFIG),
        "three hundred characters": (
            {f"{WEEK}/语文.md": entry("语文", f"## 周四\n\n- {LONG} {{口头 20分钟}}\n")},
            CONFIG,
        ),
        "nine subjects": (nine_files, CONFIG.replace(subjects, f"[{NINE_SUBJECTS}]")),
        "a table and a picture": (
            {f"{WEEK}/语文.md": entry("语文", f"## 周三\n\n{TABLE}\n"), **picture},
            CONFIG,
        ),
    }


WEEKS = _weeks()


def _documents(which: str, *, landscape: bool) -> tuple[Document, Document]:
    """A class's notice and its grade's poster."""
    files, config = WEEKS[which]
    order = order_of(files, config, landscape=landscape)
    return notices(order)[0], posters(order)[0]


def _is_whole(document: Document, days: Any, folder: Path, most: int) -> None:
    pdf = pdf_of(document)
    assert pages_in(pdf, folder) <= most
    # A row that begins a new sheet has the table's head between it and the last: look piece by piece.
    text = text_in(pdf, folder)
    for day in days:
        for item in day["items"]:
            for line in text_of(item["body"]).split("\n"):
                for cell in line.split("  "):
                    assert bare(cell) in text
    for page in words_in(pdf, folder):
        assert overlaps(page) == []
        right, foot = (max(w.right for w in page), max(w.foot for w in page))
        wide, high = (1191, 842) if "poster" in document.template else (842, 842)
        assert right < wide - 25
        assert foot < high


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize(
    ("which", "most"),
    [
        ("one item", 1),
        ("forty items", 1),
        ("three hundred characters", 1),
        ("nine subjects", 2),
        ("a table and a picture", 1),
    ],
)
def test_the_extremes_stay_whole(which: str, most: int, *, landscape: bool, tmp_path: Path) -> None:
    notice, poster = _documents(which, landscape=landscape)
    data: Any = notice.data
    longer = 3 if landscape and which == "forty items" else most
    _is_whole(notice, data["notices"][0]["days"], tmp_path, longer)
    shown: Any = poster.data
    _is_whole(poster, shown["poster"]["days"], tmp_path, 3 if which == "forty items" else 1)


def test_a_class_may_have_a_long_name(tmp_path: Path) -> None:
    name = "三年级（海滨小城与小兴安岭实验）第十一班"
    assert len(name) == 20
    for landscape in (False, True):
        document = notices(order_of(FILES, landscape=landscape))[0]
        data: Any = document.data
        data["notices"][0]["name"] = name
        pdf = pdf_of(replace(document, data=data))
        assert pages_in(pdf, tmp_path) == 1
        assert f"{name}第12周作业公示" in text_in(pdf, tmp_path)
        assert [overlaps(page) for page in words_in(pdf, tmp_path)] == [[]]


def test_a_day_of_two_sheets_says_on_both_which_day_it_is(tmp_path: Path) -> None:
    sixty = "\n".join(f"- 第 {n} 项：读一遍 {{朗读 1分钟}}" for n in range(1, 61))
    files = {f"{WEEK}/语文.md": entry("语文", f"## 周二\n\n{sixty}\n")}
    notice = notices(order_of(files, CONFIG))[0]
    pages = words_in(pdf_of(notice), tmp_path)
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        text = bare("".join(word.text for word in page))
        assert "周二" in text
        assert "作业内容" in text
        assert f"第{number}页，共2页" in text

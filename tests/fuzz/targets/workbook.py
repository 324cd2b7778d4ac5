"""Cells of a workbook: entries that say exactly what the cells say, or a fault at the cell."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.content.workbook.inward import written_entries
from sjboard.content.workbook.plainly import as_html, lines_of
from sjboard.content.workbook.rows import Fault, Row
from sjboard.diagnostics import has_errors
from sjboard.edges.report import sentence
from sjboard.edges.terminal import words
from tests.excel.offices import WORDS
from tests.fuzz.lawful import lawful
from tests.fuzz.laws import fresh, text_of

ORDER = (
    *("day", "content", "kind", "minutes", "tier", "optional", "place", "due", "class", "share"),
    *("least", "mode", "draft", "form", "subject", "teacher", "file"),
)
"""The columns as the lines of an input have them, parted by “¦”; “¶” is a line end within a cell."""


def check(data: bytes) -> None:
    rows = []
    for number, line in enumerate(text_of(data)[:4_000].split("\n")[:12], 1):
        cells = dict(zip(ORDER, line.split("¦"), strict=False))
        cells = {"subject": "语文", "teacher": "王芳", **cells}
        said = {key: cell.replace("¶", "\n").strip() for key, cell in cells.items()}
        rows.append(Row(3, number, {key: cell for key, cell in said.items() if cell}))
    reader = fresh()
    made, faults = written_entries(rows, reader, WORDS, {})
    for fault in faults:
        said_of(fault)
        assert fault.number in range(1, 13)
    for one in made:
        path = f"content/2026-autumn/w12/{one.file}"
        again, found = fresh().read(path, one.text.encode("utf-8"))
        assert again == one.entry
        assert not has_errors(found)
        shown = [item.body.html for item in one.entry.items]
        shown += [note.body.html for note in one.entry.day_notes]
        shown += [one.entry.note.html] if one.entry.note else []
        for html in shown:
            lawful(html)
        for row in one.rows:
            if row["content"] and row["kind"] in ("书面", "口头") and row["form"] != "Markdown":
                assert as_html(lines_of(row["content"])) in shown, row
    if not faults:
        told = [row.number for one in made for row in one.rows]
        assert sorted(told) == sorted(set(told))


def said_of(fault: Fault) -> None:
    chinese = words("zh-Hans")
    if fault.finding is not None:
        assert sentence(fault.finding, chinese)[0].strip()
    else:
        assert chinese(f"workbook.fault.{fault.why}", **dict(fault.args)).strip()


def seeds() -> Iterator[bytes]:
    for text in (
        "周一¦读课文¦朗读¦10\n周一¦写生字¦书面¦15分钟¦基础\n周二、周三¦画图¦实践¦共40分钟¦¦选做",
        "周一至周四¦# a *b* {c} [d](e) | f¶第二行¦书面¦10-15¦提高¦是¦课后¦周五¦1、2¦¦¦补充",
        "¦这周的说明 <b>&amp;¦本周说明\n周一¦无作业\n周三¦当天说明 1. 2¦当天说明\n周三¦x¦口头¦5",
        "周一¦- a¶- b¶¶| c |¶|---|¦书面¦20¦¦¦¦¦¦¦¦¦¦Markdown¦数学¦张三",
        "¦无作业\n周八¦x¦写字¦abc¦z¦maybe¦moon¦someday¦9-9¦x¦y¦z¦草稿\n2026-11-23¦第__页¦书面¦1",
        "周一¦=1+1¶@x¶+y¶-z¦书面¦1小时¦¦√¦在家¦2026-11-27¦全年级¦每天¦5¦替换¦否",
    ):
        yield text.encode()

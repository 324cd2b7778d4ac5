"""Export, then import, gives the same entries: the demonstration's, and any that can be thought of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sjboard.content.entries import EntryReader
from sjboard.content.mend import meaning
from sjboard.content.workbook.gathering import whose
from sjboard.content.workbook.inward import written_entries
from sjboard.content.workbook.outward import rows_of
from sjboard.content.workbook.plainly import as_html, lines_of
from sjboard.content.workbook.rows import Row
from sjboard.model import Entry
from tests.content.school import CONFIG, EXISTING, HEAD, PATH, WEEK
from tests.excel.offices import WORDS, demonstration
from tests.running import run_in

READER = EntryReader(WEEK, CONFIG, EXISTING)
NAME = "g3/语文.md"


def said(entry: Entry) -> tuple[object, ...]:
    return meaning(replace(entry, approval=(), digest=None, actual=()), READER)


def there_and_back(text: str) -> None:
    """Hold an entry to what becomes of its rows."""
    data = text.encode("utf-8")
    entry, _ = READER.read(PATH, data)
    if entry is None:
        return
    rows = [
        Row(entry.grade, n, {key: cell for key, cell in cells.items() if cell})
        for n, cells in enumerate(rows_of(entry, NAME, READER, WORDS))
    ]
    made, faults = written_entries(rows, READER, WORDS, {NAME: whose(PATH, data, READER)})
    assert not faults
    assert [said(one.entry) for one in made] == [said(entry)]
    assert made[0].file == NAME
    again = [
        Row(entry.grade, n, {key: cell for key, cell in cells.items() if cell})
        for n, cells in enumerate(rows_of(made[0].entry, NAME, READER, WORDS))
    ]
    assert written_entries(again, READER, WORDS, {NAME: made[0].whose})[0][0].text == made[0].text


BODIES = (
    "无作业",
    "先说一句\n\n再说一句，有*斜体*\n\n## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n说明一\n\n- 读 {朗读 10分钟}\n\n说明二\n\n- 写 {书面 10-15分钟 基础 周五交}\n",
    "## 周三\n\n无作业\n\n## 周一、周二\n\n- 写 {书面 共41分钟 课后 选做}\n\n## 周三\n\n今天歇一歇\n",
    "## 周一\n\n- 写 {书面 10分钟}\n\n  | 一 | 二 |\n  |---|---|\n  | 三 | 四 |\n\n  1. 甲\n  2. 乙\n",
    "## 每天\n\n- 集合 {1, 2} 有几个子集 {口头 5分钟}\n- 2*3*4 和 a_b_c {口头 5分钟}\n",
    "## 周末\n\n- 填[这张表](../../../assets/table.pdf)再交 {实践 5分钟}\n",
)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_hard_to_put_into_rows(body: str) -> None:
    assert READER.read(PATH, (HEAD + body).encode("utf-8"))[0] is not None
    there_and_back(HEAD + body)


@pytest.mark.parametrize(
    "head", ["class: 1\nmode: 替换\n", "class: [1, 2]\nmode: add\n", "draft: yes\n", "class: all\n"]
)
def test_whose_it_is(head: str) -> None:
    there_and_back(HEAD.replace("\n---\n", f"\n{head}---\n", 1) + "## 周一\n\n- 读 {朗读 10分钟}\n")


_TEXT = st.text("读写一二 *_`#{}[]()<>&|\\-+1.。：！~=\n", min_size=1, max_size=14)
_DAYS = ["周一", "周二、周四", "周一至周四", "每天", "周末", "2026-11-25", "周三"]
_TAGS = st.tuples(
    st.sampled_from(["书面", "朗读", "阅读", "口头"]),
    st.sampled_from(["15分钟", "10-15分钟", "共41分钟", "1小时"]),
    st.sampled_from(["", "基础", "提高"]),
    st.sampled_from(["", "选做"]),
    st.sampled_from(["", "课后", "校内"]),
    st.sampled_from(["", "周五交", "due:2026-12-01"]),
)


_HEADS = ["", "class: 1\nmode: 替换\n", "class: [1, 2]\nmode: add\n", "class: 2\n", "draft: yes\n"]
_SIGNED = ["", "approval: {教研组长: 李敏 2026-11-11}\n", "actual: {周一: 12}\n"]


@st.composite
def _entries(draw: st.DrawFn) -> str:
    lines = draw(st.lists(_TEXT, max_size=2))
    if draw(st.integers(0, 9)) == 0:
        return draw(_heads()) + "\n".join([*lines, "", "无作业"])
    for _ in range(draw(st.integers(1, 3))):
        lines += ["", f"## {draw(st.sampled_from(_DAYS))}", ""]
        if draw(st.integers(0, 4)) == 0:
            lines += ["无作业", ""]
            continue
        for _ in range(draw(st.integers(1, 3))):
            if draw(st.integers(0, 4)) == 0:
                lines += ["", draw(_TEXT), ""]
            tags = " ".join(part for part in draw(_TAGS) if part)
            lines.append(f"- {draw(_TEXT).replace(chr(10), ' ')} {{{tags}}}")
            if draw(st.booleans()):
                lines += ["", *(f"  {line}" for line in draw(_TEXT).split("\n")), ""]
    return draw(_heads()) + "\n".join(lines)


@st.composite
def _heads(draw: st.DrawFn) -> str:
    """Whose it is, whether it is a draft, who has signed."""
    more = draw(st.sampled_from(_HEADS)) + draw(st.sampled_from(_SIGNED))
    return HEAD.replace("\n---\n", f"\n{more}---\n", 1)


@settings(max_examples=400, deadline=None)
@given(_entries())
@example(HEAD + "## 周一\n\n-   {书面 15分钟}\n\n  }\n  1\n")  # the tags stand alone
def test_any_entry_comes_back_the_same(text: str) -> None:
    there_and_back(text)


@settings(max_examples=400, deadline=None)
@given(
    st.text(
        "读无作业周一 *_`#{}[]()<>&|\\-+=~1.、•①：\n\t!\"'书面15分钟\u3000", min_size=1, max_size=20
    ),
    st.sampled_from(["", "本周说明", "当天说明"]),
)
def test_whatever_stands_in_a_cell_is_the_same_text_again_or_is_refused(
    text: str, note: str
) -> None:
    cells = {
        "subject": "语文",
        "teacher": "王芳",
        "day": "周一",
        "content": text,
        "kind": note or "书面",
    }
    rows = [Row(3, 5, cells if note else cells | {"minutes": "15"})]
    if note:
        rows.append(Row(3, 6, cells | {"content": "写", "kind": "书面", "minutes": "5"}))
    made, faults = written_entries(rows, READER, WORDS, {})
    assert bool(made) != bool(faults)
    if not made:
        assert {one.number for one in faults} <= {5, 6}
        return
    shall = as_html(lines_of(text))
    entry = made[0].entry
    bodies = {
        "": [one.body for one in entry.items],
        "本周说明": [entry.note] if entry.note else [],
        "当天说明": [one.body for one in entry.day_notes],
    }[note]
    assert [one.html for one in bodies] == [shall]
    assert "\n".join(lines_of(bodies[0].text)) == "\n".join(lines_of(text))


PLAIN = (
    "1. 读一读",
    "- 读",
    "# 号",
    "3*4*5",
    "{一, 二}",
    "<b>粗</b>",
    "a_b_c __d__",
    "| 一 | 二 |",
    "周二",
    "• 写",
    "=1+1",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_looks_like_markdown_is_kept_as_text(text: str) -> None:
    row = Row(
        3,
        5,
        {
            "subject": "语文",
            "teacher": "王芳",
            "day": "周一",
            "content": text,
            "kind": "书面",
            "minutes": "15",
        },
    )
    made, faults = written_entries([row], READER, WORDS, {})
    assert not faults
    assert made[0].entry.items[0].body.text == text


def test_the_demonstration_goes_out_and_in_and_nothing_changes(tmp_path: Path) -> None:
    school = demonstration(tmp_path)
    files = {path: path.read_bytes() for path in school.rglob("*.md")}
    first = run_in(school, "export", "--week", "12", "--output", "w12.xlsx")
    assert first.returncode == 0, first.stderr
    again = run_in(school, "export", "--week", "12", "--output", "again.xlsx")
    assert again.returncode == 0
    assert (school / "w12.xlsx").read_bytes() == (school / "again.xlsx").read_bytes()
    done = run_in(school, "import", "w12.xlsx")
    assert done.stdout == "第 12 周：读了 48 份作业，新增 0，替换 0，没有变化 48。\n"
    book = openpyxl.load_workbook(
        school / "w12.xlsx"
    )  # forget what was exported: compare by meaning alone
    del book["_sjboard"]
    book.save(school / "bare.xlsx")
    bare = run_in(school, "import", "bare.xlsx", "--week", "12", "--term", "2026-autumn")
    assert bare.stdout == done.stdout
    assert {path: path.read_bytes() for path in school.rglob("*.md")} == files
    for path in files:
        path.unlink()
    fresh = run_in(school, "import", "w12.xlsx")
    assert fresh.stdout == "第 12 周：读了 48 份作业，新增 48，替换 0，没有变化 0。\n", fresh.stderr
    checked = run_in(school, "check", "--week", "12")
    assert checked.returncode == 0, checked.stdout

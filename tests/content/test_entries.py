from __future__ import annotations

import random
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content import read_week
from sjboard.content.blanks import find_blanks, may_have_blanks
from sjboard.content.entries import MAX_BYTES, EntryReader
from sjboard.content.items import ItemReader
from sjboard.diagnostics import Diagnostic
from sjboard.edges.report import sentence
from sjboard.held import Held
from sjboard.locale import DOMAINS, LANGUAGES, Words, catalogue_path
from sjboard.model import ROOT, Block, Entry, Place
from sjboard.syntax.body import Line, Section, scan
from tests.content.school import (
    CONFIG,
    EXISTING,
    HEAD,
    PATH,
    PICTURE,
    WEEK,
    entry,
    make_up_week,
    october_week,
    read,
    words,
)

LOCALE = Path(__file__).parents[2] / "sjboard" / "locale"
DAY = "## 周一\n\n"
ITEM = "- 读课文 {朗读 5分钟}\n"


def slips(body: str) -> list[tuple[str, int, int]]:
    """What is wrong with a body; lines are counted in the body."""
    above = HEAD.count("\n")
    return [(w, line - above, column) for w, line, column in words(HEAD + body)]


def test_a_whole_entry() -> None:
    read_entry = entry(
        "本周学习**第六单元**。\n\n"
        "## 周一\n\n"
        "- 把《海滨小城》读给家人听 {朗读 10分钟}\n"
        "- 三题都写 ｛书面，２０分钟、提高｝\n\n"
        "带好字典。\n\n"
        "## 周一至周四\n\n"
        "- 观察植物 {实践 共40分钟 选做}\n\n"
        "## 周三\n\n无作业\n\n"
        "## 周末\n\n"
        "1. 走一条路\n   画下来 {实践 30-40分钟 课后 周一交}\n\n"
        "   | 第一天 | 第二天 |\n   |---|---|\n   | 起点 | 终点 |\n\n"
        "   ![叶子](../../../assets/叶子%201.png)\n"
    )
    monday, tuesday, wednesday, thursday = (date(2026, 11, n) for n in (23, 24, 25, 26))
    assert (read_entry.term, read_entry.week, read_entry.grade) == ("2026-autumn", 12, 3)
    assert (read_entry.subject, read_entry.teacher) == ("chinese", "王芳")
    assert [str(c) for c in read_entry.classes] == ["3-1", "3-2"]
    assert read_entry.whole_grade
    assert read_entry.note is not None
    assert read_entry.note.html == "<p>本周学习<strong>第六单元</strong>。</p>"
    aloud, written, plants, road = read_entry.items
    assert aloud.body.text == "把《海滨小城》读给家人听"
    assert (aloud.kind, aloud.minutes, aloud.shared) == ("reading", 10, False)
    assert (aloud.span.line, aloud.span.column, aloud.span.end) == (9, 3, 25)
    assert (aloud.tags.column, aloud.tags.end) == (16, 25)
    assert (written.tier, written.minutes) == ("advanced", 20)
    assert plants.blocks == (monday, tuesday, wednesday, thursday)
    assert (plants.shared, plants.minutes, plants.optional) == (True, 40, True)
    assert (road.minutes_low, road.minutes, road.place) == (30, 40, Place.AFTER_SCHOOL)
    assert road.due == date(2026, 11, 30)
    assert road.body.html.startswith("<p>走一条路\n画下来</p>\n<table>")
    assert f'src="{ROOT}{PICTURE}"' in road.body.html
    assert read_entry.assets == (PICTURE,)
    assert [(n.blocks, n.body.text) for n in read_entry.day_notes] == [((monday,), "带好字典。")]
    assert read_entry.free_blocks == (wednesday,)
    assert not read_entry.none


def test_the_same_in_windows_clothes() -> None:
    body = "## 周一\n\n- 读课文\n  两遍 {朗读 5分钟}\n"
    plain = entry(body)
    data = ("\ufeff" + (HEAD + body).replace("\n", "\r\n")).encode()
    assert read(data) == (plain, ())


@pytest.mark.parametrize("line", ["无作业", "无作业。", "none", "None", "無作業", "- 无作业"])
def test_no_homework_this_week(line: str) -> None:
    read_entry = entry(f"{line}\n")
    assert read_entry.none
    assert (read_entry.items, read_entry.note) == ((), None)


@pytest.mark.parametrize("line", ["无作业", "- 无作业", "none"])
def test_no_homework_on_a_day(line: str) -> None:
    read_entry = entry(f"## 周三\n\n{line}\n\n## 周一\n\n{ITEM}")
    assert read_entry.free_blocks == (date(2026, 11, 25),)
    assert (len(read_entry.items), read_entry.day_notes) == (1, ())
    assert entry(f"## 周三\n\n{line}\n").items == ()


def test_lists_above_the_days_are_the_notes() -> None:
    read_entry = entry(f"要点：\n\n- 一\n- 二\n\n{DAY}{ITEM}")
    assert read_entry.note is not None
    assert "<li>一</li>" in read_entry.note.html


def test_link_definitions_may_stand_at_the_end() -> None:
    read_entry = entry(
        f"{DAY}- 看[表][t] {{口头 5分钟}}\n\n## 周二\n\n[t]: ../../../assets/table.pdf\n"
    )
    assert f'href="{ROOT}content/assets/table.pdf"' in read_entry.items[0].body.html


@pytest.mark.parametrize(
    ("line", "variant", "column"),
    [
        ("- 读课文", "no-group", 3),
        ("- 读课文 {15分钟}", "no-kind", 7),
        ("- 读课文 {书面}", "no-minutes", 7),
        ("- 读课文 {}", "nothing", 7),
        ("- 读课文（书面 15分钟）", "bracket", 6),
        ("- 读课文【书面 15分钟】。", "bracket", 6),
        ("- 读课文 {书面 15分钟", "unclosed", 7),
        ("- 读课文 书面 15分钟}", "unopened", 14),
        ("- 读课文 {书面 15分钟}。", "after", 16),
        ("- 读 {书面 15分钟} {基础 书面 5分钟}", "two-groups", 5),
        ("- {书面 15分钟}", "no-text", 3),
        ("-读课文 {书面 15分钟}", "marker", 1),
        ("1、读课文 {书面 15分钟}", "marker", 1),
        ("读课文 {书面 15分钟}", "marker", 1),
        ("- 读课文 {书写 15分钟}", "near", 8),
        ("- 读课文 ｛书面　大约半小时｝", "minutes-near", 11),
        ("- 读课文 ｛书面　几分钟｝", "minutes", 11),
        ("- 完成练习册 书面10分钟", "no-braces", 3),
        ("2、读课文（朗读10分钟）", "marker-bracket", 1),
    ],
)
def test_slips_of_an_item(line: str, variant: str, column: int) -> None:
    assert slips(f"## 周一\n{line}\n") == [(f"syntax.item:{variant}", 2, column)]


def test_a_group_further_down_is_not_silently_uncounted() -> None:
    body = f"{DAY}- 读 {{书面 5分钟}}\n  - 写 {{书面 9分钟}}\n"
    assert slips(body) == [("syntax.item:nested", 4, 7)]


def test_a_day_is_free_or_it_is_not() -> None:
    both = f"{DAY}{ITEM}\n{DAY}无作业\n"
    assert slips(both) == [("entry.empty:day-both", 7, 1)]
    assert slips(f"{DAY}无作业\n\n{DAY}{ITEM}") == [("entry.empty:day-both", 3, 1)]
    assert slips(f"## 周一至周四\n\n{ITEM}\n{DAY}无作业\n") == []  # a range may hold a free day


def test_groups_that_are_no_tags_are_text() -> None:
    assert entry(f"{DAY}- 集合 {{1, 2}} 的子集 {{书面 5分钟}}\n\n集合 {{1, 2}}\n").items


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [("entry.empty:neither", -4, 1)]),
        ("只有说明。\n", [("entry.empty:prose", 1, 1)]),
        (f"无作业\n{DAY}{ITEM}", [("entry.empty:both", 1, 1)]),
        (f"{DAY}无作业\n\n{ITEM}", [("entry.empty:day-both", 3, 1)]),
        (ITEM, [("syntax.item:before-day", 1, 1)]),
        (f"## 周三四\n{ITEM}", [("syntax.day:near", 1, 4)]),
        (f"## 11月30日\n{ITEM}", [("syntax.day:outside", 1, 4)]),
        (f"周一作业\n---\n{ITEM}", [("syntax.day:near", 1, 1)]),
        (f"＃＃ 周一\n{ITEM}", [("syntax.day:hash", 1, 1)]),
        (f"{DAY}- 第__页 {{书面 5分钟}}\n", [("text.blank", 3, 4)]),
        (f"{DAY}- 第▢页，XX写，××读 {{书面 5分钟}}\n", [("text.blank", 3, c) for c in (4, 7, 11)]),
        (f"{DAY}- <b>粗</b><i x=1> {{书面 5分钟}}\n", [("syntax.unsafe:html", 3, 11)]),
        (f"{DAY}- 读 {{书面 5分钟}}\n\n  [x](y.png)\n", [("link.broken", 5, 7)]),
        ("长" * 2001, [("syntax.size:line", 1, 1)]),
        (f"{DAY}{ITEM * 201}", [("syntax.size:items", 203, 1)]),
    ],
)
def test_slips_of_a_body(body: str, expected: list[tuple[str, int, int]]) -> None:
    if expected[0][1] < 0:  # about the file as a whole
        assert words(HEAD + body) == [(expected[0][0], 1, 1)]
    else:
        assert slips(body) == expected


@pytest.mark.parametrize(
    "text",
    [
        "24×3",
        "□＋3＝5",
        "□□里填数",
        "__重点__ 读",
        "XXL 号",
        "`__init__`",
        "[x](http://a.example/a__b)",
    ],
)
def test_what_only_looks_like_a_blank(text: str) -> None:
    assert slips(f"{DAY}- {text} {{书面 5分钟}}\n") == []


def test_a_name_left_blank() -> None:
    assert words(f"---\n学科: 语文\n教师: XX\n---\n{DAY}{ITEM}") == [("text.blank", 3, 5)]


def test_a_blank_is_quoted_without_the_braces_behind_it() -> None:
    text = "第▢题 {书面 5分钟}"
    group = (text.index("{"), len(text))
    (found,) = find_blanks([Line(text, 3)], "a.md", {3: group})
    assert dict(found.args)["around"] == "第▢题"


def test_size_is_looked_at_before_reading() -> None:
    assert words(b"\xff" * (MAX_BYTES + 1)) == [("syntax.size:file", 1, 1)]


def test_all_faults_at_once() -> None:
    text = (
        "---\n学科：语闻\nclas: 1\n---\n## 周三四\n- 读 {书写 15分钟}\n- 写 {书面}\n"
        "## 周五\n- 第__页 {书面 700分钟}\n"
    )
    assert words(text) == [
        ("entry.field:missing-teacher", 2, 1),
        ("syntax.front-matter:colon", 2, 3),
        ("entry.unknown:subject-near", 2, 4),
        ("entry.field:near", 3, 1),
        ("syntax.day:near", 5, 4),
        ("syntax.item:near", 6, 6),
        ("syntax.item:no-minutes", 7, 5),
        ("text.blank", 9, 4),
        ("syntax.item:minutes-range", 9, 12),
    ]


def test_the_body_is_read_though_the_front_matter_cannot_be() -> None:
    found = words("---\nsubject: '语文\nteacher: 王芳\n---\n## 周三四\n- 读\n")
    assert [w for w, _, _ in found] == [
        "syntax.front-matter:quote",
        "syntax.day:near",
        "syntax.item:no-group",
    ]


def test_weeks_with_holidays_and_make_up_days() -> None:
    path = "content/2026-autumn/w04/g3/a.md"
    found_entry, found = read(f"{HEAD}## 国庆\n{ITEM}## 每天\n{ITEM}", path, october_week())
    assert found == ()
    assert found_entry is not None
    assert [[b.day for b in item.blocks] for item in found_entry.items] == [[1], [28, 29, 30]]
    assert words(f"{HEAD}## 周一\n{ITEM}", path, make_up_week())[0][0] == "syntax.day:outside"


# --- Properties -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"读写一二 \n-*#>|_{}｛｝[]()<>!`:：,，、\t",
        "---\n",
        "## 周一\n",
        "## 周三四\n",
        "\n- ",
        "{书面 15分钟}",
        "｛朗读，５分｝\n",
        "{基础 ",
        "  - ",
        "无作业\n",
        "![a](b.png)",
        "<script>",
        "__",
        "学科: 语文\n",
        "teacher: 王芳\n",
        "㎜",
        "\U0001f600",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
@settings(max_examples=400, deadline=None)
def test_spans_lie_inside_the_file(text: str, with_head: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    source = (HEAD if with_head else "") + text
    found_entry, found = read(source)
    assert (found_entry is None) == bool(found)
    lines = source.split("\n")
    spans = [s for d in found for s in (d.span, *d.related)]
    if found_entry is not None:
        spans.extend(s for item in found_entry.items for s in (item.span, item.tags))
        spans.extend(span for _, span in found_entry.fields)
    for span in spans:
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= span.end <= len(lines[span.line - 1]) + 1


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_an_entry_or_have_a_finding(data: bytes) -> None:
    found_entry, found = read(data)
    assert (found_entry is None) == bool(found)


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_files_never_matters(shuffle: random.Random) -> None:
    sources = {
        f"content/2026-autumn/w12/g3/{n}.md": (HEAD + body).encode()
        for n, body in enumerate([DAY + ITEM, "无作业", "## 周三四", DAY + "- 读", "", DAY + ITEM])
    }
    paths = list(sources)
    shuffle.shuffle(paths)
    mixed = {path: sources[path] for path in paths}
    expected = read_week(WEEK, sources, CONFIG, EXISTING)
    assert read_week(WEEK, mixed, CONFIG, sorted(EXISTING)) == expected
    assert len(expected[0]) == 3


LONG = [
    "## " + " " * 1900 + "x",
    "##" + "# " * 950,
    "- 读 " + "，书面" * 600,
    "- 读 {" + "书面15分" * 300 + "}",
    "- 读 {" + "1小时30分" * 250 + "}",
    "- 读 {" + "共 " * 900 + "}",
    "- 读 {" + "1" * 1900 + "}",
    "- 读 {1" + " " * 1900 + "x}",
    "- 读 " + "(" * 1900,
    "- 读 " + "（书" * 600 + "）" * 600,
    "- 读 " + "{" * 1900,
    "- 读 " + "书 " * 900 + "}",
    "- 读 " + "_" * 1900,
    "- 读 " + "__a" * 600,
    "- 读 " + "](" * 900,
    "- 读 " + "*a" * 900,
    "- 读 " + "**a " * 450,
    "- 读 " + "<" * 1900,
    "- 读 " + "<a " * 600,
    "- 读 " + "<!--" * 450,
    "- 读 " + "`" * 1900,
    "- 读 " + "`a" * 900,
    "- 读 " + "&" * 1900,
    "- 读 " + "| " * 900,
    "- 读 " + "![" * 900,
    "## " + "周一-" * 600,
    "## " + "周一、" * 600,
    "## 周" + "一" * 1900,
    "## " + "x" * 1900,
]


@pytest.mark.parametrize("line", LONG, ids=range(len(LONG)))
def test_the_longest_lines_take_no_time(line: str) -> None:
    started = time.process_time()
    read(f"{HEAD}{DAY}{line}\n")
    assert time.process_time() - started < 5  # an entry's whole budget; most take milliseconds


@pytest.mark.parametrize(
    "line",
    [
        "a" + " " * 16000,
        "审批: {a: b" + " " * 3900 + "}",
        "审批:" + "[" * 16000,
        "a:" * 5000,
        "|" * 16000,
    ],
    ids=range(5),
)
def test_the_longest_front_matter_takes_no_time(line: str) -> None:
    started = time.process_time()
    read(f"---\n{line}\n---\n{DAY}{ITEM}")
    assert time.process_time() - started < 1


# --- Words ----------------------------------------------------------------------------------------

SLIPS = [
    "",
    "subject: x\n",
    "——\nsubject: 语文\n---\n",
    "---\nsubject: 语文\n",
    "---\n---\nsubject: 语文\n---\n",
    *(f"---\n{line}\n---\n{DAY}{ITEM}" for line in (
        "学科：语文", "subject:语文", "语文", "\ta: b", "- a", "a: 1\na: 2", "a: &x 1", "a: !x 1",
        "<<: 1", "a: [[[[[[[1]]]]]]]", f"a: {'x' * 4001}", f"a: [{'1,' * 2001}]", "? [a]\n: b", "a: 'b",
        "a: [1", "a: @b", 'a: "\\q"', "a: b: c", "a: 1\n--- b", f"a: {'x' * 17000}",
        "subject: 语闻", "subject: 体操", "科目: 语文", "zzz: 1", "学科: 语文\nsubject: 语文", "subject: [a]",
        "subject: ''", "teacher: XX", "class: 一班", "class: 1班", "class: 9", "grade: 高一",
        "grade: 4", "week: 十二",
        "week: 13", "term: 2026-autum", "term: zzz", "mode: x", "approval: x", "approval: {a: b}",
        "digest: x", "draft: x", "actual: x", "actual: {周一: 多}", "actual: {周八: 5}",
    )),
    *(f"{HEAD}{DAY}- 读 {group}\n" for group in (
        "", "{}", "{15分钟}", "{书面}", "（书面 15分钟）", "{书面 15分钟", "书面 15分钟}", "{书面 15分钟}。",
        "{书面 5分钟} {书面 5分钟}", "{书面 大约半小时}",
        "书面 5分钟", "{书面 几分钟}", "{书面 5分钟 A层}", "{书面 1.5分钟}", "{书面 9-5分钟}", "{书面 0分钟}",
        "{书面5分钟}", "{书面 5}", "{书写 5分钟}", "{打卡签到 5分钟}", "{书面 5分钟 必做}",
        "{书面 口头 5分钟}",
        "{书面 5分钟 5分钟}", "{书面 5分钟 基础 提高}", "{书面 5分钟 选做 选做}", "{书面 5分钟 校内 家庭}",
        "{书面 5分钟 周五交 周四交}", "{书面 5分钟 交}", "{书面 5分钟 due:2026-11-01}",
        "<p> {书面 5分钟}", "[x](javascript:a) {书面 5分钟}", "![x](http://a.example/a.png) {书面 5分钟}",
        "[x](zzzzzz.q) {书面 5分钟}", "[x](叶子.png) {书面 5分钟}", "[x](/a) {书面 5分钟}",
        "[x]() {书面 5分钟}",
        "[x](语文.md) {书面 5分钟}", "第__页 {书面 5分钟}", "{书面 5分钟}\n  - 写 {书面 5分钟}",
    )),
    *(f"{HEAD}## {day}\n{ITEM}" for day in (
        "语文", "周一（11月24日）", "周三四", "11月30日", "11月31日", "假期", "周四至周一",
    )),
    f"{HEAD}{DAY}- {{书面 5分钟}}\n", f"{HEAD}{DAY}读 {{书面 5分钟}}\n", f"{HEAD}{ITEM}",
    f"{HEAD}周一：\n\n{ITEM}", f"{HEAD}{DAY}· 读书\n", f"{HEAD}{DAY}1、读（书面5分钟）\n",
    f"{HEAD}{DAY}-\n", f"{HEAD}{DAY}\t{ITEM}",
    f"{HEAD}{DAY}- 读\n\n  {{书面 5分钟}}\n", f"{HEAD}{DAY}- 读 {{书面 5分钟}}（选做）\n",
    "---\nsubject: 语文\nteacher:\ndraft: yes\n---\n\n## 周一\n",
    f"{HEAD}只有说明\n", f"# 三年级\n\n{HEAD}{DAY}{ITEM}",
    f"{HEAD}＃＃ 周一\n{ITEM}", f"{HEAD}无作业\n{DAY}{ITEM}", f"{HEAD}{DAY}无作业\n{ITEM}", HEAD,
    HEAD + "x\n" * 1001, HEAD + "长" * 2000 + "\n" + ("长" * 1000 + "\n") * 11, HEAD + "x" * 2001,
    HEAD + ITEM * 201, HEAD + ">" * 6 + "x", HEAD + "- " * 7 + "x",
]  # fmt: skip


def test_every_slip_is_said_in_every_language() -> None:
    all_words = [
        Words(
            name, {p: (LOCALE / p).read_bytes() for p in (catalogue_path(name, d) for d in DOMAINS)}
        )
        for name in LANGUAGES
    ]
    said: set[str] = set()
    for source in SLIPS:
        found = read(source)[1]
        assert found, source[:80]
        for diagnostic in found:
            said.add(diagnostic.words)
            for language in all_words:
                message, hint = sentence(diagnostic, language)
                assert message
                assert hint
    known = {
        key
        for key in all_words[0]._texts
        if key.startswith(("syntax.item", "syntax.day:", "entry.field", "entry.empty", "text."))
        and not key.endswith(".hint")
    }
    elsewhere = {
        "entry.field:missing-grade",  # needs another path
        "syntax.day:no-weekend",  # need other weeks
        "syntax.day:which-holiday",
        "syntax.day:no-school-days",
    }
    assert known - said == elsewhere


def test_entries_are_values() -> None:
    assert isinstance(entry(DAY + ITEM), Entry)
    assert entry(DAY + ITEM) == entry(DAY + ITEM)
    assert entry(DAY + ITEM).file == PATH


# --- Plain homework, read the quick way -----------------------------------------------------------


class Careful(ItemReader):
    """Reads every piece of homework as one that may be anything."""

    def plain(self, section: Section, blocks: tuple[Block, ...]) -> None:  # noqa: ARG002 - the base's
        return None


QUICK = EntryReader(WEEK, CONFIG, EXISTING)
CAREFUL = EntryReader(WEEK, CONFIG, EXISTING)
CAREFUL.items = Careful(WEEK, CAREFUL.tags, CAREFUL.existing)

TEXTS = st.sampled_from(
    [
        *(
            "读课文",
            "**想一想**再写",
            "*a*b",
            "写 3 个词",
            "{书面 5分钟}",
            "｛a｝",
            "a}",
            "<b>",
            "[a](b)",
            "1. a",
        ),
        *(
            "# a",
            "",
            " ",
            "\u3000",
            "　读",
            "无作业",
            "读__",
            "无",
            "&lt;",
            "\\",
            "- a",
            "`a`",
            "a｝ ",
            "*",
        ),
    ]
)
GROUPS = st.sampled_from(
    [
        *(
            "{朗读 5分钟}",
            "{书面 10分钟 提高}",
            "{实践 共40分钟 选做 周五交}",
            "{书面 5分钟 周九交}",
            "{书面}",
        ),
        *(
            "{朗读 5分钟} ",
            "｛朗读 5分钟｝",
            "（朗读 5分钟）",
            "{朗读 5分钟}。",
            "{}",
            "{{朗读 5分钟}}",
            "",
        ),
        *("{书面 5分钟 due:{周五}", "{书面 5分钟 due:2026-11-27}", "{书面 5分钟 due:2026-11-01}"),
    ]
)
BEGINNINGS = st.sampled_from(["- ", "- ", "- ", "-  ", "-\u3000", "* ", "1. ", "", "  - ", "-"])
HOMEWORK = st.tuples(BEGINNINGS, TEXTS, st.sampled_from([" ", "", "  "]), GROUPS).map("".join)
LINES = HOMEWORK | st.sampled_from(
    ["", "", "  写下来", "说明", "## 周二", "## 周末", "## 周八", " ", "---"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=8))
def test_plain_homework_is_read_as_any_other(lines: list[str]) -> None:
    text = HEAD + "\n## 周一\n\n" + "\n".join(lines)
    assert QUICK.read(PATH, text.encode()) == CAREFUL.read(PATH, text.encode())


@pytest.mark.parametrize(
    "body", [ITEM, "\n" + ITEM + "\n" + ITEM, "- **读** {朗读 5分钟 周三交}", ""]
)
def test_plain_homework_is_read_the_quick_way(body: str) -> None:
    section = scan(("## 周一\n" + body).split("\n"), 5, PATH)[0].sections[1]
    items = QUICK.items.plain(section, WEEK.blocks[:1])
    assert items is not None
    assert len(items) == body.count("{")


@given(st.text("_＿▢XxＸｘ×a ", max_size=6))
def test_what_may_have_blanks(text: str) -> None:
    plain = re.search(r"__|＿＿|▢|[XxＸｘ]{2}|××", text)
    assert may_have_blanks(text) == (plain is not None)


def test_only_entries_that_changed_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Reader(EntryReader):
        def read(self, file: str, data: bytes) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
            asked.append(file)
            return super().read(file, data)

    names = [f"content/2026-autumn/w12/g3/{n}.md" for n in range(3)]
    files = dict.fromkeys(names, (HEAD + DAY + ITEM).encode())
    held = Held(100).under("one")

    def read_again() -> list[str]:
        fresh = read_week(WEEK, files, CONFIG, EXISTING)
        asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr("sjboard.content.EntryReader", Reader)
            assert read_week(WEEK, files, CONFIG, EXISTING, held) == fresh
        return list(asked)

    assert read_again() == names
    assert read_again() == []
    files[names[1]] += b"\n- \xe8\xaf\xbb"  # wrong, and told again as long as it stands
    assert read_again() == [names[1]]
    assert read_again() == []
    files.pop(names[0])
    assert read_again() == []
    held.under("other")  # the settings changed, or a picture
    assert read_again() == names[1:]

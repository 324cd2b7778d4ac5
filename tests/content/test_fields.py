from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from sjboard.content.fields import KEYS, entry_schema
from sjboard.model import ClassId, Entry, Mode, Signature
from tests.content.school import WEEK, entry, read, words

BODY = "## 周一\n- 读课文 {朗读 5分钟}\n"
REST = "subject: 语文\nteacher: 王芳\n"
ENGLISH = """\
---
subject: chinese
teacher: 王芳
class: [2, 1, 2]
grade: 3
week: 12
term: 2026-autumn
mode: add
draft: yes
digest: 0123456789abcdef
approval:
  教研组长: 李敏 2026-11-11
  教导处: 张 强 2026-11-12
actual:
  周一: 20
  周末: 30分钟
---
"""


def with_field(line: str) -> Entry:
    return entry(BODY, head=f"---\n{REST}{line}\n---\n")


def slips(lines: str) -> list[tuple[str, int, int]]:
    return words(f"---\n{REST}{lines}\n---\n{BODY}")


def test_every_key_in_english_and_chinese() -> None:
    chinese = ENGLISH
    for key, name in KEYS.items():
        chinese = chinese.replace(f"\n{key}:", f"\n{name}:")
    assert all(f"\n{name}:" in chinese for name in KEYS.values())
    one, two = entry(BODY, head=ENGLISH), entry(BODY, head=chinese)
    assert one.classes == (ClassId(3, 1), ClassId(3, 2))
    assert not one.whole_grade
    assert (one.mode, one.draft, one.digest) == (Mode.ADD, True, "0123456789abcdef")
    assert one.approval == (
        Signature("教研组长", "李敏", date(2026, 11, 11)),
        Signature("教导处", "张 强", date(2026, 11, 12)),
    )
    assert one.actual == ((date(2026, 11, 23), 20), (date(2026, 11, 28), 30))
    fields = {key: span.line for key, span in one.fields}
    assert fields == {key: span.line for key, span in two.fields}
    assert fields["teacher"] == 3
    assert (two.classes, two.mode, two.draft, two.digest, two.approval, two.actual) == (
        one.classes,
        one.mode,
        one.draft,
        one.digest,
        one.approval,
        one.actual,
    )


def test_every_key_in_traditional_characters() -> None:
    read_entry = entry(
        "## 週一\n- 讀課文 {朗讀 5分鐘 選做 課後}\n\n## 週三\n無作業\n",
        head="---\n學科: 語文\n教師: 王芳\n班級: 全年級\n年級: 三年級\n週次: 12\n學期: 2026-autumn\n"
        "方式: 補充\n審批:\n  教導處: 張強 2026-11-12\n草稿: 否\n實測:\n  週末: 30分鐘\n---\n",
    )
    assert (read_entry.mode, len(read_entry.items)) == (Mode.ADD, 1)
    assert read_entry.actual == ((date(2026, 11, 28), 30),)


@pytest.mark.parametrize(
    ("value", "numbers", "whole"),
    [
        ("1", [1], False),
        ("２", [2], False),
        ("[1, 2]", [1, 2], False),
        ("all", [1, 2], True),
        ("全年级", [1, 2], True),
    ],
)
def test_classes(value: str, numbers: list[int], *, whole: bool) -> None:
    read_entry = with_field(f"class: {value}")
    assert [c.number for c in read_entry.classes] == numbers
    assert read_entry.whole_grade is whole


@pytest.mark.parametrize("value", ["3", "三年级", "3年级", "三年級"])
def test_grades(value: str) -> None:
    assert with_field(f"grade: {value}").grade == 3


@pytest.mark.parametrize(("value", "grade"), [("七年级", 7), ("初一", 7), ("初三", 9), ("6", 6)])
def test_grades_that_are_not_the_paths(value: str, grade: int) -> None:
    (found,) = read(f"---\n{REST}grade: {value}\n---\n{BODY}")[1]
    assert found.words == "entry.path:grade"
    assert dict(found.args) == {"written": grade, "path": 3}


@pytest.mark.parametrize("value", ["replace", "替换", "Replace", "替換"])
def test_modes(value: str) -> None:
    assert with_field(f"方式: {value}").mode is Mode.REPLACE


@pytest.mark.parametrize(
    ("value", "draft"), [("yes", True), ("是", True), ("true", True), ("no", False), ("否", False)]
)
def test_drafts(value: str, *, draft: bool) -> None:
    assert with_field(f"草稿: {value}").draft is draft


@pytest.mark.parametrize("subject", ["语文", "chinese", "Chinese", "語文"])
def test_subjects(subject: str) -> None:
    assert entry(BODY, head=f"---\nsubject: {subject}\nteacher: 王芳\n---\n").subject == "chinese"


@pytest.mark.parametrize(
    ("line", "variant", "column"),
    [
        ("科目: 语文", "entry.field:near", 1),
        ("techer: 王", "entry.field:near", 1),
        ("zzz: 1", "entry.field:unknown", 1),
        ("学科: 语文", "entry.field:twice", 1),
        ("class: 1班", "entry.field:class-near", 8),
        ("class: 1、2", "entry.field:class-near", 8),
        ("class: 一班", "entry.field:class", 8),
        ("class: [1班]", "entry.field:class", 9),
        ("class: [1, 一]", "entry.field:class", 12),
        ("class: {a: b}", "entry.field:class", 1),
        ("class: []", "entry.field:empty", 1),
        ("class:", "entry.field:empty", 1),
        ("class: 7", "entry.unknown:class", 8),
        ("class: [1, 0]", "entry.unknown:class", 12),
        ("grade: 高一", "entry.field:grade", 8),
        ("grade: 4", "entry.path:grade", 8),
        ("week: 十二", "entry.field:week", 7),
        ("week: 13", "entry.path:week", 7),
        ("term: 2026-autum", "entry.unknown:term-near", 7),
        ("term: zzz", "entry.unknown:term", 7),
        ("mode: both", "entry.field:mode", 7),
        ("draft: 也许", "entry.field:draft", 8),
        ("digest: 0123", "entry.field:digest", 9),
        ("approval: 李敏", "entry.field:approval", 11),
        ("approval: {教研组长: 李敏}", "entry.field:signature", 18),
        ("approval: {教研组长: 李敏 2026-13-11}", "entry.field:signature", 18),
        ("actual: 20", "entry.field:actual", 9),
        ("actual: {周一: 很久}", "entry.field:minutes", 14),
        ("actual: {周一: 601}", "entry.field:minutes", 14),
        ("actual: {周八: 20}", "entry.field:actual-day", 10),
        ("actual: {周一至周三: 20}", "entry.field:actual-day", 10),
    ],
)
def test_slips(line: str, variant: str, column: int) -> None:
    assert slips(line) == [(variant, 4, column)]


def test_required_keys() -> None:
    assert words(f"---\nclass: 1\n---\n{BODY}") == [
        ("entry.field:missing-subject", 2, 1),
        ("entry.field:missing-teacher", 2, 1),
    ]
    assert words(f"---\n科目: 语文\n老师: 王芳\n---\n{BODY}") == [
        ("entry.field:near", 2, 1),
        ("entry.field:near", 3, 1),
    ]


def test_unknown_subjects() -> None:
    for subject, variant in (("语闻", "subject-near"), ("体操", "subject")):
        found = words(f"---\nsubject: {subject}\nteacher: 王芳\n---\n{BODY}")
        assert found == [(f"entry.unknown:{variant}", 2, 10)]


def test_the_grade_may_stand_in_the_front_matter_alone() -> None:
    path = "content/2026-autumn/w12/语文组/a.md"
    found_entry, _ = read(f"---\n{REST}grade: 六年级\n---\n{BODY}", path)
    assert found_entry is not None
    assert len(found_entry.classes) == 6
    assert words(f"---\n{REST}---\n{BODY}", path) == [("entry.field:missing-grade", 1, 1)]
    assert words(f"---\n{REST}grade: 5\n---\n{BODY}", path) == [("entry.unknown:grade", 4, 8)]
    other = "content/2026-autumn/w12/g5/a.md"
    assert words(f"---\n{REST}---\n{BODY}", other) == [("entry.unknown:grade", 1, 1)]


def test_actual_days_are_those_of_the_week() -> None:
    assert with_field("actual:\n  11月24日: 15").actual == ((WEEK.blocks[1].first, 15),)


def test_the_schema_agrees_with_the_reader() -> None:
    validator = jsonschema.Draft202012Validator(entry_schema())
    validator.check_schema(entry_schema())
    good = {"学科": "语文", "teacher": "王芳", "class": [1, 2], "年级": "三年级", "draft": True}
    assert validator.is_valid(good)
    assert validator.is_valid(
        {**good, "approval": {"教研组长": "李敏 2026-11-11"}, "实测": {"周一": 20}}
    )
    for bad in (
        {"学科": "语文"},
        {**good, "subject": "语文"},
        {**good, "clas": 1},
        {**good, "class": "1班"},
        {**good, "approval": {"教研组长": "李敏"}},
        {**good, "mode": "both"},
    ):
        assert not validator.is_valid(bad), bad

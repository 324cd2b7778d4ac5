"""The head teacher's table, its text and its JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth

from sjboard.content.apply import apply_entries
from sjboard.edges.load_text import as_json, as_text
from sjboard.locale import DOMAINS, LANGUAGES, Words, catalogue_path
from sjboard.model import ClassId, Place
from sjboard.views.table import LoadTable, TableDay, load_table
from tests.policy.school import DAILY, MON, SAT, THU, TUE, WEEK, entry, item, school

LOCALE = Path(__file__).parents[2] / "sjboard" / "locale"
CLASS = ClassId(3, 1)
CONFIG = school(DAILY, coverage={3: ("chinese", "math", "english")})
ENTRIES = [
    entry(
        "chinese",
        item(15),
        item(5, line=8),
        item(10, kind="reading", line=9),
        item(40, SAT, kind="practice", optional=True),
    ),
    entry(
        "math",
        item(10, TUE, tier="basic"),
        item(20, TUE, tier="advanced", line=8),
        item(12, THU, place=Place.AFTER_SCHOOL, kind="practice"),
        item(61, THU, line=9),
    ),
]


def _words(language: str) -> Words:
    paths = [catalogue_path(language, domain) for domain in DOMAINS]
    return Words(language, {path: (LOCALE / path).read_bytes() for path in paths})


def _table(only: ClassId | None = CLASS) -> LoadTable:
    by_class, _ = apply_entries(ENTRIES, CONFIG)
    return load_table(CONFIG, WEEK, by_class, only)


def _day(n: int) -> TableDay:
    return _table().classes[0].days[n]


def test_a_days_work_is_added_up_by_subject_kind_and_tier() -> None:
    assert [
        (one.subject_name, one.kind_name, one.column, one.minutes) for one in _day(0).lines
    ] == [
        ("语文", "书面", "written", 20),
        ("语文", "朗读", "other", 10),
    ]
    assert [(one.tier_name, one.minutes) for one in _day(1).lines] == [("基础", 10), ("提高", 20)]
    assert _day(1).written == (("", 0), ("基础", 10), ("提高", 20))
    assert _day(0).loads == (("", 30),)


def test_what_is_left_is_shared_over_subjects_that_set_nothing_written() -> None:
    monday, tuesday = _day(0), _day(1)
    assert (monday.limit, monday.left) == (60, 40)
    assert monday.suggestions == (("数学", 20), ("英语", 20))
    assert tuesday.left == 40
    assert tuesday.suggestions == (("语文", 20), ("英语", 20))


def test_no_subject_is_suggested_a_few_minutes() -> None:
    by_class, _ = apply_entries([entry("chinese", item(45)), entry("math", item(52, TUE))], CONFIG)
    days = load_table(CONFIG, WEEK, by_class, CLASS).classes[0].days
    assert (days[0].left, days[0].suggestions) == (15, (("数学", 15),))
    assert (days[1].left, days[1].suggestions) == (8, ())


def test_a_broken_cap_leaves_less_than_nothing() -> None:
    assert (_day(3).left, _day(3).suggestions) == (-1, ())


def test_places_and_optional_work_stand_apart() -> None:
    thursday, weekend = _day(3), _day(5)
    assert [one.column for one in thursday.lines] == ["written", "after-school"]
    assert (thursday.after_school, thursday.total_stay, thursday.total_leave) == (12, 73, 61)
    assert [one.column for one in weekend.lines] == ["optional"]
    assert (weekend.optional, weekend.loads, weekend.limit, weekend.left) == (
        40,
        (("", 0),),
        None,
        None,
    )


def test_every_minute_stands_in_exactly_one_line() -> None:
    total = sum(one.minutes for day in _table().classes[0].days for one in day.lines)
    assert total == sum(piece.minutes for one in ENTRIES for piece in one.items)


def test_without_a_class_every_class_is_there() -> None:
    assert [str(one.id) for one in _table(None).classes] == [str(c) for c in CONFIG.all_classes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_aligned_and_fits_a_terminal(language: str) -> None:
    lines = as_text(_table(None), _words(language)).splitlines()
    assert max(wcswidth(line) for line in lines) <= 100
    for head, *rest in _blocks(lines):
        assert wcswidth(head) <= wcswidth(rest[0])


def _blocks(lines: list[str]) -> list[list[str]]:
    """A head of columns and what follows it, to the blank line."""
    text = "\n".join(lines).split("\n\n")
    return [block.split("\n")[1:] for block in text if "─" in block]


def test_the_text_of_a_class() -> None:
    text = as_text(_table(), _words("zh-Hans"))
    assert text.splitlines()[:6] == [
        "三年级1班　第 12 周（11月23日至11月29日）",
        "日期           学科    书面          其他     课后服务  选做",
        "─" * 63,
        "11月23日 周一  语文    书面 20       朗读 10",
        "               书面合计 20，上限 60，还可布置 40（可分给：数学 20、英语 20）",
        "─" * 63,
    ]
    assert "书面合计 基础 10 / 提高 20，上限 60" in text
    assert "书面合计 61，上限 60，超出 1！，留校 73，不留校 61" in text
    assert "11月25日 周三  无作业" in text


def test_a_long_cell_goes_on_in_the_next_line() -> None:
    tiers = [item(9, kind=k, tier=t) for k in ("written",) for t in (None, "basic", "advanced")]
    by_class, _ = apply_entries([entry("math", *tiers)], CONFIG)
    text = as_text(load_table(CONFIG, WEEK, by_class, CLASS), _words("zh-Hans"))
    rows = text.splitlines()[3:5]
    assert rows[0].endswith("书面 9  书面 基础 9")
    assert rows[1].strip() == "书面 提高 9"


def test_the_json_form_has_every_block() -> None:
    payload = as_json(_table())
    assert json.loads(json.dumps(payload)) == payload
    (only,) = payload["classes"]
    assert (payload["term"], payload["week"], only["class"]) == ("2026-autumn", 12, "3-1")
    assert [day["day"] for day in only["days"]] == [b.first.isoformat() for b in WEEK.blocks]
    monday = only["days"][0]
    assert monday["day"] == MON.isoformat()
    assert monday["items"][1] == {
        "subject": "语文",
        "kind": "朗读",
        "tier": "",
        "place": "home",
        "optional": False,
        "minutes": 10,
    }
    assert (monday["limit"], monday["left"], monday["suggestions"]) == (
        60,
        40,
        {"数学": 20, "英语": 20},
    )


def test_an_empty_week_is_a_table_too() -> None:
    table = load_table(CONFIG, replace(WEEK, blocks=()), {}, None)
    assert as_text(table, _words("en"))


def test_what_nobody_handed_in_is_not_said_to_be_free() -> None:
    by_class, _ = apply_entries([entry("chinese", item(15), classes=(1,))], CONFIG)
    other = load_table(CONFIG, WEEK, by_class, ClassId(3, 2))
    text = as_text(other, _words("zh-Hans"))
    assert "未交" in text
    assert "无作业" not in text
    assert "未交" not in as_text(load_table(CONFIG, WEEK, by_class, CLASS), _words("zh-Hans"))

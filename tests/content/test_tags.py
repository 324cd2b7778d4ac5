from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.durations import Duration, read_duration
from sjboard.content.tags import TagReader, Tags, read_due
from sjboard.model import Place
from sjboard.syntax.fold import fold
from tests.content.school import CONFIG, WEEK

READER = TagReader(CONFIG)


def tags(inner: str) -> Tags:
    read = READER.read(inner)
    assert isinstance(read, Tags), read
    return read


def faults(inner: str) -> list[tuple[str, str]]:
    """The variants with what was written at their place."""
    read = READER.read(inner)
    assert not isinstance(read, Tags)
    return [(fault.variant, inner[fault.start : fault.end]) for fault in read]


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("15分钟", 15, 15),
        ("15分", 15, 15),
        ("15分鐘", 15, 15),
        ("15 分钟", 15, 15),
        ("１５分钟", 15, 15),
        ("15min", 15, 15),
        ("15MIN", 15, 15),
        ("15m", 15, 15),
        ("半小时", 30, 30),
        ("半个小时", 30, 30),
        ("1小时", 60, 60),
        ("1.5小时", 90, 90),
        ("1.5个小时", 90, 90),
        ("1小时半", 90, 90),
        ("1小时30分钟", 90, 90),
        ("1h", 60, 60),
        ("1h30m", 90, 90),
        ("10-15分钟", 10, 15),
        ("10 - 15 分钟", 10, 15),
        ("10~15分", 10, 15),
        ("10～15分", 10, 15),
        ("10—15分钟", 10, 15),
        ("10至15分钟", 10, 15),
        ("10到15分钟", 10, 15),
        ("10分钟-15分钟", 10, 15),
        ("10-15min", 10, 15),
        ("1-2小时", 60, 120),
        ("半小时-1小时", 30, 60),
        ("1分钟", 1, 1),
        ("600分钟", 600, 600),
        ("10小时", 600, 600),
    ],
)
def test_durations(written: str, low: int, high: int) -> None:
    assert tags(f"书面 {written}").duration == Duration(low, high, shared=False)
    assert tags(f"{written}、书面").duration == Duration(low, high, shared=False)
    assert tags(f"共{written} 书面").duration == Duration(low, high, shared=True)


@pytest.mark.parametrize(
    ("written", "variant"),
    [
        ("0分钟", "minutes-range"),
        ("601分钟", "minutes-range"),
        ("11小时", "minutes-range"),
        ("15.5分钟", "minutes-whole"),
        ("0.33小时", "minutes-whole"),
        ("20-10分钟", "minutes-backwards"),
        ("一堂课（40分钟）", "minutes"),
        ("大约半小时", "minutes-near"),
        ("十五分钟", "minutes-near"),
        ("一刻钟", "minutes-near"),
        ("15’", "minutes-near"),
        ("1-2-3分钟", "minutes"),
        ("15", "unit"),
    ],
)
def test_what_is_no_duration(written: str, variant: str) -> None:
    assert faults(f"书面 {written}") == [(variant, written)]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("", [("nothing", "")]),
        ("基础", [("nothing", "基础")]),
        ("15分钟", [("no-kind", "15分钟")]),
        ("书面", [("no-minutes", "书面")]),
        ("书写 15分钟", [("near", "书写")]),
        ("打卡签到 15分钟", [("unknown", "打卡签到")]),
        ("书面15分钟", [("glued", "书面15分钟")]),
        ("书面15分钟基础", [("glued", "书面15分钟基础")]),
        ("书面；15分钟", [("glued", "书面；15分钟")]),
        ("书面 口头 15分钟", [("twice-kind", "口头")]),
        ("书面 15分钟 20分钟", [("twice-minutes", "20分钟")]),
        ("书面 15分钟 基础 提高", [("twice-tier", "提高")]),
        ("书面 15分钟 选做 选做", [("twice-optional", "选做")]),
        ("书面 15分钟 校内 家庭", [("twice-place", "家庭")]),
        ("书面 15分钟 周五交 周四交", [("twice-due", "周四交")]),
        ("书面 15分钟 必做", [("required", "必做")]),
        ("书面 15分钟 交", [("due", "交")]),
        ("书写 0分钟 交", [("near", "书写"), ("minutes-range", "0分钟"), ("due", "交")]),
        ("　书写　１５分钟", [("near", "书写")]),
    ],
)
def test_slips(inner: str, expected: list[tuple[str, str]]) -> None:
    assert faults(inner) == expected


def test_a_sign_that_widens_does_not_move_places() -> None:
    assert faults("㎜㎜ 书写 15分钟")[-1] == ("near", "书写")


def test_words_in_both_languages_and_widths() -> None:
    for inner in (
        "书面，15分钟，提高，选做，校内",
        "WRITTEN 15min Advanced optional in-school",
        "書面、15分鐘、提高、選做、校內",
    ):
        read = tags(inner)
        assert (read.kind, read.tier, read.optional, read.place) == (
            "written",
            "advanced",
            True,
            Place.IN_SCHOOL,
        )
    assert tags("朗读 1h 课后").place is Place.AFTER_SCHOOL
    assert tags("阅读 1h after-school").place is Place.AFTER_SCHOOL
    assert tags("阅读 1h").place is Place.HOME


@pytest.mark.parametrize(
    ("written", "days", "expected"),
    [
        ("周五交", (0,), date(2026, 11, 27)),
        ("周五上交", (0,), date(2026, 11, 27)),
        ("due:Fri", (0,), date(2026, 11, 27)),
        ("due:2026-11-27", (0,), date(2026, 11, 27)),
        ("11月27日交", (0,), date(2026, 11, 27)),
        ("周一交", (0,), date(2026, 11, 23)),
        ("周一交", (2,), date(2026, 11, 30)),
        ("下周一交", (0,), date(2026, 11, 30)),
        ("周一交", (5,), date(2026, 11, 30)),
        ("周六交", (5,), date(2026, 12, 5)),
        ("周五交", (0, 1, 2, 3), date(2026, 11, 27)),
        ("due:2026-11-20", (0,), "due-past"),
        ("本周一交", (2,), "due-past"),
        ("due:2026-11-31", (0,), "due"),
        ("due:soon", (0,), "due"),
        ("早点交", (0,), "due"),
    ],
)
def test_due_days(written: str, days: tuple[int, ...], expected: date | str) -> None:
    blocks = tuple(WEEK.blocks[day] for day in days)
    due = tags(f"书面 15分钟 {written}").due
    assert due is not None
    assert read_due(due[0], blocks, WEEK) == expected


TOKENS = ("书面", "10-15分钟", "提高", "选做", "课后", "周五交")


@given(
    st.permutations(TOKENS),
    st.lists(st.sampled_from([" ", "，", ",", "、", "　", ", "]), min_size=5, max_size=5),
)
@settings(max_examples=100, deadline=None)
def test_order_and_separators_do_not_matter(tokens: list[str], between: list[str]) -> None:
    read = tags("".join(t + s for t, s in zip(tokens, [*between, ""], strict=True)))
    assert (read.kind, read.duration, read.tier) == (
        "written",
        Duration(10, 15, shared=False),
        "advanced",
    )
    assert (read.optional, read.place) == (True, Place.AFTER_SCHOOL)
    assert read.due is not None
    assert read.due[0] == "周五交"


@given(
    st.text(
        st.sampled_from("书面口头基础选做交due: 0123456789.-~至分钟小时半共hmin，、；㎜"),
        max_size=30,
    )
)
@settings(max_examples=400, deadline=None)
def test_any_group_is_read_or_has_faults_inside_it(inner: str) -> None:
    read = READER.read(inner)
    if not isinstance(read, Tags):
        assert read
        for fault in read:
            assert 0 <= fault.start <= fault.end <= len(inner)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_word_is_a_duration_or_none(text: str) -> None:
    read = read_duration(fold(text))
    assert not isinstance(read, Duration) or 1 <= read.low <= read.minutes <= 600


def test_a_kind_is_shown_by_the_word_that_was_written() -> None:
    assert (tags("阅读 10分钟").kind, tags("阅读 10分钟").kind_name) == ("reading", "阅读")
    assert tags("朗读 10分钟").kind_name == "朗读"
    assert tags("reading 10m").kind_name == ""

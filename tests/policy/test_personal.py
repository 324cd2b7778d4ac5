"""Numbers, addresses and names that belong to persons, and what only looks like them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.policy.personal import (
    MAYBE_LISTS,
    MAYBE_NUMBERS,
    Own,
    checksum,
    find_lists,
    find_names,
    find_numbers,
    masked,
    names_pattern,
    own_data,
    read_names,
    tier_lists,
)

OWN = own_data("0571-87654321", "http://www.xuexiao.edu.cn/board/")
BORN = "11010120151231001"
IDENTITY = BORN + checksum(BORN).upper()


def found(line: str, own: Own = OWN) -> list[tuple[str, str]]:
    return [(one.rule, line[one.start : one.end]) for one in find_numbers(line, own)]


@pytest.mark.parametrize(
    ("line", "rule", "shown"),
    [
        ("有问题打 13812345678 找我", "phone", "13812345678"),
        ("电话：138-1234-5678。", "phone", "138-1234-5678"),
        ("电话138 1234 5678张老师", "phone", "138 1234 5678"),
        ("+8619912345678", "phone", "19912345678"),
        ("+86 19912345678", "phone", "19912345678"),
        ("手机１３８１２３４５６７８", "phone", "１３８１２３４５６７８"),
        ("13812345678张老师", "phone", "13812345678"),
        ("座机 010-62345678", "phone", "010-62345678"),
        ("座机（0755）2234567", "phone", "（0755）2234567"),
        ("02162345678", "phone", "02162345678"),
        (f"身份证 {IDENTITY}", "id-number", IDENTITY),
        (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", "id-number", None),
        ("旧证 110101851231001", "id-number", "110101851231001"),
        ("发到 wang.fang@qq.com", "email", "wang.fang@qq.com"),
        ("ＷＡＮＧ＠163.com", "email", "ＷＡＮＧ＠163.com"),
        ("QQ：12345678", "account", "12345678"),
        ("QQ群 234567890", "account", "234567890"),
        ("加微信号 wangfang_88", "account", "wangfang_88"),
        ("微信：abc12345", "account", "abc12345"),
        ("微信13812345678", "account", "13812345678"),
        ("钉钉号是 dingwang01", "account", "dingwang01"),
        ("微信號：wxid-teacher", "account", "wxid-teacher"),
    ],
)
def test_what_is_found(line: str, rule: str, shown: str | None) -> None:
    assert found(line) == [(rule, line if shown is None else shown)]


@pytest.mark.parametrize(
    "line",
    [
        "课本第 67 页第 1 题，练习册第 12—15 页",
        "计算 136×4、208×5，再验算",
        "读出 12345678 和 102030405",
        "口算：13812345678+1",
        "13812345678≈138 亿",
        "一共 13900000000 元",
        "世界人口约 13812345678人",
        "1381234567890",
        "圆周率 3.13812345678",
        "138123456789",
        "第 2026-11-23 号",
        "12345-678901",
        "地球到太阳 149600000 千米",
        "110101201512310010",  # the last digit does not fit
        "990101201512310015",
        "999999999999999",
        "123456789012345",
        "学校电话 0571-87654321",
        "学校电话 87654321",
        "写信到 office@xuexiao.edu.cn",
        "写信到 xuexiao@board.xuexiao.edu.cn",
        "Write to Amy@example.com",
        "网址 https://example.org/13812345678/a@b.com",
        "不用微信打卡，不在QQ群里布置",
        "微博写 10000 字",
        "QQ 里有 20 个同学",
        "{书面 15分钟 基础}",
    ],
)
def test_what_is_innocent(line: str) -> None:
    assert found(line) == []


def test_somebody_elses_address_under_a_public_ending_is_found() -> None:
    assert found("a@edu.cn") == [("email", "a@edu.cn")]
    assert found("a@other.edu.cn") == [("email", "a@other.edu.cn")]
    assert found("a@xuexiao.edu.cn", Own()) == [("email", "a@xuexiao.edu.cn")]


def test_the_school_may_have_two_numbers() -> None:
    own = own_data("0571-87654321、13812345678", "")
    assert find_numbers("0571-87654321 或 13812345678", own) == ()
    assert len(find_numbers("0571-87654321 或 13812345679", own)) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812345678", "13*******78"),
        ("王芳", "王*"),
        ("王小芳", "王*芳"),
        ("wang@qq.com", "w***@qq.com"),
        ("x", "x"),
    ],
)
def test_the_middle_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


LISTS = tier_lists(["基础", "提高", "拓展"])


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("基础组：小明、小红", "小明、小红"),
        ("提高层: 李晓明，王芳，陈小东", "李晓明，王芳，陈小东"),
        ("红队有张三和李四", "张三和李四"),
        ("学困生：赵一鸣、钱多", "赵一鸣、钱多"),
        ("A组：小李 小张", "小李 小张"),
    ],
)
def test_lists_of_pupils_by_tier(line: str, shown: str) -> None:
    assert [line[f.start : f.end] for f in find_lists(line, LISTS)] == [shown]


@pytest.mark.parametrize(
    "line",
    [
        "基础：第 1 题、第 2 题",
        "基础组：口算、笔算",
        "提高组：周长、面积",
        "A组：计算、填空",
        "基础题：小数、小结",
        "小明和小红一起跳绳",
        "三人一组：一人读、一人写",
    ],
)
def test_lists_of_tasks(line: str) -> None:
    assert list(find_lists(line, LISTS)) == []


def test_names_of_the_private_list() -> None:
    names = read_names("# 三年级\n王小明\n李 红\n王小明, 2班\n张\n赵一\t3\n")
    assert names == ("王小明", "李 红", "赵一")
    pattern = names_pattern(names)
    line = "请王小明和赵一领读"
    assert [line[f.start : f.end] for f in find_names(line, pattern)] == ["王小明", "赵一"]
    assert names_pattern(()) is None
    assert list(find_names(line, None)) == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60)
    | st.text("0123456789-. +@qQ微信号１３８x", max_size=40)
    | st.from_regex(r"[0-9]{6,20}.[0-9]{3}", fullmatch=True)
)
def test_any_text_is_searched_without_a_fault(line: str) -> None:
    last = 0
    for one in find_numbers(line, OWN):
        assert last <= one.start < one.end <= len(line)
        assert "*" in masked(line[one.start : one.end])
        last = one.end
    for one in (*find_lists(line, LISTS), *find_names(line, names_pattern(["小明"]))):
        assert 0 <= one.start < one.end <= len(line)


@settings(max_examples=100, deadline=None)
@given(st.integers(10**8, 10**9 - 1), st.sampled_from("3456789"))
def test_every_mobile_number_is_found_between_any_words(tail: int, second: str) -> None:
    number = f"1{second}{tail}"
    expected = [] if number.endswith("00000") else [("phone", number)]
    assert found(f"请打{number}，谢谢") == expected


@settings(max_examples=100, deadline=None)
@given(st.from_regex(LISTS), st.text(max_size=5))
def test_every_list_of_pupils_shows_at_a_glance(line: str, more: str) -> None:
    assert MAYBE_LISTS.search(more + line)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("王小明李红a.", min_size=1, max_size=4), max_size=6), st.text("王小明李红a.")
)
def test_names_by_surname_are_found_as_one_by_one(names: list[str], line: str) -> None:
    known = sorted({name for name in names if len(name) >= 2}, key=lambda n: (-len(n), n))
    plain = [m.span() for m in re.finditer("|".join(map(re.escape, known)), line)] if known else []
    assert [(f.start, f.end) for f in find_names(line, names_pattern(names))] == plain


_WORTH = re.compile(
    r"\d{4}|[@＠]|[号號号]|id|账|帳|帐|qq|微信|weixin|wechat|vx|钉钉|釘釘", re.IGNORECASE
)


@settings(max_examples=400, deadline=None)
@given(st.text("0123１@＠号iIıİdDqQ微信wWeEixıncChHaAtTvVxX钉", max_size=8) | st.text(max_size=9))
def test_what_is_worth_a_closer_look(line: str) -> None:
    assert (MAYBE_NUMBERS.search(line) is None) == (_WORTH.search(line) is None)

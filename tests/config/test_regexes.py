"""Patterns of a school's own: the slow ones are refused when the settings are read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.regexes import Sieve, is_slow, may_match, needs


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|ab)*c",
        "(?:家长|老师){0,9}签",
        "(?P<x>a*)*",
        "(?<!少)(?=a+)(?:x(y{2,3}))+",
        ".*家.*长.*签.*字",
        "a{0,30}b{2,}c*d+",
        "((a|b){2}c)+",
    ],
)
def test_slow(pattern: str) -> None:
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(请|让|由|需)家长.{0,6}(批改|检查|签字|打印)",
        "(不|无需|不用|不必|勿).{0,4}家长",
        "家长.*签字.*打印",
        "(?:ab)*",
        "(a+)?",
        r"[(*+]*\(\*",
        "[]+*]+",
    ],
)
def test_quick(pattern: str) -> None:
    assert not is_slow(pattern)


@settings(max_examples=200, deadline=None)
@given(st.text("ab(|)[]{},*+?\\.^$0123:=!<P>", max_size=30))
def test_any_text_is_answered(pattern: str) -> None:
    assert is_slow(pattern) in (True, False)


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("家长", "家 长"),
        ("(请|让)?(家长|父母).{0,6}签字", "签 字 家父"),
        ("(家长|父母)", "家父"),
        ("家长|[父母]", "家 长|母父"),
        ("[^父母]长|[a父]|[父-母]", "长||"),
        ("(?<!少)用手机", "用 手 机"),
        ("(?=签)x", ""),
        ("签?x", ""),
        ("(签{0,2}|字)", ""),
        ("(?:微信|QQ)群", "群"),
        ("QQ|群", "|群"),
        ("(?x)a # 签", ""),
        (r"\\签|\(字", "签|字"),
    ],
)
def test_what_a_match_needs(pattern: str, ways: str) -> None:
    found = [" ".join("".join(sorted(one)) for one in way) for way in needs(pattern)]
    assert "|".join(found) == ways


def test_a_text_that_lacks_anything_of_every_way_cannot_match() -> None:
    ways = needs("家长.*签字|微信")
    said = ("家长签字", "请把信给家长看", "微笑", "微信")
    assert [may_match(ways, frozenset(text)) for text in said] == [True, False, False, True]
    assert may_match(needs("."), frozenset())


def test_a_sieve_lets_through_what_each_pattern_alone_would() -> None:
    patterns = [needs(one) for one in ("家长.*签字", "微信|QQ", "打卡|家长群", "[群里]发", "(?=x)")]
    sieve = Sieve(patterns)
    for text in ("", "家长签字", "在群里发给家长", "微信打卡", "QQ"):
        each = [n for n, ways in enumerate(patterns) if may_match(ways, frozenset(text))]
        assert sieve.may_match(frozenset(text)) == each
    assert sieve.may_match(frozenset("在群里发给家长")) == [1, 2, 3, 4]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"家长签字a(|)*+?.", "(?:", "{0,2}", "[家长]", "(?=", "\\"]), max_size=9
    ),
    st.text("家长签字a", max_size=12),
)
def test_no_match_does_without(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    try:
        compiled = re.compile(pattern)
    except re.error:
        return
    ways = needs(pattern)
    assert all(may_match(ways, frozenset(match.group())) for match in compiled.finditer(text))

"""Patterns of a school's own: the slow ones are refused when the settings are read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.regexes import Sieve, Ways, is_slow, needs


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
        ("家长", "家长"),
        ("(请|让)?(家长|父母).{0,6}签字", "签字 家长/父母"),
        ("(家长|父母)", "家长/父母"),
        ("家长|[父母]", "家长|母/父"),
        ("[^父母]长|[a父]|[父-母]", "长||"),
        ("(?<!少)用手机", "用手机"),
        ("用(?!过)手机", "用手机"),
        ("(?=签)x", "X/x"),
        ("签?x", "X/x"),
        ("签?", ""),
        ("家签?字", "家 字"),
        ("家签+字", "家签 字"),
        ("(签{0,2}|字)", ""),
        ("(?:微信|q)群", "Q群/q群/微信群"),
        ("(?:微信|q.)群", "群 Q/q/微信"),
        ("自[己行](批|改.)", "自己/自行 批/改"),
        ("(?:a|.)群", "群"),
        ("k|群", "K/k/\u212a|群"),
        ("(?x)a # 签", ""),
        ("(?P<签>字)", ""),
        (r"\\签|\(字", "签|字"),
        (r"\d签", "签"),
        ("[一二三四五六七八][一二三四五六七八]", "一/七/三/二/五/八/六/四 一/七/三/二/五/八/六/四"),
    ],
)
def test_what_a_match_needs(pattern: str, ways: str) -> None:
    found = [" ".join("/".join(sorted(one)) for one in way) for way in needs(pattern)]
    assert "|".join(found) == ways


def may_match(ways: Ways, text: str) -> bool:
    """Say the plain way what a sieve says."""
    return any(all(any(word in text for word in one) for one in way) for way in ways)


def test_a_text_that_lacks_anything_of_every_way_cannot_match() -> None:
    sieve = Sieve([needs("家长.*签字|微信")])
    said = ("家长签字", "请把信给家长看", "微笑", "微信")
    assert [bool(sieve.may_match(text)) for text in said] == [True, False, False, True]
    assert Sieve([needs(".")]).may_match("") == [0]
    assert Sieve([]).may_match("家长") == []


_PIECES = st.sampled_from(
    [*"家长签字ak(|)*+?.", "(?:", "{0,2}", "{2}", "[家长]", "(?=", "(?<!", "\\"]
)
_PATTERNS = st.lists(_PIECES, max_size=9).map("".join)
_TEXTS = st.text("家长签字aKk\u212a", max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PATTERNS, max_size=5), _TEXTS)
def test_a_sieve_lets_through_what_each_pattern_alone_would(patterns: list[str], text: str) -> None:
    each = [needs(pattern) for pattern in patterns]
    passed = [n for n, ways in enumerate(each) if may_match(ways, text)]
    assert Sieve(each).may_match(text) == passed


@settings(max_examples=600, deadline=None)
@given(_PATTERNS, _TEXTS)
def test_no_match_does_without(pattern: str, text: str) -> None:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error:
        return
    ways = needs(pattern)
    assert all(may_match(ways, match.group()) for match in compiled.finditer(text))

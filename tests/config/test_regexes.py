"""Patterns of a school's own: the slow ones are refused when the settings are read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.regexes import is_slow


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

"""Patterns that are compiled late: they do what compiled ones do, and none of them is wrong."""

from __future__ import annotations

import pkgutil
import re
import sys
from importlib import import_module

import pytest

import sjboard
from sjboard.patterns import _Late, regex


def test_a_late_pattern_is_tried_as_any() -> None:
    late, soon = regex(r"(a+)b", re.IGNORECASE), re.compile(r"(a+)b", re.IGNORECASE)
    for text in ("", "ab", "xAABx", "abab"):
        for method in ("search", "match", "fullmatch"):
            found, expected = getattr(late, method)(text), getattr(soon, method)(text)
            assert (found and found.span(1)) == (expected and expected.span(1))
        assert late.findall(text) == soon.findall(text)
        assert late.sub(r"\1", text) == soon.sub(r"\1", text)
        assert late.split(text) == soon.split(text)
    assert (late.pattern, late.groups, late.flags) == (soon.pattern, soon.groups, soon.flags)
    assert regex(b"a").search(b"ba")


def test_it_says_what_is_wrong_with_it_when_it_is_tried() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(AttributeError):
        regex("a").matches  # type: ignore[attr-defined]  # noqa: B018 - to see it fail


def test_every_pattern_of_the_house_compiles() -> None:
    for module in pkgutil.walk_packages(sjboard.__path__, "sjboard."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    late = [
        value
        for name, module in sorted(sys.modules.items())
        if name.startswith("sjboard.")
        for value in vars(module).values()
        if isinstance(value, _Late)
    ]
    assert len(late) > 100
    for one in late:
        re.compile(one.pattern, one._flags)

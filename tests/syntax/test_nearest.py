from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.syntax.fold import fold, fold_with_places
from sjboard.syntax.nearest import nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("语闻", ["数学", "语文"], "语文"),
        ("subjct", ["teacher", "subject"], "subject"),
        ("ＳＵＢＪＥＣＴ", ["teacher", "subject"], "subject"),
        ("學科", ["教师", "学科"], "学科"),
        ("zzz", ["subject"], None),
        ("", ["subject"], None),
    ],
)
def test_the_nearest_known_word(word: str, known: list[str], meant: str | None) -> None:
    assert nearest(word, known) == meant


@given(st.text(max_size=30))
@settings(deadline=None)
def test_places_lead_back_to_what_was_written(text: str) -> None:
    folded, places = fold_with_places(text)
    assert len(places) == len(folded) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)


def test_a_sign_that_folds_to_several_keeps_its_one_place() -> None:
    assert fold_with_places("a㎜ｂ") == ("ammb", (0, 1, 1, 2, 3))
    assert fold("週一，課後") == "周一,课后"

"""Every field of a limit is told, in every language, and no two limits are told alike."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from sjboard.config.packs import BUNDLED
from sjboard.diagnostics import Severity
from sjboard.edges.terminal import words
from sjboard.model import BlockKind, Limit, Measure, NthWeekday, Per, Place
from sjboard.render.sentences import limit_sentence
from sjboard.views.rules import limit_view
from tests.policy.school import school
from tests.policy.written import using

ZH = words("zh-Hans")
PLAIN = Limit("x", frozenset({3}), 60, Measure.MINUTES)

CHANGES: tuple[dict[str, object], ...] = (
    {"grades": frozenset({3, 6})},
    {"value": 59},
    {"value": 0},
    {"measure": Measure.ITEMS},
    {"measure": Measure.SUBJECTS},
    {"block_kinds": frozenset({BlockKind.SCHOOL_DAY})},
    {"block_kinds": frozenset({BlockKind.WEEKEND, BlockKind.HOLIDAY})},
    {"weekdays": frozenset({2})},
    {"dates": frozenset({date(2026, 11, 25)})},
    {"nth": NthWeekday(2, -1)},
    {"nth": NthWeekday(2, 4)},
    {"nth": NthWeekday(2, -1), "dates": frozenset({date(2026, 11, 25)})},
    {"per": Per.BLOCK},
    {"per": Per.WEEK},
    {"per": Per.WEEK_MEAN},
    {"written_only": True},
    {"kinds": frozenset({"reading"})},
    {"places": frozenset({Place.HOME})},
    {"subjects": frozenset({"math"})},
    {"except_subjects": frozenset({"math"})},
    {"count_optional": True},
    {"severity": Severity.WARNING},
)
ELSEWHERE = {"id", "message", "source", "pack", "floor", "span"}
"""What the page and ``explain`` tell beside the sentence."""


def sentence(limit: Limit, language: str = "zh-Hans") -> str:
    return limit_sentence(words(language), limit_view(limit, school()))


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_field_makes_another_sentence(language: str) -> None:
    told = [sentence(replace(PLAIN, **change), language) for change in ({}, *CHANGES)]  # type: ignore[arg-type]  # fields by name, of many types
    assert len(set(told)) == len(told)


def test_no_field_is_forgotten() -> None:
    tried = {name for change in CHANGES for name in change}
    assert tried | ELSEWHERE == {field.name for field in fields(Limit)}


def test_a_sentence_reads_as_people_speak() -> None:
    rule = replace(
        PLAIN,
        grades=frozenset({3, 6}),
        block_kinds=frozenset({BlockKind.SCHOOL_DAY}),
        written_only=True,
        places=frozenset({Place.HOME}),
        subjects=frozenset({"chinese", "math"}),
    )
    assert sentence(rule) == (
        "三年级、六年级，上学日：在家做的语文、数学的书面作业每天合计不超过 60 分钟，选做的不算在内。"
    )
    last = replace(PLAIN, nth=NthWeekday(2, -1), value=0, count_optional=True)
    assert sentence(last) == "三年级，每月最后一个周三：不布置各类作业，选做的也不布置。"


@pytest.mark.parametrize("pack", BUNDLED)
def test_every_bundled_limit_can_be_told(pack: str) -> None:
    config = using(pack)
    told = [limit_sentence(ZH, limit_view(limit, config)) for limit in config.limits]
    assert len(set(told)) == len(told) > 0
    assert all(text.endswith("。") and "{" not in text for text in told)

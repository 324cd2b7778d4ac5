"""Every field of a limit is told, in every language, and no two limits are told alike."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from sjboard.config.packs import BUNDLED
from sjboard.config.values import Config, Waiver
from sjboard.diagnostics import Severity
from sjboard.edges.terminal import words
from sjboard.model import BlockKind, Limit, Measure, NthWeekday, Per, Place
from sjboard.render.sentences import limit_sentence, waived_rule
from sjboard.rules import RULES
from sjboard.views.rules import limit_view, rules_view
from sjboard.views.site import WaiverView
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


def test_every_rule_that_may_be_waived_is_called_by_a_name() -> None:
    """A board's readers never see a rule's id."""
    families = ("approval", "coverage", "kind", "tier", "privacy", "text")
    waived = [rule for rule in RULES if rule.partition(".")[0] in families]
    for language in ("zh-Hans", "zh-Hant", "en"):
        said = [waived_rule(words(language), waiver(rule, school())) for rule in waived]
        assert [text for text, rule in zip(said, waived, strict=True) if text == rule] == []
        assert len(set(said)) == len(waived) > 10


def test_a_waived_limit_or_ban_is_told_as_on_the_page_of_rules() -> None:
    config = using("cn-2021")
    limit = next(one for one in config.limits if one.id == "g3-6-written-daily")
    told = waived_rule(ZH, waiver("cap.g3-6-written-daily", config))
    assert told == limit_sentence(ZH, limit_view(limit, config))
    assert waived_rule(ZH, waiver("ban.copying", config)) == "同一内容不要求抄写、默写很多遍。"


def waiver(rule: str, config: Config) -> WaiverView:
    made = Waiver(rule, "科技节", "张强", date(2026, 11, 27))
    return rules_view(replace(config, waivers=(made,))).waivers[0]

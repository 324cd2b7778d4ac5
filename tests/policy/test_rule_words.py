"""Every sentence of these rules can be said in every language, with every part filled."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from sjboard.config.values import Waiver
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Diagnostic
from sjboard.edges.report import sentence
from sjboard.locale import DOMAINS, LANGUAGES, Words, catalogue_path
from sjboard.model import Block, BlockKind, Limit, Measure, Pathway, Per, Place
from sjboard.policy import check
from tests.policy.school import DAILY, MON, SAT, SCHOOL_DAYS, WEEK, entry, item, school

LOCALE = Path(__file__).parents[2] / "sjboard" / "locale"


def _words(language: str) -> Words:
    paths = [catalogue_path(language, domain) for domain in DOMAINS]
    return Words(language, {path: (LOCALE / path).read_bytes() for path in paths})


def _limits() -> list[Limit]:
    base = replace(DAILY, value=1, block_kinds=frozenset())
    changes: list[dict[str, object]] = [
        {},
        {"value": 0},
        {"value": 0, "written_only": False},
        {"message": "作业太多了", "source": "校务会议"},
        {"source": "国家要求"},
        {"written_only": False},
        {"written_only": False, "kinds": frozenset({"written", "reading"})},
        {"subjects": frozenset({"chinese", "math"})},
        {"except_subjects": frozenset({"english"})},
        {"per": Per.BLOCK},
        {"per": Per.WEEK},
        {"per": Per.WEEK_MEAN},
        {"measure": Measure.ITEMS},
        {"measure": Measure.SUBJECTS},
    ]
    changes += [{"places": frozenset(some)} for n in (1, 2) for some in combinations(Place, n)]
    return [replace(base, id=f"l{n}", **one) for n, one in enumerate(changes)]  # type: ignore[arg-type]  # fields by name, of many types


def _every_finding() -> list[Diagnostic]:
    autumn = Block(BlockKind.HOLIDAY, (date(2026, 12, 1),), "校运会")
    plain = Block(BlockKind.HOLIDAY, (date(2026, 12, 2),))
    week = replace(WEEK, blocks=(*WEEK.blocks, autumn, plain))
    days = (*SCHOOL_DAYS, SAT, autumn.first, plain.first)
    entries = [
        entry(
            subject,
            item(9, *days, line=line, place=place),
            item(9, *days, line=line + 10, place=place, tier="advanced" if n else None),
            name=f"{subject}{n}",
        )
        for n, place in enumerate(Place)
        for subject, line in (("chinese", 7), ("math", 8), ("english", 9))
    ]
    entries.append(entry("math", item(3, MON), classes=[2], name="own"))
    waiver = Waiver("cap.l0", "考前复习", "教导处", date(2026, 12, 30))
    config = school(*_limits(), coverage={6: ("math",)}, waivers=(waiver,))
    found: list[Diagnostic] = []
    for pathway in Pathway:
        setting = replace(config, pathway=pathway)
        by_class, duplicates = apply_entries(entries, setting)
        found += [*duplicates, *check(week, entries, by_class, setting)]
    return found


@pytest.fixture(scope="module")
def findings() -> list[Diagnostic]:
    return _every_finding()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_sentence_and_a_way_to_mend_it(
    language: str, findings: list[Diagnostic]
) -> None:
    words = _words(language)
    assert {d.words for d in findings} == {
        *("cap", "cap:none", "cap:message", "waived", "tier.unbalanced", "coverage.missing"),
        *("entry.duplicate", "entry.duplicate:mode"),
    }
    for finding in findings:
        message, hint = sentence(finding, words)
        assert message
        assert hint or finding.words == "waived"
        for text in (message, hint):
            assert "  " not in text
            assert not re.search(r"[一-鿿][,:;!?][一-鿿]|Phrase|\{(?!朗|reading)|None", text), text


def test_a_broken_cap_reads_as_a_teacher_would_say_it() -> None:
    homework = [entry("math", item(25)), entry("chinese", item(50, line=9))]
    config = school(DAILY)
    by_class, _ = apply_entries(homework, config)
    (found,) = check(WEEK, homework, by_class, config)
    message, hint = sentence(found, _words("zh-Hans"))
    assert message == "三年级1、2、3班，11月23日（周一）：书面作业共 75 分钟，超过了上限 60 分钟。"
    assert hint == (
        "占得最多的是语文的这一项（50 分钟）。把时长改到 35 分钟以内就不超了，"
        "例如写成“35分钟”；也可以换到别的日子。"
    )

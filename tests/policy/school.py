"""A small invented school for tests of loads and limits, built by hand from values.

Grades 1, 3 and 6 with three classes each; the week of 2026-11-23 with its weekend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sjboard.config.values import Config, School
from sjboard.diagnostics import Span
from sjboard.model import (
    Block,
    BlockKind,
    ClassId,
    Entry,
    Item,
    Kind,
    Limit,
    Markup,
    Measure,
    Pathway,
    Place,
    Subject,
    Term,
    Tier,
    TierMode,
    Week,
)

MONDAY = date(2026, 11, 23)
MON, TUE, WED, THU, FRI, SAT, SUN = (MONDAY + timedelta(days=n) for n in range(7))
SCHOOL_DAYS = (MON, TUE, WED, THU, FRI)

WEEK = Week(
    term="2026-autumn",
    number=12,
    monday=MONDAY,
    blocks=(
        *(Block(BlockKind.SCHOOL_DAY, (day,)) for day in SCHOOL_DAYS),
        Block(BlockKind.WEEKEND, (SAT, SUN)),
    ),
    publication=date(2026, 11, 20),
)

KINDS = (
    Kind("written", "书面", written=True),
    Kind("reading", "朗读"),
    Kind("practice", "实践"),
)
TIERS = (Tier("basic", "基础"), Tier("advanced", "提高"), Tier("extended", "拓展"))
SUBJECTS = (Subject("chinese", "语文"), Subject("math", "数学"), Subject("english", "英语"))

DAILY = Limit(
    id="daily",
    grades=frozenset({3, 6}),
    value=60,
    measure=Measure.MINUTES,
    block_kinds=frozenset({BlockKind.SCHOOL_DAY}),
    written_only=True,
)
LITTLE_ONES = Limit(
    id="little-ones",
    grades=frozenset({1}),
    value=0,
    measure=Measure.MINUTES,
    written_only=True,
    places=frozenset({Place.HOME}),
)


def school(*limits: Limit, **changes: Any) -> Config:
    """The school's settings; ``changes`` replace fields."""
    config = Config(
        school=School("样例小学"),
        site_url="",
        language="zh-Hans",
        terms={"2026-autumn": Term("2026-autumn", "秋季", MONDAY, (WEEK,) * 12)},
        grades={1: 3, 3: 3, 6: 3},
        subjects={s.id: s for s in SUBJECTS},
        kinds={k.id: k for k in KINDS},
        tiers={t.id: t for t in TIERS},
        tier_mode=TierMode.CHOOSE,
        pathway=Pathway.SAME,
        limits=limits,
        bans=(),
        packs=(),
        approval_chain=(),
        approval_people={},
        coverage={},
        teachers_shown="surname",
        private_names="",
        publication_keep=None,
        publication_mode="files",
        staff=(),
        waivers=(),
    )
    return replace(config, **changes)


def item(minutes: int, *days: date, line: int = 7, kind: str = "written", **fields: Any) -> Item:
    """A piece of homework, on Monday unless days are named; ``fields`` are ``Item``'s."""
    return Item(
        span=Span("", line, 3, 20),
        tags=Span("", line, 12, 20),
        blocks=days or (MON,),
        body=Markup("做一做", "做一做"),
        kind=kind,
        minutes=minutes,
        minutes_low=minutes,
        **fields,
    )


def entry(
    subject: str,
    *items: Item,
    grade: int = 3,
    classes: Iterable[int] = (),
    name: str = "",
    **fields: Any,
) -> Entry:
    """An entry in ``name``.md (else the subject's id), for the grade unless classes are named."""
    file = f"content/2026-autumn/w12/g{grade}/{name or subject}.md"
    numbers = tuple(classes)
    return Entry(
        span=Span(file),
        term="2026-autumn",
        week=12,
        grade=grade,
        subject=subject,
        teacher="甲老师",
        classes=tuple(ClassId(grade, n) for n in numbers or (1, 2, 3)),
        whole_grade=not numbers,
        items=tuple(
            replace(one, span=replace(one.span, file=file), tags=replace(one.tags, file=file))
            for one in items
        ),
        **{"fields": (("subject", Span(file, 2, 1, 8)),), **fields},
    )

"""A school and its homework as people write them, read by the program and checked in earnest.

Homework is short-hand: ``{"语文": "周一 书面 20, 周二 朗读 10 选做"}`` is one entry of 语文 with two days.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sjboard.config import Config, read_config
from sjboard.content import read_week
from sjboard.content.apply import apply_entries
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.model import Week
from sjboard.policy import check

PACKS = Path(__file__).parents[2] / "sjboard" / "policy" / "packs"
TERM = "2026-autumn"

SUBJECTS = (
    *("语文", "数学", "英语", "道德与法治", "科学", "音乐", "美术", "体育", "劳动", "信息科技"),
    *("书法", "综合实践", "物理", "化学", "生物", "历史", "地理"),
)
SCHOOL = (
    "school: {name: 样例学校}\n"
    "terms: [{id: 2026-autumn, name: 秋季, first_monday: 2026-09-07, weeks: 21}]\n"
    f"grades: {{{', '.join(f'{grade}: 1' for grade in range(1, 10))}}}\n"
    "subjects: ["
    + ", ".join(f"{{id: s{n}, name: {name}}}" for n, name in enumerate(SUBJECTS))
    + "]\n"
)

Homework = Mapping[str, str]


@cache
def bundled() -> Mapping[str, bytes]:
    return {path.stem: path.read_bytes() for path in PACKS.glob("*.yaml")}


@cache
def configured(more: str, base: str = SCHOOL) -> Config:
    """Read the school's settings with more lines below them; nothing may be wrong with them."""
    config, found = read_config((base + more).encode("utf-8"), bundled())
    assert [d for d in found if d.severity is not Severity.NOTE] == []
    assert config is not None
    return config


def using(*packs: str) -> Config:
    """The school with some packs in force, and no floor."""
    return configured(f"policy: {{use: [{', '.join(packs)}], floor: []}}\n")


def caps(config: Config, grade: int, homework: Homework, number: int = 12) -> list[Diagnostic]:
    """Check a week of a grade's homework; give what is over a cap."""
    week = config.week(TERM, number)
    assert week is not None
    entries, wrong = read_week(week, _files(week, grade, homework), config, ())
    assert wrong == ()
    by_class, wrong = apply_entries(entries, config)
    assert wrong == ()
    found = check(week, entries, by_class, config)
    return [d for d in found if d.rule.startswith("cap.")]


def _files(week: Week, grade: int, homework: Homework) -> dict[str, bytes]:
    folder = f"content/{week.term}/{week.key}/g{grade}"
    return {
        f"{folder}/{subject}.md": _entry(subject, lines).encode("utf-8")
        for subject, lines in homework.items()
    }


def _entry(subject: str, lines: str) -> str:
    text = f"---\nsubject: {subject}\nteacher: 甲老师\n---\n"
    for line in lines.split(","):
        heading, kind, minutes, *more = line.split()
        group = " ".join((kind, f"{minutes}分钟", *more))
        text += f"\n## {heading}\n\n- 照课本第二题做 {{{group}}}\n"
    return text

"""Every limit of every bundled pack: a week that keeps it, and one that breaks it by a single step.

The step is one minute, one piece or one subject. The weeks are written as teachers write them, and go
through the program from the first line to the finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from sjboard.config import read_config
from sjboard.config.packs import BUNDLED
from sjboard.config.schema import LimitSection
from sjboard.diagnostics import Severity
from tests.policy.written import PACKS, SCHOOL, Homework, bundled, caps, configured, using


@dataclass(frozen=True)
class Row:
    """A limit of a pack, a week that keeps it, and what is written otherwise to break it.

    ``amount`` and ``limit`` are what the finding then says. ``week`` is the teaching week: 12 begins on
    2026-11-23.
    """

    pack: str
    limit_id: str
    grade: int
    keeps: Homework
    breaks: Homework
    amount: int
    limit: int
    week: int = 12

    def __str__(self) -> str:
        return f"{self.pack}:{self.limit_id}"


NONE: Homework = {"数学": "周一 朗读 10"}
HOME_WRITTEN: Homework = {"语文": "周一 书面 1"}
TOTAL_60: Homework = {"语文": "周一 书面 30", "数学": "周一 实践 30"}
TOTAL_61: Homework = {"语文": "周一 书面 31"}


def written(pack: str, limit_id: str, grade: int, limit: int) -> Row:
    """A cap on each school day's written work, which reading aloud does not touch."""
    half = limit // 2
    keeps = {"语文": f"周一 书面 {half}, 周一 朗读 40", "数学": f"周一 书面 {limit - half}"}
    breaks = {"数学": f"周一 书面 {limit - half + 1}"}
    return Row(pack, limit_id, grade, keeps, breaks, limit + 1, limit)


def total(pack: str, limit_id: str, grade: int, limit: int) -> Row:
    """A cap on each school day's work of every kind."""
    half = limit // 2
    keeps = {"语文": f"周一 书面 {half}", "数学": f"周一 朗读 {limit - half}, 周二 实践 {limit}"}
    breaks = {"语文": f"周一 书面 {half + 1}"}
    return Row(pack, limit_id, grade, keeps, breaks, limit + 1, limit)


def subject(limit_id: str, name: str, limit: int) -> Row:
    """A cap on one subject alone."""
    keeps = {name: f"周一 朗读 {limit}, 周二 书面 {limit}"}
    breaks = {name: f"周一 朗读 {limit}, 周二 书面 {limit + 1}"}
    return Row("subject-caps", f"subject-caps-{limit_id}", 8, keeps, breaks, limit + 1, limit)


ROWS = (
    # the national opinion and notice of 2021
    Row(
        *("cn-2021", "g1-2-written-home", 2),
        {"语文": "周一 书面 30 校内, 周末 朗读 20"},
        {"语文": "周末 书面 1 选做"},
        *(1, 0),
    ),
    written("cn-2021", "g3-6-written-daily", 3, 60),
    written("cn-2021", "g7-9-written-daily", 9, 90),
    # Ulanhada centre primary
    Row("ulanhada-primary", "ulanhada-g1-2-written", 1, NONE, HOME_WRITTEN, 1, 0),
    written("ulanhada-primary", "ulanhada-g3-6-written", 6, 60),
    # a township school
    Row(
        *("township-school", "township-g1-2-nothing", 2),
        {"数学": "周一 朗读 10 校内"},
        {"数学": "周一 朗读 1"},
        *(1, 0),
    ),
    total("township-school", "township-g3-4-total", 4, 30),
    total("township-school", "township-g5-6-total", 5, 60),
    # Yayao primary: what is done at school does not count, optional work does
    Row(
        *("yayao-primary", "yayao-g1-2-home", 1),
        {"数学": "周一 书面 20 课后"},
        {"数学": "周一 朗读 1"},
        *(1, 0),
    ),
    Row(
        *("yayao-primary", "yayao-g3-5-home", 5),
        {"语文": "周一 书面 30, 周一 书面 30 课后", "数学": "周一 朗读 30 选做, 周末 实践 120"},
        {"数学": "周一 朗读 31 选做"},
        *(61, 60),
    ),
    # Dongjie primary
    Row(
        *("dongjie-primary", "dongjie-g1-2-home", 2),
        {"数学": "周五 朗读 10 校内"},
        {"数学": "周五 朗读 1"},
        *(1, 0),
    ),
    Row(
        *("dongjie-primary", "dongjie-g3-6-home", 3),
        {"数学": "周五 书面 40, 周末 实践 40, 周三 书面 20 课后"},
        {"数学": "周四 口头 1"},
        *(1, 0),
    ),
    # 双减教研 15: only what is written at home
    Row(
        *("jiaoyan-15", "jiaoyan-g3-4-written-home", 3),
        {"语文": "周一 书面 45, 周一 朗读 15, 周一 书面 20 课后"},
        {"语文": "周一 书面 46"},
        *(46, 45),
    ),
    Row(
        *("jiaoyan-15", "jiaoyan-g5-6-written-home", 5),
        {"语文": "周一 书面 60, 周一 书面 20 校内"},
        {"语文": "周一 书面 61"},
        *(61, 60),
    ),
    # Damiao primary: the one subject, and all of them
    Row(
        *("damiao-primary", "damiao-g3-6-chinese", 4),
        {"语文": "周一 书面 20", "数学": "周一 书面 40"},
        {"语文": "周一 书面 21", "数学": "周一 书面 39"},
        *(21, 20),
    ),
    Row(
        *("damiao-primary", "damiao-g3-6-written", 4),
        {"语文": "周一 书面 20", "数学": "周一 书面 40"},
        {"数学": "周一 书面 41"},
        *(61, 60),
    ),
    # a Chinese-language group: a whole weekend no more than a weekday
    Row(
        *("chinese-group", "chinese-group-g3-4-day", 3),
        {"语文": "周一 书面 30", "数学": "周一 书面 30"},
        {"语文": "周一 书面 31"},
        *(31, 30),
    ),
    Row(
        *("chinese-group", "chinese-group-g5-6-day", 6),
        {"语文": "周一 书面 60"},
        {"语文": "周一 书面 61"},
        *(61, 60),
    ),
    Row(
        *("chinese-group", "chinese-group-g3-4-weekend", 4),
        {"语文": "周五 书面 30, 周末 书面 30, 周末 实践 40"},
        {"语文": "周末 书面 31"},
        *(31, 30),
    ),
    Row(
        *("chinese-group", "chinese-group-g5-6-weekend", 5),
        {"语文": "周末 书面 60"},
        {"语文": "周末 书面 61"},
        *(61, 60),
    ),
    # a school of “three limits”
    Row("three-limits", "three-limits-g3-9-total", 3, TOTAL_60, TOTAL_61, 61, 60),
    Row(
        *("three-limits", "three-limits-other-subjects", 1),
        {"英语": "周一 朗读 10", "音乐": "周一 朗读 5 校内"},
        {"音乐": "周一 朗读 5 选做"},
        *(1, 0),
    ),
    # a junior secondary
    written("junior-secondary", "junior-g7-9-written", 7, 90),
    # a school plan that breaks the national floor
    total("plan-60", "g1-2-written-home", 1, 60),
    total("plan-60", "g3-6-written-daily", 3, 90),
    total("plan-60", "g7-9-written-daily", 7, 90),
    # a district
    Row(
        *("free-wednesday", "free-wednesday", 8),
        {"数学": "周二 书面 60, 周三 书面 10 校内"},
        {"数学": "周三 口头 1 选做"},
        *(1, 0),
    ),
    # elsewhere: 15, 10, and 90 in all
    subject("chinese", "语文", 15),
    subject("math", "数学", 15),
    subject("english", "英语", 15),
    subject("morality", "道德与法治", 10),
    subject("science", "科学", 10),
    subject("music", "音乐", 10),
    subject("art", "美术", 10),
    subject("pe", "体育", 10),
    subject("labour", "劳动", 10),
    subject("it", "信息科技", 10),
    subject("writing", "书法", 10),
    subject("integrated", "综合实践", 10),
    subject("physics", "物理", 10),
    subject("chemistry", "化学", 10),
    subject("biology", "生物", 10),
    subject("history", "历史", 10),
    subject("geography", "地理", 10),
    Row(
        *("subject-caps", "subject-caps-total", 9),
        {
            **dict.fromkeys(("语文", "数学", "英语"), "周一 书面 15"),
            **dict.fromkeys(("物理", "化学", "历史", "科学"), "周一 书面 10"),
            "美术": "周一 书面 5",
        },
        {"美术": "周一 书面 6"},
        *(91, 90),
    ),
    # elsewhere: at most two subjects a day
    Row(
        *("two-subjects", "two-subjects-g3-5", 4),
        {
            "语文": "周一 书面 20, 周一 朗读 10",
            "数学": "周一 书面 20",
            "英语": "周一 朗读 5 校内, 周二 朗读 5",
        },
        {"英语": "周一 朗读 5"},
        *(3, 2),
    ),
    # elsewhere: no homework on a day of each grade's own
    *(
        Row(
            *("staggered-days", f"staggered-{day}", grade),
            {"数学": f"{other} 书面 20"},
            {"数学": f"{heading} 朗读 1"},
            *(1, 0),
        )
        for day, heading, other, grade in (
            ("monday", "周一", "周二", 6),
            ("tuesday", "周二", "周三", 2),
            ("wednesday", "周三", "周四", 1),
            ("wednesday", "周三", "周四", 3),
            ("wednesday", "周三", "周四", 5),
            ("thursday", "周四", "周三", 4),
        )
    ),
    # elsewhere: the last Wednesday of the month, 2026-11-25; a week before is another
    Row(
        *("last-wednesday", "last-wednesday", 7),
        {"数学": "周四 书面 20"},
        {"数学": "周三 书面 1"},
        *(1, 0),
    ),
    # Poland 2024
    Row(
        *("poland-2024", "poland-g1-3-fine-motor-only", 2),
        {"美术": "周一 手工 15"},
        {"美术": "周一 观察 15"},
        *(1, 0),
    ),
    Row(
        *("poland-2024", "poland-g4-8-voluntary", 5),
        {"数学": "周一 书面 20 选做"},
        {"数学": "周一 书面 20"},
        *(1, 0),
    ),
    # France
    Row(
        *("france-primary", "france-g1-5-written-home", 5),
        {"语文": "周一 背诵 15, 周一 书面 20 课后"},
        {"语文": "周一 书面 1"},
        *(1, 0),
    ),
    # North Rhine-Westphalia
    *(
        total("nrw", f"nrw-{grades}", grade, minutes)
        for grades, grade, minutes in (
            ("g1-2", 1, 30),
            ("g1-2", 2, 30),
            ("g3-4", 4, 45),
            ("g5-7", 7, 60),
            ("g8-9", 8, 75),
        )
    ),
    Row(
        *("nrw", "nrw-weekend", 3),
        {"数学": "周五 书面 45"},
        {"数学": "周末 实践 1"},
        *(1, 0),
    ),
    # the ten-minute rule
    *(total("ten-minutes", f"ten-minutes-g{grade}", grade, 10 * grade) for grade in range(1, 10)),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_limit_holds_to_the_minute(row: Row) -> None:
    config = using(row.pack)
    assert caps(config, row.grade, row.keeps, row.week) == []
    (found,) = caps(config, row.grade, {**row.keeps, **row.breaks}, row.week)
    assert found.rule == f"cap.{row.limit_id}"
    assert found.case is not None
    assert (found.case.minutes, found.case.limit) == (row.amount, row.limit)
    assert found.case.classes == (f"{row.grade}-1",)


def _read(pack: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(bundled()[pack])
    return read


def test_every_limit_of_every_pack_has_its_weeks() -> None:
    written_down = {(pack, limit["id"]) for pack in BUNDLED for limit in _read(pack)["limits"]}
    assert {(row.pack, row.limit_id) for row in ROWS} == written_down


def test_a_limit_says_where_it_is_written_and_a_pack_what_it_is() -> None:
    for pack in BUNDLED:
        read = _read(pack)
        assert read["id"] == pack
        assert read["name"]
        assert read["source"]["title"]
        assert read["source"]["issuer"]
        assert all(limit["source"] for limit in read["limits"])
        assert (PACKS / f"{pack}.yaml").read_text(encoding="utf-8").startswith("#")


def test_the_office_finds_every_pack_and_every_key_in_the_docs() -> None:
    page = (PACKS.parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
    for name in (*BUNDLED, *LimitSection.model_fields):
        assert f"`{name}`" in page


def test_packs_may_stand_beside_one_another() -> None:
    """Only the plan that is looser than the national rules takes the place of another's limits."""
    owners: dict[str, list[str]] = {}
    for pack in BUNDLED:
        for limit in _read(pack)["limits"]:
            owners.setdefault(limit["id"], []).append(pack)
    assert {tuple(packs) for packs in owners.values() if len(packs) > 1} == {("cn-2021", "plan-60")}
    others = [pack for pack in BUNDLED if pack not in ("cn-2021", "plan-60")]
    config = configured(f"policy: {{use: [cn-2021, {', '.join(others)}]}}\n")
    assert {pack.id for pack in config.packs} == set(BUNDLED) - {"plan-60"}


@pytest.mark.parametrize("pack", BUNDLED)
def test_a_pack_as_the_schools_own_file_has_no_fault_either(pack: str) -> None:
    """What is said about a school's own limits is said of none of ours, but for other names of a subject."""
    school = SCHOOL.replace("name: 英语}", "name: 英语, aliases: [外语, 体育与健康, 信息技术]}")
    more = f"policy: {{use: [own/{pack}.yaml], floor: []}}\n"
    _, found = read_config((school + more).encode("utf-8"), {f"own/{pack}.yaml": bundled()[pack]})
    wrong = [d for d in found if d.severity is not Severity.NOTE]
    unknown = [d for d in wrong if d.words.startswith("config.unknown:subject")]
    assert wrong == unknown
    assert {dict(d.args)["written"] for d in unknown} <= {"综合实践活动", "生物学"}


def test_the_last_wednesday_is_no_other() -> None:
    assert caps(using("last-wednesday"), 7, {"数学": "周三 书面 60"}, 11) == []
    assert caps(using("last-wednesday"), 7, {"数学": "周三 书面 60"}, 4) != []  # 2026-09-30


def test_a_school_without_a_packs_subject_is_not_bothered_by_it() -> None:
    config = configured(
        "policy: {use: [subject-caps], floor: []}\n",
        "school: {name: 样例}\n"
        "terms: [{id: 2026-autumn, first_monday: 2026-09-07, weeks: 21}]\n"
        "grades: {3: 1}\n"
        "subjects: [{id: math, name: 数学}]\n",
    )
    assert [limit.id for limit in config.limits] == ["subject-caps-math", "subject-caps-total"]

"""Packs as data: every field of a limit, layers over one another, and the floor that none loosens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sjboard.config import Config
from sjboard.config.packs import BUNDLED
from sjboard.diagnostics import Severity
from sjboard.model import BlockKind, Limit, Measure, NthWeekday, Per, Place
from tests.config.conftest import PACKS, Read

Good = Callable[..., Config]
Faults = Callable[..., list[tuple[str, int, int]]]

FULL = """\
id: town
name: 镇里的规定
source: {title: 作业管理办法, issuer: 教育办, date: 2026-03-01}
limits:
  - id: everything
    grades: "1-2,5"
    days: [wednesday, friday]
    dates: [2026-11-25, 2026-12-02]
    nth: {weekday: wednesday, of_month: last}
    per: week-mean
    kinds: [书面, 背诵]
    places: [home, after-school]
    subjects: [语文, math]
    optional: count
    items: 3
    severity: warning
    message: 太多了
    source: 第三条
  - {id: rest, days: weekend, per: block, kinds: written, except_subjects: [英语], subjects_count: 2}
  - {id: off, minutes: 1, enabled: no}
bans:
  - {id: marking, patterns: ["(请|让)家长.{0,6}批改"], unless: ["(不|无需).{0,4}家长"], grades: 1-6}
  - {id: copying, repeat: {verbs: [抄写, 默写], more_than: 3}, severity: warning, message: 不要抄太多}
"""


def limit(config: Config, id_: str) -> Limit:
    (only,) = [found for found in config.limits if found.id == id_]
    return only


def test_the_bundled_packs_are_those_that_lie_in_the_folder() -> None:
    assert set(BUNDLED) == {path.stem for path in PACKS.glob("*.yaml")}


def test_the_national_pack_has_the_figures_of_the_national_texts(good: Good) -> None:
    config = good()
    everywhere = frozenset(Place)
    figures = {
        found.id: (sorted(found.grades), found.value, found.block_kinds, found.places)
        for found in config.limits
    }
    school_day = frozenset({BlockKind.SCHOOL_DAY})
    assert figures == {
        "g1-2-written-home": ([1, 2], 0, frozenset(), frozenset({Place.HOME})),
        "g3-6-written-daily": ([3, 4, 5, 6], 60, school_day, everywhere),
        "g7-9-written-daily": ([7, 8, 9], 90, school_day, everywhere),
    }
    for found in config.limits:
        assert found.written_only
        assert found.measure is Measure.MINUTES
        assert found.per is Per.DAY
        assert found.severity is Severity.ERROR
        assert found.floor
        assert "教基厅函〔2021〕13号" in found.source
    (pack,) = config.packs
    assert (pack.id, pack.name, pack.date) == ("cn-2021", "国家“双减”要求", date(2021, 7, 24))
    assert (pack.issuer, "减轻义务教育阶段学生作业负担" in pack.title) == (
        "中共中央办公厅、国务院办公厅",
        True,
    )


def test_every_field_of_a_limit_and_a_ban_is_read(good: Good) -> None:
    config = good("policy: {use: [town.yaml], floor: []}\n", packs={"town.yaml": FULL})
    everything = limit(config, "everything")
    assert everything == Limit(
        id="everything",
        grades=frozenset({1, 2, 5}),
        value=3,
        measure=Measure.ITEMS,
        weekdays=frozenset({2, 4}),
        dates=frozenset({date(2026, 11, 25), date(2026, 12, 2)}),
        nth=NthWeekday(2, -1),
        per=Per.WEEK_MEAN,
        kinds=frozenset({"written", "recitation"}),
        places=frozenset({Place.HOME, Place.AFTER_SCHOOL}),
        subjects=frozenset({"chinese", "math"}),
        count_optional=True,
        severity=Severity.WARNING,
        message="太多了",
        source="第三条",
        pack="town",
        span=everything.span,
    )
    assert (everything.span.file, everything.span.line, everything.span.column) == (
        "town.yaml",
        5,
        9,
    )
    rest = limit(config, "rest")
    assert (rest.block_kinds, rest.per) == (frozenset({BlockKind.WEEKEND}), Per.BLOCK)
    assert (rest.written_only, rest.except_subjects) == (True, frozenset({"english"}))
    assert (rest.measure, rest.value, rest.grades) == (
        Measure.SUBJECTS,
        2,
        frozenset(range(1, 10)),
    )
    assert [found.id for found in config.limits] == ["everything", "rest"]
    marking, copying = config.bans
    assert marking.patterns == ("(请|让)家长.{0,6}批改",)
    assert marking.unless == ("(不|无需).{0,4}家长",)
    assert (copying.verbs, copying.more_than) == (("抄写", "默写"), 3)
    assert copying.severity is Severity.WARNING
    assert [(p.id, p.title, p.date) for p in config.packs] == [
        ("town", "作业管理办法", date(2026, 3, 1))
    ]


@pytest.mark.parametrize(
    ("written", "kinds", "weekdays"),
    [
        ("school-day", {BlockKind.SCHOOL_DAY}, set()),
        ("[weekend, holiday]", {BlockKind.WEEKEND, BlockKind.HOLIDAY}, set()),
        ("any", set(), set()),
        ("monday", set(), {0}),
        ("[monday, sunday]", set(), {0, 6}),
    ],
)
def test_the_days_of_a_limit(
    written: str, kinds: set[BlockKind], weekdays: set[int], good: Good
) -> None:
    config = good(f"policy: {{limits: [{{id: a, days: {written}, minutes: 1}}]}}\n")
    found = limit(config, "a")
    assert (set(found.block_kinds), set(found.weekdays)) == (kinds, weekdays)


def test_a_later_layer_replaces_by_id_and_the_schools_own_come_last(good: Good) -> None:
    one = (
        "id: one\nlimits: [{id: a, minutes: 10}, {id: b, items: 10}, {id: c, subjects_count: 10}]\n"
    )
    two = "id: two\nlimits: [{id: b, items: 20}, {id: c, subjects_count: 20}]\n"
    config = good(
        "policy: {use: [one.yaml, two.yaml], floor: [],"
        " limits: [{id: c, subjects_count: 30}, {id: d, minutes: 30}]}\n",
        packs={"one.yaml": one, "two.yaml": two},
    )
    assert [(found.id, found.value, found.pack) for found in config.limits] == [
        ("a", 10, "one"),
        ("b", 20, "two"),
        ("c", 30, ""),
        ("d", 30, ""),
    ]
    assert not any(found.floor for found in config.limits)


def test_a_disabled_limit_is_taken_away(good: Good) -> None:
    config = good(
        "policy: {floor: [], limits: [{id: g7-9-written-daily, minutes: 90, enabled: no}]}\n"
    )
    assert "g7-9-written-daily" not in {found.id for found in config.limits}


@pytest.mark.parametrize("off", ["no", "false", "否"])
def test_what_is_switched_off_needs_no_figure(off: str, good: Good, read: Read) -> None:
    limits = f"limits: [{{id: g7-9-written-daily, enabled: {off}}}]"
    config = good(f"policy: {{floor: [], {limits}}}\n")
    assert "g7-9-written-daily" not in {found.id for found in config.limits}
    _, found = read(f"policy: {{{limits}}}\n")
    assert [d.words for d in found] == ["config.floor:enabled"]


def test_a_ban_that_is_switched_off_needs_no_wording(good: Good) -> None:
    own = "bans: [{id: mine, patterns: [家长]}, {id: other, enabled: no}]"
    assert [ban.id for ban in good(f"policy: {{{own}}}\n").bans if ban.pack == ""] == ["mine"]


def test_a_floor_that_is_not_used_is_in_force_all_the_same(good: Good) -> None:
    config = good("policy: {use: []}\n")
    assert limit(config, "g3-6-written-daily").floor


def test_a_bundled_pack_may_speak_of_what_a_school_has_not_but_its_own_may_not(
    read: Read, faults: Faults
) -> None:
    pack = "id: own\nlimits: [{id: a, minutes: 1, subjects: [物理学, 语文]}]\n"
    config, found = read("policy: {use: [own], floor: []}\n", packs={"own": pack})
    assert found == ()
    assert config is not None
    assert limit(config, "a").subjects == frozenset({"chinese"})
    assert faults("policy: {use: [own.yaml], floor: []}\n", packs={"own.yaml": pack}) == [
        ("config.unknown:subject", 2, 41)
    ]


@pytest.mark.parametrize(
    ("pack", "words", "place"),
    [
        ("name: x\n", "config.field:missing", (1, 1)),
        ("id: own\nlimts: []\n", "config.unknown:near", (2, 1)),
        ("id: own\nlimits:\n  - {id: a, mintes: 1}\n", "config.unknown:near", (3, 13)),
        ("id: own\nbans: [{id: a, patterns: ['[']}]\n", "config.field:pattern", (2, 27)),
        ("id: own\nid: own\n", "config.syntax:doubled", (2, 1)),
        ("id：own\n", "config.syntax:fullwidth-colon", (1, 1)),
        (
            "id: own\nlimits: [{id: a, minutes: 1}, {id: a, minutes: 2}]\n",
            "config.contradiction:id",
            (2, 36),
        ),
        ("id: own\nsource: {date: 2021-13-01}\n", "config.field:no-such-date", (2, 16)),
        ("- x\n", "config.field:whole", (1, 1)),
    ],
)
def test_a_packs_fault_is_told_in_its_own_file(
    pack: str, words: str, place: tuple[int, int], read: Read
) -> None:
    config, found = read("policy: {use: [p/own.yaml]}\n", packs={"p/own.yaml": pack})
    assert config is None
    first = next(d for d in found if d.words == words)
    assert (first.rule, first.span.file) == ("config.pack", "p/own.yaml")
    assert (first.span.line, first.span.column) == place
    assert {d.rule for d in found} == {"config.pack"}


def test_a_pack_of_another_encoding_is_named(read: Read, bundled: dict[str, bytes]) -> None:
    assert bundled
    _, found = read("policy: {use: [own.yaml]}\n", packs={"own.yaml": "id: a\0"})
    assert [(d.rule, d.span.file) for d in found] == [("syntax.encoding", "own.yaml")]


# --- The floor ----------------------------------------------------------------------------------

FLOOR = """\
id: floor
limits:
  - id: base
    grades: 3-4
    days: [school-day, weekend]
    per: day
    kinds: [书面, 背诵]
    places: [home, after-school]
    subjects: [语文, 数学]
    optional: count
    minutes: 60
bans:
  - {id: words, patterns: [甲, 乙], unless: [丙]}
  - {id: copy, repeat: {verbs: [抄写, 默写], more_than: 3}}
"""
SAME = {
    "grades": "3-4",
    "days": "[school-day, weekend]",
    "per": "day",
    "kinds": "[书面, 背诵]",
    "places": "[home, after-school]",
    "subjects": "[语文, 数学]",
    "optional": "count",
    "minutes": "60",
}


def replacement(**changes: str) -> str:
    """Write a policy whose limit ``base`` is the floor's but for ``changes``; "" leaves a key out."""
    fields = {**SAME, **{key.rstrip("_"): value for key, value in changes.items()}}
    written = "".join(f"      {key}: {value}\n" for key, value in fields.items() if value)
    return f"policy:\n  floor: [floor.yaml]\n  limits:\n    - id: base\n{written}"


@pytest.mark.parametrize(
    ("changes", "variant", "key"),
    [
        ({"minutes": "61"}, "value", "minutes"),
        ({"grades": "3"}, "grades", "grades"),
        ({"severity": "warning"}, "severity", "severity"),
        ({"enabled": "no"}, "enabled", "enabled"),
        ({"minutes": "", "items": "1"}, "measure", "items"),
        ({"per": "week"}, "per", "per"),
        ({"per": "week-mean"}, "per", "per"),
        ({"days": "school-day"}, "days", "days"),
        ({"days": "[monday, tuesday]"}, "days", "days"),
        ({"nth": "{weekday: monday, of_month: 1}"}, "only-dates", "nth"),
        ({"dates": "[2026-11-25]"}, "only-dates", "dates"),
        ({"kinds": "written"}, "kinds", "kinds"),
        ({"kinds": "[书面]"}, "kinds", "kinds"),
        ({"places": "[home]"}, "places", "places"),
        ({"subjects": "[语文]"}, "subjects", "subjects"),
        ({"subjects": "all", "except_subjects": "[数学]"}, "subjects", "except_subjects"),
        ({"optional": "ignore"}, "optional", "optional"),
    ],
)
def test_a_looser_replacement_of_the_floor_is_told_at_the_key_that_loosens(
    changes: dict[str, str], variant: str, key: str, read: Read
) -> None:
    more = replacement(**changes)
    config, found = read(more, packs={"floor.yaml": FLOOR})
    assert config is None
    (only,) = found
    assert (only.rule, only.words) == ("config.floor", f"config.floor:{variant}")
    line = (more.split("\n")[only.span.line - 5]).strip()
    assert line.startswith(f"{key}:")
    assert [(s.file, s.line) for s in only.related] == [("floor.yaml", 3)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"minutes": "30"},
        {"grades": "1-6"},
        {"days": "any"},
        {"days": "[school-day, weekend, holiday]"},
        {"kinds": "all"},
        {"kinds": "[书面, 背诵, 口头]"},
        {"places": ""},
        {"subjects": ""},
        {"subjects": "", "except_subjects": "[英语]"},
    ],
)
def test_a_stricter_replacement_of_the_floor_stands_and_is_the_floors(
    changes: dict[str, str], good: Good
) -> None:
    base = limit(good(replacement(**changes), packs={"floor.yaml": FLOOR}), "base")
    assert base.floor
    assert base.pack == ""


@pytest.mark.parametrize(
    ("ban", "variant"),
    [
        ("{id: words, patterns: [甲], unless: [丙]}", "patterns"),
        ("{id: words, patterns: [甲, 乙], unless: [丙, 丁]}", "unless"),
        ("{id: words, patterns: [甲, 乙], grades: 1-8}", "grades"),
        ("{id: copy, repeat: {verbs: [抄写], more_than: 3}}", "verbs"),
        ("{id: copy, repeat: {verbs: [抄写, 默写], more_than: 4}}", "more-than"),
    ],
)
def test_a_looser_ban_is_told(ban: str, variant: str, faults: Faults) -> None:
    more = f"policy: {{floor: [floor.yaml], bans: [{ban}]}}\n"
    found = faults(more, packs={"floor.yaml": FLOOR})
    assert [words for words, *_ in found] == [f"config.floor:{variant}"]


def test_by_how_much_a_limit_is_loosened_is_said(read: Read) -> None:
    _, (only,) = read(replacement(minutes="90"), packs={"floor.yaml": FLOOR})
    assert {"limit": 60, "value": 90, "more": 30}.items() <= dict(only.args).items()


def test_another_pack_may_not_loosen_the_floor_either(read: Read) -> None:
    loose = "id: loose\nlimits: [{id: g3-6-written-daily, grades: 3-6, minutes: 70}]\n"
    _, found = read("policy: {use: [cn-2021, loose.yaml]}\n", packs={"loose.yaml": loose})
    assert {(d.rule, d.span.file) for d in found} == {("config.floor", "loose.yaml")}


def test_rules_of_the_floor_cannot_be_waived(faults: Faults) -> None:
    more = "waivers: [{rule: cap.g3-6-written-daily, reason: a, by: b, until: 2026-12-01}]\n"
    assert faults(more) == [("config.floor:waiver", 5, 18)]


def test_the_pack_says_where_its_figures_come_from() -> None:
    text = Path(PACKS / "cn-2021.yaml").read_text(encoding="utf-8")
    assert "教基厅函〔2021〕13号" in text
    assert "2021-07-24" in text

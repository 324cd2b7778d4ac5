"""What is wrong with a config.yaml: every fault at once, each with its exact place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sjboard.config import read_config
from sjboard.config.values import MAX_BYTES
from sjboard.diagnostics import Diagnostic, Severity
from tests.config.conftest import SMALL, Read

Faults = Callable[..., list[tuple[str, int, int]]]
AT = 5
"""The line that follows the small school. ▲ marks the place in it."""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("▲sbujects: []", "config.unknown:near"),
        ("▲qqqq: 1", "config.unknown"),
        ("site: {url: ▲'ftp://x/'}", "config.field:url"),
        ("site: {url: ▲'http://x/?a=1'}", "config.field:url"),
        ("site: {url: ▲'http://x:99999/'}", "config.field:url"),
        ("site: {▲langauge: en}", "config.unknown:near"),
        ("site: {language: ▲fr}", "config.field:choice"),
        ("site: ▲here", "config.field:mapping"),
        ("site: ▲url：x", "config.syntax:fullwidth-colon"),
        ("site: {▲url：x}", "config.syntax:fullwidth-colon"),
        ("kinds: ▲{id: a}", "config.field:list"),
        ("kinds: [{id: survey, name: ▲[调查]}]", "config.field:text"),
        ("kinds: [{id: survey, name: 调查, aliases: [▲'']}]", "config.field:blank"),
        ("kinds: [{id: ▲Survey, name: 调查}]", "config.field:id"),
        ("kinds: [{id: survey, name: 调查, written: ▲也许}]", "config.field:yes-no"),
        ("kinds: [▲{id: survey}]", "config.field:missing"),
        ("publication: {keep: ▲some}", "config.field:keep"),
        ("calendar: {school_days: [▲2026-02-30]}", "config.field:no-such-date"),
        ("calendar: {school_days: [▲soon]}", "config.field:date"),
        ("calendar: {school_days: [▲0026-02-03]}", "config.field:year"),
        ("calendar: {country: ▲ZZ}", "config.unknown:country"),
        ("calendar: {breaks: [▲{from: 2026-10-01, to: 2026-10-02}]}", "config.field:missing"),
        ("coverage: {▲'6-3': [语文]}", "config.field:grades"),
        ("coverage: {'3': [语文, ▲数]}", "config.unknown:subject-near"),
        ("coverage: {'3': [▲天文地理]}", "config.unknown:subject"),
        ("approval: {people: {▲教导处: [张强]}}", "config.unknown:role"),
        ("staff: [{teacher: 王芳, subject: 语文, grades: ▲4}]", "config.unknown:grade"),
        ("staff: [{teacher: 王芳, subject: 语文, classes: [▲3-3]}]", "config.unknown:class"),
        ("staff: [{teacher: 王芳, subject: 语文, classes: [▲三1]}]", "config.field:class"),
        (
            "staff: [{teacher: 王芳, subject: 语文, classes: [▲1]}]",
            "config.field:class-without-grade",
        ),
        ("policy: {use: [▲/etc/x.yaml]}", "config.field:path"),
        ("policy: {use: [▲..\\x.yaml]}", "config.field:path"),
        ("policy: {use: [▲cn-2020]}", "config.pack:unknown-near"),
        ("policy: {use: [▲none]}", "config.pack:unknown"),
        ("policy: {use: [▲p/none.yaml]}", "config.pack:absent"),
        ("policy: {limits: [{id: a, days: ▲soon, minutes: 1}]}", "config.field:choice"),
        ("policy: {limits: [{id: a, grades: ▲0, minutes: 1}]}", "config.field:grades"),
        ("policy: {limits: [{id: ▲a}]}", "config.field:one-measure"),
        ("policy: {limits: [{id: a, minutes: 1, ▲items: 2}]}", "config.field:one-measure"),
        ("policy: {limits: [{id: a, minutes: ▲一}]}", "config.field:integer"),
        ("policy: {limits: [{id: a, minutes: ▲99999}]}", "config.field:range"),
        ("policy: {limits: [{id: a, minutes: 1, kinds: [▲滑板]}]}", "config.unknown:kind"),
        (
            "policy: {limits: [{id: a, minutes: 1, subjects: [语文], ▲except_subjects: [数学]}]}",
            "config.contradiction:subjects",
        ),
        (
            "policy: {limits: [{id: a, minutes: 1, nth: {weekday: friday, of_month: ▲6}}]}",
            "config.field:nth",
        ),
        (
            "policy: {limits: [{id: a, minutes: 1, days: ▲[monday, weekend]}]}",
            "config.field:days-mixed",
        ),
        ("policy: {bans: [{id: a, patterns: [▲'(a']}]}", "config.field:pattern"),
        ("policy: {bans: [{id: ▲a}]}", "config.field:one-ban"),
        ("waivers: [{rule: ▲cap.no, reason: a, by: b, until: 2026-12-01}]", "config.unknown:rule"),
        ("waivers: [{rule: ▲nothing, reason: a, by: b, until: 2026-12-01}]", "config.field:rule"),
    ],
)
def test_one_fault_has_its_words_and_place(more: str, words: str, faults: Faults) -> None:
    assert faults(more.replace("▲", "") + "\n") == [(words, AT, more.index("▲") + 1)]


@pytest.mark.parametrize(
    ("more", "variant"),
    [
        ("kinds: [{id: mine, name: ▲书面}]", "built-in-name"),
        ("kinds: [{id: mine, name: ▲选做}]", "built-in-name"),
        ("kinds: [{id: a, name: 调查}, {id: b, name: 访谈, aliases: [▲调查]}]", "name"),
        ("kinds: [{id: a, name: 调查}, {id: ▲a, name: 访谈}]", "id"),
        ("tiers: {names: [{id: a, name: ▲书面}]}", "built-in-name"),
        ("calendar: {breaks: [{name: 假, from: 2026-11-06, to: ▲2026-11-05}]}", "backwards"),
        (
            "calendar: {breaks: [{name: 假, from: 2026-11-05, to: 2026-11-06}], school_days: [▲2026-11-06]}",
            "school-day",
        ),
        ("policy: {use: [cn-2021, ▲cn-2021]}", "pack-twice"),
        ("approval: {chain: [教研组长, ▲教研组长]}", "role-twice"),
        (
            "staff: [{teacher: 王芳, subject: 语文, grades: 3, classes: [▲6-1]}]",
            "class-of-other-grade",
        ),
        ("waivers: [{rule: ▲syntax.item, reason: a, by: b, until: 2026-12-01}]", "never-waived"),
    ],
)
def test_a_contradiction_has_its_words_and_place(more: str, variant: str, faults: Faults) -> None:
    found = faults(more.replace("▲", "") + "\n")
    assert found == [(f"config.contradiction:{variant}", AT, more.index("▲") + 1)]


def test_what_is_required_is_missed_where_it_should_stand(faults: Faults) -> None:
    assert faults(base="school: {phone: 1}\ngrades: {}\nsubjects:\n") == [
        ("config.field:missing", 1, 1),  # school.name, at school
        ("config.field:missing", 1, 1),  # terms, at the file's beginning
        ("config.field:empty", 2, 9),
        ("config.field:missing", 3, 1),  # subjects, at its key
    ]


@pytest.mark.parametrize("text", ["", "# 只有说明\n"])
def test_an_empty_file_lacks_the_four_required_things(text: str, read: Read) -> None:
    config, found = read(base=text)
    assert config is None
    assert [dict(d.args)["field"] for d in found] == ["grades", "school", "subjects", "terms"]


def test_terms_may_not_overlap(read: Read) -> None:
    two = (
        "terms: [{id: a, first_monday: 2026-09-07, weeks: 2},"
        " {id: b, first_monday: 2026-09-18, weeks: 2}, {id: c, first_monday: 2026-10-12, weeks: 2}]"
    )
    base = SMALL.replace(SMALL.split("\n")[1], two)
    config, found = read(base=base)
    assert config is None
    (only,) = found
    assert (only.words, only.span.line, only.span.column) == ("config.contradiction:terms", 2, 76)
    assert [(s.line, s.column) for s in only.related] == [(2, 31)]


def test_breaks_may_not_overlap(faults: Faults) -> None:
    found = faults(
        "calendar:\n"
        "  breaks:\n"
        "    - {name: 甲, from: 2026-11-05, to: 2026-11-09}\n"
        "    - {name: 乙, from: 2026-11-06, to: 2026-11-07}\n"
    )
    assert found == [("config.contradiction:breaks", 8, 23)]


def test_a_term_may_not_be_called_as_a_folder_of_the_site(faults: Faults) -> None:
    base = SMALL.replace("2026-autumn", "letters")
    assert faults(base=base) == [("config.contradiction:reserved-term", 2, 14)]


def test_one_name_for_two_subjects_names_both_places(read: Read) -> None:
    base = SMALL.replace("name: 数学", "name: 数学, aliases: [语文]")
    _, found = read(base=base)
    (only,) = found
    assert only.words == "config.contradiction:name"
    assert (only.span.line, only.span.column) == (4, 68)
    assert [(s.line, s.column) for s in only.related] == [(4, 32)]
    assert dict(only.args)["owner"] == "chinese"


def test_all_faults_are_told_at_once_across_the_whole_file(faults: Faults) -> None:
    found = faults(
        "site: {url: x}\n"
        "tiers: {mode: both, names: [{id: basic, name: 基础}, {id: basic, name: 提高}]}\n"
        "policy:\n"
        "  limits:\n"
        "    - {id: a, minutes: x, items: 2}\n"
        "    - {id: g3-6-written-daily, grades: 3-6, minutes: 61}\n"
        "staff: [{teacher: 王芳, subjct: 语文}]\n"
    )
    assert found == [
        ("config.field:url", 5, 13),
        ("config.field:choice", 6, 15),
        ("config.contradiction:id", 6, 57),
        ("config.field:integer", 9, 24),
        ("config.field:one-measure", 9, 27),
        ("config.floor:value", 10, 54),
        ("config.field:missing", 11, 9),
        ("config.unknown:near", 11, 23),
    ]


def test_a_fault_does_not_raise_a_second_where_something_only_could_not_be_read(
    faults: Faults,
) -> None:
    base = SMALL.replace("{id: math, name: 数学}", "{id: math, nmae: 数学}")
    found = faults("coverage: {'3': [数学]}\nstaff: [{teacher: 李伟, subject: 数学}]\n", base=base)
    assert [words for words, *_ in found] == ["config.field:missing", "config.unknown:near"]


@pytest.mark.parametrize(
    ("text", "words", "line", "column"),
    [
        ("school:\n  name：样例\n  phone: 1\n", "config.syntax:fullwidth-colon", 2, 7),
        ("# 学校：\nschool: {name: 样例\n", "config.syntax:yaml", 2, 9),
        ("school: {name: a}\nschool: {name: b}\n", "config.syntax:doubled", 2, 1),
        ("school: &a {name: b}\n", "config.syntax:anchor", 1, 9),
        ("school: !!str b\n", "config.syntax:tag", 1, 9),
        ("school:\n  <<: b\n", "config.syntax:merge", 2, 3),
        ("school: {}\n---\na: b\n", "config.syntax:documents", 2, 1),
        ("school:\n\tname: a\n", "config.syntax:tab", 2, 1),
        ("? [a]\n: b\n", "config.syntax:key", 1, 3),
        ("a: " + "[" * 13 + "]" * 13 + "\n", "config.syntax:depth", 1, 15),
        ("a: " + "x" * 4001 + "\n", "config.syntax:scalar", 1, 4),
        ("育才路小学的设置\n", "config.field:whole", 1, 1),
        ("- a\n", "config.field:whole", 1, 1),
    ],
)
def test_what_is_no_yaml_of_ours_is_called_by_name(
    text: str, words: str, line: int, column: int, faults: Faults
) -> None:
    assert faults(base=text) == [(words, line, column)]


def test_a_key_behind_a_full_width_colon_is_not_missed_too(faults: Faults) -> None:
    found = faults(base=SMALL.replace("school: ", "school："))
    assert found == [("config.syntax:fullwidth-colon", 1, 1)]


def test_a_doubled_part_is_told_once_and_not_for_all_that_is_in_it(faults: Faults) -> None:
    found = faults(base="a: {b: 1}\na: {b: 1}\na: {b: 1, b: 2}\n")
    assert found == [
        ("config.syntax:doubled", 2, 1),
        ("config.syntax:doubled", 3, 1),
        ("config.syntax:doubled", 3, 11),
    ]


def test_too_many_values(faults: Faults) -> None:
    ((words, line, _),) = faults(base="a: [" + "1," * 20_001 + "]\n")
    assert (words, line) == ("config.syntax:nodes", 1)


def test_a_file_of_another_encoding_is_said_to_be_one() -> None:
    config, found = read_config("school: {name: 样例}\n".encode("gbk"), {})
    assert config is None
    assert [d.rule for d in found] == ["syntax.encoding"]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(read: Read) -> None:
    plain, _ = read()
    other, found = read(base="\ufeff" + SMALL.replace("\n", "\r\n"))
    assert found == ()
    assert other == plain


def test_the_nearest_name_is_told(read: Read) -> None:
    def near(found: tuple[Diagnostic, ...]) -> object:
        return dict(found[0].args)["near"]

    assert near(read("sbujects: []\n")[1]) == "subjects"
    assert near(read("calendar: {brakes: []}\n")[1]) == "breaks"
    assert near(read("coverage: {'3': [英语课]}\n")[1]) == "英语"
    assert near(read("policy: {limits: [{id: a, minutes: 1, palces: []}]}\n")[1]) == "places"


def test_a_year_that_is_not_announced_is_noted_once(
    bundled: dict[str, bytes],
) -> None:
    longer = SMALL.replace("weeks: 16", "weeks: 21")
    config, found = read_config(longer.encode("utf-8"), bundled)
    assert config is not None
    (only,) = found
    assert (only.rule, only.severity) == ("config.calendar", Severity.NOTE)
    assert dict(only.args)["year"] == 2027
    assert (only.span.line, only.span.column) == (2, 41)


def test_settings_that_were_not_read_to_their_end_are_refused() -> None:
    config, found = read_config(b"#" * (MAX_BYTES + 1), {})
    assert config is None
    assert [d.words for d in found] == ["config.syntax:size"]

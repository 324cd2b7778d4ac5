"""config.yaml as a school writes it: defaults, names, and what it may say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sjboard.config import Config, pack_names
from sjboard.config.values import Staff
from sjboard.model import ClassId, Pathway, TierMode

Good = Callable[..., Config]


def test_only_four_things_are_required_and_all_else_has_its_default(good: Good) -> None:
    config = good()
    assert config.school.name == "样例小学"
    assert (config.school.phone, config.school.office) == ("", "")
    assert (config.site_url, config.language) == ("", "zh-Hans")
    assert dict(config.grades) == {1: 2, 3: 2, 6: 1}
    assert list(config.subjects) == ["chinese", "math", "english"]
    assert [tier.name for tier in config.tiers.values()] == ["基础", "提高", "拓展"]
    assert config.tier_mode is TierMode.CHOOSE
    assert config.pathway is Pathway.SAME
    assert [pack.id for pack in config.packs] == ["cn-2021"]
    assert config.packs[0].floor
    assert (config.approval_chain, dict(config.approval_people)) == ((), {})
    assert dict(config.coverage) == {}
    assert (config.teachers_shown, config.private_names) == ("surname", "")
    assert (config.publication_keep, config.publication_mode) == (None, "files")
    assert (config.staff, config.waivers) == ((), ())
    assert config.terms["2026-autumn"].name == "2026-autumn"
    assert len(config.terms["2026-autumn"].weeks) == 16


def test_the_kinds_of_the_contract_are_there_and_only_written_work_is_written(good: Good) -> None:
    kinds = good().kinds
    assert list(kinds) == [
        *("written", "oral", "reading", "recitation", "preview", "practice"),
        *("observation", "craft", "experiment", "exercise", "chores"),
    ]
    assert [kind.id for kind in kinds.values() if kind.written] == ["written"]
    assert "阅读" in kinds["reading"].aliases


def test_the_schools_kinds_add_to_the_built_in_ones_and_change_them_by_id(good: Good) -> None:
    kinds = good(
        "kinds:\n"
        "  - {id: survey, name: 调查, aliases: [访谈], written: 是}\n"
        "  - {id: reading, name: 诵读}\n"
        "  - {id: library, name: 阅读}\n"
        "  - {id: written, aliases: [笔头]}\n"
    ).kinds
    assert kinds["survey"].written
    assert kinds["reading"].name == "诵读"
    assert kinds["reading"].aliases == ("朗读",)  # 阅读 now is a kind of its own
    assert kinds["library"].name == "阅读"
    assert kinds["written"].written
    assert kinds["written"].name == "书面"
    assert kinds["written"].aliases == ("笔头",)


def test_tiers_of_other_names_keep_the_usual_names_that_are_free(good: Good) -> None:
    tiers = good(
        "tiers: {mode: ladder, pathway: any, names: [{id: basic, name: 基础},"
        " {id: advanced, name: 运用}, {id: extended, name: 提高, aliases: []}]}\n"
    ).tiers
    assert [tier.name for tier in tiers.values()] == ["基础", "运用", "提高"]
    assert tiers["advanced"].aliases == ("提升",)
    assert tiers["extended"].aliases == ()


def test_a_key_with_nothing_behind_it_counts_as_not_written(good: Good) -> None:
    config = good("waivers:\npolicy:\n  limits:\nsite: {url: }\n")
    assert [pack.id for pack in config.packs] == ["cn-2021"]


def test_an_address_ends_in_a_slash(good: Good) -> None:
    assert good("site: {url: 'http://10.8.0.5/board'}\n").site_url == "http://10.8.0.5/board/"


@pytest.mark.parametrize("written", ["2026-09-07", "2026/9/7", "2026年9月7日", "2026.09.07"])
def test_a_date_may_be_written_in_the_usual_ways(written: str, good: Good) -> None:
    config = good(
        f"waivers: [{{rule: coverage.missing, reason: 假, by: 张强, until: {written}}}]\n"
    )
    assert config.waivers[0].until == date(2026, 9, 7)


def test_coverage_names_subjects_for_the_grades_that_the_school_has(good: Good) -> None:
    config = good('coverage: {"1-2": [语文], "1,3-6": [math, 英语]}\n')
    assert config.coverage == {
        1: ("chinese", "math", "english"),
        3: ("math", "english"),
        6: ("math", "english"),
    }


def test_staff_is_resolved_to_subjects_grades_and_classes(good: Good) -> None:
    config = good(
        "staff:\n"
        "  - {teacher: 王芳, subject: 语文, grades: [3], classes: [1, 2]}\n"
        "  - {teacher: 李伟, subject: math, classes: [3-1, 6-1]}\n"
        "  - {teacher: 林燕, subject: 英语}\n"
    )
    three = (ClassId(3, 1), ClassId(3, 2))
    assert config.staff == (
        Staff("王芳", "chinese", (3,), three),
        Staff("李伟", "math", (3, 6), (ClassId(3, 1), ClassId(6, 1))),
        Staff("林燕", "english", (1, 3, 6), ()),
    )


def test_a_waiver_names_a_limit_of_the_school(good: Good) -> None:
    config = good(
        "policy: {limits: [{id: total, grades: 3-6, minutes: 90}]}\n"
        "waivers: [{rule: cap.total, class: 3-1, week: 2, day: 2026-09-14,"
        " reason: 研学, by: 张强, until: 2026-09-30}]\n"
    )
    waiver = config.waivers[0]
    assert (waiver.rule, waiver.class_, waiver.week) == ("cap.total", ClassId(3, 1), 2)
    assert (waiver.day, waiver.until) == (date(2026, 9, 14), date(2026, 9, 30))


@pytest.mark.parametrize("names", ["[]", "private/names.txt", "[private/names.txt]"])
def test_the_private_list_is_a_path_or_nothing(names: str, good: Good) -> None:
    config = good(f"privacy: {{teachers: none, names: {names}}}\n")
    assert config.private_names == ("" if names == "[]" else "private/names.txt")


def test_publication(good: Good) -> None:
    config = good("publication: {weekday: monday, week: same, keep: 10, mode: releases}\n")
    assert config.publication_keep == 10
    assert config.publication_mode == "releases"
    assert config.terms["2026-autumn"].weeks[1].publication == date(2026, 9, 14)
    assert good().terms["2026-autumn"].weeks[1].publication == date(2026, 9, 11)


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "是", "on"])
def test_yes_is_said_in_several_ways(word: str, good: Good) -> None:
    assert good(f"kinds: [{{id: survey, name: 调查, written: {word}}}]\n").kinds["survey"].written


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("school: {}", ("cn-2021",)),
        ("policy: {use: [mine.yaml, cn-2021]}", ("cn-2021", "mine.yaml")),
        ("policy: {use: [a/b.yaml], floor: []}", ("a/b.yaml",)),
        ("policy: {use: [../b.yaml, /etc/x, 'C:/x.yaml', a\\b.yaml], floor: []}", ("a/b.yaml",)),
        ("policy: {use: [./b.yaml, [], {}, ''], floor: []}", ("b.yaml",)),
        ("policy: nothing", ("cn-2021",)),
        ("[", ()),
    ],
)
def test_the_edges_learn_which_packs_to_read(text: str, names: tuple[str, ...]) -> None:
    assert pack_names(text.encode("utf-8")) == names


@pytest.mark.parametrize(
    ("language", "kinds", "tiers"),
    [
        ("zh-Hans", ["书面", "口头", "朗读"], ["基础", "提高", "拓展"]),
        ("zh-Hant", ["書面", "口頭", "朗讀"], ["基礎", "提高", "拓展"]),
        ("en", ["written", "oral", "reading"], ["basic", "advanced", "extended"]),
    ],
)
def test_built_in_names_are_the_languages_own(
    good: Good, language: str, kinds: list[str], tiers: list[str]
) -> None:
    config = good(f"site: {{language: {language}}}\n")
    assert [kind.name for kind in config.kinds.values()][:3] == kinds
    assert [tier.name for tier in config.tiers.values()] == tiers
    assert {"阅读", "閱讀"} & set(config.kinds["reading"].aliases)


def test_a_name_that_the_school_gave_stays_in_every_language(good: Good) -> None:
    config = good(
        "site: {language: en}\nkinds: [{id: written, name: 笔头}]\n"
        "tiers: {names: [{id: basic, name: 基础}]}\n"
    )
    assert config.kinds["written"].name == "笔头"
    assert config.tiers["basic"].name == "基础"

"""Personal data in entries and letters: where it is pointed at, and what is never repeated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.values import Config, School
from sjboard.content.letters import read_letters
from sjboard.diagnostics import Diagnostic, Severity, Span, arguments
from sjboard.edges.terminal import words
from sjboard.model import DayNote, Entry, Letter, LetterStyle, Markup
from sjboard.policy.privacy import check_letters, check_privacy
from tests.policy.school import MON, WEEK, entry, item, school

FILE = "content/2026-autumn/w12/g3/chinese.md"
CONFIG = school(school=School("样例小学", phone="0571-87654321"), site_url="http://school.example/")


def line(text: str, number: int = 9, column: int = 3) -> tuple[Span, str]:
    return Span(FILE, number, column, column + len(text)), text


def having(text: str) -> Entry:
    return entry("chinese", item(5, source=(line("做一做", 8), line(text))))


def judged(one: Entry, config: Config = CONFIG) -> tuple[Diagnostic, ...]:
    return check_privacy(WEEK, [one], {}, config)


def test_the_characters_are_pointed_at_and_the_middle_hidden() -> None:
    (found,) = judged(having("做完打 13812345678 问我"))
    assert (found.rule, found.severity) == ("privacy.phone", Severity.ERROR)
    assert found.span == Span(FILE, 9, 7, 18)
    assert arguments(found) == {"shown": "13*******78"}
    assert "13812345678" not in repr(found)


def test_notes_are_public_too() -> None:
    text = "有问题加 QQ：123456789"
    markup = Markup(text, text)
    noted = replace(
        entry("chinese", item(5)),
        note_source=(line(text, 5, 1),),
        day_notes=(DayNote((MON,), markup, (line(text, 12, 1),)),),
    )
    assert [(d.rule, d.span.line) for d in judged(noted)] == [
        ("privacy.account", 5),
        ("privacy.account", 12),
    ]


def test_the_schools_own_data_may_stand_anywhere() -> None:
    assert not judged(having("有问题打 0571-87654321，或写信到 office@school.example"))


def test_names_of_the_list_and_lists_of_pupils_are_warnings() -> None:
    config = replace(CONFIG, pupils=("王小明", "赵一"))
    (found,) = judged(having("王小明领读"), config)
    assert (found.rule, found.severity) == ("privacy.name", Severity.WARNING)
    assert arguments(found)["shown"] == "王*明"
    (listed,) = judged(having("基础组：王小明、赵一"), config)
    assert listed.words == "privacy.name:list"
    assert not judged(having("王小明领读"))


def letter(*source: tuple[Span, str]) -> Letter:
    body = Markup("", "")
    when = date(2026, 9, 4)
    return Letter(
        Span(FILE), "a", "题", when, (), (), "校", LetterStyle.OFFICIAL, body, source=source
    )


def test_letters() -> None:
    span = Span("content/letters/a.md", 2, 8, 30)
    (found,) = check_letters([letter((span, "请打 13812345678"))], CONFIG)
    assert found.span == span  # the value stands in quotation marks
    assert not check_letters([letter(line("请打 {{ phone }}"))], CONFIG)


def test_a_letters_text_is_looked_at_as_written() -> None:
    text = (
        "---\ntitle: 通知\ndate: 2026-09-04\nfrom: 教务 13812345678\n"
        "receipt: {fields: [家长邮箱 a@b.com], to: 班主任}\n---\n\n{{ school }}\n\n- QQ群：12345678\n"
    )
    letters, faults = read_letters(
        {"content/letters/a.md": text.encode()}, CONFIG, (), words("zh-Hans")
    )
    assert not faults
    found = check_letters(letters, CONFIG)
    assert [(d.rule, d.span.line, d.span.column) for d in found] == [
        ("privacy.phone", 4, 10),
        ("privacy.email", 5, 25),
        ("privacy.account", 10, 7),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=4), max_size=3))
def test_any_text_is_judged_without_a_fault(text: str, pupils: list[str]) -> None:
    config = replace(CONFIG, pupils=tuple(p for p in pupils if len(p) >= 2))
    for found in judged(having(text), config):
        assert 3 <= found.span.column < found.span.end <= 3 + len(text)

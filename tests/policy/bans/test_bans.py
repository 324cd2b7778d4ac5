"""Bans: what is found, what is let through, and where a finding lies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.values import Waiver
from sjboard.diagnostics import Diagnostic, Severity, Span
from sjboard.model import Ban, ClassId, DayNote, Markup, Source
from sjboard.policy.bans import broken, check_bans, compiled
from sjboard.policy.wording import Wording, gist
from tests.policy.bans.measured import examples, national
from tests.policy.school import MON, TUE, WEEK, entry, item, school

FILE = "content/2026-autumn/w12/g3/chinese.md"
EVERYONE = frozenset(range(1, 10))
PARENTS = Ban(
    id="parent-marking",
    grades=EVERYONE,
    patterns=("(请|让|由|需)家长.{0,6}(批改|检查|签字|打印)",),
    unless=("(不|无需|不用|不必|勿).{0,4}家长",),
    message="不得要求家长检查、批改作业",
)
COPYING = Ban(id="copying", grades=EVERYONE, verbs=("抄写", "抄", "默写", "罚抄"), more_than=3)


def source(*lines: str, first: int = 8, column: int = 3) -> Source:
    return tuple(
        (Span(FILE, first + n, column, column + len(line)), line) for n, line in enumerate(lines)
    )


def found(ban: Ban, *lines: str) -> list[str]:
    """Give the characters that break a ban, as written."""
    wording = Wording(source(*lines))
    return [wording.written(span) for span in broken(ban, wording)]


def checked(*bans: Ban, text: str = "请家长签字", **settings_: object) -> tuple[Diagnostic, ...]:
    one = entry("chinese", item(10, MON, TUE, source=source(text)))
    config = school(bans=bans, **settings_)
    return check_bans(WEEK, [one], {}, config)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("抄三遍", 0),
        ("抄四遍", 1),
        ("抄十遍", 1),
        ("每个词抄写１０遍", 1),
        ("各抄写 5 次", 1),
        ("抄十二遍", 1),
        ("抄两遍", 0),
        ("抄 3—5 遍", 1),
        ("抄2~3遍", 0),
        ("抄三五遍", 1),
        ("抄两三遍", 0),
        ("抄三到六遍", 1),
        ("抄一百遍", 1),
        ("抄廿遍", 1),
        ("抄几十遍", 1),
        ("抄十几遍", 1),
        ("抄肆遍", 1),
        ("抄⑩遍", 1),
        ("抄第十遍时", 0),
        ("抄一遍，读十遍", 0),
        ("抄生字，每字五遍", 1),
        ("抄生字，仰卧起坐五次", 0),
        ("五遍抄写", 1),
        ("第三遍抄写", 0),
        ("默背五遍", 0),
        ("罰抄五遍", 1),
        ("本周抄写古诗五次", 0),
        ("一百零八遍抄写", 1),
        ("抄。读五遍", 0),
    ],
)
def test_times_are_counted(text: str, times: int) -> None:
    assert len(found(COPYING, text)) == times


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("请家长签字", ["请家长签字"]),
        ("請 家 長 簽 字", ["請 家 長 簽 字"]),
        ("请家\u200b长\ufeff签字。", ["请家\u200b长\ufeff签字"]),
        ("请**家长**签字", ["请**家长**签字"]),
        ("请家&nbsp;长签&#23383;", ["请家&nbsp;长签&#23383;"]),
        ("不要求家长批改", []),
        ("不用请家长签字", []),
        ("不用做题，请家长签字", ["请家长签字"]),
        ("“请家长签字”这句话是谁说的", []),
        ("讨论“请家长签字”好不好", []),
        ("完成“请家长签字”", ["请家长签字"]),
        ("读《请家长签字》", []),
        ("請家長\u3000檢查。請家長簽名", ["請家長\u3000檢查"]),
    ],
)
def test_forms_negation_and_quotation(text: str, written: list[str]) -> None:
    assert found(PARENTS, text) == written


def test_a_wording_over_two_lines_has_a_place_on_each() -> None:
    assert found(PARENTS, "口算，请家长", "  签字。") == ["请家长", "签字"]
    assert found(PARENTS, "口算，请家长", "- 签字") == []
    one = entry("chinese", item(10, source=source("口算，请家长", "签字。")))
    (told,) = check_bans(WEEK, [one], {}, school(bans=(PARENTS,)))
    assert told.span == Span(FILE, 8, 6, 9)
    assert told.related == (Span(FILE, 9, 3, 5),)


def test_notes_are_read_too() -> None:
    said = Markup("请家长签字", "请家长签字")
    one = entry(
        "chinese",
        note=said,
        note_source=source("请家长签字", first=6, column=1),
        day_notes=(DayNote((TUE,), said, source("请家长签字", first=12, column=1)),),
    )
    told = check_bans(WEEK, [one], {}, school(bans=(PARENTS,)))
    assert [(d.span, d.case.day if d.case else None) for d in told] == [
        (Span(FILE, 6, 1, 6), None),
        (Span(FILE, 12, 1, 6), TUE),
    ]


def test_words_and_severity_are_the_bans_own() -> None:
    (told,) = checked(replace(PARENTS, severity=Severity.WARNING))
    assert (told.rule, told.words, told.severity) == (
        "ban.parent-marking",
        "ban:message",
        Severity.WARNING,
    )
    assert checked(replace(PARENTS, message=""))[0].words == "ban"
    assert checked(replace(PARENTS, message="", pack="cn-2021"))[0].words == "ban:parent-marking"


def test_a_ban_holds_for_its_grades() -> None:
    assert checked(replace(PARENTS, grades=frozenset({1, 2}))) == ()
    assert len(checked(replace(PARENTS, grades=frozenset({3})))) == 1


def test_a_ban_is_waived_but_not_a_floors() -> None:
    waiver = Waiver("ban.parent-marking", "试点", "教导处", date(2026, 12, 31))
    assert [d.severity for d in checked(PARENTS, waivers=(waiver,))] == [Severity.NOTE]
    floor = replace(PARENTS, floor=True)
    assert [d.severity for d in checked(floor, waivers=(waiver,))] == [Severity.ERROR]
    other = replace(waiver, class_=ClassId(6, 1))
    assert [d.severity for d in checked(PARENTS, waivers=(other,))] == [Severity.ERROR]


def test_patterns_are_read_as_the_text_is() -> None:
    ban = Ban(id="x", grades=EVERYONE, patterns=("（簽字）",))
    assert found(ban, "请家长(签字)") == ["(签字)"]
    spaced = Ban(id="x", grades=EVERYONE, patterns=("class dojo",))
    assert found(spaced, "用 Class　 Dojo 交") == ["Class　 Dojo"]
    assert found(spaced, "classdojo") == []
    assert compiled("[⑨-⑩]")[0].search("⑩") is not None


def test_a_clumsy_pattern_costs_little() -> None:
    """Short stretches are looked at, however long a text is: the worst that settings may say."""
    ban = Ban(id="x", grades=EVERYONE, patterns=("家.*长.*签.*x",))
    assert found(ban, "家长签" * 150) == []
    assert found(ban, "啊" * 1800 + "家长签字x") != []


def test_every_national_ban_has_sentences_of_its_own() -> None:
    bans = national().bans
    assert {f"ban.{ban.id}" for ban in bans} >= {
        rule for example in examples() for rule in example.expected if rule.startswith("ban.")
    }
    assert all(ban.source and ban.pack == "cn-2021" and ban.floor for ban in bans)


# --- Properties -----------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=60)
ITEMS = sorted({example.text for example in examples()})
HOMEWORK = st.lists(st.sampled_from([*ITEMS, "&amp;", "&#x4e00;", " ", "*", "，"]), max_size=3)
TEXT = ANY | HOMEWORK.map("".join)
NOTHING_SEEN = st.sampled_from([" ", "　", "\t", "\u200b", "\ufeff", "\u2060", "**", "\u00ad"])


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3))
def test_no_text_raises_and_places_lie_in_it(lines: list[str]) -> None:
    written = source(*lines)
    wording = Wording(written)
    assert len(wording._places[0]) == len(wording.text)
    assert len(wording._places[1]) == len(wording.spaced)
    for ban in national().bans:
        for span in broken(ban, wording):
            line = written[span.line - 8][1]
            assert 3 <= span.column < span.end <= len(line) + 3
            assert wording.written(span) == line[span.column - 3 : span.end - 3] != ""


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ITEMS), st.data())
def test_what_nobody_sees_changes_no_verdict(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(NOTHING_SEEN) + text[place:]
    assert _verdict(changed) == _verdict(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ITEMS), st.sets(st.integers(0, 40)))
def test_full_width_forms_change_no_verdict(text: str, places: set[int]) -> None:
    changed = "".join(
        chr(ord(c) + 0xFEE0) if i in places and "!" <= c <= "~" and c not in "*_`\\&" else c
        for i, c in enumerate(text)
    )
    assert _verdict(changed) == _verdict(text)


_TRICKS = st.sampled_from(
    [
        "家**长**签字",
        "家\u200b长签字",
        "家長簽字",
        "家&#x957f;签字",
        "上 传",
        "抄5遍",
        "用ıpad听",
        "後",
        "①",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT | _TRICKS | st.sampled_from(ITEMS), min_size=1, max_size=4))
def test_a_first_look_at_a_text_hides_nothing(lines: list[str]) -> None:
    """A ban that is broken is found, although nearly every text is looked at once and passed over."""
    pieces = [item(10, MON, source=source(line, first=n)) for n, line in enumerate(lines, 8)]
    told = check_bans(WEEK, [entry("chinese", *pieces)], {}, school(bans=national().bans))
    broken_ones = {
        (f"ban.{ban.id}", piece.source[0][0].line)
        for ban in national().bans
        for piece in pieces
        if 3 in ban.grades and next(broken(ban, Wording(piece.source)), None) is not None
    }
    assert {(one.rule, one.span.line) for one in told} == broken_ones


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT | _TRICKS | st.sampled_from(ITEMS), min_size=1, max_size=4))
def test_the_gist_has_every_word_that_the_text_has(lines: list[str]) -> None:
    words = re.findall(r"[\u2e80-\u9fff]+|[A-Za-z0-9]+", Wording(source(*lines)).text)
    said = gist(lines)
    assert [word for word in words if word not in said] == []


def test_no_character_of_gb_2312_hides_a_word_from_the_gist() -> None:
    """What is joined in the text is joined in the gist, whichever character stands in between."""
    rows = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    characters = [*map(chr, range(128)), *(row.decode("gb2312", "ignore") for row in rows)]
    for one in filter(None, characters):
        if one != "\n":
            words = re.findall(r"[\u2e80-\uff5e]+|[A-Za-z0-9]+", Wording(source(f"家{one}长")).text)
            said = gist([f"家{one}长"])
            assert [word for word in words if word.isalnum() and word not in said] == [], one


def _verdict(text: str) -> dict[str, int]:
    wording = Wording(source(text))
    places = {ban.id: len(list(broken(ban, wording))) for ban in national().bans}
    return {id_: count for id_, count in places.items() if count}

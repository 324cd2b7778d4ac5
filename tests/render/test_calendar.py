"""Calendars: valid to RFC 5545, read back by other parsers, and telling what changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from sjboard.edges.terminal import words
from sjboard.model import ClassId
from sjboard.render.calendar import WeekEvents, _text, calendar
from sjboard.render.plain import Plain, PlainDay, plain
from sjboard.views.site import ClassTaken, SiteHead, TakenWeek
from tests.browser import samples
from tests.build.schools import CONFIG, content, day, entry
from tests.render.taken import WITHOUT_ADDRESS, ledger, site

CHINESE = "content/2026-autumn/w12/g3/语文.md"
ICS = "classes/g3c1/homework.ics"
MONDAY = date(2026, 11, 23)
"""Of the twelfth week, which goes public on Friday, 20 November."""
ZH = words("zh-Hans")


def week(body: str) -> dict[str, bytes]:
    """One entry in one week, with this body."""
    return {CHINESE: entry("语文", body)}


def events(data: bytes) -> list[Any]:
    """What vobject reads; it knows nothing of the library that wrote them."""
    return list(getattr(vobject.readOne(data.decode()), "vevent_list", []))


def valid(data: bytes) -> None:
    """Look at what RFC 5545 asks of every line, and of every event's properties."""
    assert data.endswith(b"\r\n")
    for raw in data[:-2].split(b"\r\n"):
        assert len(raw) <= 75, raw  # 3.1
        assert b"\n" not in raw
        assert b"\r" not in raw
        raw.decode()  # a fold never parts a character
    for line in data.replace(b"\r\n ", b"").decode()[:-2].split("\r\n"):
        assert re.match(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*:", line), line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), line
    read: Any = icalendar.Calendar.from_ical(data)
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert read["method"] == "PUBLISH"
    assert len(read.subcomponents) > 0  # 3.4: at least one
    uids = []
    for event in read.walk("VEVENT"):
        assert event.errors == []
        for name in ("uid", "dtstamp", "dtstart", "dtend", "summary", "sequence", "last-modified"):
            assert isinstance(event[name], list) is False, name  # each once (3.6.1)
        assert event["dtend"].dt > event["dtstart"].dt
        assert event["transp"] == "TRANSPARENT"
        uids.append(event["uid"])
    assert len(set(uids)) == len(uids)


def test_a_day_is_an_event() -> None:
    pages = site(week(day("读《海滨小城》", 10, "朗读") + "\n## 周三\n\n- 写生字 {书面 15分钟}\n"))
    valid(pages[ICS])
    monday, wednesday = events(pages[ICS])
    assert monday.dtstart.value == MONDAY
    assert monday.dtend.value == MONDAY + timedelta(days=1)
    assert monday.summary.value == "三年级(1)班作业：口头、实践 10 分钟"
    assert monday.description.value == (
        "没有书面作业；另有口头、实践 10 分钟\n\n【语文】\n1. 读《海滨小城》（朗读，10 分）"
    )
    assert monday.url.value == "http://board.example/classes/g3c1/index.html"
    assert monday.status.value == "CONFIRMED"
    assert wednesday.dtstart.value == MONDAY + timedelta(days=2)
    assert wednesday.summary.value == "三年级(1)班作业：书面 15/60 分钟"


def test_a_weekend_is_one_event() -> None:
    pages = site(week("## 周末\n\n- 画一张路线图 {实践 40分钟}\n"))
    (weekend,) = events(pages[ICS])
    assert weekend.dtstart.value == MONDAY + timedelta(days=5)
    assert weekend.dtend.value == MONDAY + timedelta(days=7)


def test_a_calendar_holds_the_term_so_far() -> None:
    pages = site()
    starts = [event.dtstart.value for event in events(pages[ICS])]
    assert starts == [MONDAY - timedelta(days=14), MONDAY - timedelta(days=7), MONDAY]
    earlier = site(today=date(2026, 11, 19))
    assert len(events(earlier[ICS])) == 2  # the twelfth week is not public yet


def test_times_come_from_the_publication() -> None:
    first, *_ = events(site()[ICS])
    assert first.dtstamp.value == datetime(2026, 11, 6, tzinfo=UTC)
    assert first.last_modified.value == datetime(2026, 11, 6, tzinfo=UTC)
    assert first.sequence.value == "0"


def test_the_next_term_begins_a_new_calendar() -> None:
    spring = (
        b"  - {id: 2027-spring, name: \xe4\xb8\x8b, first_monday: 2027-03-01, weeks: 20}\ngrades:"
    )
    config = CONFIG.replace(b"grades:", spring, 1)
    files = {**content(), "content/2027-spring/w01/g3/语文.md": entry("语文", day("读课文"))}
    old = site(files, config)
    new = site(files, config, today=date(2027, 3, 1))
    assert len(events(old[ICS])) == 3
    assert [event.dtstart.value for event in events(new[ICS])] == [date(2027, 3, 1)]


def test_a_name_stays_through_changes_and_is_a_class_own() -> None:
    before = site()
    after = site({**content(), CHINESE: entry("语文", day("改过的作业", 12))})
    own = [event.uid.value for event in events(before[ICS])]
    assert own == [event.uid.value for event in events(after[ICS])]
    others = [event.uid.value for event in events(before["classes/g3c2/homework.ics"])]
    assert len({*own, *others}) == len(own) + len(others)
    elsewhere = CONFIG.replace(b"board.example", b"other.example")
    assert not {*own} & {event.uid.value for event in events(site(config=elsewhere)[ICS])}


def test_names_say_nothing() -> None:
    for event in events(site()[ICS]):
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event.uid.value)


PUBLISHED = ("2026-11-13", "2026-autumn/w12", "")
CORRECTED = ("2026-11-24", "2026-autumn/w12", "练习册页码写错了")
AGAIN = ("2026-11-25", "2026-autumn/w12", "周四不留作业")


def test_a_correction_counts_up() -> None:
    files = week(day("写生字"))
    told = [
        events(site(files, ledger=ledger(*rows))[ICS])[0]
        for rows in ((PUBLISHED,), (PUBLISHED, CORRECTED), (PUBLISHED, CORRECTED, AGAIN))
    ]
    assert [event.sequence.value for event in told] == ["0", "1", "2"]
    assert [event.last_modified.value.day for event in told] == [20, 24, 25]
    assert len({event.uid.value for event in told}) == 1


def test_homework_that_was_taken_back_is_cancelled() -> None:
    files = week(day("写生字"))
    corrected = events(site(files, ledger=ledger(PUBLISHED, CORRECTED))[ICS])
    assert [(e.dtstart.value, e.status.value) for e in corrected] == [
        (MONDAY, "CONFIRMED"),
        *((MONDAY + timedelta(days=n), "CANCELLED") for n in range(1, 6)),
    ]
    assert corrected[-1].dtend.value == MONDAY + timedelta(days=7)  # the weekend
    had = events(site(week(day("写生字").replace("周一", "周二")))[ICS])
    assert had[0].uid.value == corrected[1].uid.value
    assert corrected[1].sequence.value > had[0].sequence.value
    assert corrected[1].summary.value == "三年级(1)班：没有作业"


def test_a_free_day_that_never_had_homework_is_no_event() -> None:
    told = events(
        site(week(day("写生字") + "\n## 周二\n\n无作业\n"), ledger=ledger(PUBLISHED))[ICS]
    )
    assert [event.dtstart.value for event in told] == [MONDAY]


def test_a_class_without_homework_has_a_valid_calendar() -> None:
    data = site(week(day("写生字")))["classes/g1c1/homework.ics"]
    valid(data)
    assert events(data) == []


def test_no_address_no_url() -> None:
    data = site(config=WITHOUT_ADDRESS)[ICS]
    valid(data)
    assert b"URL:" not in data


def test_there_is_none_before_the_first_friday() -> None:
    pages = site(today=date(2026, 9, 1))
    assert [path for path in pages if path.endswith(".ics")] == []


HEAD = SiteHead("样例小学", "", "", "http://board.example/", "zh-Hans")


def made(text: str, name: str = "写生字") -> bytes:
    """A calendar of one sample board, whose every day says ``text``."""
    board = samples.CLASS_BOARDS["normal"]
    days = [PlainDay(d.first, "", "", text) for d in board.days]
    blocks = [(d.first, d.last) for d in board.days]
    told = WeekEvents(board.week, blocks, ZH, SiteHead(name, "", "", HEAD.url, "")).of(board, days)
    taken = ClassTaken(board.id, "a", "b", "c", (TakenWeek(board.week, "d", told, ""),))
    return calendar(taken, ZH, SiteHead(name, "", "", HEAD.url, ""))


HOSTILE = (
    "一行\nBEGIN:VEVENT\nEND:VEVENT\n",
    "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n",
    '逗号, 分号; 反斜线\\ 冒号: 引号" \\n 不是换行, \\; \\, \\\\',
    "换行\u2028段落\u2029下一行\x85完",
    "\t制表符，空格  两个",
    "😀" * 40,
    "a" * 60 + "𠀀𠀁𠀂" * 20,
    "长" * 400,
    " 前面有空格\n  后面也有",
    "ATTACH;FMTTYPE=text/html:http://evil.example/",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    wanted = plain(text)
    data = made(wanted, name=wanted)
    valid(data)
    told = events(data)
    assert len(told) == 5
    assert {event.description.value for event in told} == {wanted}
    read: Any = icalendar.Calendar.from_ical(data)
    assert {str(event["description"]) for event in read.walk("VEVENT")} == {wanted}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_any_text_is_carried(text: str) -> None:
    wanted = plain(text).replace("\\N", "")  # the library takes \N for a line end, as RFC 5545 does
    data = made(wanted)
    valid(data)
    assert {event.description.value for event in events(data)} == {wanted}


@pytest.mark.parametrize("name", samples.CLASS_BOARDS)
def test_every_state_is_told(name: str) -> None:
    board = samples.CLASS_BOARDS[name]
    blocks = [(d.first, d.last) for d in board.days]
    for language in ("zh-Hans", "zh-Hant", "en"):
        spoken = words(language)
        days = Plain(spoken).days(board)
        told = WeekEvents(board.week, blocks, spoken, HEAD).of(board, days)
        taken = ClassTaken(ClassId(3, 1), "a", "b", "c", (TakenWeek(board.week, "d", told, ""),))
        data = calendar(taken, spoken, HEAD)
        valid(data)
        shown = [day for day in board.days if day.groups or day.notes]
        assert len(events(data)) == len(shown)


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.sampled_from([*"ab\\;,^\n作业😀é"]) | st.characters(exclude_categories=["Cs"]),
        min_size=25,
    )
)
def test_a_text_is_escaped_and_folded_as_the_library_would(text: str) -> None:
    value = plain(text).replace(
        "\\N", ""
    )  # which the library takes for a line end, against RFC 5545
    written = icalendar.vText(value).to_ical().decode()
    library: Any = Contentline(f"SUMMARY:{written}")  # type: ignore[no-untyped-call] # its own gap
    assert _text("SUMMARY", value) == library.to_ical().decode()

"""Calendars and feeds are of the newest term: what happens to the memory when a new one begins."""

from __future__ import annotations

from datetime import date

from tests.build.schools import CONFIG, content, day, entry, sources
from tests.build.test_build import Folder, clean

SPRING = "  - {id: 2027-spring, name: 第二学期, first_monday: 2027-03-01, weeks: 20}\ngrades:"
GIVEN = sources(
    {**content(), "content/2027-spring/w01/g3/语文.md": entry("语文", day("读课文"))},
    CONFIG.replace(b"grades:", SPRING.encode(), 1),
)
AUTUMN, NEW = date(2026, 11, 20), date(2027, 3, 1)
ICS = "classes/g3c1/homework.ics"


def test_a_new_term_and_back_leaves_nothing_stale() -> None:
    folder = Folder()
    for today in (AUTUMN, NEW, AUTUMN, NEW):
        folder.build(GIVEN, today)
        assert folder.site == clean(GIVEN, today), today


def test_only_the_newest_terms_texts_are_remembered() -> None:
    folder = Folder()
    folder.build(GIVEN, AUTUMN)
    weeks = [unit for unit in folder.memory.values() if "line" in unit.parts]
    assert weeks
    assert all("texts/3" in unit.parts for unit in weeks)
    folder.build(GIVEN, NEW)
    kept = {name for name, unit in folder.memory.items() if "texts/3" in unit.parts}
    assert kept == {"2027-spring/w01"}
    assert folder.site[ICS].count(b"BEGIN:VEVENT") == 1


def test_a_friday_writes_one_week_of_a_calendar() -> None:
    folder = Folder()
    folder.build(GIVEN, date(2026, 11, 13))
    before = folder.site[ICS]
    done = folder.build(GIVEN, AUTUMN)
    assert done.remembered == 2  # codes, and the week before the last; the last has a new neighbour
    end = b"END:VCALENDAR"
    first = before.index(b"BEGIN:VEVENT")
    assert before[first : before.index(end)] in folder.site[ICS]

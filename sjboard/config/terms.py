"""The school's year: config.yaml's terms, calendar and publication day into teaching weeks.

Knows what they may not say together. Does not know how days fall into blocks (``calendar``).
"""

from __future__ import annotations

from sjboard.config.calendar import (
    Break,
    Calendar,
    National,
    Publication,
    known_country,
    last_day,
    make_term,
    monday_of,
    national,
)
from sjboard.config.fields import WEEKDAYS
from sjboard.config.reading import Reading
from sjboard.config.schema import TermSection
from sjboard.diagnostics import Severity, Span, finding
from sjboard.model import Term
from sjboard.syntax.yaml import Path

RESERVED_IDS = ("assets", "classes", "data", "letters", "rules", "search", "services")
"""Other folders of content/ and of the site, where a term's folder stands too (contract 1 and 9)."""


def terms(reading: Reading) -> dict[str, Term]:
    """The terms by id, with all their weeks."""
    calendar = _calendar(reading)
    when = reading.file.publication
    publication = Publication(WEEKDAYS.index(when.weekday), when.week == "previous")
    ids = dict[str, Span]()
    found: dict[str, Term] = {}
    seen: list[tuple[TermSection, Span]] = []
    for index, section in zip(reading.positions("terms"), reading.file.terms, strict=True):
        path: Path = ("terms", index)
        if section.id in RESERVED_IDS:
            place = reading.span(*path, "id")
            reading.contradiction(place, "reserved-term", id=section.id)
        if not reading.fresh(ids, section.id, path):
            continue
        place = reading.span(*path, "first_monday")
        for other, where in seen:
            if _overlap(section, other):
                until = last_day(other.first_monday, other.weeks)
                reading.doubled(place, where, "terms", id=section.id, other=other.id, until=until)
        seen.append((section, place))
        found[section.id] = make_term(
            section.id,
            section.name or section.id,
            section.first_monday,
            section.weeks,
            calendar=calendar,
            publication=publication,
        )
    _say_estimates(reading, seen, calendar.national)
    return found


def _overlap(one: TermSection, other: TermSection) -> bool:
    """Whether two terms have a calendar week in common: its homework could lie in either."""
    return monday_of(one.first_monday) <= last_day(other.first_monday, other.weeks) and monday_of(
        other.first_monday
    ) <= last_day(one.first_monday, one.weeks)


def _say_estimates(
    reading: Reading, terms: list[tuple[TermSection, Span]], country: National
) -> None:
    """Say once a year that its days off have not been announced, at the first term it touches."""
    said = set[int]()
    for term, place in terms:
        last = last_day(term.first_monday, term.weeks)
        for year in sorted(country.estimated - said):
            if term.first_monday.year <= year <= last.year:
                said.add(year)
                note = finding(
                    "config.calendar", place, severity=Severity.NOTE, year=year, term=term.id
                )
                reading.findings.append(note)


def _calendar(reading: Reading) -> Calendar:
    breaks = _breaks(reading)
    school_days = reading.file.calendar.school_days
    positions = reading.positions("calendar", "school_days")
    for index, day in zip(positions, school_days, strict=True):
        for own, where in breaks:
            if own.first <= day <= own.last:
                place = reading.span("calendar", "school_days", index)
                reading.doubled(place, where, "school-day", day=day, name=own.name)
    return Calendar(_national(reading), tuple(own for own, _ in breaks), frozenset(school_days))


def _breaks(reading: Reading) -> list[tuple[Break, Span]]:
    found: list[tuple[Break, Span]] = []
    positions = reading.positions("calendar", "breaks")
    for index, section in zip(positions, reading.file.calendar.breaks, strict=True):
        path: Path = ("calendar", "breaks", index)
        own = Break(section.name, section.first, section.last)
        if own.last < own.first:
            reading.contradiction(
                reading.span(*path, "to"),
                "backwards",
                name=own.name,
                first=own.first,
                last=own.last,
            )
            continue
        place = reading.span(*path, "from")
        for other, where in found:
            if own.first <= other.last and other.first <= own.last:
                reading.doubled(place, where, "breaks", name=own.name, other=other.name)
        found.append((own, place))
    return found


def _national(reading: Reading) -> National:
    written = reading.file.calendar.country
    country = "none" if written.lower() == "none" else written.upper()
    if not known_country(country):
        place = reading.span("calendar", "country")
        reading.findings.append(finding("config.unknown", place, "country", written=written))
        return National()
    years = set[int]()
    for section in reading.file.terms:
        last = last_day(section.first_monday, section.weeks)
        years.update(range(section.first_monday.year, last.year + 2))  # a holiday may reach beyond
    return national(country, tuple(sorted(years)))

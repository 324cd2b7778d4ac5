"""Terms into teaching weeks, weeks into school days, weekends and holidays.

Knows the national calendar (the ``holidays`` library, which has the State Council's make-up school
days) and the school's corrections. Does not know which homework is set on them.

How days fall into blocks:

- A day is off if it is a Saturday or Sunday, a public holiday, or in one of the school's breaks,
  unless it is a make-up day; the school's ``school_days`` are school days whatever else is said.
- Days off in a row are one block. With a public holiday among them it is a holiday, named after the
  first that has a name; else it is a weekend of one or two days. The school's own breaks are blocks
  of their own, under their own name; a weekend beside one belongs to it.
- A block belongs to the week of its first day. What lies before a term's first day is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache

import holidays

from sjboard.model import Block, BlockKind, Term, Week
from sjboard.records import dataclass

ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_ANNOUNCED_BY_DECREE = ("CN",)
"""Countries that move school days each year by decree: only there is a year an estimate."""


@dataclass(frozen=True, slots=True)
class Break:
    """Days of the school's own on which there is no school, both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Publication:
    """When a week goes public: ``weekday`` (0 is Monday) of the week before, or of the week itself."""

    weekday: int
    week_before: bool


@dataclass(frozen=True, slots=True)
class National:
    """A country's days off by date with their name ("" where the day is only a bridge)."""

    off: Mapping[date, str] = field(default_factory=dict)
    made_up: frozenset[date] = frozenset()
    estimated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that decides whether a day is a school day."""

    national: National
    breaks: tuple[Break, ...] = ()
    school_days: frozenset[date] = frozenset()

    def name(self, day: date) -> str | None:
        """The holiday's name that a day off belongs to, "" for a bare one; None for a school day."""
        if day in self.school_days:
            return None
        own = self.own(day)
        if own:
            return own.name
        if day in self.national.off:
            return self.national.off[day]
        if day.weekday() >= _SATURDAY and day not in self.national.made_up:
            return ""
        return None

    def own(self, day: date) -> Break | None:
        """The school's own break that a day lies in."""
        return next((b for b in self.breaks if b.first <= day <= b.last), None)


def known_country(country: str) -> bool:
    """Whether the library knows a country's public holidays; ``none`` asks for no holidays."""
    return country == "none" or country in holidays.list_supported_countries()


@lru_cache(maxsize=16)
def national(country: str, years: tuple[int, ...]) -> National:
    """Look up a country's public holidays and make-up days for some years."""
    if country == "none" or not years:
        return National()
    languages = holidays.list_localized_countries().get(country, [])
    language = next((known for known in languages if known == "zh_CN"), None)
    found = holidays.country_holidays(country, years=years, language=language)
    made_up = frozenset(getattr(found, "weekend_workdays", ()))
    unknown = (
        frozenset(years) - {day.year for day in made_up}
        if country in _ANNOUNCED_BY_DECREE
        else frozenset[int]()
    )
    off = {day: _holiday_name(name) for day, name in found.items()}
    return National(off, made_up, unknown)


def _holiday_name(name: str) -> str:
    """Cut a library's name down to the holiday's: 国庆节（补假） is 国庆节, a bridging day has none."""
    first = re.split(r";|（| \(", name, maxsplit=1)[0].strip()
    if first == "休息日":
        return ""
    return "春节" if first == "农历除夕" else first


def last_day(first: date, weeks: int) -> date:
    """The last day, a Sunday, of a term."""
    return monday_of(first) + timedelta(days=7 * weeks - 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def make_term(
    term_id: str,
    name: str,
    first: date,
    weeks: int,
    *,
    calendar: Calendar,
    publication: Publication,
) -> Term:
    """Make a term of ``weeks`` teaching weeks; week 1 is the calendar week that ``first`` lies in."""
    start, end = monday_of(first), last_day(first, weeks)
    blocks = _blocks(first, end, calendar)
    made = []
    for number in range(1, weeks + 1):
        monday = start + timedelta(days=7 * (number - 1))
        sunday = monday + timedelta(days=6)
        published = monday + timedelta(days=publication.weekday)
        if publication.week_before:
            published -= timedelta(days=7)
        made.append(
            Week(
                term=term_id,
                number=number,
                monday=monday,
                blocks=tuple(b for b in blocks if monday <= b.first <= sunday),
                publication=published,
                estimated=bool({monday.year, sunday.year} & calendar.national.estimated),
            )
        )
    return Term(term_id, name, first, tuple(made))


def _blocks(first: date, last: date, calendar: Calendar) -> tuple[Block, ...]:
    """Cut the days from ``first`` to ``last`` into blocks; the last may reach beyond."""
    blocks: list[Block] = []
    day = first
    while day <= last:
        if calendar.name(day) is None:
            blocks.append(Block(BlockKind.SCHOOL_DAY, (day,)))
            day += ONE_DAY
            continue
        run = [day]
        while calendar.name(run[-1] + ONE_DAY) is not None:
            run.append(run[-1] + ONE_DAY)
        blocks.extend(_split(run, calendar))
        day = run[-1] + ONE_DAY
    return tuple(block for block in blocks if block.first <= last)


def _split(run: list[date], calendar: Calendar) -> Iterable[Block]:
    """Cut a run of days off at the school's own breaks; weekends go to the block beside them."""
    parts: list[tuple[Break | None, list[date]]] = []
    for day in run:
        own = calendar.own(day)
        if parts and parts[-1][0] == own:
            parts[-1][1].append(day)
        else:
            parts.append((own, [day]))
    merged: list[tuple[Break | None, list[date]]] = []
    for own, days in parts:
        bare = own is None and not any(calendar.name(day) for day in days)
        if bare and merged:
            merged[-1][1].extend(days)
        elif merged and merged[-1][0] is None and own and _bare(merged[-1][1], calendar):
            merged[-1] = (own, merged[-1][1] + days)
        else:
            merged.append((own, list(days)))
    for own, days in merged:
        yield _block(days, own.name if own else None, calendar)


def _bare(days: Iterable[date], calendar: Calendar) -> bool:
    return not any(calendar.name(day) for day in days)


def _block(days: list[date], own: str | None, calendar: Calendar) -> Block:
    names = [own] if own else [name for day in days if (name := calendar.name(day))]
    distinct = list(dict.fromkeys(names))
    if not distinct:
        return Block(BlockKind.WEEKEND, tuple(days))
    aliases = [alias for name in distinct for alias in (name, *holiday_aliases(name))]
    kept = tuple(alias for alias in dict.fromkeys(aliases) if alias != distinct[0])
    return Block(BlockKind.HOLIDAY, tuple(days), distinct[0], kept)


_ALSO: Mapping[str, Collection[str]] = {
    "元旦": ("新年", "元旦节"),
    "春节": ("除夕", "过年"),
    "劳动节": ("五一", "五一节", "五一劳动节"),
    "国庆节": ("十一", "十一国庆节"),
}


def holiday_aliases(name: str) -> tuple[str, ...]:
    """Other names of a holiday: 国庆节 is 国庆, 国庆假期 and 国庆节假期 too."""
    short = name[:-1] if name.endswith("节") and len(name) > 2 else name  # 春节 is never 春
    also = [short, *_ALSO.get(name, ())]
    with_holiday = [f"{word}假期" for word in (short, name, *also) if not word.endswith("假")]
    found = dict.fromkeys([*also, *with_holiday])
    return tuple(word for word in found if word != name)

"""The words that name days, and which blocks of a week they mean.

Knows the forms of contract 2.2 and one week's blocks. Does not know where the words stood.

A day's name means the block that holds the day: 周六 and 周日 are the weekend as well as 周末 is, and a
weekday inside a holiday is that holiday, since minutes are added up for a block and not for a day
of it. A make-up Saturday is a school day of its own; 周末 is then the Sunday. Where a holiday has
swallowed the whole weekend, 周末 is that holiday. A range means every block from its first to its
last day. A day whose block began in an earlier week is outside the week.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from sjboard.model import Block, BlockKind, Week
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest

_CHINESE = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name[:3]: day for day, name in enumerate(_ENGLISH)} | {"tues": 1, "thur": 3, "thurs": 3}
_CANONICAL = tuple(f"周{name}" for name in "一二三四五六日")

WEEKDAYS: dict[str, int] = {
    **{p + name: day for p in ("周", "星期", "礼拜") for name, day in _CHINESE.items()},
    **{name: day for day, name in enumerate(_ENGLISH)},
    **_SHORT,
}
"""Every name of a weekday, folded; 0 is Monday."""

_WEEKEND = {"周末", "双休日", "weekend"}
_EVERY_DAY = {"每天", "每日", "every day", "everyday", "daily"}
_HOLIDAY = {"假期", "holiday"}
_FESTIVAL = regex(r"(?:(?:元旦|春节|清明|五一|端午|中秋|国庆)节?|劳动节)(?:假期)?")
"""Holidays that every teacher knows by name; a week that has one knows it itself."""
_DATE = regex(r"(?:(\d{4})\s*[-年/.]\s*)?(\d{1,2})\s*([-月/.])\s*(\d{1,2})\s*[日号]?")
_AND = regex(r"\s*(?:[、,&]|和|与|及|\band\b)\s*")
_TO = regex(r"\s*(?:至|到|[-‐‑–—―~〜]{1,2}|\bto\b)\s*")
_TWICE = regex(r"([^()]+?)\s*\(([^()]+)\)")
"""A day by two names: 周一(11月30日)."""
_ONE_CHINESE = regex(r"[一二三四五六日天七]|[1-7]")
_SERIES = regex(
    r"(?:周|星期|礼拜)((?:[一二三四五六日天七1-7](?![0-9])(?:\s*[、,和]\s*(?=[一二三四五六日天七1-7]))?)+)"
)
_TAIL = regex(r"\s*(?:至|到|[-–—―~〜]{1,2})\s*(?:周|星期|礼拜)?([一二三四五六日天七1-7])")


@dataclass(frozen=True, slots=True)
class DayFault:
    """Why words name no block; ``word`` is the part that is to blame.

    ``variant`` is the message's: "" (no day), differ (two days), outside, impossible, no-weekend, no-holiday,
    which-holiday, no-school-days, backwards.
    """

    variant: str
    word: str
    guess: str = ""


class Days:
    """One week's blocks by every name that they go by."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.blocks = {day: block for block in week.blocks for day in block.days}
        self.last = max([week.monday + timedelta(days=6), *self.blocks])
        self.holidays: dict[str, Block] = {}
        for block in week.blocks:
            for name in (block.name, *block.aliases):
                if name:
                    self.holidays.setdefault(fold(name), block)
                    self.holidays.setdefault(fold(f"{name}假期"), block)
        self._read: dict[str, tuple[Block, ...] | DayFault] = {}

    def read(self, text: str) -> tuple[Block, ...] | DayFault:
        """Give the blocks that a heading names, in order, or what is wrong with it."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._list(text)
        return found

    def _list(self, text: str) -> tuple[Block, ...] | DayFault:
        folded = " ".join(fold(text).split()).rstrip(":;。 ")
        twice = _TWICE.fullmatch(folded)
        if twice:
            return self._twice(text, *twice.groups())
        whole = self._one(folded)
        if not isinstance(whole, DayFault) or whole.variant:
            return whole
        named: dict[date, Block] = {}
        for part in _AND.split(folded):
            blocks = self._range(part)
            if isinstance(blocks, DayFault):
                if blocks.variant:
                    return blocks
                return DayFault("", text, self._guess(folded))
            named.update((block.first, block) for block in blocks)
        return tuple(named[first] for first in sorted(named))

    def _twice(self, text: str, name: str, other: str) -> tuple[Block, ...] | DayFault:
        """Read 周一(11月30日): both have to be the same day."""
        one, two = self._list(name), self._list(other)
        if isinstance(one, DayFault) or isinstance(two, DayFault):
            return DayFault("", text, self._guess(name))
        return one if one == two else DayFault("differ", text)

    def _range(self, text: str) -> tuple[Block, ...] | DayFault:
        one = self._one(text)
        if not isinstance(one, DayFault) or one.variant:
            return one
        for cut in _TO.finditer(text):
            ends = self._day(text[: cut.start()]), self._end(text[cut.end() :])
            if ends[0] is not None and ends[1] is not None:
                return self._span(text, ends[0], ends[1])
        return one

    def _end(self, word: str) -> date | None:
        """Read the last word of a range, which may be the weekend: 周四至周末."""
        weekend = self._weekend(word) if word in _WEEKEND else ()
        return weekend[-1].last if isinstance(weekend, tuple) and weekend else self._day(word)

    def _span(self, text: str, first: date, last: date) -> tuple[Block, ...] | DayFault:
        if last < first:
            return DayFault("backwards", text)
        for day in (first, last):
            if day not in self.blocks:
                return DayFault("outside", text)
        return tuple(b for b in self.week.blocks if b.last >= first and b.first <= last)

    def _one(self, word: str) -> tuple[Block, ...] | DayFault:
        """Read a single name; a fault without a variant where it is none."""
        if word in self.holidays:
            return (self.holidays[word],)
        if word in _EVERY_DAY:
            return self.week.school_days or DayFault("no-school-days", word)
        if word in _WEEKEND:
            return self._weekend(word)
        if word in _HOLIDAY:
            return self._holiday(word)
        if _FESTIVAL.fullmatch(word):
            return DayFault("outside", word)
        return self._single(word)

    def _single(self, word: str) -> tuple[Block, ...] | DayFault:
        day = self._day(word)
        if day is not None:
            block = self.blocks.get(day)
            return (block,) if block else DayFault("outside", word)
        match = _DATE.fullmatch(word)
        dated = match is not None and (match.group(1) or match.group(3) == "月")
        return DayFault("impossible" if dated else "", word)

    def _weekend(self, word: str) -> tuple[Block, ...] | DayFault:
        weekends = tuple(b for b in self.week.blocks if b.kind is BlockKind.WEEKEND)
        if weekends:
            return weekends
        held = {self.blocks.get(self.week.monday + timedelta(days=day)) for day in (5, 6)}
        blocks = [b for b in held if b is not None and b.kind is BlockKind.HOLIDAY]
        return tuple(blocks) if len(blocks) == 1 else DayFault("no-weekend", word)

    def _holiday(self, word: str) -> tuple[Block, ...] | DayFault:
        held = tuple(b for b in self.week.blocks if b.kind is BlockKind.HOLIDAY)
        if len(held) == 1:
            return held
        return DayFault("which-holiday" if held else "no-holiday", word)

    def _day(self, word: str) -> date | None:
        """Read a weekday or a date; one without a year is the one nearest to this week."""
        weekday = WEEKDAYS.get(word)
        if weekday is not None:
            return self.week.monday + timedelta(days=weekday)
        match = _DATE.fullmatch(word)
        if match is None or (match.group(1) is None and match.group(3) != "月"):
            return None
        month, day = int(match.group(2)), int(match.group(4))
        year = self.week.monday.year
        years = [int(match.group(1))] if match.group(1) else [year, year + 1, year - 1]
        found = [d for y in years if (d := _date(y, month, day)) is not None]
        return min(found, key=lambda d: abs(d - self.week.monday), default=None)

    def names_weekday(self, text: str) -> bool:
        """Whether words are a day's name and nothing else; a holiday's may be what a text is about."""
        folded = " ".join(fold(text).split())
        return folded not in self.holidays and not isinstance(self.read(text), DayFault)

    def names(self) -> Iterable[str]:
        """What a heading could have meant, for a guess."""
        yield from _CANONICAL
        yield from ("周末", "每天")
        for block in self.week.blocks:
            if block.name:
                yield block.name

    def _guess(self, folded: str) -> str:
        """Say what was probably meant: 周三四 is 周三、周四, 周1 is 周一, 周一至四 is 周一至周四."""
        match = _SERIES.search(folded)
        if match:
            tail = _TAIL.match(folded, match.end())
            days = [_weekday(character) for character in _ONE_CHINESE.findall(match.group(1))]
            if tail:
                return f"{days[-1]}至{_weekday(tail.group(1))}"
            further = [
                _weekday(s) for s in re.findall(r"(?:周|星期|礼拜)([一二三四五六日天])", folded)
            ]
            further.extend(name for name in ("周末",) if name in folded)
            return "、".join(dict.fromkeys([*days, *further]))
        for name in self.names():
            if name in folded:
                return name
        return nearest(folded, self.names()) or ""


def _weekday(character: str) -> str:
    index = "一二三四五六日".find(character.replace("天", "日").replace("七", "日"))
    return _CANONICAL[index if index >= 0 else int(character) - 1]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

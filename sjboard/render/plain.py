"""A class's day as plain text: what a calendar and a feed carry, and what is pasted into a chat.

Knows the views and the words. ``assets/copy.js`` reads the same text off the board's page, where it
stands already, so that no page has to carry it twice; a test holds both equal. Does not know the
formats that the text goes into, except what none of them can hold.
"""

from __future__ import annotations

import re
from datetime import date
from operator import attrgetter

from sjboard.locale import Words
from sjboard.model import BlockKind, Place
from sjboard.records import dataclass
from sjboard.render.phrases import shown
from sjboard.views.board import ClassBoard, DayView, Finding, ItemView, SubjectGroup, WeekHead

_UNTOLD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What neither XML nor iCalendar can hold: control characters, surrogates, noncharacters."""
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
"""Line ends that some readers of calendars would take for the end of a property."""


@dataclass(frozen=True, slots=True)
class PlainDay:
    """A day in words: its name and dates as the board writes them (周一, 11月16日), and all that is set.

    ``text`` has a paragraph of sentences about minutes, then one for each note, then one a subject.
    """

    first: date
    name: str
    dates: str
    text: str


def plain(text: str) -> str:
    """Make a text fit for every format: LF between its lines, and no character that XML forbids."""
    if text.replace("\n", "").isprintable():  # then it has none of these, nor another line end
        return text
    return _UNTOLD.sub("", _BREAK.sub("\n", text))


def changed(week: WeekHead) -> date:
    """The day on which what a week says last changed: its publication, or its latest correction."""
    return max([week.published, *(correction.on for correction in week.corrections)])


class Plain:
    """Writes the days of one week's boards. What many days and pieces have in common it writes once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._piece = words.texts["plain.item"].format
        self._comma = words("list.comma")
        self._subjects: dict[str, str] = {}
        self._heads: dict[date, tuple[str, str]] = {}
        self._facts: dict[tuple[object, ...], str] = {}

    def days(self, board: ClassBoard) -> tuple[PlainDay, ...]:
        """Write the days of a class's board."""
        return tuple([self._day(day, board.written_allowed) for day in board.days])

    def _day(self, day: DayView, written_allowed: bool) -> PlainDay:  # noqa: FBT001 - as the board has it
        words = self._words
        paragraphs = ["\n".join(_loads(words, day, written_allowed=written_allowed))]
        paragraphs += [
            self._subject(note.subject_name) + "\n" + note.body.text for note in day.notes
        ]
        paragraphs += map(self._group, day.groups)
        text = "\n\n".join([part for part in paragraphs if part])
        if day.first not in self._heads:
            self._heads[day.first] = (_day_name(words, day), _day_dates(words, day))
        return PlainDay(day.first, *self._heads[day.first], plain(text))

    def _subject(self, name: str) -> str:
        if name not in self._subjects:
            self._subjects[name] = self._words("plain.subject", subject=name)
        return self._subjects[name]

    def _group(self, group: SubjectGroup) -> str:
        lines = [self._subject(group.name)]
        for number, item in enumerate(group.items, 1):
            look = _LOOK(item)
            facts = self._facts.get(look)
            if facts is None:
                facts = self._facts[look] = self._comma.join(_facts(self._words, item))
            lines.append(self._piece(number=number, text=item.body.text, facts=facts))
        return "\n".join(lines)


_LOOK = attrgetter(
    *("kind_name", "tier_name", "optional", "place", "due", "minutes_low", "minutes")
)
"""All of a piece that its facts tell."""


def _day_name(words: Words, day: DayView) -> str:
    """周一, 周末, or a holiday's name."""
    if day.block is BlockKind.SCHOOL_DAY:
        return words.weekday(day.weekday)
    if day.block is BlockKind.WEEKEND:
        return words("block.weekend")
    return day.name or words("block.holiday")


def _day_dates(words: Words, day: DayView) -> str:
    """11月16日, or 11月21日—11月22日."""
    first = words.date(day.first, "short")
    if day.days == 1:
        return first
    return first + words("week.dash") + words.date(day.last, "short")


def _foot(words: Words, day: DayView, *, written_allowed: bool) -> list[str]:
    """What else takes how long: oral work, what may be left out, what is done at school."""
    shown = written_allowed or day.written
    told = []
    if _unwritten(day, written_allowed=written_allowed):
        told.append(words("day.no-written"))
    if day.other and shown:
        told.append(words("day.other", minutes=day.other))
    if day.optional_written:
        told.append(words("day.optional-written", minutes=day.optional_written))
    if day.optional_other:
        told.append(words("day.optional-other", minutes=day.optional_other))
    if day.in_school:
        told.append(words("day.in-school", minutes=day.in_school))
    if day.after_school:
        told.append(words("day.stay-leave", stay=day.total_stay, leave=day.total_leave))
    return told


def _unwritten(day: DayView, *, written_allowed: bool) -> bool:
    """Is there homework, and none in writing where some would be allowed?"""
    return day.state == "no-written" and written_allowed


def _loads(words: Words, day: DayView, *, written_allowed: bool) -> list[str]:
    if day.state == "silent":
        return [words("day.silent")]
    if day.state == "none":
        school_day = day.block is BlockKind.SCHOOL_DAY
        return [words("day.none" if school_day else "day.none-block")]
    told = []
    # Of no written work the foot tells, and what there is instead: "0 minutes" would stand in its way.
    bars = () if _unwritten(day, written_allowed=written_allowed) else day.bars
    if written_allowed or day.written:
        for bar in bars:
            key = "bar.label" if bar.limit else "bar.label-no-limit"
            who = bar.tier_name and bar.tier_name + words("list.comma")
            told.append(who + words(key, minutes=bar.minutes, limit=bar.limit))
    elif day.other:
        told.append(f"{words('day.other-short')} {day.other} {words('unit.minutes')}")
    if day.over:
        told.append(words("finding.over", minutes=day.over))
    told += [_waived(words, found) for found in day.findings if found.kind == "waived"]
    foot = _foot(words, day, written_allowed=written_allowed)
    if foot:
        told.append(words("list.semicolon").join(foot))
    return told


def _waived(words: Words, finding: Finding) -> str:
    args = {
        name: words.date(value, "full") if isinstance(value, date) else shown(value, words)
        for name, value in finding.args
    }
    return words("finding.waived", **args)


def _facts(words: Words, item: ItemView) -> list[str]:
    """书面，提高·选做，8–12 分: what stands below an item on the board, in its order."""
    facts = [item.kind_name]
    chip = "·".join(
        part for part in (item.tier_name, words("item.optional") if item.optional else "") if part
    )
    if chip:
        facts.append(chip)
    if item.place is not Place.HOME:
        facts.append(words(f"place.{item.place.value}"))
    if item.due:
        facts.append(words("item.due", date=words.date(item.due, "short")))
    low = f"{item.minutes_low}–" if item.minutes_low < item.minutes else ""
    facts.append(f"{low}{item.minutes} {words('unit.minutes')}")
    return facts

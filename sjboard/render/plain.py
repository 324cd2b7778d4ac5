"""A class's day as plain text: what a calendar and a feed carry, and what is pasted into a chat.

Knows the views and the words. ``assets/copy.js`` reads the same text off the board's page, where it
stands already, so that no page has to carry it twice; a test holds both equal. Does not know the
formats that the text goes into, except what none of them can hold.
"""

from __future__ import annotations

import re
from datetime import date

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
    return _UNTOLD.sub("", _BREAK.sub("\n", text))


def changed(week: WeekHead) -> date:
    """The day on which what a week says last changed: its publication, or its latest correction."""
    return max([week.published, *(correction.on for correction in week.corrections)])


def plain_days(words: Words, board: ClassBoard) -> tuple[PlainDay, ...]:
    """Write the days of a class's board."""
    return tuple(_day(words, day, written_allowed=board.written_allowed) for day in board.days)


def _day(words: Words, day: DayView, *, written_allowed: bool) -> PlainDay:
    paragraphs = ["\n".join(_loads(words, day, written_allowed=written_allowed))]
    paragraphs += [
        words("plain.subject", subject=note.subject_name) + "\n" + note.body.text
        for note in day.notes
    ]
    paragraphs += [_group(words, group) for group in day.groups]
    text = "\n\n".join(part for part in paragraphs if part)
    return PlainDay(day.first, day_name(words, day), day_dates(words, day), plain(text))


def _group(words: Words, group: SubjectGroup) -> str:
    lines = [words("plain.subject", subject=group.name)]
    lines += [
        words("plain.item", number=n, text=item.body.text, facts=_facts(words, item))
        for n, item in enumerate(group.items, 1)
    ]
    return "\n".join(lines)


def day_name(words: Words, day: DayView) -> str:
    """周一, 周末, or a holiday's name."""
    if day.block is BlockKind.SCHOOL_DAY:
        return words.weekday(day.weekday)
    if day.block is BlockKind.WEEKEND:
        return words("block.weekend")
    return day.name or words("block.holiday")


def day_dates(words: Words, day: DayView) -> str:
    """11月16日, or 11月21日—11月22日."""
    first = words.date(day.first, "short")
    if day.days == 1:
        return first
    return first + words("week.dash") + words.date(day.last, "short")


def day_foot(words: Words, day: DayView, *, written_allowed: bool) -> list[str]:
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
    foot = day_foot(words, day, written_allowed=written_allowed)
    if foot:
        told.append(words("list.semicolon").join(foot))
    return told


def _waived(words: Words, finding: Finding) -> str:
    args = {
        name: words.date(value, "full") if isinstance(value, date) else shown(value, words)
        for name, value in finding.args
    }
    return words("finding.waived", **args)


def _facts(words: Words, item: ItemView) -> str:
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
    return words("list.comma").join(facts)

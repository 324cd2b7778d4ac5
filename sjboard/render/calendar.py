"""A class's homework as a calendar (iCalendar, RFC 5545): an event a day, all day long.

A week's events are written once, when the week is built (``WeekEvents``), and kept as text; the
calendar of a term is those texts between a head and a foot (``calendar``). Lines are escaped and folded
here: a library's own way of it took longer than a week's pages, and 80 ms to import. Tests hold them to that
library's. Times come from the publication day and the corrections, never from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sjboard.locale import Words
from sjboard.render.addresses import absolute
from sjboard.render.environment import class_name
from sjboard.render.identity import Identity
from sjboard.render.plain import PlainDay, changed, plain
from sjboard.views.board import ClassBoard, DayView, WeekHead
from sjboard.views.site import ClassTaken, SiteHead

PRODUCT = "-//sjboard//sjboard//ZH"
_END = "\r\n"
_NOTHING_YET = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
    "",
)
"""For the class that has no homework yet: a calendar must hold something (RFC 5545, 3.4)."""


def calendar(taken: ClassTaken, words: Words, site: SiteHead) -> bytes:
    """Write a class's calendar of the newest term."""
    name = class_name(words, taken.id)
    title = plain(words("calendar.name", name=name))
    about = plain(words("calendar.about", name=name, school=site.school))
    url = absolute(site, taken.route)
    latest = max(changed(week.week) for week in taken.weeks)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("NAME", title),
        _text("X-WR-CALNAME", title),
        _text("DESCRIPTION", about),
        _text("X-WR-CALDESC", about),
        *([_folded(f"URL:{url}")] if url else []),
        f"LAST-MODIFIED:{_stamp(latest)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "",
    ]
    events = "".join(week.events for week in taken.weeks) or _END.join(_NOTHING_YET)
    return (_END.join(head) + events + "END:VCALENDAR" + _END).encode()


class WeekEvents:
    """Writes the events of one week. ``blocks``: the first and last day of all that the week has."""

    def __init__(
        self,
        week: WeekHead,
        blocks: Sequence[tuple[date, date]],
        words: Words,
        site: SiteHead,
    ) -> None:
        self._words = words
        self._site = site
        self._identity = Identity(site)
        self._sequence = len(week.corrections)
        stamp = _stamp(changed(week))
        written = [f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", f"SEQUENCE:{self._sequence}"]
        self._frames = [
            (first, _END.join([*written, *_when(first, last), "TRANSP:TRANSPARENT", ""]))
            for first, last in blocks
        ]

    def of(self, board: ClassBoard, days: Iterable[PlainDay]) -> str:
        """Write a class's week; ``days`` are those of its board, in words.

        A day has an event where something is said of it. After a correction a day without anything has
        one too, cancelled, so that homework that was taken back goes from calendars that keep what they
        once had. In a week that was never corrected nothing can have been taken back, and a cancelled
        event would only be struck through where calendars show such.
        """
        words = self._words
        name = class_name(words, board.id)
        url = absolute(self._site, board.own_route)
        end = f"{_folded(f'URL:{url}')}{_END}" if url else ""
        end += f"STATUS:CONFIRMED{_END}END:VEVENT{_END}"
        told = {
            day.first: (day, text.text)
            for day, text in zip(board.days, days, strict=True)
            if day.groups or day.notes
        }
        events: list[str] = []
        for first, frame in self._frames:
            if first not in told and not self._sequence:
                continue
            events.append(f"BEGIN:VEVENT{_END}UID:{self._identity.event(board.id, first)}{_END}")
            events.append(frame)
            if first in told:
                day, text = told[first]
                summary, description = plain(_summary(words, name, day)), _text("DESCRIPTION", text)
                events += [_text("SUMMARY", summary), _END, description, _END, end]
            else:
                summary = plain(words("calendar.none", name=name))
                events += [
                    _text("SUMMARY", summary),
                    _END,
                    f"STATUS:CANCELLED{_END}END:VEVENT{_END}",
                ]
        return "".join(events)


def _when(first: date, last: date) -> tuple[str, str]:
    after = last + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _summary(words: Words, name: str, day: DayView) -> str:
    """What a month's view shows: the class, and the day's minutes against the cap."""
    if not day.groups:
        return words("calendar.none", name=name)
    if day.written:
        key = "calendar.written" if day.limit else "calendar.written-no-limit"
        return words(key, name=name, minutes=day.written, limit=day.limit)
    if day.other:
        return words("calendar.other", name=name, minutes=day.other)
    required = any(not item.optional for group in day.groups for item in group.items)
    return words("calendar.name" if required else "calendar.optional", name=name)


def _stamp(day: date) -> str:
    return f"{day:%Y%m%d}T000000Z"


def _text(name: str, value: str) -> str:
    """Write a property that holds a ``plain`` text: escaped and folded."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _folded(f"{name}:" + value.replace("\n", "\\n"))


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, between characters; what a backslash escapes stays with it."""
    data = line.encode()
    last = len(data) - _OCTETS
    start = 0
    pieces = []
    while start < last:
        end = start + _OCTETS
        while 0x80 <= data[end] < 0xC0:  # within a character
            end -= 1
        if data[end - 1] in b"\\^":
            end -= 1
        pieces.append(data[start:end])
        start = end
    pieces.append(data[start:])
    return _FOLD.join(pieces).decode()


_FOLD = f"{_END} ".encode()
_OCTETS = 74
"""75 with the blank that a further line begins with."""

"""A class's homework as a calendar (iCalendar, RFC 5545): an event a day, all day long.

A week's events are written once, when the week is built (``WeekEvents``), and kept as text; the
calendar of a term is those texts between a head and a foot (``calendar``). Lines are escaped and folded
here: a library's own way of it took longer than a week's pages, and 80 ms to import. Tests hold them to that
library's. Times come from the publication day and the corrections, never from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from sjboard.locale import Words
from sjboard.model import ClassId
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
    title = words("calendar.name", name=name)
    about = words("calendar.about", name=name, school=site.school)
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
        self._blocks = blocks
        self._words = words
        self._site = site
        self._identity = Identity(site)
        self._stamp = _stamp(changed(week))
        self._sequence = len(week.corrections)

    def of(self, board: ClassBoard, days: Iterable[PlainDay]) -> str:
        """Write a class's week; ``days`` are those of its board, in words.

        A day has an event where something is said of it. After a correction a day without anything has
        one too, cancelled, so that homework that was taken back goes from calendars that keep what they
        once had. In a week that was never corrected nothing can have been taken back, and a cancelled
        event would only be struck through where calendars show such.
        """
        name = class_name(self._words, board.id)
        url = absolute(self._site, board.own_route)
        told = {
            day.first: (day, text)
            for day, text in zip(board.days, days, strict=True)
            if day.groups or day.notes
        }
        lines: list[str] = []
        for first, last in self._blocks:
            if first in told:
                day, text = told[first]
                lines += self._frame(board.id, first, last)
                lines.append(_text("SUMMARY", _summary(self._words, name, day)))
                lines.append(_text("DESCRIPTION", text.text))
                lines += [_folded(f"URL:{url}")] if url else []
                lines += ["STATUS:CONFIRMED", "END:VEVENT"]
            elif self._sequence:
                lines += self._frame(board.id, first, last)
                lines.append(_text("SUMMARY", self._words("calendar.none", name=name)))
                lines += ["STATUS:CANCELLED", "END:VEVENT"]
        return _END.join([*lines, ""]) if lines else ""

    def _frame(self, class_id: ClassId, first: date, last: date) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield f"UID:{self._identity.event(class_id, first)}"
        yield f"DTSTAMP:{self._stamp}"
        yield f"LAST-MODIFIED:{self._stamp}"
        yield f"SEQUENCE:{self._sequence}"
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"


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


@lru_cache(maxsize=1024)
def _text(name: str, value: str) -> str:
    """Write a property that holds text: escaped and folded. Classes of a grade share most of them."""
    return _folded(f"{name}:{plain(value).translate(_ESCAPES)}")


_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, between characters; what a backslash escapes stays with it."""
    data = line.encode()
    pieces = []
    start = 0
    while len(data) - start > _OCTETS:
        end = start + _OCTETS
        while data[end] & 0b1100_0000 == 0b1000_0000:  # within a character
            end -= 1
        if data[end - 1] in b"\\^":
            end -= 1
        pieces.append(data[start:end])
        start = end
    pieces.append(data[start:])
    return f"{_END} ".join(piece.decode() for piece in pieces)


_OCTETS = 74
"""75 with the blank that a further line begins with."""

"""What is new, as feeds (Atom, RFC 4287): a class's weeks, and the school's weeks and letters.

A class's entry says the whole week; it is written when the week is built (``week_content``) and kept as
HTML. Times come from the publication day and the corrections, never from a clock. Where the school has
not said where its site is, links are relative to the feed, as any reader finds it; names are UUIDs
either way (``identity``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from sjboard.locale import Words
from sjboard.model import BlockKind
from sjboard.records import dataclass
from sjboard.render.addresses import absolute
from sjboard.render.environment import class_name, grade_name
from sjboard.render.identity import Identity
from sjboard.render.plain import PlainDay, changed, plain
from sjboard.views import routes
from sjboard.views.board import GradeTable, WeekBoard, WeekHead
from sjboard.views.site import ClassTaken, LetterLine, SiteHead, WeekSummary

ATOM = "http://www.w3.org/2005/Atom"
MOST = 10
"""How many weeks, and how many letters, a feed holds."""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    route: str
    published: date
    updated: date
    content: str


def week_content(days: Iterable[PlainDay], words: Words) -> str:
    """Write a class's week as HTML: each day's minutes and homework."""
    parts = []
    for day in days:
        name = plain(words("plain.day", name=day.name, dates=day.dates))
        text = escape(day.text, quote=False).replace("\n\n", "</p><p>").replace("\n", "<br>")
        parts.append(f"<h3>{escape(name)}</h3><p>{text}</p>")
    return "".join(parts)


def class_feed(taken: ClassTaken, words: Words, site: SiteHead) -> bytes:
    """Write a class's feed: its latest weeks of the newest term, newest first."""
    identity = Identity(site)
    entries = [
        _Entry(
            identity.week(one.week, taken.id),
            _title(one.week, words),
            one.route,
            one.week.published,
            changed(one.week),
            _corrections(one.week, words) + one.content,
        )
        for one in reversed(taken.weeks[-MOST:])
    ]
    title = words("feed.class", name=class_name(words, taken.id), school=site.school)
    return _Feed(site, taken.feed_route).written(
        identity.feed(taken.id), title, taken.route, entries
    )


def week_told(board: WeekBoard, words: Words) -> str:
    """Write a week as the school's feed tells it, as HTML: each grade's most minutes on a school day, and

    how many classes are above the cap.
    """
    lines = [_grade(table, words) for table in board.grades]
    over = sum(1 for table in board.grades for row in table.rows if row.over)
    if over:
        lines.append(words("feed.over", count=over))
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def school_feed(
    weeks: Sequence[WeekSummary], letters: Sequence[LetterLine], words: Words, site: SiteHead
) -> bytes | None:
    """Write the school's feed out of its weeks and letters, both newest first; None without any."""
    identity = Identity(site)
    entries = [
        _Entry(
            identity.week(one.head),
            _title(one.head, words),
            one.line.route,
            one.head.published,
            changed(one.head),
            _corrections(one.head, words) + one.told,
        )
        for one in weeks[:MOST]
    ]
    entries += [
        _Entry(
            identity.letter(letter.route), letter.title, letter.route, letter.date, letter.date, ""
        )
        for letter in letters[:MOST]
    ]
    if not entries:
        return None
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    title = words("home.title", school=site.school)
    return _Feed(site, routes.FEED).written(identity.feed(), title, routes.HOME, entries)


class _Feed:
    """Writes a feed that lies at ``route``."""

    def __init__(self, site: SiteHead, route: str) -> None:
        self._site = site
        self._route = route

    def written(self, id_: str, title: str, page: str, entries: Iterable[_Entry]) -> bytes:
        """Write it. ``title`` and texts are plain, ``content`` of entries is HTML."""
        told = list(entries)
        parts = [
            "<?xml version='1.0' encoding='utf-8'?>\n",
            f'<feed xmlns="{ATOM}" xml:lang="{self._site.language}">',
            _text("id", id_),
            _text("title", title),
            _text("updated", _time(max(entry.updated for entry in told))),
            f"<author>{_text('name', self._site.school)}</author><generator>sjboard</generator>",
            self._link(page, "alternate", "text/html"),
        ]
        if self._site.url:
            parts.append(self._link(self._route, "self", "application/atom+xml"))
        for entry in told:
            parts += [
                "<entry>",
                _text("id", entry.id),
                _text("title", entry.title),
                _text("published", _time(entry.published)),
                _text("updated", _time(entry.updated)),
                self._link(entry.route, "alternate", "text/html"),
            ]
            if entry.content:
                parts.append(f'<content type="html">{escape(entry.content, quote=False)}</content>')
            parts.append("</entry>")
        parts.append("</feed>\n")
        return "".join(parts).encode()

    def _link(self, route: str, rel: str, type_: str) -> str:
        href = absolute(self._site, route) or routes.root(self._route) + route
        said = escape(href, quote=False).replace('"', "&quot;")
        return f'<link rel="{rel}" type="{type_}" href="{said}" />'


def _text(name: str, text: str) -> str:
    said = escape(plain(text), quote=False)
    return f"<{name}>{said}</{name}>" if said else f"<{name} />"


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _title(week: WeekHead, words: Words) -> str:
    first, last = (words.date(day, "short") for day in (week.first, week.last))
    return words("feed.week", week=week.number, first=first, last=last)


def _corrections(week: WeekHead, words: Words) -> str:
    told = [
        words("feed.corrected", date=words.date(one.on, "short"), reason=plain(one.reason))
        for one in week.corrections
    ]
    return "".join(f"<p>{escape(text)}</p>" for text in told)


def _grade(table: GradeTable, words: Words) -> str:
    most = max(
        (
            cell.high if table.written_allowed else cell.other_high
            for row in table.rows
            for column, cell in zip(table.columns, row.cells, strict=True)
            if column.block is BlockKind.SCHOOL_DAY
        ),
        default=0,
    )
    key = "feed.grade" if table.written_allowed else "feed.grade-other"
    return words(key, grade=grade_name(words, table.grade), minutes=most)

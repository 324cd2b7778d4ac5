"""A week's homework to be searched in the browser: one script of plain data a week.

Knows what can be found and where it stands. The script only calls ``sjboardWeek`` with an object, so it
works from disk, where a page may load scripts and nothing else. Searching itself is
``templates/assets/search.js``'s. What the classes of a grade share is written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from sjboard.locale import Words
from sjboard.model import BlockKind
from sjboard.views.board import ClassBoard, DayView, WeekViews

VERSION = 1

CALL = "sjboardWeek"
"""What the script calls with the week."""

NOTE = -1
"""Stands for the kind where it is no homework but a teacher's note."""

Piece: TypeAlias = tuple[int, int, str]
"""A subject, a kind and a text, the first two by their places in the shard's lists."""


def week_shard(views: WeekViews, words: Words) -> bytes:
    """Write a week for the page of search.

    ``boards`` are the classes' pages by class ("3-1"), ``days`` the blocks (first day, name, dates),
    ``subjects`` pairs of name and colour, ``kinds`` names. ``items`` are lists of: grade, the numbers of
    the classes, places in ``days`` (none: it is said of the whole week), in ``subjects``, in ``kinds``
    (-1: a note), and the text on one line.
    """
    head = views.week.week
    lists = _Lists(words)
    span = (words.date(head.first, "short"), words.date(head.last, "short"))
    items = list(_items(views, lists))
    return script(
        CALL,
        {
            "version": VERSION,
            "term": head.term,
            "week": head.number,
            "name": words("week.number", week=head.number),
            "span": words("week.dash").join(dict.fromkeys(span)),
            "boards": {str(board.id): board.route for board in views.classes},
            "days": list(lists.days.values()),
            "subjects": [list(pair) for pair in lists.subjects],
            "kinds": list(lists.kinds),
            "items": items,
        },
    )


def script(call: str, value: Any) -> bytes:
    """Write a call with one argument, which is data whatever characters it is made of.

    JSON is JavaScript but for two line ends; ``<`` and ``>`` are escaped besides, so that the text means
    the same wherever somebody may put it.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"{call}({text});\n".encode()


class _Lists:
    """Names that many items have in common, each once; a dictionary's order is the place."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.days: dict[str, list[str]] = {}
        self.subjects: dict[tuple[str, str], int] = {}
        self.kinds: dict[str, int] = {}

    def day(self, day: DayView) -> int:
        first = day.first.isoformat()
        if first not in self.days:
            self.days[first] = [first, self._name(day), self._dates(day)]
        return list(self.days).index(first)

    def _name(self, day: DayView) -> str:
        if day.block is BlockKind.SCHOOL_DAY:
            return self.words.weekday(day.weekday)
        if day.block is BlockKind.WEEKEND:
            return self.words("block.weekend")
        return day.name or self.words("block.holiday")

    def _dates(self, day: DayView) -> str:
        ends = [self.words.date(end, "short") for end in (day.first, day.last)]
        return self.words("week.dash").join(dict.fromkeys(ends))

    def subject(self, name: str, colour: str) -> int:
        return self.subjects.setdefault((name, colour), len(self.subjects))

    def kind(self, name: str) -> int:
        return self.kinds.setdefault(name, len(self.kinds))


def _items(views: WeekViews, lists: _Lists) -> Iterator[list[Any]]:
    """Give what can be found, grade by grade: equal pieces on equal days once for all their classes."""
    grades: dict[int, dict[tuple[Piece, tuple[int, ...]], list[int]]] = {}
    for board in views.classes:
        found = grades.setdefault(board.id.grade, {})
        for piece, days in _pieces(board, lists).items():
            found.setdefault((piece, tuple(days)), []).append(board.id.number)
    for grade, pieces in grades.items():
        for ((subject, kind, text), on), classes in pieces.items():
            yield [grade, classes, list(on), subject, kind, text]


def _pieces(board: ClassBoard, lists: _Lists) -> dict[Piece, dict[int, None]]:
    """Give a class's pieces in order, each with its days."""
    pieces: dict[Piece, dict[int, None]] = {}
    for note in board.notes:
        subject = lists.subject(note.subject_name, note.colour)
        pieces.setdefault((subject, NOTE, _line(note.body.text)), {})
    for view in board.days:
        day = lists.day(view)
        for note in view.notes:
            subject = lists.subject(note.subject_name, note.colour)
            pieces.setdefault((subject, NOTE, _line(note.body.text)), {})[day] = None
        for group in view.groups:
            subject = lists.subject(group.name, group.colour)
            for item in group.items:
                piece = (subject, lists.kind(item.kind_name), _line(item.body.text))
                pieces.setdefault(piece, {})[day] = None
    return {piece: days for piece, days in pieces.items() if piece[2]}


def _line(text: str) -> str:
    return " ".join(text.split())

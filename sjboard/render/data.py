"""The boards as data, for other programs (contract 10).

Names are those that the board shows: a subject's, kind's and tier's name, a teacher as the school
shows teachers. Days are ISO dates, minutes whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from json.encoder import encode_basestring
from typing import Any

from sjboard.held import NOTHING, Held
from sjboard.render.environment import resolve
from sjboard.views import routes
from sjboard.views.board import ClassBoard, DayView, ItemView, WeekViews
from sjboard.views.site import TermView

VERSION = 1


def write_json(value: Mapping[str, Any]) -> bytes:
    """Write one line of UTF-8 with sorted keys: equal values, equal bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def week_data(views: WeekViews, pictures: Mapping[str, str], held: Held = NOTHING) -> bytes:
    """Write ``data/<term>/wNN.json``; addresses in ``html`` are relative to that file.

    The text is put together here, keys in order as ``write_json`` has them: a thousand pieces of homework
    need not become dictionaries, whose keys are sorted, to become text. Classes that are ``held`` are not
    written again.
    """
    head = views.week.week
    week = _Week(routes.root(routes.data_week(head.term, head.number)), pictures)
    classes = ", ".join(
        [
            held.again((_Week, head.term, head.number, b.id), b, partial(week.class_, b))
            for b in views.classes
        ]
    )
    return (
        f'{{"classes": [{classes}], "from": "{head.first}", "published": "{head.published}", '
        f'"term": {_text(head.term)}, "to": "{head.last}", "version": {VERSION}, '
        f'"week": {head.number}}}\n'
    ).encode()


def index_data(terms: Iterable[TermView]) -> bytes:
    """Write ``data/index.json``: the terms and their public weeks, newest first.

    ``page`` and ``data`` are addresses relative to the file.
    """
    here = routes.root(routes.DATA_INDEX)
    return write_json(
        {
            "version": VERSION,
            "terms": [
                {
                    "term": term.id,
                    "name": term.name,
                    "page": here + term.route,
                    "weeks": [
                        {
                            "week": week.number,
                            "from": week.first.isoformat(),
                            "to": week.last.isoformat(),
                            "published": week.published.isoformat(),
                            "page": here + week.route,
                            "data": here + routes.data_week(term.id, week.number),
                        }
                        for week in term.weeks
                    ],
                }
                for term in terms
            ],
        }
    )


class _Week:
    """Writes a week's classes. ``root``: the way from the file up to the site's root."""

    def __init__(self, root: str, pictures: Mapping[str, str]) -> None:
        self._root = root
        self._pictures = pictures

    def class_(self, board: ClassBoard) -> str:
        days = ", ".join([self._day(day) for day in board.days])
        return f'{{"class": "{board.id}", "days": [{days}], "grade": {board.id.grade}}}'

    def _day(self, day: DayView) -> str:
        items = ", ".join([self._item(item) for group in day.groups for item in group.items])
        limit = "null" if day.limit is None else day.limit
        return (
            f'{{"block": "{day.block.value}", "day": "{day.first}", "items": [{items}], '
            f'"limit": {limit}, "loads": {_minutes(day.tier_loads)}, '
            f'"written": {_minutes(day.written_loads)}}}'
        )

    def _item(self, item: ItemView) -> str:
        html = resolve(item.body.html, self._root, self._pictures)
        due = f'"{item.due}"' if item.due else "null"
        return (
            f'{{"due": {due}, "html": {_text(html)}, '
            f'"kind": {_text(item.kind_name)}, "minutes": {item.minutes}, '
            f'"optional": {"true" if item.optional else "false"}, "place": "{item.place.value}", '
            f'"subject": {_text(item.subject_name)}, "teacher": {_text(item.teacher)}, '
            f'"text": {_text(item.body.text)}, "tier": {_text(item.tier_name)}}}'
        )


def _minutes(by_tier: Iterable[tuple[str, int]]) -> str:
    return "{" + ", ".join([f"{_text(tier)}: {m}" for tier, m in sorted(by_tier)]) + "}"


_text = encode_basestring
"""A text as JSON has it, Chinese as it is."""

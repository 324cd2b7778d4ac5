"""The boards as data, for other programs (contract 10).

Names are those that the board shows: a subject's, kind's and tier's name, a teacher as the school
shows teachers. Days are ISO dates, minutes whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sjboard.render.environment import resolve
from sjboard.views import routes
from sjboard.views.board import ClassBoard, DayView, ItemView, WeekViews
from sjboard.views.site import TermView

VERSION = 1


def write_json(value: Mapping[str, Any]) -> bytes:
    """Write one line of UTF-8 with sorted keys: equal values, equal bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def week_data(views: WeekViews, pictures: Mapping[str, str]) -> bytes:
    """Write ``data/<term>/wNN.json``; addresses in ``html`` are relative to that file."""
    head = views.week.week
    root = routes.root(routes.data_week(head.term, head.number))
    return write_json(
        {
            "version": VERSION,
            "term": head.term,
            "week": head.number,
            "from": head.first.isoformat(),
            "to": head.last.isoformat(),
            "published": head.published.isoformat(),
            "classes": [_class(board, root, pictures) for board in views.classes],
        }
    )


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


def _class(board: ClassBoard, root: str, pictures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "class": str(board.id),
        "grade": board.id.grade,
        "days": [_day(day, root, pictures) for day in board.days],
    }


def _day(day: DayView, root: str, pictures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "day": day.first.isoformat(),
        "block": day.block.value,
        "loads": dict(day.tier_loads),
        "written": dict(day.written_loads),
        "limit": day.limit,
        "items": [_item(item, root, pictures) for group in day.groups for item in group.items],
    }


def _item(item: ItemView, root: str, pictures: Mapping[str, str]) -> dict[str, Any]:
    return {
        "subject": item.subject_name,
        "teacher": item.teacher,
        "kind": item.kind_name,
        "minutes": item.minutes,
        "tier": item.tier_name,
        "optional": item.optional,
        "place": item.place.value,
        "due": item.due.isoformat() if item.due else None,
        "html": resolve(item.body.html, root, pictures),
        "text": item.body.text,
    }

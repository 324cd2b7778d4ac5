"""What each class takes along from the site: the newest term's weeks, for its calendar and its feed.

Knows the weeks' summaries. The texts in them were written by ``render``, when each week was built; what
is in them is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sjboard.config.values import Config
from sjboard.views import routes
from sjboard.views.site import ClassTaken, TakenWeek, WeekSummary
from sjboard.views.weeks import by_days, newest


def taken_along(config: Config, summaries: Sequence[WeekSummary]) -> tuple[ClassTaken, ...]:
    """Give every class its weeks of the newest term; () before the first public week."""
    latest = newest(summaries)
    if latest is None:
        return ()
    term = sorted((s for s in summaries if s.term == latest.term), key=by_days)
    weeks = [_Week(summary) for summary in term]
    return tuple(
        ClassTaken(
            id=class_id,
            route=routes.own(class_id),
            calendar_route=routes.class_calendar(class_id),
            feed_route=routes.class_feed(class_id),
            weeks=tuple(
                TakenWeek(
                    week.head,
                    routes.class_(latest.term, week.head.number, class_id),
                    week.events.get(class_id, ""),
                    week.contents.get(class_id, ""),
                )
                for week in weeks
            ),
        )
        for class_id in config.all_classes
    )


class _Week:
    """A week's texts, by class."""

    def __init__(self, summary: WeekSummary) -> None:
        self.head = summary.board.week
        self.events = dict(summary.calendar)
        self.contents = dict(summary.feed)

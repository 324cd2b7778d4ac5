"""What each class takes along from the site: the newest term's weeks, for its calendar and its feed.

Knows which weeks count. The texts were written by ``render``, when each week was built; what is in them is
not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sjboard.model import ClassId
from sjboard.views import routes
from sjboard.views.board import WeekHead
from sjboard.views.site import ClassTaken, ClassTexts, TakenWeek


def taken_along(
    classes: Iterable[ClassId], weeks: Sequence[tuple[WeekHead, Sequence[ClassTexts]]]
) -> tuple[ClassTaken, ...]:
    """Give classes what they take along of a term's weeks, oldest first."""
    by_class = [(head, {one.id: one for one in texts}) for head, texts in weeks]
    return tuple(
        ClassTaken(
            id=class_id,
            route=routes.own(class_id),
            calendar_route=routes.class_calendar(class_id),
            feed_route=routes.class_feed(class_id),
            weeks=tuple(_week(class_id, head, texts.get(class_id)) for head, texts in by_class),
        )
        for class_id in classes
    )


def _week(class_id: ClassId, head: WeekHead, texts: ClassTexts | None) -> TakenWeek:
    route = routes.class_(head.term, head.number, class_id)
    return TakenWeek(head, route, texts.events if texts else "", texts.content if texts else "")

"""A class's board: its days, its notes, its approval, its addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from sjboard.content.ledger import WeekRecord
from sjboard.diagnostics import Diagnostic
from sjboard.model import ClassId, Entry, Place, Week
from sjboard.records import dataclass
from sjboard.views import routes
from sjboard.views.approval import approval_view
from sjboard.views.board import ClassBoard, DayView, Finding
from sjboard.views.common import Common
from sjboard.views.days import Day, draw
from sjboard.views.density import densities
from sjboard.views.head import NEVER_PUBLISHED, held_from, week_head, week_ref
from sjboard.views.waived import waived_finding


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """What a class has in a week, added up but not drawn.

    ``days`` are all the week's blocks, ``waived`` the notes about what was waived for the class.
    """

    id: ClassId
    entries: tuple[Entry, ...]
    days: tuple[Day, ...]
    waived: tuple[Diagnostic, ...] = ()


def class_board(
    common: Common,
    own: ClassWeek,
    previous: Week | None,
    following: Week | None,
    record: WeekRecord = NEVER_PUBLISHED,
) -> ClassBoard:
    """Make a class's board of one week; ``record`` is what the ledger says of the week."""
    config, week = common.config, common.week
    shown = [day for day in own.days if day.shown]
    sorts = {sort for day in shown for sort in day.sorts}
    limit = common.ordinary_limit(own.id.grade)
    tiers = any(day.tiered for day in shown)
    approval = approval_view(own.entries, week, config)
    days = draw(common, shown, own.id, own.waived)
    notes = tuple([common.note(e.subject, e.note) for e in own.entries if e.note is not None])
    head = week_head(config, week, [day.block for day in shown], record)
    density, notice_density = densities(
        days, notes, pending=approval.state == "pending", corrections=head.corrections
    )
    own_route = routes.own(own.id)
    route = partial(routes.class_, class_id=own.id)
    return ClassBoard(
        id=own.id,
        week=head,
        state=_state(own, days),
        route=route(week.term, week.number),
        notice_route=routes.class_notice(week.term, week.number, own.id),
        grade_route=routes.grade(week.term, week.number, own.id.grade),
        term_route=routes.term_class(week.term, own.id),
        own_route=own_route,
        calendar_route=routes.class_calendar(own.id),
        feed_route=routes.class_feed(own.id),
        own_url=common.url and common.url + own_route,
        qr=common.url and routes.class_qr(own.id, common.url + own_route),
        previous=week_ref(previous, route),
        next=week_ref(following, route),
        limit=limit,
        written_allowed=limit != 0,
        approval=approval,
        days=days,
        notes=notes,
        free_subjects=tuple(
            dict.fromkeys([config.subjects[e.subject].name for e in own.entries if e.none])
        ),
        tier_rule=config.tier_mode.value if tiers else "",
        pathway=config.pathway.value if tiers else "",
        any_optional=any(optional for optional, _, _ in sorts),
        any_tiers=tiers,
        any_after_school=any(place is Place.AFTER_SCHOOL for _, place, _ in sorts),
        density=density,
        notice_density=notice_density,
        waived=_elsewhere(own, {day.first for day in days}),
        held=held_from(record, (own.id,)),
        screen_route=routes.screen(own.id),
    )


def _state(own: ClassWeek, days: Iterable[DayView]) -> str:
    """``homework``, ``none`` or ``silent``, as ``ClassBoard`` has them."""
    if not own.entries:
        return "silent"
    said = any(day.groups or day.notes or day.findings for day in days)
    return "homework" if said else "none"


def _elsewhere(own: ClassWeek, shown: set[date]) -> tuple[Finding, ...]:
    """What was waived, but not for a day that is shown."""
    return tuple(
        [
            waived_finding(note, own.id)
            for note in own.waived
            if note.case is None or note.case.day not in shown
        ]
    )

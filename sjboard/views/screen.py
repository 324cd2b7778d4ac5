"""The classroom's big screen: what it shows on which day, whenever it is looked at.

A page that hangs on a wall is not built every day, so it holds what its browser chooses from by the date:
the days of the last two public weeks (on a Friday evening the newest is the next week's, and today must
still be shown), and what there is to say of every other day. Knows boards and the calendar; does not know
how large the type is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sjboard.config.values import Config
from sjboard.model import Block, BlockKind, Term, Week
from sjboard.records import dataclass
from sjboard.views import routes
from sjboard.views.board import ClassBoard, DayView
from sjboard.views.site import ClassSlides, ScreenView, Slide, Span

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Reach:
    """A term and all its days."""

    first: date
    last: date
    starts: date
    blocks: tuple[Block, ...]


def screen_view(weeks: Sequence[ClassSlides], others: tuple[Slide, ...]) -> ScreenView:
    """Make a class's screen of its weeks, oldest first; ``others`` are what ``other_slides`` gives."""
    return ScreenView(
        id=weeks[-1].id,
        route=routes.screen(weeks[-1].id),
        slides=(*(slide for week in weeks for slide in week.slides), *others),
    )


def class_slides(board: ClassBoard) -> ClassSlides:
    """Make a slide for each day of a board; the last before a weekend or holiday tells of that too.

    Nobody is in the classroom on a Saturday: what is set for the weekend is copied on Friday.
    """
    slides = []
    days = board.days
    for day, following in zip(days, (*days[1:], None), strict=True):
        told = (day, following) if following and _to_take_home(day, following) else (day,)
        slides.append(
            Slide(
                kind="homework",
                spans=((day.first, day.last),),
                days=told,
                pending=board.approval.state == "pending",
                written_allowed=board.written_allowed,
            )
        )
    return ClassSlides(board.id, tuple(slides))


def _to_take_home(day: DayView, following: DayView) -> bool:
    return (
        day.block is BlockKind.SCHOOL_DAY
        and following.block is not BlockKind.SCHOOL_DAY
        and following.first == day.last + _ONE_DAY
        and bool(following.groups)
    )


def other_slides(config: Config, weeks: Sequence[Week]) -> tuple[Slide, ...]:
    """What a screen shows on days that have no board, from the first of ``weeks`` on; for every class.

    The browser takes the first slide that has its date, so what is said of single days comes before what
    is said of whole terms. Together they have every date there is.
    """
    begin = weeks[0].blocks[0].first if weeks[0].blocks else weeks[0].monday
    terms = [reach for reach in map(_reach, config.terms.values()) if reach and reach.last >= begin]
    terms.sort(key=lambda reach: reach.first)
    off: dict[tuple[str, str], list[Span]] = {}
    for reach in terms:
        for block in reach.blocks:
            if block.kind is not BlockKind.SCHOOL_DAY and block.last >= begin:
                off.setdefault((block.kind.value, block.name), []).append((block.first, block.last))
    rest = [Slide(kind=kind, spans=tuple(spans), name=name) for (kind, name), spans in off.items()]
    pending = Slide(kind="pending", spans=tuple((reach.first, reach.last) for reach in terms))
    return (*rest, pending, *_between(terms))


def _between(terms: Sequence[_Reach]) -> list[Slide]:
    """The days before, between and after the terms."""
    slides = []
    free = date.min
    for reach in terms:
        if free < reach.first:
            before = ((free, reach.first - _ONE_DAY),)
            slides.append(Slide(kind="before", spans=before, starts=reach.starts))
        free = reach.last + _ONE_DAY
    slides.append(Slide(kind="after", spans=((free, date.max),)))
    return slides


def _reach(term: Term) -> _Reach | None:
    blocks = tuple(block for week in term.weeks for block in week.blocks)
    school = [block.first for block in blocks if block.kind is BlockKind.SCHOOL_DAY]
    if not blocks:
        return None
    first, last = blocks[0].first, max(block.last for block in blocks)
    return _Reach(first, last, min(school, default=first), blocks)

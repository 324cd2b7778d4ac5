"""The classroom's screen has words for every date there is, and today's board comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sjboard.config.calendar import Break, Calendar, Publication, make_term, national
from sjboard.config.values import Config
from sjboard.model import ClassId
from sjboard.views import assemble_week, class_slides, other_slides, screen_view
from sjboard.views.site import ScreenView, Slide
from tests.policy.school import DAILY, FRI, MON, SAT, entry, item, school

PUBLISHED = Publication(weekday=4, week_before=True)
CALENDAR = Calendar(
    national("CN", (2026, 2027)), (Break("校运会", date(2026, 11, 5), date(2026, 11, 6)),)
)
AUTUMN = make_term(
    "2026-autumn", "秋", date(2026, 9, 7), 20, calendar=CALENDAR, publication=PUBLISHED
)
SPRING = make_term(
    "2027-spring", "春", date(2027, 2, 22), 18, calendar=CALENDAR, publication=PUBLISHED
)


def config() -> Config:
    return replace(school(DAILY), terms={AUTUMN.id: AUTUMN, SPRING.id: SPRING})


def screen(*numbers: int) -> ScreenView:
    used = config()
    weeks = [AUTUMN.weeks[number - 1] for number in numbers]
    shift = timedelta(weeks=numbers[-1] - 12)
    mine = entry("chinese", item(20, MON + shift, FRI + shift), item(30, SAT + shift))
    class_ = ClassId(3, 1)
    boards = [
        next(
            board
            for board in assemble_week(used, week, {class_: (mine,)}, (mine,), None, None).classes
            if board.id == class_
        )
        for week in weeks
    ]
    return screen_view([class_slides(board) for board in boards], other_slides(used, weeks))


def on(view: ScreenView, day: date) -> Slide:
    """What the browser shows: the first slide that has the date."""
    return next(s for s in view.slides if any(first <= day <= last for first, last in s.spans))


def test_every_date_has_a_slide() -> None:
    view = screen(11, 12)
    day = date(2026, 7, 1)
    while day < date(2027, 9, 1):
        assert on(view, day)
        day += timedelta(days=1)
    assert on(view, date.min).kind == "before"
    assert on(view, date.max).kind == "after"


def test_what_a_day_without_a_board_is() -> None:
    view = screen(12)
    kinds = {
        date(2026, 9, 1): "before",
        date(2026, 11, 30): "pending",
        date(2026, 12, 5): "weekend",
        date(2027, 1, 1): "holiday",
        date(2027, 2, 1): "before",
        date(2027, 3, 1): "pending",
        date(2027, 8, 1): "after",
    }
    assert {day: on(view, day).kind for day in kinds} == kinds
    assert on(view, date(2027, 1, 1)).name == "元旦"
    assert on(view, date(2027, 2, 1)).starts == SPRING.first_monday


def test_two_weeks_are_held_and_friday_tells_of_the_weekend() -> None:
    view = screen(11, 12)
    assert on(view, MON - timedelta(weeks=1)).days[0].first == MON - timedelta(weeks=1)
    friday = on(view, FRI)
    assert [day.first for day in friday.days] == [FRI, SAT]
    assert [day.first for day in on(view, MON).days] == [MON]
    assert [day.first for day in on(view, SAT).days] == [SAT]

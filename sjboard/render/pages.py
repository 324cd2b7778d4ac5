"""Which template makes which page, and what it is given.

Every page gets ``page``, ``site`` and ``t``, and the one view that its template is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sjboard.records import dataclass
from sjboard.views import routes
from sjboard.views.board import WeekViews
from sjboard.views.chart import TermLoad
from sjboard.views.site import SiteViews


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written: its route, its template, and the values beyond ``page`` and ``site``."""

    route: str
    template: str
    values: tuple[tuple[str, object], ...] = ()


def week_sheets(views: WeekViews) -> Iterator[Sheet]:
    """The pages of a week as a whole."""
    yield Sheet(views.week.route, "board/week.html", (("board", views.week),))
    yield Sheet(
        views.week.notices_route,
        "notice/all.html",
        (("boards", views.classes), ("week", views.week)),
    )


def grade_sheets(views: WeekViews, *, newest: bool) -> Iterator[tuple[int, Sheet]]:
    """The pages of a week that are of one grade or class, each with its grade.

    Of the ``newest`` week there are the classes' own addresses too.
    """
    for grade in views.grades:
        of = grade.table.grade
        yield of, Sheet(grade.route, "board/grade.html", (("board", grade),))
        yield of, Sheet(grade.table.poster_route, "notice/poster.html", (("board", grade),))
    for board in views.classes:
        of = board.id.grade
        yield of, Sheet(board.route, "board/class.html", (("board", board),))
        yield of, Sheet(board.notice_route, "notice/class.html", (("board", board),))
        if newest:
            yield of, Sheet(board.own_route, "board/class.html", (("board", board),))


def site_sheets(views: SiteViews) -> Iterator[Sheet]:
    """The pages that span weeks."""
    yield Sheet(routes.HOME, "board/home.html", (("home", views.home),))
    yield Sheet(routes.RULES, "rules.html", (("rules", views.rules),))
    yield Sheet(routes.NOT_FOUND, "404.html")
    yield Sheet(routes.SEARCH, "search.html", (("search", views.search),))
    for term in views.terms:
        yield Sheet(term.route, "board/term.html", (("term", term),))
    for letter in views.letters:
        yield Sheet(letter.route, "letter/page.html", (("letter", letter),))
        yield Sheet(letter.print_route, "letter/print.html", (("letter", letter),))


def load_sheets(loads: Iterable[TermLoad]) -> Iterator[Sheet]:
    """The pages of a term as pictures: its grades' and its classes'."""
    for load in loads:
        template = "board/term_grade.html" if load.class_ is None else "board/term_class.html"
        yield Sheet(load.route, template, (("load", load),))

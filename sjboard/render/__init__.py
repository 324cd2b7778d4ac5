"""Views become files: HTML pages, data, pictures of QR codes, style and scripts.

``Renderer`` is the stage's one verb. It gives bytes by route and writes nothing. The same views,
templates and words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from markupsafe import Markup

from sjboard.held import NOTHING, Held
from sjboard.locale import Words
from sjboard.model import ClassId
from sjboard.render.calendar import WeekEvents, calendar
from sjboard.render.data import index_data, week_data
from sjboard.render.environment import Surroundings, TemplateFault, layered
from sjboard.render.feeds import class_feed, school_feed, week_content, week_told
from sjboard.render.layers import ASSETS, PAGES
from sjboard.render.pages import Sheet, grade_sheets, load_sheets, site_sheets, week_sheets
from sjboard.render.plain import Plain
from sjboard.render.qr import qr_svg
from sjboard.render.schema import schema_data
from sjboard.render.screens import screen_data, screen_index
from sjboard.render.search import week_shard
from sjboard.render.sitemap import sitemap
from sjboard.views import routes
from sjboard.views.board import ClassBoard, WeekViews
from sjboard.views.chart import TermLoad
from sjboard.views.site import (
    ClassTaken,
    ClassTexts,
    LetterView,
    Page,
    ScreenView,
    SiteHead,
    SiteViews,
)
from sjboard.views.status import StatusView

__all__ = ["Renderer", "TemplateFault", "layered"]


_PARTS = 10_000
"""How many parts of pages are kept besides pages, where these are held; a week has about two thousand."""


class Renderer:
    """Makes pages.

    ``templates``: path below templates/ → bytes, as ``layered`` lays a school's own over the shipped
    ones (reachable as ``!name``). ``assets``: path of a picture or attachment (``content/assets/x.png``)
    → its route; every one that an entry or letter shows must be there. Pages and texts whose views are
    ``held`` are not written again. Every method may raise ``TemplateFault``.
    """

    def __init__(
        self,
        templates: Mapping[str, bytes],
        words: Words,
        site: SiteHead,
        assets: Mapping[str, str],
        held: Held = NOTHING,
    ) -> None:
        self._templates = templates
        self._held = held
        self._site = site
        self._words = words
        self._pictures = assets
        self._surroundings = Surroundings(templates, words, site, assets)

    def week(self, views: WeekViews, *, newest: bool, but: Container[int] = ()) -> dict[str, bytes]:
        """Write a week's pages and its data; with ``newest``, the classes' own addresses too.

        Not those that are of one of the grades ``but``, or of a class of them.
        """
        head = views.week.week
        sheets = grade_sheets(views, newest=newest)
        of_grades = (sheet for grade, sheet in sheets if grade not in but)
        return {
            **self._fill(chain(week_sheets(views), of_grades)),
            routes.data_week(head.term, head.number): week_data(views, self._pictures, self._held),
        }

    def routes(self, views: WeekViews, *, newest: bool) -> dict[int, list[str]]:
        """Give the pages of each grade and its classes that ``week`` writes."""
        found: dict[int, list[str]] = {}
        for grade, sheet in grade_sheets(views, newest=newest):
            found.setdefault(grade, []).append(sheet.route)
        return found

    def shard(self, views: WeekViews) -> tuple[str, bytes]:
        """Write a week's homework for the page of search; its route depends on its bytes."""
        head = views.week.week
        data = week_shard(views, self._words)
        return routes.search_shard(head.term, head.number, data), data

    def told(self, views: WeekViews) -> str:
        """Write a week as the school's feed tells it."""
        return week_told(views.week, self._words)

    def texts(self, views: WeekViews, *, but: Container[int] = ()) -> tuple[ClassTexts, ...]:
        """Write every class's week as it will stand in its calendar, and in its feed.

        Not those of classes of the grades ``but``.
        """
        plain = Plain(self._words)
        writer = WeekEvents(views.week.week, views.blocks, self._words, self._site)

        def written(board: ClassBoard) -> ClassTexts:
            days = plain.days(board)
            return ClassTexts(board.id, writer.of(board, days), week_content(days, self._words))

        head = views.week.week
        return tuple(
            [
                self._held.again(
                    (ClassTexts, head.term, head.number, board.id),
                    (board, head, views.blocks),
                    partial(written, board),
                )
                for board in views.classes
                if board.id.grade not in but
            ]
        )

    def screens(self, views: Iterable[ScreenView]) -> tuple[dict[str, bytes], dict[ClassId, str]]:
        """Write classrooms' screens, and what they take over; the routes of this, by class, come second."""
        made: dict[str, bytes] = {}
        newest: dict[ClassId, str] = {}
        for view in views:
            slides = self._write(Sheet(view.route, "parts/screen.html", (("screen", view),)))
            data = screen_data(view.id, slides.decode(), self._surroundings.assets)
            newest[view.id] = routes.screen_data(view.id, data)
            values = (
                ("screen", view),
                ("slides", Markup(slides.decode())),  # noqa: S704 - a template's own output
                ("now", newest[view.id]),
                ("index", routes.SCREENS),
            )
            made[newest[view.id]] = data
            made[view.route] = self._write(Sheet(view.route, "board/screen.html", values))
        return made, newest

    def screen_index(self, newest: Mapping[ClassId, str]) -> dict[str, bytes]:
        """Write what says on all screens that there is something new."""
        return {routes.SCREENS: screen_index(newest)}

    def site(self, views: SiteViews) -> dict[str, bytes]:
        """Write what spans weeks and is of no one class: pages, the school's feed, data."""
        return {
            **self._fill(site_sheets(views)),
            **self._fill(self._own_sheets(views)),
            routes.DATA_INDEX: index_data(views.terms),
            routes.DATA_SCHEMA: schema_data(),
            **self._for_machines(views),
        }

    def loads(self, loads: Iterable[TermLoad]) -> dict[str, bytes]:
        """Write a term's pages as pictures."""
        return self._fill(load_sheets(loads))

    def status(self, view: StatusView) -> bytes:
        """Write the state of a week that is being written."""
        return self._write(Sheet(routes.STATUS, "status.html", (("status", view),)))

    def assets(self) -> dict[str, bytes]:
        """Give style sheets and scripts under the names that carry a digest."""
        return {
            route: self._templates[ASSETS + name]
            for name, route in self._surroundings.assets.items()
        }

    def taken(self, classes: Iterable[ClassTaken]) -> dict[str, bytes]:
        """Write classes' calendars and feeds."""
        made: dict[str, bytes] = {}
        for taken in classes:
            made[taken.calendar_route] = calendar(taken, self._words, self._site)
            made[taken.feed_route] = class_feed(taken, self._words, self._site)
        return made

    def _for_machines(self, views: SiteViews) -> dict[str, bytes]:
        """What feed readers and search engines come for."""
        made: dict[str, bytes] = {}
        feed = school_feed(views.weeks, views.home.letters, self._words, self._site)
        if feed is not None:
            made[routes.FEED] = feed
        if self._site.url:
            weeks = [(week.term, week.head, week.line, week.grades) for week in views.weeks]
            letters = [(letter.route, letter.date) for letter in views.letters]
            made[routes.SITEMAP] = self._held.again(
                (sitemap,),
                (views.home.classes, views.terms, weeks, letters),
                partial(sitemap, views, self._site),
            )
        return made

    def _own_sheets(self, views: SiteViews) -> Iterator[Sheet]:
        """The pages that a school added: templates/pages/<name>.html."""
        for template in sorted(self._templates):
            if not template.startswith(PAGES) or not template.endswith(".html"):
                continue
            route = routes.page(template.removeprefix(PAGES).removesuffix(".html"))
            if route is None:
                raise TemplateFault(template, 0, self._words("template.page-name"))
            yield Sheet(route, template, (("home", views.home),))

    def _fill(self, sheets: Iterable[Sheet]) -> dict[str, bytes]:
        made = {sheet.route: self._write(sheet) for sheet in sheets}
        self._surroundings.forget(but=_PARTS if self._held else 0)
        return made

    def _write(self, sheet: Sheet) -> bytes:
        """Fill a sheet's template, or give what came of an equal sheet."""
        page = Page(sheet.route, routes.root(sheet.route))
        fill = partial(self._surroundings.fill, sheet.template, page, dict(sheet.values))
        return self._held.again((Page, sheet.route, sheet.template), sheet, fill)

    def codes(self, classes: Sequence[ClassId], letters: Iterable[LetterView]) -> dict[str, bytes]:
        """Draw the pictures of the QR codes: the first page's if there are classes, theirs, the letters'."""
        if not self._site.url:
            return {}
        codes: dict[str, bytes] = {}
        if self._site.qr and classes:
            codes[self._site.qr] = qr_svg(self._site.url + routes.HOME)
        for class_id in classes:
            url = self._site.url + routes.own(class_id)
            codes[routes.class_qr(class_id, url)] = qr_svg(url)
        for letter in letters:
            if letter.qr:
                codes[letter.qr] = qr_svg(self._site.url + letter.code_route)
        return codes

"""The site's pages for a search engine of the school's network (sitemaps.org).

Only pages that people look for: no paper, no data, no “not found”. Written where the school has said
where its site is, since a sitemap knows whole addresses only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import islice

from sjboard.render.addresses import absolute
from sjboard.render.plain import changed
from sjboard.views import routes
from sjboard.views.site import SiteHead, SiteViews

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""How many addresses a sitemap may hold; the oldest weeks are left out beyond."""


def sitemap(views: SiteViews, site: SiteHead) -> bytes:
    """Write ``sitemap.xml``: what spans weeks first, then the weeks, newest first."""
    base = absolute(site, "")
    pages = list(islice(_pages(views), MOST))
    # Escaped together: a route has no line end, and there is one for every page of an archive.
    addresses = escape("\n".join([base + route for route, _ in pages]), quote=False).split("\n")
    days = {day: f"<lastmod>{day}</lastmod>" if day else "" for _, day in pages}
    urls = [
        f"<url><loc>{address}</loc>{days[day]}</url>"
        for address, (_, day) in zip(addresses, pages, strict=True)
    ]
    head = f"<?xml version='1.0' encoding='utf-8'?>\n<urlset xmlns=\"{NAMESPACE}\">"
    return "".join([head, *urls, "</urlset>\n"]).encode()


def _pages(views: SiteViews) -> Iterator[tuple[str, date | None]]:
    """Every page to be found, and the day on which it last changed, where that is known."""
    newest = changed(views.weeks[0].head) if views.weeks else None
    yield (
        routes.HOME,
        max(
            [*([newest] if newest else []), *(letter.date for letter in views.letters)],
            default=None,
        ),
    )
    yield routes.RULES, None
    for _, classes in views.home.classes:
        for _, route in classes:
            yield route, newest
    for letter in views.letters:
        yield letter.route, letter.date
    for term in views.terms:
        day = max(changed(week.head) for week in views.weeks if week.term == term.id)
        yield term.route, day
        for grade in term.loads:
            yield grade.route, day
            for _, route in grade.classes:
                yield route, day
    for week in views.weeks:
        day = changed(week.head)
        yield week.line.route, day
        for own, below in week.grades:
            yield own, day
            for route in below:
                yield route, day

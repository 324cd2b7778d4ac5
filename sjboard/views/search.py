"""What the page of search needs: which terms there are, and where their weeks' homework lies."""

from __future__ import annotations

from collections.abc import Sequence

from sjboard.views.site import HomeView, SearchTerm, SearchView, WeekSummary


def search_view(home: HomeView, weeks: Sequence[WeekSummary]) -> SearchView:
    """Put together the terms of the first page with the shards of their weeks, newest first."""
    newest_first = sorted(weeks, key=lambda week: week.line.number, reverse=True)
    return SearchView(
        terms=tuple(
            SearchTerm(
                term.id,
                term.name,
                term.route,
                tuple(week.search for week in newest_first if week.term == term.id and week.search),
            )
            for term in home.terms
        ),
        classes=home.classes,
    )

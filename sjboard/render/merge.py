"""Several sources' pages put together, so that none quietly covers another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sjboard.diagnostics import Diagnostic, Span, finding


def merge(
    parts: Iterable[tuple[str, Mapping[str, bytes]]],
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Put pages together; each part comes with the file that it was made of.

    Two parts that would write one route with different bytes are a ``route.collision`` that names
    both files; the first part's page is kept. Equal bytes are no collision: two copies of a picture
    have one route.
    """
    pages: dict[str, bytes] = {}
    makers: dict[str, str] = {}
    found: list[Diagnostic] = []
    for file, part in parts:
        for route, data in part.items():
            if route not in pages:
                pages[route] = data
                makers[route] = file
            elif pages[route] != data:
                other = makers[route]
                found.append(
                    finding(
                        "route.collision",
                        Span(file),
                        related=[Span(other)],
                        file=file,
                        other=other,
                        route=route,
                    )
                )
    return pages, tuple(found)

"""The page ``/_status``: the week that is being written, as the office collects it.

Knows how to make the view of ``build.status`` and to have it written. It is made when somebody asks for it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from typing import TYPE_CHECKING

from sjboard.build import read_loads
from sjboard.build.sources import Sources, digest
from sjboard.build.status import Status, week_status
from sjboard.config import read_config
from sjboard.config.values import Config
from sjboard.content.layout import arrange
from sjboard.diagnostics import has_errors
from sjboard.edges.report import sentence
from sjboard.edges.start import term_of, week_to_write
from sjboard.edges.status_text import counted
from sjboard.edges.terminal import words
from sjboard.locale import Words
from sjboard.render import Renderer, layered
from sjboard.views import routes, site_head
from sjboard.views.status import StatusGrade, StatusLack, StatusLine, StatusView

if TYPE_CHECKING:
    from sjboard.edges.serve.preview import Shown


class StatusPage:
    """Makes the page, once for each state of the school."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: Shown | None = None
        self._made: tuple[bytes, str] = (b"", "")
        self._renderer: Renderer | None = None
        self._renders: tuple[Config, Sources] | None = None

    def make(self, shown: Shown) -> tuple[bytes, str]:
        """Give the page and its digest. There has to be something shown already."""
        with self._lock:
            if self._of is not shown:
                page = self._page(shown)
                self._made = (page, digest(page))
                self._of = shown
            return self._made

    def _page(self, shown: Shown) -> bytes:
        config, sources = shown.config, shown.sources
        assert config is not None, "nothing is shown"  # noqa: S101 - whoever asks has looked
        assert sources is not None, "nothing is shown"  # noqa: S101 - as above
        latest = shown.latest or sources
        newer, findings = read_config(latest.config, latest.packs)
        reading_by = config if newer is None or has_errors(findings) else newer
        week = week_to_write(term_of(reading_by, shown.today), shown.today)
        paths = arrange(latest.content, reading_by)[0].weeks.get((week.term, week.number), ())
        files = {path: latest.content[path] for path in paths}
        status = week_status(week, read_loads(latest, reading_by, week), files, reading_by)
        said = words(shown.language)
        return self._renderer_of(config, sources, said).status(view_of(status, said, shown.pages))

    def _renderer_of(self, config: Config, sources: Sources, said: Words) -> Renderer:
        """Give a renderer of what is shown, the last one where nothing of it has changed."""
        last = self._renders
        if (
            self._renderer is None
            or last is None
            or last[0] != config
            or (last[1].templates, last[1].shipped) != (sources.templates, sources.shipped)
        ):
            templates = layered(sources.templates, sources.shipped)
            self._renderer = Renderer(templates, said, site_head(config), {})
            self._renders = (config, sources)
        return self._renderer


def view_of(status: Status, said: Words, pages: Collection[str]) -> StatusView:
    """Arrange a week's state by grade; ``pages`` are the routes that can be linked to."""
    week = status.week
    numbers = {one.grade or 0 for one in status.handed} | {one.grade for one in status.missing}
    route = routes.week(week.term, week.number)
    return StatusView(
        number=week.number,
        first=week.blocks[0].first if week.blocks else week.monday,
        last=week.blocks[-1].last if week.blocks else week.monday,
        route=route if route in pages else "",
        counted=tuple((key, number) for key, number in counted(status) if number),
        grades=tuple(_grade(number, status, pages) for number in sorted(numbers)),
        over=tuple(sentence(found, said)[0] for found in status.over),
    )


def _grade(number: int, status: Status, pages: Collection[str]) -> StatusGrade:
    route = routes.grade(status.week.term, status.week.number, number) if number else ""
    missing = [one for one in status.missing if one.grade == number]
    return StatusGrade(
        grade=number,
        route=route if route in pages else "",
        lines=tuple(
            StatusLine(
                one.file, one.subject, one.teacher, one.classes, one.stage, one.role, one.errors
            )
            for one in status.handed
            if (one.grade or 0) == number
        ),
        lacking=tuple(
            StatusLack(one.subject, one.teacher, one.classes) for one in missing if one.required
        ),
        free=tuple(dict.fromkeys(one.subject for one in missing if not one.required)),
    )

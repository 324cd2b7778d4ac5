"""Weeks to be built as tasks: what each needs to be told, and what comes back, small enough to be sent.

Knows the form of the work, not who does it: one process, several, or other machines. Every way gives the
same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from sjboard.build.memory import written_down
from sjboard.build.week import build_week
from sjboard.config.values import Config
from sjboard.content import Held
from sjboard.content.ledger import WeekRecord
from sjboard.diagnostics import Diagnostic
from sjboard.locale import Words
from sjboard.model import Week
from sjboard.records import dataclass
from sjboard.syntax.pictures import Sight
from sjboard.views import site_head

if TYPE_CHECKING:
    from sjboard.render import Renderer

Store: TypeAlias = Callable[[Mapping[str, bytes]], Mapping[str, str]]
"""Puts pages away, and gives the hashes of their bytes by route."""


@dataclass(frozen=True, slots=True)
class Context:
    """What all weeks of a build have in common. ``key`` names it; equal keys, equal pages."""

    key: str
    config: Config
    existing: Mapping[str, Sight]
    templates: Mapping[str, bytes]
    shipped: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]
    routes: Mapping[str, str]
    tolerates: tuple[str, ...] = ()
    held: Held | None = None

    def renderer(self, pages: int = 0) -> Renderer:
        """Make what writes the pages; ``pages``: how many it may hold."""
        from sjboard.render import Renderer, layered  # noqa: PLC0415 - Jinja: often not needed

        return Renderer(
            layered(self.templates, self.shipped),
            Words(self.config.language, self.catalogues),
            site_head(self.config),
            self.routes,
            holds=pages,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A week to be built; ``on_screens``: the classrooms' screens show it."""

    name: str
    key: str
    week: Week
    files: Mapping[str, bytes]
    previous: Week | None
    following: Week | None
    in_newest_term: bool
    record: WeekRecord
    on_screens: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a task: its pages lie in the store already, here are their hashes.

    ``parts`` are those of ``WeekResult``, written down.
    """

    name: str
    key: str
    pages: Mapping[str, str]
    assets: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, bytes] = field(repr=False)


Crew: TypeAlias = Callable[[Context, "Renderer", list[Task]], Iterable[Built]]
"""Does tasks, and gives the results in their order."""


def do(task: Task, context: Context, renderer: Renderer, store: Store) -> Built:
    """Build a week and put its pages away."""
    result = build_week(
        task.week,
        task.files,
        context.config,
        context.existing,
        renderer,
        previous=task.previous,
        following=task.following,
        newest=task.following is None,
        in_newest_term=task.in_newest_term,
        on_screens=task.on_screens,
        record=task.record,
        tolerates=context.tolerates,
        held=context.held,
    )
    return Built(
        task.name,
        task.key,
        store(result.pages),
        result.assets,
        result.diagnostics,
        {part: written_down(value) for part, value in result.parts.items()},
    )


def alone(store: Store) -> Crew:
    """Do the tasks one after the other, here."""

    def crew(context: Context, renderer: Renderer, tasks: list[Task]) -> Iterator[Built]:
        for task in tasks:
            yield do(task, context, renderer, store)

    return crew

"""Units to be built as tasks: what each needs to be told, and what comes back, small enough to be sent.

A task is a week (``WeekTask``), or what spans weeks and is of one grade: the pictures of a term, calendars
and feeds, the classrooms' screens. Knows the form of the work, not who does it: one process, several, or
other machines. Every way gives the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sjboard.build.grades import NEVER, Before
from sjboard.build.memory import Part, written_down
from sjboard.build.week import Result, build_week
from sjboard.config.values import Config
from sjboard.content.ledger import WeekRecord
from sjboard.diagnostics import Diagnostic
from sjboard.held import NOTHING, Held
from sjboard.locale import Words
from sjboard.model import ClassId, Term, Week
from sjboard.records import dataclass
from sjboard.syntax.pictures import Sight
from sjboard.views import screen_view, site_head, taken_along, term_loads
from sjboard.views.board import WeekHead
from sjboard.views.site import ClassSlides, GradeMinutes, Slide

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
    held: Held = NOTHING

    def renderer(self) -> Renderer:
        """Make what writes the pages."""
        from sjboard.render import Renderer, layered  # noqa: PLC0415 - Jinja: often not needed

        return Renderer(
            layered(self.templates, self.shipped),
            Words(self.config.language, self.catalogues),
            site_head(self.config),
            self.routes,
            self.held,
        )


class Task(Protocol):
    """A unit to be built: ``name`` and ``key`` are those under which it will be remembered."""

    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...

    def result(self, context: Context, renderer: Renderer) -> Result:
        """Build it. Raises ``TemplateFault``, and ``MemoryFault`` where it is not made of what it says."""
        ...


@dataclass(frozen=True, slots=True)
class WeekTask:
    """A week to be built; ``on_screens``: the classrooms' screens show it.

    ``frame`` and ``before`` as ``build_week`` has them.
    """

    name: str
    key: str
    week: Week
    files: Mapping[str, bytes]
    previous: Week | None
    following: Week | None
    in_newest_term: bool
    record: WeekRecord
    on_screens: bool = False
    frame: str = ""
    before: Before = NEVER

    def result(self, context: Context, renderer: Renderer) -> Result:
        """Build the week."""
        return build_week(
            self.week,
            self.files,
            context.config,
            context.existing,
            renderer,
            previous=self.previous,
            following=self.following,
            newest=self.following is None,
            in_newest_term=self.in_newest_term,
            on_screens=self.on_screens,
            record=self.record,
            frame=self.frame,
            before=self.before,
            tolerates=context.tolerates,
            held=context.held,
        )


@dataclass(frozen=True, slots=True)
class LoadsTask:
    """A grade's pictures of a term; ``weeks`` by number, each as its part ``load/<grade>``."""

    name: str
    key: str
    term: Term
    grade: int
    weeks: Mapping[int, Part]

    def result(self, context: Context, renderer: Renderer) -> Result:
        """Draw them."""
        minutes = {
            number: part.value(GradeMinutes, context.held) for number, part in self.weeks.items()
        }
        loads = term_loads(context.config, self.term, self.grade, minutes)
        return Result(renderer.loads(loads))


@dataclass(frozen=True, slots=True)
class TakenTask:
    """A grade's calendars and feeds; ``weeks``, oldest first, each as its part ``texts/<grade>``."""

    name: str
    key: str
    grade: int
    weeks: tuple[tuple[WeekHead, Part], ...]

    def result(self, context: Context, renderer: Renderer) -> Result:
        """Write them."""
        texts = [(head, part.value(tuple, context.held)) for head, part in self.weeks]
        taken = taken_along(context.config.classes(self.grade), texts)
        return Result(renderer.taken(taken))


@dataclass(frozen=True, slots=True)
class ScreensTask:
    """A grade's classrooms' screens; ``weeks``, oldest first, each as its part ``screen/<grade>``.

    ``others`` are the slides of all other days, ``assets`` what the slides may show. The part ``newest``
    tells the routes of what the screens take over, by class.
    """

    name: str
    key: str
    weeks: tuple[Part, ...]
    others: tuple[Slide, ...]
    assets: tuple[str, ...]

    def result(self, context: Context, renderer: Renderer) -> Result:
        """Write them."""
        by_class: dict[ClassId, list[ClassSlides]] = {}
        for one in chain.from_iterable(part.value(tuple, context.held) for part in self.weeks):
            by_class.setdefault(one.id, []).append(one)
        views = [screen_view(slides, self.others) for slides in by_class.values()]
        pages, newest = renderer.screens(views)
        return Result(pages, self.assets, parts={"newest": newest})


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a task: its pages lie in the store already, here are their hashes.

    ``parts`` are those of ``Result``, written down; ``kept`` are pages that stood already.
    """

    name: str
    key: str
    pages: Mapping[str, str]
    assets: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, Part] = field(repr=False)
    kept: Mapping[str, str] = field(default_factory=dict)


Crew: TypeAlias = Callable[[Context, "Renderer", Sequence[Task]], Iterable[Built]]
"""Does tasks, and gives the results in their order. It may be called again, with what spans weeks."""


def do(task: Task, context: Context, renderer: Renderer, store: Store) -> Built:
    """Build a unit and put its pages away."""
    result = task.result(context, renderer)
    return Built(
        task.name,
        task.key,
        store(result.pages),
        result.assets,
        result.diagnostics,
        {
            part: value
            if isinstance(value, Part)
            else context.held.again((task.name, part), value, partial(_part, value))
            for part, value in result.parts.items()
        },
        result.kept,
    )


def _part(value: object) -> Part:
    return Part.of(written_down(value))


def alone(store: Store) -> Crew:
    """Do the tasks one after the other, here."""

    def crew(context: Context, renderer: Renderer, tasks: Sequence[Task]) -> Iterator[Built]:
        for task in tasks:
            yield do(task, context, renderer, store)

    return crew

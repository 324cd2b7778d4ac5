"""Parts of pages, filled once and used wherever the same is shown.

A class's notice stands on a page of its own and among all notices, a piece of homework on the board, on
the notice and on the grade's page; a bar of ten minutes looks like any other of ten minutes. A template
asks for such a part by ``once`` (the very same values: a day, a board) or ``alike`` (values that agree in
all that the part looks at). A part knows nothing of the page around it: the way up to the root stands in
it as ``ROOT``, and whoever writes the page puts the way in.

Where a school has changed a part, or one that it asks for, it is filled anew for each page as an
``include`` would, since its template may look at the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from operator import attrgetter
from typing import Any, TypeAlias

from jinja2 import Environment, meta, nodes
from markupsafe import Markup

from sjboard.model import ROOT
from sjboard.records import dataclass
from sjboard.render.layers import is_shipped
from sjboard.render.templates import asked_for
from sjboard.views.site import Page

Values: TypeAlias = Mapping[str, Any]
Look: TypeAlias = Callable[[Any], Any]
"""Gives of a value all that a part looks at."""

MOST = 4096
"""How many texts of a part are kept; a school has some hundred sorts of facts and bars."""

ANYWHERE = Page("", ROOT)


@dataclass(slots=True)
class _Part:
    """A shipped part: what it looks at of each value, by the value's name, and the texts it came to."""

    looks_at: tuple[tuple[str, Look], ...]
    texts: dict[object, Markup] = field(default_factory=dict)


class Parts:
    """Fills parts. ``templates`` as ``layered`` gives them, ``fill`` fills one for a page."""

    def __init__(
        self,
        templates: Mapping[str, bytes],
        environment: Environment,
        fill: Callable[[str, Page, Values], str],
    ) -> None:
        self._templates = templates
        self._environment = environment
        self._fill = fill
        self._known: dict[str, _Part | None] = {}
        self._once: dict[tuple[object, ...], tuple[Values, Markup]] = {}
        self.page = ANYWHERE

    def forget(self) -> None:
        """Let go of the values that were shown, and of what ``once`` made of them."""
        self._once.clear()

    def once(self, name: str, /, **values: Any) -> Markup:
        """Fill a part for these values, unless it was filled for the very same."""
        if self._part(name) is None:
            return self._text(name, values, self.page)
        key = (name, *map(id, values.values()))
        held = self._once.get(key)
        if held is None:
            # While the values are held, nothing else has their ids.
            held = self._once[key] = (values, self._text(name, values, ANYWHERE))
        return held[1]

    def alike(self, name: str, /, **values: Any) -> Markup:
        """Fill a part for these values, unless it was filled for such as show the same."""
        part = self._part(name)
        if part is None:
            return self._text(name, values, self.page)
        key = tuple([get(values[value]) for value, get in part.looks_at])
        text = part.texts.get(key)
        if text is None:
            if len(part.texts) >= MOST:
                part.texts.clear()
            text = part.texts[key] = self._text(name, values, ANYWHERE)
        return text

    def _text(self, name: str, values: Values, page: Page) -> Markup:
        return Markup(self._fill(name, page, values))  # noqa: S704 - a template's own output

    def _part(self, name: str) -> _Part | None:
        """Give what is known of a part; None where the school has had a hand in it."""
        if name not in self._known:
            names = asked_for([name], self._templates)
            ours = all(is_shipped(one, self._templates) for one in names)
            self._known[name] = _Part(self._looks(name)) if ours else None
        return self._known[name]

    def _looks(self, name: str) -> tuple[tuple[str, Look], ...]:
        """Read off a template what it looks at: attributes of values, or a value as a whole."""
        tree = self._environment.parse(self._templates[name].decode("utf-8-sig"))
        given = meta.find_undeclared_variables(tree) - {*self._environment.globals, "page"}
        paths: dict[str, set[str]] = {}
        for value, path in _paths(tree, given):
            paths.setdefault(value, set()).add(path)
        return tuple(
            (of, _whole if "" in looks else attrgetter(*looks)) for of, looks in paths.items()
        )


def _paths(node: nodes.Node, given: set[str]) -> Iterator[tuple[str, str]]:
    """Give each of the ``given`` names that is used, with the attributes behind it: board, week.number."""
    path: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        path.insert(0, inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        if inner.name in given:
            yield inner.name, ".".join(path)
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, given)


def _whole(value: Any) -> Any:
    return value

"""A school's own templates, filled by Jinja: every attribute is looked at, and every step counted.

So is a shipped one that asks for one of them, and one in which something goes wrong: Jinja knows where.
Does not know which page is made of which template (``pages``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Any

import jinja2

from sjboard import model
from sjboard.locale import Words
from sjboard.model import ROOT
from sjboard.render.allowance import Overdone
from sjboard.render.fault import TemplateFault
from sjboard.render.layers import ASSETS
from sjboard.render.metered import Metered
from sjboard.render.parts import Parts
from sjboard.render.templates import SYNTAX, strays
from sjboard.render.told import told
from sjboard.views import board, chart, site
from sjboard.views.site import Page

_MOST_PIECES = 1_000_000
"""Of a page: the largest of a school has some ten thousand; a loop without end has more than any."""

_THEIRS = (jinja2.TemplateError, Overdone, RecursionError, SyntaxError, MemoryError)
"""What a template can bring about before a line of it is at work; anything else is a fault of ours."""

_PLAIN = frozenset(
    value
    for module in (model, board, chart, site)
    for value in vars(module).values()
    if isinstance(value, type) and value.__module__ == module.__name__
)


class _Environment(Metered):
    """The sandbox asks many questions of every attribute, but here none about our own values.

    Views and the nouns they hold are frozen data only, and templates read three hundred thousand of
    their attributes in a build of a small school: the shortcut halves its time.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) in _PLAIN and attribute[0] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class Own:
    """Fills templates that are a school's own, or ask for one that is.

    ``templates`` as ``layered`` gives them; ``given`` is what every template may use by name, ``filters``
    those beside Jinja's.
    """

    def __init__(
        self,
        templates: Mapping[str, bytes],
        words: Words,
        given: Mapping[str, Any],
        filters: Mapping[str, Any],
    ) -> None:
        self._templates = templates
        self._words = words
        self._looked_through = False
        self._environment = _Environment(
            loader=jinja2.FunctionLoader(self._source),
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            **SYNTAX,
        )
        self._parts = Parts(templates, self._environment, self._filled)
        self._environment.filters.update(filters)
        self._environment.seal()
        self._environment.globals.update(
            given, asset=self._asset, once=self._parts.once, alike=self._parts.alike
        )
        self._assets = given["asset"]
        self._globals = dict(self._environment.globals)

    def forget(self) -> None:
        """Let go of what was shown; what else was found out about the templates stays."""
        self._parts.forget()

    def fill(self, template: str, at: Page, values: Mapping[str, object]) -> str:
        """Fill a template for the page ``at``; raise ``TemplateFault`` where it fails."""
        page = at.route
        self._parts.page = at
        self._environment.allowance.begin()
        try:
            return self._filled(template, at, values).replace(ROOT, at.root)
        except TemplateFault as fault:
            raise TemplateFault(fault.template, fault.line, fault.message, page) from fault
        except jinja2.TemplateSyntaxError as error:
            name = error.name or error.filename or template
            raise TemplateFault(name, error.lineno, told(error, self._words), page) from error
        except Exception as error:
            places = list(_places(error.__traceback__)) or [(template, 0)]
            # Of templates that include each other the last is chance: it is where the stack ended.
            name, line = places[0 if isinstance(error, RecursionError) else -1]
            if line == 0 and not isinstance(error, _THEIRS):
                raise
            raise TemplateFault(name, line, told(error, self._words), page) from error

    def look_through(self) -> None:
        """See once, before the first page, that every block of the school's own templates has its place."""
        if self._looked_through:
            return
        self._looked_through = True
        for stray in strays(self._templates):
            message = self._words(
                "template.no-block",
                block=stray.block,
                parent=stray.parent,
                known=self._words.join(stray.known),
            )
            raise TemplateFault(stray.template, stray.line, message)

    def _filled(self, template: str, at: Page, values: Mapping[str, object]) -> str:
        """Fill a template, a page's or that of a part of it; what goes wrong comes up as it is."""
        found = self._environment.get_template(template)
        # As if it were included (``shared``): Jinja would put the globals together anew, which takes longer
        # than to fill a small part.
        context = found.new_context({**self._globals, **values, "page": at}, shared=True)
        try:
            pieces = found.root_render_func(context)
            text = "".join(islice(pieces, _MOST_PIECES))
            endless = next(pieces, None) is not None
        except Exception:  # noqa: BLE001 - Jinja raises it again, with the places in templates
            self._environment.handle_exception()
        if endless:
            raise TemplateFault(template, 0, self._words("template.long"))
        return text

    def _source(self, name: str) -> tuple[str, str, None]:
        data = self._templates.get(name)
        if data is None:
            raise jinja2.TemplateNotFound(name)
        try:
            return data.decode("utf-8-sig"), name, None
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise TemplateFault(name, line, self._words("template.encoding")) from error

    def _asset(self, name: str) -> str:
        try:
            return str(self._assets(name))
        except KeyError:
            raise jinja2.TemplateNotFound(ASSETS + name) from None


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Give the template frames, the innermost last. Jinja rewrites such frames and marks them so."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next

"""The templates' surroundings: where they come from, their filters, and what their faults say.

Knows Jinja. A template gets frozen views and words; content reaches it as values only, never as a
template. Does not know which page is made of which template (``pages``).
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import islice
from types import TracebackType
from typing import Any
from urllib.parse import unquote

import jinja2
import jinja2.sandbox
import markupsafe
from jinja2 import nodes

from sjboard import model
from sjboard.locale import Words
from sjboard.model import ROOT, ClassId
from sjboard.render import phrases
from sjboard.render.allowance import Overdone
from sjboard.render.code import python
from sjboard.render.metered import Metered
from sjboard.render.parts import Parts
from sjboard.render.screens import unlinked
from sjboard.render.sentences import (
    ban_detail,
    ban_sentence,
    grade_names,
    limit_sentence,
    waived_rule,
)
from sjboard.render.templates import ASSETS, SHIPPED, asked_for, is_shipped, strays
from sjboard.render.told import told
from sjboard.views import board, chart, routes, site
from sjboard.views.site import Page, SiteHead

_MOST_PIECES = 1_000_000
"""Of a page: the largest of a school has some ten thousand; a loop without end has more than any."""

_ADDRESS = re.compile(ROOT + '([^"]*)')
_ALIGNED = re.compile(r'<(t[dh]) align="(\w+)"')
"""A cell of an aligned column in cleaned HTML: a page says it by a class, the attribute is obsolete."""


_THEIRS = (jinja2.TemplateError, Overdone, RecursionError, SyntaxError, MemoryError)
"""What a template can bring about before a line of it is at work; anything else is a fault of ours."""


class TemplateFault(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A template cannot be read or filled.

    ``template`` and ``line`` are the last template that was at work (line 0: none in particular),
    ``page`` the route that was being written, "" while reading. ``message`` is a clause in the school's
    language.
    """

    def __init__(self, template: str, line: int, message: str, page: str = "") -> None:
        super().__init__(f"{template}:{line}: {message} ({page})")
        self.template = template
        self.line = line
        self.message = message
        self.page = page


def layered(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> dict[str, bytes]:
    """Lay a school's templates over the shipped ones, which stay in reach as ``!name``."""
    return {**{SHIPPED + name: data for name, data in shipped.items()}, **shipped, **own}


class _OfViews(jinja2.Environment):
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


class _Environment(_OfViews, jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Fills the templates that came with the program, as far as it knows that it has no others before it."""

    shipped: frozenset[str] = frozenset()
    """The templates that came with the program: ours, so they are compiled without such questions."""
    words: Words

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's hook
    ) -> str:
        if name is not None and name in self.shipped:
            return python(source, self, name, self.words)
        return super()._generate(source, name, filename, defer_init)


class _Own(_OfViews, Metered):
    """Fills a school's own templates, and whatever they ask for: every step counts."""

    shipped: frozenset[str] = frozenset()
    words: Words


_PLAIN = frozenset(
    value
    for module in (model, board, chart, site)
    for value in vars(module).values()
    if isinstance(value, type) and value.__module__ == module.__name__
)


class Surroundings:
    """Templates ready to be filled.

    ``templates`` as ``layered`` gives them; ``pictures`` maps a path (``content/assets/x.png``) to
    its route. A template that is a school's own, or asks for one that is, is filled by surroundings that
    count what it costs (``metered``).
    """

    def __init__(
        self,
        templates: Mapping[str, bytes],
        words: Words,
        head: SiteHead,
        pictures: Mapping[str, str],
        *,
        metered: bool = False,
    ) -> None:
        self._templates = templates
        self._words = words
        self._looked_through = metered
        self._metered = metered
        self.assets = {
            name.removeprefix(ASSETS): routes.asset(name.removeprefix(ASSETS), data)
            for name, data in templates.items()
            if name.startswith(ASSETS)
        }
        self._head = head
        self._pictures = pictures
        shipped = frozenset(name for name in templates if is_shipped(name, templates))
        self._prepare(frozenset() if metered else shipped)
        own = [name for name in templates if name not in shipped and name.endswith(".html")]
        self._counting = (
            Surroundings(templates, words, head, pictures, metered=True)
            if own and not metered
            else None
        )
        self._whose: dict[str, bool] = {}

    def _prepare(self, shipped: frozenset[str]) -> None:
        """Make the environment; those that are ``shipped`` are compiled without many questions."""
        kind: type[_Own | _Environment] = _Own if self._metered else _Environment
        self._environment = kind(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.shipped = shipped
        self._environment.words = self._words
        self._parts = Parts(self._templates, self._environment, self._filled)
        self._environment.filters.update(_filters(self._words, self._pictures))
        if isinstance(self._environment, _Own):
            self._environment.seal()
        self._environment.globals.update(
            t=_speaker(self._words),
            knows=self._words.has,
            site=self._head,
            asset=self._asset,
            once=self._parts.once,
            alike=self._parts.alike,
        )
        self._globals = dict(self._environment.globals)

    def forget(self) -> None:
        """Let go of what was shown; what else was found out about the templates stays."""
        self._parts.forget()
        if self._counting is not None:
            self._counting.forget()

    def fill(self, template: str, at: Page, values: Mapping[str, object]) -> str:
        """Fill a template for the page ``at``; raise ``TemplateFault`` where it fails."""
        page = at.route
        self._look_through()
        if self._counting is not None and not self._is_ours(template):
            return self._counting.fill(template, at, values)
        try:
            return self._page(template, at, values)
        except TemplateFault as fault:
            raise TemplateFault(fault.template, fault.line, fault.message, page) from fault
        except jinja2.TemplateSyntaxError as error:
            name = error.name or error.filename or template
            raise TemplateFault(name, error.lineno, told(error, self._words), page) from error
        except Exception as error:
            name, line = _last_place(error.__traceback__, template)
            if line == 0 and not isinstance(error, _THEIRS):
                raise
            raise TemplateFault(name, line, told(error, self._words), page) from error

    def _is_ours(self, template: str) -> bool:
        """Whether a template, and all that it asks for, came with the program."""
        if template not in self._whose:
            asked = asked_for([template], self._templates)
            ours = all(is_shipped(name, self._templates) for name in asked)
            self._whose[template] = ours
        return self._whose[template]

    def _page(self, template: str, at: Page, values: Mapping[str, object]) -> str:
        self._parts.page = at
        if isinstance(self._environment, _Own):
            self._environment.allowance.begin()
        try:
            text = self._filled(template, at, values)
        except (AttributeError, LookupError, TypeError):
            # A school's own template gave a shipped one something else than views, a mapping perhaps: Jinja
            # knows how to ask those.
            if not self._environment.shipped:
                raise
            self._prepare(frozenset())
            return self._page(template, at, values)
        return text.replace(ROOT, at.root)

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

    def _look_through(self) -> None:
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
            return self.assets[name]
        except KeyError:
            raise jinja2.TemplateNotFound(ASSETS + name) from None


def _speaker(words: Words) -> Callable[..., str]:
    """Make ``t(key, **args)``: a word of the locale; dates among the arguments are written out."""

    def speak(key: str, /, **args: object) -> str:
        shown = {n: words.date(v) if isinstance(v, date) else v for n, v in args.items()}
        return words(key, **shown)

    return speak


def _last_place(trace: TracebackType | None, template: str) -> tuple[str, int]:
    """Find the innermost template frame. Jinja rewrites such frames and marks them so."""
    place = (template, 0)
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _filters(words: Words, pictures: Mapping[str, str]) -> dict[str, Callable[..., Any]]:
    """Make the filters.

    ``date_full``, ``date_short`` (a date), ``weekday`` (0–6), ``class_name`` (a ClassId), ``grade_name``
    (1–9), ``grade_names`` (several in order: 三年级至六年级), ``class_numbers`` (ClassIds of one grade:
    1、2班), ``said`` (states, each by its word: ``days | said("limit.days")``), ``limit_sentence``,
    ``ban_sentence`` and ``ban_detail`` (a limit or ban of the page of rules), ``waived_rule`` (a waiver),
    ``told`` (a part of a sentence that the locale writes), ``listed`` (texts, joined
    as the language joins them) and ``at``: cleaned HTML with its addresses made for a page with this way
    up to the root.
    """
    return {
        "date_full": lambda day: words.date(day, "full"),
        "date_short": lambda day: words.date(day, "short"),
        "weekday": words.weekday,
        "class_name": lambda class_id: class_name(words, class_id),
        "grade_name": lambda number: grade_name(words, number),
        "grade_names": lambda numbers: grade_names(words, numbers),
        "class_numbers": lambda ids: class_numbers(words, ids),
        "said": lambda keys, where: [words(f"{where}.{key}") for key in keys],
        "limit_sentence": lambda limit: limit_sentence(words, limit),
        "ban_sentence": lambda ban: ban_sentence(words, ban),
        "ban_detail": lambda ban: ban_detail(words, ban),
        "waived_rule": lambda waiver: waived_rule(words, waiver),
        "told": lambda phrase: phrases.shown(phrase, words),
        "listed": lambda parts: words.join([str(part) for part in parts]),
        "unlinked": lambda html: markupsafe.Markup(unlinked(str(html))),  # noqa: S704 - as ``at``
        "at": lambda html, root: markupsafe.Markup(resolve(html, root, pictures)),  # noqa: S704 - cleaned by the allow-list before it came here
    }


def grade_name(words: Words, number: int) -> str:
    """三年级"""
    return words(f"grade.{number}")


def class_name(words: Words, class_id: ClassId) -> str:
    """三年级(1)班"""
    return words("class.name", grade=grade_name(words, class_id.grade), number=class_id.number)


def class_numbers(words: Words, classes: Sequence[ClassId]) -> str:
    """1、2班, where the grade is known already."""
    if len(classes) == 1:
        return words("class.short", number=classes[0].number)
    return words("class.numbers", numbers=words.join([str(each.number) for each in classes]))


def resolve(html: str, root: str, pictures: Mapping[str, str]) -> str:
    """Make cleaned HTML right for a page: aligned cells, and ``ROOT`` plus a path → its route.

    The path is written as in an attribute in double quotes, escaped for HTML and perhaps
    percent-encoded; a fragment behind it stays. A path that is not among ``pictures`` is a fault of ours
    and raises ``KeyError``.
    """
    if ' align="' in html:
        html = _ALIGNED.sub(r'<\1 class="to-\2"', html)
    if ROOT not in html:
        return html

    def address(match: re.Match[str]) -> str:
        whole = html_entities.unescape(match[1])
        path, mark, fragment = whole.partition("#")
        for name in (whole, unquote(whole), path, unquote(path)):
            if name in pictures:
                rest = mark + fragment if name in (path, unquote(path)) else ""
                return root + pictures[name] + html_entities.escape(rest)
        raise KeyError(whole)

    return _ADDRESS.sub(address, html)

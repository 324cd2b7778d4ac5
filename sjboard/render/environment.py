"""The templates' surroundings: where they come from, their filters, and who fills them.

A template gets frozen views and words; content reaches it as values only, never as a template. Does not
know which page is made of which template (``pages``).
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import markupsafe

from sjboard.locale import Words
from sjboard.model import ROOT, ClassId
from sjboard.render import phrases
from sjboard.render.fault import TemplateFault
from sjboard.render.layers import ASSETS, is_shipped, layered
from sjboard.render.screens import unlinked
from sjboard.render.sentences import (
    ban_detail,
    ban_sentence,
    grade_names,
    limit_sentence,
    waived_rule,
)
from sjboard.render.shipped import Shipped
from sjboard.views import routes
from sjboard.views.site import Page, SiteHead

if TYPE_CHECKING:
    from sjboard.render.own import Own

__all__ = ["Surroundings", "TemplateFault", "layered"]

_ADDRESS = re.compile(ROOT + '([^"]*)')
_ALIGNED = re.compile(r'<(t[dh]) align="(\w+)"')
"""A cell of an aligned column in cleaned HTML: a page says it by a class, the attribute is obsolete."""


class Surroundings:
    """Templates ready to be filled.

    ``templates`` as ``layered`` gives them; ``pictures`` maps a path (``content/assets/x.png``) to
    its route. A page whose templates all came with the program is filled by ``shipped``, any other by
    ``own``.
    """

    def __init__(
        self,
        templates: Mapping[str, bytes],
        words: Words,
        head: SiteHead,
        pictures: Mapping[str, str],
    ) -> None:
        self._templates = templates
        self._words = words
        self.assets = {
            name.removeprefix(ASSETS): routes.asset(name.removeprefix(ASSETS), data)
            for name, data in templates.items()
            if name.startswith(ASSETS)
        }
        self._filters = _filters(words, pictures)
        self._given = {
            "site": head,
            "t": _speaker(words),
            "knows": words.has,
            "asset": self.assets.__getitem__,
        }
        self._shipped = Shipped(templates, words, self._given, self._filters)
        self._has_own = any(
            name.endswith(".html") and not is_shipped(name, templates) for name in templates
        )
        self._own: Own | None = None

    def forget(self, but: int = 0) -> None:
        """Let go of what was shown, but not of so few parts; what was found out about templates stays."""
        self._shipped.forget(but)
        if self._own is not None:
            self._own.forget()

    def fill(self, template: str, at: Page, values: Mapping[str, object]) -> bytes:
        """Fill a template for the page ``at``; raise ``TemplateFault`` where it fails."""
        if self._has_own:
            self._jinja().look_through()
        write = self._shipped.page(template)
        if write is not None:
            try:
                return write(at, values)
            except Exception:  # noqa: BLE001, S110 - Jinja is asked what went wrong, and where
                pass
        return self._jinja().fill(template, at, values).encode()

    def _jinja(self) -> Own:
        if self._own is None:
            from sjboard.render.own import Own  # noqa: PLC0415 - Jinja: seldom needed

            self._own = Own(self._templates, self._words, self._given, self._filters)
        return self._own


def _speaker(words: Words) -> Callable[..., str]:
    """Make ``t(key, **args)``: a word of the locale; dates among the arguments are written out."""

    def speak(key: str, /, **args: object) -> str:
        shown = {n: words.date(v) if isinstance(v, date) else v for n, v in args.items()}
        return words(key, **shown)

    return speak


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

"""The shipped templates, filled by functions that ``code`` wrote: when the program was built, or just now.

Knows what such functions use. Does not know Jinja, unless they have to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Any, TypeAlias

from markupsafe import Markup, escape, soft_str

from sjboard.locale import Words
from sjboard.model import ROOT
from sjboard.render.layers import digest_of, is_shipped, shipped_pages
from sjboard.views.site import Page

Fill: TypeAlias = Callable[[Page, Mapping[str, object]], bytes]

FEW = frozenset({"date_full", "date_short", "weekday", "grade_name", "class_name"})
"""Filters of ours that are asked for few values, again and again."""

TEXTS = FEW | {"class_numbers", "grade_names", "listed", "told"}
TEXTS |= {"limit_sentence", "ban_sentence", "ban_detail", "waived_rule"}
"""Filters of ours that give text, to be escaped."""

MARKUP = frozenset({"at", "unlinked"})
"""Filters of ours that give HTML."""

ANYWHERE = Page("", ROOT)
"""Where a part lies that stands on several pages."""

_MOST = 4096
"""How many different texts are kept in mind as they stand in a page."""


class Memo(dict[Any, Any]):
    """Keeps what came of a value."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self[value] = self._make(value)
        return made


class Shipped:
    """The pages whose templates all came with the program.

    ``templates`` as ``layered`` gives them, ``given`` what every template may use by name.
    """

    def __init__(
        self,
        templates: Mapping[str, bytes],
        words: Words,
        given: Mapping[str, Any],
        filters: Mapping[str, Callable[..., Any]],
    ) -> None:
        self._templates = templates
        self._words = words
        self._given = given
        self._filters = filters
        self._once: dict[tuple[object, ...], tuple[tuple[object, ...], bytes]] = {}
        self._memos: list[Memo] = []
        self._pages: dict[str, Fill | None] | None = None

    def page(self, template: str) -> Fill | None:
        """Give what fills a template; None where the school has had a hand in it."""
        if self._pages is None:
            self._pages = self._made()
        return self._pages.get(template)

    def forget(self, but: int = 0) -> None:
        """Let go of the values that were shown, and of what was made of them; not of so few parts."""
        if len(self._once) > but:
            self._once.clear()
        for memo in self._memos:
            if len(memo) > _MOST:
                memo.clear()

    def _made(self) -> dict[str, Fill | None]:
        code = _code(shipped_pages(self._templates), self._words)
        pages: dict[str, Fill] = code["pages"](self._use())
        return {
            name: fill
            for name, fill in pages.items()
            if all(is_shipped(one, self._templates) for one in code["MADE_OF"][name])
        }

    def _use(self) -> dict[str, object]:
        """Give what the functions use, by the names that ``code`` has for it."""
        texts = self._memo(lambda text: str(escape(text)).encode())
        figures = self._memo(lambda figure: str(figure).encode())
        words = self._words

        def written(value: object) -> bytes:
            return str(escape(value)).encode()

        def said(value: object) -> bytes:
            text = words.date(value) if isinstance(value, date) else format(value)
            return str(escape(str(text))).encode()

        return {
            **self._given,
            "page": ANYWHERE,
            "d": texts,
            "n": figures,
            "b": (int, date),
            "w": written,
            "s": said,
            "h": self._memo(lambda html: str(self._filters["at"](html, ROOT)).encode()),
            "word": self._memo(self._given["t"]),
            "once": self._filled_once,
            "ROOT": ROOT.encode(),
            "missing": object(),
            "Markup": Markup,
            "soft_str": soft_str,
            "markup_join": _joined,
            "join_": _listed,
            "replace_": _replaced,
            **{f"f_{name}": filter_ for name, filter_ in self._filters.items()},
            **{f"f_{name}": self._memo(self._filters[name]) for name in FEW},
        }

    def _memo(self, make: Callable[[Any], Any]) -> Memo:
        self._memos.append(Memo(make))
        return self._memos[-1]

    def _filled_once(self, part: Callable[..., bytes], *values: object) -> bytes:
        """Fill a part for these values, unless it was filled for the very same."""
        key = (part, *map(id, values))
        held = self._once.get(key)
        if held is None:
            # While the values are held, nothing else has their ids.
            held = self._once[key] = (values, part(*values))
        return held[1]


def _code(shipped: Mapping[str, bytes], words: Words) -> dict[str, Any]:
    """Find the functions of these templates and words, or write them."""
    try:
        ready = vars(import_module(f"sjboard.render.ready.{words.language.replace('-', '_')}"))
    except ModuleNotFoundError:
        ready = {}
    if (
        ready.get("TEMPLATES") == digest_of(shipped)
        and ready["WORDS"].items() <= words.texts.items()
    ):
        return ready
    from sjboard.render.code import python  # noqa: PLC0415 - Jinja, for who changes our templates

    made: dict[str, Any] = {}
    exec(compile(python(shipped, words.texts), "<shipped templates>", "exec"), made)  # noqa: S102 - ours
    return made


def _joined(values: tuple[Any, ...]) -> str:
    """``a ~ b``, as Jinja's markup_join"""
    if any(hasattr(value, "__html__") for value in values):
        return Markup("").join(values)
    return "".join(map(str, values))


def _listed(values: Any, between: str) -> str:
    """The filter ``join`` where ``between`` is text."""
    parts = list(values)
    if any(hasattr(part, "__html__") for part in parts):
        return escape(between).join(parts)
    return between.join(map(str, parts))


def _replaced(text: Any, old: Any, new: Any) -> str:
    """The filter ``replace``."""
    if hasattr(old, "__html__") or (hasattr(new, "__html__") and not hasattr(text, "__html__")):
        text = escape(text)
    return soft_str(text).replace(soft_str(old), soft_str(new))

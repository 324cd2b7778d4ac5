"""How the shipped templates become Python: a page is one function, with all that it extends and includes.

What a shipped template does is known before it is filled: which blocks stand where, which words it says,
which attributes it reads. So all that is written out, with nothing left to look up, and the function gives
bytes. A school's own templates are filled by Jinja (``own``), and so is a shipped one that does what is
not known here. Knows Jinja's tree. Does not know any template.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateError, nodes

from sjboard.render.expressions import Unplain
from sjboard.render.layers import digest_of
from sjboard.render.shipped import MARKUP, TEXTS
from sjboard.render.statements import Function
from sjboard.render.templates import GRAMMAR, asked_for

_GIVEN = (
    "site page w s d n b h t word asset knows once ROOT missing "
    "Markup soft_str markup_join join_ replace_"
)
"""What ``shipped`` gives the functions to use, beside the filters."""


def python(templates: Mapping[str, bytes], texts: Mapping[str, str]) -> str:
    """Write the shipped templates (``shipped_pages``) as a module of Python, with one language's ``texts``.

    It has ``TEMPLATES`` (their ``digest_of``), ``WORDS`` (what it says of ``texts``), ``MADE_OF`` (a page's
    template → all that went into it) and ``pages``, which gives the functions by template.
    """
    module = Module(templates, texts)
    pages = []
    parts = {part for name in templates for part in asked_for([name], templates) if part != name}
    for name in sorted(templates.keys() - parts):
        if not name.startswith("print/"):  # these are given mappings
            try:
                pages.append((name, module.page(name)))
            except (Unplain, TemplateError, UnicodeDecodeError, RecursionError):
                continue  # Jinja fills it, or says what is wrong
    given = [*_GIVEN.split(), *(f"f_{name}" for name in sorted(TEXTS | MARKUP))]
    return "\n".join(
        (
            '"""The shipped templates as Python; ``render/code.py`` wrote it."""',
            f"TEMPLATES = {digest_of(templates)!r}",
            f"WORDS = {module.said!r}",
            f"MADE_OF = { ({name: made_of for name, (_, made_of) in pages})!r}",
            "def pages(use):",
            *(f" {name} = use[{name!r}]" for name in given),
            *module.lines,
            f" return {{{', '.join(f'{name!r}: {function}' for name, (function, _) in pages)}}}",
            "",
        )
    )


class Module:
    """The functions of all pages, and of the parts that they ask for."""

    def __init__(self, templates: Mapping[str, bytes], texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.said: dict[str, str] = {}
        self.lines: list[str] = []
        self._templates = templates
        self._trees: dict[str, nodes.Template] = {}
        self._parts: dict[str, tuple[str, Function]] = {}
        self._begun: set[str] = set()

    def tree(self, name: str) -> nodes.Template:
        if name not in self._trees:
            if name not in self._templates:
                raise Unplain(name)
            source = self._templates[name].decode("utf-8-sig")
            self._trees[name] = GRAMMAR.parse(source, name)
        return self._trees[name]

    def page(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Write a page's function; give its name, and the templates that it is made of."""
        function = Function(self, name, in_page=True)
        given = [
            f"{param}_ = values[{param!r}]"
            if must
            else f"{param}_ = values.get({param!r}, missing)"
            for param, must in function.params.items()
        ]
        return self._add("page", function, "page, values", given), tuple(sorted(function.made_of))

    def part(self, name: str) -> tuple[str, Function]:
        """Write a part's function, unless that was done; its name, and what is known of it."""
        if name not in self._parts:
            if name in self._begun:
                raise Unplain(name)
            self._begun.add(name)
            function = Function(self, name, in_page=False)
            if not all(function.params.values()):
                raise Unplain(name)
            given = ", ".join(f"{param}_" for param in function.params)
            self._parts[name] = self._add("part", function, given, []), function
        return self._parts[name]

    def _add(self, kind: str, function: Function, given: str, before: list[str]) -> str:
        name = f"{kind}_{len(self.lines)}"
        self.lines += (f" def {name}({given}):", *(f"  {line}" for line in before), *function.lines)
        self.said.update(function.said)
        return name

"""How templates become Python: a school's own with every question asked, the shipped ones plainly.

A school's own template runs in the sandbox, where each attribute and each call is looked at before it is
done. The shipped ones are ours, and what they do is known when they are compiled: attributes and calls
of ours are written out as Python's own, words that need no figures are put in there and then. That
takes a third off their time. Knows Jinja's compiler. Does not know any template.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import StringIO
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

OURS = frozenset({"t", "asset", "once", "alike"})
"""Functions that a shipped template calls without further questions."""

_escape = lru_cache(maxsize=4096)(escape)


def written(value: object) -> str:
    """Write a value into a page: what ``escape`` writes, sooner for what pages are full of."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value] # mypy does not follow ``type(…) is``
    if kind is str:
        return _escape(value)
    return str(value) if kind is int else escape(value)


def python(
    tree: nodes.Template, environment: jinja2.Environment, name: str, words: Callable[[str], str]
) -> str:
    """Write a shipped template as Python; ``words`` gives the words that ``t`` would."""
    _Spoken(words).visit(tree)
    text = StringIO()
    _Generator(environment, name, name, text).visit(tree)
    return text.getvalue()


class _Spoken(NodeTransformer):
    """Puts words in the place of a call of ``t`` that has nothing to fill in."""

    def __init__(self, words: Callable[[str], str]) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> Any:  # noqa: N802 - Jinja's name
        match node:
            case nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const(value=key)], kwargs=[]):
                return nodes.Const(self._words(key), lineno=node.lineno)
        return self.generic_visit(node)


class _Generator(CodeGenerator):
    """Jinja's own, but for attributes, calls of ``OURS``, and how a value is written."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if iskeyword(
            node.attr
        ):  # a form's data are mappings, with names that Python keeps to itself
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        if not isinstance(node.node, nodes.Name) or node.node.name not in OURS:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self.write("(")
        self.visit(node.node, frame)
        self.write(")[")
        self.visit(node.arg, frame)
        self.write("]")

    def _output_child_pre(self, node: nodes.Expr, *_: Any) -> None:
        self.write("(" if _is_part(node) else f"{written.__name__}(")


def _is_part(node: nodes.Expr) -> bool:
    """Whether it is a part of a page, which is mark-up already."""
    match node:
        case nodes.Call(node=nodes.Name(name="once" | "alike")) | nodes.Filter(name="at"):
            return True
    return False

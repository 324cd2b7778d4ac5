"""What stands between the braces of a template, as Python: the half of ``code`` that makes values.

Knows Jinja's tree. What it does not know it refuses (``Unplain``), and Jinja fills that page.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from markupsafe import escape

from sjboard.records import dataclass
from sjboard.render.shipped import FEW, MARKUP, TEXTS

_ASKED = frozenset({"knows", "dict"})
"""Functions that mean what they mean in Python; ``t``, ``asset``, ``once`` and ``alike`` are looked into."""
_COMPARED = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_COMPARED |= {"in": "in", "notin": "not in"}
_LOOP = {"first": "({0} == 0)", "last": "({0} == {1} - 1)", "index": "({0} + 1)", "length": "{1}"}


class Unplain(Exception):  # noqa: N818 - no error: Jinja does it
    """A template does something that is not written out as Python."""


@dataclass(slots=True)
class Scope:
    """Python's names for those of a template: where a name may be set, all that are seen, those set here."""

    names: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    loop: tuple[str, str] | None = None
    """Python's names for how many there were before this one, and how many there are."""

    def inner(self) -> Scope:
        return Scope(dict(self.names), set(), self.loop)


class Expressions:
    """Writes expressions, and notes what names they ask for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.said: dict[str, str] = {}
        """The words that stand in what was written."""
        self.params: dict[str, bool] = {}
        """The names that must be given, and (False) that may be."""
        self.parts: set[str] = set()
        """Python's names of values that are parts of a page already."""
        self.of_page = False
        """Whether the page itself is looked at."""

    def value(self, node: nodes.Node, scope: Scope) -> str:
        """Write an expression that gives what Jinja's would, in brackets where it needs them."""
        write = _VALUES.get(type(node))
        if write is None:
            raise Unplain(type(node).__name__)
        return write(self, node, scope)

    def truth(self, node: nodes.Node, scope: Scope) -> str:
        """Write an expression that is only asked whether it is true: a part may be, by its bytes."""
        if isinstance(node, nodes.Name) and scope.names.get(node.name) in self.parts:
            return scope.names[node.name]
        return self.value(node, scope)

    def word(self, node: nodes.Node) -> str | None:
        """Give the text that a call of ``t`` names outright."""
        match node:
            case nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const(value=str(key))]):
                text = self.texts.get(key)
                if text is None:
                    raise Unplain(key)
                self.said[key] = text
                return text
        return None

    def written(self, node: nodes.Node, scope: Scope, how: str) -> str:
        """Write a value's bytes: ``w`` as a page does, ``s`` as a sentence does."""
        value = self.value(node, scope)
        match node:
            case nodes.Filter(name=name) if name in TEXTS:
                return f"d[{value}]"
            case nodes.Call(node=nodes.Name(name="t" | "asset")):
                return f"d[{value}]"
        known = "k in b" if how == "w" else "k is int"
        return f"(d[v] if (k := type(v := {value})) is str else n[v] if {known} else {how}(v))"

    def sentence(self, node: nodes.Call, scope: Scope) -> Iterator[bytes | str]:
        """Write a sentence that ``t`` says, with what fills it."""
        given = {each.key: each.value for each in node.kwargs}
        text = self.word(node) or ""
        if not given and "{" not in text:
            yield str(escape(text)).encode()
            return
        for before, name, form, conversion in string.Formatter().parse(text):
            yield str(escape(before)).encode()
            if name is None:
                continue
            if name not in given or form or conversion:
                raise Unplain(text)
            value = given[name]
            if isinstance(value, nodes.Const):
                yield str(escape(format(value.value))).encode()
            else:
                yield self.written(value, scope, "s")

    # --- one for each kind of node -------------------------------------------------------------------

    def const(self, node: nodes.Const, _: Scope) -> str:
        return repr(node.value)

    def name(self, node: nodes.Name, scope: Scope) -> str:
        found = scope.names.get(node.name)
        if found in self.parts:
            raise Unplain("a part is written or asked for, nothing else")
        if found is not None:
            return found
        if node.name in ("page", "site"):
            self.of_page = self.of_page or node.name == "page"
            return node.name
        if node.name in (*_ASKED, "t", "asset", "once", "alike", "loop"):
            raise Unplain(node.name)
        self.params[node.name] = True
        return f"{node.name}_"

    def attribute(self, node: nodes.Getattr, scope: Scope) -> str:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if scope.loop is None or node.attr not in _LOOP:
                raise Unplain(f"loop.{node.attr}")
            return _LOOP[node.attr].format(*scope.loop)
        if iskeyword(node.attr) or node.attr.startswith("_"):
            raise Unplain(node.attr)
        # An Enum's ``value`` takes Python a call or two; nothing else that pages show has one.
        name = "_value_" if node.attr == "value" else node.attr
        return f"{self.value(node.node, scope)}.{name}"

    def item(self, node: nodes.Getitem, scope: Scope) -> str:
        of = self.value(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            ends = (node.arg.start, node.arg.stop, node.arg.step)
            return f"{of}[{':'.join('' if e is None else self.value(e, scope) for e in ends)}]"
        return f"{of}[{self.value(node.arg, scope)}]"

    def call(self, node: nodes.Call, scope: Scope) -> str:
        if node.dyn_args or node.dyn_kwargs:
            raise Unplain("*")
        text = self.word(node)
        if text is not None and not node.kwargs and "{" not in text:
            return repr(text)
        match node.node:
            case nodes.Name(name=name) if name in _ASKED or name in ("t", "asset"):
                function = name
            case nodes.Getattr():
                function = self.attribute(node.node, scope)
            case _:
                raise Unplain("call")
        given = [self.value(each, scope) for each in node.args]
        if function == "t" and len(given) == 1 and not node.kwargs:
            return f"word[{given[0]}]"
        given += [f"{each.key}={self.value(each.value, scope)}" for each in node.kwargs]
        return f"{function}({', '.join(given)})"

    def filtered(self, node: nodes.Filter, scope: Scope) -> str:
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise Unplain(node.name)
        if node.name == "default" and isinstance(node.node, nodes.Name) and len(node.args) == 1:
            name = node.node.name
            known = self.maybe(name, scope)
            return f"({self.value(node.args[0], scope)} if {known} is missing else {known})"
        value = self.value(node.node, scope)
        match node:
            case nodes.Filter(name="map", args=[nodes.Const(value=name)]) if name in TEXTS:
                return f"[{_filter(name, ['each'])} for each in {value}]"
        rest = [self.value(each, scope) for each in node.args]
        if node.name in TEXTS or node.name in MARKUP:
            return _filter(node.name, [value, *rest])
        form = _FILTERS.get((node.name, len(rest)))
        if form is None:
            raise Unplain(node.name)
        return form.format(value, *rest)

    def test(self, node: nodes.Test, scope: Scope) -> str:
        match node:
            case nodes.Test(name="defined", node=nodes.Name(name=name)):
                return f"({self.maybe(name, scope)} is not missing)"
            case nodes.Test(name="none"):
                return f"({self.value(node.node, scope)} is None)"
            case nodes.Test(name="sameas", args=[other]):
                return f"({self.value(node.node, scope)} is {self.value(other, scope)})"
        raise Unplain(node.name)

    def maybe(self, name: str, scope: Scope) -> str:
        """Name a value that need not be given."""
        if name in scope.names:
            return scope.names[name]
        self.params.setdefault(name, False)
        return f"{name}_"

    def choice(self, node: nodes.CondExpr, scope: Scope) -> str:
        other = "''" if node.expr2 is None else self.value(node.expr2, scope)
        return f"({self.value(node.expr1, scope)} if {self.truth(node.test, scope)} else {other})"

    def both(self, node: nodes.BinExpr, scope: Scope) -> str:
        return f"({self.value(node.left, scope)} {node.operator} {self.value(node.right, scope)})"

    def unary(self, node: nodes.UnaryExpr, scope: Scope) -> str:
        return f"({node.operator} {self.value(node.node, scope)})"

    def compared(self, node: nodes.Compare, scope: Scope) -> str:
        others = (f" {_COMPARED[one.op]} {self.value(one.expr, scope)}" for one in node.ops)
        return f"({self.value(node.expr, scope)}{''.join(others)})"

    def joined(self, node: nodes.Concat, scope: Scope) -> str:
        return f"markup_join(({self._all(node.nodes, scope)},))"

    def sequence(self, node: nodes.Tuple | nodes.List, scope: Scope) -> str:
        inside = self._all(node.items, scope)
        return f"[{inside}]" if isinstance(node, nodes.List) else f"({inside},)"

    def mapping(self, node: nodes.Dict, scope: Scope) -> str:
        pairs = (f"{self.value(p.key, scope)}: {self.value(p.value, scope)}" for p in node.items)
        return f"{{{', '.join(pairs)}}}"

    def _all(self, each: list[Any], scope: Scope) -> str:
        return ", ".join(self.value(one, scope) for one in each)


def _filter(name: str, given: list[str]) -> str:
    """Write the call of a filter of ours; of those that are asked for few values, the look-up."""
    return f"f_{name}[{given[0]}]" if name in FEW else f"f_{name}({', '.join(given)})"


_FILTERS = {
    ("length", 0): "len({})",
    ("list", 0): "list({})",
    ("select", 0): "filter(None, {})",
    ("safe", 0): "Markup({})",
    ("trim", 0): "soft_str({}).strip()",
    ("join", 1): "join_({}, {})",
    ("replace", 2): "replace_({}, {}, {})",
}
"""Jinja's own, as many as the shipped templates use."""

_VALUES: Mapping[type, Callable[[Expressions, Any, Scope], str]] = {
    nodes.Const: Expressions.const,
    nodes.Name: Expressions.name,
    nodes.Getattr: Expressions.attribute,
    nodes.Getitem: Expressions.item,
    nodes.Call: Expressions.call,
    nodes.Filter: Expressions.filtered,
    nodes.Test: Expressions.test,
    nodes.CondExpr: Expressions.choice,
    nodes.Compare: Expressions.compared,
    nodes.Concat: Expressions.joined,
    nodes.Tuple: Expressions.sequence,
    nodes.List: Expressions.sequence,
    nodes.Dict: Expressions.mapping,
    nodes.Not: Expressions.unary,
    nodes.Neg: Expressions.unary,
    **dict.fromkeys((nodes.And, nodes.Or), Expressions.both),
    **dict.fromkeys((nodes.Add, nodes.Sub, nodes.Mul), Expressions.both),
}

"""The sandbox for a school's own templates: no single step of it is long, and every step counts.

Knows Jinja's tree, its code generator, filters and operators. A loop, a macro, a block and a whole template
count when they are entered, operators, calls and filters with what they are given and make; what could take
long or swallow memory in one go is measured before. So ``allowance`` sees whatever goes on for too long, in
any thread or process and on any system. Does not know what a page may cost.
"""

from __future__ import annotations

import functools
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from typing import Any, cast

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_environment, pass_eval_context

from sjboard.render.allowance import (
    MOST_NUMBER,
    MOST_VALUE,
    Allowance,
    Overdone,
    bounded,
    size_of,
)
from sjboard.render.templates import MOST_SOURCE

_CALL = 20
"""Steps that a call or a filter counts, beside what it is given."""

_MOST_BITS = 4_096
"""Of a whole number: a thousand figures."""

_MOST_PART = 1_000
"""Characters that a text may be searched for or parted at: some searches take the product of both."""

_WIDE = re.compile(r"%[-+ #0.\d]*(?:\d{4}|\*)|\{[^{}]*:[^{}]*(?:\d{4}|\{)")
"""A width in a format: ``%9999999d``, ``{:>9999999}``, or one that is given beside it."""

_OF_TEXT = (
    "capitalize casefold center count endswith find format format_map index isalnum isalpha "
    "isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper "
    "join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust "
    "rpartition rsplit rstrip split splitlines startswith strip swapcase title unescape upper "
    "zfill"
)
"""The methods of a text that a template may use. The others make bytes, or anything of any length."""
_TEXT_METHODS = frozenset(_OF_TEXT.split())

_LONGEST = {"striptags": 50_000, "urlize": 20_000, "wordwrap": 100_000, "title": 200_000}
"""Filters that may take the square of what they are given, and how many characters they get."""

_GONE = ("lipsum", "random", "pprint")
"""What no page may use: chance, which would make another page each time, and Python's own notation."""

_BRIEF = frozenset([int, float, bool, type(None), date])
"""What is short, whatever it says: a whole number has a thousand figures at most."""

_ENTERED = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)


class Metered(ImmutableSandboxedEnvironment):
    """An environment that counts. ``allowance`` is to be begun anew for each page."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        finalize = options.pop("finalize", None)
        self.allowance = Allowance()
        self.spend = self.allowance.spend
        super().__init__(**options, optimized=False, finalize=self._finalizer(finalize))
        for name in _GONE:
            self.filters.pop(name, None)
            self.globals.pop(name, None)
        self.filters.update(join=_join, sum=_sum)
        self.seal()

    def seal(self) -> None:
        """Let every filter count, those too that were added since."""
        for name, filter_ in self.filters.items():
            if not isinstance(filter_, _Counted):
                self.filters[name] = _Counted(name, filter_, self.allowance)

    def _finalizer(self, finalize: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
        spend = self.spend

        def written(value: Any) -> Any:
            if finalize is not None:
                value = finalize(value)
            if type(value) not in _BRIEF:
                value = _text(value)
                spend(1 + len(value) // 100, len(value))
            return value

        return written

    # --- the tree -------------------------------------------------------------------------------

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MOST_SOURCE:
            raise Overdone("template.source", most=MOST_SOURCE // 1024)
        tree = super()._parse(source, name, filename)
        for node in (tree, *tree.find_all(_ENTERED)):
            body: list[nodes.Node] = node.body  # type: ignore[attr-defined]  # each of them has one
            toll = nodes.ExprStmt(nodes.Const(_costs(body)))
            body.insert(0, toll.set_lineno(node.lineno).set_environment(self))
        return tree

    # --- operators ------------------------------------------------------------------------------

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, (str, bytes)):
            _look_at_format(left, right)
        elif operator == "**":
            _look_at_power(left, right)
        elif operator == "*":
            _look_at_product(left, right)
        elif operator == "+" and not isinstance(left, (int, float)):
            size_of((left, right))
        return self.allowance.takes(super().call_binop(context, operator, left, right))

    def joined(self, context: Any, parts: tuple[Any, ...]) -> str:
        """``a ~ b``"""
        texts = [_text(part) for part in parts]
        if sum(map(len, texts)) > MOST_VALUE:
            raise Overdone("template.value")
        join = markup_join if context.eval_ctx.autoescape else str_join
        return cast("str", self.allowance.takes(join(texts)))

    def cut(self, value: Any, part: slice) -> Any:
        """``a[1:3]``"""
        return self.allowance.takes(value[part])

    # --- calls ----------------------------------------------------------------------------------

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, (bytes, bytearray, int, float, complex)):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Any:
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None

        @functools.wraps(wrapped)
        def measured(*args: Any, **kwargs: Any) -> Any:
            _look_at_format(value.__self__, (args, kwargs))
            return wrapped(*args, **kwargs)

        return measured

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        size = sum(map(size_of, args)) + sum(map(size_of, kwargs.values()))
        self.spend(_CALL + size // 100)
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str) and isinstance(obj, types.BuiltinMethodType | types.MethodType):
            args = _look_at_method(owner, obj.__name__, args)
        return self.allowance.takes(super().call(context, obj, *args, **kwargs))


class _Generator(CodeGenerator):
    """Writes the counting into a template's code."""

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if isinstance(node.node, nodes.Const):
            work, made = node.node.value
            self.writeline(f"environment.spend({work}, {made})", node)
        else:
            super().visit_ExprStmt(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - as above
        self.write("environment.joined(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - as above
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for part in (node.arg.start, node.arg.stop, node.arg.step):
            if part is None:
                self.write("None")
            else:
                self.visit(part, frame)
            self.write(", ")
        self.write("))")


Metered.code_generator_class = _Generator


def _costs(body: list[nodes.Node]) -> tuple[int, int]:
    """Count the steps and the characters of a body, without what counts for itself when it is entered."""
    work = made = 0
    waiting: list[nodes.Node] = list(body)
    while waiting:
        node = waiting.pop()
        work += 1
        if isinstance(node, nodes.TemplateData):
            made += len(node.data)
        if not isinstance(node, _ENTERED):
            waiting.extend(node.iter_child_nodes())
    return work, made


class _Counted:
    """A filter that counts what it is given and what it makes, and takes no number without bounds."""

    def __init__(self, name: str, filter_: Callable[..., Any], allowance: Allowance) -> None:
        self._name = name
        self._filter = filter_
        self._allowance = allowance
        passed = getattr(filter_, "jinja_pass_arg", None)
        self._first = 0 if passed is None else 1
        self._longest = _LONGEST.get(name, MOST_VALUE)
        if passed is not None:
            self.jinja_pass_arg = passed

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        value, others = args[self._first], (*args[self._first + 1 :], *kwargs.values())
        size = size_of(value)
        if size > self._longest:
            raise Overdone("template.value")
        self._allowance.spend(_CALL + size // 100)
        for other in others:
            if isinstance(other, int):
                bounded(other)
            elif isinstance(other, str) and len(other) > _MOST_PART and self._name != "default":
                raise Overdone("template.value")
            else:
                size_of(other)
        if self._name == "format":
            _look_at_format(str(value), others)
        elif self._name == "replace":
            old, new = (self._given(args, kwargs, n, name) for n, name in ((1, "old"), (2, "new")))
            _look_at_replacing(str(value), str(old), len(str(new)))
        elif self._name == "indent":
            width = self._given(args, kwargs, 1, "width")
            wide = width if isinstance(width, int) else len(str(width))
            _look_at_replacing(str(value), "\n", wide)
        return self._allowance.takes(self._filter(*args, **kwargs))

    def _given(self, args: tuple[Any, ...], kwargs: Mapping[str, Any], at: int, name: str) -> Any:
        place = self._first + at
        return args[place] if len(args) > place else kwargs.get(name, 4)


@pass_eval_context
def _join(context: Any, value: Any, d: str = "", attribute: str | int | None = None) -> Any:
    """Jinja's own, with what it joins counted before."""
    parts = list(islice(value, MOST_NUMBER + 1))
    if size_of(parts) + len(d) * len(parts) > MOST_VALUE:
        raise Overdone("template.value")
    return jinja2.filters.sync_do_join(context, parts, d, attribute)


@pass_environment
def _sum(
    environment: Any, iterable: Any, attribute: str | int | None = None, start: Any = 0
) -> Any:
    """Jinja's own, of numbers: lists would be copied again and again."""
    if not isinstance(start, (int, float)):
        raise Overdone("template.value")
    return jinja2.filters.sync_do_sum(environment, iterable, attribute, start)


def _text(value: Any) -> str:
    """Write a value as a page would have it; one that would be too long is not begun."""
    if isinstance(value, str):
        size_of(value)
        return value
    size_of(value)
    if hasattr(value, "__html__"):
        return markupsafe.Markup(value.__html__())  # noqa: S704 - it says of itself what it is
    text = str(value)
    size_of(text)
    return text


def _look_at_format(pattern: str | bytes, given: Any) -> None:
    """A format is as long as its widths say, and as what is put into it."""
    if not isinstance(pattern, str) or len(pattern) > _MOST_PART:
        raise Overdone("template.value")
    if _WIDE.search(pattern):
        raise Overdone("template.number", most=999)
    size_of([given] * (1 + pattern.count("%") + pattern.count("{")))


def _look_at_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        if abs(right) * max(1, left.bit_length()) > _MOST_BITS:
            raise Overdone("template.number", most=MOST_NUMBER)
    elif not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        raise TypeError("** is for numbers")


def _look_at_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        if left.bit_length() + right.bit_length() > _MOST_BITS:
            raise Overdone("template.number", most=MOST_NUMBER)
        return
    for times, value in ((left, right), (right, left)):
        sized = isinstance(times, int) and isinstance(value, (str, bytes, list, tuple))
        if sized and times * size_of(value) > MOST_VALUE:
            raise Overdone("template.value")


def _look_at_replacing(text: str, old: str, new: int) -> None:
    """What is to be put in, as often as it will be."""
    if len(old) > _MOST_PART:
        raise Overdone("template.value")
    if len(text) + (text.count(old) + (not old)) * new > MOST_VALUE:
        raise Overdone("template.value")


def _look_at_method(text: str, name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """See that a text's method makes nothing too long, and searches for nothing too long."""
    if name == "join":
        parts = list(islice(args[0], MOST_NUMBER + 1)) if args else []
        if size_of(parts) + len(text) * len(parts) > MOST_VALUE:
            raise Overdone("template.value")
        return (parts, *args[1:])
    if name in ("format", "format_map"):
        return args
    for each in args:
        if isinstance(each, int):
            bounded(each)
        elif isinstance(each, str) and len(each) > _MOST_PART:
            raise Overdone("template.value")
    if name == "replace" and len(args) > 1 and isinstance(args[0], str):
        _look_at_replacing(text, args[0], len(args[1]) if isinstance(args[1], str) else 1)
    return args

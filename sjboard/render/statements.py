"""What a template does, as Python: the half of ``code`` that makes statements, and what they write.

Knows Jinja's tree. Where Jinja's rules are not worth having twice it refuses (``Unplain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes
from markupsafe import escape

from sjboard.render.expressions import Expressions, Scope, Unplain
from sjboard.render.shipped import MARKUP

if TYPE_CHECKING:
    from sjboard.render.code import Module

_Pieces = list[bytes | str]
"""What is written one behind the other: bytes as they are, and Python that gives bytes."""


class Function(Expressions):
    """A template, with what it extends and includes, as the lines of a function."""

    def __init__(self, module: Module, name: str, *, in_page: bool) -> None:
        super().__init__(module.texts)
        self.lines: list[str] = []
        self.made_of: set[str] = set()
        self._module = module
        self._in_page = in_page
        self._pieces: _Pieces = []
        self._depth = 2
        self._names = 0
        self._blocks: dict[str, list[list[nodes.Node]]] = {}
        self._block: tuple[str, int] = ("", 0)
        self._top = Scope()
        self._include(name, Scope())
        if self.lines:
            self._flush()
            self.lines = ["  o = []", *self.lines, "  return b''.join(o)"]
        else:
            self.lines = [f"  return {_one(self._pieces)}"]

    # --- lines and pieces --------------------------------------------------------------------------------

    def _line(self, text: str) -> None:
        """Write a statement, behind what was to be written before it."""
        self._flush()
        self.lines.append(" " * self._depth + text)

    def _flush(self) -> None:
        if self._pieces:
            pieces = ", ".join(map(_code, self._pieces))
            self.lines.append(f"{' ' * self._depth}o += ({pieces},)")
            self._pieces = []

    def _put(self, *pieces: bytes | str) -> None:
        for piece in pieces:
            if isinstance(piece, bytes) and self._pieces and isinstance(self._pieces[-1], bytes):
                self._pieces[-1] += piece
            elif piece:
                self._pieces.append(piece)

    def _inside(self, body: list[nodes.Node], scope: Scope) -> tuple[list[str], _Pieces]:
        """Write a body apart: its lines, and the pieces behind them."""
        held = self.lines, self._pieces
        self.lines, self._pieces = [], []
        self._depth += 1
        self._body(body, scope)
        self._depth -= 1
        made = self.lines, self._pieces
        self.lines, self._pieces = held
        return made

    def _indented(self, made: tuple[list[str], _Pieces]) -> None:
        """Put a body behind the line that leads to it."""
        lines, self._pieces = made
        self._depth += 1
        if lines or self._pieces:
            self.lines += lines
            self._flush()
        else:
            self._line("pass")
        self._depth -= 1

    def _fresh(self, name: str) -> str:
        self._names += 1
        return f"{name}_{self._names}"

    # --- statements ----------------------------------------------------------------------------------------

    def _include(self, name: str, scope: Scope) -> None:
        """Write a template that sees ``scope``; its blocks are its own, and those of what it extends."""
        held = self._blocks, self._block, self._top
        self._blocks, self._top = {}, scope
        below: list[str] = []
        while True:
            tree = self._module.tree(name)
            if name in below:
                raise Unplain(name)
            below.append(name)
            self.made_of.add(name)
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, []).append(block.body)
            above = [node for node in tree.body if isinstance(node, nodes.Extends)]
            if not above:
                break
            for node in tree.body:
                if isinstance(node, nodes.Assign):
                    self._assign(node, scope)
                elif not isinstance(node, (nodes.Extends, nodes.Block, nodes.Output)):
                    raise Unplain(type(node).__name__)
            name = _name_in(above[0].template)
        self._body(tree.body, scope)
        self._blocks, self._block, self._top = held

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        self._output(each, scope)
                case nodes.If():
                    self._if(node, scope)
                case nodes.For():
                    self._for(node, scope)
                case nodes.Assign():
                    self._assign(node, scope)
                case nodes.Include(with_context=True, ignore_missing=False):
                    self._include(_name_in(node.template), scope.inner())
                case nodes.Block(scoped=False, required=False):
                    self._at_block(node.name, 0)
                case _:
                    raise Unplain(type(node).__name__)

    def _at_block(self, name: str, number: int) -> None:
        """Write a block's body, the ``number``-th from below; it sees what its whole template sees."""
        if number >= len(self._blocks[name]):
            raise Unplain("super")
        held, self._block = self._block, (name, number)
        self._body(self._blocks[name][number], self._top.inner())
        self._block = held

    def _if(self, node: nodes.If, scope: Scope) -> None:
        branches = [
            (self.truth(one.test, scope), self._inside(one.body, scope))
            for one in (node, *node.elif_)
        ]
        other = self._inside(node.else_, scope)
        if all(
            not lines and len(pieces) <= 1 for lines, pieces in (*(b for _, b in branches), other)
        ):
            chosen = (f"{_one(pieces)} if {test} else " for test, (_, pieces) in branches)
            self._put(f"({''.join(chosen)}{_one(other[1])})")
            return
        word = "if"
        for test, made in branches:
            self._line(f"{word} {test}:")
            self._indented(made)
            word = "elif"
        if other != ([], []):
            self._line("else:")
            self._indented(other)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        if node.recursive:
            raise Unplain("recursive")
        over = self.value(node.iter, scope)
        inner = scope.inner()
        inner.loop = None
        target = self._target(node.target, inner)
        test = "" if node.test is None else self.truth(node.test, inner)
        if any(name.name == "loop" for part in node.body for name in part.find_all(nodes.Name)):
            every, number, many = self._fresh("every"), self._fresh("number"), self._fresh("many")
            inner.loop = number, many
            wanted = f" if {test}" if test else ""
            self._line(f"{every} = [{target} for {target} in {over}{wanted}]")
            self._line(f"{many} = len({every})")
            over, target, test = f"enumerate({every})", f"{number}, {target}", ""
        none = self._fresh("none") if node.else_ else ""
        if none:
            self._line(f"{none} = True")
        made = self._inside(node.body, inner)
        self._line(f"for {target} in {over}:")
        if test:
            self.lines.append(f"{' ' * self._depth} if not {test}: continue")
        if none:
            self.lines.append(f"{' ' * self._depth} {none} = False")
        self._indented(made)
        if none:
            self._line(f"if {none}:")
            self._indented(self._inside(node.else_, scope.inner()))

    def _target(self, node: nodes.Node, scope: Scope) -> str:
        """Name what a loop gives, in ``scope``."""
        match node:
            case nodes.Name():
                scope.names[node.name] = self._fresh(node.name)
                scope.own.add(node.name)
                return scope.names[node.name]
            case nodes.Tuple():
                return f"({', '.join(self._target(each, scope) for each in node.items)},)"
        raise Unplain(type(node).__name__)

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        if not isinstance(node.target, nodes.Name):
            raise Unplain("set")
        name = node.target.name
        if name in self.params or (name in scope.names and name not in scope.own):
            raise Unplain(
                f"set {name}"
            )  # Jinja's rules of who sees which are not worth having twice
        part = self._part(node.node, scope)
        value = part or self.value(node.node, scope)
        known = scope.names[name] if name in scope.own else self._fresh(name)
        if part:
            self.parts.add(known)
        scope.names[name] = known
        scope.own.add(name)
        self._line(f"{known} = {value}")

    # --- what is written into the page -----------------------------------------------------------------

    def _output(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.TemplateData(data=data):
                self._put(data.encode())
            case nodes.Const(value=value):
                self._put(str(escape(value)).encode())
            case nodes.Name() if scope.names.get(node.name) in self.parts:
                self._put(scope.names[node.name])
            case nodes.Call(node=nodes.Name(name="super"), args=[], kwargs=[]):
                self._at_block(self._block[0], self._block[1] + 1)
            case nodes.Call(node=nodes.Name(name="t")) if self.word(node) is not None:
                self._put(*self.sentence(node, scope))
            case nodes.CondExpr():
                this, other = (
                    self._apart(each, scope) for each in (node.expr1, node.expr2 or nodes.Const(""))
                )
                self._put(f"({this} if {self.truth(node.test, scope)} else {other})")
            case nodes.Filter(name="at", node=nodes.Expr() as html) if not self._in_page:
                self.of_page = True
                self._put(f"h[{self.value(html, scope)}]")
            case nodes.Filter(name=name) if name in MARKUP:
                self._put(f"{self.value(node, scope)}.encode()")
            case _:
                self._put(self._part(node, scope) or self.written(node, scope, "w"))

    def _apart(self, node: nodes.Node, scope: Scope) -> str:
        held, self._pieces = self._pieces, []
        self._output(node, scope)
        made, self._pieces = self._pieces, held
        return _one(made)

    def _part(self, node: nodes.Node, scope: Scope) -> str | None:
        """Write the call of a part; None where it is none."""
        match node:
            case nodes.Call(
                node=nodes.Name(name=("once" | "alike") as how), args=[nodes.Const(value=name)]
            ):
                function, known = self._module.part(name)
                self.made_of |= known.made_of
                given = {each.key: self.value(each.value, scope) for each in node.kwargs}
                if known.params.keys() - given.keys():
                    raise Unplain(name)
                values = ", ".join(given[param] for param in known.params)
                once = how == "once"
                call = f"once({function}, {values})" if once else f"{function}({values})"
                if not known.of_page:
                    return call
                self.of_page = True
                return f"{call}.replace(ROOT, page.root.encode())" if self._in_page else call
        return None


def _name_in(node: nodes.Node) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise Unplain("a template by a name that is made")


def _code(piece: bytes | str) -> str:
    return piece if isinstance(piece, str) else repr(piece)


def _one(pieces: _Pieces) -> str:
    """Write pieces as one."""
    if not pieces:
        return "b''"
    if len(pieces) == 1:
        return _code(pieces[0])
    return f"b''.join(({', '.join(map(_code, pieces))},))"

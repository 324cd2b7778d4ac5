"""Templates as files: whose each one is, what it asks for, and what became of a school's copy.

Knows Jinja's grammar, and the mark that a copy carries. Does not fill a template (``environment``).
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

import jinja2
from jinja2 import meta, nodes

from sjboard.records import dataclass
from sjboard.render.layers import ASSETS, PAGES, SHIPPED, is_shipped

MOST_SOURCE = 256 * 1024
"""Characters of a template's own text: the largest shipped one has eight thousand."""

Standing: TypeAlias = Literal["shipped", "same", "extended", "replaced", "page", "part", "unused"]

_MARK = re.compile(r"sjboard (?P<version>\S+) · (?P<digest>[0-9a-f]{12})")
_COMMENTS = {".html": "{{# {} #}}", ".css": "/* {} */", ".js": "/* {} */", ".typ": "// {}"}
SYNTAX = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
"""How templates are read: Jinja's settings."""

GRAMMAR = jinja2.Environment(**SYNTAX)  # type: ignore[arg-type] # noqa: S701 - it says so above
_BEFORE = {"asset": ASSETS, "once": "", "alike": ""}
"""The functions by which a template asks for others, and what stands before the name that they are given."""
_TYPST = re.compile(r'(?:import|include|image)\s*\(?\s*"([^"@]+)"')


@dataclass(frozen=True, slots=True)
class Template:
    """A template and its standing.

    ``shipped``: the school has none of this name. ``same``: its own says what the shipped one says.
    ``extended``: it changes ``blocks`` of the shipped one and leaves the rest. ``replaced``: it stands in
    the shipped one's place. ``page``: a page of the school's own. ``part``: asked for by another.
    ``unused``: by none. ``copied_from`` is the version that a copy was taken from, "" where it does not
    say; ``outdated``: the shipped one has changed since.
    """

    name: str
    standing: Standing
    blocks: tuple[str, ...] = ()
    copied_from: str = ""
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Stray:
    """A block that changes nothing: no template above ``template`` has one called ``block``."""

    template: str
    line: int
    block: str
    parent: str
    known: tuple[str, ...]


def digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:12]


def copy(name: str, data: bytes, version: str) -> bytes:
    """Give the shipped template for a school to change, with a mark that says what it was taken from."""
    comment = _COMMENTS.get(_suffix(name))
    if comment is None:
        return data
    return comment.format(f"sjboard {version} · {digest(data)}").encode("utf-8") + b"\n" + data


def standings(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> tuple[Template, ...]:
    """Say of every template where it stands, in order of name."""
    used = _used(own, shipped)
    return tuple(
        Template(name, "shipped")
        if name not in own
        else _shadow(name, own[name], shipped[name])
        if name in shipped
        else Template(name, _alone(name, used))
        for name in sorted({*own, *shipped})
    )


def drift(name: str, own: bytes, shipped: bytes) -> str:
    """Give the way from the shipped template to the school's as a unified diff; "" where one is no text."""
    try:
        texts = [data.decode("utf-8-sig") for data in (shipped, _unmarked(own))]
    except UnicodeDecodeError:
        return ""
    before, after = (text.splitlines(keepends=True) for text in texts)
    lines = difflib.unified_diff(before, after, SHIPPED + name, f"templates/{name}", n=2)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def strays(templates: Mapping[str, bytes]) -> Iterator[Stray]:
    """Find the blocks of a school's templates that no template above them has: Jinja drops them silently.

    ``templates`` as ``layered`` gives them. What cannot be read is passed over: whoever
    fills it is told.
    """
    for name, data in templates.items():
        if _suffix(name) != ".html" or is_shipped(name, templates):
            continue
        tree = _tree(_text(data))
        parent = _parent(tree)
        if tree is None or parent is None:
            continue
        known = _inherited(parent, templates)
        if known is None:
            continue
        for block in tree.body:
            if isinstance(block, nodes.Block) and block.name not in known:
                yield Stray(name, block.lineno, block.name, parent, tuple(sorted(known)))


def asked_for(names: Iterable[str], templates: Mapping[str, bytes]) -> frozenset[str]:
    """Name some templates and all that they ask for, directly or through others."""
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _asked(name, _text(templates.get(name, b"")))
    return frozenset(seen)


def blocks_of(text: str) -> tuple[str, ...]:
    """Name the blocks that a template writes, in order."""
    tree = _tree(text)
    return () if tree is None else tuple(block.name for block in tree.find_all(nodes.Block))


def parent_of(text: str) -> str | None:
    """Name the template that this one extends, None where it extends none."""
    return _parent(_tree(text))


def _shadow(name: str, own: bytes, shipped: bytes) -> Template:
    text = _text(own)
    mark = _MARK.search(text.partition("\n")[0])
    version = mark["version"] if mark else ""
    if digest(_unmarked(own)) == digest(shipped):
        return Template(name, "same", (), version)
    if _suffix(name) == ".html" and parent_of(text) == SHIPPED + name:
        return Template(name, "extended", blocks_of(text))
    outdated = mark is not None and mark["digest"] != digest(shipped)
    return Template(name, "replaced", (), version, outdated)


def _alone(name: str, used: frozenset[str]) -> Standing:
    if name.startswith(PAGES):
        return "page"
    return "part" if name in used else "unused"


def _used(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> frozenset[str]:
    """Name what the pages ask for, directly or through others. Every shipped template counts as a page."""
    layered = {**{SHIPPED + name: data for name, data in shipped.items()}, **shipped, **own}
    pages = [*shipped, *(name for name in own if name.startswith(PAGES))]
    return asked_for(pages, layered)


def _asked(name: str, text: str) -> list[str]:
    if _suffix(name) == ".typ":
        folder = name.rpartition("/")[0]
        asked = _TYPST.findall(text)
        return [path[1:] if path.startswith("/") else f"{folder}/{path}" for path in asked]
    tree = _tree(text) if _suffix(name) == ".html" else None
    if tree is None:
        return []
    asked = [found for found in meta.find_referenced_templates(tree) if found]
    for call in tree.find_all(nodes.Call):
        before = _BEFORE.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        if before is not None:
            asked += [f"{before}{arg.value}" for arg in call.args if isinstance(arg, nodes.Const)]
    return asked


def _inherited(parent: str, templates: Mapping[str, bytes]) -> set[str] | None:
    """Collect the blocks of a template and of those above it; None where one cannot be read."""
    known: set[str] = set()
    seen: set[str] = set()
    name: str | None = parent
    while name is not None:
        tree = _tree(_text(templates[name])) if name in templates and name not in seen else None
        if tree is None:
            return None
        seen.add(name)
        known |= {block.name for block in tree.find_all(nodes.Block)}
        name = _parent(tree)
    return known


def _parent(tree: nodes.Template | None) -> str | None:
    if tree is None:
        return None
    found = next(tree.find_all(nodes.Extends), None)
    name = found.template.value if found and isinstance(found.template, nodes.Const) else None
    return name if isinstance(name, str) else None


@lru_cache(maxsize=128)
def _tree(text: str) -> nodes.Template | None:
    if len(text) > MOST_SOURCE:
        return None
    try:
        return GRAMMAR.parse(text)
    except (jinja2.TemplateSyntaxError, RecursionError):
        return None


def _unmarked(data: bytes) -> bytes:
    """Give a copy without the line that says what it was taken from."""
    first, _, rest = data.partition(b"\n")
    return rest if _MARK.search(first.decode("utf-8", "replace")) else data


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""

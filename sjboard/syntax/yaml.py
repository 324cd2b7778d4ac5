"""YAML as plain data in which everything remembers its place.

Every scalar stays the string that was written: the schema decides types, never YAML. Anchors,
aliases, tags, merge keys, doubled keys, several documents and too much depth are findings. They are
looked for on the event stream (``libyaml``), so a bomb is met before it is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sjboard.diagnostics import Diagnostic, Span
from sjboard.records import dataclass
from sjboard.syntax.plain_yaml import read_plain

Path: TypeAlias = tuple[str | int, ...]
"""Where in a document: keys and indexes from the top, () for the whole."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a document may cost. ``scalar`` is in characters."""

    depth: int = 6
    nodes: int = 2_000
    scalar: int = 4_000


@dataclass(frozen=True, slots=True)
class Document:
    """``data`` is made of dicts, lists and strings only; places are looked up by path."""

    data: Any
    values: Mapping[Path, Span]
    keys: Mapping[Path, Span]
    origin: Span

    def span(self, path: Path) -> Span:
        """The place of a value, or of the nearest thing around it that has one."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, self.origin)

    def key_span(self, path: Path) -> Span:
        """The place of the key that leads to a value; of the value in a list."""
        return self.keys.get(path) or self.span(path)


def compose(
    text: str, file: str, rule: str, *, first_line: int = 1, bounds: Bounds | None = None
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read one YAML document, ``text``, whose first line is ``first_line`` of ``file``.

    Findings are of ``rule`` with the variants ``yaml``, ``anchor``, ``tag``, ``merge``, ``doubled``,
    ``documents``, ``depth``, ``nodes``, ``scalar``, ``tab``, ``key``. Doubled keys are all reported,
    the first fault of any other sort ends the reading. An empty text gives ``data=None``.
    """
    plain = read_plain(text, file, first_line)
    if plain is not None:
        data, values, keys = plain
        return Document(data, values, keys, Span(file, first_line, 1)), ()
    from sjboard.syntax.libyaml import compose_any  # noqa: PLC0415 - most documents are plain

    return compose_any(text, file, rule, first_line=first_line, bounds=bounds)

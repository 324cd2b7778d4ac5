"""The front matter that nearly every entry has, read without libyaml.

Knows the few forms in which YAML leaves no choice: a mapping of plain words, one level of mapping
below it, a list of numbers in brackets. Whatever else a document has, it is not this module's, and
``yaml`` reads it. A test holds both readings equal, places included.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from sjboard.diagnostics import Span
from sjboard.patterns import regex

_Path: TypeAlias = tuple[str | int, ...]
Read: TypeAlias = tuple[dict[str, Any], dict[_Path, Span], dict[_Path, Span]]
"""The data, the places of its values and those of its keys."""

LONGEST = 2_000
"""In characters: nothing of this size is beyond any bound."""
_CHARACTERS = regex(r"[A-Za-z0-9_\u4e00-\u9fff·、，（）《》 :\[\],\n-]*")
_LINE = regex(  # of these characters: letters, figures and Chinese ones are \w, and nothing else but "_" is
    r"( *)([^\W_][\w-]{0,99}):"  # a very long key is none to libyaml
    r"(?: +([^\W_](?:[^:\[\],]*[^:\[\], -])?|\[(\d+(?:, ?\d+)*)\]))?"
)
_NUMBER = regex(r"\d+")


def read_plain(  # noqa: PLR0911, PLR0912 - the forms, and what is none of them, one after the other
    text: str, file: str, first_line: int
) -> Read | None:
    """Read a document whose first line is ``first_line`` of ``file``; None where it has other forms."""
    if len(text) > LONGEST or not _CHARACTERS.fullmatch(text):
        return None
    data: dict[str, Any] = {}
    values: dict[_Path, Span] = {(): Span(file, first_line, 1)}
    keys: dict[_Path, Span] = {}
    above: str | None = None
    """The key without a value in whose mapping the indented lines below stand."""
    indent = 0
    for number, line in enumerate(text.split("\n"), first_line):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        blanks, key, value, listed = match.groups()
        path: _Path = (key,)
        into = data
        if blanks:
            if above is None or value is None or (data[above] and len(blanks) != indent):
                return None
            path, into, indent = (above, key), data[above], len(blanks)
            if not into:
                values[above,] = Span(file, number, indent + 1)
        elif above is not None and not data[above]:
            return None  # a key without a value: what it is, is YAML's to say
        else:
            above = None
        if key in into or (blanks and listed is not None):
            return None
        start, end = match.span(2)
        keys[path] = Span(file, number, start + 1, end + 1)
        if value is None:
            above = key
            into[key] = {}
            continue
        start, end = match.span(3)
        if listed is None:
            into[key] = value
            values[path] = Span(file, number, start + 1, end + 1)
            continue
        into[key] = []
        values[path] = Span(file, number, start + 1, start + 2)
        for entry in _NUMBER.finditer(line, *match.span(4)):
            values[*path, len(into[key])] = Span(file, number, entry.start() + 1, entry.end() + 1)
            into[key].append(entry.group())
    if above is not None and not data[above]:
        return None
    return data, values, keys

"""Whether a regular expression from a school's settings can be tried on any text in good time.

Knows what makes a backtracking matcher slow: a repeat within a repeat, and many long repeats after one
another. Does not know what the expression is for. It is stricter than it need be: a school's pattern
is a handful of words, and `.{0,6}` between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = 20
"""A repeat that may run on for more than this is long: ``*``, ``+``, ``{2,}``, ``{0,30}``."""
MOST_LONG = 3
"""So many long repeats cost, on a stretch of 120 characters, at worst some millions of steps."""
FEW = 3
"""A group of alternatives or repeats may come so many times again."""

_PIECE = re.compile(
    r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<escaped>\\.)|(?P<open>\((?:\?[^()]*?(?=[:)=!<>])[:=!<>]*=?!?)?)"
    r"|(?P<close>\))|(?P<either>\|)|(?P<repeat>[*+?]|\{\d*(?:,\d*)?\})[?+]?|.",
    re.DOTALL,
)


@dataclass(slots=True)
class _Group:
    """An open group: whether its insides can be matched in more than one way."""

    many_ways: bool = False


def is_slow(pattern: str) -> bool:
    """Whether a pattern (one that compiles) might take unbearably long on some text."""
    long = 0
    groups = [_Group()]
    closed: _Group | None = None
    for piece in _PIECE.finditer(pattern):
        role = piece.lastgroup
        last, closed = closed, None
        if role == "open":
            groups.append(_Group())
        elif role == "close" and len(groups) > 1:
            closed = groups.pop()
            groups[-1].many_ways |= closed.many_ways
        elif role == "either":
            groups[-1].many_ways = True
        elif role == "repeat":
            low, high = _bounds(piece["repeat"])
            if last is not None and last.many_ways and high > FEW:
                return True
            long += high > LONG
            groups[-1].many_ways |= low != high and high > 1
    return long > MOST_LONG


def _bounds(written: str) -> tuple[int, int]:
    """How often a repeat comes, at least and at most; a very great number where it has no end."""
    endless = 1_000_000
    if written in "*+?":
        return (1 if written == "+" else 0), (1 if written == "?" else endless)
    low, comma, high = written.strip("{}").partition(",")
    least = int(low or 0)
    return least, (int(high) if high else endless) if comma else least

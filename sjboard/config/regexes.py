"""Whether a regular expression from a school's settings can be tried on any text in good time.

Knows what makes a backtracking matcher slow (a repeat within a repeat, and many long repeats after one
another), and which characters a match cannot do without. Does not know what the expression is for. It
is stricter than it need be: a school's pattern is a handful of words, and `.{0,6}` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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


# --- What a match cannot do without -----------------------------------------------------------------


def needs(pattern: str) -> frozenset[str] | None:
    """Give characters of which every match contains one at least; None where that is not known.

    Looking for them first spares most texts the search: few speak of parents or of phones.
    """
    if "(?" in pattern and re.search(r"\(\?(?:[a-z]*[xL]|\()", pattern):
        return None  # comments, or a group that depends on another
    return _any_of(_PIECE.finditer(pattern))


def _any_of(pieces: Iterator[re.Match[str]]) -> frozenset[str] | None:
    """Read alternatives up to the bracket that closes them: what each needs, together."""
    needed: list[frozenset[str] | None] = []
    sequence: list[frozenset[str] | None] = []
    for piece in pieces:
        if piece.lastgroup == "close":
            break
        if piece.lastgroup == "either":
            needed.append(_smallest(sequence))
            sequence = []
        elif piece.lastgroup == "repeat":
            if sequence and _bounds(piece["repeat"])[0] == 0:
                sequence[-1] = None
        else:
            sequence.append(_element(piece, pieces))
    needed.append(_smallest(sequence))
    known = [one for one in needed if one is not None]
    return frozenset().union(*known) if len(known) == len(needed) else None


def _element(piece: re.Match[str], pieces: Iterator[re.Match[str]]) -> frozenset[str] | None:
    if piece.lastgroup == "open":
        inside = _any_of(pieces)
        return None if re.match(r"\(\?<?[=!]", piece.group()) else inside
    character = piece.group()
    # A letter has other cases, which a match may have in its place; these characters have none.
    return frozenset(character) if piece.lastgroup is None and character >= "\u2e80" else None


def _smallest(sequence: list[frozenset[str] | None]) -> frozenset[str] | None:
    return min((one for one in sequence if one is not None), key=len, default=None)

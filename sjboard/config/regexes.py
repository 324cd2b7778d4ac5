"""Whether a regular expression from a school's settings can be tried on any text in good time.

Knows what makes a backtracking matcher slow (a repeat within a repeat, and many long repeats after one
another), and which characters a match cannot do without. Does not know what the expression is for. It
is stricter than it need be: a school's pattern is a handful of words, and `.{0,6}` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sjboard.records import dataclass

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


Ways: TypeAlias = tuple[tuple[frozenset[str], ...], ...]
"""The ways in which something can match: for each, sets of which a match has one character each."""


def needs(pattern: str) -> Ways:
    """Give what every match of a pattern contains; a way without any set may match anything.

    Looking for it first (``may_match``) spares nearly every text the search: many speak of parents, few of
    parents who sign.
    """
    if "(?" in pattern and re.search(r"\(\?(?:[a-z]*[xL]|\()", pattern):
        return ((),)  # comments, or a group that depends on another
    return _ways(_PIECE.finditer(pattern))


def may_match(ways: Ways, characters: frozenset[str]) -> bool:
    """Whether a text that is made of these characters has what one of the ways needs."""
    for way in ways:
        for needed in way:
            if needed.isdisjoint(characters):
                break
        else:
            return True
    return False


class Sieve:
    """Says which of many patterns a text may match. A dozen bans cost a text little more than one."""

    def __init__(self, patterns: Sequence[Ways]) -> None:
        self._always = {n for n, ways in enumerate(patterns) if not all(ways)}
        self._by_character: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = {}
        for n, ways in enumerate(patterns):
            for first, *others in filter(None, ways):
                for character in first:
                    self._by_character.setdefault(character, []).append((n, tuple(others)))
        self._characters = frozenset(self._by_character)

    def may_match(self, characters: frozenset[str]) -> list[int]:
        """Give the places of those patterns, in order, that a text of these characters may match."""
        found = set(self._always)
        for character in self._characters & characters:
            for n, others in self._by_character[character]:
                if n not in found and may_match((others,), characters):
                    found.add(n)
        return sorted(found)


def _ways(pieces: Iterator[re.Match[str]]) -> Ways:
    """Read alternatives up to the bracket that closes them, each with the sets that it needs."""
    ways: list[list[frozenset[str] | None]] = [[]]
    for piece in pieces:
        if piece.lastgroup == "close":
            break
        if piece.lastgroup == "either":
            ways.append([])
        elif piece.lastgroup == "repeat":
            if ways[-1] and _bounds(piece["repeat"])[0] == 0:
                ways[-1][-1] = None
        else:
            ways[-1].append(_element(piece, pieces))
    # The smallest first: it is the likeliest not to be there.
    return tuple(tuple(sorted(filter(None, way), key=len)) for way in ways)


def _any_of(ways: Ways) -> frozenset[str] | None:
    """Give characters of which a match has one, whichever way it goes; None where that is not known."""
    return frozenset().union(*(way[0] for way in ways)) if all(ways) else None


def _element(piece: re.Match[str], pieces: Iterator[re.Match[str]]) -> frozenset[str] | None:
    if piece.lastgroup == "open":
        inside = _any_of(_ways(pieces))
        return None if re.match(r"\(\?<?[=!]", piece.group()) else inside
    if piece.lastgroup == "set":
        inner = piece.group()[1:-1]
        return frozenset(inner) if all(one >= "\u2e80" for one in inner) else None
    character = piece.group()
    # A letter has other cases, which a match may have in its place; these characters have none.
    return frozenset(character) if piece.lastgroup is None and character >= "\u2e80" else None

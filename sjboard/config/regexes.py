"""Whether a regular expression from a school's settings can be tried on any text in good time.

Knows what makes a backtracking matcher slow (a repeat within a repeat, and many long repeats after one
another), and which words a match cannot do without. Does not know what the expression is for. It
is stricter than it need be: a school's pattern is a handful of words, and `.{0,6}` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from sjboard.patterns import regex
from sjboard.records import dataclass

LONG = 20
"""A repeat that may run on for more than this is long: ``*``, ``+``, ``{2,}``, ``{0,30}``."""
MOST_LONG = 3
"""So many long repeats cost, on a stretch of 120 characters, at worst some millions of steps."""
FEW = 3
"""A group of alternatives or repeats may come so many times again."""

_PIECE = regex(
    r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<escaped>\\.)|(?P<open>\((?:\?[^()]*?(?=[:)=!<>])[:=!<>]*=?!?)?)"
    r"|(?P<close>\))|(?P<either>\|)|(?P<repeat>[*+?]|\{\d*(?:,\d*)?\})[?+]?|(?P<run>[^\x00-\x7f]+(?![*+?{]))|.",
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
"""The ways in which something can match: for each, sets of words of which a match has one each."""


def needs(pattern: str) -> Ways:
    """Give what every match of a pattern contains; a way without any set may match anything.

    Looking for it first (``Sieve``) spares nearly every text the search: many speak of parents, few of
    parents who sign.
    """
    if "(?" in pattern and re.search(r"\(\?(?:P|[a-z]*[xL]|\()", pattern):
        return ((),)  # names, comments, or a group that depends on another
    return _ways(_PIECE.finditer(pattern))[0]


class Sieve:
    """Says which of many patterns a text may match. A dozen bans cost a text little more than one."""

    def __init__(self, patterns: Sequence[Ways]) -> None:
        self._always = [n for n, ways in enumerate(patterns) if not all(ways)]
        self._meant: dict[str, list[tuple[str, int, tuple[frozenset[str], ...]]]] = {}
        """By a word's first two characters: the word, its pattern, and what else that one needs."""
        for n, ways in enumerate(patterns):
            for first, *others in filter(None, ways):
                for word in sorted(first):
                    self._meant.setdefault(word[:2], []).append((word, n, tuple(others)))
        alone = re.escape("".join(word for word in self._meant if len(word) == 1))
        begun = re.escape("".join({word[0] for word in self._meant}))
        second = re.escape("".join({word[1:] for word in self._meant}))
        # Where a pattern begins with one set of characters, most of a text is passed over at once.
        follows = [f"(?<=[{alone}])"] * bool(alone) + [f"(?=[{second}])"] * bool(second)
        self._start = re.compile(f"[{begun}](?:{'|'.join(follows)})" if begun else "(?!)")

    def may_match(self, text: str) -> list[int]:
        """Give the places of those patterns, in order, that a text may match."""
        found = set(self._always)
        for at in self._start.finditer(text):
            start = at.start()
            for key in (text[start], text[start : start + 2]):
                for word, n, others in self._meant.get(key, ()):
                    if n not in found and text.startswith(word, start) and _has(text, others):
                        found.add(n)
        return sorted(found)


def _has(text: str, needed: tuple[frozenset[str], ...]) -> bool:
    """Whether a text has a word of each set."""
    for words in needed:
        for word in words:
            if word in text:
                break
        else:
            return False
    return True


class _Way(NamedTuple):
    """What is known of an alternative, as far as it is read.

    ``needed`` are sets as in ``Ways``; the last that was read is one of the words of ``run``, on which what
    follows may still be joined. ``whole`` says that nothing else was read at all.
    """

    needed: tuple[frozenset[str], ...] = ()
    run: frozenset[str] = frozenset(("",))
    whole: bool = True

    def then(self, words: frozenset[str]) -> _Way:
        """Read one of some words."""
        if len(self.run) * len(words) > _MOST_WORDS:
            return _Way(self.ended().needed, words, whole=False)
        run = frozenset([one + more for one in self.run for more in words])
        return _Way(self.needed, run, self.whole)

    def ended(self, *needed: frozenset[str]) -> _Way:
        """Read something that is none of some words, which holds what is ``needed``."""
        run = () if "" in self.run else (self.run,)
        return _Way((*self.needed, *run, *needed), whole=False)


def _ways(pieces: Iterator[re.Match[str]]) -> tuple[Ways, frozenset[str] | None]:
    """Read alternatives up to the bracket that closes them: what each needs, and all that they can be.

    The latter is None where that is not known.
    """
    ways: list[_Way] = []
    before = way = _Way()
    for piece in pieces:
        role = piece.lastgroup
        if role == "close":
            break
        if role == "either":
            ways.append(way)
            before = way = _Way()
        elif role == "repeat":
            before = way = (before if _bounds(piece["repeat"])[0] == 0 else way).ended()
        else:
            before, way = way, _read(way, piece, pieces)
    ways.append(way)
    whole = all(one.whole for one in ways)
    return (
        tuple(tuple(sorted(one.ended().needed, key=_likely)) for one in ways),
        frozenset().union(*(one.run for one in ways)) if whole else None,
    )


def _read(way: _Way, piece: re.Match[str], pieces: Iterator[re.Match[str]]) -> _Way:
    """Read a character, a set or a group."""
    written = piece.group()
    if piece.lastgroup == "open":
        ways, words = _ways(pieces)
        if re.match(r"\(\?<?[=!]", written):
            return way  # it looks about, and takes nothing
        if words is not None:
            return way.then(words)
        return way.ended(frozenset().union(*(one[0] for one in ways))) if all(ways) else way.ended()
    if piece.lastgroup is None and written.isascii() and written.isalnum():
        small, great = written.lower(), written.upper()
        return way.then(frozenset((small, great, *_CASES.get(small, ()))))
    characters = written[1:-1] if piece.lastgroup == "set" else written
    if not characters or min(characters) < _UNCASED:
        return way.ended()
    return way.then(frozenset((written,) if piece.lastgroup == "run" else characters))


def _likely(words: frozenset[str]) -> float:
    """How likely a text has one of some words, roughly: what is likely to be missing is looked for first."""
    return sum([_OFTEN ** -len(word) for word in words])


_UNCASED = "\u2e80"
"""Letters have other cases, which a match may have in their place; the characters from here on have none."""
_CASES = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
"""What a match may have in place of an ASCII letter, besides its two cases."""
_OFTEN = 50.0
"""Of so many characters of a text one is a certain frequent one."""
_MOST_WORDS = 60
"""Of so many words at most a set is made."""

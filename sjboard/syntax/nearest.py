"""The known word that a written one was probably meant to be.

Knows spelling distance. Does not know what the words stand for.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.syntax.fold import fold

_SHORT = 3
"""Up to this length one right character of two is enough: most Chinese names have two."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word most like ``word``, or None where none is like it.

    Width, case and Traditional forms do not count as differences. Of equally near words the first
    one wins, so the caller's order decides.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where something is misspelt

    folded = fold(word.strip())
    best: str | None = None
    best_score = 0.0
    for candidate in known:
        other = fold(candidate)
        if other == folded:
            return candidate
        score = SequenceMatcher(None, folded, other).ratio()
        enough = 0.5 if min(len(folded), len(other)) <= _SHORT and not other.isascii() else 0.6
        if score >= enough and score > best_score:
            best, best_score = candidate, score
    return best

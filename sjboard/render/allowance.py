"""What the writing of one page may cost: work, time and text, counted while it is written.

Knows limits, and how much a value holds. Does not know templates: ``metered`` counts for them. The work and
the text are counted, not timed, so a template is refused on every machine or on none; the seconds are for
what costs more than it counts.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import ItemsView, Iterable, KeysView, Mapping, ValuesView
from typing import Any

from jinja2.utils import Namespace

SECONDS = 5.0
"""Of a thread's own time for a page (contract 8): a busy machine is no reason to give a template up."""

MOST_WORK = 20_000_000
"""Steps for a page; the largest shipped one, all notices of 36 classes, takes less than a million."""

MOST_MADE = 16_000_000
"""Characters made for a page, kept or not: at four bytes each they fit in memory several times over."""

MOST_VALUE = 2_000_000
"""Characters in a single value: more than any page has."""

MOST_NUMBER = 100_000
"""A width, a count or a place that a template may name. ``range`` ends there too."""

_ELEMENT = 8
"""What an element of a list counts, in characters: the size of its place."""

_INTERVAL = 2_000
"""Steps between two looks at the clock, some 0.2 ms."""


_HOLDING = (list, tuple, set, frozenset, Mapping, KeysView, ValuesView, ItemsView, Namespace)
"""What is written out with everything that is in it."""


class Overdone(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A template asks for too much. ``key`` names the sentence that says of what, ``args`` fill it."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key = key
        self.given = given


class Allowance:
    """Counts for one page after the other; ``begin`` it anew for each."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._work = 0
        self._made = 0
        self._look = 0
        self._until = time.thread_time() + SECONDS

    def spend(self, work: int, made: int = 0) -> None:
        """Count some steps, and characters made; raise ``Overdone`` where it is too much."""
        self._work += work
        self._made += made
        if self._made > MOST_MADE:
            raise Overdone("template.long")
        if self._work >= self._look:
            self._look = self._work + _INTERVAL
            if self._work > MOST_WORK or time.thread_time() > self._until:
                raise Overdone("template.slow", seconds=int(SECONDS))

    def takes(self, value: Any) -> Any:
        """Count a value that was made; give it back."""
        size = size_of(value)
        self.spend(1 + size // 100, size)
        return value


def size_of(value: Any) -> int:
    """Count the characters in a value as if it were written out; raise ``Overdone`` above ``MOST_VALUE``.

    What is in it twice is counted twice, as it would be written: lists of the same list grow without
    memory. Views and the like count one; so does what is made bit by bit, which is counted as it is made.
    """
    if isinstance(value, (str, bytes)):
        size = len(value)
        if size > MOST_VALUE:
            raise Overdone("template.value")
        return size
    if not isinstance(value, _HOLDING):
        return 1
    size = 0
    waiting: list[Iterable[Any]] = [(value,)]
    while waiting:
        for each in waiting.pop():
            if isinstance(each, (str, bytes)):
                size += len(each)
            elif isinstance(each, Mapping):
                waiting.append(itertools.chain.from_iterable(each.items()))
            elif isinstance(each, Namespace):
                waiting.append((object.__getattribute__(each, "_Namespace__attrs"),))
            elif isinstance(each, _HOLDING):
                waiting.append(each)
            size += _ELEMENT
            if size > MOST_VALUE:
                raise Overdone("template.value")
    return size


def bounded(number: int) -> int:
    """Let a number through that says how often or how wide."""
    if not -MOST_NUMBER <= number <= MOST_NUMBER:
        raise Overdone("template.number", most=MOST_NUMBER)
    return number

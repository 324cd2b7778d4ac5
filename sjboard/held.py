"""What was made a moment ago, for whoever makes it again: used as long as what it was made of is the same.

Knows values and their equality, nothing of what they mean. The same objects are equal at once, so what is
made of held things is soon found again too.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Held:
    """Holds at most so many results (``most``; 0: none); the one that was asked for longest ago goes first.

    Only for what depends on what is given and on nothing else but ``key``.
    """

    def __init__(self, most: int = 0) -> None:
        self.key = ""
        self._most = most
        self._made: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._most)

    def under(self, key: str) -> Held:
        """Forget everything if the key is another now."""
        if key != self.key:
            self.key = key
            self._made.clear()
        return self

    def again(self, place: Hashable, made_of: object, make: Callable[[], _T]) -> _T:
        """Give what was made at this place if it was made of something equal, else ``make`` it."""
        if not self._most:
            return make()
        held = self._made.pop(place, None)
        if held is None or held[0] != made_of:
            held = made_of, make()
        self._made[place] = held
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        result: _T = held[1]
        return result


NOTHING = Held()
"""For whoever makes everything once."""

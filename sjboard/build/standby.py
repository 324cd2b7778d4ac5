"""What is kept ready between builds, for whoever builds again and again: a renderer, a few boards.

Knows that compiled templates and written pages may be used again as long as everything that went into
them is the same. Does not know pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sjboard.views.board import ClassBoard

if TYPE_CHECKING:
    from sjboard.render import Renderer

PAGES = 1500
"""How many pages are held with their views: several weeks of a large school, and what spans weeks."""

WEEKS = 4
"""How many weeks' boards are held for the classrooms' screens, which show two."""


class Standby:
    """Holds the last renderer, and the last boards, each with the hash of what it was made of."""

    def __init__(self) -> None:
        self._boards: dict[str, tuple[str, tuple[ClassBoard, ...]]] = {}
        self._key = ""
        self._renderer: Renderer | None = None

    def take(self, key: str, make: Callable[[int], Renderer]) -> Renderer:
        """Give the renderer for this key; ``make`` one, with the pages it may hold, where it is another."""
        if self._renderer is None or self._key != key:
            self._renderer = make(PAGES)
            self._key = key
        return self._renderer

    def hold_boards(self, name: str, key: str, boards: tuple[ClassBoard, ...]) -> None:
        """Hold a week's boards; the week that was held longest ago goes."""
        self._boards.pop(name, None)
        self._boards[name] = (key, boards)
        for old in list(self._boards)[:-WEEKS]:
            del self._boards[old]

    def boards(self, name: str, key: str) -> tuple[ClassBoard, ...] | None:
        """Give a week's boards, if they are held and were made of the same."""
        held = self._boards.get(name)
        return held[1] if held is not None and held[0] == key else None

"""What is kept ready for whoever builds again and again: a renderer, how the files lie.

Knows that compiled templates and written pages may be used again as long as everything that went into
them is the same. Does not know pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from sjboard.build.memory import Settings
from sjboard.build.pictures import Looked
from sjboard.build.sources import Content, Sources
from sjboard.config import read_config
from sjboard.config.values import Config
from sjboard.content.layout import Layout, arrange
from sjboard.diagnostics import Diagnostic
from sjboard.held import Held

if TYPE_CHECKING:
    from sjboard.build.homework import Held as Homework
    from sjboard.render import Renderer

MOST = 5000
"""How much is held: a week of a large school is some five hundred entries, boards, texts and pages."""


_MadeOf: TypeAlias = tuple[list[str], bytes, Mapping[str, bytes]]
_Arranged: TypeAlias = tuple[_MadeOf, tuple[Layout, tuple[Diagnostic, ...]]]


class Standby:
    """Holds the last renderer with the hash of what it was made of, and what was looked at."""

    def __init__(self, *, holds: bool = True) -> None:
        self.held = Held(MOST if holds else 0)
        self.looked: Looked = {}
        self.homework: Homework | None = {} if holds else None
        self._arranged: _Arranged | None = None
        self._settings: tuple[tuple[bytes, Mapping[str, bytes]], Settings] | None = None
        self._key = ""
        self._renderer: Renderer | None = None

    def settings(self, sources: Sources) -> Settings:
        """Read config.yaml, or give what came of the same bytes."""
        made_of = (sources.config, sources.packs)
        if self._settings is None or self._settings[0] != made_of:
            self._settings = (made_of, read_config(*made_of))
        return self._settings[1]

    def take(self, key: str, make: Callable[[], Renderer]) -> Renderer:
        """Give the renderer for this key; ``make`` one where it is another."""
        if self._renderer is None or self._key != key:
            self._renderer = make()
            self._key = key
        return self._renderer

    def arranged(
        self, content: Content, sources: Sources, config: Config
    ) -> tuple[Layout, tuple[Diagnostic, ...]]:
        """Sort the paths of content/, or give how they were sorted; ``config`` is that of the sources.

        What lies in the folders that nobody has looked into is known to be in its place: of it there are
        the pictures and attachments.
        """
        made_of = (list(content.files), sources.config, sources.packs)
        if self._arranged is None or self._arranged[0] != made_of:
            self._arranged = (made_of, arrange(content.files, config))
        layout, found = self._arranged[1]
        noted = [path for note in content.notes for path in note.assets]
        if noted:
            layout = replace(layout, assets=tuple(sorted((*layout.assets, *noted))))
        return layout, found

"""The ``fix`` command's work: every entry of a school looked at, and what would become of it.

Knows which week each file belongs to. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sjboard.build.sources import Sources
from sjboard.config.values import Config
from sjboard.content.entries import EntryReader
from sjboard.content.layout import arrange
from sjboard.content.mend import Mended, mend


def mend_entries(
    sources: Sources, config: Config, only: Collection[str] | None = None
) -> Iterator[tuple[str, Mended]]:
    """Give each entry's path with what is to become of it, week by week; ``only``: of these files."""
    layout, _ = arrange(sources.content, config)
    for (term, number), files in layout.weeks.items():
        chosen = files if only is None else [file for file in files if file in only]
        if not chosen:
            continue
        week = config.week(term, number)
        assert week is not None, (term, number)  # noqa: S101 - ``arrange`` gives known weeks only
        reader = EntryReader(week, config, frozenset(layout.assets))
        for file in chosen:
            yield file, mend(file, sources.content[file], reader)

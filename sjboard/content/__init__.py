"""Sources to entries and letters: what was written, with every place, before any judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sjboard.config.values import Config
from sjboard.content.entries import EntryReader
from sjboard.diagnostics import Diagnostic, in_order
from sjboard.model import Entry, Week


def read_week(
    week: Week, files: Mapping[str, bytes], config: Config, existing: Collection[str]
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Read a week's entries: path → bytes, in any order. ``existing``: all paths of content/.

    An entry with an error is left out; the findings are those of all files, in order.
    """
    reader = EntryReader(week, config, existing)
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for file in sorted(files):
        entry, faults = reader.read(file, files[file])
        if entry is not None:
            entries.append(entry)
        found.extend(faults)
    return tuple(entries), in_order(found)

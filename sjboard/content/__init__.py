"""Sources to entries and letters: what was written, with every place, before any judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from sjboard.config.values import Config
from sjboard.content.entries import EntryReader
from sjboard.diagnostics import Diagnostic, in_order
from sjboard.held import NOTHING, Held
from sjboard.model import Entry, Week


def read_week(
    week: Week,
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    held: Held = NOTHING,
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Read a week's entries: path → bytes, in any order. ``existing``: all paths of content/.

    An entry with an error is left out; the findings are those of all files, in order. One whose bytes are
    ``held`` is not read again.
    """
    reader = EntryReader(week, config, existing)
    done = [
        held.again(
            (week.term, week.number, file), files[file], partial(reader.read, file, files[file])
        )
        for file in sorted(files)
    ]
    entries = tuple(entry for entry, _ in done if entry is not None)
    return entries, in_order([fault for _, faults in done for fault in faults])

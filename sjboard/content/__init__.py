"""Sources to entries and letters: what was written, with every place, before any judgement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sjboard.config.values import Config
from sjboard.content.entries import EntryReader
from sjboard.diagnostics import Diagnostic, in_order
from sjboard.model import Entry, Week

WEEKS = 4
"""How many weeks' entries are held."""

_Read: TypeAlias = tuple[Entry | None, tuple[Diagnostic, ...]]


class Held:
    """What came of the entries of the last few weeks, for whoever reads these again and again.

    An entry whose bytes are the same is not read again. ``key`` names all else that reading depends on.
    """

    def __init__(self) -> None:
        self.key = ""
        self._weeks: dict[tuple[str, int], dict[str, tuple[bytes, _Read]]] = {}

    def under(self, key: str) -> Held:
        """Forget everything if the key is another now."""
        if key != self.key:
            self.key = key
            self._weeks.clear()
        return self

    def read(self, reader: EntryReader, week: Week, files: Mapping[str, bytes]) -> dict[str, _Read]:
        """Read a week's entries, those that changed; the week that was read longest ago goes."""
        before = self._weeks.pop((week.term, week.number), {})
        now: dict[str, tuple[bytes, _Read]] = {}
        for file in sorted(files):
            held = before.get(file)
            if held is None or held[0] != files[file]:
                held = files[file], reader.read(file, files[file])
            now[file] = held
        self._weeks[week.term, week.number] = now
        for old in list(self._weeks)[:-WEEKS]:
            del self._weeks[old]
        return {file: read for file, (_, read) in now.items()}


def read_week(
    week: Week,
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    held: Held | None = None,
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Read a week's entries: path → bytes, in any order. ``existing``: all paths of content/.

    An entry with an error is left out; the findings are those of all files, in order.
    """
    reader = EntryReader(week, config, existing)
    if held is None:
        done = {file: reader.read(file, files[file]) for file in sorted(files)}
    else:
        done = held.read(reader, week, files)
    entries = tuple(entry for entry, _ in done.values() if entry is not None)
    return entries, in_order([fault for _, faults in done.values() for fault in faults])

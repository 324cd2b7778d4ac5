"""The ledger: what was published when, a row a publication, each chained to the one before by its hash.

Knows the form of ``ledger.jsonl`` and what its rows say of a week. Does not know where the file lies,
nor how a row is written so that no power cut tears it: the edges do.

A line is ``{"hash":"…","row":{…}}`` and nothing else. The hash is the SHA-256 of the row as canonical
JSON (keys sorted, no blanks, UTF-8, nothing escaped that need not be), and the row names the hash of
the row before it as ``previous``. So whoever changes, drops, adds or moves a row has to write every
later one anew, and the head of the chain, which is printed on paper, is then another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Any

from sjboard.diagnostics import Diagnostic, Severity, Span, finding
from sjboard.records import dataclass
from sjboard.rules import RULES

FILE = "ledger.jsonl"
VERSION = 1
BEGINNING = "0" * 64
"""What the first row gives as the hash of the row before it."""
SEAL = 12
"""How many characters of a hash are printed."""
SHORT = 32
"""How many hex digits of a SHA-256 stand in a row for each file: 128 bits."""

_HEAD = b'{"hash":"'
_MIDDLE = b'","row":'
_ACTIONS = frozenset({"publish", "rollback"})
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Amendment:
    """That a week which was public already was changed: when, and why."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """What a week's own rows say of it.

    ``seal`` is the beginning of the hash of the row before its latest publication, "" for a week that
    was never published through the ledger; ``amendments`` are oldest first. ``held`` are
    subjects' names that the publication under way holds back, with the classes ("3-1") that lack them.
    """

    seal: str = ""
    amendments: tuple[Amendment, ...] = ()
    held: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def published(self) -> bool:
        return bool(self.seal)

    def after(self, previous: str, on: date, reason: str) -> WeekRecord:
        """Give what stands once the week is published on top of the row whose hash is ``previous``."""
        added = (Amendment(on, reason),) if self.published else ()
        return WeekRecord(previous[:SEAL], (*self.amendments, *added))


@dataclass(frozen=True, slots=True)
class Publication:
    """A row: ``weeks`` (``<term>/wNN``) are those that it published for the first time or changed.

    ``action`` is ``publish`` or ``rollback``; ``time`` has the date, the time of day and the distance
    from UTC; ``row`` is all of it, as JSON's own types.
    """

    number: int
    action: str
    on: date
    time: str
    reason: str
    weeks: tuple[str, ...]
    previous: str
    hash: str
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Ledger:
    """The rows that hold together, oldest first; ``size`` is how many bytes of the file they take.

    ``complete`` says whether the last of them ends in a line end.
    """

    rows: tuple[Publication, ...] = ()
    size: int = 0
    complete: bool = True
    _records: dict[str, WeekRecord] = field(default_factory=dict, compare=False, repr=False)

    @property
    def head(self) -> str:
        """The hash that the next row will name as the one before it."""
        return self.rows[-1].hash if self.rows else BEGINNING

    @cached_property
    def standing(self) -> tuple[Publication, ...]:
        """The publications that no later rollback took back."""
        kept: list[Publication] = []
        for row in self.rows:
            if row.action == "publish":
                kept.append(row)
            else:
                kept.pop()
        return tuple(kept)

    def record(self, week: str) -> WeekRecord:
        """What stands of a week (``<term>/wNN``)."""
        if not self._records:
            for row in self.standing:
                for name in row.weeks:
                    before = self._records.get(name, WeekRecord())
                    self._records[name] = before.after(row.previous, row.on, row.reason)
        return self._records.get(week, WeekRecord())

    def latest(self, week: str) -> Publication | None:
        """The publication that a week stands as; None where it has none."""
        return next((row for row in reversed(self.standing) if week in row.weeks), None)

    def pages(self, back: int = 0) -> dict[str, str]:
        """The whole site as it was last published: route → the beginning of its SHA-256.

        With ``back`` as it was that many publications earlier, at most as many as stand.
        """
        states: list[dict[str, str]] = [{}]
        for row in self.rows:
            if row.action == "publish":
                states.append(dict(states[-1]))
            else:
                states.pop()
            _lay(states[-1], row.row["pages"])
        return states[-1 - back]


def _lay(pages: dict[str, str], changes: Mapping[str, str | None]) -> None:
    for route, digest in changes.items():
        if digest is None:
            pages.pop(route, None)
        else:
            pages[route] = digest


def canonical(value: object) -> bytes:
    """Write JSON in the one form that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def line_of(row: Mapping[str, object]) -> bytes:
    """Write a row as a line of the ledger."""
    body = canonical(row)
    return _HEAD + _hash(body).encode("ascii") + _MIDDLE + body + b"}\n"


def hash_of(line: str) -> str:
    """Give the hash of a row out of its line."""
    return line[len(_HEAD) : len(_HEAD) + 64]


def read_ledger(data: bytes) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """Read the file; the rows up to the first that is damaged, and what is wrong.

    A last line that breaks off is a warning: the publication that wrote it came to nothing, or is
    written anew by the next one. Whatever else does not fit is an error, and names its line.
    """
    rows: list[Publication] = []
    start = len(_BOM) if data.startswith(_BOM) else 0
    depth = 0
    number = 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        whole = end >= 0
        line = data[start : end if whole else len(data)].removesuffix(b"\r")
        stop = end + 1 if whole else len(data)
        row = _row(line)
        if isinstance(row, str):
            if not whole and row == "form":
                torn = finding(
                    "ledger.torn",
                    Span(FILE, number),
                    severity=RULES["ledger.torn"],
                    line=number,
                )
                return Ledger(tuple(rows), start), (torn,)
            return Ledger(tuple(rows), start), (_damaged(number, row),)
        if row.number != number or row.previous != (rows[-1].hash if rows else BEGINNING):
            return Ledger(tuple(rows), start), (_damaged(number, "chain"),)
        depth += 1 if row.action == "publish" else -1
        if depth < 0:
            return Ledger(tuple(rows), start), (_damaged(number, "fields"),)
        rows.append(row)
        start = stop
    return Ledger(tuple(rows), len(data), data.endswith(b"\n") or not rows), ()


def _damaged(line: int, why: str) -> Diagnostic:
    return finding("ledger.damaged", Span(FILE, line), why, severity=Severity.ERROR, line=line)


def _row(line: bytes) -> Publication | str:
    """Read a line; or say what is wrong with it: its form, its hash, its version, its fields."""
    place = len(_HEAD) + 64
    body = line[place + len(_MIDDLE) : -1]
    if not (line.startswith(_HEAD) and line[place:].startswith(_MIDDLE) and line.endswith(b"}")):
        return "form"
    try:
        row = json.loads(body)
    except (ValueError, RecursionError):
        return "form"
    found = line[len(_HEAD) : place].decode("ascii", "replace")
    if found != _hash(body):
        return "hash"
    try:
        return _publication(row, found) if row["version"] == VERSION else "version"
    except (KeyError, TypeError, ValueError, AttributeError):
        return "fields"


def _publication(row: dict[str, Any], found: str) -> Publication:
    if row["action"] not in _ACTIONS:
        raise ValueError(row["action"])
    if not all(isinstance(row[name], str) for name in ("time", "reason", "previous", "site")):
        raise TypeError
    if not all(d is None or isinstance(d, str) for d in row["pages"].values()):
        raise TypeError
    for week in row["weeks"].values():
        if not (isinstance(week["entries"], dict) and isinstance(week["assets"], dict)):
            raise TypeError
    return Publication(
        number=row["number"],
        action=row["action"],
        on=date.fromisoformat(row["date"]),
        time=row["time"],
        reason=row["reason"],
        weeks=tuple(row["weeks"].keys()),
        previous=row["previous"],
        hash=found,
        row=row,
    )


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()

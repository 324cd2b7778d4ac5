"""What a new entry tells its teacher before a word is written: the caps, what is left, last week.

Knows how to say it in comment lines of the front matter. Does not know files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sjboard.config.values import Config
from sjboard.edges.terminal import say, speaking
from sjboard.model import BlockKind, ClassId, Entry, Item, Limit, Measure, Subject, Week
from sjboard.records import dataclass
from sjboard.render.sentences import limit_sentence
from sjboard.views.rules import limit_view
from sjboard.views.table import LoadTable, load_table

ByClass = Mapping[ClassId, tuple[Entry, ...]]

MOST_LINES = 40
"""Front matter has its bounds (contract 8): a school of many packs must not fill it."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known when a week's entries are made: the caps, this week's loads, last week's entries."""

    config: Config
    week: Week
    table: LoadTable
    before: Week | None
    last: ByClass

    def lines(self, subject: Subject, grade: int, classes: tuple[ClassId, ...]) -> Iterator[str]:
        """Give the comment lines for one entry, each with its ``#`` and line end."""
        told = [
            *self._caps(subject, grade),
            *self._left(classes or self.config.classes(grade)),
            *self._last_week(subject, classes or self.config.classes(grade)),
        ]
        for line in told[:MOST_LINES]:
            yield f"# {_one_line(line)}\n"

    def _caps(self, subject: Subject, grade: int) -> Iterator[str]:
        concerned = [
            limit
            for limit in self.config.limits
            if limit.measure is Measure.MINUTES
            and grade in limit.grades
            and _is_for(limit, subject)
        ]
        for limit in concerned:
            shown = limit_view(limit, self.config)
            yield say("new.cap", limit=shown.message or limit_sentence(speaking(), shown))

    def _left(self, classes: tuple[ClassId, ...]) -> Iterator[str]:
        """What may still be set on each day: for several classes, what the fullest of them can bear."""
        days = [one.days for one in self.table.classes if one.id in classes]
        parts: list[tuple[str, int]] = []
        for same in zip(*days, strict=True):
            left = [day.left for day in same if day.left is not None]
            first = same[0]
            if not left or (first.block is not BlockKind.SCHOOL_DAY and min(left) == 0):
                continue
            name = speaking().weekday(first.weekday)
            if first.block is not BlockKind.SCHOOL_DAY:
                name = first.name or say(f"load.{first.block.value}")
            parts.append((name, max(0, min(left))))
        if any(minutes for _, minutes in parts):
            shown = [say("new.left-day", day=name, minutes=minutes) for name, minutes in parts]
            yield say("new.left", days=speaking().join(shown))

    def _last_week(self, subject: Subject, classes: tuple[ClassId, ...]) -> Iterator[str]:
        """How last week's entry was built: its days, and each piece's kind and minutes."""
        if self.before is None:
            return
        entries = [e for e in self.last.get(classes[0], ()) if e.subject == subject.id]
        if not entries:
            return
        entry = entries[0]
        yield say("new.last", week=self.before.number)
        if not entry.items:
            yield "  " + say("load.nothing")
        for block in self.before.blocks:
            here = [item for item in entry.items if block.first in item.blocks]
            if here:
                day = speaking().weekday(block.first.weekday())
                if block.kind is not BlockKind.SCHOOL_DAY:
                    day = block.name or say(f"load.{block.kind.value}")
                pieces = speaking().join([self._piece(item) for item in here])
                yield "  " + say("new.last-day", day=day, pieces=pieces)

    def _piece(self, item: Item) -> str:
        kind = item.kind_name or self.config.kinds[item.kind].name
        tier = self.config.tiers[item.tier].name if item.tier else ""
        shared = say("new.shared") if item.shared else ""
        minutes = say("new.minutes", minutes=item.minutes)
        return " ".join(part for part in (kind, f"{shared}{minutes}", tier) if part)


def hints(config: Config, week: Week, now: ByClass, before: Week | None, last: ByClass) -> Hints:
    """Gather what new entries of a week tell: ``now`` and ``last`` are what each class has already."""
    return Hints(config, week, load_table(config, week, now), before, last)


def _is_for(limit: Limit, subject: Subject) -> bool:
    if limit.subjects is not None:
        return subject.id in limit.subjects
    return subject.id not in limit.except_subjects


def _one_line(text: str) -> str:
    """A comment ends with its line, whatever a school's name or message holds."""
    return re.sub(r"\s*[\r\n\x85\u2028\u2029]\s*", " ", text).strip("\n")

"""What a single cell says: classes, minutes, a tier, a day to hand in, in all the ways people write them.

Knows a school's words. Does not know rows beyond the cell it is asked about.
"""

from __future__ import annotations

import re
from datetime import date

from sjboard.content.days import DayFault, Days
from sjboard.content.durations import MOST, Duration, read_duration, written_duration
from sjboard.content.entries import EntryReader
from sjboard.content.tags import read_due
from sjboard.content.workbook.rows import Fault, Row, Vocabulary, fault
from sjboard.model import Block, Mode, Place
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest

_ALL = {"", "all", "全年级", "全部", "所有班"}
_CLASS = regex(
    r"(?:([一二三四五六七八九1-9])年级|g?([1-9])-)?\(?(\d{1,2}|[一二三四五六七八九十])\)?班?"
)
_CHINESE = "零一二三四五六七八九十"
_BETWEEN = regex(r"[、,;；/和及\s]+")
_BARE_RANGE = regex(r"\d{1,3}\s*(?:[-‐‑–—―~〜]{1,2}|至|到)\s*\d{1,3}")
_DATE = regex(r"\d{4}-\d\d-\d\d")
_YES = {"是", "对", "√", "✓", "v", "y", "yes", "true", "1"}
_NO = {"", "否", "不", "×", "x", "n", "no", "false", "0", "必做"}
_AT_HOME = {"在家", "家里", "家"}
_MODES = {"补充": Mode.ADD, "add": Mode.ADD, "替换": Mode.REPLACE, "replace": Mode.REPLACE}


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the cells of a piece of homework say beside its text; ``tags`` is that as a tag group."""

    blocks: tuple[Block, ...]
    day: str
    kind: str
    duration: Duration
    tier: str | None
    optional: bool
    place: Place
    due: date | None
    tags: str


class CellReader:
    """Reads cells of one week's workbook; whatever is wrong is put into ``faults``."""

    def __init__(self, reader: EntryReader, words: Vocabulary) -> None:
        self.reader = reader
        self.words = words
        self.faults: list[Fault] = []

    def wrong(self, row: Row, column: str, why: str, /, **args: str | int) -> None:
        self.faults.append(fault(row, column, why, **{"written": row[column][:40], **args}))

    # --- Whose row it is --------------------------------------------------------------------------

    def subject(self, row: Row) -> str | None:
        """Give a subject's id."""
        known = self.reader.config.subjects
        written = row["subject"]
        found = self.reader.subjects.get(fold(written))
        if found is None:
            names = [subject.name for subject in known.values()]
            guess = nearest(written, names) if written else None
            why = "no-subject" if not written else "subject-near" if guess else "subject"
            self.wrong(row, "subject", why, known="、".join(names), guess=guess or "")
        return found

    def classes(self, row: Row) -> tuple[int, ...] | Fault | None:
        """Give class numbers, None for the whole grade; a fault where that cannot be read."""
        folded = re.sub(r"\s+", " ", fold(row["class"])).strip()
        if folded in _ALL or self.words.means(folded, self.words.whole_grade):
            return None
        count = len(self.reader.config.classes(row.grade))
        numbers = set()
        for part in filter(None, _BETWEEN.split(folded)):
            match = _CLASS.fullmatch(part)
            number = self._class_number(match, row.grade) if match else 0
            if not 1 <= number <= count:
                why = "class-date" if _DATE.fullmatch(part) else "class"
                self.wrong(row, "class", why, count=count)
                return self.faults[-1]
            numbers.add(number)
        return tuple(sorted(numbers)) or None

    def _class_number(self, match: re.Match[str], grade: int) -> int:
        named = match[1] or match[2]
        if named and grade not in (_CHINESE.find(named), int(named) if named.isdigit() else 0):
            return 0
        return int(match[3]) if match[3].isdigit() else _CHINESE.index(match[3])

    def mode(self, row: Row) -> Mode | None:
        written = row["mode"]
        ours = {fold(word): mode for mode, word in self.words.modes.items()}
        found = ours.get(fold(written)) or _MODES.get(fold(written))
        if written and found is None:
            self.wrong(row, "mode", "mode")
        return found

    def yes(self, row: Row, column: str, word: str) -> bool:
        """Read a cell that says yes by its column's own word, by a tick, or not at all."""
        folded = fold(row[column])
        if folded in _NO:
            return False
        if folded not in _YES and not self.words.means(folded, word, "选做", "optional", "是"):
            self.wrong(row, column, "yes", word=word)
        return True

    # --- What is to be done -----------------------------------------------------------------------

    def blocks(self, row: Row) -> tuple[Block, ...]:
        """Give the blocks of a row's day; () where it has none that can be read."""
        written, days = row["day"], self.reader.days
        if not written:
            self.wrong(row, "day", "no-day")
            return ()
        found = days.read(written)
        if isinstance(found, DayFault):
            why = {"outside": "day-outside", "backwards": "day-backwards"}.get(found.variant, "day")
            self.wrong(row, "day", why, guess=found.guess, week=days.week.number, **_span(days))
            return ()
        return found

    def tagged(self, row: Row) -> Tagged | None:
        """Read all cells of a piece of homework but its text; None where one is wrong."""
        count = len(self.faults)
        blocks = self.blocks(row)
        kind, kind_name = self.kind(row)
        duration = self.duration(row)
        tier = self.named(row, "tier")
        optional = self.yes(row, "optional", self.words.optional)
        place = self.place(row)
        due = self.due(row, blocks) if row["due"] and blocks else None
        if len(self.faults) > count or duration is None:
            return None
        parts = [kind_name, written_duration(duration)]
        if tier:
            parts.append(self.reader.config.tiers[tier].name)
        if optional:
            parts.append("选做" if self.words.chinese else "optional")
        if place is not Place.HOME:
            in_chinese = {Place.IN_SCHOOL: "校内", Place.AFTER_SCHOOL: "课后"}
            parts.append(in_chinese[place] if self.words.chinese else place.value)
        if due:
            parts.append(f"due:{due.isoformat()}")
        day = row["day"]
        tags = " ".join(parts)
        return Tagged(blocks, day, kind, duration, tier, optional, place, due, tags)

    def kind(self, row: Row) -> tuple[str, str]:
        """Give a kind's id, and the school's word for it that was used."""
        written, tags = row["kind"], self.reader.tags
        role, value = tags.names.get(fold(written), ("", None))
        if role == "kind":
            shown = tags.shown.get(fold(written), self.reader.config.kinds[str(value)].name)
            return str(value), shown
        guess = nearest(written, [k.name for k in self.reader.config.kinds.values()]) or ""
        why = "no-kind" if not written else "kind-near" if guess else "kind"
        self.wrong(row, "kind", why, known=tags.kinds, guess=guess)
        return "", ""

    def duration(self, row: Row) -> Duration | None:
        """Read 15, 15分, 10-15, 共40分钟; the lower end and 共 may have cells of their own."""
        column, written = "minutes", row["minutes"]
        folded = fold(written).strip()
        if not folded:
            self.wrong(row, column, "no-minutes")
            return None
        if _DATE.fullmatch(folded):
            self.wrong(row, column, "minutes-date")
            return None
        bare = folded.replace(".", "", 1).isdigit() or _BARE_RANGE.fullmatch(folded)
        read = read_duration(f"{folded}分钟" if bare else folded)
        if not isinstance(read, Duration):
            self.wrong(row, column, "minutes", most=MOST)
            return None
        low = self._least(row, read)
        share = row["share"]
        shared = self.words.means(share, self.words.shared, "共", "total", "合计", "总共")
        if share and not shared and not self.words.means(share, self.words.each, "每天", "each"):
            self.wrong(row, "share", "share", each=self.words.each, shared=self.words.shared)
        return None if low is None else Duration(low, read.minutes, shared or read.shared)

    def _least(self, row: Row, read: Duration) -> int | None:
        folded = fold(row["least"]).strip().removesuffix("钟").removesuffix("分").strip()
        if not folded:
            return read.low
        if not folded.isdigit() or not 1 <= int(folded) <= read.minutes:
            self.wrong(row, "least", "least", minutes=read.minutes)
            return None
        return int(folded)

    def named(self, row: Row, column: str) -> str | None:
        """Read a tier; None for none."""
        written = row[column]
        role, value = self.reader.tags.names.get(fold(written), ("", None))
        if not written or role == column:
            return str(value) if written else None
        names = [tier.name for tier in self.reader.config.tiers.values()]
        self.wrong(row, column, column, known="、".join(names))
        return None

    def place(self, row: Row) -> Place:
        written = fold(row["place"])
        ours = {fold(word): place for place, word in self.words.places.items()}
        role, value = self.reader.tags.names.get(written, ("", None))
        if not written or written in _AT_HOME:
            return Place.HOME
        if role == "place" and isinstance(value, Place):
            return value
        if written not in ours:
            self.wrong(row, "place", "place", known="、".join(self.words.places.values()))
        return ours.get(written, Place.HOME)

    def due(self, row: Row, blocks: tuple[Block, ...]) -> date | None:
        folded = fold(row["due"]).strip().removesuffix("交").removesuffix("上").strip()
        read = read_due(f"due:{folded.removeprefix('due:')}", blocks, self.reader.week)
        if isinstance(read, date):
            return read
        self.wrong(row, "due", read)
        return None


def _span(days: Days) -> dict[str, str]:
    return {"first": days.week.monday.isoformat(), "last": days.last.isoformat()}

"""The field's nouns: frozen values, no input or output, no words.

Knows what a term, a week, an entry, an item and a limit are. Does not know how they are written
(``content``, ``config``), judged (``policy``) or shown (``views``).
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import Enum
from typing import TypeAlias

from sjboard.diagnostics import Severity, Span
from sjboard.records import dataclass

# --- Time ---------------------------------------------------------------------------------------


class BlockKind(Enum):
    """What kind of day, or run of days, homework is set for."""

    __hash__ = (
        object.__hash__
    )  # an Enum's own is Python, and asked for a hundred thousand times a week

    SCHOOL_DAY = "school-day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Block:
    """A school day, or a whole weekend or holiday: the unit that a load is added up for.

    ``days`` are its dates in order, one for a school day. ``name`` is a holiday's name in
    Simplified Chinese (国庆节), "" otherwise. A make-up Saturday is a school day.
    """

    kind: BlockKind
    days: tuple[date, ...]
    name: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class Week:
    """A teaching week. ``blocks`` in order of date; a block belongs to the week of its first day.

    ``monday`` is the Monday of the calendar week (ISO). ``publication`` is the day on which it goes
    public. ``estimated`` says that the year's holidays have not been announced.
    """

    term: str
    number: int
    monday: date
    blocks: tuple[Block, ...]
    publication: date
    estimated: bool = False

    @property
    def school_days(self) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.kind is BlockKind.SCHOOL_DAY)

    @property
    def key(self) -> str:
        """``w05``, as in paths."""
        return f"w{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    name: str
    first_monday: date
    weeks: tuple[Week, ...]


# --- School -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class ClassId:
    grade: int
    number: int

    def __str__(self) -> str:
        return f"{self.grade}-{self.number}"


@dataclass(frozen=True, slots=True)
class Subject:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of homework. ``written`` decides whether caps on written work count it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


class Place(Enum):
    __hash__ = object.__hash__  # as ``BlockKind``'s

    HOME = "home"
    IN_SCHOOL = "in-school"
    AFTER_SCHOOL = "after-school"


class TierMode(Enum):
    CHOOSE = "choose"
    LADDER = "ladder"


class Pathway(Enum):
    SAME = "same"
    ANY = "any"


# --- Homework -----------------------------------------------------------------------------------


class Mode(Enum):
    """How an entry for some classes meets a grade-wide entry of the same subject."""

    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Markup:
    """A cleaned piece of text: safe ``html``, and the same as plain ``text``.

    Addresses of the site's own files in ``html`` begin with ``ROOT``, which a page replaces by its
    way up to the site's root.
    """

    html: str
    text: str


ROOT = "\ufdd0"
"""Stands for the site's root in cleaned HTML: a noncharacter, which no source may contain."""

PUPIL = "\ufdd1"
HEAD_TEACHER = "\ufdd2"
"""Stand in a letter to one class for the names that each copy has, or that are written in by hand."""


Source: TypeAlias = tuple[tuple[Span, str], ...]
"""A text as written, a line a pair: its place, and the characters that stand there, one a column."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of homework, as written under one day heading.

    ``blocks`` are the first days of the blocks that its heading names, in order. ``minutes`` is per
    block, or, with ``shared``, the whole to be shared over the blocks. ``minutes_low`` is the lower
    end of a written range, else equal to ``minutes``. ``kind``, ``tier`` are ids; ``kind_name`` is
    the name or alias that was written for the kind, "" for its id. ``due`` is a date.
    ``span`` is the item's first line, ``tags`` the tag group's place; ``source`` is all of its text
    but the tag group.
    """

    span: Span
    tags: Span
    blocks: tuple[date, ...]
    body: Markup
    kind: str
    minutes: int
    minutes_low: int
    shared: bool = False
    tier: str | None = None
    optional: bool = False
    place: Place = Place.HOME
    due: date | None = None
    kind_name: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class DayNote:
    """Prose under a day heading that is not an item."""

    blocks: tuple[date, ...]
    body: Markup
    source: Source = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who agreed, as what, and when; ``span`` is where it is written."""

    role: str
    name: str
    date: date
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One teacher's homework in one subject for one week.

    ``classes`` is what it applies to, resolved; ``whole_grade`` says that none was named.
    ``free_blocks`` are the blocks declared 无作业 by a line under their heading; ``none`` declares it
    for the whole week. ``actual`` maps a block's first day to minutes. ``fields`` gives the place of
    each front matter key, by its English name. ``note_source`` is the note as written. ``digest`` is
    what was approved, ``current_digest`` what stands there now.
    """

    span: Span
    term: str
    week: int
    grade: int
    subject: str
    teacher: str
    classes: tuple[ClassId, ...]
    whole_grade: bool
    items: tuple[Item, ...]
    note: Markup | None = None
    note_source: Source = ()
    day_notes: tuple[DayNote, ...] = ()
    mode: Mode | None = None
    none: bool = False
    free_blocks: tuple[date, ...] = ()
    approval: tuple[Signature, ...] = ()
    digest: str | None = None
    current_digest: str = ""
    draft: bool = False
    actual: tuple[tuple[date, int], ...] = ()
    fields: tuple[tuple[str, Span], ...] = ()
    assets: tuple[str, ...] = ()
    """Paths below content/ of the pictures and attachments that it shows."""

    @property
    def file(self) -> str:
        return self.span.file


class LetterStyle(Enum):
    OFFICIAL = "official"
    EVERYDAY = "everyday"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The slip under the cut line. ``fields`` are the questions or blanks, as written."""

    fields: tuple[str, ...]
    return_by: date | None
    to: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to parents. ``body`` has its placeholders filled already (the set is documented).

    ``slug`` is lower-case ASCII, the address's last part. ``grades``/``classes`` say to whom; both
    empty: the whole school.
    """

    span: Span
    slug: str
    title: str
    date: date
    grades: tuple[int, ...]
    classes: tuple[ClassId, ...]
    sender: str
    style: LetterStyle
    body: Markup
    receipt: Receipt | None = None
    assets: tuple[str, ...] = ()
    source: Source = field(default=(), compare=False)
    """All that it says, as written: its title, sender and receipt, then its body line by line."""


# --- Policy -------------------------------------------------------------------------------------


class Per(Enum):
    DAY = "day"
    BLOCK = "block"
    WEEK = "week"
    WEEK_MEAN = "week-mean"


class Measure(Enum):
    MINUTES = "minutes"
    ITEMS = "items"
    SUBJECTS = "subjects_count"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """``weekday`` 0 is Monday; ``nth`` 1 to 5, or -1 for the last of its month."""

    weekday: int
    nth: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap, as contract 4 has it; a pack's or config.yaml's.

    ``block_kinds`` (empty: any) and ``weekdays`` (0 is Monday; empty: any) come from ``days``; where
    ``dates`` or ``nth`` are given, only those days count. ``kinds``: ids; None is all, and
    ``written_only`` the kinds that count as written. ``subjects``: ids; None is all.
    """

    id: str
    grades: frozenset[int]
    value: int
    measure: Measure
    block_kinds: frozenset[BlockKind] = frozenset()
    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    nth: NthWeekday | None = None
    per: Per = Per.DAY
    written_only: bool = False
    kinds: frozenset[str] | None = None
    places: frozenset[Place] = frozenset(Place)
    subjects: frozenset[str] | None = None
    except_subjects: frozenset[str] = frozenset()
    count_optional: bool = False
    severity: Severity = Severity.ERROR
    message: str = ""
    source: str = ""
    pack: str = ""
    floor: bool = False
    span: Span = field(default_factory=lambda: Span("config.yaml"))


@dataclass(frozen=True, slots=True)
class Ban:
    """A forbidden wording, as contract 4 has it. Either ``patterns`` or ``verbs`` with ``more_than``."""

    id: str
    grades: frozenset[int]
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    more_than: int = 0
    severity: Severity = Severity.ERROR
    message: str = ""
    source: str = ""
    pack: str = ""
    floor: bool = False
    span: Span = field(default_factory=lambda: Span("config.yaml"))


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A policy pack's name and where it was written down; for the page of rules."""

    id: str
    name: str
    title: str = ""
    issuer: str = ""
    date: date | None = None
    floor: bool = False

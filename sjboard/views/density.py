"""How small a board and a notice must be printed, so that a week stays on its sheet of A4.

Adds up how high a week's text will stand on paper, in millimetres, at each step of ``board.css``, and
takes the first step that fits. Knows the steps' measures (type, gaps, columns), which were found by
printing; an estimate, so it keeps a little room. Does not know the style sheet, nor fonts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import ceil
from operator import attrgetter
from typing import TypeAlias

from sjboard.model import Place
from sjboard.records import dataclass
from sjboard.views.board import Correction, DayView, ItemView, SubjectNote

STEPS = 5
"""0 is the largest print, ``STEPS - 1`` the smallest."""


@dataclass(frozen=True, slots=True)
class Step:
    """A size of print, in millimetres.

    ``item`` and ``group`` are the gaps between such, ``rest`` what stands above and below the days.
    """

    em: float
    line: float
    item: float
    group: float
    picture: float
    rest: float


_BOARD = (
    Step(3.25, 4.55, 1.8, 2.6, 20, 58),
    Step(3.28, 4.35, 1.6, 2.0, 24, 57),
    Step(2.89, 3.65, 1.0, 1.2, 20, 50),
    Step(2.61, 3.24, 1.0, 1.2, 15, 52),
    Step(2.40, 2.88, 0.8, 0.8, 13, 46),
)
_NOTICE = (
    Step(3.70, 5.00, 1.4, 1.6, 30, 62),
    Step(3.42, 4.45, 1.4, 1.6, 26, 62),
    Step(3.14, 3.96, 1.4, 1.2, 22, 60),
    Step(2.86, 3.49, 0.6, 0.7, 20, 52),
    Step(2.58, 3.04, 0.6, 0.7, 20, 50),
)

_SHEET = 279.0, 192.0
"""What A4 lying on its side has inside the board's margins: wide, high."""
_PAPER = 186.0, 275.0
"""The same, upright, for the notice."""
_COLUMNS = frozenset({"chinese", "math", "english"})
_DAY, _SUBJECT = 39.6, 20.0
"""On the notice: the column of days, and beside it that of subjects' names."""


@dataclass(frozen=True, slots=True)
class _Body:
    """A text in pieces: paragraphs' and table cells' lengths in ems, and how many pictures.

    ``only`` is the length of a single paragraph, as nearly every text is; None of any other.
    """

    only: float | None
    paragraphs: tuple[float, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()
    pictures: int = 0


_Line: TypeAlias = tuple[_Body, float]
"""An item's text, and the width of what stands beside it, in ems."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in lengths: ``groups`` are the subjects' names' with their items, ``foot`` the sums below.

    ``boxes`` are the notice's columns that are in use. ``longer`` says that it has more than one date.
    """

    groups: list[tuple[float, list[_Line]]]
    items: int
    boxes: int
    foot: int
    notes: list[float]
    bars: int
    over: bool
    waived: int
    longer: bool


def densities(
    days: Sequence[DayView],
    notes: Sequence[SubjectNote],
    *,
    pending: bool = False,
    corrections: Sequence[Correction] = (),
) -> tuple[int, int]:
    """The steps at which a class's board stays on one page, and its notice on one sheet."""
    measured = [_measured(day) for day in days]
    said = [_length(note.body.text) for note in notes]
    across = min(max(len(days), 1), 5)
    # The fullest day first: where it is too high already, nobody asks for the others.
    top = sorted(measured[:across], key=attrgetter("items"), reverse=True)
    below = measured[across:]
    board, notice = _told(corrections, _SHEET[0]), _told(corrections, _PAPER[0])
    return (
        _first(lambda n: _board_fits(_BOARD[n], top, below, said, board, pending=pending)),
        _first(
            lambda n: notice + _notice(_NOTICE[n], measured, said, pending=pending) <= _PAPER[1]
        ),
    )


def _told(corrections: Sequence[Correction], width: float) -> float:
    """How high what was corrected after publication stands."""
    lines = (ceil((_length(one.reason) + 12) * 3.1 / (width * 0.95)) for one in corrections)
    return sum(lines) * 4.3 + 8 if corrections else 0


def _first(fits: Callable[[int], bool]) -> int:
    return next((step for step in range(STEPS - 1) if fits(step)), STEPS - 1)


# --- Lengths, which are the same at every step ---------------------------------------------------


def _measured(day: DayView) -> _Day:
    return _Day(
        groups=[(_length(group.name), list(map(_line, group.items))) for group in day.groups],
        items=sum([len(group.items) for group in day.groups]),
        boxes=len({g.colour if g.colour in _COLUMNS else "other" for g in day.groups}),
        foot=_foot_length(day),
        notes=[_length(note.body.text) + 3 for note in day.notes],
        bars=len(day.bars),
        over=day.over > 0,
        waived=sum([finding.kind == "waived" for finding in day.findings]),
        longer=day.days > 1,
    )


def _line(item: ItemView) -> _Line:
    beside = 2.2 + _length(item.kind_name) + 4.5  # kind, tier, place, due day, minutes
    if item.minutes_low < item.minutes:
        beside += 2.5
    if item.tier_name:
        beside += _length(item.tier_name) + 1.8
    if item.optional:
        beside += 3
    if item.place is not Place.HOME:
        beside += 5
    if item.due:
        beside += 6.5
    return _taken_apart(item.body.html), beside


def _foot_length(day: DayView) -> int:
    """The length of the sums below a day, in ems: whole phrases of the locale, about."""
    length = 11 if day.other and (day.limit != 0 or day.written) else 0
    if day.optional_written:
        length += 9
    if day.optional_other:
        length += 10
    if day.in_school:
        length += 8
    if day.after_school:
        length += 26
    if day.state == "no-written" and day.limit != 0:
        length += 7
    return length


# --- The board: a column a day, weekends and further days below ---------------------------------


def _board_fits(
    step: Step,
    top: Sequence[_Day],
    below: Sequence[_Day],
    notes: Sequence[float],
    told: float,
    *,
    pending: bool,
) -> bool:
    # Beside each other where they are short, so their lengths add up rather than their lines.
    said = ceil(sum([note + 4 for note in notes]) * 2.9 / (_SHEET[0] * 0.8)) * 4

    def fits(high: float) -> bool:
        return told + (high + step.rest + said + (9 if pending else 0)) <= _SHEET[1]

    high = 0.0
    for day in top:
        high = max(high, _column(day, step, _SHEET[0] / len(top) - 6.7))
        if not fits(high):
            return False
    if below:
        high += max([_column(day, step, _SHEET[0] / len(below) - 6.7) for day in below]) + 2
    return fits(high)


def _column(day: _Day, step: Step, width: float) -> float:
    beside = max(int((width + 4) / 50), 1)
    each = width / beside - (4 if beside > 1 else 0)
    groups = [_group(name, items, step, each) for name, items in day.groups]
    rows = groups
    if beside > 1:
        rows = [max(groups[i : i + beside]) for i in range(0, len(groups), beside)]
    head = 9 + 3.6 * (day.bars - 1) + (4 if day.over else 0)
    foot = ceil(day.foot * 2.7 / width) * 3.6 + 2
    notes = sum([ceil(note * 2.9 / width) * 3.9 + 1 for note in day.notes])
    return head + sum(rows) + foot + notes + 12 * day.waived + (0 if groups else 12) * step.em / 3


def _group(name: float, items: Sequence[_Line], step: Step, width: float) -> float:
    em, line, apart = step.em, step.line, step is _BOARD[0]
    room = _room(width, step)
    tag, small = (name + 1.6) * em * 0.9, em * 0.88
    high = step.group
    first = True
    for body, facts in items:
        # In the largest print the subject's name and an item's facts have lines of their own.
        beside = 0 if apart else (tag if first else 0) + facts * small
        length = body.only
        if length is None:
            own = _body(body, step, width, beside)
        else:
            length = length * em + beside
            own = line if length <= room else ceil(length / room) * line
        if not first:
            high += step.item
        high += own + line + (4.4 if first else 0) if apart else own
        first = False
    return high


# --- The notice: a row a day, a line an item -----------------------------------------------------


def _notice(step: Step, days: Sequence[_Day], notes: Sequence[float], *, pending: bool) -> float:
    said = sum([ceil((note + 3) * 3.2 / _PAPER[0]) * 4.3 for note in notes])
    rows = sum([max(_row(day, step), _row_head(day)) for day in days])
    return rows + said + step.rest + (16 if pending else 0)


def _row(day: _Day, step: Step) -> float:
    em, line = step.em, step.line
    whole, small, least = _PAPER[0] - _DAY - _SUBJECT, em * 0.85, em * 1.3
    single = max(line, least)
    high = 0.0
    for _, items in day.groups:
        for body, facts in items:
            width = whole - facts * small - 2
            if body.only is None:
                high += max(_body(body, step, width, 0), least)
                continue
            length = body.only * em
            if length <= width - em * 0.6:  # as ``_room`` has it, unless that is wider
                high += single
            else:
                high += max(ceil(length / _room(width, step)) * line, least)
    return high + day.boxes * step.group + (day.items - day.boxes) * step.item


def _row_head(day: _Day) -> float:
    if not day.groups and not day.notes:
        return 11
    lines = ceil(day.foot * 2.65 / 32) + (1 if day.longer else 0) + 5 * day.waived
    for note in day.notes:
        lines += ceil(note * 2.65 / 32)
    return 15 + lines * 3.6 + (4 if day.over else 0)


# --- Text ------------------------------------------------------------------------------------------


def _room(width: float, step: Step) -> float:
    """How wide a line may be: a character need not fit."""
    room, least = width - step.em * 0.6, step.em * 4
    return max(least, room)


def _body(body: _Body, step: Step, width: float, beside: float) -> float:
    """The height of a text that is ``width`` wide; ``beside`` of it is taken by what stands in its line."""
    room = _room(width, step)
    first, *rest = body.paragraphs or (0.0,)
    lines = max(ceil((first * step.em + beside) / room), 1)
    lines += sum(max(ceil(part * step.em / room), 1) for part in rest)
    high = lines * step.line + (len(rest) + len(body.rows[:1]) + body.pictures) * 0.6
    for row in body.rows:
        each = width / max(len(row), 1) - 2.2
        high += (
            max((ceil(cell * step.em * 0.88 / each) or 1 for cell in row), default=1)
            * step.line
            * 0.9
        )
    return high + body.pictures * step.picture


@lru_cache(maxsize=4096)
def _taken_apart(html: str) -> _Body:
    """Take a text into pieces; classes of a grade share most of them."""
    if html.startswith("<p>") and html.find("<", 3) == len(html) - 4 and html.endswith("</p>"):
        length = _length(html[3:-4].strip())
        return _Body(length or None)
    rows = tuple(
        tuple(_length(_TAG.sub("", cell)) for cell in _CELL.split(row)[1:])
        for row in _ROW.split(html)[1:]
    )
    running = _TABLE.sub("", html)
    parts = (_length(_TAG.sub("", part).strip()) for part in _BLOCK.split(running))
    paragraphs = tuple([part for part in parts if part])
    pictures = html.count("<img")
    plain = len(paragraphs) == 1 and not rows and not pictures
    return _Body(paragraphs[0] if plain else None, paragraphs, rows, pictures)


_TAG = re.compile(r"<[^>]*>")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr[ >]")
_CELL = re.compile(r"<t[hd][ >]")
_BLOCK = re.compile(r"</?(?:p|ul|ol|li|h\d|blockquote|pre|br|hr)\b[^>]*>")


@lru_cache(maxsize=8192)
def _length(text: str) -> float:
    """The width of a text in ems: Chinese characters and marks are 1 wide, Latin ones a little over half."""
    narrow = sum([char < _WIDE for char in text])
    return len(text) - narrow * 0.42


_WIDE = "\u2000"

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

from sjboard.model import Place
from sjboard.records import dataclass
from sjboard.views.board import Correction, DayView, ItemView, SubjectGroup, SubjectNote

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
    """A text in pieces: paragraphs' and table cells' lengths in ems, and how many pictures."""

    paragraphs: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]
    pictures: int


def board_density(
    days: Sequence[DayView],
    notes: Sequence[SubjectNote],
    *,
    pending: bool = False,
    corrections: Sequence[Correction] = (),
) -> int:
    """The step at which a class's board stays on one page."""
    told = _told(corrections, _SHEET[0])
    return _first(lambda step: told + _board(step, days, notes, pending=pending) <= _SHEET[1])


def notice_density(
    days: Sequence[DayView],
    notes: Sequence[SubjectNote],
    *,
    pending: bool = False,
    corrections: Sequence[Correction] = (),
) -> int:
    """The step at which a class's notice stays on one sheet."""
    told = _told(corrections, _PAPER[0])
    return _first(lambda step: told + _notice(step, days, notes, pending=pending) <= _PAPER[1])


def _told(corrections: Sequence[Correction], width: float) -> float:
    """How high what was corrected after publication stands."""
    lines = (ceil((_length(one.reason) + 12) * 3.1 / (width * 0.95)) for one in corrections)
    return sum(lines) * 4.3 + 8 if corrections else 0


def _first(fits: Callable[[int], bool]) -> int:
    return next((step for step in range(STEPS - 1) if fits(step)), STEPS - 1)


# --- The board: a column a day, weekends and further days below ---------------------------------


def _board(
    number: int, days: Sequence[DayView], notes: Sequence[SubjectNote], *, pending: bool
) -> float:
    step = _BOARD[number]
    across = min(max(len(days), 1), 5)
    width = _SHEET[0] / across - 6.7
    top, below = days[:across], days[across:]
    high = max((_column(day, number, width) for day in top), default=0)
    if below:
        high += max(_column(day, number, _SHEET[0] / len(below) - 6.7) for day in below) + 2
    # Beside each other where they are short, so their lengths add up rather than their lines.
    said = sum(_length(note.body.text) + 4 for note in notes) * 2.9
    return high + step.rest + ceil(said / (_SHEET[0] * 0.8)) * 4 + (9 if pending else 0)


def _column(day: DayView, number: int, width: float) -> float:
    step = _BOARD[number]
    beside = max(int((width + 4) / 50), 1)
    each = width / beside - (4 if beside > 1 else 0)
    groups = [_group(group, number, each) for group in day.groups]
    rows = (max(groups[i : i + beside]) for i in range(0, len(groups), beside))
    head = 9 + 3.6 * (len(day.bars) - 1) + (4 if day.over else 0)
    foot = ceil(_foot_length(day) * 2.7 / width) * 3.6 + 2
    notes = sum(ceil((_length(note.body.text) + 3) * 2.9 / width) * 3.9 + 1 for note in day.notes)
    waived = sum(12 for finding in day.findings if finding.kind == "waived")
    return head + sum(rows) + foot + notes + waived + (0 if groups else 12) * step.em / 3


def _group(group: SubjectGroup, number: int, width: float) -> float:
    step = _BOARD[number]
    high = step.group
    for index, item in enumerate(group.items):
        high += step.item if index else 0
        if number == 0:
            high += _body(item.body.html, step, width, 0) + step.line + (0 if index else 4.4)
        else:
            tag = 0 if index else (_length(group.name) + 1.6) * step.em * 0.9
            high += _body(item.body.html, step, width, tag + _meta(item, step.em * 0.88))
    return high


# --- The notice: a row a day, a line an item -----------------------------------------------------


def _notice(
    number: int, days: Sequence[DayView], notes: Sequence[SubjectNote], *, pending: bool
) -> float:
    step = _NOTICE[number]
    said = sum(ceil((_length(note.body.text) + 3) * 3.2 / _PAPER[0]) * 4.3 for note in notes)
    rows = sum(max(_row(day, step), _row_head(day)) for day in days)
    return rows + said + step.rest + (16 if pending else 0)


def _row(day: DayView, step: Step) -> float:
    high = 0.0
    boxes = {g.colour if g.colour in _COLUMNS else "other" for g in day.groups}
    items = [item for group in day.groups for item in group.items]
    for item in items:
        width = _PAPER[0] - _DAY - _SUBJECT - _meta(item, step.em * 0.85) - 2
        high += max(_body(item.body.html, step, width, 0), step.em * 1.3)
    return high + len(boxes) * step.group + (len(items) - len(boxes)) * step.item


def _row_head(day: DayView) -> float:
    if not day.groups and not day.notes:
        return 11
    lines = ceil(_foot_length(day) * 2.65 / 32) + (1 if day.days > 1 else 0)
    lines += sum(ceil((_length(note.body.text) + 3) * 2.65 / 32) for note in day.notes)
    lines += sum(5 for finding in day.findings if finding.kind == "waived")
    return 15 + lines * 3.6 + (4 if day.over else 0)


# --- Text ------------------------------------------------------------------------------------------


def _foot_length(day: DayView) -> float:
    """The length of the sums below a day, in ems: whole phrases of the locale, about."""
    parts = (
        (day.other and (day.limit != 0 or day.written), 11),
        (day.optional_written, 9),
        (day.optional_other, 10),
        (day.in_school, 8),
        (day.after_school, 26),
        (day.state == "no-written" and day.limit != 0, 7),
    )
    return sum(length for there, length in parts if there)


def _meta(item: ItemView, em: float) -> float:
    """The width of kind, tier, place, due day and minutes beside a text."""
    length = 2.2 + _length(item.kind_name) + 4.5
    length += 2.5 if item.minutes_low < item.minutes else 0
    length += _length(item.tier_name) + 1.8 if item.tier_name else 0
    length += 3 if item.optional else 0
    length += 5 if item.place is not Place.HOME else 0
    length += 6.5 if item.due else 0
    return length * em


def _body(html: str, step: Step, width: float, beside: float) -> float:
    """The height of a text that is ``width`` wide; ``beside`` of it is taken by what stands in its line."""
    body = _taken_apart(html)
    room = max(width - step.em * 0.6, step.em * 4)
    if len(body.paragraphs) == 1 and not body.rows and not body.pictures:  # nearly every text
        return max(ceil((body.paragraphs[0] * step.em + beside) / room), 1) * step.line
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
    rows = tuple(
        tuple(_length(_TAG.sub("", cell)) for cell in _CELL.split(row)[1:])
        for row in _ROW.split(html)[1:]
    )
    running = _TABLE.sub("", html)
    parts = (_length(_TAG.sub("", part).strip()) for part in _BLOCK.split(running))
    return _Body(tuple(part for part in parts if part), rows, html.count("<img"))


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

"""A grade's week: the table of its classes against its days, and its poster.

On the poster an item that every class has stands once; one that only some have says which.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import TypeAlias

from sjboard.content.ledger import WeekRecord
from sjboard.model import Block, BlockKind, ClassId, Week
from sjboard.views import routes
from sjboard.views.bars import Scale, Sum, range_bar, scale_of, share
from sjboard.views.board import (
    ApprovalView,
    Cell,
    ClassBoard,
    ClassRow,
    ColumnHead,
    DayView,
    GradeBoard,
    GradeDay,
    GradeGroup,
    GradeItem,
    GradeTable,
    ItemView,
    SubjectGroup,
)
from sjboard.views.common import Common
from sjboard.views.head import NEVER_PUBLISHED, column_head, held_from, week_head, week_ref
from sjboard.views.waived import together

Days: TypeAlias = Sequence[tuple[ClassId, DayView]]
"""A block as each class has it whose board shows it."""


def grade_board(
    common: Common,
    grade: int,
    boards: Sequence[ClassBoard],
    *,
    approval: ApprovalView,
    neighbours: tuple[Week | None, Week | None],
    record: WeekRecord = NEVER_PUBLISHED,
) -> GradeBoard:
    """Make a grade's page and poster of its classes' boards; ``neighbours``: the weeks beside it.

    ``record`` is what the ledger says of the week.
    """
    week = common.week
    blocks = shown_blocks(week, boards)
    columns = tuple([column_head(block) for block in blocks])
    by_first = [{day.first: day for day in board.days} for board in boards]
    limit = common.ordinary_limit(grade)
    table = GradeTable(
        grade=grade,
        route=routes.grade(week.term, week.number, grade),
        poster_route=routes.poster(week.term, week.number, grade),
        limit=limit,
        written_allowed=limit != 0,
        columns=columns,
        rows=tuple([_row(*one, columns) for one in zip(boards, by_first, strict=True)]),
    )
    days: list[Days] = [
        [
            (b.id, of[column.first])
            for b, of in zip(boards, by_first, strict=True)
            if column.first in of
        ]
        for column in columns
    ]
    cells = [_together([row.cells[n] for row in table.rows], own) for n, own in enumerate(days)]
    scale = scale_of([(cell.limit, [Sum("", cell.high, 0, cell.over)]) for cell in cells], limit)
    states = {board.state for board in boards}
    route = partial(routes.grade, grade_number=grade)
    return GradeBoard(
        week=week_head(common.config, week, blocks, record),
        state=next((s for s in ("homework", "none", "silent") if s in states), "silent"),
        route=table.route,
        term_route=routes.term_grade(week.term, grade),
        previous=week_ref(neighbours[0], route),
        next=week_ref(neighbours[1], route),
        table=table,
        days=tuple(
            [_day(*one, scale, len(boards)) for one in zip(columns, days, cells, strict=True)]
        ),
        approval=approval,
        silent=tuple([board.id for board in boards if board.state == "silent"]),
        any_optional=any(board.any_optional for board in boards),
        any_tiers=any(board.any_tiers for board in boards),
        held=held_from(record, [board.id for board in boards]),
        any_after_school=any(board.any_after_school for board in boards),
        waived=together([(board.id, found) for board in boards for found in board.waived]),
    )


def shown_blocks(week: Week, boards: Iterable[ClassBoard]) -> tuple[Block, ...]:
    """The week's school days, and the other blocks that some class's board has."""
    said = {day.first for board in boards for day in board.days}
    return tuple(b for b in week.blocks if b.kind is BlockKind.SCHOOL_DAY or b.first in said)


def _row(
    board: ClassBoard, days: Mapping[date, DayView], columns: Iterable[ColumnHead]
) -> ClassRow:
    return ClassRow(
        id=board.id,
        route=board.route,
        cells=tuple([_cell(column.first, days.get(column.first)) for column in columns]),
        week_written=sum([day.written for day in board.days]),
        approval=board.approval.state,
        over=sum([day.over > 0 for day in board.days]),
    )


def _cell(first: date, day: DayView | None) -> Cell:
    """Sum up a class's block; None where its board does not show it, since nothing is set."""
    if day is None:
        return Cell(first, 0, 0, 0, 0, None, 0, "none", optional=False, fill=0)
    required = any(not item.optional for group in day.groups for item in group.items)
    return Cell(
        first=first,
        low=day.written,
        high=day.written,
        other_low=day.other,
        other_high=day.other,
        limit=day.limit,
        over=day.over,
        state=day.state,
        optional=bool(day.groups) and not required,
        fill=share(day.written, day.limit),
        waived=_is_waived(day),
    )


def _is_waived(day: DayView) -> bool:
    return any(found.kind == "waived" for found in day.findings)


def _together(cells: Sequence[Cell], days: Days) -> Cell:
    """Sum up one block over classes; ``days`` are of those that show it.

    A class for which nobody handed in anything is left out: that it has no homework is not known.
    """
    known = [cell for cell in cells if cell.state != "silent"]
    set_ = [cell for cell in cells if cell.state in _SET]
    limit = days[0][1].limit if days else None
    high = max([cell.high for cell in known], default=0)
    return Cell(
        first=cells[0].first,
        low=min([cell.low for cell in known], default=0),
        high=high,
        other_low=min([cell.other_low for cell in known], default=0),
        other_high=max([cell.other_high for cell in known], default=0),
        limit=limit,
        over=max([cell.over for cell in cells], default=0),
        state=_state({day.state for _, day in days}),
        optional=bool(set_) and all(cell.optional for cell in set_),
        fill=share(high, limit),
        waived=any(cell.waived for cell in cells),
    )


_SET = ("homework", "no-written")
"""The states of days on which something is set."""


def _state(states: Container[str]) -> str:
    """The state of several classes together; ``silent`` only where none of them says anything."""
    ranked = (*_SET, "none", "silent")
    return next((state for state in ranked if state in states), "none")


def _day(column: ColumnHead, days: Days, cell: Cell, scale: Scale, classes: int) -> GradeDay:
    known = [day for _, day in days if day.state != "silent"]
    stay, leave = [day.total_stay for day in known], [day.total_leave for day in known]
    return GradeDay(
        column=column,
        cell=cell,
        bar=range_bar(cell.low, cell.high, cell.limit, scale),
        groups=_groups(days, classes),
        notes=tuple(dict.fromkeys([note for _, day in days for note in day.notes])),
        after_school=any(day.after_school for _, day in days),
        stay_low=min(stay, default=0),
        stay_high=max(stay, default=0),
        leave_low=min(leave, default=0),
        leave_high=max(leave, default=0),
        waived=together(
            [
                (class_id, found)
                for class_id, day in days
                for found in day.findings
                if found.kind == "waived"
            ]
        ),
    )


_Had: TypeAlias = list[tuple[ClassId, ItemView]]
"""The classes that have an item, each with its own."""


def _groups(days: Days, classes: int) -> tuple[GradeGroup, ...]:
    """Merge equal items over classes, by subject in the order of the first class that has it.

    Items are equal whoever teaches them; one that several teach names no teacher. Two equal items of
    one class stay two.
    """
    heads: dict[str, SubjectGroup] = {}
    merged: dict[str, list[_Had]] = {}
    alike: dict[tuple[object, ...], list[_Had]] = {}
    for class_id, day in days:
        for group in day.groups:
            heads.setdefault(group.subject, group)
            items = merged.setdefault(group.subject, [])
            for item in group.items:
                others = alike.setdefault(_BUT_TEACHER(item), [])
                for had in others:
                    if had[-1][0] is not class_id:
                        break
                else:
                    had = []
                    others.append(had)
                    items.append(had)
                had.append((class_id, item))
    return tuple(
        [
            GradeGroup(
                subject,
                heads[subject].name,
                heads[subject].colour,
                tuple([_shared(had, classes) for had in items]),
            )
            for subject, items in merged.items()
        ]
    )


_BUT_TEACHER = attrgetter(
    *("subject", "body.html", "body.text", "kind", "kind_name", "tier", "optional", "place"),
    *("minutes", "minutes_low", "due"),
)
"""All that items can differ in, but the teacher; the rest follows from it."""


def _shared(had: _Had, classes: int) -> GradeItem:
    """The item that classes have in common, with its teacher only where that is one and the same."""
    item = had[0][1]
    if len(had) == 1 < classes:
        return GradeItem(item, (had[0][0],))
    if any(other.teacher != item.teacher for _, other in had):
        item = replace(item, teacher="")
    return GradeItem(item, () if len(had) == classes else tuple([class_id for class_id, _ in had]))

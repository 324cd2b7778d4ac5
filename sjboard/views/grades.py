"""A grade's week: the table of its classes against its days, and its poster.

On the poster an item that every class has stands once; one that only some have says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from sjboard.config.values import Config
from sjboard.content.ledger import WeekRecord
from sjboard.model import Block, BlockKind, ClassId, Week
from sjboard.views import routes
from sjboard.views.bars import share
from sjboard.views.board import (
    ApprovalView,
    Cell,
    ClassBoard,
    ClassRow,
    DayView,
    GradeBoard,
    GradeDay,
    GradeGroup,
    GradeItem,
    GradeTable,
    ItemView,
    SubjectGroup,
)
from sjboard.views.head import (
    NEVER_PUBLISHED,
    column_head,
    ordinary_limit,
    week_head,
    week_ref,
)


def grade_table(config: Config, week: Week, grade: int, boards: Sequence[ClassBoard]) -> GradeTable:
    """Lay the boards of a grade's classes side by side."""
    columns = shown_blocks(week, boards)
    limit = ordinary_limit(config, week, grade)
    return GradeTable(
        grade=grade,
        route=routes.grade(week.term, week.number, grade),
        poster_route=routes.poster(week.term, week.number, grade),
        limit=limit,
        written_allowed=limit != 0,
        columns=tuple(column_head(block) for block in columns),
        rows=tuple(_row(board, columns) for board in boards),
    )


def grade_board(
    config: Config,
    week: Week,
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
    columns = shown_blocks(week, boards)
    table = grade_table(config, week, grade, boards)
    route = partial(routes.grade, grade_number=grade)
    return GradeBoard(
        week=week_head(config, week, columns, record),
        route=table.route,
        previous=week_ref(neighbours[0], route),
        next=week_ref(neighbours[1], route),
        table=table,
        days=tuple(_day(block, boards) for block in columns),
        approval=approval,
        any_optional=any(board.any_optional for board in boards),
        any_tiers=any(board.any_tiers for board in boards),
    )


def shown_blocks(week: Week, boards: Iterable[ClassBoard]) -> tuple[Block, ...]:
    """The week's school days, and the other blocks that some class's board has."""
    said = {day.first for board in boards for day in board.days}
    return tuple(b for b in week.blocks if b.kind is BlockKind.SCHOOL_DAY or b.first in said)


def _row(board: ClassBoard, columns: Iterable[Block]) -> ClassRow:
    days = {day.first: day for day in board.days}
    return ClassRow(
        id=board.id,
        route=board.route,
        cells=tuple(_cell(block, [days.get(block.first)]) for block in columns),
        week_written=sum(day.written for day in board.days),
        approval=board.approval.state,
        over=sum(1 for day in board.days if day.over),
    )


def _cell(block: Block, days: Sequence[DayView | None]) -> Cell:
    """Sum up one block over classes; None stands for a class that says nothing of it."""
    said = [day for day in days if day is not None]
    written = [day.written if day else 0 for day in days] or [0]
    other = [day.other if day else 0 for day in days] or [0]
    items = [item for day in said for group in day.groups for item in group.items]
    limit = next((day.limit for day in said), None)
    return Cell(
        first=block.first,
        low=min(written),
        high=max(written),
        other_low=min(other),
        other_high=max(other),
        limit=limit,
        over=max((day.over for day in said), default=0),
        state=_state([day.state for day in said]),
        optional=bool(items) and all(item.optional for item in items),
        fill=share(max(written), limit),
    )


def _state(states: Sequence[str]) -> str:
    """The state of several classes together; ``silent`` only where none of them says anything."""
    ranked = ("homework", "no-written", "none", "silent")
    return next((state for state in ranked if state in states), "none")


def _day(block: Block, boards: Sequence[ClassBoard]) -> GradeDay:
    days = [
        (board.id, next((d for d in board.days if d.first == block.first), None))
        for board in boards
    ]
    said = [(class_id, day) for class_id, day in days if day is not None]
    notes = dict.fromkeys(note for _, day in said for note in day.notes)
    return GradeDay(
        column=column_head(block),
        cell=_cell(block, [day for _, day in days]),
        groups=_groups(said, len(boards)),
        notes=tuple(notes),
    )


def _groups(days: Sequence[tuple[ClassId, DayView]], classes: int) -> tuple[GradeGroup, ...]:
    """Merge equal items over classes, by subject in the order of the first class that has it.

    Items are equal whoever teaches them; one that several teach names no teacher. Two equal items of
    one class stay two.
    """
    heads: dict[str, SubjectGroup] = {}
    merged: dict[str, dict[tuple[ItemView, int], dict[ClassId, str]]] = {}
    for class_id, day in days:
        seen: Counter[ItemView] = Counter()
        for group in day.groups:
            heads.setdefault(group.subject, group)
            items = merged.setdefault(group.subject, {})
            for item in group.items:
                same = replace(item, teacher="")
                items.setdefault((same, seen[same]), {})[class_id] = item.teacher
                seen[same] += 1
    return tuple(
        GradeGroup(
            subject,
            heads[subject].name,
            heads[subject].colour,
            tuple(
                GradeItem(
                    replace(item, teacher=_one(teachers.values())),
                    () if len(teachers) == classes else tuple(teachers),
                )
                for (item, _), teachers in items.items()
            ),
        )
        for subject, items in merged.items()
    )


def _one(names: Iterable[str]) -> str:
    """The one name that they all are, or none."""
    different = set(names)
    return different.pop() if len(different) == 1 else ""

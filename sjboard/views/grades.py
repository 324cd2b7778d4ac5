"""A grade's week: the table of its classes against its days, and its poster.

On the poster an item that every class has stands once; one that only some have says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from operator import attrgetter

from sjboard.config.values import Config
from sjboard.content.ledger import WeekRecord
from sjboard.model import Block, BlockKind, ClassId, Week
from sjboard.views import routes
from sjboard.views.bars import Scale, Sum, range_bar, scale_of, share
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
    held_from,
    ordinary_limit,
    week_head,
    week_ref,
)
from sjboard.views.waived import together


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
    cells = [(block, _cell(block, list(_on(block, boards).values()))) for block in columns]
    sums = [(cell.limit, [Sum("", cell.high, 0, cell.over)]) for _, cell in cells]
    scale = scale_of(sums, table.limit)
    states = [board.state for board in boards]
    return GradeBoard(
        week=week_head(config, week, columns, record),
        state=next((s for s in ("homework", "none", "silent") if s in states), "silent"),
        route=table.route,
        term_route=routes.term_grade(week.term, grade),
        previous=week_ref(neighbours[0], route),
        next=week_ref(neighbours[1], route),
        table=table,
        days=tuple(_day(block, boards, cell, scale) for block, cell in cells),
        approval=approval,
        silent=tuple(board.id for board in boards if board.state == "silent"),
        any_optional=any(board.any_optional for board in boards),
        any_tiers=any(board.any_tiers for board in boards),
        held=held_from(record, [board.id for board in boards]),
        any_after_school=any(board.any_after_school for board in boards),
        waived=together((board.id, found) for board in boards for found in board.waived),
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
    """Sum up one block over classes; None stands for a class that says nothing of it.

    A class for which nobody handed in anything is left out: that it has no homework is not known.
    """
    said = [day for day in days if day is not None]
    known = [day for day in days if day is None or day.state != "silent"]
    written = [day.written if day else 0 for day in known] or [0]
    other = [day.other if day else 0 for day in known] or [0]
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
        waived=any(found.kind == "waived" for day in said for found in day.findings),
    )


def _state(states: Sequence[str]) -> str:
    """The state of several classes together; ``silent`` only where none of them says anything."""
    ranked = ("homework", "no-written", "none", "silent")
    return next((state for state in ranked if state in states), "none")


def _on(block: Block, boards: Sequence[ClassBoard]) -> dict[ClassId, DayView | None]:
    """A block as each class has it; None where its board does not show it."""
    return {
        board.id: next((d for d in board.days if d.first == block.first), None) for board in boards
    }


def _day(block: Block, boards: Sequence[ClassBoard], cell: Cell, scale: Scale) -> GradeDay:
    days = _on(block, boards)
    said = [(class_id, day) for class_id, day in days.items() if day is not None]
    notes = dict.fromkeys(note for _, day in said for note in day.notes)
    totals = [(day.total_stay, day.total_leave) for _, day in said if day.state != "silent"]
    stay, leave = zip(*(totals or [(0, 0)]), strict=True)
    return GradeDay(
        column=column_head(block),
        cell=cell,
        bar=range_bar(cell.low, cell.high, cell.limit, scale),
        groups=_groups(said, len(boards)),
        notes=tuple(notes),
        after_school=any(day.after_school for _, day in said),
        stay_low=min(stay),
        stay_high=max(stay),
        leave_low=min(leave),
        leave_high=max(leave),
        waived=together(
            (class_id, found)
            for class_id, day in said
            for found in day.findings
            if found.kind == "waived"
        ),
    )


def _groups(days: Sequence[tuple[ClassId, DayView]], classes: int) -> tuple[GradeGroup, ...]:
    """Merge equal items over classes, by subject in the order of the first class that has it.

    Items are equal whoever teaches them; one that several teach names no teacher. Two equal items of
    one class stay two.
    """
    heads: dict[str, SubjectGroup] = {}
    merged: dict[str, dict[tuple[object, ...], dict[ClassId, ItemView]]] = {}
    for class_id, day in days:
        seen: Counter[tuple[object, ...]] = Counter()
        for group in day.groups:
            heads.setdefault(group.subject, group)
            items = merged.setdefault(group.subject, {})
            for item in group.items:
                same = _BUT_TEACHER(item)
                items.setdefault((*same, seen[same]), {})[class_id] = item
                seen[same] += 1
    return tuple(
        GradeGroup(
            subject,
            heads[subject].name,
            heads[subject].colour,
            tuple(
                GradeItem(_one(had), () if len(had) == classes else tuple(had))
                for had in items.values()
            ),
        )
        for subject, items in merged.items()
    )


_BUT_TEACHER = attrgetter(*(part.name for part in fields(ItemView) if part.name != "teacher"))


def _one(had: Mapping[ClassId, ItemView]) -> ItemView:
    """The item that classes have in common, with its teacher only where that is one and the same."""
    teachers = {item.teacher for item in had.values()}
    item = next(iter(had.values()))
    return item if len(teachers) == 1 else replace(item, teacher="")

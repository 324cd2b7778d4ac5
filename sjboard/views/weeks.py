"""A week as views: every class, every grade, the overview, and the summary that other pages need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from sjboard.config.values import Config
from sjboard.content.ledger import WeekRecord
from sjboard.diagnostics import Diagnostic
from sjboard.held import NOTHING, Held
from sjboard.model import ClassId, Entry, Week
from sjboard.views import routes
from sjboard.views.approval import approval_view
from sjboard.views.board import ClassBoard, GradeBoard, WeekBoard, WeekViews
from sjboard.views.classes import ClassWeek, class_board
from sjboard.views.common import Common
from sjboard.views.days import days_of
from sjboard.views.grades import grade_board, shown_blocks
from sjboard.views.head import NEVER_PUBLISHED, week_head, week_ref
from sjboard.views.mixes import mixes_of
from sjboard.views.site import WeekLine, WeekSummary
from sjboard.views.waived import waived_for, waivers


def assemble_week(  # noqa: PLR0917 - what goes into a week, in the order in which it comes about
    config: Config,
    week: Week,
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    entries: Iterable[Entry],
    previous: Week | None,
    following: Week | None,
    notes: Iterable[Diagnostic] = (),
    record: WeekRecord = NEVER_PUBLISHED,
    held: Held = NOTHING,
) -> WeekViews:
    """Make all that is shown of a week.

    ``by_class`` gives each class the entries that apply to it, in the board's order (``apply_entries``);
    ``entries`` are all of the week's, in any order: a grade is approved when each of its entries is.
    ``previous`` and ``following`` are the neighbouring weeks that are published too. ``notes`` are what
    judging the week left: what was waived is printed. ``record`` is what the ledger says of the week.
    A class whose entries are ``held`` is not drawn again, nor a grade of such classes.
    """
    classes: dict[int, list[ClassBoard]] = {}
    weeks: list[ClassWeek] = []
    left = waivers(notes)
    common = Common(week, config)
    for class_id in config.all_classes:
        applied = by_class.get(class_id, ())
        waived = waived_for(left, class_id, applied)
        own, board = held.again(
            (ClassBoard, week.term, week.number, class_id),
            (applied, waived, week, previous, following, record),
            partial(_drawn, common, class_id, applied, waived, previous, following, record),
        )
        weeks.append(own)
        classes.setdefault(class_id.grade, []).append(board)
    written = tuple(entries)
    grades = []
    for grade, members in classes.items():
        approval = approval_view((e for e in written if e.grade == grade), week, config)
        grades.append(
            held.again(
                (GradeBoard, week.term, week.number, grade),
                (members, approval, previous, following, record),
                partial(
                    grade_board,
                    common,
                    grade,
                    members,
                    approval=approval,
                    neighbours=(previous, following),
                    record=record,
                ),
            )
        )
    boards = tuple(board for members in classes.values() for board in members)
    return WeekViews(
        week=WeekBoard(
            week=week_head(config, week, shown_blocks(week, boards), record),
            route=routes.week(week.term, week.number),
            notices_route=routes.notices(week.term, week.number),
            previous=week_ref(previous, routes.week),
            next=week_ref(following, routes.week),
            grades=tuple(grade.table for grade in grades),
        ),
        grades=tuple(grades),
        classes=boards,
        mixes=mixes_of(weeks, config),
        blocks=tuple((block.first, block.last) for block in week.blocks),
    )


def _drawn(  # noqa: PLR0917 - what goes into a class's week
    common: Common,
    class_id: ClassId,
    applied: tuple[Entry, ...],
    waived: tuple[Diagnostic, ...],
    previous: Week | None,
    following: Week | None,
    record: WeekRecord,
) -> tuple[ClassWeek, ClassBoard]:
    own = ClassWeek(class_id, applied, days_of(common, applied, class_id), waived)
    return own, class_board(common, own, previous, following, record)


def summarise(views: WeekViews) -> WeekSummary:
    """Keep of a week what every page that spans weeks shows."""
    board = views.week
    head = board.week
    rows = [row for grade in board.grades for row in grade.rows]
    return WeekSummary(
        term=head.term,
        line=WeekLine(
            number=head.number,
            first=head.first,
            last=head.last,
            published=head.published,
            route=board.route,
            classes=len(rows),
            classes_over=sum(1 for row in rows if row.over),
        ),
        head=head,
        grades=tuple(
            (grade.route, tuple(row.route for row in grade.rows)) for grade in board.grades
        ),
        written=sum(row.week_written for row in rows),
    )


def newest(summaries: Iterable[WeekSummary]) -> WeekSummary | None:
    """The latest of the weeks by their days; of several terms' at once, the last by its id."""
    return max(summaries, key=by_days, default=None)


def by_days(summary: WeekSummary) -> tuple[date, str]:
    """The order of weeks: by their days; of several terms' at once, by the term's id."""
    return summary.line.first, summary.term

"""A term as pictures: every week's minutes against the cap, and what the work is made of.

Reduces a grade's weeks, for itself and for its classes. Knows the geometry of the pictures. Does not
know words, nor how homework is added up: the figures are the overview's (``WeekBoard``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sjboard.config.values import Config
from sjboard.model import BlockKind, ClassId, Term, Week
from sjboard.records import dataclass
from sjboard.views import routes
from sjboard.views.bars import USUAL_CAP
from sjboard.views.board import BAR_UNITS, GradeTable, Mixes
from sjboard.views.chart import CapLine, ChartWeek, MixLine, TermLoad
from sjboard.views.names import colour, icon
from sjboard.views.site import ClassMinutes, GradeMinutes

ALL = 10_000
"""A picture's width and height: hundredths of a percent."""

_FEW = 12
"""Up to so many weeks every one's number has room on a phone; of more, every fifth's."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """Minutes of each school day, a class a row, of those classes of which something is known."""

    days: tuple[tuple[int, ...], ...]
    limit: int | None
    over: int
    means: tuple[int, ...]
    most: int


def rounded(total: int, parts: int) -> int:
    """Divide to whole minutes, a half upwards."""
    return (2 * total + parts) // (2 * parts)


def term_loads(
    config: Config, term: Term, grade: int, weeks: Mapping[int, GradeMinutes]
) -> tuple[TermLoad, ...]:
    """Make the pages of a grade's term, and behind it of its classes'; ``weeks`` are the public ones."""
    return tuple(
        _load(config, term, weeks, grade, class_) for class_ in (None, *config.classes(grade))
    )


def _load(
    config: Config,
    term: Term,
    tables: Mapping[int, GradeMinutes],
    grade: int,
    class_: ClassId | None,
) -> TermLoad:
    first, last = min(tables), max(tables)
    newest = tables[last]
    measure = "written" if newest.written_allowed else "other"
    figures = {n: _figures(table, class_, measure) for n, table in tables.items()}
    known = {n: own for n, own in figures.items() if own is not None}
    limits = _limits(term.weeks, tables) if measure == "written" else {}
    # The cap stands at three quarters, as on a board, unless some day is above all that.
    cap = max((limit or 0 for limit in limits.values()), default=0) or USUAL_CAP
    full = max(cap * 4, *(own.most * 3 for own in known.values()), 1)
    columns = _columns(term, tables, known, class_, limits=limits, full=full)
    if class_ is None:
        route, board_route = routes.term_grade(term.id, grade), newest.route
    else:
        route, board_route = routes.term_class(term.id, class_), routes.own(class_)
    every = [minutes for own in known.values() for row in own.days for minutes in row]
    most = max((own.most for own in known.values()), default=0)
    kinds, subjects, total = _mixes(config, tables.values(), class_)
    return TermLoad(
        term=term.id,
        term_name=term.name,
        route=route,
        term_route=routes.term(term.id),
        grade=grade,
        class_=class_,
        board_route=board_route,
        grade_route=routes.term_grade(term.id, grade),
        classes=tuple((c, routes.term_class(term.id, c)) for c in config.classes(grade)),
        limit=newest.limit,
        written_allowed=newest.written_allowed,
        measure=measure,
        weeks=columns,
        rows=tuple(c for c in columns if first <= c.number <= last),
        caps=_caps(columns, full),
        public=len(known),
        mean=rounded(sum(every), len(every)) if every else 0,
        most=most,
        most_week=next((n for n in sorted(known) if known[n].most == most), 0),
        over=sum(own.over for own in known.values()),
        kinds=kinds,
        subjects=subjects,
        total=total,
    )


# --- Figures --------------------------------------------------------------------------------------


def grade_minutes(table: GradeTable, mixes: Mixes) -> GradeMinutes:
    """Keep of a grade's week what the pictures of its term show."""
    school = [n for n, c in enumerate(table.columns) if c.block is BlockKind.SCHOOL_DAY]
    classes = []
    for row in table.rows:
        cells = [row.cells[n] for n in school]
        if any(cell.state != "silent" for cell in cells):
            written = tuple(cell.high for cell in cells)
            other = tuple(cell.other_high for cell in cells)
            classes.append(ClassMinutes(row.id, row.over, written, other))
    return GradeMinutes(
        table.route,
        table.limit,
        table.written_allowed,
        tuple(classes),
        mixes.kinds,
        mixes.subjects,
        tuple(mix for mix in mixes.classes if mix.id.grade == table.grade),
    )


def _figures(table: GradeMinutes, class_: ClassId | None, measure: str) -> _Figures | None:
    """What is known of a week; None where nobody handed in anything, or there was no school day."""
    known = [one for one in table.classes if class_ is None or one.id == class_]
    if not known:
        return None
    days = tuple(one.written if measure == "written" else one.other for one in known)
    means = tuple([rounded(sum(row), len(row)) for row in days if row])
    most = max(map(max, filter(None, days)), default=0)
    return _Figures(days, table.limit, sum(one.over for one in known), means, most)


# --- The picture ----------------------------------------------------------------------------------


def _columns(
    term: Term,
    tables: Mapping[int, GradeMinutes],
    known: Mapping[int, _Figures],
    class_: ClassId | None,
    *,
    limits: Mapping[int, int | None],
    full: int,
) -> tuple[ChartWeek, ...]:
    step = ALL // max(len(term.weeks), 1)
    columns = []
    for place, week in enumerate(term.weeks):
        own = known.get(week.number)
        low, high = (min(own.means), max(own.means)) if own else (0, 0)
        most = own.most if own else 0
        top = partial(_top, full=full)
        columns.append(
            ChartWeek(
                number=week.number,
                first=week.blocks[0].first if week.blocks else week.monday,
                last=week.blocks[-1].last if week.blocks else week.monday,
                state=_state(week, tables, own),
                route=_route(week, tables, class_),
                mean_low=low,
                mean_high=high,
                most=most,
                limit=limits.get(week.number),
                over=own.over if own else 0,
                left=percent(place * step + step // 5),
                width=percent(step - 2 * (step // 5)),
                middle=percent(place * step + step // 2),
                solid_top=percent(top(low)),
                solid_height=percent(ALL - top(low)),
                range_top=percent(top(high)),
                range_height=percent(top(low) - top(high)),
                most_top=percent(top(most)),
                minor=len(term.weeks) > _FEW and bool(week.number % 5) and week.number != 1,
            )
        )
    return tuple(columns)


def _limits(weeks: Sequence[Week], tables: Mapping[int, GradeMinutes]) -> dict[int, int | None]:
    """Every week's cap: of one that is not public, that of the last public one before it, or the first."""
    last = tables[min(tables)].limit
    limits = {}
    for week in weeks:
        last = tables[week.number].limit if week.number in tables else last
        limits[week.number] = last
    return limits


def _state(week: Week, tables: Mapping[int, GradeMinutes], own: _Figures | None) -> str:
    if own:
        return "work"
    if not week.school_days:
        return "no-school"
    return "silent" if week.number in tables else "unpublished"


def _route(week: Week, tables: Mapping[int, GradeMinutes], class_: ClassId | None) -> str:
    table = tables.get(week.number)
    if table is None:
        return ""
    return table.route if class_ is None else routes.class_(week.term, week.number, class_)


def _top(minutes: int, full: int) -> int:
    """How far below the picture's upper edge so many minutes stand; ``full`` is three times its height."""
    return ALL - minutes * 3 * ALL // full


def percent(part: int) -> str:
    """Write hundredths of a percent: 4762 is ``47.62``."""
    return f"{part // 100}.{part % 100:02d}"


def _caps(columns: Sequence[ChartWeek], full: int) -> tuple[CapLine, ...]:
    """Draw the cap, one line as long as it stays the same; none where no written work may be set."""
    step = ALL // max(len(columns), 1)
    lines: list[CapLine] = []
    before: int | None = None
    for place, column in enumerate(columns):
        right = percent(ALL if place + 1 == len(columns) else (place + 1) * step)
        if column.limit and column.limit == before:
            lines[-1] = replace(lines[-1], right=right)
        elif column.limit:
            top = percent(_top(column.limit, full))
            lines.append(CapLine(column.limit, percent(place * step), right, top))
        before = column.limit
    return tuple(lines)


# --- What it is made of -----------------------------------------------------------------------------


def _mixes(
    config: Config, tables: Iterable[GradeMinutes], class_: ClassId | None
) -> tuple[tuple[MixLine, ...], tuple[MixLine, ...], int]:
    """Share out an average week of one class by kinds and by subjects; its minutes last."""
    kinds: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    weeks = 0
    for table in tables:
        for mix in table.mixes:
            if class_ is None or mix.id == class_:
                for kind, minutes in zip(table.kinds, mix.kinds, strict=True):
                    kinds[kind] += minutes
                for subject, minutes in zip(table.subjects, mix.subjects, strict=True):
                    subjects[subject] += minutes
                weeks += 1
    named_kinds = [(k.name, icon(k), kinds[k.id]) for k in config.kinds.values()]
    named_subjects = [(s.name, colour(s), subjects[s.id]) for s in config.subjects.values()]
    total = rounded(kinds.total(), weeks) if weeks else 0
    return _lines(named_kinds, weeks), _lines(named_subjects, weeks), total


def _lines(parts: Sequence[tuple[str, str, int]], weeks: int) -> tuple[MixLine, ...]:
    """Make the bars, the longest first; shares in percent by largest remainder."""
    used = sorted((part for part in parts if part[2]), key=lambda part: -part[2])
    total = sum(minutes for _, _, minutes in used)
    shares = [divmod(minutes * 100, total) for _, _, minutes in used]
    missing = 100 - sum(whole for whole, _ in shares)
    favoured = sorted(range(len(used)), key=lambda n: -shares[n][1])[:missing]
    return tuple(
        MixLine(
            name,
            key,
            rounded(minutes, weeks),
            shares[n][0] + (n in favoured),
            minutes * BAR_UNITS // used[0][2],
        )
        for n, (name, key, minutes) in enumerate(used)
    )

"""What a board, a notice and a poster show: the templates' whole world, ready to be written out.

Templates do no arithmetic and look nothing up: widths, sums, states and order are decided here.
Names that the school chose (subjects, kinds, tiers) are text; what the program itself says is a word
of the locale, so a state is a key (``over``), never a sentence. Routes are relative to the site's root.
"""

from __future__ import annotations

from datetime import date

from sjboard.diagnostics import Arg
from sjboard.model import BlockKind, ClassId, Markup, Place
from sjboard.records import dataclass

NOTICE = ("chinese", "math", "english")
"""The palette's keys of the subjects that have a column of their own on a notice."""

BAR_UNITS = 1000
"""The width of a bar's drawing; all bar figures are whole units of it."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One piece of homework on one day.

    ``icon`` is ``written``, ``oral`` or ``practice``. ``rank`` is the tier's place in config.yaml from
    0, None for every pupil. ``minutes_low`` is below ``minutes`` where a range was written.
    """

    subject: str
    subject_name: str
    teacher: str
    body: Markup
    kind: str
    kind_name: str
    icon: str
    written: bool
    tier: str
    tier_name: str
    rank: int | None
    optional: bool
    place: Place
    minutes: int
    minutes_low: int
    due: date | None


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """A subject's items on one day.

    ``colour`` is the palette's key: chinese, math, english, science, pe, art or other.
    """

    subject: str
    name: str
    colour: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class SubjectNote:
    """What a teacher says beside the homework: of the week, or of one day."""

    subject_name: str
    colour: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: required written minutes solid, optional ones hatched behind them, a tick at the cap.

    ``tier_name`` is "" where no tier is in use, or all tiers come to the same. ``minutes`` are the
    required written ones, ``optional`` the optional written ones. ``solid``, ``hatched`` and ``tick``
    are in ``BAR_UNITS``: ``hatched`` is the width of the optional part alone, which begins where
    ``solid`` ends; ``tick`` is None without a cap and where the cap is 0; ``within`` is the part of
    ``solid`` up to the cap. The tick stands at the same place on every day of a board. ``column`` is
    ``minutes`` as a column's height in the phone's small chart, and ``column_cap`` the height of its
    dashed line. ``over`` is the minutes above the cap, 0 when within.
    """

    tier_name: str
    minutes: int
    optional: int
    limit: int | None
    solid: int
    within: int
    hatched: int
    tick: int | None
    column: int
    column_cap: int | None
    over: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What the board itself says of a day; ``args`` fill its words.

    ``over``: ``minutes`` above the ``limit``, and ``tier`` (a name or ""). ``waived``: ``message`` (what
    would have been found, in the rule's own words), ``rule``, ``reason``, ``by`` and ``until`` (a date).
    """

    kind: str
    args: tuple[tuple[str, Arg], ...] = ()


@dataclass(frozen=True, slots=True)
class DayView:
    """A school day, weekend or holiday of one class.

    ``state``: ``homework`` · ``no-written`` (homework, none of it written) · ``none`` (no homework
    at all) · ``silent`` (no entry for the class this week: nothing is known). ``bars`` has one bar,
    or one a tier where tiers differ; ``main`` is the one that governs (the greatest). ``written``
    are the governing required written minutes, ``limit`` what the cap on written work allows on the
    block (None: no cap in minutes; 0: no written work). ``other`` are the required oral and
    practical minutes at home, ``optional_written`` and ``optional_other`` the optional ones;
    ``after_school`` what is done in after-school service, ``in_school`` in lessons, both required
    work of every kind. Required work beyond lessons: ``total_stay`` for pupils who stay for the
    service (there and at home), ``total_leave`` for those who do not (at home alone).
    """

    block: BlockKind
    first: date
    last: date
    days: int
    weekday: int
    name: str
    state: str
    groups: tuple[SubjectGroup, ...]
    notes: tuple[SubjectNote, ...]
    bars: tuple[Bar, ...]
    main: Bar
    written: int
    limit: int | None
    over: int
    other: int
    optional_written: int
    optional_other: int
    in_school: int
    after_school: int
    total_stay: int
    total_leave: int
    findings: tuple[Finding, ...]
    tier_loads: tuple[tuple[str, int], ...]
    """Minutes by tier's name, "" for no tier: contract 10's ``loads`` (all kinds)."""
    written_loads: tuple[tuple[str, int], ...]
    """The same for written work alone."""

    @property
    def boxes(self) -> dict[str, list[SubjectGroup]]:
        """The groups by the notice's column that they stand in; none for a column without any."""
        boxes: dict[str, list[SubjectGroup]] = {}
        for group in self.groups:
            boxes.setdefault(group.colour if group.colour in NOTICE else "other", []).append(group)
        return boxes


@dataclass(frozen=True, slots=True)
class SignatureView:
    """All who signed in one role: their names, each once, and the latest date."""

    role: str
    names: tuple[str, ...]
    date: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose signature is next for some subjects; ``role`` is "" where they are drafts."""

    role: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """Who has approved.

    ``state``: ``approved`` (every entry has the whole chain) · ``pending`` · ``none`` (no chain, or
    nothing to approve).
    ``signatures``: one a role, in the chain's order.
    ``waiting``: the subjects whose entries still lack a signature, by the role that is next.
    """

    state: str
    signatures: tuple[SignatureView, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class WeekRef:
    """A neighbouring week's page of the same kind."""

    term: str
    number: int
    route: str


@dataclass(frozen=True, slots=True)
class Correction:
    """That a week was changed after it was published: when, and why."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class WeekHead:
    """What every page of a week knows.

    ``first`` and ``last`` are the first and last day that the page shows: a weekend only where
    something is set for it. ``corrections`` are oldest first. ``seal`` is the beginning of the ledger's
    head before the week's latest publication, "" for a week that the ledger does not know.
    """

    term: str
    term_name: str
    number: int
    first: date
    last: date
    published: date
    estimated: bool
    corrections: tuple[Correction, ...] = ()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class ClassBoard:
    """A class's week.

    ``state``: ``homework`` · ``none`` (all that was handed in says 无作业: nothing stands on any day) ·
    ``silent`` (nobody has handed in anything). ``term_route`` is the page of the class's term.

    ``limit`` is the cap on written work of an ordinary school day in minutes, None where there is none,
    0 where ``written_allowed`` is False: no written work may be set at all (grades 1–2). ``days`` are
    the school days, and those weekends and holidays for which something is said.

    ``tier_rule`` is ``choose`` or ``ladder`` where tiers are in use this week, else "". ``pathway``
    (``same`` or ``any``) likewise.
    ``free_subjects`` are the names of subjects that declared 无作业 for the week. ``own_route`` is the
    class's own address, beside which its calendar and feed lie; ``own_url`` the same with the site's
    address before it, "" without one; ``qr`` the route of its picture, "" without one. ``any_optional``,
    ``any_tiers`` choose the small print.
    """

    id: ClassId
    week: WeekHead
    state: str
    route: str
    notice_route: str
    grade_route: str
    term_route: str
    own_route: str
    calendar_route: str
    feed_route: str
    own_url: str
    qr: str
    previous: WeekRef | None
    next: WeekRef | None
    limit: int | None
    written_allowed: bool
    approval: ApprovalView
    days: tuple[DayView, ...]
    notes: tuple[SubjectNote, ...]
    free_subjects: tuple[str, ...]
    tier_rule: str
    pathway: str
    any_optional: bool
    any_tiers: bool
    any_after_school: bool
    density: int
    notice_density: int
    """How small the board and the notice are printed to stay on a page: 0 (largest) to 3."""
    waived: tuple[Finding, ...] = ()
    """What was waived for the whole week, or for a day that the board does not show."""
    held: tuple[str, ...] = ()
    """Names of subjects whose entries were held back: they are being mended, and come later."""
    screen_route: str = ""
    """The classroom's big screen, which lies beside the class's own address."""

    @property
    def any_over(self) -> bool:
        """Whether some day is above its cap."""
        return any(day.over for day in self.days)

    @property
    def capped_day(self) -> DayView | None:
        """The first day that has a cap to be drawn; the caps of all days stand at one height."""
        return next((day for day in self.days if day.main.column_cap), None)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The notice's columns in order, by key, each with its subject's name; "" for all others together."""
        names = {
            key: "" if key == "other" else groups[-1].name
            for day in self.days
            for key, groups in day.boxes.items()
        }
        return tuple((key, names[key]) for key in (*NOTICE, "other") if key in names)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one class in an overview: required written minutes, ``over`` of them above the cap.

    ``low``–``high`` differ where classes do (posters). ``other_low``–``other_high`` are the required oral
    and practical minutes, which stand instead where no written work may be set. ``state`` as in
    ``DayView``; ``optional`` where all that is set may be left out.
    """

    first: date
    low: int
    high: int
    other_low: int
    other_high: int
    limit: int | None
    over: int
    state: str
    optional: bool
    fill: int
    """How much of the cap is used, in ``BAR_UNITS``, at most all of it; 0 without a cap."""
    waived: bool = False
    """Whether a rule was waived for it; what is above the cap then stands by permission."""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class's week in an overview, a cell a column.

    ``week_written`` adds up its written minutes, ``approval`` is its ``ApprovalView.state``, ``over``
    the number of days above the cap.
    """

    id: ClassId
    route: str
    cells: tuple[Cell, ...]
    week_written: int
    approval: str
    over: int


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of an overview: one block of the week."""

    block: BlockKind
    first: date
    last: date
    weekday: int
    name: str


@dataclass(frozen=True, slots=True)
class GradeTable:
    """Every class of a grade against every day. ``limit``, ``written_allowed`` as in ``ClassBoard``."""

    grade: int
    route: str
    poster_route: str
    limit: int | None
    written_allowed: bool
    columns: tuple[ColumnHead, ...]
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True, slots=True)
class GradeItem:
    """An item on a grade's poster: ``classes`` empty where every class has it.

    The item's ``teacher`` is "" where its classes have different ones.
    """

    item: ItemView
    classes: tuple[ClassId, ...]


@dataclass(frozen=True, slots=True)
class GradeGroup:
    subject: str
    name: str
    colour: str
    items: tuple[GradeItem, ...]


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A grade's bar, in ``BAR_UNITS``: solid up to the class with least, ``range`` from there to the most.

    ``tick`` is the cap's place, None without one and where it is 0, at the same place on every day.
    """

    solid: int
    range: int
    tick: int | None


@dataclass(frozen=True, slots=True)
class GradeDay:
    """A day of a grade. Where some class has after-school work, ``after_school`` is set and the two totals

    (``DayView.total_stay``, ``total_leave``) are given, least to most. ``waived`` are the classes' waivers.
    """

    column: ColumnHead
    cell: Cell
    bar: RangeBar
    groups: tuple[GradeGroup, ...]
    notes: tuple[SubjectNote, ...]
    after_school: bool = False
    stay_low: int = 0
    stay_high: int = 0
    leave_low: int = 0
    leave_high: int = 0
    waived: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeBoard:
    """A grade's week: the table of its classes, and what is common or differs, by day.

    ``state`` as in ``ClassBoard``, of all its classes together; ``silent`` are those for which nobody has
    handed in anything. ``waived`` is what was waived for a class's whole week.
    """

    week: WeekHead
    state: str
    route: str
    term_route: str
    previous: WeekRef | None
    next: WeekRef | None
    table: GradeTable
    days: tuple[GradeDay, ...]
    approval: ApprovalView
    silent: tuple[ClassId, ...]
    any_optional: bool
    any_tiers: bool
    any_after_school: bool
    waived: tuple[Finding, ...] = ()
    held: tuple[str, ...] = ()
    """Names of subjects that some class of the grade lacks because they were held back."""


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """A week: every grade and class. Also what the home page shows of the newest week."""

    week: WeekHead
    route: str
    notices_route: str
    previous: WeekRef | None
    next: WeekRef | None
    grades: tuple[GradeTable, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """What a class's week is made of: minutes in the order of ``Mixes.kinds`` and ``Mixes.subjects``.

    Of each block the pupil who has most to do: required work beyond lessons, in after-school service
    and at home. Both tuples add up to the same.
    """

    id: ClassId
    kinds: tuple[int, ...]
    subjects: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mixes:
    """The kinds and subjects, by id, of which a week's work is made, and how much of each a class has.

    A class for which nobody handed in anything has no ``Mix``: nothing is known of its week.
    """

    kinds: tuple[str, ...]
    subjects: tuple[str, ...]
    classes: tuple[Mix, ...]


@dataclass(frozen=True, slots=True)
class WeekViews:
    """All that is shown of one week: its overview, its grades, and every class in order.

    ``blocks`` are the first and last day of all its days, weekends and holidays, shown or not.
    """

    week: WeekBoard
    grades: tuple[GradeBoard, ...]
    classes: tuple[ClassBoard, ...]
    mixes: Mixes
    blocks: tuple[tuple[date, date], ...] = ()

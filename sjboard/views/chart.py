"""What the pictures of a term show, ready to be drawn: every place is worked out here.

Places and sizes are percentages of the picture as text (``"47.62"``), from its left and top edges: an
SVG takes them as they are, so a picture is as wide as its page and its letters keep their size.
Minutes are whole, and heights are those of the minutes told, so that picture and table agree.
"""

from __future__ import annotations

from datetime import date

from sjboard.model import ClassId
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class ChartWeek:
    """A week of a term: a column of the picture, a row of its table.

    ``state``: ``work`` (there are figures) · ``silent`` (public, but nobody handed in anything) ·
    ``unpublished`` · ``no-school``; all but the first are gaps, never zeros. ``route`` is the same class's
    or grade's page of that week, "" where it is not public.

    ``mean_low``–``mean_high``: minutes of an ordinary school day, the mean over the week's school days;
    they differ where a grade's classes do. ``most`` is the fullest school day of any class, ``limit`` the
    cap on it, ``over`` how many days of all classes are above their cap.

    ``left`` and ``width`` place the bar, ``middle`` its name. ``solid`` is the bar up to ``mean_low``,
    ``range`` what stands on it up to ``mean_high``, each with its ``top`` and ``height``; ``most_top`` is
    the fullest day's mark. ``minor`` says that a narrow screen may leave out the week's number.
    """

    number: int
    first: date
    last: date
    state: str
    route: str
    mean_low: int
    mean_high: int
    most: int
    limit: int | None
    over: int
    left: str
    width: str
    middle: str
    solid_top: str
    solid_height: str
    range_top: str
    range_height: str
    most_top: str
    minor: bool


@dataclass(frozen=True, slots=True)
class CapLine:
    """The cap's line over the weeks for which it is the same."""

    limit: int
    left: str
    right: str
    top: str


@dataclass(frozen=True, slots=True)
class MixLine:
    """A kind or subject: minutes a week, its share of all in percent, its bar's length in ``BAR_UNITS``.

    The longest bar is full. Shares add up to 100. ``key`` is the icon's (a kind) or the colour's (a subject).
    """

    name: str
    key: str
    minutes: int
    share: int
    length: int


@dataclass(frozen=True, slots=True)
class TermLoad:
    """A grade's or a class's term.

    ``class_`` is None for a grade. ``board_route`` is the newest week's page: the class's own address, or
    the grade's. ``classes`` are the grade's, with their pages of the term, ``grade_route`` is the grade's.

    ``limit``, ``written_allowed`` as in ``ClassBoard``, of the newest week. ``measure`` is ``written``, or
    ``other`` where no written work may be set: then the minutes are those of oral and practical work.

    ``weeks`` are all of the term's, as columns; ``rows`` those from the first public one to the last.
    ``public`` counts weeks with figures. ``mean`` is over all their school days (and classes), ``most`` the
    fullest day, in week ``most_week``; ``over`` days of all classes are above their cap. ``kinds`` and
    ``subjects`` share out all required work beyond lessons, ``total`` minutes in a week (of one class).
    """

    term: str
    term_name: str
    route: str
    term_route: str
    grade: int
    class_: ClassId | None
    board_route: str
    grade_route: str
    classes: tuple[tuple[ClassId, str], ...]
    limit: int | None
    written_allowed: bool
    measure: str
    weeks: tuple[ChartWeek, ...]
    rows: tuple[ChartWeek, ...]
    caps: tuple[CapLine, ...]
    public: int
    mean: int
    most: int
    most_week: int
    over: int
    kinds: tuple[MixLine, ...]
    subjects: tuple[MixLine, ...]
    total: int

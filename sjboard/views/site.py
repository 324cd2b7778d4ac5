"""What the pages that span weeks show, and what every page shows of the school."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from sjboard.model import ClassId, Markup
from sjboard.records import dataclass
from sjboard.views import routes
from sjboard.views.board import DayView, Mix, WeekBoard, WeekHead


@dataclass(frozen=True, slots=True)
class SiteHead:
    """The school, on every page.

    ``url`` ends in ``/`` or is "" where config.yaml has none; ``qr`` is then "" too, else the route of the
    picture of the first page's code.
    """

    school: str
    phone: str
    office: str
    url: str
    language: str
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page lies: ``route`` from the site's root, ``root`` the way back up ("../../")."""

    route: str
    root: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week in a term's list. ``classes_over`` counts classes that are above a cap on some day."""

    number: int
    first: date
    last: date
    published: date
    route: str
    classes: int
    classes_over: int


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """What every page that spans weeks needs of a week: small, and made of views only.

    ``grades`` are the routes of its grades' pages, each with those of its classes. ``written`` is the sum of
    all classes' written minutes.
    """

    term: str
    line: WeekLine
    head: WeekHead
    grades: tuple[tuple[str, tuple[str, ...]], ...]
    written: int
    told: str = ""
    """The week as the school's feed tells it, as HTML."""
    search: str = ""
    """The route of the week's homework as the page of search loads it."""


@dataclass(frozen=True, slots=True)
class ClassMinutes:
    """A class's minutes on each school day of a week, and on how many days it is above a cap."""

    id: ClassId
    over: int
    written: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GradeMinutes:
    """What the pictures of a term need of a grade's week.

    ``classes`` are those of which something is known on a school day. ``kinds`` and ``subjects`` are the ids
    in whose order the ``mixes`` give their minutes. ``limit``, ``written_allowed`` as in ``ClassBoard``.
    """

    route: str
    limit: int | None
    written_allowed: bool
    classes: tuple[ClassMinutes, ...]
    kinds: tuple[str, ...]
    subjects: tuple[str, ...]
    mixes: tuple[Mix, ...]


@dataclass(frozen=True, slots=True)
class ClassTexts:
    """A class's week as texts that are ready to stand in its calendar (``events``) and its feed."""

    id: ClassId
    events: str
    content: str


@dataclass(frozen=True, slots=True)
class TermGrade:
    """Where a grade's term is shown, and each of its classes'."""

    grade: int
    route: str
    classes: tuple[tuple[ClassId, str], ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A term's page: its public weeks, newest first, and the pages of its grades' and classes' terms."""

    id: str
    name: str
    route: str
    weeks: tuple[WeekLine, ...]
    loads: tuple[TermGrade, ...]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in a list. ``grades`` and ``classes`` both empty: to the whole school."""

    title: str
    date: date
    route: str
    grades: tuple[int, ...]
    classes: tuple[ClassId, ...]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The slip under the cut line."""

    fields: tuple[str, ...]
    return_by: date | None
    to: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter. ``style`` is ``official`` or ``everyday``.

    ``grades`` and ``classes`` both empty: to the whole school. ``sender`` is never "". ``qr`` is the code of
    ``code_route``: of a class's own address where the letter goes to that class (``board``), so that every
    family has it at hand; else of the letter's own page.
    """

    title: str
    date: date
    grades: tuple[int, ...]
    classes: tuple[ClassId, ...]
    sender: str
    style: str
    body: Markup
    receipt: ReceiptView | None
    route: str
    print_route: str
    qr: str
    board: ClassId | None = None

    @property
    def code_route(self) -> str:
        return routes.own(self.board) if self.board else self.route


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page.

    ``newest`` is None before a term's first Friday; ``classes`` is then empty, since no class has a
    page yet. ``terms`` and ``letters`` are newest first.
    """

    newest: WeekBoard | None
    classes: tuple[tuple[int, tuple[tuple[ClassId, str], ...]], ...]
    """Grades with their classes and the classes' own addresses."""
    terms: tuple[TermView, ...]
    letters: tuple[LetterLine, ...]


Span: TypeAlias = tuple[date, date]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class Slide:
    """What a classroom's screen shows on the days of ``spans``.

    ``kind``: ``homework`` (``days`` has the day, and the weekend or holiday behind it where something is
    set for that) · ``weekend`` · ``holiday`` (``name``) · ``pending`` (a term's day without a public
    board) · ``before`` (a term that begins on ``starts``) · ``after`` (no more term is known).
    ``pending`` says that the week waits for a signature; ``written_allowed`` as in ``ClassBoard``.
    """

    kind: str
    spans: tuple[Span, ...]
    days: tuple[DayView, ...] = ()
    name: str = ""
    starts: date | None = None
    pending: bool = False
    written_allowed: bool = True


@dataclass(frozen=True, slots=True)
class ClassSlides:
    """A class's days of one week, as its screen shows them."""

    id: ClassId
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A classroom's screen. The first slide that has a date is that day's; every date has one."""

    id: ClassId
    route: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A term that can be searched. ``shards`` are the routes of its weeks' homework, newest first."""

    id: str
    name: str
    route: str
    shards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of search: terms newest first, and the classes as on the first page.

    Both are () before the first week.
    """

    terms: tuple[SearchTerm, ...]
    classes: tuple[tuple[int, tuple[tuple[ClassId, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit in force. What it says is made into a sentence by the locale from these parts.

    ``grades`` are those of the school; () is all of them. ``days``: school-day, weekend, holiday; () is
    any. ``weekdays``: 0 is Monday; () is any. Where ``dates`` are given or ``nth`` is (weekday, nth: 1 to
    5, -1 the last of its month), only those days. ``per``: day, block, week, week-mean. ``measure``:
    minutes, items, subjects_count, and ``value`` in it. ``kinds`` are names, () is all, unless
    ``written_only``. ``places``: home, after-school, in-school; () is all. ``subjects``: names, () is all
    but ``except_subjects``. ``severity``: error, warning. ``floor``: no one may loosen it.
    """

    id: str
    grades: tuple[int, ...]
    days: tuple[str, ...]
    weekdays: tuple[int, ...]
    dates: tuple[date, ...]
    nth: tuple[int, int] | None
    per: str
    measure: str
    value: int
    written_only: bool
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    subjects: tuple[str, ...]
    except_subjects: tuple[str, ...]
    count_optional: bool
    severity: str
    message: str
    source: str
    floor: bool


@dataclass(frozen=True, slots=True)
class BanView:
    """A ban in force: ``message`` says it, or ``verbs`` that may not be asked ``more_than`` times.

    ``grades`` as in ``LimitView``. Without a ``message`` the locale words the bundled packs' bans by ``id``.
    """

    id: str
    grades: tuple[int, ...]
    message: str
    source: str
    severity: str
    verbs: tuple[str, ...]
    more_than: int


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack with its limits and bans; the school's own last, with an empty ``id``."""

    id: str
    name: str
    title: str
    issuer: str
    date: date | None
    floor: bool
    limits: tuple[LimitView, ...]
    bans: tuple[BanView, ...]


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A rule set aside for a class (None: for all) until a day, for a reason, by somebody.

    ``week`` and ``day`` say that it is for these only. ``limit`` or ``ban`` is the rule itself, where it is
    one of the school's; the locale words the program's own rules by their ids.
    """

    rule: str
    limit: LimitView | None
    ban: BanView | None
    class_: ClassId | None
    week: int | None
    day: date | None
    reason: str
    by: str
    until: date


@dataclass(frozen=True, slots=True)
class RulesView:
    """``tier_mode`` (choose, ladder) and ``pathway`` (same, any) are "" where the school has no tiers."""

    packs: tuple[PackView, ...]
    tier_mode: str
    pathway: str
    waivers: tuple[WaiverView, ...]


@dataclass(frozen=True, slots=True)
class TakenWeek:
    """A class's week: the page that shows it, its ``events`` and its ``content`` as ready texts."""

    week: WeekHead
    route: str
    events: str
    content: str


@dataclass(frozen=True, slots=True)
class ClassTaken:
    """What a class takes along: the newest term's public weeks, oldest first.

    ``route`` is the class's own page; ``calendar_route`` and ``feed_route`` lie beside it.
    """

    id: ClassId
    route: str
    calendar_route: str
    feed_route: str
    weeks: tuple[TakenWeek, ...]


@dataclass(frozen=True, slots=True)
class SiteViews:
    """All that is shown beyond a single week. ``terms`` are those with a public week, newest first.

    ``weeks`` are all that are public, newest first.
    """

    home: HomeView
    terms: tuple[TermView, ...]
    letters: tuple[LetterView, ...]
    rules: RulesView
    search: SearchView = SearchView((), ())
    weeks: tuple[WeekSummary, ...] = ()

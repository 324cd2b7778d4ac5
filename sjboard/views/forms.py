"""What the office's forms say: filings, coordination sheets, consultations and counts of receipts.

Values, ready to be written out; made by ``filing``, ``plan``, ``consultation`` and ``office``. Forms stay
within the school, so a teacher is called by the whole name.
"""

from __future__ import annotations

from datetime import date

from sjboard.diagnostics import Arg
from sjboard.model import ClassId, Markup
from sjboard.records import dataclass
from sjboard.views.board import ColumnHead
from sjboard.views.site import LimitView
from sjboard.views.table import TableDay


@dataclass(frozen=True, slots=True)
class FiledItem:
    """A piece of homework as it is filed: once, for all the days that it is set on.

    ``minutes`` are per day, or, with ``shared``, for all of them; ``low`` is the range's lower end.
    """

    days: tuple[ColumnHead, ...]
    body: Markup
    kind_name: str
    tier_name: str
    optional: bool
    place: str
    low: int
    minutes: int
    shared: bool
    due: date | None


@dataclass(frozen=True, slots=True)
class FiledDay:
    """What an entry comes to on a block.

    ``loads``: a tier's name, its required minutes, and those of them that are written, one a tier in
    use; one with "" where every pupil does the same; none where nothing is required. ``actual`` is how
    long it really took, the class's median; None where nobody has said.
    """

    day: ColumnHead
    loads: tuple[tuple[str, int, int], ...]
    actual: int | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A role of the chain that has to sign; ``name`` is "" and ``date`` None until it has."""

    role: str
    name: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Filing:
    """家庭作业审批备案表: one entry.

    ``classes`` is () for the whole grade. ``number`` names the entry for good: term, week, grade, subject
    and classes. ``digest`` is what was approved, else what stands there now. ``tier_mode`` is ``choose``
    or ``ladder`` where tiers are in use, else "".
    """

    grade: int
    classes: tuple[ClassId, ...]
    covered: tuple[ClassId, ...]
    subject_name: str
    teacher: str
    number: str
    digest: str
    none: bool
    items: tuple[FiledItem, ...]
    days: tuple[FiledDay, ...]
    tiers: tuple[str, ...]
    tier_mode: str
    signatures: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A subject on a block, in minutes.

    ``written`` are the required ones that the cap on written work looks at, ``low`` is below where tiers
    differ; ``other`` are all other required ones.
    """

    low: int
    written: int
    other: int
    optional: int


@dataclass(frozen=True, slots=True)
class Plan:
    """班级作业总量统筹表: a class's week, subjects against blocks.

    ``days`` are the head teacher's table's; ``rows`` give a cell a day, None where nothing is set;
    ``other`` is what the rest of required work comes to on each.
    """

    id: ClassId
    days: tuple[TableDay, ...]
    other: tuple[int, ...]
    rows: tuple[tuple[str, tuple[PlanCell | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """An item that makes up an excess, the largest first; ``minutes`` are those of the day or week."""

    subject_name: str
    teacher: str
    body: Markup
    kind_name: str
    tier_name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """二次会商单: a cap that some classes break on one day, in one tier or several.

    ``day`` is None where the whole week is meant. ``findings`` are the sentences about it, their words
    and arguments, the worst first; ``amount`` and ``allowed`` are the worst one's, in the limit's own
    unit. ``limit`` is the rule itself, ``entries`` what comes to too much, the largest first.
    """

    classes: tuple[ClassId, ...]
    day: ColumnHead | None
    limit: LimitView | None
    findings: tuple[tuple[str, tuple[tuple[str, Arg], ...]], ...]
    amount: int
    allowed: int
    entries: tuple[Contribution, ...]

    @property
    def over(self) -> int:
        return self.amount - self.allowed


@dataclass(frozen=True, slots=True)
class Receipts:
    """回执统计表: a letter with a slip, and the classes that it went to."""

    title: str
    dated: date
    return_by: date | None
    to: str
    classes: tuple[ClassId, ...]


@dataclass(frozen=True, slots=True)
class FormViews:
    """All forms of a week; ``chain`` and ``subjects`` are what the blank ones need."""

    filings: tuple[Filing, ...]
    plans: tuple[Plan, ...]
    consultations: tuple[Consultation, ...]
    receipts: tuple[Receipts, ...]
    chain: tuple[str, ...]
    subjects: tuple[str, ...]

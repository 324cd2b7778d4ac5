"""What the page of a week's state shows: who has handed in, what is missing, what is over.

Only ``serve`` shows it; it is never published. Does not know words nor how the figures came about.
"""

from __future__ import annotations

from datetime import date

from sjboard.model import ClassId
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A file that was handed in. ``stage``: errors, draft, waiting (for ``role``), stale, approved, in.

    Where it cannot be read, ``subject`` and ``teacher`` are "" and ``file`` says which it is.
    """

    file: str
    subject: str
    teacher: str
    classes: tuple[ClassId, ...]
    stage: str
    role: str
    errors: int


@dataclass(frozen=True, slots=True)
class StatusLack:
    """A subject that ``classes`` still miss; ``teacher`` is "" where nobody knows whose it is."""

    subject: str
    teacher: str
    classes: tuple[ClassId, ...]


@dataclass(frozen=True, slots=True)
class StatusGrade:
    """A grade, 0 where it cannot be told. ``route`` is its board, "" where there is none yet.

    ``free`` are the subjects that came from nobody and need not come every week.
    """

    grade: int
    route: str
    lines: tuple[StatusLine, ...]
    lacking: tuple[StatusLack, ...]
    free: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusView:
    """A week's state. ``route`` is the week's page, "" where there is none yet.

    ``counted``: what it comes to, the key of its words with the number. ``over``: a sentence for each
    broken limit, worst first.
    """

    number: int
    first: date
    last: date
    route: str
    counted: tuple[tuple[str, int], ...]
    grades: tuple[StatusGrade, ...]
    over: tuple[str, ...]

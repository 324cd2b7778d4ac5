"""What config.yaml says, resolved: ids instead of names, dates instead of week numbers.

Knows the school. Does not know YAML, places or faults; ``read_config`` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sjboard.model import (
    Ban,
    ClassId,
    Kind,
    Limit,
    PackInfo,
    Pathway,
    Subject,
    Term,
    Tier,
    TierMode,
    Week,
)
from sjboard.records import dataclass

MAX_BYTES = 1024 * 1024
"""More than any school's settings or pack; the edges read no more than a byte above it."""


@dataclass(frozen=True, slots=True)
class School:
    name: str
    phone: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who teaches what: ``subject`` is an id, ``classes`` empty means every class of the grades."""

    teacher: str
    subject: str
    grades: tuple[int, ...]
    classes: tuple[ClassId, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """``rule`` for one class (None: all) in one week or day, until a date."""

    rule: str
    reason: str
    by: str
    until: date
    class_: ClassId | None = None
    week: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A school's settings. Mappings keep the order of config.yaml; ``subjects``' is the board's."""

    school: School
    site_url: str
    language: str
    terms: Mapping[str, Term]
    grades: Mapping[int, int]
    subjects: Mapping[str, Subject]
    kinds: Mapping[str, Kind]
    tiers: Mapping[str, Tier]
    tier_mode: TierMode
    pathway: Pathway
    limits: tuple[Limit, ...]
    bans: tuple[Ban, ...]
    packs: tuple[PackInfo, ...]
    approval_chain: tuple[str, ...]
    approval_people: Mapping[str, tuple[str, ...]]
    coverage: Mapping[int, tuple[str, ...]]
    teachers_shown: str
    """``name``, ``surname`` (王老师) or ``none``."""
    private_names: str
    publication_keep: int | None
    """How many newest weeks stay on the site; None is all."""
    publication_mode: str
    staff: tuple[Staff, ...]
    waivers: tuple[Waiver, ...]
    approval_weekend: tuple[str, ...] = ()
    """The chain for what sets work on a weekend; () where it is ``approval_chain``."""
    approval_holiday: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    """Names of the private list: never shown, never written anywhere."""
    divergence: int | None = None
    """Written minutes on one block by which parallel classes may differ; None is any."""

    def classes(self, grade: int) -> tuple[ClassId, ...]:
        """Every class of a grade, in order; none where the school has no such grade."""
        return tuple(ClassId(grade, n) for n in range(1, self.grades.get(grade, 0) + 1))

    @property
    def all_classes(self) -> tuple[ClassId, ...]:
        return tuple(c for grade in self.grades for c in self.classes(grade))

    def week(self, term: str, number: int) -> Week | None:
        found = self.terms.get(term)
        if found is None or not 1 <= number <= len(found.weeks):
            return None
        return found.weeks[number - 1]

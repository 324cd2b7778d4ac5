"""What a week's work is made of: the minutes of each kind and of each subject, for every class.

Knows sums, which are policy's. Does not know how they are drawn (``terms``).
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import ClassId, Place
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.views.board import Mix, Mixes
from sjboard.views.classes import ClassWeek


def mixes_of(weeks: Iterable[ClassWeek], config: Config) -> Mixes:
    """Add up every class's week; of what no class has nothing is kept."""
    sums: list[tuple[ClassId, dict[str, int], dict[str, int]]] = []
    kinds_set: set[str] = set()
    subjects_set: set[str] = set()
    for week in weeks:
        if week.entries:
            kinds: dict[str, int] = {}
            subjects: dict[str, int] = {}
            for portion in _taken(week, config):
                if portion.minutes:
                    kind, subject = portion.item.kind, portion.entry.subject
                    kinds[kind] = kinds.get(kind, 0) + portion.minutes
                    subjects[subject] = subjects.get(subject, 0) + portion.minutes
            sums.append((week.id, kinds, subjects))
            kinds_set.update(kinds)
            subjects_set.update(subjects)
    kinds_used = tuple([kind for kind in config.kinds if kind in kinds_set])
    used = tuple([subject for subject in config.subjects if subject in subjects_set])
    return Mixes(
        kinds_used,
        used,
        tuple(
            Mix(
                id_,
                tuple([kinds.get(kind, 0) for kind in kinds_used]),
                tuple([subjects.get(subject, 0) for subject in used]),
            )
            for id_, kinds, subjects in sums
        ),
    )


def _taken(week: ClassWeek, config: Config) -> list[Portion]:
    """What the pupil with most to do on each block has to do beyond lessons."""
    taken: list[Portion] = []
    for day in week.days:
        own = [p for place in _BEYOND_LESSONS for p in day.required(place)]
        if not day.tiered:
            taken += own
        elif own:
            loads = load.pupil_loads(own, config)
            taken.extend(max(loads, key=lambda one: one.amount).portions)
    return taken


_BEYOND_LESSONS = (Place.HOME, Place.AFTER_SCHOOL)

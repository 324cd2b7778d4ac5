"""What a week's work is made of: the minutes of each kind and of each subject, for every class.

Knows sums, which are policy's. Does not know how they are drawn (``terms``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import ClassId, Place
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.views.board import Mix, Mixes
from sjboard.views.classes import ClassWeek


def mixes_of(weeks: Iterable[ClassWeek], config: Config) -> Mixes:
    """Add up every class's week; of what no class has nothing is kept."""
    sums: list[tuple[ClassId, Counter[str], Counter[str]]] = []
    for week in weeks:
        if week.entries:
            taken = _taken(week, config)
            kinds: Counter[str] = Counter()
            subjects: Counter[str] = Counter()
            for portion in taken:
                kinds[portion.item.kind] += portion.minutes
                subjects[portion.entry.subject] += portion.minutes
            sums.append((week.id, kinds, subjects))
    kinds_used = tuple(k for k in config.kinds if any(kinds[k] for _, kinds, _ in sums))
    used = tuple(s for s in config.subjects if any(subjects[s] for _, _, subjects in sums))
    return Mixes(
        kinds_used,
        used,
        tuple(
            Mix(id_, tuple(kinds[k] for k in kinds_used), tuple(subjects[s] for s in used))
            for id_, kinds, subjects in sums
        ),
    )


def _taken(week: ClassWeek, config: Config) -> list[Portion]:
    """What the pupil with most to do on each block has to do beyond lessons."""
    taken: list[Portion] = []
    for day in week.days:
        own = load.at(load.required(day.portions), Place.HOME, Place.AFTER_SCHOOL)
        if own:
            loads = load.pupil_loads(own, config)
            taken.extend(max(loads, key=lambda one: one.amount).portions)
    return taken

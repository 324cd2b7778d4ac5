"""``coverage.missing``: a class without an entry of a subject that config.yaml expects.

Knows who has handed in. Does not know what is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sjboard.config.values import Config
from sjboard.diagnostics import Case, Diagnostic, Span, finding
from sjboard.model import ClassId, Entry, Week
from sjboard.policy.cases import settle
from sjboard.rules import RULES

_RULE = "coverage.missing"


def check_coverage(
    week: Week,
    entries: Sequence[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find classes without an expected subject, in a week for which anything was handed in at all.

    A declaration of 无作业 is an entry. The finding lies at the grade's folder of the week.
    """
    if not entries:
        return ()
    found = (
        (class_, _told(week, class_, subject, config))
        for class_ in config.all_classes
        for subject in config.coverage.get(class_.grade, ())
        if all(entry.subject != subject for entry in by_class.get(class_, ()))
    )
    return settle(found, week, config)


def _told(week: Week, class_: ClassId, subject: str, config: Config) -> Diagnostic:
    folder = f"content/{week.term}/{week.key}/g{class_.grade}"
    return finding(
        _RULE,
        Span(folder),
        severity=RULES[_RULE],
        case=Case(),
        subject=config.subjects[subject].name,
        folder=folder,
        week=week.number,
    )

"""A week as the office collects it: who has handed in, what is missing, what waits, what is over.

Knows how far each entry has come and what the school expects. Does not know words nor the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sjboard.build.week import Reading
from sjboard.config.values import Config
from sjboard.content.layout import grade_of
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.model import ClassId, Entry, Week
from sjboard.policy.approval import Stage, state_of
from sjboard.records import dataclass

WRONG = "errors"
"""The stage of a file that cannot be read until its errors are mended."""
IN = "in"
"""The stage of what is handed in where the school asks for no signatures."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in.

    ``stage``: draft, waiting (for ``role``), approved, stale (changed since it was approved), ``IN`` or
    ``WRONG`` with the number of ``errors``; of such a file nothing but its place is known.
    """

    file: str
    grade: int | None
    subject: str
    teacher: str
    classes: tuple[ClassId, ...]
    stage: str
    role: str = ""
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A subject that nobody handed in for some classes; ``teacher`` is "" where staff does not say.

    ``required`` is what the school's coverage asks for; else somebody teaches it there and need not
    set homework every week.
    """

    grade: int
    subject: str
    classes: tuple[ClassId, ...]
    teacher: str
    required: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A week's state. ``over`` are the findings of broken limits, worst first."""

    week: Week
    handed: tuple[Handed, ...]
    missing: tuple[Missing, ...]
    over: tuple[Diagnostic, ...]

    def count(self, stage: str) -> int:
        return sum(one.stage == stage for one in self.handed)


def week_status(week: Week, reading: Reading, files: Mapping[str, bytes], config: Config) -> Status:
    """Sum up a week that was read whole, drafts included. ``files`` are all of its entries' files."""
    wrong = Counter(d.span.file for d in reading.unread if d.severity is Severity.ERROR)
    handed = [_handed(entry, week, config, wrong) for entry in reading.entries]
    known = {one.file for one in handed}
    handed += [
        Handed(file, grade_of(file), "", "", (), WRONG, errors=wrong[file])
        for file in files
        if file not in known and wrong[file]  # a draft that nobody has begun is not handed in
    ]
    order = {id_: n for n, id_ in enumerate(config.subjects)}
    names = {subject.name: order[id_] for id_, subject in config.subjects.items()}
    handed.sort(key=lambda one: (one.grade or 0, names.get(one.subject, 99), one.classes, one.file))
    over = [d for d in reading.diagnostics if d.rule.startswith("cap.") and d.case is not None]
    over.sort(key=lambda d: (d.severity is not Severity.ERROR, -_excess(d)))
    return Status(week, tuple(handed), tuple(_missing(reading, config)), tuple(over))


def _handed(entry: Entry, week: Week, config: Config, wrong: Mapping[str, int]) -> Handed:
    state = state_of(entry, week, config)
    stage = state.stage.value if state else IN
    return Handed(
        entry.file,
        entry.grade,
        config.subjects[entry.subject].name,
        entry.teacher,
        entry.classes,
        WRONG if wrong.get(entry.file) else stage,
        role=state.role if state and state.stage is Stage.WAITING else "",
        errors=wrong.get(entry.file, 0),
    )


def _excess(found: Diagnostic) -> int:
    case = found.case
    if case is None or case.minutes is None or case.limit is None:
        return 0
    return case.minutes - case.limit


def _missing(reading: Reading, config: Config) -> Iterator[Missing]:
    """What coverage and staff lead to expect, less what is there; one line a teacher and subject."""
    teachers = _teachers(config)
    for grade in config.grades:
        for subject in config.subjects:
            lacking: dict[str, list[ClassId]] = {}
            required = subject in config.coverage.get(grade, ())
            for class_ in config.classes(grade):
                teacher = teachers.get((class_, subject))
                expected = teacher is not None or required
                there = any(e.subject == subject for e in reading.by_class.get(class_, ()))
                if expected and not there:
                    lacking.setdefault(teacher or "", []).append(class_)
            for teacher, classes in lacking.items():
                name = config.subjects[subject].name
                yield Missing(grade, name, tuple(classes), teacher, required)


def _teachers(config: Config) -> dict[tuple[ClassId, str], str]:
    """Who teaches a subject in a class, as ``staff`` has it."""
    return {
        (class_, one.subject): one.teacher
        for one in config.staff
        for grade in one.grades
        for class_ in (config.classes(grade) if not one.classes else one.classes)
        if class_.grade == grade
    }

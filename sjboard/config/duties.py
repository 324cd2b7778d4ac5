"""Who hands in what, and who signs: config.yaml's coverage, staff and approval.

Knows which names must exist. Does not know entries.
"""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from sjboard.config.fields import grades as read_grades
from sjboard.config.packs import Vocabulary, unknown_name
from sjboard.config.policies import check_class
from sjboard.config.reading import Reading
from sjboard.config.schema import StaffSection
from sjboard.config.values import Staff
from sjboard.diagnostics import Span, finding
from sjboard.model import ClassId
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Path


def coverage(reading: Reading, vocabulary: Vocabulary) -> dict[int, tuple[str, ...]]:
    """The subjects, as ids in the order written, that each grade expects every week."""
    found: dict[int, dict[str, None]] = {}
    for written, words in (reading.file.coverage.model_extra or {}).items():
        path: Path = ("coverage", written)
        try:
            grades = read_grades(written)
        except PydanticCustomError:
            place = reading.draft.document.key_span(path)
            reading.fault(place, "grades", field="coverage", written=written)
            continue
        ids = [
            _subject(reading, word, reading.span(*path, index), vocabulary)
            for index, word in enumerate(words)
        ]
        for grade in grades:
            if grade in reading.file.grades:
                wanted = found.setdefault(grade, {})
                wanted.update(dict.fromkeys(id_ for id_ in ids if id_ is not None))
    return {grade: tuple(found[grade]) for grade in sorted(found)}


def _subject(reading: Reading, word: str, place: Span, vocabulary: Vocabulary) -> str | None:
    if vocabulary.subjects is None:
        return None
    id_ = vocabulary.subjects.find(word)
    if id_ is None:
        listed = vocabulary.subject_words
        reading.findings.append(unknown_name(place, "subject", word, listed))
    return id_


def staff(reading: Reading, vocabulary: Vocabulary) -> tuple[Staff, ...]:
    """Who teaches what. Without grades, those of the classes; without either, every grade."""
    found = []
    for index, section in zip(reading.positions("staff"), reading.file.staff, strict=True):
        path: Path = ("staff", index)
        subject = _subject(reading, section.subject, reading.span(*path, "subject"), vocabulary)
        classes = _classes(reading, section, path)
        grades = section.grades or tuple(
            dict.fromkeys(c.grade for c in classes) or reading.file.grades
        )
        for grade in section.grades or ():
            check_class(reading, ClassId(grade, 1), reading.span(*path, "grades"))
        found.append(Staff(section.teacher, subject or "", grades, classes))
    return tuple(found)


def _classes(reading: Reading, section: StaffSection, path: Path) -> tuple[ClassId, ...]:
    found: list[ClassId] = []
    for index, (grade, number) in enumerate(section.classes):
        place = reading.span(*path, "classes", index)
        if not grade and not section.grades:
            reading.fault(place, "class-without-grade", written=str(number))
            continue
        here = [ClassId(grade, number)] if grade else []
        here = here or [ClassId(g, number) for g in section.grades or ()]
        if grade and section.grades and grade not in section.grades:
            reading.contradiction(place, "class-of-other-grade", written=f"{grade}-{number}")
        for class_ in here:
            if class_.grade in reading.file.grades or class_.grade == grade:
                check_class(reading, class_, place)
        found += here
    return tuple(dict.fromkeys(found))


def approval(reading: Reading) -> None:
    """Look for a role twice in a chain, and for people of a role that is in none."""
    section = reading.file.approval
    known: dict[str, None] = {}
    for key, chain in (
        ("chain", section.chain),
        ("weekend", section.weekend),
        ("holiday", section.holiday),
    ):
        first: dict[str, Span] = {}
        for index, role in enumerate(chain):
            place = reading.span("approval", key, index)
            if role in first:
                reading.doubled(place, first[role], "role-twice", role=role)
            first.setdefault(role, place)
        known.update(dict.fromkeys(first))
    if not reading.whole("approval"):
        return
    for role in section.people:
        if role not in known:
            place = reading.draft.document.key_span(("approval", "people", role))
            near = nearest(role, known)
            if near is None:
                found = finding("config.unknown", place, "role", written=role, known=tuple(known))
            else:
                found = finding("config.unknown", place, "role-near", written=role, near=near)
            reading.findings.append(found)

"""Which entries apply to which class (contract 2.1, ``mode``).

Knows how entries of one subject meet. Does not know what they set, nor how they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from sjboard.config.values import Config
from sjboard.diagnostics import Case, Diagnostic, Phrase, Span, finding, in_order
from sjboard.model import ClassId, Entry, Mode


def apply_entries(
    entries: Iterable[Entry], config: Config
) -> tuple[Mapping[ClassId, tuple[Entry, ...]], tuple[Diagnostic, ...]]:
    """Give each class of the school the entries of one week that apply to it.

    ``entries`` are one week's, in any order. Every class of config.yaml is a key, with () where nothing
    applies; its entries stand in the order of ``config.subjects``, those without a mode first, then in
    that of their files. ``replace`` hides the entries without a mode of the same subject, for the
    classes that it names; ``add`` stands beside them. Two entries without a mode that meet in a class
    are an ``entry.duplicate``, one finding a pair; both then apply, so that nothing is hidden by a
    mistake.
    """
    rank = {subject: n for n, subject in enumerate(config.subjects)}
    ordered = sorted(
        entries, key=lambda e: (rank.get(e.subject, len(rank)), e.mode is not None, e.file)
    )
    plain: dict[tuple[int, str], list[Entry]] = {}
    for entry in ordered:
        if entry.mode is None:
            plain.setdefault((entry.grade, entry.subject), []).append(entry)
    duplicates = [
        _duplicate(first, second, config)
        for rivals in plain.values()
        for first, second in combinations(rivals, 2)
        if set(first.classes) & set(second.classes)
    ]
    by_class: dict[ClassId, list[Entry]] = {class_: [] for class_ in config.all_classes}
    for entry in ordered:
        for class_ in dict.fromkeys(entry.classes):
            if class_ in by_class:
                by_class[class_].append(entry)
    return {class_: _shown(own) for class_, own in by_class.items()}, in_order(duplicates)


def who(classes: Iterable[ClassId]) -> Phrase:
    """Name classes of one grade, at least one, as a part of a sentence: 三年级1、2班."""
    listed = sorted(classes)
    grade = Phrase(f"grade.{listed[0].grade}")
    numbers = tuple(str(class_.number) for class_ in listed)
    return Phrase("phrase.classes", (("grade", grade), ("numbers", numbers)))


def _shown(own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Leave out what a class's own entries replace."""
    replaced = {entry.subject for entry in own if entry.mode is Mode.REPLACE}
    return tuple(
        [entry for entry in own if entry.mode is not None or entry.subject not in replaced]
    )


def _subject_span(entry: Entry) -> Span:
    return dict(entry.fields).get("subject", entry.span)


def _duplicate(first: Entry, second: Entry, config: Config) -> Diagnostic:
    """Name both files, at the later one: ``first`` and ``second`` come in order of path.

    Where one is for some of the other's classes, its author most likely forgot the mode: the finding
    then lies there, and its words say so (variant ``mode``).
    """
    shared = sorted(set(first.classes) & set(second.classes))
    if set(first.classes) < set(second.classes):
        first, second = second, first
    narrower = set(second.classes) < set(first.classes)
    return finding(
        "entry.duplicate",
        _subject_span(second),
        "mode" if narrower else "",
        related=[_subject_span(first)],
        case=Case(classes=tuple(str(class_) for class_ in shared)),
        who=who(shared),
        other=first.file,
        subject=config.subjects[second.subject].name,
    )

"""What was waived, as a board prints it: the rule's own words, and who allowed it, why, until when.

Knows the notes that judging leaves (``policy.cases``). Whether a waiver holds is decided there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sjboard.content.apply import who
from sjboard.diagnostics import Arg, Diagnostic, Phrase
from sjboard.model import ClassId, Entry
from sjboard.views.board import Finding

WORDS = "waived"
"""The words of a finding that became a note."""


def waivers(notes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Choose the notes about what was waived."""
    return tuple([note for note in notes if note.words == WORDS])


def waived_for(
    notes: tuple[Diagnostic, ...], class_id: ClassId, entries: Iterable[Entry]
) -> tuple[Diagnostic, ...]:
    """Choose the ``waivers`` about a class: those that name it, or else lie in an entry that it has."""
    if not notes:
        return ()
    files = {entry.file for entry in entries}
    return tuple(
        note
        for note in notes
        if (
            str(class_id) in note.case.classes
            if note.case is not None and note.case.classes
            else note.span.file in files
        )
    )


def together(findings: Iterable[tuple[ClassId, Finding]]) -> tuple[Finding, ...]:
    """Make one of what was waived for several classes alike; it names them all."""
    groups: dict[Finding, list[ClassId]] = {}
    for class_id, found in findings:
        groups.setdefault(_named(found, ()), []).append(class_id)
    return tuple(_named(found, classes) for found, classes in groups.items())


def _named(found: Finding, classes: Sequence[ClassId]) -> Finding:
    """Put other classes into the rule's own words; without any, leave the place empty."""
    args = dict(found.args)
    message = args["message"]
    if not isinstance(message, Phrase) or "who" not in dict(message.args):
        return found
    named: dict[str, Arg] = {**dict(message.args), "who": who(classes) if classes else ""}
    args["message"] = Phrase(message.key, tuple(sorted(named.items(), key=lambda pair: pair[0])))
    return Finding(found.kind, tuple(sorted(args.items(), key=lambda pair: pair[0])))


def waived_finding(note: Diagnostic, class_id: ClassId) -> Finding:
    """Make a note ready for a class's board; of the classes that share it only this one is named."""
    args = dict(note.args)
    message = args["message"]
    if isinstance(message, Phrase):
        own: dict[str, Arg] = {name: value for name, value in message.args if name != "who"}
        if len(own) < len(message.args):
            own["who"] = who([class_id])
        message = Phrase(message.key, tuple(sorted(own.items(), key=lambda pair: pair[0])))
    told = {**args, "message": message, "rule": note.rule}
    return Finding("waived", tuple(sorted(told.items(), key=lambda pair: pair[0])))

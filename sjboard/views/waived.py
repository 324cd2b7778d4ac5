"""What was waived, as a board prints it: the rule's own words, and who allowed it, why, until when.

Knows the notes that judging leaves (``policy.cases``). Whether a waiver holds is decided there alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.content.apply import who
from sjboard.diagnostics import Arg, Diagnostic, Phrase
from sjboard.model import ClassId, Entry
from sjboard.views.board import Finding

WORDS = "waived"
"""The words of a finding that became a note."""


def waived_for(
    notes: Iterable[Diagnostic], class_id: ClassId, entries: Iterable[Entry]
) -> tuple[Diagnostic, ...]:
    """Choose the notes about a class: those that name it, or else lie in an entry that it has."""
    files = {entry.file for entry in entries}
    return tuple(
        note
        for note in notes
        if note.words == WORDS
        and (
            str(class_id) in note.case.classes
            if note.case is not None and note.case.classes
            else note.span.file in files
        )
    )


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

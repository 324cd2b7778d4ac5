"""One bad entry among a hundred: which entries are held back so that the rest of a week can go out.

Knows findings and the files that they lie in. Whether somebody wants anything held back is the caller's
to know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath

from sjboard.build.week import read
from sjboard.config.values import Config
from sjboard.content.fields import Fields, read_fields
from sjboard.content.layout import grade_of
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.model import ClassId, Week
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.front_matter import split
from sjboard.syntax.text import decode

_MISSING = "coverage.missing"


@dataclass(frozen=True, slots=True)
class Held:
    """A subject's name that some classes do not get this week; ``path`` is "" where nothing was handed in."""

    path: str
    subject: str
    classes: tuple[ClassId, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """``files`` can be published; ``findings`` are the errors for which the ``held`` cannot.

    Errors that lie in no entry are not among them: those stop the week as ever.
    """

    files: Mapping[str, bytes]
    held: tuple[Held, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def subjects(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What does not go out: subjects' names with the classes ("3-1") that do not get them."""
        return tuple((one.subject, tuple(map(str, one.classes))) for one in self.held)


def hold_back(
    week: Week,
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    judge: Callable[[Iterable[Diagnostic]], tuple[Diagnostic, ...]],
) -> Holding:
    """Leave out entries until none that is left has an error.

    Leaving one out may mend another (a limit that both broke together), never break one: so the worst
    come out first, those that their own findings name.
    """
    kept = dict(files)
    held: list[Held] = []
    told: list[Diagnostic] = []
    while True:
        found = judge(read(week, kept, config, existing).diagnostics)
        errors = [d for d in found if d.severity is Severity.ERROR]
        bad = dict.fromkeys(d.span.file for d in errors if d.span.file in kept)
        missing = [d for d in errors if d.rule == _MISSING]
        if not bad:
            held += [one for d in missing for one in _nothing_handed_in(d, held)]
            told += missing if held else []
            return Holding(kept, tuple(held), tuple(told))
        told += [d for d in errors if d.span.file in bad]
        for path in bad:
            held.append(_held(path, kept.pop(path), config))


def _nothing_handed_in(missing: Diagnostic, held: Iterable[Held]) -> Iterable[Held]:
    subject = str(dict(missing.args)["subject"])
    named = missing.case.classes if missing.case is not None else ()
    classes = tuple(ClassId(*map(int, one.split("-"))) for one in named)
    known = {c for one in held if one.subject == subject for c in one.classes}
    left = tuple(c for c in classes if c not in known)
    if left:
        yield Held("", subject, left)


def _held(path: str, data: bytes, config: Config) -> Held:
    """Say whose subject an entry is, as far as it can be read: else the file's own name stands for it."""
    fields = _fields(path, data)
    grade = grade_of(path) or fields.grade or 0
    classes = config.classes(grade)
    if fields.classes is not None:
        classes = tuple(c for c in classes if c.number in fields.classes) or classes
    written = fields.subject or PurePosixPath(path).stem
    names = {
        fold(name): subject.name
        for subject in config.subjects.values()
        for name in (subject.id, subject.name, *subject.aliases)
    }
    return Held(path, names.get(fold(written), written), classes)


def _fields(path: str, data: bytes) -> Fields:
    text, _ = decode(path, data)
    front = split(text, path)[0] if text is not None else None
    return Fields() if front is None else read_fields(front.document)[0]

"""``print --what letters``: which letters, for which classes, and for which pupils of a roster."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sjboard.edges.commands.shared import CONTENT, USAGE, print_findings
from sjboard.edges.report import Report
from sjboard.edges.terminal import Settings, say, speaking
from sjboard.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.edges.paper.roster import Roster, RosterFault
    from sjboard.model import ClassId, Letter, Week
    from sjboard.render.paper.document import Document
    from sjboard.render.paper.mailing import Mailing, Pupil

FOLDER = "letters"

_BEFORE = timedelta(days=21)
"""A letter that goes out so long before a term begins is about that term."""
_MOST_FAULTS = 20
"""Faults of a roster that are said one by one."""


@dataclass(frozen=True, slots=True)
class Posted:
    """``documents`` are made of ``mailing``; ``people``: whom they name, so that nothing else does."""

    mailing: Mailing
    documents: tuple[Document, ...]
    people: frozenset[str] = field(repr=False)


def letters_to_print(
    settings: Settings,
    sources: Sources,
    config: Config,
    week: Week,
    *,
    of_week: bool,
    names: Collection[str],
    classes: tuple[ClassId, ...],
    roster: Path | None,
    word: bool,
) -> Posted | int:
    """Make the documents, or give the exit status once it is said what stands in the way.

    Without ``names`` they are the letters of the week's term, or, with ``of_week``, of that week alone.
    ``classes``: those that were asked for; () is one copy for everyone, or every class of the roster.
    """
    from sjboard.build.mail import read_mail
    from sjboard.diagnostics import has_errors
    from sjboard.render.paper.letters import letters
    from sjboard.render.paper.mailing import ClassMail, Mailing
    from sjboard.views import site_head

    pupils: Mapping[ClassId, tuple[Pupil, ...]] = {}
    if roster is not None:
        read = _roster(roster, settings, config, classes)
        if read is None:
            return USAGE
        pupils = {c: read.pupils[c] for c in read.pupils if c in classes or not classes}
        classes = tuple(pupils)

    def wanted(letter: Letter) -> bool:
        if names:
            return not _called(letter).isdisjoint(names)
        if of_week:
            return week.monday <= letter.date < week.monday + timedelta(days=7)
        return _term(config, letter.date) == week.term

    mail = read_mail(sources, config, wanted, classes)
    if has_errors(mail.diagnostics):
        print_findings(sources, Report(mail.diagnostics, len(mail.letters)), settings)
        click.echo(say("print.stopped"), err=True)
        return CONTENT
    for name in names:
        if not any(name in _called(letter) for letter in mail.letters):
            known = speaking().join([letter.title for letter in mail.letters])
            raise click.UsageError(say("usage.letter", name=name, known=known))
    mailing = Mailing(
        site_head(config),
        speaking(),
        mail.pictures,
        () if classes else mail.everyone,
        tuple(ClassMail(c, mail.by_class[c], pupils.get(c, ())) for c in classes),
        word,
    )
    documents = letters(mailing)
    if not documents:
        click.echo(say("print.no-letters"), err=True)
        return CONTENT
    people = {text for each in pupils.values() for p in each for text in p.said()}
    return Posted(mailing, documents, frozenset(people))


@contextmanager
def unnamed(people: Collection[str]) -> Iterator[None]:
    """Take people's names out of any failure: a school's own template may quote what it was given."""
    try:
        yield
    except Exception as failure:  # re-raised, all of them
        if not any(name in str(failure) for name in people):
            raise
        raise _without(failure, people) from None


def _without(failure: Exception, people: Collection[str]) -> Exception:
    from sjboard.edges.paper.fault import WordFault
    from sjboard.render import TemplateFault

    def bare(text: str) -> str:
        for name in sorted(people, key=len, reverse=True):
            text = text.replace(name, "…")
        return text

    if isinstance(failure, TemplateFault):
        return TemplateFault(failure.template, failure.line, bare(failure.message), failure.page)
    if isinstance(failure, WordFault):
        near, message = bare(failure.near), bare(failure.message)
        return WordFault(failure.template, failure.document, failure.why, near, message)
    return RuntimeError(bare(str(failure)))


def _called(letter: Letter) -> frozenset[str]:
    """All that a letter may be asked for by: its file, its file's name, its address, its title."""
    file = letter.span.file
    name = file.rpartition("/")[2]
    return frozenset((file, name, name.removesuffix(".md"), letter.slug, letter.title))


def _term(config: Config, day: date) -> str:
    """The term that a letter of a day is about."""
    terms = sorted(config.terms.values(), key=lambda term: term.first_monday)
    begun = [term for term in terms if term.first_monday - _BEFORE <= day]
    return (begun[-1] if begun else terms[0]).id


def _roster(
    path: Path, settings: Settings, config: Config, classes: tuple[ClassId, ...]
) -> Roster | None:
    from sjboard.edges.paper.roster import BadRoster, read_roster

    only = classes[0] if len(classes) == 1 else None
    try:
        return read_roster(path, settings.root, config.all_classes, only)
    except BadRoster as bad:
        for fault in bad.faults[:_MOST_FAULTS]:
            click.echo(_told(path, fault), err=True)
        if len(bad.faults) > _MOST_FAULTS:
            click.echo(say("roster.more", count=len(bad.faults) - _MOST_FAULTS), err=True)
        return None


def _told(path: Path, fault: RosterFault) -> str:
    """Say what is wrong in the roster, and how to mend it; never a pupil's name."""
    args = dict(fault.args)
    key = fault.why
    if key in ("class", "unknown-class") and not args["written"]:
        key = f"{key}-unsaid"
    place = say("roster.row", row=fault.row) if fault.row else ""
    return say("roster.fault", file=path.name, place=place, said=say(f"roster.{key}", **args))

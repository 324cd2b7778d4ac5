"""A week's forms together: what was handed in and found, as the office files it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic
from sjboard.model import ClassId, Entry, Letter, Week
from sjboard.views.consultation import consultations
from sjboard.views.filing import filing, in_order
from sjboard.views.forms import FormViews, Receipts
from sjboard.views.plan import plan
from sjboard.views.table import load_table


def assemble_forms(  # noqa: PLR0917 - what goes into a week's forms, in the order in which it comes about
    config: Config,
    week: Week,
    entries: Iterable[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    findings: Iterable[Diagnostic],
    letters: Iterable[Letter],
) -> FormViews:
    """Fill the forms of a week from what was handed in and found; ``letters`` are all of the school's."""
    written = tuple(entries)
    table = load_table(config, week, by_class)
    return FormViews(
        filings=tuple(filing(entry, week, config) for entry in in_order(written, config)),
        plans=tuple(plan(each, by_class.get(each.id, ()), config) for each in table.classes),
        consultations=consultations(findings, week, by_class, config),
        receipts=tuple(_receipts(letter, config) for letter in _current(letters, week, config)),
        chain=config.approval_chain,
        subjects=tuple(subject.name for subject in config.subjects.values()),
    )


def _current(letters: Iterable[Letter], week: Week, config: Config) -> list[Letter]:
    """Choose the letters with a slip that went out this term, up to the week's end, oldest first.

    A letter between two terms (the welcome before the first Monday) belongs to the later one.
    """
    last = week.blocks[-1].last if week.blocks else week.monday
    own = config.terms[week.term]
    before = [t for t in config.terms.values() if t.first_monday < own.first_monday and t.weeks]
    ends = [
        t.weeks[-1].blocks[-1].last if t.weeks[-1].blocks else t.weeks[-1].monday for t in before
    ]
    since = max(ends, default=date.min)
    chosen = [each for each in letters if each.receipt and since < each.date <= last]
    return sorted(chosen, key=lambda letter: (letter.date, letter.slug))


def _receipts(letter: Letter, config: Config) -> Receipts:
    assert letter.receipt is not None  # noqa: S101 - only letters with a slip come here
    everyone = not letter.grades and not letter.classes
    classes = tuple(
        each
        for each in config.all_classes
        if everyone or each.grade in letter.grades or each in letter.classes
    )
    return Receipts(letter.title, letter.date, letter.receipt.return_by, letter.receipt.to, classes)

"""What spans weeks: the first page, the terms, the letters, the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sjboard.config.values import Config
from sjboard.model import ClassId, Letter
from sjboard.views import routes
from sjboard.views.board import WeekBoard
from sjboard.views.head import site_head
from sjboard.views.rules import rules_view
from sjboard.views.search import search_view
from sjboard.views.site import (
    HomeView,
    LetterLine,
    LetterView,
    ReceiptView,
    SiteViews,
    TermGrade,
    TermView,
    WeekSummary,
)
from sjboard.views.weeks import by_days


def assemble_site(
    config: Config,
    summaries: Iterable[WeekSummary],
    latest: WeekBoard | None,
    letters: Iterable[Letter],
) -> SiteViews:
    """Reduce the public weeks' summaries and the letters, in any order, to the pages that span weeks.

    ``latest`` is the board of the newest of the weeks.
    """
    weeks = tuple(summaries)
    terms = _terms(config, weeks)
    ordered = _newest_first(letters)
    home = HomeView(
        newest=latest,
        classes=tuple(
            (grade, tuple((c, routes.own(c)) for c in config.classes(grade)))
            for grade in config.grades
            if latest
        ),
        terms=terms,
        letters=tuple(_line(letter) for letter in ordered),
    )
    return SiteViews(
        home=home,
        terms=terms,
        letters=assemble_letters(config, ordered),
        rules=rules_view(config),
        search=search_view(home, weeks),
        weeks=tuple(sorted(weeks, key=by_days, reverse=True)),
    )


def assemble_letters(
    config: Config, letters: Iterable[Letter], class_id: ClassId | None = None
) -> tuple[LetterView, ...]:
    """Make all that is shown of letters, newest first; ``class_id``: of this class's own copies."""
    url = site_head(config).url
    return tuple(_letter(letter, url, class_id) for letter in _newest_first(letters))


def _newest_first(letters: Iterable[Letter]) -> list[Letter]:
    ordered = sorted(letters, key=lambda letter: letter.slug)
    ordered.sort(key=lambda letter: letter.date, reverse=True)
    return ordered


def _terms(config: Config, weeks: Sequence[WeekSummary]) -> tuple[TermView, ...]:
    terms = []
    for term in sorted(config.terms.values(), key=lambda t: (t.first_monday, t.id), reverse=True):
        lines = [summary.line for summary in weeks if summary.term == term.id]
        lines.sort(key=lambda line: line.number, reverse=True)
        if lines:
            grades = tuple(
                TermGrade(
                    grade,
                    routes.term_grade(term.id, grade),
                    tuple((c, routes.term_class(term.id, c)) for c in config.classes(grade)),
                )
                for grade in config.grades
            )
            terms.append(TermView(term.id, term.name, routes.term(term.id), tuple(lines), grades))
    return tuple(terms)


def _line(letter: Letter) -> LetterLine:
    route = routes.letter(letter.slug)
    return LetterLine(letter.title, letter.date, route, letter.grades, letter.classes)


def _letter(letter: Letter, url: str, class_id: ClassId | None) -> LetterView:
    slip = letter.receipt
    route = routes.letter(letter.slug)
    if class_id is None and len(letter.classes) == 1 and not letter.grades:
        class_id = letter.classes[0]
    if class_id is None:
        code = routes.letter_qr(letter.slug, url + route)
    else:
        code = routes.class_qr(class_id, url + routes.own(class_id))
    return LetterView(
        title=letter.title,
        date=letter.date,
        grades=letter.grades,
        classes=letter.classes,
        sender=letter.sender,
        style=letter.style.value,
        body=letter.body,
        receipt=ReceiptView(slip.fields, slip.return_by, slip.to) if slip else None,
        route=route,
        print_route=routes.letter_print(letter.slug),
        qr=url and code,
        board=class_id,
    )

"""``print``: notices, letters and forms as files, for the wall, the copier and the pupils' bags."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sjboard.edges.commands.shared import (
    CONTENT,
    OK,
    PASS,
    USAGE,
    chosen_week,
    config_of,
    print_findings,
    snapshot_of,
)
from sjboard.edges.options import TERM, WEEK, common, format_option
from sjboard.edges.report import Report
from sjboard.edges.terminal import Settings, progress, say, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sjboard.build.paper import ForPaper
    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.edges.commands.print_letters import Posted
    from sjboard.edges.paper.folder import Written
    from sjboard.edges.paper.press import Printed
    from sjboard.edges.paper.typeset import MissingGlyph, SpoiltPicture
    from sjboard.model import ClassId, Term, Week
    from sjboard.render.paper.document import Document
    from sjboard.render.paper.order import Order

MACHINE = 3
FOLDER = "print"
"""Beside config.yaml: where prints go unless told otherwise."""

_WHAT = ("notices", "letters", "forms")


@click.command("print")
@TERM
@WEEK
@click.option("--class", "classes", multiple=True, metavar="3-1")
@click.option("--what", type=click.Choice(_WHAT), default="notices", show_default=True)
@format_option("pdf", "docx", "html")
@click.option("--landscape", is_flag=True)
@click.option("--archive", is_flag=True)
@click.option("--letter", "letter", multiple=True, metavar="NAME")
@click.option("--roster", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("more", nargs=-1, metavar="")
@common
@PASS
def print_(  # noqa: PLR0917 - click passes options by name
    settings: Settings,
    term: str | None,
    week: int | None,
    classes: tuple[str, ...],
    more: tuple[str, ...],
    what: str,
    form: str,
    letter: tuple[str, ...],
    roster: Path | None,
    output: Path | None,
    *,
    landscape: bool,
    archive: bool,
) -> int:
    from sjboard.build.paper import read_for_paper
    from sjboard.edges.commands.print_letters import letters_to_print, unnamed
    from sjboard.edges.paper.folder import Misplaced, allowed
    from sjboard.render.paper.document import file_name

    if landscape and (what, form) != ("notices", "pdf"):
        raise click.UsageError(say("usage.print-landscape"))
    if archive and form != "pdf":
        raise click.UsageError(say("usage.print-archive", form=form))
    if output is not None and output.is_file():
        raise click.UsageError(say("usage.print-file", path=output))
    if what != "letters" and (letter or roster):
        raise click.UsageError(say("usage.letters-only"))
    sources = snapshot_of(settings)
    config = config_of(sources, settings)
    if config is None:
        return USAGE
    wanted = chosen_week(config, settings, term, week, week_to_print)
    chosen = _classes(config, (*classes, *more))
    part = "letters" if what == "letters" else wanted.key
    usual = settings.root / FOLDER / file_name(wanted.term) / part
    try:
        folder = allowed(output or usual, settings.root)
    except Misplaced as wrong:
        raise click.UsageError(say("usage.print-folder", folder=wrong.folder)) from None

    if what == "letters":
        posted = letters_to_print(
            settings,
            sources,
            config,
            wanted,
            of_week=week is not None,
            names=letter,
            classes=chosen if classes or more else (),
            roster=roster,
            word=form == "docx",
        )
        if isinstance(posted, int):
            return posted
        make = partial(_letters, posted, config.language, sources, settings, form)
        with unnamed(posted.people):
            return _put(make, sources, folder, output or usual, settings, archive=archive)

    read = read_for_paper(sources, config, wanted, letters=False, forms=what == "forms")
    if read.views is None:
        print_findings(sources, Report(read.diagnostics, read.entries), settings)
        click.echo(say("print.stopped"), err=True)
        return CONTENT
    order = _order(read, config, chosen, landscape=landscape, word=form == "docx")
    if not read.entries and what == "notices":
        click.echo(say("print.empty", week=wanted.number), err=True)
        return CONTENT
    make = partial(_made, what, order, read, sources, settings, form)
    return _put(make, sources, folder, output or usual, settings, archive=archive)


def _put(
    make: Callable[..., Printed],
    sources: Sources,
    folder: Path,
    named: Path,
    settings: Settings,
    *,
    archive: bool,
) -> int:
    """Make files, put them into the folder, and say what was done; ``named`` is it as asked for."""
    from sjboard.edges.paper.folder import put
    from sjboard.edges.paper.fonts import NoChineseFont

    try:
        printed = make(archive=archive)
    except NoChineseFont:
        click.echo(say("print.no-font"), err=True)
        return MACHINE
    done = put(folder, printed.files)
    for failure in printed.failed:
        click.echo(_why(failure, sources), err=True)
    _tell(printed.kinds, done, named, settings)
    return MACHINE if done.foreign else CONTENT if printed.failed else OK


def week_to_print(term: Term, today: date) -> Week:
    """Give the newest week that is public; before the first, the first."""
    public = [week for week in term.weeks if week.publication <= today]
    return public[-1] if public else term.weeks[0]


def _classes(config: Config, names: tuple[str, ...]) -> tuple[ClassId, ...]:
    """Read classes: 3-1, 三年级1班, several after one another, or with commas between."""
    from sjboard.content.letter_fields import class_named

    wanted = [
        name for part in names for name in part.replace("，", ",").replace("、", ",").split(",")
    ]
    asked = [class_named(name) for name in wanted]
    for name, each in zip(wanted, asked, strict=True):
        if each not in config.all_classes:
            raise click.UsageError(say("usage.class", name=name))
    return tuple(each for each in config.all_classes if not asked or each in asked)


def _order(
    read: ForPaper,
    config: Config,
    classes: tuple[ClassId, ...],
    *,
    landscape: bool,
    word: bool,
) -> Order:
    from sjboard.render.paper.order import Order
    from sjboard.views import site_head

    assert read.views is not None  # noqa: S101 - the caller has looked
    return Order(
        views=read.views,
        letters=read.letters,
        site=site_head(config),
        words=speaking(),
        classes=classes,
        whole=len(classes) == len(config.all_classes),
        pictures=read.pictures,
        landscape=landscape,
        word=word,
    )


def _made(  # noqa: PLR0917 - what goes into a print, in the order in which it comes about
    what: str,
    order: Order,
    read: ForPaper,
    sources: Sources,
    settings: Settings,
    form: str,
    *,
    archive: bool,
) -> Printed:
    """Make notices or forms."""
    if form == "html":
        from sjboard.edges.paper.press import Printed
        from sjboard.render import layered
        from sjboard.render.paper.single import single_forms, single_notices

        templates = layered(sources.templates, sources.shipped)
        bar = progress(say("progress.print"), settings)
        if what == "notices":
            files = single_notices(order, templates, bar)
            return Printed(files.items(), kinds=Counter(notice=len(files)))
        documents = _documents(what, order, read)
        files = single_forms(documents, order.words, order.site, templates, bar)
        return Printed(files.items(), kinds=_kinds(documents))
    documents = _documents(what, order, read)
    return _pressed(documents, order.site.language, sources, settings, form, archive=archive)


def _letters(
    posted: Posted,
    language: str,
    sources: Sources,
    settings: Settings,
    form: str,
    *,
    archive: bool,
) -> Printed:
    """Make letters."""
    if form != "html":
        return _pressed(posted.documents, language, sources, settings, form, archive=archive)
    from sjboard.edges.paper.press import Printed
    from sjboard.render import layered
    from sjboard.render.paper.single import single_letters

    templates = layered(sources.templates, sources.shipped)
    bar = progress(say("progress.print"), settings)
    files = single_letters(posted.mailing, posted.documents, templates, bar)
    return Printed(files.items(), kinds=_kinds(posted.documents))


def _pressed(
    documents: tuple[Document, ...],
    language: str,
    sources: Sources,
    settings: Settings,
    form: str,
    *,
    archive: bool,
) -> Printed:
    """Turn documents into files."""
    from sjboard.edges.paper import press
    from sjboard.render import layered

    templates = layered(sources.templates, sources.shipped)
    bar = progress(say("progress.print"), settings)
    if form == "docx":
        return press.as_word(documents, templates, bar)
    return press.as_pdf(documents, templates, language, bar, archive=archive)


def _kinds(documents: Iterable[Document]) -> Counter[str]:
    return Counter(document.kind for document in documents)


def _documents(what: str, order: Order, read: ForPaper) -> tuple[Document, ...]:
    """Let the one who knows make the documents; another kind of print is another line here."""
    if what == "forms" and read.forms is not None:
        from sjboard.render.paper.forms import forms

        return forms(order, read.forms)
    from sjboard.render.paper.notices import notices
    from sjboard.render.paper.posters import posters

    return (*notices(order), *(posters(order) if order.whole and not order.word else ()))


def _why(failure: MissingGlyph | SpoiltPicture, sources: Sources) -> str:
    """Say why a document was not made."""
    from sjboard.edges.paper.typeset import MissingGlyph
    from sjboard.render.paper.pictures import named

    if isinstance(failure, MissingGlyph):
        return say("print.missing-glyph", name=failure.name, text=failure.text)
    spoilt = [path for path, name in named(sources.content).items() if name in failure.files]
    return say("print.spoilt-picture", name=failure.name, pictures=speaking().join(spoilt))


def _tell(
    counts: Counter[str],
    done: Written,
    folder: Path,
    settings: Settings,
) -> None:
    """Say what was made, and what was left alone."""
    for name in done.foreign:
        click.echo(say("print.foreign", path=folder / name), err=True)
    if settings.quiet:
        return
    if settings.verbose:
        click.echo("".join(f"{folder / name}\n" for name in done.written), nl=False)
    for kind, count in counts.items():
        click.echo(say(f"print.made.{kind}", count=count))
    click.echo(
        say(
            "print.done",
            folder=folder,
            written=len(done.written),
            identical=len(done.identical),
        )
    )

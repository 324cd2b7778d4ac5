"""``export`` and ``import``: a week as a workbook to fill in, and entries out of it."""

from __future__ import annotations

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
    found,
    print_findings,
    snapshot_of,
)
from sjboard.edges.options import TERM, WEEK, common, format_option
from sjboard.edges.report import Report, sentence, shown
from sjboard.edges.terminal import Settings, say, speaking
from sjboard.records import dataclass

if TYPE_CHECKING:
    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.content.workbook.rows import Fault, Vocabulary
    from sjboard.edges.workbook.exchange import Intake
    from sjboard.edges.workbook.reading import Book
    from sjboard.model import Week

MOST_TOLD = 30
"""Faults that are told at once: more is a sheet that went wrong as a whole."""


@click.command()
@TERM
@WEEK
@format_option("xlsx")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE")
@common
@PASS
def export(
    settings: Settings, term: str | None, week: int | None, form: str, output: Path | None
) -> int:
    from sjboard.build import read_loads
    from sjboard.edges import start
    from sjboard.edges.files import write_atomically
    from sjboard.edges.workbook.exchange import Shelf, export_of
    from sjboard.edges.workbook.vocabulary import vocabulary
    from sjboard.edges.workbook.writing import write_workbook
    from sjboard.views.table import load_table

    del form  # there is one so far
    sources = snapshot_of(settings)
    config = config_of(sources, settings)
    if config is None:
        return USAGE
    wanted = chosen_week(config, settings, term, week, start.week_to_write)
    target = output or Path(say("export.name", term=wanted.term, week=wanted.number))
    if target.is_dir():
        raise click.UsageError(say("usage.export-folder", path=target))
    words = vocabulary()
    made = export_of(Shelf(sources, config, wanted), words)
    table = load_table(config, wanted, read_loads(sources, config, wanted).by_class)
    data = write_workbook(config, wanted, words, made.grades, table, made.exported)
    write_atomically(target, data)
    if not settings.quiet:
        click.echo(say("export.done", path=target, week=wanted.number, entries=len(made.exported)))
    for name in made.left:
        file = f"content/{wanted.term}/{wanted.key}/{name}"
        click.echo(say("export.left", file=file), err=True)
    return CONTENT if made.left else OK


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@click.option("--replace", "over", is_flag=True)
@TERM
@WEEK
@common
@PASS
def import_(
    settings: Settings, file: Path, term: str | None, week: int | None, *, over: bool
) -> int:
    from sjboard.edges.lock import alone

    found(settings.config)
    if not file.is_file():
        raise click.UsageError(say("usage.no-path", path=file))
    with alone(settings.root):
        sources = snapshot_of(settings)
        config = config_of(sources, settings)
        if config is None:
            return USAGE
        done = _take(file, sources, config, settings, _Asked(term, week, over))
    return OK if done else CONTENT


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of an import."""

    term: str | None
    week: int | None
    over: bool


def _take(file: Path, sources: Sources, config: Config, settings: Settings, asked: _Asked) -> bool:
    """Read a workbook and write its entries; say what came of it, and whether that was well."""
    from sjboard.content.workbook.inward import written_entries
    from sjboard.edges.workbook.exchange import Shelf, intake_of, stops
    from sjboard.edges.workbook.reading import BadWorkbook
    from sjboard.edges.workbook.taking import take_in
    from sjboard.edges.workbook.vocabulary import vocabulary

    words = vocabulary()
    try:
        book = _read(file, config, words)
    except BadWorkbook as bad:
        click.echo(say(f"workbook.bad.{bad.why}", file=file.name, **bad.args_), err=True)
        return False
    wanted = _week_of(book, config, settings, asked.term, asked.week)
    if wanted is None:
        return False
    shelf = Shelf(sources, config, wanted)
    made, faults = written_entries(book.rows, shelf.reader, words, shelf.whose)
    for sheet in book.passed if not settings.quiet else ():
        click.echo(say("import.passed", sheet=sheet), err=True)
    every = [*book.faults, *faults]
    if every:
        _tell(every, book)
        return False
    intake = intake_of(shelf, book, made, over=asked.over)
    if stops(intake):
        _refuse(intake, sources, settings)
        return False
    changed = take_in(settings.root, intake.changes) if intake.changes else ""
    if changed:
        click.echo(say("import.changed", file=changed), err=True)
        return False
    _told(intake, len(made), wanted, settings)
    return True


def _read(file: Path, config: Config, words: Vocabulary) -> Book:
    """Read a workbook's sheets by every name that a grade goes by."""
    from sjboard.edges.workbook.reading import MOST_BYTES, read_workbook
    from sjboard.edges.workbook.vocabulary import sheet_name
    from sjboard.syntax.fold import fold

    names: dict[str, int] = {}
    for grade in config.grades:
        character = "零一二三四五六七八九"[grade]
        for name in (
            sheet_name(grade),
            f"{character}年级",
            f"{grade}年级",
            f"g{grade}",
            f"grade{grade}",
        ):
            names[fold(name).replace(" ", "")] = grade
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    own = (say("workbook.sheet.guide"), say("workbook.sheet.totals"))
    return read_workbook(file.name, data, names, words, own)


def _week_of(
    book: Book, config: Config, settings: Settings, term: str | None, week: int | None
) -> Week | None:
    """Give the week that a workbook says it is of, else that of the options; None if that is unclear."""
    from sjboard.edges import start

    written = (
        config.week(book.term, int(book.week))
        if book.week.isascii() and book.week.isdigit()
        else None
    )
    if written is None and week is None:
        key = "import.other-week" if book.week else "import.no-week"
        click.echo(say(key, term=book.term, week=book.week), err=True)
        return None
    if term is None and week is None:
        return written
    asked = chosen_week(config, settings, term or book.term or None, week, start.week_to_write)
    if written is not None and (asked.term, asked.number) != (written.term, written.number):
        click.echo(say("import.differs", week=written.number, asked=asked.number), err=True)
        return None
    return asked


def _tell(faults: list[Fault], book: Book) -> None:
    """Say what is wrong in each cell, in the order of the sheets."""
    order = list(book.sheets)
    faults = sorted(dict.fromkeys(faults), key=lambda f: (order.index(f.grade), f.number))
    for one in faults[:MOST_TOLD]:
        letter = book.columns.get(one.grade, {}).get(one.column, "")
        heading = say(f"workbook.column.{one.column}") if one.column else ""
        where = say(
            "import.where" if letter else "import.where-row",
            sheet=book.sheets[one.grade],
            row=one.number,
            letter=letter,
            heading=heading,
        )
        if one.finding is not None:
            message, hint = sentence(one.finding, speaking())
            told = say("import.finding", message=message, hint=hint)
        else:
            told = say(f"workbook.fault.{one.why}", **_args(one))
        click.echo(say("import.fault", where=where, told=told))
    if len(faults) > MOST_TOLD:
        click.echo(say("import.more", count=len(faults) - MOST_TOLD))
    click.echo(say("import.nothing", count=len(faults)), err=True)


def _args(one: Fault) -> dict[str, object]:
    args = shown(one.args, speaking())
    if "heading" in args:
        args["heading"] = say(f"workbook.column.{args['heading']}")
    return args


def _refuse(intake: Intake, sources: Sources, settings: Settings) -> None:
    for path, signed in intake.refused:
        click.echo(say("import.exists-signed" if signed else "import.exists", file=path))
    if intake.refused:
        click.echo(say("import.refused", count=len(intake.refused)), err=True)
        return
    print_findings(sources, Report(intake.clashes, len(intake.changes)), settings)
    click.echo(say("import.nothing", count=len(intake.clashes)), err=True)


def _told(intake: Intake, entries: int, week: Week, settings: Settings) -> None:
    for change in intake.changes:
        if change.signed:
            click.echo(say("import.unsigned", file=change.path), err=True)
        if settings.verbose:
            click.echo(change.path)
    if settings.quiet:
        return
    new = sum(change.before is None for change in intake.changes)
    click.echo(
        say(
            "import.done",
            week=week.number,
            entries=entries,
            new=new,
            replaced=len(intake.changes) - new,
            equal=intake.equal + intake.untouched,
        )
    )

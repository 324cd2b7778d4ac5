"""``init`` and ``new``: the first files."""

from __future__ import annotations

from pathlib import Path

import click

from sjboard.edges.commands.shared import OK, PASS, USAGE, chosen_week, config_of, snapshot_of
from sjboard.edges.options import TERM, WEEK, common
from sjboard.edges.terminal import Settings, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@common
@PASS
def init(settings: Settings, folder: Path) -> int:
    from sjboard.edges.start import Occupied, found_school

    try:
        written = found_school(folder)
    except Occupied:
        raise click.UsageError(say("init.occupied", folder=folder)) from None
    if not settings.quiet:
        click.echo(say("init.done", folder=folder, files=len(written)))
    return OK


@click.command()
@TERM
@WEEK
@common
@PASS
def new(settings: Settings, term: str | None, week: int | None) -> int:
    from sjboard.build import read_loads
    from sjboard.edges import start
    from sjboard.edges.hints import hints

    sources = snapshot_of(settings)
    config = config_of(sources, settings)
    if config is None:
        return USAGE
    wanted = chosen_week(config, settings, term, week, start.week_to_write)
    before = start.week_before(config.terms[wanted.term], wanted)
    told = hints(
        config,
        wanted,
        read_loads(sources, config, wanted).by_class,
        before,
        read_loads(sources, config, before).by_class if before else {},
    )
    written, there = start.hand_out(settings.root, start.sheets(config, wanted, told))
    if settings.verbose:
        click.echo("".join(f"{path}\n" for path in written), nl=False)
    if not settings.quiet:
        folder = f"content/{wanted.term}/{wanted.key}"
        click.echo(say("new.done", files=len(written), there=len(there), folder=folder))
    return OK

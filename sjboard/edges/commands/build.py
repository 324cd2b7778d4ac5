"""``build``: the site brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sjboard.diagnostics import Severity
from sjboard.edges.commands.shared import PASS, found, print_findings, say_mended, status_of
from sjboard.edges.options import common
from sjboard.edges.report import Report
from sjboard.edges.terminal import Settings, progress, say, speak

if TYPE_CHECKING:
    from sjboard.diagnostics import Diagnostic


@click.command()
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N")
@click.option("--full", is_flag=True)
@common
@PASS
def build(settings: Settings, jobs: int, *, drafts: bool, future: bool, full: bool) -> int:
    from sjboard.edges.publish import publish

    del jobs  # one process is quick enough for a school; the bytes would be the same
    done = publish(
        found(settings.config),
        settings.clock,
        future=future,
        drafts=drafts,
        full=full,
        building=progress(say("progress.build"), settings),
        moving=progress(say("progress.move"), settings),
    )
    outcome = done.outcome
    if outcome.config is not None:
        speak(outcome.config.language)
    say_mended(done.mended)
    if done.forgotten and not settings.quiet:
        click.echo(say("build.forgotten"), err=True)
    findings = worth_saying(outcome.diagnostics, settings)
    if findings:
        print_findings(done.sources, Report(findings, outcome.entries), settings)
    if done.changes is None:
        click.echo(say("build.stopped"), err=True)
    elif not settings.quiet:
        changes = done.changes
        click.echo(
            say(
                "build.done",
                entries=outcome.entries,
                pages=len(outcome.pages) + len(outcome.kept),
                created=changes.created,
                updated=changes.updated,
                identical=changes.identical,
                deleted=changes.deleted,
            )
        )
    return status_of(outcome)


def worth_saying(findings: tuple[Diagnostic, ...], settings: Settings) -> tuple[Diagnostic, ...]:
    """Choose what ``build`` tells: notes only when asked, warnings unless it shall be quiet."""
    told = {Severity.ERROR}
    if not settings.quiet:
        told.add(Severity.WARNING)
    if settings.verbose:
        told.add(Severity.NOTE)
    return tuple(d for d in findings if d.severity in told)

"""``build``: the site brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sjboard.edges import unchanged
from sjboard.edges.options import common
from sjboard.edges.terminal import Settings, progress, say, speak

if TYPE_CHECKING:
    from sjboard.build import Outcome
    from sjboard.build.sources import Sources
    from sjboard.diagnostics import Diagnostic


@click.command()
@click.option("--drafts", is_flag=True)
@click.option("--future", is_flag=True)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N")
@click.option("--cluster", metavar="ADDRESS", default="")
@click.option("--full", is_flag=True)
@common
@click.pass_obj
def build(
    settings: Settings, jobs: int | None, cluster: str, *, drafts: bool, future: bool, full: bool
) -> int:
    asked = unchanged.options(
        settings.config,
        drafts=drafts,
        future=future,
        today=settings.clock,
        quiet=settings.quiet,
        verbose=settings.verbose,
        colour=settings.colour(),
    )
    before, seen = (None, None) if full else unchanged.said_before(settings.config, asked)
    if before is not None:
        click.echo(before.findings, nl=False, color=True)
        if not settings.quiet:
            _say_done(before.entries, before.pages, 0, 0, before.files, 0)
        return 0
    from sjboard.edges.commands.shared import found, say_mended, status_of
    from sjboard.edges.publish import publish

    done = publish(
        found(settings.config),
        settings.clock,
        future=future,
        drafts=drafts,
        full=full,
        building=progress(say("progress.build"), settings),
        moving=progress(say("progress.move"), settings),
        jobs=jobs,
        cluster=cluster,
        asked=asked,
        seen=seen,
        telling=lambda sources, outcome: _told(sources, outcome, settings),
    )
    outcome = done.outcome
    say_mended(done.mended)
    if done.forgotten and not settings.quiet:
        click.echo(say("build.forgotten"), err=True)
    click.echo(done.told, nl=False, color=True)  # colour was decided when it was worded
    if outcome.refusal is not None:
        from sjboard.edges.commands.shared import CONTENT, refused

        click.echo(refused(outcome.refusal), err=True)
        return CONTENT
    if done.changes is None:
        click.echo(say("build.stopped"), err=True)
    elif not settings.quiet:
        changes = done.changes
        _say_done(
            outcome.entries,
            len(outcome.pages) + len(outcome.kept),
            changes.created,
            changes.updated,
            changes.identical,
            changes.deleted,
        )
    return status_of(outcome)


def _say_done(*figures: int) -> None:
    """Say how many entries and pages there are, and how many were created, updated, left alone, deleted."""
    names = ("entries", "pages", "created", "updated", "identical", "deleted")
    click.echo(say("build.done", **dict(zip(names, figures, strict=True))))


def _told(sources: Sources, outcome: Outcome, settings: Settings) -> str:
    """Word the findings, and which published weeks are no longer as published, in the school's language."""
    if outcome.config is not None:
        speak(outcome.config.language)
    text = ""
    findings = worth_saying(outcome.diagnostics, settings)
    if findings:
        from sjboard.edges.commands.shared import findings_text
        from sjboard.edges.report import Report

        text = findings_text(sources, Report(findings, outcome.entries), settings)
    if outcome.amended and outcome.refusal is None and not settings.quiet:
        text += _unwritten(outcome.amended) + "\n"
    return text


def _unwritten(weeks: tuple[str, ...]) -> str:
    """Say that published weeks now show something else, and how that becomes a correction."""
    from sjboard.edges.commands.shared import named_weeks, number_of

    option = f" --week {number_of(weeks[0])}" if len(weeks) == 1 else ""
    return say("build.amended", weeks=named_weeks(weeks), option=option)


def worth_saying(findings: tuple[Diagnostic, ...], settings: Settings) -> tuple[Diagnostic, ...]:
    """Choose what ``build`` tells: notes only when asked, warnings unless it shall be quiet."""
    from sjboard.diagnostics import Severity

    told = {Severity.ERROR}
    if not settings.quiet:
        told.add(Severity.WARNING)
    if settings.verbose:
        told.add(Severity.NOTE)
    return tuple(d for d in findings if d.severity in told)

"""``check`` and ``approve``: what is wrong, and who has signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sjboard.diagnostics import Severity
from sjboard.edges.commands.shared import (
    CONTENT,
    OK,
    PASS,
    USAGE,
    below,
    chosen_term,
    chosen_week,
    config_of,
    found,
    inside_school,
    print_findings,
    remembered_of,
    snapshot_of,
    status_of,
)
from sjboard.edges.options import TERM, WEEK, common, format_option
from sjboard.edges.report import Report, shown
from sjboard.edges.terminal import Settings, progress, say, speak, speaking

if TYPE_CHECKING:
    from sjboard.build import Outcome
    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.diagnostics import Diagnostic
    from sjboard.edges.approve import Answer
    from sjboard.model import Signature


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@TERM
@WEEK
@format_option("text", "json", "github")
@common
@PASS
def check(
    settings: Settings, paths: tuple[Path, ...], term: str | None, week: int | None, form: str
) -> int:
    from sjboard.build import check_site
    from sjboard.edges import start

    sources = remembered_of(settings)
    inside = tuple(inside_school(path, settings) for path in paths)
    wanted = _wanted(settings, term, week, inside)
    outcome = check_site(sources, wanted, progress(say("progress.check"), settings))
    if outcome.config is not None:
        speak(outcome.config.language)
        if term is not None or week is not None:
            chosen_week(
                outcome.config, settings, term, week, start.week_to_write
            )  # is there such a week?
        if inside:
            outcome = _only(outcome, inside)
    states = tuple(
        state
        for file, state in outcome.states.items()
        if not inside or any(below(file, path) for path in inside)
    )
    print_findings(sources, Report(outcome.diagnostics, outcome.entries, states), settings, form)
    if form == "text" and not settings.quiet and outcome.config is not None:
        _say_mendable(outcome, outcome.config, sources, paths)
    return status_of(outcome)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--role", required=True, metavar="R")
@click.option("--name", required=True, metavar="N")
@common
@PASS
def approve(settings: Settings, files: tuple[Path, ...], role: str, name: str) -> int:
    from sjboard.edges.approve import approve as sign
    from sjboard.edges.lock import alone
    from sjboard.model import Signature
    from sjboard.policy.approval import roles_of
    from sjboard.syntax.nearest import nearest

    found(settings.config)
    signer = " ".join(name.split())
    if not signer:
        raise click.UsageError(say("usage.name"))
    inside = [inside_school(path, settings) for path in files]
    with alone(settings.root):
        sources = snapshot_of(settings)
        config = config_of(sources, settings)
        if config is None:
            return USAGE
        roles = roles_of(config)
        if not roles:
            raise click.UsageError(say("usage.no-chain"))
        if role.strip() not in roles:
            near = nearest(role, roles)
            key = "usage.role-near" if near else "usage.role"
            raise click.UsageError(say(key, role=role, near=near or "", roles="、".join(roles)))
        signature = Signature(role.strip(), signer, settings.clock)
        answers = sign(settings.root, sources, config, inside, signature)
    for answer in answers:
        _say_answer(answer, signature, sources, settings)
    return CONTENT if any(answer.refused for answer in answers) else OK


def _wanted(
    settings: Settings, term: str | None, week: int | None, inside: tuple[str, ...]
) -> Callable[[Config, str, int], bool]:
    """Choose the weeks to check. A week's number alone means the running term's."""

    def wanted(config: Config, term_id: str, number: int) -> bool:
        from sjboard.edges.start import term_of

        chosen = chosen_term(config, term)
        if chosen is None and week is not None:
            chosen = term_of(config, settings.clock)
        folder = f"content/{term_id}/w{number:02d}"
        return (
            (chosen is None or chosen.id == term_id)
            and (week is None or week == number)
            and (not inside or any(below(folder, p) or below(p, folder) for p in inside))
        )

    return wanted


def _say_mendable(
    outcome: Outcome, config: Config, sources: Sources, paths: tuple[Path, ...]
) -> None:
    """Where ``fix`` could mend some of it, say so: nobody has to know that there is such a command."""
    from sjboard.edges.mending import mend_entries

    wrong = {d.span.file for d in outcome.diagnostics if d.severity is Severity.ERROR}
    files = sum(one.cures for _, one in mend_entries(sources, config, wrong)) if wrong else 0
    if files:
        typed = " ".join(["sjboard fix", *map(str, paths)])
        click.echo(say("check.mendable", files=files, command=typed))


def _only(outcome: Outcome, inside: tuple[str, ...]) -> Outcome:
    """Leave of a check what is about the paths that somebody asked for."""
    entries = sum(
        any(below(file, p) for p in inside)
        for written in outcome.homework.values()
        for file in written.read()
    )
    about = tuple(d for d in outcome.diagnostics if _about(d, inside))
    return replace(outcome, diagnostics=about, entries=entries)


def _about(finding: Diagnostic, inside: tuple[str, ...]) -> bool:
    files = {finding.span.file, *(place.file for place in finding.related)}
    return any(below(file, path) for file in files for path in inside)


def _say_answer(answer: Answer, signature: Signature, sources: Sources, settings: Settings) -> None:
    """Say what became of a file that somebody signed."""
    if answer.findings:
        print_findings(sources, Report(answer.findings, 1), settings)
    if answer.refused:
        why = shown(answer.refused.args, speaking())
        reason = say(f"approve.refused.{answer.refused.why}", file=answer.file, **why)
        click.echo(say("approve.refused", file=answer.file, reason=reason), err=True)
    elif not settings.quiet:
        by = shown((("role", signature.role), ("name", signature.name)), speaking())
        key = "approve.waiting" if answer.waiting else "approve.done"
        roles = speaking().join(answer.waiting)
        click.echo(say(key, file=answer.file, waiting=roles, **by))

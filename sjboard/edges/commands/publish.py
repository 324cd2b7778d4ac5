"""``publish`` and ``verify``: the Friday job, and whether what stands is what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sjboard.edges.commands.build import worth_saying
from sjboard.edges.commands.shared import (
    CONTENT,
    OK,
    PASS,
    USAGE,
    found,
    named_weeks,
    number_of,
    print_findings,
    refused,
    say_mended,
    status_of,
)
from sjboard.edges.options import WEEK, common
from sjboard.edges.report import Report
from sjboard.edges.terminal import Settings, progress, say, speak, speaking

if TYPE_CHECKING:
    from sjboard.build.publication import Intent, Plan
    from sjboard.build.sources import Sources
    from sjboard.edges.sync import Changes
    from sjboard.edges.verify import Verified

_SHOWN = 12
"""How many characters of a hash are told: as many as stand on paper."""


@click.command()
@WEEK
@click.option("--reason", default="", metavar="TEXT")
@click.option("--hold-back", is_flag=True)
@click.option("--rollback", is_flag=True)
@common
@PASS
def publish(
    settings: Settings, week: int | None, reason: str, *, hold_back: bool, rollback: bool
) -> int:
    from sjboard.build.publication import Intent
    from sjboard.edges import publish as work

    config = found(settings.config)
    intent = Intent(settings.clock, settings.moment, " ".join(reason.split()), week, hold_back)
    if rollback:
        if week is not None or hold_back:
            raise click.UsageError(say("usage.rollback-week"))
        return _roll_back(settings, intent)
    done = work.publish(
        config,
        settings.clock,
        future=False,
        drafts=False,
        full=False,
        building=progress(say("progress.build"), settings),
        moving=progress(say("progress.move"), settings),
        intent=intent,
    )
    outcome = done.outcome
    if outcome.config is not None:
        speak(outcome.config.language)
    say_mended(done.mended)
    told = worth_saying(outcome.diagnostics, settings)
    if told:
        print_findings(done.sources, Report(told, outcome.entries), settings)
    plan = outcome.publication
    if done.changes is not None and plan is not None:
        if not settings.quiet:
            _say_published(plan, done.changes)
        if outcome.held_back:
            click.echo(_held(plan), err=True)
        return CONTENT if outcome.held_back else OK
    status = status_of(outcome)
    if status == OK and plan is not None and plan.refusal is not None:
        click.echo(refused(plan.refusal), err=True)
        return CONTENT
    click.echo(say("build.stopped"), err=True)
    return status


@click.command()
@common
@PASS
def verify(settings: Settings) -> int:
    from sjboard.edges.verify import verify as compare

    done = compare(found(settings.config))
    _speak_as(done.sources)
    say_mended(done.mended)
    if done.findings:
        print_findings(done.sources, Report(done.findings, 0), settings)
        click.echo(say("verify.refused"), err=True)
        bad_settings = any(one.rule.startswith("config.") for one in done.findings)
        return USAGE if bad_settings else CONTENT
    if not done.ledger.rows:
        click.echo(say("verify.no-ledger"))
        return OK
    for one in done.differences:
        if one in done.faults or not settings.quiet:
            click.echo(say(f"verify.{one.what}.{one.how}", path=one.path, week=number_of(one.week)))
    if done.faults:
        click.echo(say("verify.differs", faults=len(done.faults)), err=True)
        return CONTENT
    if not settings.quiet:
        _say_same(done, settings)
    return OK


def _roll_back(settings: Settings, intent: Intent) -> int:
    from sjboard.edges.publish import roll_back

    done = roll_back(settings.config, intent, progress(say("progress.move"), settings))
    _speak_as(done.sources)
    say_mended(done.mended)
    if done.refusal is not None:
        click.echo(refused(done.refusal), err=True)
        return CONTENT
    if done.changes is None:
        print_findings(done.sources, Report(done.findings, 0), settings)
        click.echo(say("build.stopped"), err=True)
        return CONTENT
    if not settings.quiet:
        changes = done.changes
        files = changes.created + changes.updated + changes.deleted
        click.echo(say("rollback.done", number=done.number, to=done.to, files=files))
        click.echo(say("rollback.next"))
    return OK


def _say_published(plan: Plan, changes: Changes) -> None:
    """Say in three lines what was published, for how many classes, with which warnings and waivers."""
    from sjboard.content.ledger import hash_of

    if not changes.line:
        click.echo(say("publish.nothing"))
        return
    parts = [
        say(f"publish.{how}", weeks=named_weeks(weeks), reason=plan.intent.reason)
        for how, weeks in (
            ("new", plan.new),
            ("corrected", plan.corrected),
            ("withdrawn", plan.withdrawn),
        )
        if weeks
    ]
    what = say("publish.and").join(parts) or say("publish.no-week")
    number, head = len(plan.ledger.rows) + 1, hash_of(changes.line)[:_SHOWN]
    click.echo(say("publish.done", what=what, number=number, head=head))
    totals = [week["totals"] for week in plan.weeks.values()]
    click.echo(
        say(
            "publish.classes",
            classes=max((t["classes"] for t in totals), default=0),
            entries=sum(t["entries"] for t in totals),
            created=changes.created,
            updated=changes.updated,
            identical=changes.identical,
            deleted=changes.deleted,
        )
    )
    waived = [waiver["rule"] for waiver in plan.waivers]
    warned = list(plan.findings.elements())
    click.echo(say("publish.warnings", warnings=_counted(warned), waivers=_counted(waived)))


def _held(plan: Plan) -> str:
    """Say what did not go out."""
    held = [
        say("publish.held-one", week=number_of(name), subject=one.subject, path=one.path)
        for name, holding in plan.held.items()
        for one in holding.held
    ]
    held += [say("publish.held-week", week=number_of(name)) for name in plan.left]
    return say("publish.held", held=speaking().join(held))


def _counted(rules: list[str]) -> str:
    if not rules:
        return say("publish.none")
    which = [f"{rule}×{rules.count(rule)}" for rule in sorted(set(rules))]
    return say("publish.some", count=len(rules), which=speaking().join(which))


def _say_same(done: Verified, settings: Settings) -> None:
    last = done.ledger.rows[-1]
    click.echo(
        say(
            "verify.same",
            rows=len(done.ledger.rows),
            pages=done.pages,
            weeks=done.weeks,
            time=last.time,
            head=last.hash[:_SHOWN],
        )
    )
    if settings.verbose:
        names = dict.fromkeys(week for row in done.ledger.standing for week in row.weeks)
        for name in names:
            seal = done.ledger.record(name).seal
            click.echo(say("verify.seal", week=number_of(name), name=name, seal=seal))


def _speak_as(sources: Sources) -> None:
    from sjboard.config import read_config

    config, _ = read_config(sources.config, sources.packs)
    if config is not None:
        speak(config.language)

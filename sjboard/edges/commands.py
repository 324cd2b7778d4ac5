"""The commands: each reads the world, asks the floors below, and tells what came out.

Knows options and what is printed where. Whatever is slow to import is imported inside the command that
needs it, so that ``--help`` and a wrong option answer at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sjboard.diagnostics import Severity, has_errors, in_order
from sjboard.edges.options import TERM, WEEK, common, format_option
from sjboard.edges.report import Report, shown
from sjboard.edges.terminal import Settings, progress, say, speak, speaking

if TYPE_CHECKING:
    from sjboard.build import Outcome
    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.diagnostics import Diagnostic
    from sjboard.edges.approve import Answer
    from sjboard.model import Signature, Term, Week

PASS = click.pass_obj
OK, CONTENT, USAGE = 0, 1, 2


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
    from sjboard.edges import start

    sources = _snapshot(settings)
    config = _config(sources, settings)
    if config is None:
        return USAGE
    wanted = _week(config, settings, term, week, start.week_to_write)
    written, there = start.hand_out(settings.root, start.sheets(config, wanted))
    if settings.verbose:
        click.echo("".join(f"{path}\n" for path in written), nl=False)
    if not settings.quiet:
        folder = f"content/{wanted.term}/{wanted.key}"
        click.echo(say("new.done", files=len(written), there=len(there), folder=folder))
    return OK


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

    sources = _snapshot(settings)
    inside = tuple(_inside(path, settings) for path in paths)
    wanted = _wanted(settings, term, week, inside)
    outcome = check_site(sources, wanted, progress(say("progress.check"), settings))
    if outcome.config is not None:
        speak(outcome.config.language)
        if term is not None or week is not None:
            _week(
                outcome.config, settings, term, week, start.week_to_write
            )  # is there such a week?
        if inside:
            outcome = _only(outcome, outcome.config, sources, inside)
    states = tuple(
        state
        for file, state in outcome.states.items()
        if not inside or any(_below(file, path) for path in inside)
    )
    _report(sources, Report(outcome.diagnostics, outcome.entries, states), settings, form)
    return _status(outcome)


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

    _found(settings.config)
    signer = " ".join(name.split())
    if not signer:
        raise click.UsageError(say("usage.name"))
    inside = [_inside(path, settings) for path in files]
    with alone(settings.root):
        sources = _snapshot(settings)
        config = _config(sources, settings)
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
        _found(settings.config),
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
    if done.forgotten and not settings.quiet:
        click.echo(say("build.forgotten"), err=True)
    findings = _worth_saying(outcome.diagnostics, settings)
    if findings:
        _report(done.sources, Report(findings, outcome.entries), settings)
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
    return _status(outcome)


def _worth_saying(findings: tuple[Diagnostic, ...], settings: Settings) -> tuple[Diagnostic, ...]:
    """Choose what ``build`` tells: notes only when asked, warnings unless it shall be quiet."""
    told = {Severity.ERROR}
    if not settings.quiet:
        told.add(Severity.WARNING)
    if settings.verbose:
        told.add(Severity.NOTE)
    return tuple(d for d in findings if d.severity in told)


@click.command()
@TERM
@WEEK
@click.option("--class", "class_", metavar="3-1")
@format_option("text", "json")
@common
@PASS
def load(
    settings: Settings, term: str | None, week: int | None, class_: str | None, form: str
) -> int:
    from sjboard.build import read_loads
    from sjboard.edges import load_text, start
    from sjboard.views.table import load_table

    sources = _snapshot(settings)
    config = _config(sources, settings)
    if config is None:
        return USAGE
    wanted = _week(config, settings, term, week, start.week_to_show)
    only = next((c for c in config.all_classes if str(c) == class_), None)
    if class_ is not None and only is None:
        raise click.UsageError(say("usage.class", name=class_))
    reading = read_loads(sources, config, wanted)
    table = load_table(config, wanted, reading.by_class, only)
    if form == "json":
        click.echo(json.dumps(load_text.as_json(table), ensure_ascii=False, indent=1))
    else:
        click.echo(load_text.as_text(table, speaking()), nl=False)
    wrong = sum(d.severity is Severity.ERROR for d in reading.unread)
    if wrong:
        click.echo(say("load.unread", errors=wrong, week=wanted.number), err=True)
    return CONTENT if wrong else OK


@click.command()
@click.argument("document", type=click.Choice(["entry", "config", "policy"]))
@common
def schema(document: str) -> int:
    if document == "entry":
        from sjboard.content.fields import entry_schema as made
    elif document == "config":
        from sjboard.config.schema import config_schema as made
    else:
        from sjboard.config.schema import policy_schema as made
    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))
    return OK


@click.command()
@click.argument("rule", metavar="RULE")
@common
@PASS
def explain(settings: Settings, rule: str) -> int:
    from sjboard.edges.explain import explain as explained
    from sjboard.edges.explain import known
    from sjboard.syntax.nearest import nearest

    config = None
    if settings.config.is_file():  # a rule can be asked about anywhere
        from sjboard.config import read_config

        sources = _snapshot(settings)
        config = read_config(sources.config, sources.packs)[0]
    text = explained(rule, config)
    if text is None:
        guess = nearest(rule, known(config))
        key = "explain.unknown-guess" if guess else "explain.unknown"
        raise click.UsageError(say(key, rule=rule, guess=guess or ""))
    click.echo(text, nl=False)
    return OK


COMMANDS: tuple[click.Command, ...] = (
    init,
    new,
    check,
    approve,
    build,
    load,
    schema,
    explain,
)


def _found(config: Path) -> Path:
    if not config.is_file():
        raise click.UsageError(say("usage.no-config", path=config))
    return config


def _snapshot(settings: Settings) -> Sources:
    from sjboard.edges.disk import snapshot

    return snapshot(_found(settings.config))


def _config(sources: Sources, settings: Settings) -> Config | None:
    """Read config.yaml; where it is wrong, say so and give None."""
    from sjboard.config import read_config

    config, findings = read_config(sources.config, sources.packs)
    if config is None or has_errors(findings):
        _report(sources, Report(in_order(findings), 0), settings)
        return None
    speak(config.language)
    return config


def _term(config: Config, name: str | None) -> Term | None:
    """Give the term that an option names; None where it names none."""
    if name is not None and name not in config.terms:
        raise click.UsageError(say("usage.term", term=name, terms=", ".join(config.terms)))
    return config.terms[name] if name is not None else None


def _week(
    config: Config,
    settings: Settings,
    term: str | None,
    week: int | None,
    usual: Callable[[Term, date], Week],
) -> Week:
    """Give the week that the options name, or the usual one of the running term."""
    from sjboard.edges.start import term_of

    today = settings.clock
    chosen = _term(config, term) or term_of(config, today)
    found = usual(chosen, today) if week is None else config.week(chosen.id, week)
    if found is None:
        raise click.UsageError(say("usage.week", week=week, weeks=len(chosen.weeks)))
    return found


def _wanted(
    settings: Settings, term: str | None, week: int | None, inside: tuple[str, ...]
) -> Callable[[Config, str, int], bool]:
    """Choose the weeks to check. A week's number alone means the running term's."""

    def wanted(config: Config, term_id: str, number: int) -> bool:
        from sjboard.edges.start import term_of

        chosen = _term(config, term)
        if chosen is None and week is not None:
            chosen = term_of(config, settings.clock)
        folder = f"content/{term_id}/w{number:02d}"
        return (
            (chosen is None or chosen.id == term_id)
            and (week is None or week == number)
            and (not inside or any(_below(folder, p) or _below(p, folder) for p in inside))
        )

    return wanted


def _inside(path: Path, settings: Settings) -> str:
    """Give a path that somebody typed as one from the school's folder."""
    if not path.exists():
        raise click.UsageError(say("usage.no-path", path=path))
    try:
        return path.resolve().relative_to(settings.root.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(say("usage.outside", path=path)) from None


def _below(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def _only(outcome: Outcome, config: Config, sources: Sources, inside: tuple[str, ...]) -> Outcome:
    """Leave of a check what is about the paths that somebody asked for."""
    from sjboard.content.layout import arrange

    weeks = arrange(sources.content, config)[0].weeks.values()
    entries = sum(any(_below(file, p) for p in inside) for files in weeks for file in files)
    about = tuple(d for d in outcome.diagnostics if _about(d, inside))
    return replace(outcome, diagnostics=about, entries=entries)


def _about(finding: Diagnostic, inside: tuple[str, ...]) -> bool:
    files = {finding.span.file, *(place.file for place in finding.related)}
    return any(_below(file, path) for file in files for path in inside)


def _report(sources: Sources, report: Report, settings: Settings, form: str = "text") -> None:
    """Print findings to stdout. In text, ``--quiet`` leaves nothing but the errors."""
    from sjboard.edges import report as forms
    from sjboard.edges.disk import lines_of

    words = speaking()
    if form == "json":
        click.echo(forms.as_json(report, words), nl=False)
    elif form == "github":
        click.echo(forms.as_github(report, words), nl=False)
    else:
        if settings.quiet:
            errors = tuple(d for d in report.findings if d.severity is Severity.ERROR)
            report = replace(report, findings=errors)
        text = forms.as_text(
            report, words, lines_of(sources), colour=settings.colour(), summed=not settings.quiet
        )
        click.echo(text, nl=False, color=True)  # colour was decided above


def _say_answer(answer: Answer, signature: Signature, sources: Sources, settings: Settings) -> None:
    """Say what became of a file that somebody signed."""
    if answer.findings:
        _report(sources, Report(answer.findings, 1), settings)
    if answer.refused:
        why = shown(answer.refused.args, speaking())
        reason = say(f"approve.refused.{answer.refused.why}", file=answer.file, **why)
        click.echo(say("approve.refused", file=answer.file, reason=reason), err=True)
    elif not settings.quiet:
        by = shown((("role", signature.role), ("name", signature.name)), speaking())
        key = "approve.waiting" if answer.waiting else "approve.done"
        roles = speaking().join(answer.waiting)
        click.echo(say(key, file=answer.file, waiting=roles, **by))


def _status(outcome: Outcome) -> int:
    if outcome.config is None:
        return USAGE
    return CONTENT if has_errors(outcome.diagnostics) else OK

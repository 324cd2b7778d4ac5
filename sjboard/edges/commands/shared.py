"""What several commands do alike: find the school, read its settings, choose a week, tell findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sjboard.diagnostics import Severity, has_errors, in_order
from sjboard.edges.report import Report
from sjboard.edges.terminal import Settings, say, speak, speaking

if TYPE_CHECKING:
    from sjboard.build import Outcome
    from sjboard.build.publication import Refusal
    from sjboard.build.sources import Sources
    from sjboard.config.values import Config
    from sjboard.edges.publish import Mended
    from sjboard.model import Term, Week

PASS = click.pass_obj
OK, CONTENT, USAGE = 0, 1, 2


def found(config: Path) -> Path:
    """Give the path of config.yaml where there is one, with nothing beside it that could not be read."""
    from sjboard.edges.plain import look_at_ours

    if not config.is_file():
        raise click.UsageError(say("usage.no-config", path=config))
    look_at_ours(config.parent)
    return config


def snapshot_of(settings: Settings) -> Sources:
    from sjboard.edges.disk import snapshot

    return snapshot(_to_look_at(settings))


def remembered_of(settings: Settings) -> Sources:
    """Read the school, but for the weeks that stand as the last build read them, until somebody asks."""
    from sjboard.edges.remembering import recall, snapshot

    config = _to_look_at(settings)
    return snapshot(config, recall(config.parent), trusting=True, noting=False).sources


def _to_look_at(settings: Settings) -> Path:
    """Find the school for a command that only looks; say so where an import was cut off."""
    config = found(settings.config)
    if (config.parent / ".sjboard" / "import" / "journal.json").exists():
        click.echo(say("import.cut-off"), err=True)
    return config


def config_of(sources: Sources, settings: Settings) -> Config | None:
    """Read config.yaml; where it is wrong, say so and give None."""
    from sjboard.config import read_config

    config, findings = read_config(sources.config, sources.packs)
    if config is None or has_errors(findings):
        print_findings(sources, Report(in_order(findings), 0), settings)
        return None
    speak(config.language)
    return config


def chosen_term(config: Config, name: str | None) -> Term | None:
    """Give the term that an option names; None where it names none."""
    if name is not None and name not in config.terms:
        raise click.UsageError(say("usage.term", term=name, terms=", ".join(config.terms)))
    return config.terms[name] if name is not None else None


def chosen_week(
    config: Config,
    settings: Settings,
    term: str | None,
    week: int | None,
    usual: Callable[[Term, date], Week],
) -> Week:
    """Give the week that the options name, or the usual one of the running term."""
    from sjboard.edges.start import term_of

    today = settings.clock
    chosen = chosen_term(config, term) or term_of(config, today)
    found = usual(chosen, today) if week is None else config.week(chosen.id, week)
    if found is None:
        raise click.UsageError(say("usage.week", week=week, weeks=len(chosen.weeks)))
    return found


def inside_school(path: Path, settings: Settings) -> str:
    """Give a path that somebody typed as one from the school's folder."""
    if not path.exists():
        raise click.UsageError(say("usage.no-path", path=path))
    try:
        return path.resolve().relative_to(settings.root.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(say("usage.outside", path=path)) from None


def below(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def print_findings(
    sources: Sources, report: Report, settings: Settings, form: str = "text"
) -> None:
    """Print findings to stdout. In text, ``--quiet`` leaves nothing but the errors."""
    from sjboard.edges import report as forms

    words = speaking()
    if form == "json":
        click.echo(forms.as_json(report, words), nl=False)
    elif form == "github":
        click.echo(forms.as_github(report, words), nl=False)
    else:
        text = findings_text(sources, report, settings)
        click.echo(text, nl=False, color=True)  # colour was decided when it was worded


def findings_text(sources: Sources, report: Report, settings: Settings) -> str:
    """Word findings as a terminal shows them. With ``--quiet``, nothing but the errors is left."""
    from sjboard.edges import report as forms
    from sjboard.edges.disk import lines_of

    if settings.quiet:
        errors = tuple(d for d in report.findings if d.severity is Severity.ERROR)
        report = replace(report, findings=errors)
    return forms.as_text(
        report, speaking(), lines_of(sources), colour=settings.colour(), summed=not settings.quiet
    )


def say_mended(mended: Mended) -> None:
    """Say what an earlier run had left half done."""
    if mended.work is not None:
        key = "mended.dropped"
        if mended.work.finished:
            key = "mended.row" if mended.work.line else "mended.site"
        click.echo(say(key), err=True)
    if mended.torn:
        click.echo(say("mended.torn"), err=True)


def status_of(outcome: Outcome) -> int:
    if outcome.config is None:
        return USAGE
    return CONTENT if has_errors(outcome.diagnostics) else OK


def refused(refusal: Refusal) -> str:
    """Say why nothing was published although nothing is wrong with the content."""
    args: dict[str, object] = dict(refusal.args)
    weeks = args.get("weeks")
    if isinstance(weeks, tuple):
        args["weeks"] = named_weeks(str(week) for week in weeks)
    return say(f"publish.refused.{refusal.why}", **args)


def named_weeks(names: Iterable[str]) -> str:
    return speaking().join([say("publish.week", week=number_of(name)) for name in names])


def number_of(week: str) -> int:
    """Give the number of a week out of its name; 0 for none."""
    return int(week.rpartition("w")[2]) if week else 0

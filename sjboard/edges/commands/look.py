"""``load``, ``schema`` and ``explain``: what can be asked without writing anything."""

from __future__ import annotations

import json

import click

from sjboard.diagnostics import Severity
from sjboard.edges.commands.shared import (
    CONTENT,
    OK,
    PASS,
    USAGE,
    chosen_week,
    config_of,
    snapshot_of,
)
from sjboard.edges.options import TERM, WEEK, common, format_option
from sjboard.edges.schemas import DOCUMENTS, schema_text
from sjboard.edges.terminal import Settings, say, speaking


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

    sources = snapshot_of(settings)
    config = config_of(sources, settings)
    if config is None:
        return USAGE
    wanted = chosen_week(config, settings, term, week, start.week_to_show)
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
@TERM
@WEEK
@format_option("text", "json")
@common
@PASS
def status(settings: Settings, term: str | None, week: int | None, form: str) -> int:
    from sjboard.build import read_loads
    from sjboard.build.status import WRONG, week_status
    from sjboard.content.layout import arrange
    from sjboard.edges import start, status_text

    sources = snapshot_of(settings)
    config = config_of(sources, settings)
    if config is None:
        return USAGE
    wanted = chosen_week(config, settings, term, week, start.week_to_write)
    paths = arrange(sources.content, config)[0].weeks.get((wanted.term, wanted.number), ())
    files = {path: sources.content[path] for path in paths}
    found = week_status(wanted, read_loads(sources, config, wanted), files, config)
    if form == "json":
        click.echo(json.dumps(status_text.as_json(found, speaking()), ensure_ascii=False, indent=1))
    else:
        click.echo(status_text.as_text(found, speaking()), nl=False)
    return CONTENT if found.count(WRONG) else OK


@click.command()
@click.argument("document", type=click.Choice(DOCUMENTS))
@common
def schema(document: str) -> int:
    click.echo(schema_text(document), nl=False)
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

        sources = snapshot_of(settings)
        config = read_config(sources.config, sources.packs)[0]
    text = explained(rule, config)
    if text is None:
        guess = nearest(rule, known(config))
        key = "explain.unknown-guess" if guess else "explain.unknown"
        raise click.UsageError(say(key, rule=rule, guess=guess or ""))
    click.echo(text, nl=False)
    return OK

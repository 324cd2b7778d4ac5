"""The options that every command takes, on either side of its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from sjboard.edges.terminal import Settings, say

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _set(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value not in (None, False):
        setattr(context.ensure_object(Settings), str(parameter.name), value)


def _set_day(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    try:
        day = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        raise click.BadParameter(say("usage.day", value=value)) from None
    _set(context, parameter, day)


_COMMON = (
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        callback=_set,
        expose_value=False,
        metavar="PATH",
    ),
    click.option("--quiet", is_flag=True, callback=_set, expose_value=False),
    click.option("--verbose", is_flag=True, callback=_set, expose_value=False),
    click.option("--no-color", is_flag=True, callback=_set, expose_value=False),
    click.option("--today", callback=_set_day, expose_value=False, metavar="YYYY-MM-DD"),
)


def common(function: Decorated) -> Decorated:
    """Give a command the options that every command has, and the settings they make as its first argument."""
    for option in reversed(_COMMON):
        function = option(function)
    return function


TERM = click.option("--term", metavar="TERM")
WEEK = click.option("--week", type=click.IntRange(1, 60), metavar="N")


def format_option(*choices: str) -> Callable[[Decorated], Decorated]:
    """Make a command's --format; the first choice is the default."""
    return click.option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True
    )

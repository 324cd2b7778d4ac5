"""``fix``: entries brought into the form that is read, where that needs no guessing."""

from __future__ import annotations

import codecs
import contextlib
from difflib import unified_diff
from pathlib import Path

import click

from sjboard.edges.commands.shared import (
    CONTENT,
    OK,
    PASS,
    USAGE,
    below,
    config_of,
    found,
    inside_school,
    snapshot_of,
)
from sjboard.edges.options import common
from sjboard.edges.terminal import Settings, say


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@click.option("--diff", "only_diff", is_flag=True)
@common
@PASS
def fix(settings: Settings, paths: tuple[Path, ...], only_diff: bool) -> int:  # noqa: FBT001 - click's
    from sjboard.edges.approve import replace_unchanged
    from sjboard.edges.lock import alone
    from sjboard.edges.mending import mend_entries

    found(settings.config)
    inside = tuple(inside_school(path, settings) for path in paths)
    with alone(settings.root):
        sources = snapshot_of(settings)
        config = config_of(sources, settings)
        if config is None:
            return USAGE
        outcome = [
            (file, one)
            for file, one in mend_entries(sources, config)
            if not inside or any(below(file, path) for path in inside)
        ]
        mended = 0
        for file, one in outcome:
            if one.signed:
                click.echo(say("fix.signed", file=file), err=True)
            if one.data is None:
                continue
            before = sources.content[file]
            if not settings.quiet:
                click.echo(_difference(file, before, one.data), nl=False)
            if only_diff or replace_unchanged(settings.root / file, before, one.data):
                mended += 1
            else:
                click.echo(say("fix.changed", file=file), err=True)
    left = sum(len(one.left) for _, one in outcome)
    if not settings.quiet:
        key = "fix.would" if only_diff else "fix.done"
        click.echo(say(key if mended else "fix.nothing", files=mended, looked=len(outcome)))
    if left:
        click.echo(say("fix.left", errors=left), err=True)
    return CONTENT if left else OK


def _difference(file: str, before: bytes, after: bytes) -> str:
    """Show what changes, line by line, blanks at the ends of lines too."""
    old, new = _text(before), after.decode("utf-8-sig")
    lines = unified_diff(old.splitlines(), new.splitlines(), file, file, lineterm="", n=1)
    shown = "".join(f"{line}\n" for line in lines)
    return shown or say("fix.recoded", file=file) + "\n"


def _text(data: bytes) -> str:
    """Read a file as it was meant, in whatever encoding it was saved."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")

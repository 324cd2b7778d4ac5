"""``templates``: whose each page's template is, how a school's differ, and a copy to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sjboard.edges.commands.shared import OK, PASS, found
from sjboard.edges.options import common
from sjboard.edges.terminal import Settings, say, speaking

if TYPE_CHECKING:
    from sjboard.render.templates import Template


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--diff", is_flag=True)
@click.option("--copy", is_flag=True)
@common
@PASS
def templates(settings: Settings, names: tuple[str, ...], *, diff: bool, copy: bool) -> int:
    from sjboard.edges.disk import own_templates, tree
    from sjboard.edges.package import shipped
    from sjboard.render.templates import drift, standings

    root = found(settings.config).parent
    own, ours = own_templates(root)[0], tree(shipped("templates"))
    unknown = [name for name in names if name not in own and name not in ours]
    if unknown:
        raise click.UsageError(say("templates.unknown", name=unknown[0]))
    if copy:
        return _copy(settings, names, ours)
    told = [one for one in standings(own, ours) if one.name in names or not names]
    for one in told:
        if not diff:
            click.echo(_line(one))
        elif one.standing == "replaced":
            click.echo(drift(one.name, own[one.name], ours[one.name]) or _line(one), nl=False)
    if not diff and not settings.quiet:
        outdated = sum(one.outdated for one in told)
        mine = sum(one.standing != "shipped" for one in told)
        click.echo(say("templates.sum", total=len(told), own=mine))
        if outdated:
            click.echo(say("templates.sum-outdated", outdated=outdated))
    return OK


def _line(one: Template) -> str:
    """Name a template and tell its standing in the language of this run."""
    words = speaking()
    key = f"templates.{'outdated' if one.outdated else one.standing}"
    said = words(key, blocks=words.join(one.blocks), version=one.copied_from)
    return f"{one.name}  {said}"


def _copy(settings: Settings, names: tuple[str, ...], ours: dict[str, bytes]) -> int:
    """Lay copies of shipped templates into the school's folder; what stands there is never written over."""
    import sjboard
    from sjboard.render.templates import copy

    if not names:
        raise click.UsageError(say("templates.which"))
    folder = settings.root / "templates"
    for name in names:
        if name not in ours:
            raise click.UsageError(say("templates.own-already", name=name))
        if (folder / name).exists():
            raise click.UsageError(say("templates.there", path=folder / name))
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(copy(name, ours[name], sjboard.__version__))
        click.echo(say("templates.copied", path=path))
    return OK

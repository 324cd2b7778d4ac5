"""``serve``: the site, built again at every save."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import click

from sjboard.edges.commands.shared import OK, PASS, found
from sjboard.edges.options import common
from sjboard.edges.terminal import Settings, say

if TYPE_CHECKING:
    from sjboard.edges.serve.preview import Shown

HOST = "127.0.0.1"
PORT = 8000


@click.command()
@click.option("--host", metavar="H", default=HOST, show_default=True)
@click.option("--port", metavar="P", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@common
@PASS
def serve(settings: Settings, host: str, port: int) -> int:
    config = found(settings.config)
    from sjboard.edges.serve.preview import Preview
    from sjboard.edges.serve.server import serve as run
    from sjboard.edges.serve.server import take_place
    from sjboard.edges.serve.watch import Watch

    try:
        place = take_place(host, port)
    except (socket.gaierror, UnicodeError):
        raise click.UsageError(say("serve.bad-host", host=host)) from None
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise click.UsageError(say("serve.no-place", host=host, port=port, reason=reason)) from None
    preview = Preview(config, lambda: settings.clock)
    if place.taken is not None:
        click.echo(say("serve.taken", taken=place.taken, port=place.port))
    click.echo(say("serve.open", address=place.address))
    if not place.local:
        click.echo(say("serve.warning", host=host), err=True)

    def tell(shown: Shown) -> None:
        if settings.quiet:
            return
        seconds = f"{shown.seconds:.2f}"
        click.echo(say("serve.again"))  # an editor's task reads where its list begins, and ends
        for trouble in shown.troubles:
            click.echo(f"{trouble.place}: {trouble.level} {trouble.message}")
        if shown.troubles:
            click.echo(say("serve.troubles", count=len(shown.troubles), seconds=seconds))
        else:
            click.echo(say("serve.built", pages=len(shown.pages), seconds=seconds))

    run(place, preview, Watch(config), tell)
    click.echo(say("serve.ended"))
    return OK

"""The commands: each reads the world, asks the floors below, and tells what came out.

One module for each errand. Whatever is slow to import is imported inside the command that needs it, so
that ``--help`` and a wrong option answer at once.
"""

from __future__ import annotations

import click

from sjboard.edges.commands.build import build
from sjboard.edges.commands.check import approve, check
from sjboard.edges.commands.exchange import export, import_
from sjboard.edges.commands.fix import fix
from sjboard.edges.commands.look import explain, load, schema, status
from sjboard.edges.commands.print_ import print_
from sjboard.edges.commands.publish import publish, verify
from sjboard.edges.commands.serve import serve
from sjboard.edges.commands.start import init, new
from sjboard.edges.commands.templates import templates

COMMANDS: tuple[click.Command, ...] = (
    init,
    new,
    check,
    fix,
    approve,
    build,
    publish,
    verify,
    print_,
    serve,
    load,
    status,
    export,
    import_,
    templates,
    schema,
    explain,
)

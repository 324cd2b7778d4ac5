"""The commands: each reads the world, asks the floors below, and tells what came out.

One module for each errand, imported when its command is asked for. Whatever is slow to import is imported
inside the command that needs it, so that ``--help`` and a wrong option answer at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

_MODULES = {
    "init": "start",
    "new": "start",
    "check": "check",
    "fix": "fix",
    "approve": "check",
    "build": "build",
    "publish": "publish",
    "verify": "publish",
    "print": "print_",
    "serve": "serve",
    "load": "look",
    "status": "look",
    "export": "exchange",
    "import": "exchange",
    "templates": "templates",
    "schema": "look",
    "explain": "look",
}
NAMES: tuple[str, ...] = tuple(_MODULES)
"""Every command, in the order of the help."""


def command(name: str) -> click.Command | None:
    """Import a command; None where there is none of this name."""
    module = _MODULES.get(name)
    if module is None:
        return None
    known: dict[str, Any] = vars(import_module(f"{__name__}.{module}"))
    found = known.get(name)
    found = found if isinstance(found, click.Command) else known[f"{name}_"]
    assert isinstance(found, click.Command), name  # noqa: S101 - the table above says so
    return found

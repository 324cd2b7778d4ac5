"""A school's templates over those that came with the program: names, and whose each one is.

Knows names and bytes. Does not read a template (``templates``), nor fill one (``environment``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

SHIPPED = "!"
"""Before a template's name: the one that came with the program, whatever the school's own says."""

ASSETS = "assets/"
"""Below templates/: style sheets and scripts, published under names that carry a digest."""

PAGES = "pages/"
"""Below templates/: pages of the school's own, each under its name."""


def layered(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> dict[str, bytes]:
    """Lay a school's templates over the shipped ones, which stay in reach as ``!name``.

    A school's own file of such a name is none of ours, and is not there.
    """
    ours = {SHIPPED + name: data for name, data in shipped.items()}
    theirs = {name: data for name, data in own.items() if not name.startswith(SHIPPED)}
    return {**ours, **shipped, **theirs}


def is_shipped(name: str, templates: Mapping[str, bytes]) -> bool:
    """Whether a template is as it came with the program; ``templates`` as ``layered`` gives them."""
    return name.startswith(SHIPPED) or (
        name in templates and templates.get(SHIPPED + name) == templates[name]
    )


def shipped_pages(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the HTML templates that came with the program; ``templates`` as ``layered`` gives them."""
    return {
        name.removeprefix(SHIPPED): data
        for name, data in templates.items()
        if name.startswith(SHIPPED) and name.endswith(".html")
    }


def digest_of(templates: Mapping[str, bytes]) -> str:
    """Name some templates by what they say."""
    total = hashlib.sha256()
    for name, data in sorted(templates.items()):
        total.update(f"{len(data)} {name}\n".encode())
        total.update(data)
    return total.hexdigest()

"""What a classroom's screen loads to stay up to date: scripts of plain data, as its policy allows.

A page on a wall must never navigate: without a network it would end on an error page. So it asks, by a
script, which data are each class's newest (``INDEX``), loads them by another script, and puts them in
place of what it shows once all of it has come. Knows bytes; ``templates/assets/screen.js`` does the asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sjboard.model import ClassId
from sjboard.render.search import script

PARTS = ("board.css", "screen.css", "screen.js")
"""The style sheets and the script that a screen takes anew when they change."""

_LINK = re.compile(r'<a(?:\s+[\w-]+="[^"]*")*\s*>|</a>')


def screen_data(class_id: ClassId, html: str, assets: Mapping[str, str]) -> bytes:
    """Write a screen's insides with the routes of its style and script; its bytes name its version."""
    parts = [assets[name] for name in PARTS if name in assets]
    return script(
        "sjboardScreen",
        {
            "class": str(class_id),
            "html": html,
            "styles": [part for part in parts if part.endswith(".css")],
            "script": next((part for part in parts if part.endswith(".js")), ""),
        },
    )


def screen_index(newest: Mapping[ClassId, str]) -> bytes:
    """Write the one small script that all screens ask again and again: each class's newest data."""
    return script("sjboardScreens", {str(id_): route for id_, route in newest.items()})


def unlinked(html: str) -> str:
    """Take the links out of cleaned HTML, leaving what they say: a stray touch must open nothing."""
    return _LINK.sub("", html) if "<a" in html else html

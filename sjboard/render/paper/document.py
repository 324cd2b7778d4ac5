"""A document to print: which template, what it says, which pictures it shows.

Knows no template language and no file: PDF and Word are made of the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """What becomes one file on paper.

    ``name``: the plain file name without suffix (``三年级1班-第12周-作业公示``), fit for every system.
    ``template``: a path below templates/ without suffix (``print/notice``): ``.typ`` for PDF, ``.docx`` for
    Word. ``data``: what the template gets, JSON only, every word of it in the school's language; it holds
    ``title`` (the PDF's) and ``language``. ``files``: pictures by the name that ``data`` uses. ``dated``:
    the day that the file says it was made; the week's or the letter's, never the clock's.
    """

    name: str
    template: str
    data: Mapping[str, object]
    files: Mapping[str, bytes]
    dated: date

    @property
    def kind(self) -> str:
        """Its template's name: notice, letter_official, form_plan …"""
        return self.template.rpartition("/")[2]


def file_name(text: str) -> str:
    """Make a text fit for a file's name on every system: no marks that Windows refuses, not too long.

    ``三年级(1)班 第12周`` stays readable: brackets go, blanks become hyphens.
    """
    kept = "".join("-" if c in _REFUSED or not c.isprintable() else c for c in text)
    kept = "-".join(kept.replace("(", "").replace(")", "").split())
    while len(kept.encode("utf-8")) > _LONGEST:
        kept = kept[:-1]
    kept = kept.strip(" .-")
    return f"_{kept}" if kept.partition(".")[0].upper() in _RESERVED else kept or "_"


_REFUSED = frozenset('\\/:*?"<>|')
_LONGEST = 150
"""Bytes; a name with its suffix stays well below every system's 255."""
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)

"""Every word that a user reads, by key, in the language of the school.

Knows catalogues (gettext, one domain each for ``rules``, ``site`` and ``cli``) as bytes, and how a
language writes dates. Does not read files: the edges do.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
DOMAINS = ("rules", "site", "cli")


def catalogue_path(language: str, domain: str) -> str:
    """Where a compiled catalogue lies below ``sjboard/locale``: gettext's own layout."""
    return f"{language.replace('-', '_')}/LC_MESSAGES/{domain}.mo"


class _Catalogue(gettext.GNUTranslations):
    """A compiled catalogue whose texts can be counted, not only asked for."""

    def __init__(self, file: io.BytesIO) -> None:
        self._catalog: dict[str, str] = {}
        super().__init__(file)

    @property
    def texts(self) -> dict[str, str]:
        return {key: text for key, text in self._catalog.items() if key}


@lru_cache(maxsize=len(LANGUAGES) * len(DOMAINS))
def _texts(data: bytes) -> Mapping[str, str]:
    """Read a catalogue, once: the terminal, the pages and the letters ask for the same."""
    return _Catalogue(io.BytesIO(data)).texts


class Words:
    """The words of one language.

    ``catalogues`` are the bytes of compiled catalogues by ``catalogue_path``. A key that is missing is
    a bug of ours, so it raises ``KeyError``.
    """

    def __init__(self, language: str, catalogues: Mapping[str, bytes]) -> None:
        self.language = language
        self._texts: dict[str, str] = {}
        for domain in DOMAINS:
            data = catalogues.get(catalogue_path(language, domain))
            if data is None:
                continue
            self._texts.update(_texts(data))

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text by its key, as the catalogues have it."""
        return self._texts

    def has(self, key: str) -> bool:
        return key in self._texts

    def __call__(self, key: str, /, **args: object) -> str:
        """Give the text of a key, its ``{name}`` fields filled from ``args``."""
        text = self._texts[key]
        return text.format_map(args) if args or "{" in text else text

    def date(self, day: date, style: str = "full") -> str:
        """Write a date: ``full`` with its year, ``short`` without."""
        month = self._texts[f"month.{day.month}"]
        return self._texts[f"date.{style}"].format(year=day.year, month=month, day=day.day)

    def weekday(self, number: int) -> str:
        """Name a weekday, 0 being Monday."""
        return self._texts[f"weekday.{number}"]

    def join(self, parts: tuple[str, ...] | list[str]) -> str:
        """Write a list: 甲、乙、丙."""
        return self._texts["list.separator"].join(parts)

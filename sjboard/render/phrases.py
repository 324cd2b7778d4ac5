"""What fills a sentence, written in the language of the words: dates, lists, parts of sentences."""

from __future__ import annotations

from datetime import date

from sjboard.diagnostics import Arg, Phrase
from sjboard.locale import Words


def shown(value: Arg, words: Words) -> object:
    """Write one value; text and numbers stay as they are."""
    if isinstance(value, Phrase):
        return words(value.key, **{name: shown(part, words) for name, part in value.args})
    if isinstance(value, date):
        return words.date(value, "short")
    if isinstance(value, tuple):
        return words.join(value)
    return value

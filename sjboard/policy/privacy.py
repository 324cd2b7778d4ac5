"""Personal data in what would be public (contract 6.2; 个人信息保护法 article 28 on pupils under 14).

Knows which texts are public and where each character stands; the school's own contact data are exempt.
Does not know what a number looks like (``personal``). No finding repeats what it found: the middle is
hidden, since reports are copied, kept and sent on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span, finding, in_order
from sjboard.model import ClassId, Entry, Letter, Week
from sjboard.policy.cases import waive
from sjboard.policy.personal import (
    MAYBE_LISTS,
    MAYBE_NUMBERS,
    Found,
    find_lists,
    find_names,
    find_numbers,
    masked,
    names_pattern,
    own_data,
    tier_lists,
)
from sjboard.rules import RULES


def check_privacy(
    week: Week,
    entries: Sequence[Entry],
    _by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find personal data in the texts of a week's entries, drafts included."""
    names = _names(config.pupils)
    found = ((entry, one) for entry in entries for one in _look(_public(entry), config, names))
    return waive(found, week, config)


def check_letters(letters: Iterable[Letter], config: Config) -> tuple[Diagnostic, ...]:
    """Find personal data in letters, as they are written: what is filled in is the school's own."""
    names = _names(config.pupils)
    return in_order(one for letter in letters for one in _look(letter.source, config, names))


def _public(entry: Entry) -> Sequence[tuple[Span, str]]:
    lines = [*entry.note_source]
    for item in entry.items:
        lines += item.source
    for note in entry.day_notes:
        lines += note.source
    return lines


def _look(
    source: Sequence[tuple[Span, str]], config: Config, names: re.Pattern[str] | None
) -> Iterator[Diagnostic]:
    whole = "\n".join([text for _, text in source])
    if not (
        MAYBE_NUMBERS.search(whole)
        or MAYBE_LISTS.search(whole)
        or (names is not None and names.search(whole))
    ):
        return  # nearly every entry: no line has anything, so none is looked at
    own = _own(config.school.phone, config.site_url)
    tiers = tuple(name for t in config.tiers.values() for name in (t.name, *t.aliases))
    for span, text in source:
        found = [*find_numbers(text, own)] if MAYBE_NUMBERS.search(text) else []
        listed = [*find_lists(text, _lists(tiers))] if MAYBE_LISTS.search(text) else []
        found += [
            *listed,
            *(one for one in find_names(text, names) if not _within(one, listed)),
        ]
        for one in found:
            rule = f"privacy.{one.rule}"
            place = Span(span.file, span.line, span.column + one.start, span.column + one.end)
            if span.end - span.column != len(text):  # a value in quotation marks
                place = span
            shown = masked(text[one.start : one.end])
            yield finding(rule, place, one.variant, severity=RULES[rule], shown=shown)


def _within(one: Found, others: Iterable[Found]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


_own = lru_cache(maxsize=8)(own_data)
_lists = lru_cache(maxsize=8)(tier_lists)


@lru_cache(maxsize=2)
def _names(pupils: tuple[str, ...]) -> re.Pattern[str] | None:
    return names_pattern(pupils)

"""Bans (contract 4): forbidden wordings in what an entry says, at the characters that say it.

Knows when a ban is broken. Does not know how a text is folded (``wording``), how times are counted
(``repeats``), nor which wordings are bad: that is the packs' and config.yaml's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from sjboard.config.regexes import Sieve, Ways, needs
from sjboard.config.values import Config
from sjboard.diagnostics import Case, Diagnostic, Span, finding
from sjboard.model import Ban, ClassId, Entry, Source, Week
from sjboard.patterns import regex
from sjboard.policy.cases import phrase, waive
from sjboard.policy.mentions import mentions
from sjboard.policy.repeats import UNITS, repeats
from sjboard.policy.wording import Wording, clause, fold, gist, stretches
from sjboard.records import dataclass

_BLANKS = regex(r" |\\[sSbB]")
"""A pattern that speaks of blanks is tried on the text with its blanks, any other on the text without."""
_SYNTAX = "*_`\\"
"""What a pattern says with characters that a text loses."""
_WORDED = "cn-2021"
"""The pack whose bans the locale has sentences for, under ``ban:<id>``."""
_LONGEST_QUOTE = 30
_LONGEST_CLAUSE = 400


@dataclass(frozen=True, slots=True)
class _Search:
    """A ban, ready to be searched for.

    ``bare`` patterns are tried on the text without blanks, ``spaced`` ones on the text with them;
    ``unless`` says of each pattern whether it names blanks.
    """

    verbs: tuple[str, ...]
    bare: tuple[re.Pattern[str], ...]
    spaced: tuple[re.Pattern[str], ...]
    unless: tuple[tuple[re.Pattern[str], bool], ...]


def check_bans(
    week: Week,
    entries: Sequence[Entry],
    _by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find forbidden wordings: ``ban.<id>``, one finding per piece of homework (or note) and ban.

    It lies at the first place, the others are related; ``case.day`` is the piece's first day.
    """
    prepared = _prepared(config.bans, tuple(config.grades))
    found = (
        (entry, told) for entry in entries for told in _of_entry(entry, *prepared[entry.grade])
    )
    return waive(found, week, config)


@lru_cache(maxsize=8)
def _prepared(
    bans: tuple[Ban, ...], grades: tuple[int, ...]
) -> dict[int, tuple[tuple[Ban, ...], Sieve]]:
    """Give the bans of each grade, and what a text must have to break any of them.

    Not yet compiled: that takes longer than to check a week that breaks none.
    """
    sieves: dict[tuple[Ban, ...], Sieve] = {}
    prepared = {}
    for grade in grades:
        concerned = tuple(ban for ban in bans if grade in ban.grades)
        if concerned not in sieves:
            sieves[concerned] = Sieve([_needed(ban) for ban in concerned])
        prepared[grade] = concerned, sieves[concerned]
    return prepared


def _needed(ban: Ban) -> Ways:
    """Say what a text that breaks a ban has, as ``needs`` does."""
    ways: list[tuple[frozenset[str], ...]] = []
    for pattern in ban.patterns:
        plain = all(one in _SYNTAX or fold(one) == one for one in set(pattern))
        ways += needs(pattern if plain else compiled(pattern)[0].pattern)
    return (*ways, (UNITS, frozenset(_verbs(ban)))) if ban.verbs else tuple(ways)


def _of_entry(entry: Entry, bans: Sequence[Ban], sieve: Sieve) -> Iterator[Diagnostic]:
    sources = list(_sources(entry))
    if not sieve.may_match(gist([text for _, source in sources for _, text in source])):
        return  # nearly every entry
    for day, source in sources:
        wording = Wording(source)
        for place in sieve.may_match(wording.text):
            ban = bans[place]
            places = sorted(set(broken(ban, wording)))
            if places:
                yield _told(ban, wording, places, day)


def _sources(entry: Entry) -> Iterator[tuple[date | None, Source]]:
    if entry.note_source:
        yield None, entry.note_source
    for note in entry.day_notes:
        yield next(iter(note.blocks), None), note.source
    for item in entry.items:
        yield item.blocks[0], item.source


def broken(ban: Ban, wording: Wording) -> Iterator[Span]:
    """Find where a text breaks a ban; a place of several lines is one span a line."""
    search = _search(ban)
    found = [(False, place) for place in _matches(search.bare, wording.text, wording.stretches)]
    if search.verbs:
        for start, end in wording.stretches:
            found += [
                (False, (repeat.start, repeat.end))
                for repeat in repeats(wording.text, start, end, search.verbs)
                if repeat.times > ban.more_than
            ]
    if search.spaced:
        parts = stretches(wording.spaced)
        found += [(True, place) for place in _matches(search.spaced, wording.spaced, parts)]
    for spaced, (start, end) in found:
        spoken_of = mentions(wording.spaced if spaced else wording.text)
        if any(first <= start and end <= last for first, last in spoken_of):
            continue
        if not _excused(search, wording, start, end, spaced=spaced):
            yield from wording.spans(start, end, spaced=spaced)


def _matches(
    patterns: Iterable[re.Pattern[str]], text: str, parts: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    return [
        match.span()
        for start, end in parts
        for pattern in patterns
        for match in pattern.finditer(text, start, end)
        if match.end() > match.start()
    ]


def _excused(search: _Search, wording: Wording, start: int, end: int, *, spaced: bool) -> bool:
    """Whether the clause that a place stands in says one of the ban's ``unless``."""
    text = wording.spaced if spaced else wording.text
    first, last = clause(text, start, end)
    said = text[first:last][:_LONGEST_CLAUSE]
    bare = said.replace(" ", "")
    return any(
        pattern.search(said if blanks else bare) is not None for pattern, blanks in search.unless
    )


@lru_cache(maxsize=512)
def _search(ban: Ban) -> _Search:
    patterns = tuple(compiled(pattern) for pattern in ban.patterns)
    return _Search(
        _verbs(ban),
        tuple(pattern for pattern, blanks in patterns if not blanks),
        tuple(pattern for pattern, blanks in patterns if blanks),
        tuple(compiled(pattern) for pattern in ban.unless),
    )


def _verbs(ban: Ban) -> tuple[str, ...]:
    return tuple(fold(verb).replace(" ", "") for verb in ban.verbs)


def compiled(pattern: str) -> tuple[re.Pattern[str], bool]:
    """Compile a pattern as the text is read: folded, capitals or not; and whether it names blanks.

    Folding must not make syntax of what was none: a full-width bracket becomes an escaped one.
    """
    folded = "".join(
        character if character in _SYNTAX or fold(character) == character else _escaped(character)
        for character in pattern
    )
    try:
        made = re.compile(folded, re.IGNORECASE)
    except re.error:  # a range of which folding has turned the ends round
        made = re.compile(pattern, re.IGNORECASE)
    return made, _BLANKS.search(pattern) is not None


def _escaped(character: str) -> str:
    return re.escape(fold(character))


def _told(ban: Ban, wording: Wording, places: Sequence[Span], day: date | None) -> Diagnostic:
    written = wording.written(places[0])
    words = f"ban:{ban.id}" if ban.pack == _WORDED else "ban"
    return finding(
        f"ban.{ban.id}",
        places[0],
        severity=ban.severity,
        related=[place for place in places[1:] if place.line != places[0].line],
        case=Case(day=day),
        words="ban:message" if ban.message else words,
        id=ban.id,
        written=written[:_LONGEST_QUOTE] + ("…" if len(written) > _LONGEST_QUOTE else ""),
        message=ban.message,
        source=phrase("source", source=ban.source) if ban.source else "",
    )

"""Subjects, kinds and tiers of a school: the built-in ones, with what config.yaml adds and changes.

Knows which names they take. Does not know where they are used.
"""

from __future__ import annotations

from dataclasses import replace

from sjboard.config.faults import example
from sjboard.config.names import KINDS, RESERVED, TIERS, N, Names, in_language
from sjboard.config.reading import Reading
from sjboard.diagnostics import Span
from sjboard.model import Kind, Subject, Tier
from sjboard.syntax.yaml import Path


def subjects(reading: Reading) -> tuple[dict[str, Subject], Names]:
    """The subjects by id, in the board's order."""
    found: dict[str, Subject] = {}
    names, ids = Names(), dict[str, Span]()
    positions = reading.positions("subjects")
    for index, section in zip(positions, reading.file.subjects, strict=True):
        path: Path = ("subjects", index)
        if reading.fresh(ids, section.id, path):
            subject = Subject(section.id, section.name, tuple(section.aliases))
            _claim_all(reading, names, subject, path)
            found[subject.id] = subject
    reading.findings += names.findings
    return found, names


def kinds(reading: Reading) -> tuple[dict[str, Kind], Names]:
    """The kinds by id: the built-in ones first, changed where config.yaml has the same id."""
    sections = reading.file.kinds
    built_in = {kind.id: kind for kind in KINDS}
    changed = {section.id for section in sections}
    names, ids = Names(), dict[str, Span]()
    for word in RESERVED:
        names.claim(word, word, None)
    for kind in KINDS:
        names.claim(kind.id, kind.id, None)
        if kind.id not in changed:
            names.claim(kind.name, kind.id, None)
    own: dict[str, Kind] = {}
    for index, section in zip(reading.positions("kinds"), sections, strict=True):
        path: Path = ("kinds", index)
        base = built_in.get(section.id, Kind(section.id, ""))
        name = section.name or base.name
        if not name:
            reading.fault(
                reading.span(*path), "missing", field="kinds.name", example=example("kinds.name")
            )
        elif reading.fresh(ids, section.id, path):
            written = base.written if section.written is None else section.written
            kind = Kind(section.id, name, tuple(section.aliases or ()), written)
            _claim_all(reading, names, kind, path)
            own[kind.id] = kind
    found = {
        kind.id: _with_names_of(own.get(kind.id, replace(kind, aliases=())), kind, names)
        for kind in KINDS
    }
    reading.findings += names.findings
    language = reading.file.site.language
    for id_, kind in built_in.items():
        if found[id_].name == kind.name:  # not called otherwise by the school
            found[id_] = in_language(found[id_], language)
    return found | {id_: kind for id_, kind in own.items() if id_ not in found}, names


def tiers(reading: Reading, kind_names: Names) -> dict[str, Tier]:
    """The tiers by id, in the order from the first for all to the hardest.

    ``kind_names``: a kind and a tier stand side by side in a tag group, so they share their names.
    """
    sections = reading.file.tiers.names
    names = Names(dict(kind_names.ids), dict(kind_names.places))
    if sections is None:
        plain = [(Tier(tier.id, tier.name), tier) for tier in TIERS]
        language = reading.file.site.language
        return {
            tier.id: in_language(_with_names_of(tier, base, names), language)
            for tier, base in plain
        }
    built_in = {tier.id: tier for tier in TIERS}
    ids = dict[str, Span]()
    found: dict[str, Tier] = {}
    unnamed: list[str] = []
    positions = reading.positions("tiers", "names")
    for index, section in zip(positions, sections, strict=True):
        path: Path = ("tiers", "names", index)
        if reading.fresh(ids, section.id, path):
            tier = Tier(section.id, section.name, tuple(section.aliases or ()))
            _claim_all(reading, names, tier, path)
            found[tier.id] = tier
            if section.aliases is None and tier.id in built_in:
                unnamed.append(tier.id)
    for id_ in unnamed:
        found[id_] = _with_names_of(found[id_], built_in[id_], names)
    if not sections and reading.whole("tiers"):
        reading.fault(reading.span("tiers", "names"), "empty-tiers")
    reading.findings += names.findings
    return found


def _claim_all(reading: Reading, names: Names, thing: Subject | Kind | Tier, path: Path) -> None:
    """Take a thing's id, name and aliases for it, each where it is written."""
    names.claim(thing.id, thing.id, reading.span(*path, "id"))
    names.claim(thing.name, thing.id, reading.span(*path, "name"))
    for index, alias in enumerate(thing.aliases):
        names.claim(alias, thing.id, reading.span(*path, "aliases", index))


def _with_names_of(thing: N, base: N, names: Names) -> N:
    """Give a thing the built-in names of its id too, unless the school calls something else so."""
    free: list[str] = [
        word
        for word in (base.name, *base.aliases)
        if word != thing.name and names.claim(word, thing.id, None)
    ]
    return replace(thing, aliases=tuple(dict.fromkeys((*thing.aliases, *free))))

"""Who has to sign an entry, who has, and what is wrong with the signatures (contract 2.4).

Knows the chain of roles, their people, dates and the digest. Does not know how signatures are written
into a file, nor how a board shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.model import BlockKind, ClassId, Entry, Signature, Week
from sjboard.patterns import regex
from sjboard.policy.cases import waive
from sjboard.records import dataclass
from sjboard.rules import RULES
from sjboard.syntax.nearest import nearest

_NAMES = regex(r"[、，,/;；&\s]+")


class Stage(Enum):
    """How far an entry has come."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class State:
    """An entry's state; ``role`` is whom it waits for next, "" unless it waits."""

    stage: Stage
    role: str = ""


def chain_of(entry: Entry, week: Week, config: Config) -> tuple[str, ...]:
    """Give the roles that have to sign an entry, in order.

    What it sets for a holiday calls for the holidays' chain, else what it sets for a weekend for the
    weekends', where the school has such a chain of its own.
    """
    if not config.approval_holiday and not config.approval_weekend:
        return config.approval_chain
    kinds = {block.first: block.kind for block in week.blocks}
    set_for = {kinds.get(day) for item in entry.items for day in item.blocks}
    if BlockKind.HOLIDAY in set_for and config.approval_holiday:
        return config.approval_holiday
    if BlockKind.WEEKEND in set_for and config.approval_weekend:
        return config.approval_weekend
    return config.approval_chain


def roles_of(config: Config) -> tuple[str, ...]:
    """Name every role that some chain of the school has, each once."""
    chains = (*config.approval_chain, *config.approval_weekend, *config.approval_holiday)
    return tuple(dict.fromkeys(chains))


def is_stale(entry: Entry) -> bool:
    """Whether the entry was changed after it was approved."""
    return entry.digest is not None and entry.digest != entry.current_digest


def signatures(entry: Entry, week: Week, config: Config) -> tuple[Signature, ...]:
    """Give the signatures that the chain asks for, in its order."""
    by_role = {signature.role: signature for signature in entry.approval}
    return tuple(by_role[role] for role in chain_of(entry, week, config) if role in by_role)


def missing_roles(entry: Entry, week: Week, config: Config) -> tuple[str, ...]:
    """Name the roles of the chain that have not signed, in its order; () without a chain."""
    signed = {signature.role for signature in entry.approval}
    return tuple(role for role in chain_of(entry, week, config) if role not in signed)


def state_of(entry: Entry, week: Week, config: Config) -> State | None:
    """Say how far an entry has come; None where the school asks for no signatures and has none.

    A draft is a draft whatever stands in it. What was changed after its approval is stale, whoever has
    yet to sign.
    """
    if entry.draft:
        return State(Stage.DRAFT)
    if is_stale(entry):
        return State(Stage.STALE)
    if not chain_of(entry, week, config):
        return None
    missing = missing_roles(entry, week, config)
    return State(Stage.WAITING, missing[0]) if missing else State(Stage.APPROVED)


def own_signature(entry: Entry, name: str) -> bool:
    """Whether somebody of this name wrote the entry, alone or with others."""
    return _bare(name) in {_bare(part) for part in (entry.teacher, *_NAMES.split(entry.teacher))}


def may_sign(role: str, name: str, config: Config) -> bool:
    """Whether a role's signature may come from somebody of this name."""
    people = config.approval_people.get(role)
    return people is None or _bare(name) in {_bare(one) for one in people}


def _bare(name: str) -> str:
    return re.sub(r"\s", "", name).casefold()


# --- Findings -----------------------------------------------------------------------------------


def check_approval(
    week: Week,
    entries: Sequence[Entry],
    _by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the signatures, and which are missing.

    A draft lacks none yet. In a school without a chain, signatures are the school's own affair; the
    digest has to fit wherever there is one.
    """
    found = ((entry, one) for entry in entries for one in _judge(entry, week, config))
    return waive(found, week, config)


def _judge(entry: Entry, week: Week, config: Config) -> Iterator[Diagnostic]:
    places = dict(entry.fields)
    at = places.get("approval", Span(entry.file))
    if is_stale(entry):
        variant = "" if entry.approval else "unsigned"
        yield finding(
            "approval.stale",
            places.get("digest", at),
            variant,
            severity=RULES["approval.stale"],
            digest=entry.current_digest,
            file=entry.file,
        )
    if not roles_of(config):
        return
    for signature in entry.approval:
        yield from _signer(entry, signature, at, config)
        if signature.date > week.publication:
            yield finding(
                "approval.late",
                signature.span or at,
                severity=RULES["approval.late"],
                role=signature.role,
                name=signature.name,
                date=signature.date,
                publication=week.publication,
            )
    disorder = tuple(_order(entry, week, at, config))
    yield from disorder
    missing = missing_roles(entry, week, config)
    skipped = any(one.words == "approval.order:skipped" for one in disorder)
    if missing and not entry.draft and not skipped:
        yield finding(
            "approval.missing",
            at,
            severity=RULES["approval.missing"],
            roles=missing,
            role=missing[0],
            file=entry.file,
        )


def _signer(entry: Entry, signature: Signature, at: Span, config: Config) -> Iterator[Diagnostic]:
    role, name = signature.role, signature.name
    at = signature.span or at
    roles = roles_of(config)
    if role not in roles:
        near = nearest(role, roles)
        variant = "unknown" if near is None else "unknown-near"
        yield finding("approval.role", at, variant, written=role, near=near or "", roles=roles)
    elif not may_sign(role, name, config):
        people = config.approval_people[role]
        yield finding("approval.role", at, "person", role=role, name=name, people=people)
    if own_signature(entry, name):
        yield finding("approval.role", at, "self", role=role, name=name)


def _order(entry: Entry, week: Week, at: Span, config: Config) -> Iterator[Diagnostic]:
    chain = chain_of(entry, week, config)
    signed = [s for s in entry.approval if s.role in chain]
    roles = [s.role for s in signed]
    expected = [role for role in chain if role in roles]
    if roles != expected:
        yield finding("approval.order", at, chain=chain, written=tuple(roles))
        return
    if tuple(expected) != chain[: len(expected)]:
        before = tuple(r for r in chain[: chain.index(roles[-1])] if r not in roles)
        place = signed[-1].span or at
        yield finding("approval.order", place, "skipped", role=roles[-1], missing=before)
    for first, second in pairwise(signed):
        if second.date < first.date:
            yield finding(
                "approval.order",
                second.span or at,
                "dates",
                role=second.role,
                date=second.date,
                before=first.role,
                earlier=first.date,
            )

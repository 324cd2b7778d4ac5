"""Whether somebody may sign an entry now, and if not, why.

Knows the chain, its people and the signatures that stand there. Does not write anything.
"""

from __future__ import annotations

from datetime import date

from sjboard.config.values import Config
from sjboard.diagnostics import Arg
from sjboard.model import Entry, Signature, Week
from sjboard.policy.approval import (
    chain_of,
    is_stale,
    may_sign,
    missing_roles,
    own_signature,
    signatures,
)
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: ``why`` is the last part of the key ``approve.refused.…``, ``args`` fill its words."""

    why: str
    args: tuple[tuple[str, Arg], ...] = ()


def _no(why: str, **args: Arg) -> Refusal:
    return Refusal(why, tuple(sorted(args.items())))


def starts_afresh(entry: Entry) -> bool:
    """Whether the next signature is the first again: those that stand there are for another text."""
    return is_stale(entry)


def refusal(  # noqa: PLR0911 - one reason a line
    entry: Entry, week: Week, config: Config, wanted: Signature
) -> Refusal | None:
    """Say why ``wanted`` may not be put under an entry; None where it may."""
    chain = chain_of(entry, week, config)
    role, name = wanted.role, wanted.name
    if entry.draft:
        return _no("draft")
    if role not in chain:
        return _no("role", role=role, chain=chain)
    if not may_sign(role, name, config):
        return _no("person", role=role, name=name, people=config.approval_people[role])
    if own_signature(entry, name):
        return _no("self", name=name)
    if is_stale(entry):
        return None if role == chain[0] else _no("stale", role=chain[0])
    signed = signatures(entry, week, config)
    already = next((s for s in signed if s.role == role), None)
    if already is not None:
        return _no("already", role=role, name=already.name, date=already.date)
    first = missing_roles(entry, week, config)[0]
    if first != role:
        return _no("order", role=role, first=first)
    return _too_early(signed, wanted.date)


def _too_early(signed: tuple[Signature, ...], today: date) -> Refusal | None:
    last = max((s.date for s in signed), default=today)
    return _no("date", date=today, last=last) if today < last else None

"""Who has signed an entry and who has not (contract 2.4), for the board's line of approval.

Knows the chain of roles. Does not judge: order, dates and people are no matter here.
"""

from __future__ import annotations

from sjboard.config.values import Config
from sjboard.model import Entry, Signature


def signatures(entry: Entry, config: Config) -> tuple[Signature, ...]:
    """Give the signatures that the chain asks for, in its order, the last one of each role."""
    by_role = {signature.role: signature for signature in entry.approval}
    return tuple(by_role[role] for role in config.approval_chain if role in by_role)


def missing_roles(entry: Entry, config: Config) -> tuple[str, ...]:
    """Name the roles of the chain that have not signed, in its order; () without a chain."""
    signed = {signature.role for signature in entry.approval}
    return tuple(role for role in config.approval_chain if role not in signed)

"""Whether what a page shows has been approved, by whom, and whom it waits for.

Knows states and signatures as policy gives them. Whether signatures are in order and by the right
people is policy's.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import Entry, Week
from sjboard.policy.approval import Stage, chain_of, is_stale, roles_of, signatures, state_of
from sjboard.views.board import ApprovalView, SignatureView, Waiting


def approval_view(entries: Iterable[Entry], week: Week, config: Config) -> ApprovalView:
    """Sum up the approval of all entries that a page shows.

    A signer's name stays whole: whoever approves answers for it by name. Only a school that shows no
    teachers at all (``privacy.teachers: none``) shows the roles alone. Signatures under a text that
    has changed since are not shown.
    """
    shown = tuple(entries)
    states = [(entry, state_of(entry, week, config)) for entry in shown]
    if all(state is None for _, state in states) or not roles_of(config):
        return ApprovalView("none", (), ())
    waiting: dict[str, set[str]] = {}
    for entry, state in states:
        if state is None or state.stage is Stage.APPROVED:
            continue
        first = chain_of(entry, week, config)[:1]
        role = "".join(first) if state.stage is Stage.STALE else state.role
        waiting.setdefault(role, set()).add(entry.subject)
    return ApprovalView(
        state="pending" if waiting else "approved",
        signatures=_signed(shown, week, config),
        waiting=tuple(
            Waiting(role, tuple(s.name for s in config.subjects.values() if s.id in waiting[role]))
            for role in ("", *roles_of(config))
            if role in waiting
        ),
    )


def _signed(entries: tuple[Entry, ...], week: Week, config: Config) -> tuple[SignatureView, ...]:
    """Give everyone who signed, a role at a time, in the order of their first signatures."""
    given = [
        signature
        for entry in entries
        if not is_stale(entry)
        for signature in signatures(entry, week, config)
    ]
    views = []
    for role in roles_of(config):
        own = sorted((s for s in given if s.role == role), key=lambda s: (s.date, s.name))
        if own:
            names = () if config.teachers_shown == "none" else tuple(s.name for s in own)
            views.append(SignatureView(role, tuple(dict.fromkeys(names)), own[-1].date))
    return tuple(views)

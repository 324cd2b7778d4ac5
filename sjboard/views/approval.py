"""Whether what a page shows has been approved, and by whom.

Knows signatures and the school's chain. Whether they are in order and by the right people is policy's.
"""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import Entry
from sjboard.views.board import ApprovalView, SignatureView


def approval_view(entries: Iterable[Entry], config: Config) -> ApprovalView:
    """Sum up the approval of all entries that a page shows.

    A signer's name stays whole: whoever approves answers for it by name. Only a school that shows no
    teachers at all (``privacy.teachers: none``) shows the roles alone.
    """
    shown = tuple(entries)
    chain = config.approval_chain
    if not chain or not shown:
        return ApprovalView("none", (), ())
    waiting = {e.subject for e in shown if not set(chain) <= {s.role for s in e.approval}}
    return ApprovalView(
        state="pending" if waiting else "approved",
        signatures=tuple(view for role in chain if (view := _last(role, shown, config))),
        waiting=tuple(s.name for s in config.subjects.values() if s.id in waiting),
    )


def _last(role: str, entries: tuple[Entry, ...], config: Config) -> SignatureView | None:
    signatures = [s for entry in entries for s in entry.approval if s.role == role]
    if not signatures:
        return None
    last = max(signatures, key=lambda s: (s.date, s.name))
    name = "" if config.teachers_shown == "none" else last.name
    return SignatureView(role, name, last.date)

"""What a limit counts, and how much it allows.

Knows one limit against one block or piece of homework. Does not know on which days it holds
(``config.when``), adds nothing up (``load``) and does not judge (``limits``).
"""

from __future__ import annotations

from collections.abc import Mapping

from sjboard.model import Block, Item, Kind, Limit, Per


def counts(limit: Limit, subject: str, item: Item, kinds: Mapping[str, Kind]) -> bool:
    """Whether a limit counts a piece of homework of a subject, on a day that it holds on."""
    if item.optional and not limit.count_optional:
        return False
    if item.place not in limit.places:
        return False
    if limit.written_only and not kinds[item.kind].written:
        return False
    if limit.kinds is not None and item.kind not in limit.kinds:
        return False
    if limit.subjects is not None and subject not in limit.subjects:
        return False
    return subject not in limit.except_subjects


def allowance(limit: Limit, block: Block) -> int:
    """How much a limit allows on one block, in its own unit.

    ``per: day`` allows a weekend or holiday of n days n times the figure, since its work may be
    spread over them; ``per: block`` allows the figure once for the whole.
    """
    return limit.value * len(block.days) if limit.per is Per.DAY else limit.value


def forbids_all(limit: Limit) -> bool:
    """Whether a limit makes the days it holds on no-homework days: nothing of any kind or subject."""
    return (
        limit.value == 0
        and not limit.written_only
        and limit.kinds is None
        and limit.subjects is None
        and not limit.except_subjects
    )

"""Check a week's homework against every rule that looks at more than one line of one file.

Knows the list of checks. A check is a pure function of a week, its entries, which of them apply to
which class, and the school's settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, in_order
from sjboard.model import ClassId, Entry, Week
from sjboard.policy.approval import check_approval
from sjboard.policy.balance import check_balance
from sjboard.policy.bans import check_bans
from sjboard.policy.coverage import check_coverage
from sjboard.policy.disguise import check_disguise
from sjboard.policy.divergence import check_divergence
from sjboard.policy.limits import check_limits
from sjboard.policy.privacy import check_privacy

Check = Callable[
    [Week, Sequence[Entry], Mapping[ClassId, tuple[Entry, ...]], Config], tuple[Diagnostic, ...]
]

CHECKS: tuple[Check, ...] = (
    check_limits,
    check_bans,
    check_disguise,
    check_balance,
    check_coverage,
    check_divergence,
    check_approval,
    check_privacy,
)


def check(
    week: Week,
    entries: Sequence[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Give every finding about a week's homework, in order.

    ``entries`` are all of the week's; ``by_class`` is what ``content.apply.apply_entries`` made of them.
    """
    return in_order(found for run in CHECKS for found in run(week, entries, by_class, config))

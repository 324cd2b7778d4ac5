"""Every rule that a finding can name, with its default severity (contract 6.2).

Knows ids. Words and pages are the locale's and ``docs/rules/``'s; a test holds the three together.
"""

from __future__ import annotations

from sjboard.diagnostics import Severity

RULES: dict[str, Severity] = {
    "config.syntax": Severity.ERROR,
    "config.field": Severity.ERROR,
    "config.unknown": Severity.ERROR,
    "config.contradiction": Severity.ERROR,
    "config.pack": Severity.ERROR,
    "config.floor": Severity.ERROR,
    "config.calendar": Severity.NOTE,
    "syntax.encoding": Severity.ERROR,
    "syntax.size": Severity.ERROR,
    "syntax.front-matter": Severity.ERROR,
    "syntax.day": Severity.ERROR,
    "syntax.item": Severity.ERROR,
    "syntax.unsafe": Severity.ERROR,
    "entry.field": Severity.ERROR,
    "entry.path": Severity.ERROR,
    "entry.unknown": Severity.ERROR,
    "entry.duplicate": Severity.ERROR,
    "entry.empty": Severity.ERROR,
    "kind.disguised": Severity.WARNING,
    "tier.unbalanced": Severity.WARNING,
    "approval.missing": Severity.WARNING,
    "approval.order": Severity.ERROR,
    "approval.role": Severity.ERROR,
    "approval.late": Severity.WARNING,
    "approval.stale": Severity.ERROR,
    "coverage.missing": Severity.WARNING,
    "coverage.divergence": Severity.WARNING,
    "privacy.phone": Severity.ERROR,
    "privacy.id-number": Severity.ERROR,
    "privacy.email": Severity.ERROR,
    "privacy.account": Severity.ERROR,
    "privacy.name": Severity.WARNING,
    "text.blank": Severity.ERROR,
    "link.broken": Severity.ERROR,
    "picture.format": Severity.ERROR,
    "picture.position": Severity.NOTE,
    "letter.field": Severity.ERROR,
    "letter.placeholder": Severity.ERROR,
    "route.collision": Severity.ERROR,
    "ledger.torn": Severity.WARNING,
    "ledger.damaged": Severity.ERROR,
}
"""``config.calendar`` is the note that a year's holidays are an estimate. ``kind.disguised`` is an error
in grades 1 and 2."""

FAMILIES: dict[str, Severity] = {"cap": Severity.ERROR, "ban": Severity.ERROR}
"""Rules whose last part is a limit's or ban's own id, which also says its severity."""


def is_rule(rule: str) -> bool:
    """Whether a finding may name this rule."""
    family, _, name = rule.partition(".")
    return rule in RULES or (family in FAMILIES and bool(name))

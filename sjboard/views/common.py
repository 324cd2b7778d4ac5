"""What all classes' boards of a week ask of the settings, answered once: caps, names, pieces of homework.

A week shows a thousand pieces on two hundred days, and the school has six subjects and a few caps. Knows
the settings and one week. Does not know classes' homework; adds nothing up.
"""

from __future__ import annotations

from datetime import date

from sjboard.config.values import Config
from sjboard.model import Block, Limit, Markup, Week
from sjboard.policy import load
from sjboard.policy.load import Portion
from sjboard.policy.scope import allowance
from sjboard.views.board import ItemView, SubjectNote
from sjboard.views.head import site_head
from sjboard.views.names import colour, icon, teacher_name


class Common:
    """A week's answers. It lives no longer than the entries that it is asked about."""

    def __init__(self, week: Week, config: Config) -> None:
        self.week = week
        self.config = config
        self.url = site_head(config).url
        self.subjects = {s.id: (s.name, colour(s)) for s in config.subjects.values()}
        self._kinds = {kind.id: (kind, icon(kind)) for kind in config.kinds.values()}
        self._tiers = {
            tier.id: (tier.name, rank) for rank, tier in enumerate(config.tiers.values())
        }
        self._caps: dict[tuple[int, date], tuple[Limit | None, int | None]] = {}
        self._ordinary: dict[int, int | None] = {}
        self._items: dict[tuple[int, int], ItemView] = {}

    def cap(self, grade: int, block: Block) -> tuple[Limit | None, int | None]:
        """The cap on a grade's written work, and how many minutes it allows; None where there is none."""
        key = (grade, block.first)
        if key not in self._caps:
            limit = load.written_limit(self.config, grade, block)
            self._caps[key] = (limit, None if limit is None else allowance(limit, block))
        return self._caps[key]

    def ordinary_limit(self, grade: int) -> int | None:
        """The cap on written work of the week's ordinary school days in minutes; None without one.

        The largest of its school days', so that a no-homework Wednesday is not taken for the rule. A
        week without school days has that of its other blocks.
        """
        if grade not in self._ordinary:
            blocks = self.week.school_days or self.week.blocks
            caps = [self.cap(grade, block)[1] for block in blocks]
            self._ordinary[grade] = max((c for c in caps if c is not None), default=None)
        return self._ordinary[grade]

    def note(self, subject: str, body: Markup) -> SubjectNote:
        """What a teacher says beside the homework, under the subject's name."""
        return SubjectNote(*self.subjects[subject], body)

    def item(self, portion: Portion) -> ItemView:
        """A piece of homework as it is shown: one and the same wherever it comes to the same minutes."""
        item, minutes = portion.item, portion.minutes
        key = (id(item), minutes)
        shown = self._items.get(key)
        if shown is not None:
            return shown
        kind, icon_ = self._kinds[item.kind]
        tier = item.tier or ""
        tier_name, rank = self._tiers[tier] if tier else ("", None)
        config, entry = self.config, portion.entry
        shown = self._items[key] = ItemView(
            subject=entry.subject,
            subject_name=self.subjects[entry.subject][0],
            teacher=teacher_name(entry.teacher, config.teachers_shown, config.language),
            body=item.body,
            kind=kind.id,
            kind_name=item.kind_name or kind.name,
            icon=icon_,
            written=kind.written,
            tier=tier,
            tier_name=tier_name,
            rank=rank,
            optional=item.optional,
            place=item.place,
            minutes=minutes,
            minutes_low=minutes if item.shared else item.minutes_low,
            due=item.due,
        )
        return shown

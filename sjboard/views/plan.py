"""班级作业总量统筹表: a class's subjects against its days."""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import Entry, TierMode
from sjboard.views.forms import Plan, PlanCell
from sjboard.views.table import ClassTable, TableLine


def plan(table: ClassTable, entries: tuple[Entry, ...], config: Config) -> Plan:
    """Lay out a class's week. A subject has its row where it handed in, or was expected to."""
    wanted = {entry.subject for entry in entries} | set(config.coverage.get(table.id.grade, ()))
    rows = []
    for subject in config.subjects.values():
        if subject.id in wanted:
            cells = (_cell(day.lines, subject.id, config) for day in table.days)
            rows.append((subject.name, tuple(cells)))
    other = tuple(_rest(day.lines, config) for day in table.days)
    return Plan(table.id, table.days, other, tuple(rows))


def _cell(lines: Iterable[TableLine], subject: str, config: Config) -> PlanCell | None:
    own = [line for line in lines if line.subject == subject]
    if not own:
        return None
    written = _by_pupil((line for line in own if line.column == "written"), config)
    return PlanCell(
        low=min(written),
        written=max(written),
        other=_rest(own, config),
        optional=max(_by_pupil((line for line in own if line.column == "optional"), config)),
    )


def _rest(lines: Iterable[TableLine], config: Config) -> int:
    """Required work that the cap on written work does not look at, wherever it is done."""
    return max(
        _by_pupil((line for line in lines if line.column not in ("written", "optional")), config)
    )


def _by_pupil(lines: Iterable[TableLine], config: Config) -> tuple[int, ...]:
    """Minutes of each sort of pupil, by tier; one figure where no tier is in use."""
    by_tier: dict[str, int] = {}
    for line in lines:
        by_tier[line.tier_name] = by_tier.get(line.tier_name, 0) + line.minutes
    common = by_tier.pop("", 0)
    sums = []
    below = 0
    for tier in config.tiers.values():
        if tier.name in by_tier:
            sums.append(common + below + by_tier[tier.name])
            below += by_tier[tier.name] if config.tier_mode is TierMode.LADDER else 0
    return tuple(sums) or (common,)

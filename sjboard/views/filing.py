"""家庭作业审批备案表: what an entry sets, how long it takes, who has agreed."""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.config.values import Config
from sjboard.model import Entry, Item, Week
from sjboard.policy import load
from sjboard.policy.approval import chain_of, is_stale
from sjboard.policy.load import Portion
from sjboard.views.forms import FiledDay, FiledItem, Filing, Signed
from sjboard.views.head import column_head


def in_order(entries: Iterable[Entry], config: Config) -> list[Entry]:
    order = tuple(config.subjects)
    return sorted(entries, key=lambda e: (e.grade, order.index(e.subject), e.classes, e.file))


def filing(entry: Entry, week: Week, config: Config) -> Filing:
    """Fill 家庭作业审批备案表 for an entry. Signatures under a text that has changed since are left out."""
    portions = load.portions_of(week, [entry], config, entry.classes[0]) if entry.classes else ()
    tiers = load.tiers_in_use(portions, config)
    classes = () if entry.whole_grade else entry.classes
    parts = [entry.term, week.key, f"g{entry.grade}", entry.subject]
    if classes:
        parts.append("c" + ".".join(str(each.number) for each in classes))
    return Filing(
        grade=entry.grade,
        classes=classes,
        covered=entry.classes,
        subject_name=config.subjects[entry.subject].name,
        teacher=entry.teacher,
        number="-".join(parts),
        digest=entry.digest or entry.current_digest,
        none=entry.none,
        items=tuple(_filed_item(item, week, config) for item in entry.items),
        days=tuple(_filed_days(entry, week, portions, config)),
        tiers=tuple(config.tiers[tier].name for tier in tiers),
        tier_mode=config.tier_mode.value if tiers else "",
        signatures=_signed(entry, week, config),
    )


def _filed_item(item: Item, week: Week, config: Config) -> FiledItem:
    return FiledItem(
        days=tuple(column_head(block) for block in week.blocks if block.first in item.blocks),
        body=item.body,
        kind_name=item.kind_name or config.kinds[item.kind].name,
        tier_name=config.tiers[item.tier].name if item.tier else "",
        optional=item.optional,
        place=item.place.value,
        low=item.minutes_low,
        minutes=item.minutes,
        shared=item.shared,
        due=item.due,
    )


def _filed_days(
    entry: Entry, week: Week, portions: tuple[Portion, ...], config: Config
) -> Iterable[FiledDay]:
    actual = dict(entry.actual)
    for block in week.blocks:
        own = load.on(portions, block)
        if own or block.first in actual:
            yield FiledDay(
                day=column_head(block),
                loads=_loads(own, config),
                actual=actual.get(block.first),
            )


def _loads(portions: tuple[Portion, ...], config: Config) -> tuple[tuple[str, int, int], ...]:
    """Give each tier's minutes; of all kinds, and of written work alone."""
    all_kinds = load.tier_loads(portions, config)
    written = load.tier_loads(load.written(portions, config), config)
    common = all_kinds.pop("")
    if not all_kinds:
        return (("", common, written[""]),) if common else ()
    return tuple((tier, m, written.get(tier, written[""])) for tier, m in all_kinds.items())


def _signed(entry: Entry, week: Week, config: Config) -> tuple[Signed, ...]:
    given = {} if is_stale(entry) else {each.role: each for each in entry.approval}
    return tuple(
        Signed(role, given[role].name, given[role].date)
        if role in given
        else Signed(role, "", None)
        for role in chain_of(entry, week, config)
    )

"""The limits and bans in force, as the page of rules shows them: parts, which the locale words."""

from __future__ import annotations

from sjboard.config.values import Config, Waiver
from sjboard.model import Ban, BlockKind, Limit, PackInfo, Place
from sjboard.views.site import BanView, LimitView, PackView, RulesView, WaiverView


def rules_view(config: Config) -> RulesView:
    """Lay out packs in the order of ``policy.use``, the school's own limits and bans behind them.

    Only grades that the school has are shown, and only what concerns one of them. A pack of which
    nothing is in force any more is left out.
    """
    own = PackInfo(id="", name="")
    packs = tuple(_pack(pack, config) for pack in (*config.packs, own))
    return RulesView(
        packs=tuple(pack for pack in packs if pack.limits or pack.bans),
        tier_mode=config.tier_mode.value if config.tiers else "",
        pathway=config.pathway.value if config.tiers else "",
        waivers=tuple(_waiver(waiver, config) for waiver in config.waivers),
    )


def _pack(pack: PackInfo, config: Config) -> PackView:
    return PackView(
        id=pack.id,
        name=pack.name,
        title=pack.title,
        issuer=pack.issuer,
        date=pack.date,
        floor=pack.floor,
        limits=tuple(
            limit_view(limit, config)
            for limit in config.limits
            if limit.pack == pack.id and _grades(limit.grades, config)
        ),
        bans=tuple(
            ban_view(ban, config)
            for ban in config.bans
            if ban.pack == pack.id and _grades(ban.grades, config)
        ),
    )


def _waiver(waiver: Waiver, config: Config) -> WaiverView:
    limits = {f"cap.{limit.id}": limit for limit in config.limits}
    bans = {f"ban.{ban.id}": ban for ban in config.bans}
    limit, ban = limits.get(waiver.rule), bans.get(waiver.rule)
    return WaiverView(
        rule=waiver.rule,
        limit=limit_view(limit, config) if limit else None,
        ban=ban_view(ban, config) if ban else None,
        class_=waiver.class_,
        week=waiver.week,
        day=waiver.day,
        reason=waiver.reason,
        by=waiver.by,
        until=waiver.until,
    )


def _grades(grades: frozenset[int], config: Config) -> tuple[int, ...]:
    return tuple(sorted(grades & config.grades.keys()))


def _named(grades: frozenset[int], config: Config) -> tuple[int, ...]:
    """Those of the school's grades; none where it is all of them."""
    own = _grades(grades, config)
    return () if len(own) == len(config.grades) else own


def limit_view(limit: Limit, config: Config) -> LimitView:
    """Lay out one limit, its grades as far as the school has them."""
    every_place = limit.places == frozenset(Place)
    return LimitView(
        id=limit.id,
        grades=_named(limit.grades, config),
        days=tuple(kind.value for kind in BlockKind if kind in limit.block_kinds),
        weekdays=tuple(sorted(limit.weekdays)),
        dates=tuple(sorted(limit.dates)),
        nth=(limit.nth.weekday, limit.nth.nth) if limit.nth else None,
        per=limit.per.value,
        measure=limit.measure.value,
        value=limit.value,
        written_only=limit.written_only,
        kinds=tuple(k.name for k in config.kinds.values() if k.id in (limit.kinds or ())),
        places=() if every_place else tuple(p.value for p in Place if p in limit.places),
        subjects=tuple(s.name for s in config.subjects.values() if s.id in (limit.subjects or ())),
        except_subjects=tuple(
            s.name for s in config.subjects.values() if s.id in limit.except_subjects
        ),
        count_optional=limit.count_optional,
        severity=limit.severity.value,
        message=limit.message,
        source=limit.source,
        floor=limit.floor,
    )


def ban_view(ban: Ban, config: Config) -> BanView:
    """Lay out one ban, its grades as far as the school has them."""
    return BanView(
        id=ban.id,
        grades=_named(ban.grades, config),
        message=ban.message,
        source=ban.source,
        severity=ban.severity.value,
        verbs=ban.verbs,
        more_than=ban.more_than,
    )

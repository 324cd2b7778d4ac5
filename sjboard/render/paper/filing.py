"""家庭作业审批备案表 as data: an entry, its homework, its minutes, who has agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sjboard.render.environment import class_numbers, grade_name
from sjboard.render.paper.blocks import blocks
from sjboard.render.paper.clerk import Clerk
from sjboard.render.paper.sheets import Data
from sjboard.views.forms import FiledDay, FiledItem, Filing, Signed

BLANK_ITEMS = 8


def filing(clerk: Clerk, view: Filing) -> Data:
    t = clerk.words
    grade = grade_name(t, view.grade)
    classes = class_numbers(t, view.classes) if view.classes else t("form.every-class")
    facts = [
        [("grade", grade), ("class", classes), ("subject", view.subject_name)],
        [("group", grade + view.subject_name), ("teacher", view.teacher), clerk.week()],
        [("dates", clerk.span())],
    ]
    return {
        **clerk.head("filing", facts),
        "number": view.number,
        "digest": view.digest,
        "items": _items(clerk, view.items),
        "none": "" if view.items else t("form.none"),
        "sums": t("list.semicolon").join(
            _sum(clerk, day, *load) for day in view.days for load in day.loads
        ),
        "tiers": _tiers(clerk, view),
        "actual": t("list.semicolon").join(
            t("form.actual-day", day=clerk.day(day.day), minutes=day.actual)
            for day in view.days
            if day.actual is not None
        ),
        "chain": _chain(clerk, view.signatures),
    }


def blank_filing(clerk: Clerk, chain: Sequence[str]) -> Data:
    empty: Data = {"days": "", "body": [], "kind": "", "asks": "", "minutes": ""}
    facts = [
        [("grade", ""), ("class", ""), ("subject", "")],
        [("group", ""), ("teacher", ""), ("week", "")],
        [("dates", "")],
    ]
    return {
        **clerk.head("filing", facts),
        **dict.fromkeys(("number", "digest", "none", "sums", "tiers", "actual"), ""),
        "items": [{**empty, "first": True} for _ in range(BLANK_ITEMS)],
        "chain": _chain(clerk, [Signed(role, "", None) for role in chain]),
    }


def _items(clerk: Clerk, items: Iterable[FiledItem]) -> list[Data]:
    """Write items down; one under the same days as the one before does not name them again."""
    written: list[Data] = []
    before = None
    for item in items:
        days = clerk.days(item.days)
        written.append(
            {
                "days": days,
                "first": days != before,
                "body": blocks(item.body.html, clerk.files),
                "kind": item.kind_name,
                "asks": clerk.words.join(_asks(clerk, item)),
                "minutes": _minutes(clerk, item),
            }
        )
        before = days
    return written


def _asks(clerk: Clerk, item: FiledItem) -> list[str]:
    t = clerk.words
    return [
        *([item.tier_name] if item.tier_name else []),
        *([t("item.optional")] if item.optional else []),
        *([t(f"place.{item.place}")] if item.place != "home" else []),
        *([t("item.due", date=t.date(item.due, "short"))] if item.due else []),
    ]


def _minutes(clerk: Clerk, item: FiledItem) -> str:
    t = clerk.words
    if item.shared:
        return t("form.shared", minutes=item.minutes)
    if len(item.days) > 1:
        return t("form.each-day", minutes=item.minutes)
    if item.low < item.minutes:
        return t("form.minutes-range", low=item.low, minutes=item.minutes)
    return t("form.minutes", minutes=item.minutes)


def _sum(clerk: Clerk, day: FiledDay, tier: str, minutes: int, written: int) -> str:
    name = clerk.day(day.day)
    who = f"{name} {tier}" if tier else name
    return clerk.words("form.sum-day", day=who, minutes=minutes, written=written)


def _tiers(clerk: Clerk, view: Filing) -> str:
    if not view.tiers:
        return clerk.words("form.tiers-none")
    tiers = clerk.words.join(view.tiers)
    return clerk.words(f"form.tiers-{view.tier_mode}", tiers=tiers)


def _chain(clerk: Clerk, signatures: Sequence[Signed]) -> list[Data]:
    """Who signs; in a school without a chain of its own, those who usually do."""
    usual = (
        clerk.words("form.role-group"),
        clerk.words("form.role-research"),
        clerk.site.office or clerk.words("sign.office-default"),
    )
    signers = signatures or [Signed(role, "", None) for role in usual]
    return [_signed(clerk, each) for each in signers]


def _signed(clerk: Clerk, signed: Signed) -> Data:
    t = clerk.words
    return {
        "role": signed.role,
        "opinion": t("form.agreed") if signed.name else "",
        "name": signed.name,
        "date": t.date(signed.date) if signed.date else t("form.date-blank"),
    }

"""What a class's notice says, as data: every word in the school's language, every sum already made.

Knows views and words. Does not know where on the sheet a thing stands, nor how large.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sjboard.locale import Words
from sjboard.model import BlockKind
from sjboard.render import phrases
from sjboard.render.environment import class_name
from sjboard.render.paper.blocks import blocks, inline
from sjboard.render.paper.order import Order
from sjboard.views.board import (
    ApprovalView,
    Bar,
    ClassBoard,
    ColumnHead,
    DayView,
    Finding,
    GradeBoard,
    ItemView,
    SubjectNote,
    Waiting,
    WeekHead,
)
from sjboard.views.site import SiteHead

Data = dict[str, Any]


_REGIONS = {"zh-Hans": ("zh", "cn"), "zh-Hant": ("zh", "tw"), "en": ("en", "us")}
"""The language and region by which Typst breaks lines and draws characters."""


class Writer:
    """Writes views down as data. ``files``: a picture's path → its name in the document."""

    def __init__(self, words: Words, site: SiteHead, files: Mapping[str, str]) -> None:
        self.words = words
        self.site = site
        self.files = files

    def notice(self, board: ClassBoard, qr: str) -> Data:
        """Write a class's week; ``qr`` is its code's picture, "" without one."""
        t = self.words
        name = class_name(t, board.id)
        return {
            "school": self.site.school,
            "name": name,
            "heading": t("notice.heading", week=board.week.number),
            "title": t("board.title", name=name, week=board.week.number),
            "line": [self.span(board.week), *self.limit(board.limit)],
            "qr": qr,
            "qr-alt": t("board.qr-alt", name=name),
            "scan": t("board.scan"),
            "approval": self.approval(board.approval, board.week),
            "remarks": self.remarks(board),
            "rest": self.rest(board.state),
            "notes": [self.note(note) for note in board.notes],
            "free": t("board.free-subjects", subjects=t.join(board.free_subjects))
            if board.free_subjects
            else "",
            "days": [self.day(day, written=board.written_allowed) for day in board.days],
            "foot": self.foot(board),
            "signing": [
                t("sign.class-teacher"),
                t("sign.office", office=self.site.office or t("sign.office-default")),
            ],
            "published": t("sign.published", date=t.date(board.week.published)),
            "seal": self.seal(board.week),
        }

    # --- Above the table ---------------------------------------------------------------------

    def span(self, week: WeekHead) -> str:
        t = self.words
        return t(
            "week.span",
            first=t.date(week.first, "short"),
            first_full=t.date(week.first),
            last=t.date(week.last, "short"),
            last_full=t.date(week.last),
        )

    def limit(self, limit: int | None) -> list[str]:
        if limit is None:
            return []
        if limit == 0:
            return [self.words("board.no-written-allowed")]
        return [self.words("board.limit", minutes=limit)]

    def approval(self, approval: ApprovalView, week: WeekHead) -> Data:
        t = self.words
        parts = [
            t("approval.signature", role=s.role, name=t.join(s.names), date=t.date(s.date))
            if s.names
            else t("approval.signature-role", role=s.role, date=t.date(s.date))
            for s in approval.signatures
        ]
        stamps = {"approved": "approval.approved", "pending": "approval.pending"}
        if approval.state == "pending":
            parts.append(t("approval.draft"))
        elif not parts:
            parts.append(t("week.published", date=t.date(week.published)))
        stamp = stamps.get(approval.state)
        return {
            "state": approval.state,
            "stamp": t(stamp) if stamp else "",
            "text": t("list.semicolon").join(parts),
        }

    def remarks(self, board: ClassBoard | GradeBoard) -> list[str]:
        """What was corrected, held back, not yet signed, waived, is not sure yet."""
        t = self.words
        week = board.week
        return [
            *(t("paper.corrected", date=t.date(c.on), reason=c.reason) for c in week.corrections),
            *([t("board.held", subjects=t.join(board.held))] if board.held else []),
            *(self.waiting(each) for each in board.approval.waiting),
            *(self.waived(finding) for finding in board.waived),
            *([t("small.estimated")] if week.estimated else []),
        ]

    def waiting(self, waiting: Waiting) -> str:
        subjects = self.words.join(waiting.subjects)
        if waiting.role:
            return self.words("approval.waiting", role=waiting.role, subjects=subjects)
        return self.words("approval.waiting-draft", subjects=subjects)

    def rest(self, state: str) -> list[str]:
        """What stands instead of the days where a whole week has none: large, and below it small."""
        if state == "homework":
            return []
        small = "day.none-wish" if state == "none" else "week.rest-silent-why"
        return [self.words(f"week.rest-{state}"), self.words(small)]

    def waived(self, finding: Finding) -> str:
        args = dict(finding.args)
        t = self.words
        return t(
            "finding.waived",
            message=phrases.shown(args["message"], t),
            reason=args["reason"],
            by=args["by"],
            until=t.date(args["until"]),  # type: ignore[arg-type]  # a waiver's last day
        )

    def note(self, note: SubjectNote) -> Data:
        return {"subject": note.subject_name, "body": blocks(note.body.html, self.files)}

    # --- A day -------------------------------------------------------------------------------

    def day(self, day: DayView, *, written: bool) -> Data:
        t = self.words
        over = t("finding.over", minutes=day.over) if day.over else ""
        return {
            "name": self.day_name(day),
            "date": self.day_date(day),
            "total": self.total(day, written=written),
            "bar": self.bar(day.main) if written or day.written else None,
            "over": over,
            "more": t("list.semicolon").join(self.more(day, written=written)),
            "waived": [self.waived(f) for f in day.findings if f.kind == "waived"],
            "notes": [self.note(note) for note in day.notes],
            "none": self.nothing(day.state, day.block),
            "items": [
                {**self.item(item, group.name), "first": number == 0}
                for group in day.groups
                for number, item in enumerate(group.items)
            ],
        }

    def day_name(self, day: DayView | ColumnHead) -> str:
        if day.block is BlockKind.SCHOOL_DAY:
            return self.words.weekday(day.weekday)
        if day.block is BlockKind.WEEKEND:
            return self.words("block.weekend")
        return day.name or self.words("block.holiday")

    def day_date(self, day: DayView | ColumnHead) -> list[str]:
        """One date, or the first and the last with what stands between them."""
        first = self.words.date(day.first, "short")
        if day.last == day.first:
            return [first]
        return [first + self.words("week.dash"), self.words.date(day.last, "short")]

    def total(self, day: DayView, *, written: bool) -> Data | None:
        t = self.words
        if written or day.written:
            of = f"/ {day.limit}" if day.limit else ""
            return {"label": t("day.written"), "value": str(day.written), "of": of}
        if day.other:
            return {"label": t("day.other-short"), "value": str(day.other), "of": ""}
        return None

    def bar(self, bar: Bar) -> Data:
        """Widths in thousandths of the bar, and what it says to who cannot see it."""
        limit = bar.limit
        said = {"minutes": bar.minutes, "limit": limit}
        return {
            "solid": bar.solid,
            "within": bar.within,
            "hatched": bar.hatched,
            "tick": bar.tick,
            "alt": self.words("bar.label" if limit else "bar.label-no-limit", **said),
        }

    def more(self, day: DayView, *, written: bool) -> list[str]:
        """What stands beside the governing sum."""
        t = self.words
        said = []
        if len(day.bars) > 1:
            tiers = [t("paper.tier-minutes", tier=b.tier_name, minutes=b.minutes) for b in day.bars]
            said.append(t.join(tiers))
        if day.state == "no-written" and written:
            said.append(t("day.no-written"))
        if day.other and (written or day.written):
            said.append(t("day.other", minutes=day.other))
        for key in ("optional-written", "optional-other", "in-school"):
            minutes = getattr(day, key.replace("-", "_"))
            if minutes:
                said.append(t(f"day.{key}", minutes=minutes))
        if day.after_school:
            said.append(t("day.stay-leave", stay=day.total_stay, leave=day.total_leave))
        return said

    def nothing(self, state: str, block: BlockKind) -> str:
        """What stands where no homework does; "" where there is some."""
        if state == "silent":
            return self.words("day.silent")
        if state == "none":
            school_day = block is BlockKind.SCHOOL_DAY
            return self.words("day.none" if school_day else "day.none-block")
        return ""

    def item(self, item: ItemView, subject: str) -> Data:
        minutes = str(item.minutes)
        if item.minutes_low < item.minutes:
            minutes = f"{item.minutes_low}–{item.minutes}"
        return {
            "subject": subject,
            "body": blocks(item.body.html, self.files),
            "kind": item.kind_name,
            "icon": item.icon,
            "chips": self.chips(item),
            "minutes": minutes,
        }

    def chips(self, item: ItemView) -> list[Data]:
        """Tier, 选做, place and due day; ``look`` is ``tier0``…, ``optional`` or ``plain``."""
        t = self.words
        chips = []
        if item.tier_name:
            optional = f"·{t('item.optional')}" if item.optional else ""
            look = f"tier{min(item.rank or 0, 2)}"
            chips.append({"text": item.tier_name + optional, "look": look})
        elif item.optional:
            chips.append({"text": t("item.optional"), "look": "optional"})
        if item.place.value != "home":
            chips.append({"text": t(f"place.{item.place.value}"), "look": "plain"})
        if item.due:
            chips.append({"text": t("item.due", date=t.date(item.due, "short")), "look": "plain"})
        return chips

    # --- Below the table ---------------------------------------------------------------------

    def foot(self, board: ClassBoard) -> list[list[Data]]:
        """Sentences for parents, a list of runs each."""
        t = self.words
        small = [
            *([t("small.optional")] if board.any_optional else []),
            *(
                [t(f"small.tiers-{board.tier_rule}"), t(f"small.pathway-{board.pathway}")]
                if board.any_tiers
                else []
            ),
            *([t("small.after-school")] if board.any_after_school else []),
        ]
        lines = [t("notice.parents") + self.bedtime(board.id.grade), "".join(small)]
        return [inline(line) for line in (*lines, *self.contact()) if line]

    def contact(self) -> list[str]:
        """Where to complain; nothing where config.yaml has no telephone."""
        if not self.site.phone:
            return []
        office = self.site.office or self.words("sign.office-default")
        return [self.words("page.contact", office=office, phone=self.site.phone)]

    def bedtime(self, grade: int) -> str:
        return self.words("notice.bedtime-junior" if grade > 6 else "notice.bedtime-primary")

    def seal(self, week: WeekHead) -> str:
        return self.words("paper.seal", seal=week.seal) if week.seal else ""


def headings(words: Words) -> Data:
    """What stands above the columns."""
    return {
        "subject": words("paper.subject"),
        "content": words("paper.content"),
        "kind": words("paper.kind"),
        "asks": words("paper.asks"),
        "minutes": words("paper.minutes"),
        "unit": words("unit.minutes"),
    }


def common(order: Order, title: str) -> Data:
    """What every document's data begins with."""
    language, region = _REGIONS[order.site.language]
    t = order.words
    before, between, after = t("paper.page", page="\0", pages="\0").split("\0")
    return {
        "title": title,
        "language": order.site.language,
        "lang": language,
        "region": region,
        "author": order.site.school,
        "page": t("paper.page", page="{page}", pages="{pages}"),
        "pages": {"before": before, "between": between, "after": after},  # Word counts for itself
    }


def used(data: Data, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Choose the pictures that the data names: a name is a digest, and nothing else looks like it."""
    text = json.dumps(data, ensure_ascii=False)
    return {name: data for name, data in pictures.items() if name in text}

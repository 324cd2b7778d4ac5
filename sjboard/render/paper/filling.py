"""What the forms say, as data: labels, what is known filled in, and room for what is not.

Knows views and words. Does not know where on a sheet a thing stands. A form says the same on PDF and in
Word: every label comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sjboard.locale import Words
from sjboard.render import phrases
from sjboard.render.environment import class_name, class_numbers, grade_name
from sjboard.render.paper.blocks import blocks
from sjboard.render.paper.sheets import Data, Writer
from sjboard.render.sentences import limit_sentence
from sjboard.views.board import ColumnHead, WeekHead
from sjboard.views.forms import (
    Consultation,
    Contribution,
    FiledDay,
    FiledItem,
    Filing,
    Plan,
    PlanCell,
    Receipts,
    Signed,
)
from sjboard.views.site import SiteHead
from sjboard.views.table import TableDay

BLANK_ITEMS = 8
BLANK_CLASSES = 12
SCHOOL_DAYS = 5

_LABELS = (
    *("grade", "subject", "group", "week", "dates", "letter", "sent", "return-by", "return-to"),
    *("class", "date", "day", "number", "digest", "content", "sums", "tiers", "intent", "tried"),
    *("tried-blank", "actual", "source", "source-choices", "approval", "opinion", "signature"),
    *("date-blank", "after", "result", "class-teacher", "grade-head", "when", "rule", "finding"),
    *("excess", "entries", "teacher", "proposal", "consulted", "consulted-how", "to-return"),
    *("returned", "yes", "no", "missing", "remarks", "total", "counts-only", "counted-by"),
)
"""Which of ``form.*`` are labels of some form; a template knows them with ``_`` for ``-``."""

_COLUMNS = ("subject", "content", "kind", "asks", "minutes")
"""Which of ``paper.*`` stand above the columns of homework."""


class Clerk:
    """Fills forms. ``files``: a picture's path → its name in the document."""

    def __init__(
        self, words: Words, site: SiteHead, files: Mapping[str, str], week: WeekHead
    ) -> None:
        self.words = words
        self.site = site
        self.files = files
        self.week = week
        self.writer = Writer(words, site, files)

    # --- 家庭作业审批备案表 --------------------------------------------------------------------

    def filing(self, filing: Filing) -> Data:
        t = self.words
        grade = grade_name(t, filing.grade)
        classes = class_numbers(t, filing.classes) if filing.classes else t("form.every-class")
        facts = [
            [("grade", grade), ("class", classes), ("subject", filing.subject_name)],
            [("group", grade + filing.subject_name), ("teacher", filing.teacher), self._week()],
            [("dates", self._span())],
        ]
        return {
            **self._head("filing", facts),
            "number": filing.number,
            "digest": filing.digest,
            "items": self._items(filing.items),
            "none": "" if filing.items else t("form.none"),
            "sums": t("list.semicolon").join(
                self._sum(day, *load) for day in filing.days for load in day.loads
            ),
            "tiers": self._tiers(filing),
            "actual": t("list.semicolon").join(
                t("form.actual-day", day=self._day(day.day), minutes=day.actual)
                for day in filing.days
                if day.actual is not None
            ),
            "chain": [self._signed(each) for each in filing.signatures],
        }

    def blank_filing(self, chain: Sequence[str]) -> Data:
        empty: Data = {"days": "", "body": [], "kind": "", "asks": "", "minutes": ""}
        facts = [
            [("grade", ""), ("class", ""), ("subject", "")],
            [("group", ""), ("teacher", ""), ("week", "")],
            [("dates", "")],
        ]
        return {
            **self._head("filing", facts),
            **dict.fromkeys(("number", "digest", "none", "sums", "tiers", "actual"), ""),
            "items": [{**empty, "first": True} for _ in range(BLANK_ITEMS)],
            "chain": [self._signed(Signed(role, "", None)) for role in chain],
        }

    def _items(self, items: Iterable[FiledItem]) -> list[Data]:
        """Write items down; one under the same days as the one before does not name them again."""
        written: list[Data] = []
        before = None
        for item in items:
            days = self._days(item.days)
            written.append(
                {
                    "days": days,
                    "first": days != before,
                    "body": blocks(item.body.html, self.files),
                    "kind": item.kind_name,
                    "asks": self.words.join(self._asks(item)),
                    "minutes": self._minutes(item),
                }
            )
            before = days
        return written

    def _asks(self, item: FiledItem) -> list[str]:
        t = self.words
        return [
            *([item.tier_name] if item.tier_name else []),
            *([t("item.optional")] if item.optional else []),
            *([t(f"place.{item.place}")] if item.place != "home" else []),
            *([t("item.due", date=t.date(item.due, "short"))] if item.due else []),
        ]

    def _minutes(self, item: FiledItem) -> str:
        t = self.words
        if item.shared:
            return t("form.shared", minutes=item.minutes)
        if len(item.days) > 1:
            return t("form.each-day", minutes=item.minutes)
        if item.low < item.minutes:
            return t("form.minutes-range", low=item.low, minutes=item.minutes)
        return t("form.minutes", minutes=item.minutes)

    def _sum(self, day: FiledDay, tier: str, minutes: int, written: int) -> str:
        name = self._day(day.day)
        who = f"{name} {tier}" if tier else name
        return self.words("form.sum-day", day=who, minutes=minutes, written=written)

    def _tiers(self, filing: Filing) -> str:
        if not filing.tiers:
            return self.words("form.tiers-none")
        tiers = self.words.join(filing.tiers)
        return self.words(f"form.tiers-{filing.tier_mode}", tiers=tiers)

    def _signed(self, signed: Signed) -> Data:
        t = self.words
        return {
            "role": signed.role,
            "opinion": t("form.agreed") if signed.name else "",
            "name": signed.name,
            "date": t.date(signed.date) if signed.date else t("form.date-blank"),
        }

    # --- 班级作业总量统筹表 --------------------------------------------------------------------

    def plan(self, plan: Plan) -> Data:
        t = self.words
        no_written = all(day.limit == 0 for day in plan.days if day.limit is not None)
        limited = any(day.limit is not None for day in plan.days)
        return {
            **self._head(
                "plan", [[("class", class_name(t, plan.id)), self._week(), ("dates", self._span())]]
            ),
            "columns": [self._column(day) for day in plan.days],
            "rows": [
                {"label": subject, "cells": [self._cell(cell) for cell in cells]}
                for subject, cells in plan.rows
            ],
            "sums": [
                {"label": t(f"form.{key}"), "cells": cells}
                for key, cells in (
                    ("written-sum", [self._written(day) for day in plan.days]),
                    ("limit", [_figure(day.limit) for day in plan.days]),
                    ("left", [self._left(day) for day in plan.days]),
                    ("other-sum", [_figure(other or None) for other in plan.other]),
                    ("optional-sum", [_figure(day.optional or None) for day in plan.days]),
                )
            ],
            "key": t("form.plan-key")
            + (t("form.plan-no-written") if limited and no_written else ""),
        }

    def blank_plan(self, subjects: Sequence[str]) -> Data:
        t = self.words
        days = [{"name": t.weekday(number), "date": ""} for number in range(SCHOOL_DAYS)]
        columns = [*days, {"name": t("block.weekend"), "date": ""}]
        empty = [{"text": "", "over": False} for _ in columns]
        sums = ("written-sum", "limit", "left", "other-sum", "optional-sum")
        return {
            **self._head("plan", [[("class", ""), ("week", ""), ("dates", "")]]),
            "columns": columns,
            "rows": [{"label": subject, "cells": empty} for subject in subjects],
            "sums": [{"label": t(f"form.{key}"), "cells": empty} for key in sums],
            "key": t("form.plan-key"),
        }

    def _column(self, day: TableDay) -> Data:
        head = ColumnHead(day.block, day.first, day.last, day.weekday, day.name)
        return {
            "name": self.writer.day_name(head),
            "date": "".join(self.writer.day_date(head)),
        }

    def _cell(self, cell: PlanCell | None) -> Data:
        if cell is None:
            return {"text": "", "over": False}
        text = ""
        if cell.written:
            text = f"{cell.low}–{cell.written}" if cell.low < cell.written else str(cell.written)
        if cell.other:
            text += f"＋{cell.other}"
        if cell.optional:
            text += f"（{cell.optional}）"
        return {"text": text, "over": False}

    def _written(self, day: TableDay) -> Data:
        """All written work of a day, each tier's where they differ."""
        tiers = {tier: minutes for tier, minutes in day.written if tier}
        if len(set(tiers.values())) > 1:
            text = self.words("list.semicolon").join(f"{tier} {m}" for tier, m in tiers.items())
        else:
            most = max(minutes for _, minutes in day.written)
            text = str(most) if most else ""
        return {"text": text, "over": False}

    def _left(self, day: TableDay) -> Data:
        if day.left is None:
            return {"text": "", "over": False}
        if day.left < 0:
            return {"text": self.words("form.over", minutes=-day.left), "over": True}
        return {"text": str(day.left), "over": False}

    # --- 二次会商单 ----------------------------------------------------------------------------

    def consultation(self, consultation: Consultation) -> Data:
        t = self.words
        case, limit = consultation, consultation.limit
        args = {name: phrases.shown(value, t) for name, value in case.args}
        unit = {"items": "items", "subjects_count": "subjects"}.get(
            limit.measure if limit else "", "minutes"
        )
        hint = f"{case.words}.hint"
        rule = [limit_sentence(t, limit)] if limit else []
        if limit and limit.message:
            rule = [limit.message]
        if limit and limit.source:
            rule.append(t("form.rule-source", source=limit.source))
        return {
            **self._head("consultation", [[self._week(), ("dates", self._span())]]),
            "classes": self._classes(consultation),
            "when": self._when(consultation),
            "rule": rule,
            "finding": t(case.words, **args),
            "excess": t(f"phrase.{unit}", n=case.over),
            "entries": [self._contribution(each) for each in case.entries],
            "proposal": str(args.get("way", "")) if t.has(hint) else "",
            "signers": self._signers(),
        }

    def blank_consultation(self) -> Data:
        empty: Data = {"subject": "", "teacher": "", "body": [], "kind": "", "minutes": ""}
        return {
            **self._head("consultation", [[("week", ""), ("dates", "")]]),
            **dict.fromkeys(("classes", "when", "finding", "excess", "proposal"), ""),
            "rule": [],
            "entries": [empty for _ in range(SCHOOL_DAYS)],
            "signers": self._signers(),
        }

    def _classes(self, consultation: Consultation) -> str:
        return self.words.join([class_name(self.words, each) for each in consultation.classes])

    def _when(self, consultation: Consultation) -> str:
        if consultation.day is None:
            return self.words("form.whole-week", week=self.week.number)
        day = self.writer.day_name(consultation.day)
        return f"{''.join(self.writer.day_date(consultation.day))} {day}"

    def _contribution(self, each: Contribution) -> Data:
        kind = [each.kind_name, *([each.tier_name] if each.tier_name else [])]
        return {
            "subject": each.subject_name,
            "teacher": each.teacher,
            "body": blocks(each.body.html, self.files),
            "kind": self.words.join(kind),
            "minutes": self.words("form.minutes", minutes=each.minutes),
        }

    def _signers(self) -> list[str]:
        t = self.words
        office = self.site.office or t("sign.office-default")
        return [t("form.teachers"), t("form.class-teacher"), t("form.grade-head"), office]

    # --- 回执统计表 ----------------------------------------------------------------------------

    def receipts(self, receipts: Receipts) -> Data:
        t = self.words
        by = t.date(receipts.return_by) if receipts.return_by else ""
        facts = [
            [("letter", receipts.title)],
            [("sent", t.date(receipts.dated)), ("return-by", by), ("return-to", receipts.to)],
        ]
        return {
            **self._head("receipts", facts),
            "rows": [class_name(t, each) for each in receipts.classes],
        }

    def blank_receipts(self) -> Data:
        facts = [[("letter", "")], [("sent", ""), ("return-by", ""), ("return-to", "")]]
        return {**self._head("receipts", facts), "rows": [""] * BLANK_CLASSES}

    # --- All ---------------------------------------------------------------------------------

    def _head(self, kind: str, facts: Sequence[Sequence[tuple[str, str]]]) -> Data:
        """What every form begins with; ``facts`` are rows of labels and what stands beside them."""
        t = self.words
        return {
            "school": self.site.school,
            "title": t(f"form.{kind}"),
            "seal": "",
            "facts": [
                [{"label": t(f"form.{key}"), "value": value} for key, value in row] for row in facts
            ],
            "fact": {key.replace("-", "_"): value for row in facts for key, value in row},
            "w": {
                **{label.replace("-", "_"): t(f"form.{label}") for label in _LABELS},
                **{f"item_{column}": t(f"paper.{column}") for column in _COLUMNS},
                "office": self.site.office or t("sign.office-default"),
            },
        }

    def _week(self) -> tuple[str, str]:
        return "week", self.words("week.number", week=self.week.number)

    def _span(self) -> str:
        return self.writer.span(self.week)

    def _day(self, day: ColumnHead) -> str:
        return self.writer.day_name(day)

    def _days(self, days: Sequence[ColumnHead]) -> str:
        """Name days: 周一, 周一、周三, 周一至周四."""
        names = [self._day(day) for day in days]
        weekdays = [day.weekday for day in days]
        row = list(range(weekdays[0], weekdays[0] + len(days))) if days else []
        if len(days) > 2 and weekdays == row:
            return self.words("form.span", first=names[0], last=names[-1])
        return self.words.join(names)


def _figure(minutes: int | None) -> Data:
    return {"text": "" if minutes is None else str(minutes), "over": False}

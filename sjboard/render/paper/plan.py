"""班级作业总量统筹表 as data: a class's subjects against its days."""

from __future__ import annotations

from collections.abc import Sequence

from sjboard.render.environment import class_name
from sjboard.render.paper.clerk import SCHOOL_DAYS, Clerk
from sjboard.render.paper.sheets import Data
from sjboard.views.board import ColumnHead
from sjboard.views.forms import Plan, PlanCell
from sjboard.views.table import TableDay


def plan(clerk: Clerk, view: Plan) -> Data:
    t = clerk.words
    no_written = all(day.limit == 0 for day in view.days if day.limit is not None)
    limited = any(day.limit is not None for day in view.days)
    return {
        **clerk.head(
            "plan", [[("class", class_name(t, view.id)), clerk.week(), ("dates", clerk.span())]]
        ),
        "columns": [_column(clerk, day) for day in view.days],
        "rows": [
            {"label": subject, "cells": [_cell(cell) for cell in cells]}
            for subject, cells in view.rows
        ],
        "sums": [
            {"label": t(f"form.{key}"), "cells": cells}
            for key, cells in (
                ("written-sum", [_written(clerk, day) for day in view.days]),
                ("limit", [_figure(day.limit) for day in view.days]),
                ("left", [_left(clerk, day) for day in view.days]),
                ("other-sum", [_figure(other or None) for other in view.other]),
                ("optional-sum", [_figure(day.optional or None) for day in view.days]),
            )
        ],
        "key": t("form.plan-key") + (t("form.plan-no-written") if limited and no_written else ""),
        "signing": clerk.signing(),
    }


def blank_plan(clerk: Clerk, subjects: Sequence[str]) -> Data:
    t = clerk.words
    days = [{"name": t.weekday(number), "date": ""} for number in range(SCHOOL_DAYS)]
    columns = [*days, {"name": t("block.weekend"), "date": ""}]
    empty = [{"text": "", "over": False} for _ in columns]
    sums = ("written-sum", "limit", "left", "other-sum", "optional-sum")
    return {
        **clerk.head("plan", [[("class", ""), ("week", ""), ("dates", "")]]),
        "columns": columns,
        "rows": [{"label": subject, "cells": empty} for subject in subjects],
        "sums": [{"label": t(f"form.{key}"), "cells": empty} for key in sums],
        "key": t("form.plan-key"),
        "signing": clerk.signing(),
    }


def _column(clerk: Clerk, day: TableDay) -> Data:
    head = ColumnHead(day.block, day.first, day.last, day.weekday, day.name)
    return {
        "name": clerk.writer.day_name(head),
        "date": "\n".join(clerk.writer.day_date(head)),
    }


def _cell(cell: PlanCell | None) -> Data:
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


def _written(clerk: Clerk, day: TableDay) -> Data:
    """All written work of a day, each tier's where they differ."""
    tiers = {tier: minutes for tier, minutes in day.written if tier}
    if len(set(tiers.values())) > 1:
        text = clerk.words("list.semicolon").join(f"{tier} {m}" for tier, m in tiers.items())
    else:
        most = max(minutes for _, minutes in day.written)
        text = str(most) if most else ""
    return {"text": text, "over": False}


def _left(clerk: Clerk, day: TableDay) -> Data:
    if day.left is None:
        return {"text": "", "over": False}
    if day.left < 0:
        return {"text": clerk.words("form.over", minutes=-day.left), "over": True}
    return {"text": str(day.left), "over": False}


def _figure(minutes: int | None) -> Data:
    return {"text": "" if minutes is None else str(minutes), "over": False}

"""回执统计表 as data: a letter and its classes; the counts are written by hand."""

from __future__ import annotations

from sjboard.render.environment import class_name
from sjboard.render.paper.clerk import Clerk
from sjboard.render.paper.sheets import Data
from sjboard.views.forms import Receipts

BLANK_CLASSES = 12


def receipts(clerk: Clerk, view: Receipts) -> Data:
    t = clerk.words
    by = t.date(view.return_by) if view.return_by else ""
    facts = [
        [("letter", view.title)],
        [("sent", t.date(view.dated)), ("return-by", by), ("return-to", view.to)],
    ]
    return {
        **clerk.head("receipts", facts),
        "rows": [class_name(t, each) for each in view.classes],
        "date": t("receipt.date"),
    }


def blank_receipts(clerk: Clerk) -> Data:
    facts = [[("letter", "")], [("sent", ""), ("return-by", ""), ("return-to", "")]]
    date = clerk.words("receipt.date")
    return {**clerk.head("receipts", facts), "rows": [""] * BLANK_CLASSES, "date": date}

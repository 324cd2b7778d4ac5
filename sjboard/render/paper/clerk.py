"""What all forms say alike, and the words and days that they are filled with.

Knows words and the week. Does not know any one form. A form says the same on PDF and in Word: every label
comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sjboard.locale import Words
from sjboard.render.paper.sheets import Data, Writer
from sjboard.views.board import ColumnHead, WeekHead
from sjboard.views.site import SiteHead

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
        self.shown = week
        self.writer = Writer(words, site, files)

    def head(self, kind: str, facts: Sequence[Sequence[tuple[str, str]]]) -> Data:
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

    def signing(self) -> list[str]:
        """Who signs below a sheet, and the day; each with room behind it."""
        t = self.words
        office = self.site.office or t("sign.office-default")
        labels = (t("sign.class-teacher"), t("sign.grade-head"), t("sign.office", office=office))
        return [*labels, t("receipt.date")]

    def week(self) -> tuple[str, str]:
        return "week", self.words("week.number", week=self.shown.number)

    def span(self) -> str:
        return self.writer.span(self.shown)

    def day(self, day: ColumnHead) -> str:
        return self.writer.day_name(day)

    def days(self, days: Sequence[ColumnHead]) -> str:
        """Name days: 周一, 周一、周三, 周一至周四."""
        names = [self.day(day) for day in days]
        weekdays = [day.weekday for day in days]
        row = list(range(weekdays[0], weekdays[0] + len(days))) if days else []
        if len(days) > 2 and weekdays == row:
            return self.words("form.span", first=names[0], last=names[-1])
        return self.words.join(names)

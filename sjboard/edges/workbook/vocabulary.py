"""The words of a workbook, in the language of this run."""

from __future__ import annotations

from sjboard.content.workbook.rows import COLUMNS, Vocabulary
from sjboard.edges.terminal import say, speaking
from sjboard.model import Mode, Place


def vocabulary() -> Vocabulary:
    """Give what our own workbooks write into their cells."""
    return Vocabulary(
        headings={key: say(f"workbook.column.{key}") for key in COLUMNS},
        weekdays=tuple(say(f"new.weekday.{n}") for n in range(7)),
        weekend=say("new.weekend"),
        every_day=say("workbook.every-day"),
        to=say("workbook.to"),
        also=say("workbook.also"),
        none=say("workbook.none"),
        week_note=say("workbook.week-note"),
        day_note=say("workbook.day-note"),
        each=say("workbook.each"),
        shared=say("workbook.shared"),
        optional=say("workbook.optional"),
        whole_grade=say("workbook.whole-grade"),
        yes=say("workbook.yes"),
        markdown="Markdown",
        places={place: say(f"workbook.place.{place.value}") for place in Place},
        modes={mode: say(f"workbook.mode.{mode.value}") for mode in Mode},
        chinese=speaking().language != "en",
    )


def sheet_name(grade: int) -> str:
    """Name a grade's sheet."""
    return say(f"grade.{grade}")

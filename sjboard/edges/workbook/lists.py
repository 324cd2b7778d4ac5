"""The hidden sheet: what the drop-downs offer, what the formulas look up, and what was exported.

Knows where each list stands in it. Does not know the sheets that use them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from sjboard.config.values import Config
from sjboard.content.days import Days
from sjboard.content.workbook.days import known_forms, offered
from sjboard.content.workbook.rows import Vocabulary
from sjboard.edges.workbook.sums import PLACES
from sjboard.model import Kind

NAME = "_sjboard"
"""How the hidden sheet is called, in every language: an import looks for it."""
_FIRST_LIST = 4
"""The columns before hold what identifies the workbook, and what was exported into it."""


def kinds_of(config: Config) -> list[tuple[str, Kind]]:
    """Every name of a kind that the formulas know."""
    named = [(kind.name, kind) for kind in config.kinds.values()]
    named += [(alias, kind) for kind in config.kinds.values() for alias in kind.aliases]
    named += [(kind.id, kind) for kind in config.kinds.values()]
    return list({name.casefold(): (name, kind) for name, kind in reversed(named)}.values())[::-1]


def write_lists(
    book: Workbook,
    config: Config,
    days: Days,
    words: Vocabulary,
    exported: Mapping[str, str],
) -> dict[str, str]:
    """Write the hidden sheet; give the reference of each drop-down's list by its column's key."""
    sheet = book.add_worksheet(NAME)
    sheet.very_hidden()
    week = days.week
    for row, (key, value) in enumerate(
        (("sjboard", "1"), ("term", week.term), ("week", str(week.number)))
    ):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    for row, (file, digest) in enumerate(sorted(exported.items())):
        sheet.write_string(row, 2, file)
        sheet.write_string(row, 3, digest)
    chosen = [kind.name for kind in config.kinds.values()]
    if words.chinese:
        chosen += [
            alias
            for kind in config.kinds.values()
            for alias in kind.aliases[:1]
            if kind.id == "reading"
        ]
    lists: dict[str, Sequence[str]] = {
        "subject": [subject.name for subject in config.subjects.values()],
        "kind": [*chosen, words.none, words.day_note, words.week_note],
        "tier": [tier.name for tier in config.tiers.values()],
        "place": [words.places[place] for place in PLACES],
        "day": offered(days, words),
        "share": [words.each, words.shared],
        "optional": [words.optional],
        "mode": list(words.modes.values()),
        "draft": [words.yes],
        "form": [words.markdown],
    }
    found: dict[str, str] = {}
    for n, (key, values) in enumerate(lists.items()):
        if values:
            found[key] = _list(book, n + _FIRST_LIST, values)
    column = _FIRST_LIST + len(lists)
    forms = known_forms(days, words)
    book.define_name("sj_kinds", _list(book, column, [name for name, _ in kinds_of(config)]))
    book.define_name("sj_places", found["place"])
    book.define_name("sj_days", _list(book, column + 1, list(forms)))
    for row, blocks in enumerate(forms.values()):
        for n, block in enumerate(week.blocks):
            sheet.write_number(row, column + 2 + n, int(block in blocks))
    first, last = xl_col_to_name(column + 2), xl_col_to_name(column + 1 + max(len(week.blocks), 1))
    book.define_name("sj_flags", f"={NAME}!${first}$1:${last}${len(forms)}")
    return found


def _list(book: Workbook, column: int, values: Sequence[str]) -> str:
    sheet = book.get_worksheet_by_name(NAME)
    for row, value in enumerate(values):
        sheet.write_string(row, column, value)
    letter = xl_col_to_name(column)
    return f"={NAME}!${letter}$1:${letter}${len(values)}"

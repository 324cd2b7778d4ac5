"""A week as a workbook: a sheet a grade to fill in, the classes' sums, a page that says how.

Knows what the sheets look like. Everything that a teacher wrote is written as text, never as a formula. The
same week gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wcwidth import wcswidth
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sjboard.config.values import Config
from sjboard.content.days import Days
from sjboard.content.durations import MOST
from sjboard.content.workbook.days import day_name
from sjboard.content.workbook.rows import COLUMNS, Vocabulary
from sjboard.edges.terminal import say, speaking
from sjboard.edges.workbook.lists import kinds_of, write_lists
from sjboard.edges.workbook.sums import FIRST, GradeSums, cap_of
from sjboard.edges.workbook.vocabulary import sheet_name
from sjboard.model import ClassId, Week
from sjboard.records import dataclass
from sjboard.views.table import ClassTable, LoadTable

SPARE = 60
"""Empty rows at the end of a grade's sheet, with drop-downs and formulas."""
_WIDTHS = {
    "subject": 9,
    "teacher": 8,
    "class": 8,
    "day": 11,
    "content": 58,
    "kind": 9,
    "minutes": 7,
    "least": 6,
    "share": 6.5,
    "tier": 7,
    "optional": 6,
    "place": 7,
    "due": 10.5,
    "mode": 6.5,
    "draft": 6,
    "form": 9,
    "file": 12,
}
_NUMBERS = ("minutes", "least")
_CENTRED = frozenset(_WIDTHS) - {"content", "file"}
_INK, _PAPER, _LINE, _RED, _PINK = "#17324D", "#E8F0F7", "#B8C4CF", "#B00020", "#FCE4E4"
_SHADE = "#F6F9FC"
_FONT = "Microsoft YaHei"
_HEIGHT = 16.5
"""Points that a line of a cell takes."""


@dataclass(frozen=True, slots=True)
class GradeRows:
    """What stands in a grade's sheet at first."""

    grade: int
    rows: tuple[Mapping[str, str], ...]


def write_workbook(  # noqa: PLR0917 - a week and all that is known of it
    config: Config,
    week: Week,
    words: Vocabulary,
    grades: Sequence[GradeRows],
    table: LoadTable,
    exported: Mapping[str, str],
) -> bytes:
    """Write the workbook; ``table`` gives the sums that it shows before anybody recalculates."""
    out = io.BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    created = datetime(week.monday.year, week.monday.month, week.monday.day)  # noqa: DTZ001 - Excel has no zones
    title = say("workbook.title", school=config.school.name, week=week.number)
    book.set_properties({"title": title, "author": config.school.name, "created": created})
    book.set_size(2400, 1500)
    writer = _Writer(book, config, week, words)
    writer.guide(title)
    sheets = [(one, book.add_worksheet(sheet_name(one.grade))) for one in grades]
    totals = book.add_worksheet(say("workbook.sheet.totals"))
    lists = write_lists(book, config, writer.days, words, exported)
    sums = []
    for one, sheet in sheets:
        sums.append(writer.grade(one, sheet, lists))
    writer.totals(totals, sums, table)
    (sheets[0][1] if sheets else totals).activate()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Workbook, config: Config, week: Week, words: Vocabulary) -> None:
        self.book, self.config, self.week, self.words = book, config, week, words
        self.days = Days(week)
        self.kinds = [kind for _, kind in kinds_of(config)]
        self.names = [day_name(block, self.days, words) for block in week.blocks]

    def style(self, **more: object) -> Format:
        usual = {"font_name": _FONT, "font_size": 10.5, "valign": "vcenter"}
        return self.book.add_format(usual | more)

    # --- The page that says how -------------------------------------------------------------------

    def guide(self, title: str) -> None:
        sheet = self.book.add_worksheet(say("workbook.sheet.guide"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 92)
        sheet.set_row(0, 34)
        sheet.write_string(0, 0, title, self.style(font_size=18, bold=True, font_color=_INK))
        head = self.style(
            bold=True, valign="top", font_color=_INK, bg_color=_PAPER, border=1, border_color=_LINE
        )
        text = self.style(text_wrap=True, valign="top", border=1, border_color=_LINE)
        steps = [part for part in say("workbook.guide").split("\n") if part]
        for row, line in enumerate(steps, 2):
            name, _, told = line.partition("|")
            sheet.write_string(row, 0, name, head)
            sheet.write_string(row, 1, told, text)
            sheet.set_row(row, 18 * (1 + len(told) // 46))
        self.printed(sheet)

    def printed(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer(f"&C&A  {say('workbook.page', page='&P', pages='&N')}")

    # --- A grade ------------------------------------------------------------------------------------

    def grade(self, one: GradeRows, sheet: Worksheet, lists: Mapping[str, str]) -> GradeSums:
        config = self.config
        last = FIRST - 1 + len(one.rows) + SPARE
        classes = config.classes(one.grade)
        caps = [cap_of(config, one.grade, block, self.kinds) for block in self.week.blocks]
        name = sheet_name(one.grade)
        sums = GradeSums(
            config, self.words, name, f"_g{one.grade}", self.kinds, caps, classes, last
        )
        self.head(sheet, name)
        looks = [{key: self.cell(key, shade=shade) for key in COLUMNS} for shade in (False, True)]
        sheet.hide_gridlines(2)
        for n, key in enumerate(COLUMNS):
            hidden = {"hidden": True} if key == "file" else {}
            sheet.set_column(n, n, _WIDTHS[key], None, hidden)
        shade = False
        before: tuple[str, ...] = ()
        for row in range(FIRST - 1, last):
            told = one.rows[row - FIRST + 1] if row - FIRST + 1 < len(one.rows) else {}
            whose = tuple(told.get(key, "") for key in ("subject", "class", "mode", "file"))
            shade = shade != (whose != before) and bool(told)  # each entry stands off from the next
            before = whose
            sheet.set_row(row, max(18, _HEIGHT * _lines(told.get("content", ""))))
            for n, key in enumerate(COLUMNS):
                style = looks[shade][key]
                self.fill(sheet, row, n, told.get(key, ""), style, number=key in _NUMBERS)
        self.validate(sheet, last, lists)
        self.marks(sheet, last)
        sheet.freeze_panes(FIRST - 1, 0)
        sheet.repeat_rows(FIRST - 2)
        sheet.print_area(0, 0, FIRST - 2 + max(len(one.rows), 1), len(COLUMNS) - 2)
        self.printed(sheet)
        hidden_sheet = self.book.add_worksheet(sums.name)
        hidden_sheet.very_hidden()
        sums.write(hidden_sheet)
        return sums

    def cell(self, key: str, *, shade: bool) -> Format:
        more: dict[str, object] = {"border": 1, "border_color": _LINE, "text_wrap": True}
        more |= {"num_format": "0" if key in _NUMBERS else "@"}
        more |= {"align": "center"} if key in _CENTRED else {}
        more |= {"bg_color": _SHADE} if shade else {}
        more |= {"font_color": "#8A949E", "font_size": 9} if key in ("form", "file") else {}
        return self.style(**more)

    def fill(
        self, sheet: Worksheet, row: int, column: int, text: str, style: Format, *, number: bool
    ) -> None:
        if not text:
            sheet.write_blank(row, column, None, style)
        elif number and text.isdigit():
            sheet.write_number(row, column, int(text), style)
        else:
            sheet.write_string(row, column, text, style)

    def head(self, sheet: Worksheet, name: str) -> None:
        """Write the lines above the table: whose it is, how to fill it in, whether a class is over."""
        week, words = self.week, speaking()
        last = week.blocks[-1].last if week.blocks else week.monday
        first, end = words.date(week.monday, "short"), words.date(last, "short")
        title = say("workbook.sheet.title", grade=name, week=week.number, first=first, last=end)
        sheet.set_row(0, 28)
        sheet.set_row(1, 20)
        sheet.set_row(2, 20)
        sheet.set_row(FIRST - 2, 32)
        sheet.write_string(0, 0, title, self.style(font_size=16, bold=True, font_color=_INK))
        small = self.style(font_color="#44525F")
        sheet.write_string(1, 0, say("workbook.sheet.how"), small)
        look = self.style(
            bold=True,
            font_color=_INK,
            bg_color=_PAPER,
            border=1,
            border_color=_LINE,
            align="center",
            text_wrap=True,
        )
        for n, key in enumerate(COLUMNS):
            sheet.write_string(FIRST - 2, n, self.words.headings[key], look)
            told = f"workbook.comment.{key}"
            if words.has(told):
                sheet.write_comment(FIRST - 2, n, say(told), {"x_scale": 1.6, "y_scale": 1.1})

    def validate(self, sheet: Worksheet, last: int, lists: Mapping[str, str]) -> None:
        for n, key in enumerate(COLUMNS):
            if key in lists:
                rule: dict[str, object] = {"validate": "list", "source": lists[key]}
                if key == "day":
                    rule |= {"show_error": False}  # a list of days, a date: there is more than fits
                rule |= {
                    "error_title": self.words.headings[key],
                    "error_message": say("workbook.choose"),
                }
                sheet.data_validation(FIRST - 1, n, last - 1, n, rule)
        for key in _NUMBERS:
            n = list(COLUMNS).index(key)
            rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": MOST}
            rule |= {
                "error_title": self.words.headings[key],
                "error_message": say("workbook.whole"),
            }
            sheet.data_validation(FIRST - 1, n, last - 1, n, rule)

    def marks(self, sheet: Worksheet, last: int) -> None:
        """Mark what the sums cannot see: a day that they do not know, homework without minutes."""
        yellow = self.book.add_format({"bg_color": "#FFF3C4"})
        red = self.book.add_format({"bg_color": _PINK})
        letters = {key: chr(ord("A") + n) for n, key in enumerate(COLUMNS)}
        day, minutes, content = letters["day"], letters["minutes"], letters["content"]
        kind = letters["kind"]
        sheet.conditional_format(
            f"{day}{FIRST}:{day}{last}",
            {
                "type": "formula",
                "criteria": f'=AND(TRIM(${day}{FIRST})<>"",ISNA(MATCH(TRIM(${day}{FIRST}),sj_days,0)))',
                "format": yellow,
            },
        )
        asked = [self.words.none, self.words.day_note, self.words.week_note]
        others = ",".join(f'${kind}{FIRST}<>"{one}"' for one in asked)
        sheet.conditional_format(
            f"{minutes}{FIRST}:{minutes}{last}",
            {
                "type": "formula",
                "criteria": f'=AND(${content}{FIRST}<>"",{others},NOT(ISNUMBER(${minutes}{FIRST})))',
                "format": red,
            },
        )

    # --- The classes' sums --------------------------------------------------------------------------

    def totals(self, sheet: Worksheet, grades: Iterable[GradeSums], table: LoadTable) -> None:
        blocks = len(self.names)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 13)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 1 + max(blocks, 1), 12)
        sheet.set_row(0, 28)
        sheet.set_row(1, 20)
        sheet.write_string(
            0,
            0,
            say("workbook.sheet.totals-title"),
            self.style(font_size=16, bold=True, font_color=_INK),
        )
        sheet.write_string(1, 0, say("workbook.sheet.totals-how"), self.style(font_color="#44525F"))
        look = self.style(
            bold=True,
            font_color=_INK,
            bg_color=_PAPER,
            border=1,
            border_color=_LINE,
            align="center",
        )
        for n, name in enumerate((say("workbook.class"), say("workbook.line"), *self.names)):
            sheet.write_string(2, n, name, look)
        row = 3
        tables = {one.id: one for one in table.classes}
        for sums in grades:
            first = row
            for n, class_ in enumerate(sums.classes):
                self.class_rows(sheet, row, sums, n, tables[class_])
                row += 3
            over = any((day.left or 0) < 0 for c in sums.classes for day in tables[c].days)
            self.tell(sums, first + 1, row, blocks, over=over)
        red = self.book.add_format({"bg_color": _PINK, "font_color": _RED, "bold": True})
        if blocks and row > 3:
            sheet.conditional_format(
                3,
                2,
                row - 1,
                1 + blocks,
                {"type": "cell", "criteria": "<", "value": 0, "format": red},
            )
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(2)
        self.printed(sheet)

    def class_rows(
        self, sheet: Worksheet, row: int, sums: GradeSums, class_: int, table: ClassTable
    ) -> None:
        edge = {"border": 1, "border_color": _LINE, "align": "center"}
        strong, weak = self.style(bold=True, **edge), self.style(font_color="#66727D", **edge)
        plain = self.style(**edge)
        name = class_name(sums.classes[class_])
        sheet.merge_range(row, 0, row + 2, 0, name, strong)
        for line, key in enumerate(("written", "cap", "left")):
            sheet.write_string(
                row + line, 1, say(f"workbook.line.{key}"), weak if line == 1 else plain
            )
        for n, cap in enumerate(sums.caps):
            day = table.days[n]
            shown = max(minutes for _, minutes in day.written)
            sheet.write_formula(
                row, 2 + n, "=" + sums.total(n, class_, capped=False), strong, shown
            )
            if cap.limit is None:
                sheet.write_string(row + 1, 2 + n, say("workbook.no-cap"), weak)
                sheet.write_blank(row + 2, 2 + n, None, plain)
                continue
            sheet.write_number(row + 1, 2 + n, cap.limit, weak)
            total = sums.total(n, class_, capped=True)
            sheet.write_formula(row + 2, 2 + n, f"={cap.limit}-({total})", plain, day.left)

    def tell(self, sums: GradeSums, first: int, last: int, blocks: int, *, over: bool) -> None:
        """Say in the grade's own sheet whether a class is over, where everybody sees it."""
        sheet = self.book.get_worksheet_by_name(sums.source)
        if not blocks:
            return
        totals = say("workbook.sheet.totals")
        area = f"'{totals}'!$C${first}:${xl_col_to_name(1 + blocks)}${last}"
        wrong, fine = say("workbook.over"), say("workbook.fine")
        style = self.style(bold=True, font_color="#1B6E3C")
        formula = f'=IF(COUNTIF({area},"<0")>0,"{wrong}","{fine}")'
        sheet.write_formula(2, 0, formula, style, wrong if over else fine)
        red = self.book.add_format({"font_color": _RED, "bold": True})
        sheet.conditional_format(
            2, 0, 2, 0, {"type": "cell", "criteria": "==", "value": f'"{wrong}"', "format": red}
        )


def _lines(text: str) -> int:
    """How many lines a text takes in its column; Chinese characters are two wide."""
    width = _WIDTHS["content"] - 2
    return sum(1 + (max(wcswidth(line), 1) - 1) // int(width) for line in text.split("\n"))


def class_name(class_: ClassId) -> str:
    """Name a class as the school does."""
    return say("phrase.classes", grade=say(f"grade.{class_.grade}"), numbers=class_.number)

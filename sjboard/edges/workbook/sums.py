"""The formulas behind a grade's sheet: which minutes of which row fall on which day, for whom.

Each grade has a hidden sheet whose row n looks at row n of the teachers' sheet (by ``ROW()``, so rows may be
moved, put in and deleted). It follows contract 3 as ``policy.load`` does: ranges by their upper end, a total
shared by largest remainder over the open days, ``replace`` hides, tiers by the school's mode and pathway.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sjboard.config.values import Config
from sjboard.content.workbook.rows import COLUMNS, Vocabulary
from sjboard.model import Block, ClassId, Kind, Limit, Pathway, Place, TierMode
from sjboard.policy.load import is_free, written_limit
from sjboard.policy.scope import allowance
from sjboard.records import dataclass

PLACES = (Place.HOME, Place.IN_SCHOOL, Place.AFTER_SCHOOL)
FIRST = 5
"""The first row that teachers write into, from 1; the same in the hidden sheet."""
_FIXED = 13
_LETTERS = {key: xl_col_to_name(n) for n, key in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Cap:
    """What is compared with what on one block of a grade. ``limit`` None: there is no cap."""

    block: Block
    limit: int | None
    written: tuple[int, ...]
    """1 by place, where required written work there is shown as the day's total."""
    places: tuple[int, ...]
    kinds: tuple[int, ...]
    optional: bool
    open: tuple[int, ...]

    @property
    def plain(self) -> bool:
        """Whether the cap counts just what the total shows."""
        return self.limit is None or (
            self.places == self.written and not self.kinds and not self.optional
        )


def cap_of(config: Config, grade: int, block: Block, kinds: Sequence[Kind]) -> Cap:
    """Look up a grade's cap on a block; ``kinds`` in the order of the sheet's list."""
    cap = written_limit(config, grade, block)
    held = cap.places if cap else frozenset((Place.HOME,))
    counted = [_counts(cap, kind) if cap else kind.written for kind in kinds]
    return Cap(
        block=block,
        limit=allowance(cap, block) if cap else None,
        written=tuple(int(place in held) for place in PLACES),
        places=tuple(int(place in held) for place in PLACES),
        kinds=() if counted == [kind.written for kind in kinds] else tuple(map(int, counted)),
        optional=bool(cap and cap.count_optional),
        open=tuple(int(not is_free(block, grade, place, config)) for place in PLACES),
    )


def _counts(cap: Limit, kind: Kind) -> bool:
    return (kind.written or not cap.written_only) and (cap.kinds is None or kind.id in cap.kinds)


class GradeSums:
    """Writes one grade's hidden sheet, and gives the formulas of its totals."""

    def __init__(  # noqa: PLR0917 - all that one grade's sums depend on
        self,
        config: Config,
        words: Vocabulary,
        source: str,
        name: str,
        kinds: Sequence[Kind],
        caps: Sequence[Cap],
        classes: Sequence[ClassId],
        last: int,
    ) -> None:
        self.config, self.words, self.source, self.name = config, words, source, name
        self.kinds, self.caps, self.classes, self.last = kinds, caps, classes, last
        count = len(caps)
        self.named, self.taken, self.minutes, self.written, self.capped = (
            [xl_col_to_name(_FIXED + part * count + n) for n in range(count)] for part in range(5)
        )
        start = _FIXED + 5 * count
        self.raw = [xl_col_to_name(start + n) for n in range(len(classes))]
        self.final = [xl_col_to_name(start + len(classes) + n) for n in range(len(classes))]

    def own(self, key: str) -> str:
        letter = _LETTERS[key]
        return f"TRIM(INDEX('{self.source}'!${letter}:${letter},ROW()))"

    def column(self, letter: str) -> str:
        return f"${letter}${FIRST}:${letter}${self.last}"

    def write(self, sheet: Worksheet) -> None:
        for row in range(FIRST, self.last + 1):
            for letter, formula in self.row(row).items():
                sheet.write_formula(
                    f"{letter}{row}", f"={formula}", None, "" if letter in "ABCDEKL" else 0
                )

    def row(self, r: int) -> dict[str, str]:
        """All formulas of a row, by column."""
        words, above = self.words, r - 1
        subject, day = self.own("subject"), self.own("day")
        first = r == FIRST

        def inherited(own: str, letter: str) -> str:
            return own if first else f'IF({own}="",{letter}{above},{own})'

        plain = self.own("class")
        for old, new in (
            ("班", ""),
            ("，", "、"),
            (",", "、"),
            (" ", "、"),
            (words.whole_grade, ""),
        ):
            plain = f'SUBSTITUTE({plain},"{old}","{new}")'
        classes = f'IF({plain}="","","、"&{plain}&"、")'
        mode = self.own("mode")
        minutes = self.own("minutes")
        for unit in ("分钟", "分"):
            minutes = f'SUBSTITUTE({minutes},"{unit}","")'
        going_on = "FALSE" if first else f'{subject}=""'
        cells = {
            "A": inherited(subject, "A"),
            "B": classes if first else f'IF(AND({going_on},{plain}=""),B{above},{classes})',
            "C": mode if first else f'IF(AND({going_on},{mode}=""),C{above},{mode})',
            "D": inherited(day, "D"),
            "E": self.own("kind"),
            "F": f"IFERROR(VALUE({minutes}),0)",
            "G": f'({self.own("share")}="{words.shared}")*1',
            "H": f"IFERROR(MATCH(E{r},sj_kinds,0),0)",
            "I": f"IFERROR(MATCH({self.own('place')},sj_places,0),1)",
            "J": f'({self.own("optional")}<>"")*1',
            "K": f'IF({self.own("tier")}="","-",{self.own("tier")})',
            "L": f'A{r}&"|"&B{r}&"|"&C{r}',
            "M": f"IFERROR(MATCH(D{r},sj_days,0),0)",
        }
        for n, cap in enumerate(self.caps):
            cells |= self.block(n, cap, r)
        for n, class_ in enumerate(self.classes):
            raw, number = self.raw[n], class_.number
            cells[raw] = f'IF($B{r}="",1,ISNUMBER(SEARCH("、{number}、",$B{r}))*1)'
            replaces = (
                f'COUNTIFS({self.column("A")},$A{r},{self.column("C")},"{self.replace()}",'
                f"{self.column(raw)},1)"
            )
            cells[self.final[n]] = f'IF(AND({raw}{r}=1,$C{r}=""),({replaces}=0)*1,{raw}{r})'
        return cells

    def replace(self) -> str:
        return next(word for mode, word in self.words.modes.items() if mode.value == "replace")

    def block(self, n: int, cap: Cap, r: int) -> dict[str, str]:
        """What falls on one block: named, open to share, minutes, of those written, of those capped."""
        named, taken, minutes = self.named[n], self.taken[n], self.minutes[n]
        free = (
            f'COUNTIFS({self.column("L")},$L{r},{self.column("E")},"{self.words.none}",'
            f"{self.column(named)},1)=0"
        )
        written = _array(int(kind.written) for kind in self.kinds)
        kinds = _array(cap.kinds) if cap.kinds else written
        optional = "" if cap.optional else f"*(1-$J{r})"
        return {
            named: f"IF($M{r}=0,0,INDEX(sj_flags,$M{r},{n + 1}))",
            taken: f"IF($G{r}*{named}{r}=0,0,INDEX({_array(cap.open)},$I{r})*({free}))",
            minutes: f"IF(OR($H{r}=0,{named}{r}=0),0,IF($G{r}=0,$F{r},"
            f"IF(SUM({self.span(self.taken, r)})=0,{self.share(self.named, n, r)},"
            f"{self.share(self.taken, n, r)})))",
            self.written[n]: f"IF({minutes}{r}=0,0,{minutes}{r}*INDEX({written},$H{r})"
            f"*INDEX({_array(cap.written)},$I{r})*(1-$J{r}))",
            self.capped[n]: f"{self.written[n]}{r}"
            if cap.plain
            else f"IF({minutes}{r}=0,0,{minutes}{r}*INDEX({kinds},$H{r})"
            f"*INDEX({_array(cap.places)},$I{r}){optional})",
        }

    def span(self, letters: Sequence[str], r: int, last: int = -1) -> str:
        return f"${letters[0]}{r}:${letters[last]}{r}"

    def share(self, letters: Sequence[str], n: int, r: int) -> str:
        """A block's part of a total: the earlier days get the minutes that are left over."""
        parts = f"SUM({self.span(letters, r)})"
        before = f"SUM({self.span(letters, r, n)})"
        return f"{letters[n]}{r}*(INT($F{r}/{parts})+({before}<=MOD($F{r},{parts})))"

    def total(self, n: int, class_: int, *, capped: bool) -> str:
        """A class's minutes on a block: the greatest that a pupil gets, by tier."""
        column = self.capped[n] if capped else self.written[n]
        every = self.sum_of(column, class_, "-")
        tiers = [f"{self.sum_of(column, class_, tier.name)}" for tier in self.config.tiers.values()]
        if not tiers:
            return every
        if self.config.tier_mode is TierMode.LADDER:
            return f"{every}+{'+'.join(tiers)}"  # whoever does the highest tier does all below
        if self.config.pathway is Pathway.SAME:
            return f"{every}+MAX({','.join(tiers)})"
        parts = []
        for subject in self.config.subjects.values():
            own = [
                self.sum_of(column, class_, tier.name, subject.name)
                for tier in self.config.tiers.values()
            ]
            parts.append(f"MAX({','.join(own)})")
        return f"{every}+{'+'.join(parts)}"

    def sum_of(self, column: str, class_: int, tier: str, subject: str = "") -> str:
        def there(letter: str) -> str:
            return f"'{self.name}'!{self.column(letter)}"

        only = f',{there("A")},"{_quoted(subject)}"' if subject else ""
        return f'SUMIFS({there(column)},{there(self.final[class_])},1,{there("K")},"{_quoted(tier)}"{only})'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"

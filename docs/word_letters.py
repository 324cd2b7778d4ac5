# ruff: noqa: INP001, SLF001 - a script beside the pages that describe what it makes, no package; python-docx
# has no other way to what it does not model
"""Make the Word templates of letters: ``python -m docs.word_letters``, in the project's folder.

As ``word_templates``, whose parts it uses: run by hand after a change here, the files are committed.
docs/letters.md lists the names that the tags use.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from docs.word_templates import (
    CENTRE,
    HEI,
    LEFT,
    PRINT,
    RIGHT,
    SMALL,
    SONG,
    Box,
    blank,
    grid,
    row,
    saved,
    set_face,
    style,
    tag,
)

FANG, KAI, XIAOBIAO = "仿宋", "楷体", "方正小标宋简体"
BODY, TITLE, ADDRESSEE, SIGN, SLIP, WHOM = (
    "信的正文", "信的标题", "称呼", "落款", "回执文字", "发给谁",
)  # fmt: skip
"""Our paragraph styles. An office changes a face or size once, in the style."""

JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
PITCH = 28.95
"""固定值 28.95 磅: 22 lines in 225 mm."""
_CLOSE = 23
"""An everyday letter's lines: 四号 with room, and the receipt on the same sheet."""
_EDGES = 4
"""What a cell's edges take from its width, in millimetres."""


def official() -> Word:
    """An official letter, to GB/T 9704—2012."""
    word = blank()
    section = word.sections[0]
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    lines = OxmlElement("w:docGrid")
    lines.set(qn("w:type"), "lines")
    lines.set(qn("w:linePitch"), "579")
    section._sectPr.append(lines)
    _text_style(word, BODY, FANG, 16, indent=2)
    _text_style(word, TITLE, XIAOBIAO, 22, align=CENTRE)
    _text_style(word, ADDRESSEE, FANG, 16)
    _text_style(word, SIGN, FANG, 16, align=LEFT)
    for level, face in ((1, HEI), (2, KAI), (3, FANG)):
        heading: Any = word.styles[f"Heading {level}"]
        set_face(heading, face, 16, bold=level == 3)
        _spaced(heading, PITCH)
        _tighter(heading)
        _first_line(heading, 2)
        heading.paragraph_format.keep_with_next = True
    _common(word)
    _page_numbers(word)
    _copies(word, _official_end, width=156)
    return word


def everyday() -> Word:
    """An everyday letter: 四号, one sheet as a rule, the receipt under the cut line."""
    word = blank(margins=(22, 25, 20))
    _text_style(word, BODY, SONG, 14, indent=2, pitch=_CLOSE)
    _text_style(word, TITLE, SONG, 20, align=CENTRE, pitch=30)
    word.styles[TITLE].font.bold = True
    _text_style(word, ADDRESSEE, SONG, 14, pitch=_CLOSE)
    _text_style(word, SIGN, SONG, 14, align=RIGHT, pitch=_CLOSE)
    for level in (1, 2, 3):
        heading: Any = word.styles[f"Heading {level}"]
        set_face(heading, HEI, 14, bold=level == 1)
        _spaced(heading, _CLOSE)
        heading.paragraph_format.keep_with_next = True
    _common(word)
    _copies(word, _everyday_end, width=160)
    return word


# --- Styles -------------------------------------------------------------------------------------


def _text_style(  # noqa: PLR0917 - what a paragraph style is made of
    word: Word,
    name: str,
    face: str,
    size: float,
    align: WD_ALIGN_PARAGRAPH = JUSTIFY,
    indent: int = 0,
    pitch: float = PITCH,
) -> None:
    added = style(word, name, face, size, align)
    _spaced(added, pitch)
    if indent:
        _first_line(added, indent)
    if size == 16:
        _tighter(added)


def _spaced(styled: Any, pitch: float) -> None:
    form = styled.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = pitch != PITCH  # a page of an official letter is full at 22 lines
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)


def _first_line(styled: Any, characters: int) -> None:
    indent = styled.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(int(styled.font.size.pt * 20 * characters)))


def _tighter(styled: Any) -> None:
    """28 characters of 16 pt are 448 pt, the measure is 442: a quarter of a point less for each."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties = styled.element.get_or_add_rPr()
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")


def _common(word: Word) -> None:
    style(word, WHOM, SONG, 9, RIGHT)
    slip = style(word, SLIP, SONG, 12)
    slip.paragraph_format.line_spacing = Pt(24)


# --- What stands on a sheet ---------------------------------------------------------------------


def _copies(word: Word, end: Callable[[Word], None], width: float) -> None:
    """Loop over the copies, each in a section of its own: its pages count from 1."""
    tag(word, "{%p for c in copies %}")
    _when(word, "c.whom", "{{ c.whom }}", WHOM)
    word.add_paragraph("{{r runs(c.title) }}", style=TITLE)
    word.add_paragraph("", style=ADDRESSEE)
    _when(word, "c.addressee", "{{r runs(c.addressee) }}", ADDRESSEE)
    tag(word, f'{{{{p stack(c.body, "{BODY}", {width}, 75) }}}}')
    end(word)
    tag(word, "{%p if c.receipt %}")
    _receipt(word, width)
    tag(word, "{%p endif %}")
    tag(word, "{%p if not loop.last %}")
    _section_end(word)
    tag(word, "{%p endif %}")
    tag(word, "{%p endfor %}")


def _when(word: Word, what: str, text: str, name: str) -> None:
    tag(word, f"{{%p if {what} %}}")
    word.add_paragraph(text, style=name)
    tag(word, "{%p endif %}")


def _official_end(word: Word) -> None:
    """The signature without a seal: what stands before the name and the date is made of blanks."""
    word.add_paragraph("", style=SIGN).paragraph_format.keep_with_next = True
    name = word.add_paragraph("{{ c.before_sender }}{{r runs(c.sender) }}", style=SIGN)
    name.paragraph_format.keep_with_next = True
    word.add_paragraph("{{ c.before_date }}{{ c.date }}", style=SIGN)


def _everyday_end(word: Word) -> None:
    """The code of the letter's page at the left, the signature at the right."""
    table = grid(word, [30, 130])
    table.style = word.styles["Normal Table"]
    row(table, [Box("{%p if c.qr %}"), Box("")], least=12)
    left, right = table.rows[0].cells
    left.add_paragraph("{{r picture(c.qr, 20, c.qr_alt) }}", style=SMALL)
    left.add_paragraph("{{ c.scan }}", style=SMALL)
    left.add_paragraph("{%p endif %}", style=SMALL)
    lines = [right.paragraphs[0], right.add_paragraph()]
    for line, text in zip(lines, ("{{r runs(c.sender) }}", "{{ c.date }}"), strict=True):
        line.style = word.styles[SIGN]
        line.add_run(text)
        line.paragraph_format.right_indent = Pt(14)


def _receipt(word: Word, width: float) -> None:
    """The slip, in a row of a table that is never torn; a dashed line above it."""
    table = grid(word, [width])
    table.style = word.styles["Normal Table"]
    row(table, [Box("✂ {{ c.receipt.cut }}", SMALL, align=CENTRE)])
    cell = table.rows[0].cells[0]
    cut = cell.paragraphs[0]
    cut.paragraph_format.space_before = Pt(4)
    _dashed(cut)
    title = cell.add_paragraph("{{ c.receipt.title }}", style=SLIP)
    title.alignment = CENTRE
    set_face(title.runs[0], HEI, 16)
    cell.add_paragraph("{{r runs(c.receipt.read) }}", style=SLIP)
    _blanks(cell, "c.receipt.about", width)
    cell.add_paragraph("{%p for field in c.receipt.fields %}", style=SLIP)
    field = cell.add_paragraph(style=SLIP)
    field.add_run("{{r runs(field.runs) }}")
    field.add_run("{% if field.blank %}\t\u200b{% endif %}")
    _stops(field, [width - _EDGES])
    cell.add_paragraph("{%p endfor %}", style=SLIP)
    _blanks(cell, "c.receipt.signed", width)
    cell.add_paragraph("{{r runs(c.receipt['return']) }}", style=SLIP)


def _blanks(cell: Any, what: str, width: float) -> None:
    line = cell.add_paragraph(style=SLIP)
    # A tab that is the last of its line is not drawn: a character of no width stands behind it.
    apart = "{% if not loop.first %} {% endif %}"
    line.add_run(
        f"{{% for b in {what} %}}{apart}{{{{ b.label }}}}{{{{ b.value }}}}\t\u200b{{% endfor %}}"
    )
    _stops(line, [(width - _EDGES) * third / 3 for third in (1, 2, 3)])


def _stops(line: Paragraph, places: list[float]) -> None:
    for place in places:
        line.paragraph_format.tab_stops.add_tab_stop(
            Mm(place), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES
        )


def _dashed(line: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "dashed"), ("sz", "6"), ("space", "4"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


# --- Pages --------------------------------------------------------------------------------------


def _page_numbers(word: Word) -> None:
    """— 1 —, 四号 宋体: at the right of odd pages, at the left of even ones, one character from the edge."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for part, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        part.is_linked_to_previous = False
        line = part.paragraphs[0]
        line.alignment = side
        form = line.paragraph_format
        form.right_indent, form.left_indent = (Pt(14), None) if side == RIGHT else (None, Pt(14))
        for piece in ("— ", "PAGE", " —"):
            if piece == "PAGE":
                _field(line)
            else:
                set_face(line.add_run(piece), SONG, 14)


def _field(line: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "1"), ("end", "")):
        run = line.add_run(text if text == "1" else "")
        set_face(run, SONG, 14)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == "PAGE":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def _section_end(word: Word) -> None:
    """End a section in a line of no height: the next copy begins on a page that is the first again."""
    line = word.add_paragraph()
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(1)
    own = deepcopy(word.sections[0]._sectPr)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    for properties in (own, word.sections[0]._sectPr):
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        properties.insert_element_before(deepcopy(number), "w:cols", "w:docGrid")
    line._p.get_or_add_pPr().append(own)


TEMPLATES: dict[str, Callable[[], Word]] = {
    "letter_official": official,
    "letter_everyday": everyday,
}


def main() -> None:
    """Write every template anew."""
    for name, make in TEMPLATES.items():
        (PRINT / f"{name}.docx").write_bytes(saved(make()))


if __name__ == "__main__":
    main()

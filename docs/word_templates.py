# ruff: noqa: INP001, SLF001 - a script beside the pages that describe what it makes, no package; python-docx
# has no other way to what it does not model
"""Make the Word templates of templates/print/: ``python -m docs.word_templates``, in the project's folder.

Run by hand after a change here; the files are committed, and what an office edits are copies of them. A
template is an ordinary .docx with tags: ``{{ name }}`` is replaced, ``{%tr for … %}`` in a row of its own
repeats rows, ``{%tc … %}`` columns, ``{%p … %}`` paragraphs. docs/forms.md lists the names.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from sjboard.edges.paper.word import packed, sign

PRINT = Path(__file__).resolve().parent.parent / "templates" / "print"

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
SHADE = "EDEDED"

TITLE, LABEL, CELL, SMALL = "表单标题", "表格标签", "表格文字", "小字"
"""Our paragraph styles. An office changes a face or size once, in the style."""

CENTRE, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


# --- A document -----------------------------------------------------------------------------------


def blank(*, landscape: bool = False, margins: tuple[float, float, float] = (16, 17, 16)) -> Word:
    """Begin an A4 document: margins above, at the sides, below (mm); Chinese faces; page numbers."""
    word = docx.Document()
    _strip(word)
    _habits(word)
    _faces(word)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    above, beside, below = margins
    section.top_margin, section.bottom_margin = Mm(above), Mm(below)
    section.left_margin = section.right_margin = Mm(beside)
    section.header_distance = section.footer_distance = Mm(8)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    return word


def width_of(word: Word) -> float:
    """The width between the margins in millimetres."""
    section = word.sections[0]
    edges = (section.left_margin or 0) + (section.right_margin or 0)
    return ((section.page_width or 0) - edges) / Mm(1)


def saved(word: Word) -> bytes:
    """Give the file's bytes: the same every time, and without a trace of when and where."""
    sign(word.core_properties, "", "zh-CN", date(2026, 1, 1))
    out = io.BytesIO()
    word.save(out)
    return packed(out.getvalue())


def _strip(word: Word) -> None:
    """Leave out what python-docx's own template brings along: 160 styles, a thumbnail, odd parts."""
    keep = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List"}
    keep |= {f"Heading {level}" for level in range(1, 5)} | {"Table Grid"}
    for style in list(word.styles):
        if style.name not in keep:
            word.styles.element.remove(style.element)
    left = {style.style_id for style in word.styles}
    for link in list(word.styles.element.iter(qn("w:link"))):
        if link.get(qn("w:val")) not in left:
            link.getparent().remove(link)
    latent = word.styles.element.find(qn("w:latentStyles"))
    if latent is not None:
        word.styles.element.remove(latent)
    part, package = word.part, word.part.package
    for rels, odd in (
        (part.rels, ("stylesWithEffects", "webSettings", "customXml", "numbering")),
        (package.rels if package else {}, ("thumbnail", "extended-properties")),
    ):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(odd)]:
            del rels[key]


def _habits(word: Word) -> None:
    """Set what Chinese wants: its language, squeezed punctuation, tabs of two characters."""
    settings = word.settings.element
    for name in ("zoom", "savePreviewPicture", "doNotAutoCompressPictures", "rsids"):
        for odd in settings.findall(qn(f"w:{name}")):
            settings.remove(odd)
    for name, key, value in (
        ("themeFontLang", "eastAsia", "zh-CN"),
        ("characterSpacingControl", "val", "compressPunctuation"),
        ("defaultTabStop", "val", "420"),
    ):
        settings.find(qn(f"w:{name}")).set(qn(f"w:{key}"), value)
    for each in settings.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), "15")  # else Word says that the file is an old one


def _faces(word: Word) -> None:
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.clear()
    fonts = OxmlElement("w:rFonts")
    for slot, face in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", SONG), ("cs", LATIN)):
        fonts.set(qn(f"w:{slot}"), face)
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "21")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    defaults.extend([fonts, size, language])
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for level in range(1, 5):
        heading: Any = word.styles[f"Heading {level}"]
        set_face(heading, HEI, 12 if level == 1 else 10.5, bold=False)
        heading.font.color.rgb = None
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(3)
    style(word, TITLE, HEI, 18, align=CENTRE, after=4)
    style(word, LABEL, HEI, 10.5, align=CENTRE)
    style(word, CELL, SONG, 10.5)
    style(word, SMALL, SONG, 9)


def style(  # noqa: PLR0917 - what a paragraph style is made of
    word: Word,
    name: str,
    chinese: str,
    size: float,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: float = 0,
    after: float = 0,
) -> Any:
    """Add a paragraph style; sizes and spaces in points."""
    added: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = word.styles["Normal"]
    added.quick_style = True
    set_face(added, chinese, size)
    form = added.paragraph_format
    form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(after)
    return added


def set_face(styled: Any, chinese: str, size: float, *, bold: bool | None = None) -> None:
    """Set a style's faces, one for each script, and its size in points."""
    styled.font.size, styled.font.name, styled.font.bold = Pt(size), LATIN, bold
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in list(fonts.attrib):
        del fonts.attrib[slot]
    for slot, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", chinese), ("cs", LATIN)):
        fonts.set(qn(f"w:{slot}"), name)


def footer(word: Word, left: str = "{{ author }}") -> None:
    """Who, at the left; 第 1 页，共 2 页 at the right."""
    line = word.sections[0].footer.paragraphs[0]
    line.style = word.styles[SMALL]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(width_of(word)), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{left}\t{{{{ pages.before }}}}")
    _field(line, "PAGE")
    line.add_run("{{ pages.between }}")
    _field(line, "NUMPAGES")
    line.add_run("{{ pages.after }}")


def _field(line: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def tag(word: Word, text: str) -> None:
    """Add a paragraph that only holds a tag, and vanishes."""
    word.add_paragraph(text, style=CELL)


def gap(word: Word, points: float = 4) -> None:
    """Keep two tables apart: without a paragraph between they would be one."""
    line = word.add_paragraph()
    line.paragraph_format.line_spacing = Pt(points)
    line.paragraph_format.space_after = Pt(0)


def sheets(word: Word, title: Sequence[tuple[str, str]]) -> None:
    """Begin the loop over sheets: each but the first on a new page. ``title``: text and style a line."""
    tag(word, "{%p for s in sheets %}")
    tag(word, "{%p set w = s.w %}")
    tag(word, "{%p if loop.first %}")
    first = word.add_paragraph(title[0][0], style=title[0][1])
    tag(word, "{%p else %}")
    other = word.add_paragraph(title[0][0], style=title[0][1])
    other.paragraph_format.page_break_before = True
    tag(word, "{%p endif %}")
    for text, name in title[1:]:
        word.add_paragraph(text, style=name)
    for line in (first, other):
        line.alignment = CENTRE


# --- Tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its text or tag, its style, how many columns it takes, whether it is shaded."""

    text: str
    style: str = CELL
    span: int = 1
    align: WD_ALIGN_PARAGRAPH | None = None
    top: bool = False

    @property
    def shaded(self) -> bool:
        return self.style == LABEL


def label(text: str, span: int = 1) -> Box:
    return Box(text, LABEL, span)


def grid(word: Word, widths: Sequence[float]) -> Any:
    """Begin a table of fixed columns, in millimetres; lines all around."""
    table = word.add_table(0, len(widths))
    table.style = word.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def row(
    table: Any, boxes: Sequence[Box], *, least: float = 0, head: bool = False, whole: bool = True
) -> None:
    """Add a row; ``least`` is its least height in mm. It is never torn apart unless ``whole`` is False."""
    added = table.add_row()
    if least:
        added.height, added.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = added._tr.get_or_add_trPr()
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    at = 0
    widths: list[Length] = [column.width or Mm(10) for column in table.columns]
    for box in boxes:
        cell = added.cells[at]
        width = sum(widths[at : at + box.span])
        if box.span > 1:
            cell = cell.merge(added.cells[at + box.span - 1])
        cell.width = Length(width)
        _fill(cell, box)
        at += box.span


def _fill(cell: Any, box: Box) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    line = cell.paragraphs[0]
    line.style = box.style
    line.add_run(box.text)
    if box.align is not None:
        line.alignment = box.align
    middle, top = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.TOP
    cell.vertical_alignment = top if box.top else middle
    if box.shaded:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
            shade.set(qn(f"w:{name}"), value)
        properties = cell._tc.get_or_add_tcPr()
        properties.insert_element_before(
            shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:vAlign"
        )


def control(table: Any, text: str) -> None:
    """Add a row that only holds a tag, and vanishes."""
    row(table, [Box(text, span=len(table.columns))])


def _stack(blocks: str, width: float, tallest: float = 45) -> str:
    """The tag for what a teacher wrote, with its lists, tables and pictures; millimetres."""
    return f'{{{{p stack({blocks}, "{CELL}", {width}, {tallest}) }}}}'


# --- The forms ------------------------------------------------------------------------------------


def filing() -> Word:
    """家庭作业审批备案表."""
    word = blank()
    footer(word)
    number = "{{ w.number }} {{ s.number or '　　　　　　　　' }}"
    number += "{% if s.digest %}　{{ w.digest }} {{ s.digest }}{% endif %}"
    sheets(word, [("{{ s.school }}", CELL), ("{{ s.title }}", TITLE), (number, SMALL)])
    word.paragraphs[-1].alignment = RIGHT
    facts = grid(word, [20, 40, 20, 38, 20, 38])
    for line in (("grade", "class", "subject"), ("group", "teacher", "week")):
        boxes = [box for key in line for box in _fact(key)]
        row(facts, boxes, least=8)
    row(facts, [*_fact("dates", span=5)], least=8)
    heading = word.add_paragraph("{{ w.content }}", style=LABEL)
    heading.alignment, heading.paragraph_format.keep_with_next = LEFT, True
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(5)
    tag(word, "{%p if s.none %}")
    word.add_paragraph("{{ s.none }}", style=CELL)
    tag(word, "{%p else %}")
    items = grid(word, [24, 83, 16, 29, 24])
    heads = ("day", "item_content", "item_kind", "item_asks", "item_minutes")
    row(items, [label(f"{{{{ w.{head} }}}}") for head in heads], head=True, least=8)
    control(items, "{%tr for item in s['items'] %}")
    row(
        items,
        [
            Box("{% if item.first %}{{ item.days }}{% endif %}", align=CENTRE),
            Box(_stack("item.body", 79)),
            Box("{{ item.kind }}", align=CENTRE),
            Box("{{ item.asks }}", align=CENTRE),
            Box("{{ item.minutes }}", align=CENTRE),
        ],
        least=8,
        whole=False,
    )
    control(items, "{%tr endfor %}")
    tag(word, "{%p endif %}")
    gap(word)
    answers = grid(word, [24, 152])
    for key, text, least in (
        ("sums", "{{ s.sums }}", 8),
        ("tiers", "{{ s.tiers }}", 8),
        ("intent", "", 18),
        ("tried", "{{ w.tried_blank }}", 8),
        ("actual", "{{ s.actual }}", 8),
        ("source", "{{ w.source_choices }}", 8),
    ):
        row(answers, [label(f"{{{{ w.{key} }}}}"), Box(text)], least=least)
    gap(word)
    chain = grid(word, [34, 62, 38, 42])
    row(
        chain,
        [label(f"{{{{ w.{head} }}}}") for head in ("approval", "opinion", "signature", "date")],
        head=True,
        least=8,
    )
    control(chain, "{%tr for each in s.chain %}")
    row(
        chain,
        [
            Box("{{ each.role }}", align=CENTRE),
            *(Box(f"{{{{ each.{key} }}}}", align=CENTRE) for key in ("opinion", "name", "date")),
        ],
        least=11,
    )
    control(chain, "{%tr endfor %}")
    tag(word, "{%p endfor %}")
    return word


def _fact(key: str, span: int = 1) -> tuple[Box, Box]:
    return label(f"{{{{ w['{key}'] }}}}"), Box(f"{{{{ s.fact.{key} }}}}", span=span)


def plan() -> Word:
    """班级作业总量统筹表, on its side; a column a day."""
    word = blank(landscape=True, margins=(13, 17, 14))
    footer(word)
    sheets(word, [("{{ s.school }}", CELL), ("{{ s.title }}", TITLE)])
    facts = grid(word, [24, 63, 24, 63, 24, 65])
    row(facts, [box for key in ("class", "week", "dates") for box in _fact(key)], least=8)
    gap(word)
    table = grid(word, [36, 5, 217, 5])
    _days(
        table,
        label("{{ w.item_subject }}"),
        "s.columns",
        [
            ("{{ cell.name }}{% if cell.date %}\n{{ cell.date }}{% endif %}", LABEL),
        ],
        head=True,
    )
    for rows, name in (("s.rows", CELL), ("s.sums", LABEL)):
        control(table, f"{{%tr for line in {rows} %}}")
        _days(
            table,
            label("{{ line.label }}"),
            "line.cells",
            [("{% if cell.over %}▲ {% endif %}{{ cell.text }}", name)],
        )
        control(table, "{%tr endfor %}")
    _days(table, Box("{{ w.after }}", align=CENTRE), "s.columns", [("", CELL)], least=9)
    word.add_paragraph("{{ s.key }}", style=SMALL)
    gap(word)
    result = grid(word, [36, 227])
    row(result, [label("{{ w.result }}"), Box("")], least=15)
    gap(word, 6)
    _signing(word, [f"{{{{ s.signing[{n}] }}}}" for n in range(4)])
    tag(word, "{%p endfor %}")
    return word


def _days(
    table: Any,
    first: Box,
    over: str,
    texts: Sequence[tuple[str, str]],
    *,
    head: bool = False,
    least: float = 6,
) -> None:
    """Add a row with a cell for each of ``over``."""
    (text, name) = texts[0]
    cell = Box(text, name, align=CENTRE)
    row(
        table,
        [first, Box(f"{{%tc for cell in {over} %}}"), cell, Box("{%tc endfor %}")],
        head=head,
        least=least,
    )


def _signing(word: Word, names: Sequence[str]) -> None:
    """Names with room to write behind them, in one line."""
    line = word.add_paragraph(style=CELL)
    step = width_of(word) / len(names)
    for number, name in enumerate(names):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(step * (number + 1)))
        line.add_run(name + ("\t" if number < len(names) - 1 else ""))


def consultation() -> Word:
    """二次会商单."""
    word = blank()
    footer(word)
    sheets(word, [("{{ s.school }}", CELL), ("{{ s.title }}", TITLE)])
    facts = grid(word, [24, 50, 24, 78])
    row(facts, [box for key in ("week", "dates") for box in _fact(key)], least=8)
    gap(word)
    answers = grid(word, [24, 152])
    several = "{{% for part in s.{} %}}{{% if not loop.first %}}\n{{% endif %}}{{{{ part }}}}{{% endfor %}}"
    for key, text, least in (
        ("class", "{{ s.classes }}", 8),
        ("when", "{{ s.when }}", 8),
        ("rule", several.format("rule"), 11),
        ("finding", several.format("finding"), 8),
        ("excess", "{{ s.excess }}", 8),
    ):
        row(answers, [label(f"{{{{ w['{key}'] }}}}"), Box(text)], least=least)
    heading = word.add_paragraph("{{ w.entries }}", style=LABEL)
    heading.alignment, heading.paragraph_format.keep_with_next = LEFT, True
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(5)
    entries = grid(word, [22, 22, 86, 24, 22])
    heads = ("item_subject", "teacher", "item_content", "item_kind", "item_minutes")
    row(entries, [label(f"{{{{ w.{head} }}}}") for head in heads], head=True, least=8)
    control(entries, "{%tr for item in s.entries %}")
    row(
        entries,
        [
            Box("{{ item.subject }}", align=CENTRE),
            Box("{{ item.teacher }}", align=CENTRE),
            Box(_stack("item.body", 82)),
            Box("{{ item.kind }}", align=CENTRE),
            Box("{{ item.minutes }}", align=CENTRE),
        ],
        least=8,
        whole=False,
    )
    control(entries, "{%tr endfor %}")
    gap(word)
    agreed = grid(word, [24, 152])
    row(agreed, [label("{{ w.proposal }}"), Box("{{ s.proposal }}")], least=12)
    row(
        agreed,
        [label("{{ w.consulted }}"), Box("{{ w.consulted_how }}", SMALL, top=True)],
        least=30,
    )
    gap(word)
    signers = grid(word, [34, 96, 46])
    row(
        signers,
        [label(f"{{{{ w.{head} }}}}") for head in ("consulted", "signature", "date")],
        head=True,
        least=8,
    )
    control(signers, "{%tr for role in s.signers %}")
    row(
        signers,
        [Box("{{ role }}", align=CENTRE), Box(""), Box("{{ w.date_blank }}", align=CENTRE)],
        least=11,
    )
    control(signers, "{%tr endfor %}")
    tag(word, "{%p endfor %}")
    return word


def receipts() -> Word:
    """回执统计表."""
    word = blank()
    footer(word)
    sheets(word, [("{{ s.school }}", CELL), ("{{ s.title }}", TITLE)])
    facts = grid(word, [24, 40, 24, 40, 18, 30])
    row(facts, [*_fact("letter", span=5)], least=8)
    row(facts, [box for key in ("sent", "return_by", "return_to") for box in _fact(key)], least=8)
    gap(word)
    table = grid(word, [34, 21, 21, 21, 21, 21, 37])
    heads = ("class", "to_return", "returned", "yes", "no", "missing", "remarks")
    row(table, [label(f"{{{{ w['{head}'] }}}}") for head in heads], head=True, least=8)
    empty = [Box("") for _ in heads[1:]]
    control(table, "{%tr for name in s.rows %}")
    row(table, [Box("{{ name }}", align=CENTRE), *empty], least=8)
    control(table, "{%tr endfor %}")
    row(table, [label("{{ w.total }}"), *empty], least=8)
    word.add_paragraph("{{ w.counts_only }}", style=SMALL)
    gap(word, 10)
    _signing(word, ["", "{{ w.counted_by }}", "{{ s.date }}"])
    tag(word, "{%p endfor %}")
    return word


# --- The notice -----------------------------------------------------------------------------------


def notice() -> Word:
    """A class's notice, upright: a band a day, below it a row an item."""
    word = blank(margins=(11, 14, 12))
    word.sections[0].footer_distance = Mm(6)
    style(word, "公示单标题", HEI, 22, after=3, before=2)
    set_face(word.styles[CELL], SONG, 9.5)
    set_face(word.styles[SMALL], SONG, 8.5)
    footer(word)
    tag(word, "{%p for n in notices %}")
    tag(word, "{%p if not loop.first %}")
    gap(word, 1)
    word.paragraphs[-1].paragraph_format.page_break_before = True
    tag(word, "{%p endif %}")
    _notice_head(word)
    word.add_paragraph(
        "{% if n.approval.stamp %}【{{ n.approval.stamp }}】{% endif %}{{ n.approval.text }}", CELL
    )
    for lines, text in (("n.remarks", "{{ said }}"), ("n.rest", "{{ said }}")):
        tag(word, f"{{%p for said in {lines} %}}")
        word.add_paragraph(text, style=CELL)
        tag(word, "{%p endfor %}")
    tag(word, "{%p for note in n.notes %}")
    tag(word, "{%p if note.body | length == 1 and note.body[0].block == 'paragraph' %}")
    line = word.add_paragraph(style=CELL)
    line.add_run("{{ note.subject }}　").bold = True
    line.add_run("{{r runs(note.body[0].runs) }}")
    tag(word, "{%p else %}")
    word.add_paragraph("{{ note.subject }}", style=CELL).runs[0].bold = True
    tag(word, _stack("note.body", 180))
    tag(word, "{%p endif %}")
    tag(word, "{%p endfor %}")
    tag(word, "{%p if n.free %}")
    word.add_paragraph("{{ n.free }}", style=CELL)
    tag(word, "{%p endif %}")
    gap(word)
    _notice_days(word)
    gap(word)
    tag(word, "{%p for line in n.foot %}")
    word.add_paragraph("{{r runs(line) }}", style=SMALL).paragraph_format.keep_with_next = True
    tag(word, "{%p endfor %}")
    signing = word.add_paragraph(style=CELL)
    signing.add_run('{% for said in n.signing %}{{ said }}{{ "\\t" }}{% endfor %}{{ n.published }}')
    signing.paragraph_format.space_before = Pt(10)
    for stop in (62, 124):
        signing.paragraph_format.tab_stops.add_tab_stop(Mm(stop))
    tag(word, "{%p endfor %}")
    return word


def _notice_head(word: Word) -> None:
    """School, title, dates and cap; the code to scan at the right."""
    head = grid(word, [154, 28])
    head.style = word.styles["Normal Table"]
    row(head, [Box("{{ n.school }}"), Box("{%p if n.qr %}", align=CENTRE)])
    left, right = head.rows[0].cells
    left.add_paragraph("{{ n.name }} {{ n.heading }}", style="公示单标题")
    left.add_paragraph("{% for said in n.line %}{{ said }}　{% endfor %}", style=CELL)
    for text, name in (
        ("{{r picture(n.qr, 20, n['qr-alt']) }}", CELL),
        ("{{ n.scan }}", SMALL),
        ("{%p endif %}", CELL),
    ):
        right.add_paragraph(text, style=name).alignment = CENTRE


def _notice_days(word: Word) -> None:
    tag(word, "{%p if n.days %}")
    table = grid(word, [19, 104, 16, 25, 18])
    heads = ("subject", "content", "kind", "asks", "minutes")
    row(table, [label(f"{{{{ words.{head} }}}}") for head in heads], head=True, least=7)
    control(table, "{%tr for day in n.days %}")
    _band(table)
    control(table, "{%tr for said in day.waived %}")
    row(table, [Box("{{ said }}", span=5)])
    control(table, "{%tr endfor %}")
    control(table, "{%tr for note in day.notes %}")
    row(table, [Box("{{ note.subject }}", align=CENTRE), Box(_stack("note.body", 157), span=4)])
    control(table, "{%tr endfor %}")
    control(table, "{%tr for item in day['items'] %}")
    row(
        table,
        [
            Box("{{ item.subject }}", align=CENTRE),
            Box(_stack("item.body", 100)),
            Box("{{ item.kind }}", align=CENTRE),
            Box("{{ item.chips | map(attribute='text') | join('、') }}", align=CENTRE),
            Box("{{ item.minutes }} {{ words.unit }}", align=CENTRE),
        ],
        least=6,
    )
    control(table, "{%tr endfor %}")
    control(table, "{%tr endfor %}")
    tag(word, "{%p endif %}")


def _band(table: Any) -> None:
    """A day's name and date, its sum against the cap, and what else is to be said of it."""
    total = "{{ day.total.label }} {{ day.total.value }} {{ day.total.of }} {{ words.unit }}"
    row(table, [Box("", LABEL, 5, LEFT)], least=7)
    line = table.rows[-1].cells[0].paragraphs[0]
    line.paragraph_format.keep_with_next = True
    for stop in (45, 95):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(stop))
    line.add_run("{{ day.name }}").bold = True
    line.add_run(" {{ day.date | join }}\t")
    line.add_run(f"{{% if day.total %}}{total}{{% endif %}}\t").bold = True
    line.add_run("{% if day.over %}▲ {{ day.over }}　{% endif %}").bold = True
    line.add_run("{% if day.none %}{{ day.none }}　{% endif %}{{ day.more }}").font.size = Pt(9)


TEMPLATES: dict[str, Callable[[], Word]] = {
    "form_filing": filing,
    "form_plan": plan,
    "form_consultation": consultation,
    "form_receipts": receipts,
    "notice": notice,
}


def main() -> None:
    """Write every template anew."""
    for name, make in TEMPLATES.items():
        (PRINT / f"{name}.docx").write_bytes(saved(make()))


if __name__ == "__main__":
    main()

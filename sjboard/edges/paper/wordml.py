"""What a teacher wrote, as WordprocessingML: blocks and runs become paragraphs, tables and pictures.

Knows the blocks of ``render.paper.blocks`` and the elements of Word that show them. All text is escaped
here, so what comes out may be put into a template as it is. Does not know the template: styles are asked
for by their names, and where it has none of that name, the paragraph stands in its usual one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeAlias

import markupsafe

from sjboard.records import dataclass

Run: TypeAlias = Mapping[str, Any]
Block: TypeAlias = Mapping[str, Any]

NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids; also carriage returns, which Word would show, and noncharacters."""

_DXA = 56.7
"""Word's unit of length, a twentieth of a point, in a millimetre."""

_STEP = 420
"""What a list or quotation stands in by: two characters of the usual size."""

_LINE = 8.0
"""How high a picture within a line may be, in millimetres."""

_AFTER_TABLE = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""The paragraph in which a table's cell has to end, of no height."""

_MARGIN = 3.0
"""What a table stands in by from the edges of where it may stand, in millimetres."""

_BULLETS = "•◦▪"
_ALIGN = {"left": "left", "center": "center", "right": "right"}


class Pictures(Protocol):
    """Puts a picture into the document that is being made."""

    def run(self, name: str, alt: str, width: float | None, most: tuple[float, float] = ...) -> str:
        """Give a run with the picture, or with ``alt`` where it cannot be shown.

        It is ``width`` millimetres wide, or as large as it is, but not wider and higher than ``most``.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """Where blocks stand: style ids by name, the body's style, the greatest width in millimetres.

    ``tallest``: how high a picture may be. ``indent``: what a list or quotation stands in by.
    """

    styles: Mapping[str, str]
    pictures: Pictures
    style: str
    width: float
    tallest: float
    indent: int = 0


def escaped(text: str) -> str:
    """Make text safe within XML. Braces become references: nothing later may take them for a tag."""
    plain = str(markupsafe.escape(NOT_XML.sub("", text)))
    return plain.replace("{", "&#123;").replace("}", "&#125;")


def stack_xml(blocks: Iterable[Block], setting: Setting) -> str:
    """Write blocks. The last thing is always a paragraph: a table's cell has to end in one."""
    parts = [part for block in blocks for part in _block(block, setting)]
    if not parts:
        return f"<w:p>{_paragraph_properties(setting.style, setting)}</w:p>"
    if parts[-1].startswith("<w:tbl>"):
        parts.append(_AFTER_TABLE)
    return "".join(parts)


def runs_xml(runs: Iterable[Run], at: Setting) -> str:
    """Write runs, for use within a paragraph."""
    return "".join(_run(run, at) for run in runs)


# --- Blocks -------------------------------------------------------------------------------------


def _block(block: Block, at: Setting) -> Iterable[str]:
    match block["block"]:
        case "heading":
            yield _heading(block, at)
        case "list":
            yield from _list(block, at, depth=0)
        case "table":
            yield _table(block, at)
        case "quote":
            yield from _stack(block["blocks"], _deeper(at))
        case "code":
            yield _paragraph([{"text": block["text"], "code": True}], at)
        case "rule":
            yield _paragraph([{"text": "—" * 8}], at)
        case "image":
            run = at.pictures.run(block["file"], block["alt"], None, (at.width, at.tallest))
            yield f"<w:p>{_paragraph_properties('', at)}{run}</w:p>"
        case _:
            yield _paragraph(block["runs"], at)


def _stack(blocks: Iterable[Block], at: Setting) -> Iterable[str]:
    for block in blocks:
        yield from _block(block, at)


def _heading(block: Block, at: Setting) -> str:
    """Write a heading in the template's style for its level; bold where it has none."""
    style = f"Heading {block['level']}"
    if style.casefold() in at.styles:
        return _paragraph(block["runs"], at, style)
    return _paragraph(
        [run if "break" in run else {**run, "strong": True} for run in block["runs"]], at
    )


def _list(block: Block, at: Setting, depth: int) -> Iterable[str]:
    """Write a list with its marks as text: an office can move lines about, and no numbering runs on."""
    for number, item in enumerate(block["items"], block["start"]):
        mark = f"{number}." if block["ordered"] else _BULLETS[min(depth, len(_BULLETS) - 1)]
        inner = _deeper(at)
        first = True
        for part in item or [{"block": "paragraph", "runs": []}]:
            if first and "runs" in part:
                yield _paragraph([{"text": f"{mark}\t"}, *part["runs"]], inner, hanging=True)
            elif part["block"] == "list":
                yield from _list(part, inner, depth + 1)
            else:
                yield from _block(part, inner)
            first = False


def _deeper(at: Setting) -> Setting:
    width = max(at.width - _STEP / _DXA, 20)
    return replace(at, width=width, indent=at.indent + _STEP)


def _paragraph(
    runs: Iterable[Run], at: Setting, style: str | None = None, *, hanging: bool = False
) -> str:
    properties = _paragraph_properties(at.style if style is None else style, at, hanging=hanging)
    return f"<w:p>{properties}{runs_xml(runs, at)}</w:p>"


def _paragraph_properties(style: str, at: Setting, *, hanging: bool = False) -> str:
    own = at.styles.get(style.casefold())
    parts = [f'<w:pStyle w:val="{markupsafe.escape(own)}"/>'] if own else []
    if at.indent:
        back = f'w:hanging="{_STEP}"' if hanging else 'w:firstLine="0"'
        # A style's indent in characters would win over ours in points, so it is set to none.
        parts.append(f'<w:ind w:left="{at.indent}" w:firstLineChars="0" {back}/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


def _table(block: Block, at: Setting) -> str:
    rows: Sequence[Sequence[Sequence[Run]]] = [*block["head"], *block["rows"]]
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return ""
    width = int((at.width - _MARGIN) * _DXA / columns)
    align = [_ALIGN.get(name, "left") for name in block["align"]]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    written = "".join(
        _row(row, columns, width, align, at, head=number < len(block["head"]))
        for number, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/>'
        f'<w:tblInd w:w="{at.indent + 80}" w:type="dxa"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid>{f"""<w:gridCol w:w="{width}"/>""" * columns}</w:tblGrid>'
        f"{written}</w:tbl>"
    )


def _row(
    row: Sequence[Sequence[Run]],
    columns: int,
    width: int,
    align: Sequence[str],
    at: Setting,
    *,
    head: bool,
) -> str:
    style = at.styles.get(at.style.casefold())
    named = f'<w:pStyle w:val="{markupsafe.escape(style)}"/>' if style else ""
    cells = []
    for number in range(columns):
        runs = row[number] if number < len(row) else []
        if head:
            runs = [run if "break" in run else {**run, "strong": True} for run in runs]
        side = align[number] if number < len(align) else "left"
        text = runs_xml(runs, replace(at, width=width / _DXA))
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{named}'
            f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
            f"{text}</w:p></w:tc>"
        )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


# --- Runs ---------------------------------------------------------------------------------------


def _run(run: Run, at: Setting) -> str:
    if "break" in run:
        return "<w:r><w:br/></w:r>"
    if "image" in run:
        return at.pictures.run(run["image"], run["alt"], None, (at.width, min(at.tallest, _LINE)))
    return f"<w:r>{_run_properties(run)}{_text(run['text'])}</w:r>"


def text_run(text: str) -> str:
    """Write plain text as a run."""
    return f"<w:r>{_text(text)}</w:r>"


def _text(text: str) -> str:
    """Write text; line ends and tabs are elements of their own."""
    parts = re.split("([\n\t])", NOT_XML.sub("", text))
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        marks[part] if part in marks else f'<w:t xml:space="preserve">{escaped(part)}</w:t>'
        for part in parts
        if part
    )


def _run_properties(run: Run) -> str:
    """Write the marks of a run, in the order that the schema wants."""
    parts = []
    if run.get("code"):
        parts.append('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    elif run.get("english"):
        parts.append('<w:rFonts w:hint="default"/>')
    if run.get("strong"):
        parts.append("<w:b/>")
    if run.get("em"):  # Chinese is set off by dots below, never slanted
        parts.append('<w:em w:val="dot"/>' if not run.get("english") else "<w:i/>")
    if run.get("del"):
        parts.append("<w:strike/>")
    if run.get("small"):
        parts.append('<w:sz w:val="18"/>')
    if run.get("mark"):
        parts.append('<w:highlight w:val="yellow"/>')
    if run.get("under"):
        parts.append('<w:u w:val="single"/>')
    if run.get("sup") or run.get("sub"):
        parts.append(f'<w:vertAlign w:val="{"superscript" if run.get("sup") else "subscript"}"/>')
    if run.get("english"):
        parts.append('<w:lang w:val="en-US"/>')
    order = ("rFonts", "b", "i", "strike", "sz", "highlight", "u", "vertAlign", "em", "lang")
    parts.sort(key=lambda part: order.index(re.match(r"<w:(\w+)", part)[1]))  # type: ignore[index]  # each is an element
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""

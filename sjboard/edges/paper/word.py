"""Fills a Word template: data go in as text, and equal inputs give equal bytes.

Knows .docx files and docxtpl, which evaluates Jinja in them. A template is a school's own and runs in
the sandbox; data are whatever a teacher typed: ``{{`` in them stays text, and characters that XML does
not allow are dropped. Does not know what the templates say, nor how a teacher's text is written
(``wordml``).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import TracebackType
from typing import Any

import jinja2
import markupsafe
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate
from lxml import etree

from sjboard.edges.paper.fault import WordFault
from sjboard.edges.paper.wordml import (
    NOT_XML,
    Block,
    Run,
    Setting,
    escaped,
    runs_xml,
    stack_xml,
    text_run,
)
from sjboard.edges.terminal import say
from sjboard.render.allowance import Overdone
from sjboard.render.metered import Metered
from sjboard.render.paper.document import Document

SUFFIX = ".docx"

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every part: the first that a zip file can name."""

_MOST_BYTES = 64 * 1024 * 1024
"""How much a template may unpack to. Ours come to 0.2 MB; one with a crest to a few."""

_TEXT_WIDTH = 150.0
"""How wide a picture or table may be where a template does not say, in millimetres."""

_TALLEST = 60.0
"""How high a picture among a teacher's text may be, in millimetres."""

_PIXEL = 25.4 / 96
"""A picture's pixel on paper, in millimetres: as on a screen."""

_NO_BOUNDS = (float("inf"), float("inf"))

_LANGUAGES = {"zh-Hant": "zh-TW", "en": "en-US"}

_NEW_PARAGRAPH = re.compile(r"<w:p([ >])")


def fill(template: bytes, document: Document) -> bytes:
    """Fill a .docx template with a document's data; raise ``WordFault`` where the template is wrong.

    Beside Jinja's own, a template has three functions: ``stack(blocks, style, width)`` in a paragraph
    of its own (``{{p stack(item.body) }}``) writes what a teacher wrote with all its lists, tables and
    pictures; ``runs(inline)`` writes marked-up text within a paragraph (``{{r runs(title) }}``);
    ``picture(name, width, alt)`` a picture that is so many millimetres wide (``{{r picture(…) }}``).
    """
    name = document.template + SUFFIX
    try:
        _bearable(template)
        own = _Template(io.BytesIO(template), document)
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise WordFault(name, document.name, "unreadable", "", _says(error)) from error
    _environment().allowance.begin()
    own.render(dict(document.data))
    title, language = (document.data.get(key) for key in ("title", "language"))
    sign(
        own.docx.core_properties,
        title if isinstance(title, str) else document.name,
        _LANGUAGES.get(str(language), "zh-CN"),
        document.dated,
    )
    out = io.BytesIO()
    own.docx.save(out)
    return packed(out.getvalue())


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl with our own surroundings, and without what would change data or hide a fault."""

    def __init__(self, file: io.BytesIO, document: Document) -> None:
        super().__init__(file)
        self.init_docx()
        self._document = document
        self._pictures = _Pictures(self, document.files)
        self._styles = {
            str(style.name).casefold(): style.style_id for style in self.docx.styles if style.name
        }
        self._functions = {"stack": self._stack, "runs": self._runs, "picture": self._picture}

    def render_xml_part(
        self, src_xml: str, part: Any, context: Mapping[str, object], _env: object = None
    ) -> str:
        """Fill one part. A paragraph is a line, so that a line's number leads to what stands there."""
        self.current_rendering_part: Any = part
        source = _NEW_PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        try:
            text = _compiled(source).render({**context, **self._functions})
        except jinja2.TemplateSyntaxError as error:
            raise self._fault("syntax", source, error.lineno, error) from error
        except Exception as error:
            line = _last_line(error.__traceback__)
            if line == 0 and not isinstance(error, jinja2.TemplateError):
                raise
            why = "unknown" if isinstance(error, jinja2.UndefinedError) else "failed"
            raise self._fault(why, source, line, error) from error
        done = str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", text)))
        try:
            _parsed(done)
        except etree.XMLSyntaxError as error:  # docxtpl would mend it by leaving text out, silently
            raise self._fault("structure", "", 0, error) from error
        return done

    def render_properties(self, *_args: object) -> None:
        """Leave them: they are set at the end, and are no place for tags."""

    def fix_tables(self, xml: str) -> Any:
        """Fit the columns of tables to cells that a loop repeated, each table by its own rows."""
        tree = _parsed(xml)
        for cell in tree.iter(qn("w:tc")):
            if not len(cell) or cell[-1].tag != qn("w:p"):  # Word reads no cell without a paragraph
                etree.SubElement(cell, qn("w:p"))
        for table in tree.iter(qn("w:tbl")):
            _fit(table)
        return tree

    def _stack(
        self,
        blocks: Iterable[Block],
        style: str = "",
        width: float = _TEXT_WIDTH,
        tallest: float = _TALLEST,
    ) -> markupsafe.Markup:
        setting = Setting(self._styles, self._pictures, style, width, tallest)
        return markupsafe.Markup(stack_xml(blocks, setting))  # noqa: S704 - all text in it is escaped

    def _runs(self, runs: Iterable[Run], width: float = _TEXT_WIDTH) -> markupsafe.Markup:
        setting = Setting(self._styles, self._pictures, "", width, _TALLEST)
        return markupsafe.Markup(runs_xml(runs, setting))  # noqa: S704 - as above

    def _picture(self, name: str, width: float, alt: str = "") -> markupsafe.Markup:
        return markupsafe.Markup(self._pictures.run(name, alt, width))  # noqa: S704 - as above

    def _fault(self, why: str, source: str, line: int, error: Exception) -> WordFault:
        lines = source.split("\n")
        near = re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else ""
        name = self._document.template + SUFFIX
        return WordFault(name, self._document.name, why, near.strip()[:120], _says(error))


class _Pictures:
    """A document's pictures, put into whatever part is being written."""

    def __init__(self, template: _Template, files: Mapping[str, bytes]) -> None:
        self._template = template
        self._files = files

    def run(
        self, name: str, alt: str, width: float | None, most: tuple[float, float] = _NO_BOUNDS
    ) -> str:
        data = self._files.get(name)
        if data is None:
            return text_run(alt)
        part = self._template.current_rendering_part
        try:
            _, image = part.get_or_add_image(io.BytesIO(data))
            wide, high = image.px_width * _PIXEL, image.px_height * _PIXEL
            factor = width / wide if width else min(1, most[0] / wide, most[1] / high)
            size = Mm(wide * factor), Mm(high * factor)
            drawing = part.new_pic_inline(io.BytesIO(data), *size)
        except Exception:  # noqa: BLE001 - a teacher's picture may be broken in any way; words stand for it
            return text_run(alt)
        drawing.docPr.set("descr", NOT_XML.sub("", alt))
        return f"<w:r><w:drawing>{etree.tostring(drawing, encoding='unicode')}</w:drawing></w:r>"


# --- Jinja --------------------------------------------------------------------------------------


def _written(value: Any) -> Any:
    """Write a value into XML: what is no XML of our own is text, None is nothing."""
    if isinstance(value, markupsafe.Markup | jinja2.Undefined):
        return value
    return markupsafe.Markup("" if value is None else escaped(str(value)))  # noqa: S704 - escaped


@lru_cache(maxsize=1)
def _environment() -> Metered:
    return Metered(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_written)


@lru_cache(maxsize=64)
def _compiled(source: str) -> jinja2.Template:
    """Compile a part once: a thousand letters are made of one template."""
    return _environment().from_string(source)


def _last_line(trace: TracebackType | None) -> int:
    """Find the innermost template frame. Jinja rewrites such frames and marks them so."""
    line = 0
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _says(error: Exception) -> str:
    if isinstance(error, Overdone):
        return say(error.key, **error.given)
    return str(error) or type(error).__name__


# --- XML ----------------------------------------------------------------------------------------


def _parsed(xml: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(xml.encode("utf-8"), parser)


def _fit(table: Any) -> None:
    """Give a table as many columns as its longest row, as wide as that row's cells, in its old width."""
    grid = table.find(qn("w:tblGrid"))
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    if grid is None or not rows:
        return
    columns = grid.findall(qn("w:gridCol"))
    longest = max(rows, key=lambda cells: sum(map(_span, cells)))
    if sum(map(_span, longest)) == len(columns):
        return
    whole = sum(int(column.get(qn("w:w"), "0")) for column in columns)
    widths = [_width(cell) / _span(cell) for cell in longest for _ in range(_span(cell))]
    scaled = _fitted(widths, whole)
    for column in columns:
        grid.remove(column)
    for width in scaled:
        etree.SubElement(grid, qn("w:gridCol")).set(qn("w:w"), str(width))
    for cells in rows:
        at = 0
        for cell in cells:
            own = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
            if own is not None:
                own.set(qn("w:w"), str(sum(scaled[at : at + _span(cell)])))
            at += _span(cell)


def _fitted(widths: Sequence[float], whole: int) -> list[int]:
    """Fit columns into a table's width.

    Where they are too wide together, those that a loop repeated (equal neighbours) share what the others
    leave; else all are scaled alike.
    """
    last = len(widths) - 1
    repeated = {
        n
        for n, width in enumerate(widths)
        if (n and widths[n - 1] == width) or (n < last and widths[n + 1] == width)
    }
    room = whole - sum(width for n, width in enumerate(widths) if n not in repeated)
    if sum(widths) > whole and repeated and room > 0:
        widths = [room / len(repeated) if n in repeated else w for n, w in enumerate(widths)]
    total = sum(widths) or len(widths)
    ends = [round(sum(widths[: n + 1]) * whole / total) for n in range(len(widths))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if span is None else int(span.get(qn("w:val"), "1"))


def _width(cell: Any) -> int:
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    return 1 if width is None else int(width.get(qn("w:w"), "1"))


# --- The file -----------------------------------------------------------------------------------


def _bearable(template: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        size = sum(part.file_size for part in file.infolist())
    if size > _MOST_BYTES:
        raise ValueError(f"unpacks to {size} bytes")


def sign(properties: Any, title: str, language: str, dated: date) -> None:
    """Say of a file what it is and of which day; nothing of a machine, an author or a clock."""
    element = properties._element  # noqa: SLF001 - python-docx can set a property, but not remove one
    for child in list(element):
        element.remove(child)
    properties.title = NOT_XML.sub("", title)[:255]
    properties.language = language
    properties.created = properties.modified = datetime.combine(dated, time(), UTC)


def packed(data: bytes) -> bytes:
    """Pack the parts anew, in a fixed order and with fixed times, whatever the machine."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(read.namelist(), key=_rank):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            written.writestr(info, read.read(name))
    return out.getvalue()


def _rank(name: str) -> tuple[int, str]:
    """Content types first, then the package's relations: readers that stream rely on it."""
    first = ("[Content_Types].xml", "_rels/.rels")
    return (first.index(name) if name in first else len(first), name)

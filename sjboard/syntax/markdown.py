"""Markdown to safe HTML and plain text, with every link looked at.

Knows Python-Markdown, the allow-list (contract 7) and which files exist. Does not know homework.
HTML that would be dropped, and links that lead nowhere, are findings with their place: nothing
that a teacher wrote disappears silently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import unescape

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax import patience
from sjboard.syntax.body import Line
from sjboard.syntax.brackets import overdone
from sjboard.syntax.links import Links, Places
from sjboard.syntax.patience import GivenUp, within

INLINE_TAGS = frozenset(
    "b br del em i ins kbd mark rp rt ruby s small strong sub sup u".split()  # noqa: SIM905 - reads better
)
"""HTML that a teacher may write, without attributes: H₂O, pinyin, a line break in a table."""

_BLOCK_TAGS = frozenset(
    "a blockquote code h4 h5 h6 hr img li ol p pre table tbody td th thead tr ul".split()  # noqa: SIM905
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_PLAIN = regex(
    r"(?![\s#>+=:|~-]|\d+\.\s|\*\s)"  # nothing that opens a block
    r"[^\x00-\x1f\x7f-\xa0`\\_\[\]<>&|]*"
    r"(?<!\s)"
)
_MARK = regex(r"(?<!\*)(\*{1,2})(?![\s*])([^*]+)(?<!\s)\1(?!\*)")
_BREAKS = regex(r"<br>|</(?:p|li|tr|h\d|pre|blockquote)>|<hr>")
_CELLS = regex(r"</t[dh]>\s*")
_IMAGE = regex(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_ANY_TAG = regex(r"<[^>]*>")
_LINE_ENDS = regex(r"[ \t]*\n\s*")

_LONG = 2_000
"""Characters below which nothing takes long, so that no clock need run beside it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe ``html``, the same as ``text``, and the paths below content/ that it shows.

    Addresses of own files begin with U+FDD0 and the file's path (``model.ROOT``).
    """

    html: str
    text: str
    assets: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def render(source: str, file: str, line: int, files: Collection[str]) -> Rendered:
    """Render Markdown whose first line is ``line`` of ``file``. ``files``: all paths of content/."""
    return render_lines(
        [Line(text, line + i) for i, text in enumerate(source.split("\n"))], file, files
    )


def render_lines(
    lines: Sequence[Line], file: str, files: Collection[str], definitions: Sequence[str] = ()
) -> Rendered:
    """Render lines that remember their places; ``definitions`` are link definitions from elsewhere."""
    return _plain(lines) or _rich(lines, file, files, definitions)


def _plain(lines: Sequence[Line]) -> Rendered | None:
    """Render paragraphs of text, bold and italic; None where there is more to it.

    Two thirds of homework is that, and Python-Markdown takes a millisecond for it. A test holds
    both ways equal.
    """
    paragraphs: list[str] = []
    paragraph: list[str] = []
    for line in lines:
        if not line.text:
            if paragraph:
                paragraphs.append("\n".join(paragraph))
            paragraph = []
        elif _PLAIN.fullmatch(line.text):
            paragraph.append(line.text)
        else:
            return None
    if paragraph:
        paragraphs.append("\n".join(paragraph))
    written = [_emphasised(source) for source in paragraphs]
    if not all(written):
        return None
    html = [html for html, _ in filter(None, written)]
    return Rendered("\n".join(html), "\n".join([text for _, text in filter(None, written)]))


def render_plain(text: str) -> tuple[str, str] | None:
    """Render a line of text, bold and italic as HTML and as text, as ``render_lines`` does; None for more."""
    return _emphasised(text) if text and _PLAIN.fullmatch(text) else None


def _emphasised(source: str) -> tuple[str, str] | None:
    """Render a paragraph in which ``*`` is all that may mean something; None where it means more."""
    if "*" not in source:
        return f"<p>{source}</p>", source.replace("\n", " ")
    bare = _MARK.sub(r"\2", source)
    if "*" in bare:
        return None
    return f"<p>{_MARK.sub(_emphasise, source)}</p>", bare.replace("\n", " ")


def _emphasise(match: re.Match[str]) -> str:
    tag = "strong" if match.group(1) == "**" else "em"
    return f"<{tag}>{match.group(2)}</{tag}>"


def _rich(
    lines: Sequence[Line], file: str, files: Collection[str], definitions: Sequence[str]
) -> Rendered:
    slow = overdone([line.text for line in lines])
    if slow is not None:
        line = lines[slow]
        span = Span(file, line.number, line.cut + 1, line.cut + len(line.text) + 1)
        return Rendered("", "", (), (finding("syntax.size", span, "brackets"),))
    source = "\n".join(line.text for line in lines)
    if definitions:
        source = "\n\n".join([source, *definitions])
    from sjboard.syntax.converter import convert  # noqa: PLC0415 - Python-Markdown takes 20 ms to load

    links = Links(file, files, Places(lines, file))

    def work() -> tuple[str, tuple[str, ...]]:
        converted, raw = convert(source, links)
        return clean(converted), raw

    try:
        html, raw = work() if len(source) < _LONG else within(patience.SECONDS, work)
    except GivenUp:
        span = Span(file, lines[0].number, 1, lines[0].cut + len(lines[0].text) + 1)
        slow_one = finding("syntax.size", span, "slow", seconds=int(patience.SECONDS))
        return Rendered("", "", (), (slow_one,))
    found = [*links.found, *links.places.unsafe(raw)]
    return Rendered(html, plain_text(html), tuple(dict.fromkeys(links.assets)), tuple(found))


def clean(html: str) -> str:
    """Drop whatever is not on the allow-list. Stands behind the findings, in case one is missed."""
    import nh3  # noqa: PLC0415 - only where there is Markdown at all

    return nh3.clean(
        html,
        tags=set(INLINE_TAGS | _BLOCK_TAGS),
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"th": {"scope": "col"}},  # Markdown has headings of columns only
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def plain_text(html: str) -> str:
    """Write cleaned HTML as text: a line a block, cells apart by two blanks, pictures as their words."""
    text = html.replace("\n", " ") if "<pre" not in html else html
    text = _CELLS.sub("  ", text)
    text = _BREAKS.sub("\n", text)
    text = _IMAGE.sub(r"\1", text)
    return _LINE_ENDS.sub("\n", unescape(_ANY_TAG.sub("", text))).strip()

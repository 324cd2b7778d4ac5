"""Python-Markdown, set up for what teachers write.

Knows the converter and its hooks: which tags are let through, where links are resolved. Does not know
lines nor findings: ``markdown`` does, and asks here only for what is more than plain text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.treeprocessors import Treeprocessor

from sjboard.patterns import regex
from sjboard.syntax.links import Links
from sjboard.syntax.markdown import INLINE_TAGS

_TOP_HEADING = 4
"""A page's own headings end at the third level; those of an entry's text go below."""

_WRITTEN_TOP = 2
"""The highest heading that a text has by custom; one above it is no higher."""

_TAG = regex(r"<(/?)([a-zA-Z]+)( ?/)?>")


def convert(source: str, links: Links) -> tuple[str, tuple[str, ...]]:
    """Give HTML, not cleaned yet, and the raw HTML in it that is not allowed.

    ``links`` resolves every link, and keeps what it found.
    """
    converter = _converter()
    converter.reset()
    watch = _watch()
    watch.raw.clear()
    watch.links = links
    try:
        html = converter.convert(source)
    except BaseException:
        _converter.cache_clear()  # cut off, it holds halves of what it was at
        raise
    return html, tuple(watch.raw)


class _Watch:
    """What one rendering meets: raw HTML that is not allowed, and its links."""

    def __init__(self) -> None:
        self.raw: list[str] = []
        self.links: Links | None = None


class _Html(HtmlInlineProcessor):
    """Lets the few allowed tags through, shows any other as text and remembers it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the base class's second argument
    ) -> tuple[str, int, int]:
        raw = m.group(1)
        tag = _TAG.fullmatch(raw)
        if tag is None or tag.group(2).lower() not in INLINE_TAGS:
            _watch().raw.append(self.unescape(self.backslash_unescape(raw)))
            raw = escape(raw)
        return self.md.htmlStash.store(raw), m.start(0), m.end(0)


class _Tree(Treeprocessor):
    """Resolves links, and puts headings below the page's own."""

    def run(self, root: Element) -> None:
        links = _watch().links
        assert links is not None  # noqa: S101 - set before every conversion
        for element in root.iter():
            if element.tag in ("a", "img"):
                name = "href" if element.tag == "a" else "src"
                element.set(name, links.resolve(element.get(name, ""), picture=name == "src"))
            elif re.fullmatch(r"h[1-6]", element.tag):
                level = max(0, int(element.tag[1]) - _WRITTEN_TOP)
                element.tag = f"h{min(6, _TOP_HEADING + level)}"


@lru_cache(maxsize=1)
def _watch() -> _Watch:
    return _Watch()


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    """Make the one converter: building it costs as much as using it fifty times.

    Blocks of HTML are not read as such: every tag goes through ``_Html``.
    """
    markdown = Markdown(extensions=[TableExtension(use_align_attribute=True), SaneListExtension()])
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.register(_Html(HTML_RE, markdown), "html", 90)
    markdown.treeprocessors.register(_Tree(markdown), "links", -10)
    return markdown

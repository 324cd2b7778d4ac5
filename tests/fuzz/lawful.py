"""What cleaned HTML must be, judged by html5lib: only what contract 7 allows, and nothing that runs."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import html5lib

from sjboard.model import ROOT
from sjboard.syntax.markdown import clean

ELEMENTS = frozenset(
    "a b blockquote br code del em h4 h5 h6 hr i img ins kbd li mark ol p pre rp rt ruby s small strong"  # noqa: SIM905 - reads better
    " sub sup table tbody td th thead tr u ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f]+")


@cache
def _parser() -> html5lib.HTMLParser:
    return html5lib.HTMLParser(namespaceHTMLElements=False)


def parsed(html: str) -> Element:
    """Parse a piece of a page as browsers do."""
    tree: Element = _parser().parseFragment(html)
    return tree


def lawful(html: str) -> Element:
    """Hold cleaned HTML to the allow-list, and to staying what it is when it is parsed or cleaned."""
    assert clean(html) == html
    tree = parsed(html)
    for element in tree.iter():
        if element is tree:
            continue
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES.get(element.tag, ()), (element.tag, name)
            if name in ("href", "src"):
                _address(value, picture=name == "src")
    return tree


def _address(value: str, *, picture: bool) -> None:
    bare = _BLANKS.sub("", value)
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        allowed = () if picture else ("http:", "https:", "mailto:", "tel:")
        assert scheme.group().lower() in allowed, value
    elif not bare.startswith("#"):
        assert bare.startswith(ROOT + "content/"), value


def words_of(tree: Element) -> str:
    """All that a reader sees of it, without any blank: text, and the words of pictures."""
    parts: list[str] = []

    def walk(element: Element) -> None:
        parts.append(element.get("alt", "") if element.tag == "img" else element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")

    walk(tree)
    return "".join("".join(parts).split())

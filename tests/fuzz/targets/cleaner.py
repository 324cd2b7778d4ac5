"""The sanitiser alone, on any HTML: whatever is left is lawful, and cleaning it again leaves it."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.markdown import clean, plain_text
from tests.fuzz.lawful import ATTRIBUTES, ELEMENTS, parsed
from tests.fuzz.laws import text_of
from tests.fuzz.targets import markdown


def check(data: bytes) -> None:
    html = clean("<p>" + text_of(data)[:8_000])  # as pages have it: a mark of byte order is dropped
    assert clean(html) == html
    for element in parsed(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES.get(element.tag, ()), (element.tag, name)
            bare = "".join(c for c in value.lower() if c > " ")
            if name in ("href", "src"):
                for scheme in ("javascript:", "vbscript:", "data:", "file:"):
                    assert not bare.startswith(scheme), value
    plain_text(html)


def seeds() -> Iterator[bytes]:
    yield from markdown.seeds()
    for text in (
        "<p onclick=x><a href='java&#10;script:x'>a</a><svg><style><img src=x onerror=y></style></svg>",
        "<table><tr><td align=left>a<th scope=row><b><i></b></i><noscript><p title='</noscript><img>'>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=1&gt;'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>",
        "<ruby>字<rt>zì</rt></ruby><ol start=3><li>a<br/></ol><textarea></p><plaintext>x",
        "<a href=data:text/html,x><img src='data:image/svg+xml,x'><template><b></template><![CDATA[x]]>",
    ):
        yield text.encode()

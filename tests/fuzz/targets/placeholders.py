"""Letters' placeholders: whatever is filled in stands there as the text it is, never as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sjboard.content.placeholders import NAMES, SETTINGS, fill, in_markdown
from sjboard.diagnostics import Span
from sjboard.syntax.body import MAX_LINE
from sjboard.syntax.markdown import render
from tests.fuzz.lawful import lawful, words_of
from tests.fuzz.laws import EXISTING, PATH, text_of, told

_UNSAID = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0]")


def check(data: bytes) -> None:
    value, _, text = text_of(data)[:MAX_LINE].partition("\n")
    text = text.replace("\n", " ")
    value = " ".join(_UNSAID.sub("", value).split())[:60]
    known = {name: value or ("" if name in SETTINGS else "x") for name in NAMES}
    known["board_url"] = "http://board.example/a_b/"
    filled, found = fill(text, lambda start, end: Span(PATH, 1, start + 1, end + 1), known)
    told(found, [text], PATH)
    if not found and "{{" not in text and "｛" not in text:
        assert filled == text
    if value:
        stands_as_text(value, known)


def stands_as_text(value: str, known: dict[str, str]) -> None:
    """Fill a value in at the start, in the middle and in a table, and see it on the page as it is."""
    safe = in_markdown(known)["school"]
    for source, shown in ((safe, value), (f"致 {safe} 各位", f"致 {value} 各位")):
        rendered = render(source, PATH, 1, EXISTING)
        assert rendered.diagnostics == ()
        assert not rendered.assets
        tree = lawful(rendered.html)
        assert [element.tag for element in tree.iter()][1:] == ["p"], rendered.html
        assert words_of(tree) == "".join(shown.split())


def seeds() -> Iterator[bytes]:
    for text in (
        "育才路小学\n各位{{ school }}的家长：{{电话}} {{ board_url }} {{class}} {{ pupl }} {{ ",
        "A & B <c> *d* _e_ [f](g) `h` \\ | ~ 1. - # + > ![i](j)\n｛｛學校｝｝ {{{ grade }}} {{caps}}",
        "1. 小学\n{{ 7*7 }} {% x %} {{ school | upper }}",
        "http://a.example <b@c.example> &amp; &#60;\n{{date}}{{pupil}}{{head_teacher}}",
        "=== --- *** ___ ```\n{{ }} {{}} }} {{{{school}}}}",
    ):
        yield text.encode()

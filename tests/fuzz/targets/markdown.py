"""Markdown to safe HTML: lawful whatever is written, its text the page's, its findings in place.

And where the quick way for plain text takes a paragraph, it makes what Python-Markdown and the
sanitiser make.
"""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.body import Line, measure, numbered_lines
from sjboard.syntax.markdown import _plain, _rich, render_lines
from tests.fuzz.lawful import lawful, words_of
from tests.fuzz.laws import EXISTING, PATH, text_of, told
from tests.fuzz.targets import body

FIRST = 3


def check(data: bytes) -> None:
    text = text_of(data)
    lines = text.split("\n")
    if measure(lines, FIRST, PATH):
        return
    numbered = numbered_lines(lines, FIRST)
    rendered = render_lines(numbered, PATH, EXISTING)
    told(rendered.diagnostics, lines, PATH, FIRST)
    tree = lawful(rendered.html)
    assert words_of(tree) == "".join(rendered.text.split())
    assert set(rendered.assets) <= EXISTING
    quick(numbered)


def quick(lines: list[Line]) -> None:
    """Hold the quick way to the whole one."""
    plain = _plain(lines)
    if plain is not None:
        assert _rich(lines, PATH, EXISTING, ()) == plain


def seeds() -> Iterator[bytes]:
    yield from body.seeds()
    for text in (
        "读**课文**，*三*遍 `a` [网](http://a.example/x?a=1&b=2 'c') <http://b.example> <a@b.example>",
        "![图](../../../assets/叶子%201.png)\n\n| a | b |\n|:-:|--:|\n| 1 | `x|y` |\n",
        "> 引\n> > 用\n\n1. a\n2. b\n    - c\n\n        code\n\n***\n\n# h\nh2\n--\n",
        '[a][r] [b] ![c][r]\n\n[r]: table.pdf "t"\n[b]: javascript:alert(1)\n',
        "<b>x</b> H<sub>2</sub>O <script>x</script> <img src=x onerror=y> <!-- c --> &lt;&amp;&#x3c;",
        "- 1. x\n- # x\n- > x\n- - x\n+ a\n*b*c _d_e **f**g a*b*c 2*3*4",
        "[x](java&Tab;script:a) [y](data:text/html,z) [z](//e.example) [t](tel:1) <mailto:x>",
        "\\* \\_ \\` \\[ \\& \\# a\\\nb  \nc\n",
    ):
        yield text.encode()

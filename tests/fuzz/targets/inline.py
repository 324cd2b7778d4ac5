"""The quick way for plain text alone, one paragraph after the other: equal to Python-Markdown's."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.syntax.body import measure, numbered_lines
from tests.fuzz.laws import PATH, text_of
from tests.fuzz.targets.markdown import quick


def check(data: bytes) -> None:
    lines = text_of(data)[:400].split("\n")
    if not measure(lines, 1, PATH):
        quick(numbered_lines(lines, 1))


def seeds() -> Iterator[bytes]:
    for text in HOSTILE:
        yield text.encode()


HOSTILE = (
    "把《海滨小城》读给家人听",
    "读**课文**，写*一*段\n第二行",
    "- 1. x",
    "- # x",
    "1. - x",
    "a\n- b",
    "a\n1. b",
    "a\n# b",
    "a\n===",
    "a\n---",
    "a\n> b",
    "a|b\n-|-\n1|2",
    "x*y*z 2*3*4 a**b**c",
    "**a*b*c** *a**b**c* ***a***",
    "* a* ** b** *a * **a **",
    "*a\nb* **a\n\nb**",
    "a_b_c __d__ _e_",
    "&amp; &lt; &#60; &#x3c; &copy; & <",
    "<http://a.example> <a@b.example> http://a.example/x_y_z?a=1&b=2",
    "[a](b) ![c](d) [e][f] [g]: h",
    "`a` ``b`` a\\*b \\",
    "a  \nb   \nc",
    "\tcode\n    code",
    "*[HTML]: x",
    "[^1]: y",
    "\"'()!?~+=:;，。！？—…\u00a0\u3000\u200b\ufeff",
    "STX\x02ETX\x03 klzzwxh:0001 wzxhzdk:0",
)

from __future__ import annotations

import re

import markdown
import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sjboard.model import ROOT
from sjboard.syntax import links
from sjboard.syntax.body import Line
from sjboard.syntax.markdown import _plain, _rich, clean, plain_text, render
from tests.fuzz.targets.inline import HOSTILE

FILE = "content/2026-autumn/w12/g3/语文.md"
FILES = frozenset(
    {
        FILE,
        "content/assets/叶子 1.png",
        "content/assets/a.pdf",
        "content/2026-autumn/w12/g3/near.png",
    }
)
TAGS = re.compile(r"<(/?[a-z0-9]+)")


def html(source: str) -> str:
    rendered = render(source, FILE, 1, FILES)
    assert rendered.diagnostics == ()
    return rendered.html


def told(source: str) -> list[tuple[str, int, int]]:
    rendered = render(source, FILE, 10, FILES)
    return [(d.words, d.span.line, d.span.column) for d in rendered.diagnostics]


def test_the_roots_are_one() -> None:
    assert links._ROOT == ROOT


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("读**课文**", "<p>读<strong>课文</strong></p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("H<sub>2</sub>O<br>x", "<p>H<sub>2</sub>O<br>x</p>"),
        ("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("# 大标题", "<h4>大标题</h4>"),
        ("## 二级", "<h4>二级</h4>"),
        ("### 三级", "<h5>三级</h5>"),
        ("##### 五级", "<h6>五级</h6>"),
        ("[x](http://a.example)", '<p><a href="http://a.example">x</a></p>'),
        ("[x](tel:123)", '<p><a href="tel:123">x</a></p>'),
        ("[x](../../../assets/a.pdf)", f'<p><a href="{ROOT}content/assets/a.pdf">x</a></p>'),
        (
            "![叶](../../../assets/叶子%201.png)",
            f'<p><img alt="叶" src="{ROOT}content/assets/叶子 1.png"></p>',
        ),
        ("![n](near.png)", f'<p><img alt="n" src="{ROOT}content/2026-autumn/w12/g3/near.png"></p>'),
    ],
)
def test_html(source: str, expected: str) -> None:
    assert html(source) == expected


def test_tables_lists_and_quotes() -> None:
    aligned = html("| a |\n|--:|\n| 1 |")
    assert '<th align="right" scope="col">a</th>' in aligned
    assert '<td align="right">1</td>' in aligned
    assert html("- a\n\n1. b").count("<li>") == 2
    assert "<blockquote>" in html("> q")


def test_shown_files_are_listed_once() -> None:
    source = "![a](near.png) ![b](near.png) [c](../../../assets/a.pdf#page=2)"
    assert render(source, FILE, 1, FILES).assets == (
        "content/2026-autumn/w12/g3/near.png",
        "content/assets/a.pdf",
    )


@pytest.mark.parametrize(
    ("source", "variant", "column"),
    [
        ("x <script>", "html", 3),
        ("<b onclick=1>", "html", 1),
        ("<!-- c -->", "html", 1),
        ("<a href='x'>", "html", 1),
        ("<img src=x onerror=1>", "html", 1),
        ("[x](javascript:alert)", "link", 5),
        ("[x](&#106;avascript:a)", "link", 5),
        ("[x](JAVASCRIPT:a)", "link", 5),
        ("[x](data:text/html,a)", "link", 5),
        ("[x](//a.example)", "link", 5),
        ("[x](file:///etc/passwd)", "link", 5),
        ("![x](http://a.example/a.png)", "picture", 6),
        ("![x](data:image/png;base64,a)", "link", 6),
    ],
)
def test_what_would_be_dropped_is_named(source: str, variant: str, column: int) -> None:
    assert told("第一行\n" + source) == [(f"syntax.unsafe:{variant}", 11, column)]


@pytest.mark.parametrize(
    ("source", "variant"),
    [
        ("[x](missing-completely.xyz)", ""),
        ("[x](../../../assets/A.PDF)", ":near"),
        ("![x](../assets/叶子%201.png)", ":near"),
        ("[x](../../../../config.yaml)", ":outside"),
        ("[x](/content/assets/a.pdf)", ":outside"),
        ("![x](C:\\a.png)", ":outside"),
        ("[x]()", ":empty"),
        ("[x](语文.md)", ":source"),
    ],
)
def test_links_that_lead_nowhere(source: str, variant: str) -> None:
    assert [words for words, _, _ in told(source)] == [f"link.broken{variant}"]


def test_the_guess_can_be_pasted() -> None:
    (found,) = render("![x](叶子%201.png)", FILE, 1, FILES).diagnostics
    assert dict(found.args)["guess"] == "../../../assets/叶子%201.png"
    assert html(f"![x]({dict(found.args)['guess']})")


def test_each_of_several_equal_faults_has_its_own_place() -> None:
    assert told("<p> <p>\n<p>") == [
        ("syntax.unsafe:html", 10, 1),
        ("syntax.unsafe:html", 10, 5),
        ("syntax.unsafe:html", 11, 1),
    ]


def test_plain_text() -> None:
    assert render("a **b**\nc\n\nd", FILE, 1, FILES).text == "a b c\nd"
    assert render("![叶](near.png) x &amp; y", FILE, 1, FILES).text == "叶 x & y"
    assert render("- a\n- b\n\n| c | d |\n|---|---|\n| 1 | 2 |", FILE, 1, FILES).text == (
        "a\nb\nc  d\n1  2"
    )


def reference(source: str) -> str:
    """What Python-Markdown and the sanitiser make of it, without anything of ours."""
    return nh3.clean(markdown.markdown(source, extensions=["tables", "sane_lists"]))


PLAIN = st.lists(
    st.sampled_from(
        [
            *"读课文，。《》12a.-+=:#~()!?\"'/%",
            " ",
            "\n",
            "\n\n",
            "*",
            "**",
            "*a*",
            "**语文**",
            "1. ",
        ]
    ),
    min_size=1,
    max_size=14,
).map("".join)


@given(PLAIN)
@example("**a** *b*")
@example("*a***b**")
@example("a\n---\nb")
@example("1. a")
@example("12.5 * 3")
@settings(max_examples=600, deadline=None)
def test_the_fast_path_agrees_with_python_markdown(source: str) -> None:
    quick = _plain([Line(text, n) for n, text in enumerate(source.split("\n"), 1)])
    if quick is not None:
        assert quick.html == reference(source)
        assert quick.text == plain_text(quick.html)


@pytest.mark.parametrize(
    "around", ["{}", "读\n{}", "{}\n写", "读 {} 写", "**{}**", "*{}*", "读\n\n{}\n"]
)
@pytest.mark.parametrize("line", HOSTILE)
def test_the_fast_path_agrees_on_what_looks_plain(line: str, around: str) -> None:
    agree(around.format(line))


@given(st.lists(st.sampled_from(HOSTILE) | st.sampled_from(["\n", "\n\n", " ", "*"]), max_size=6))
@settings(max_examples=300, deadline=None)
def test_the_fast_path_agrees_on_any_of_it_together(parts: list[str]) -> None:
    agree("".join(parts))


def agree(source: str) -> None:
    """Hold the quick way to the whole one, addresses, places and findings included."""
    lines = [Line(text, n) for n, text in enumerate(source.split("\n"), 1)]
    quick = _plain(lines)
    if quick is not None:
        assert quick == _rich(lines, FILE, FILES, ())


def test_the_fast_path_takes_ordinary_homework() -> None:
    for text in (
        "把《海滨小城》读给家人听",
        "练习册第 46 页第 1–3 题（口算）",
        "写**一段**话",
        "24×3",
    ):
        assert _plain([Line(text, 1)]) is not None


RICH = st.lists(
    st.sampled_from(
        [
            *'ab<>/&*_`[]()!|-#:\\" \n',
            "<b>",
            "</b>",
            "<script>",
            "<p onclick=x>",
            "](x)",
            "![",
            "<!--",
        ]
    ),
    max_size=16,
).map("".join)


@given(RICH)
@settings(max_examples=400, deadline=None)
def test_nothing_is_dropped_without_a_word(source: str) -> None:
    lines = [Line(text, n) for n, text in enumerate(source.split("\n"), 1)]
    rendered = _rich(lines, FILE, FILES, ())
    assert clean(rendered.html) == rendered.html
    assert "<script" not in rendered.html
    for diagnostic in rendered.diagnostics:
        line = lines[diagnostic.span.line - 1].text
        assert 1 <= diagnostic.span.column <= diagnostic.span.end <= len(line) + 1

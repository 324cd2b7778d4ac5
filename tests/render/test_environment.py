from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

import sjboard.locale
from sjboard.locale import Words, catalogue_path
from sjboard.model import ROOT, ClassId, Markup
from sjboard.render import TemplateFault, layered
from sjboard.render.environment import Surroundings, resolve
from sjboard.views.site import Page, SiteHead

SITE = SiteHead("样例小学", "0000-0000000", "教导处", "http://board.example/", "zh-Hans")
HERE = Page("2026-autumn/w12/g3/c1/index.html", "../../../../")
PICTURES = {"content/assets/叶子.png": "assets/0123.png"}


@lru_cache
def words(language: str = "zh-Hans") -> Words:
    folder = Path(sjboard.locale.__file__).parent
    paths = [catalogue_path(language, domain) for domain in ("rules", "site", "cli")]
    return Words(language, {path: (folder / path).read_bytes() for path in paths})


def fill(source: str | Mapping[str, str], language: str = "zh-Hans", **values: object) -> str:
    files = {"page.html": source} if isinstance(source, str) else source
    templates = {name: text.encode() for name, text in files.items()}
    surroundings = Surroundings(templates, words(language), SITE, PICTURES)
    return surroundings.fill("page.html", HERE, values).decode()


@pytest.mark.parametrize(
    ("source", "language", "shown"),
    [
        ("{{ day | date_full }}", "zh-Hans", "2026年11月6日"),
        ("{{ day | date_short }}", "zh-Hans", "11月6日"),
        ("{{ 4 | weekday }}", "zh-Hans", "周五"),
        ("{{ group | class_name }}", "zh-Hans", "三年级(1)班"),
        ("{{ group | class_name }}", "zh-Hant", "三年級(1)班"),
        ("{{ group | class_name }}", "en", "Grade 3, Class 1"),
        ("{{ 7 | grade_name }}", "zh-Hans", "七年级"),
        ("{{ [3, 4, 5, 6] | grade_names }}", "zh-Hans", "三年级至六年级"),
        ("{{ [1, 2] | grade_names }}", "zh-Hans", "一年级、二年级"),
        ("{{ [1, 3, 5] | grade_names }}", "en", "Grade 1, Grade 3, Grade 5"),
        ("{{ ['甲', '乙'] | listed }}", "zh-Hans", "甲、乙"),
        ("{{ site.school }}", "zh-Hans", "样例小学"),
        ("{{ t('weekday.0') }}", "zh-Hans", "周一"),
        ("{{ page.root }}{{ page.route }}", "zh-Hans", HERE.root + HERE.route),
    ],
)
def test_filters_write_what_the_language_writes(source: str, language: str, shown: str) -> None:
    assert fill(source, language, day=date(2026, 11, 6), group=ClassId(3, 1)) == shown


def test_text_is_escaped_and_cleaned_html_is_not() -> None:
    body = Markup("<p>1 &lt; 2</p>", "1 < 2")
    assert fill("{{ b.text }}|{{ b.html | at(page.root) }}", b=body) == "1 &lt; 2|<p>1 &lt; 2</p>"


def test_braces_in_content_stay_text() -> None:
    assert fill("{{ b }}", b="{{ 7 * 7 }} {% raw %}") == "{{ 7 * 7 }} {% raw %}"


@pytest.mark.parametrize(
    "written", ["content/assets/叶子.png", "content/assets/%E5%8F%B6%E5%AD%90.png"]
)
def test_addresses_of_pictures_lead_to_their_routes(written: str) -> None:
    html = f'<img src="{ROOT}{written}" alt="叶">'
    assert resolve(html, "../", PICTURES) == '<img src="../assets/0123.png" alt="叶">'


def test_a_page_aligns_cells_by_class() -> None:
    html = '<th align="center" scope="col">a</th><td align="right">&lt;td align="left"</td>'
    page = '<th class="to-center" scope="col">a</th><td class="to-right">&lt;td align="left"</td>'
    assert resolve(html, "", {}) == page


def test_a_fragment_behind_an_attachment_stays() -> None:
    html = f'<a href="{ROOT}content/assets/a&amp;b.pdf#page=2">x</a>'
    pictures = {"content/assets/a&b.pdf": "assets/1.pdf"}
    assert resolve(html, "", pictures) == '<a href="assets/1.pdf#page=2">x</a>'


def test_the_shipped_template_stays_in_reach() -> None:
    shipped = {"page.html": b"<{% block b %}shipped{% endblock %}>"}
    own = {"page.html": b'{% extends "!page.html" %}{% block b %}own, {{ super() }}{% endblock %}'}
    surroundings = Surroundings(layered(own, shipped), words(), SITE, {})
    assert surroundings.fill("page.html", HERE, {}) == b"<own, shipped>"


def test_an_asset_is_named_by_its_bytes() -> None:
    first = fill({"page.html": "{{ asset('board.css') }}", "assets/board.css": "a{}"})
    second = fill({"page.html": "{{ asset('board.css') }}", "assets/board.css": "b{}"})
    assert first.startswith("assets/board-")
    assert first.endswith(".css")
    assert first != second


@pytest.mark.parametrize(
    ("files", "template", "line", "says"),
    [
        ({"page.html": "a\n{{ nothing.x }}"}, "page.html", 2, "没有名为“nothing”的变量"),
        ({"page.html": "{{ page.roots }}"}, "page.html", 1, "没有“roots”这一项"),
        ({"page.html": "{{ [1][5] }}"}, "page.html", 1, "没有“5”这一项"),
        ({"page.html": "a\n\n{% if %}"}, "page.html", 3, "写法不对（Expected"),
        ({"page.html": "\n{% if 1 %}a"}, "page.html", 2, "还有标签没有关上"),
        ({"page.html": "\n{% block a %}a"}, "page.html", 2, "还有标签没有关上"),
        (
            {"page.html": '\n{% include "part.html" %}', "part.html": "\n\n{{ 1/0 }}"},
            "part.html",
            3,
            "出错（division by zero）",
        ),
        ({"page.html": '\n{% include "none.html" %}'}, "page.html", 2, "没有“none.html”"),
        ({"page.html": '\n{% extends "none.html" %}'}, "page.html", 2, "没有“none.html”"),
        (
            {"page.html": '\n{% include "b.html" %}', "b.html": "{% endfor %}"},
            "b.html",
            1,
            "标签“endfor”",
        ),
        ({"page.html": '\n{% include "page.html" %}'}, "page.html", 2, "没完没了"),
        ({"page.html": '\n{% extends "page.html" %}'}, "page.html", 2, "!board/class.html"),
        (
            {"page.html": '{% include "b.html" %}', "b.html": '\n{% include "page.html" %}'},
            None,
            None,
            "没完没了",
        ),
        ({"page.html": "{% for i in range(10**9) %}{% endfor %}"}, "page.html", 1, "Range too big"),
        (
            {
                "page.html": "{% for i in range(9999) %}{% for j in range(9999) %}{{ j }}"
                "{% endfor %}{% endfor %}"
            },
            "page.html",
            0,
            "太长",
        ),
        ({"page.html": "{{ t('no.such.word') }}"}, "page.html", 1, "没有“no.such.word”"),
        ({"page.html": "{{ asset('none.css') }}"}, "page.html", 1, "没有“assets/none.css”"),
        ({"page.html": "{{ ''.__class__.__mro__ }}"}, "page.html", 1, "unsafe"),
        ({"page.html": "\n{{ 'x' | nosuch }}"}, "page.html", 2, "没有名为“nosuch”的过滤器"),
        ({}, "page.html", 0, "没有“page.html”"),
    ],
)
def test_a_fault_names_template_line_and_page(
    files: dict[str, str], template: str | None, line: int | None, says: str
) -> None:
    with pytest.raises(TemplateFault) as caught:
        fill(files)
    fault = caught.value
    if template is not None:
        assert (fault.template, fault.line) == (template, line)
    assert fault.page == HERE.route
    assert says in fault.message


def test_a_block_that_the_parent_has_not_is_a_fault_of_its_own() -> None:
    shipped = {"page.html": b"{% block body %}{% endblock %}"}
    own = {"page.html": b'{% extends "!page.html" %}\n{% block boody %}x{% endblock %}'}
    with pytest.raises(TemplateFault) as caught:
        Surroundings(layered(own, shipped), words(), SITE, {}).fill("page.html", HERE, {})
    assert (caught.value.template, caught.value.line) == ("page.html", 2)
    assert caught.value.message.startswith("块“boody”写了也不会显示，因为 !page.html 里没有它")


def test_a_template_in_another_encoding_is_named_with_its_line() -> None:
    surroundings = Surroundings({"page.html": "a\n作业".encode("gbk")}, words(), SITE, {})
    with pytest.raises(TemplateFault) as caught:
        surroundings.fill("page.html", HERE, {})
    assert (caught.value.template, caught.value.line) == ("page.html", 2)

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.config.values import Config, School
from sjboard.content.apply import apply_entries
from sjboard.locale import LANGUAGES
from sjboard.model import ROOT, Entry, Markup, PackInfo, Place
from sjboard.render import Renderer
from sjboard.render.data import week_data
from sjboard.views import (
    assemble_site,
    assemble_week,
    class_slides,
    grade_minutes,
    other_slides,
    screen_view,
    site_head,
    summarise,
)
from sjboard.views.board import WeekViews
from sjboard.views.chart import TermLoad
from sjboard.views.site import SiteViews
from sjboard.views.taken import taken_along
from sjboard.views.terms import term_loads
from tests.policy.school import DAILY, FRI, LITTLE_ONES, MON, SAT, TUE, WEEK, entry, item, school
from tests.render.test_environment import words
from tests.views.test_site_views import letter

TEMPLATES = Path(__file__).parents[2] / "templates"
PICTURES = {"content/assets/叶子.png": "assets/0123456789ab.png"}
LEAF = Markup(
    f'<p>看叶子 <img alt="叶" src="{ROOT}content/assets/叶子.png"></p>',
    "看叶子 叶",
)

TINY = {
    "base.html": "{{ page.route }} {{ page.root }} {{ site.school }} {% block b %}{% endblock %}",
    "board/class.html": "{% extends 'base.html' %}{% block b %}"
    "{{ board.id | class_name }}{% for d in board.days %}{% for g in d.groups %}{% for i in g.items %}"
    "{{ i.body.html | at(page.root) }}{% endfor %}{% endfor %}{% endfor %}{% endblock %}",
    "notice/class.html": "{{ board.id }}",
    "board/week.html": "{{ board.week.number }}",
    "board/grade.html": "{{ board.table.grade }}",
    "notice/poster.html": "{{ board.table.grade }}",
    "notice/all.html": "{{ week.week.number }} {{ boards | length }}",
    "board/home.html": "{{ home.newest.week.number }}",
    "board/term.html": "{{ term.name }}",
    "letter/page.html": "{{ letter.title }}",
    "letter/print.html": "{{ letter.title }}",
    "rules.html": "{{ rules.packs | length }}",
    "search.html": "{{ search.terms | length }}",
    "board/screen.html": "{{ slides }}{{ now }}",
    "parts/screen.html": "{{ screen.id }}",
    "board/term_grade.html": "{{ load.route }}",
    "board/term_class.html": "{{ load.route }}",
    "404.html": "{{ asset('board.css') }}",
    "assets/board.css": "p{}",
}

ENTRIES = (
    entry(
        "chinese",
        item(20, MON, TUE),
        item(12, tier="basic"),
        item(22, tier="advanced", due=FRI),
        item(5, kind="reading", place=Place.AFTER_SCHOOL),
        item(30, SAT, kind="practice", optional=True),
        note=Markup("<p>第六单元 &lt;3</p>", "第六单元 <3"),
    ),
    entry("math", item(70, FRI), item(9, kind="practice")),
    entry("english", none=True),
)


def config(language: str = "zh-Hans", url: str = "http://board.example/") -> Config:
    return school(
        DAILY,
        LITTLE_ONES,
        school=School("样例小学", "0000-0000000", "教导处"),
        site_url=url,
        language=language,
        packs=(PackInfo("", "本校"),),
    )


def shown(used: Config, *more: Entry) -> tuple[WeekViews, SiteViews, tuple[TermLoad, ...]]:
    entries = (*ENTRIES, *more)
    by_class, _ = apply_entries(entries, used)
    week = assemble_week(used, WEEK, by_class, entries, None, None)
    summaries = [summarise(week)]
    term = used.terms[WEEK.term]
    loads = tuple(
        load
        for table in week.week.grades
        for load in term_loads(
            used, term, table.grade, {WEEK.number: grade_minutes(table, week.mixes)}
        )
    )
    return week, assemble_site(used, summaries, week.week, [letter("board")]), loads


def renderer(used: Config, templates: dict[str, bytes] | None = None) -> Renderer:
    files = templates or {name: text.encode() for name, text in TINY.items()}
    return Renderer(files, words(used.language), site_head(used), PICTURES)


def real() -> dict[str, bytes]:
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
        for path in TEMPLATES.rglob("*")
        if path.is_file()
    }


def whole_site(used: Config, templates: dict[str, bytes] | None = None) -> dict[str, bytes]:
    writer = renderer(used, templates)
    week, site, loads = shown(used, entry("english", replace(item(8), body=LEAF), name="leaf"))
    pictures = dict.fromkeys(PICTURES.values(), b"")
    route, shard = writer.shard(week)
    others = other_slides(used, [WEEK])
    screens, newest = writer.screens(
        screen_view([class_slides(board)], others) for board in week.classes
    )
    texts = [(week.week.week, writer.texts(week))]
    return {
        **writer.week(week, newest=True),
        **writer.site(site),
        **writer.loads(loads),
        **writer.codes(used.all_classes, site.letters),
        **writer.taken(taken_along(used.all_classes, texts)),
        **screens,
        **writer.screen_index(newest),
        **writer.assets(),
        **pictures,
        route: shard,
    }


# --- Which pages there are ----------------------------------------------------------------------


def test_every_page_of_the_contract_is_made() -> None:
    pages = whole_site(config())
    week = "2026-autumn/w12/"
    expected = {
        *("index.html", "404.html", "rules/index.html", "2026-autumn/index.html"),
        *(f"{week}index.html", f"{week}notices.html"),
        *("letters/board/index.html", "letters/board/print.html"),
        *("data/index.json", "data/2026-autumn/w12.json"),
        *(f"{week}g{g}/{name}.html" for g in (1, 3, 6) for name in ("index", "notice")),
        *(
            f"{week}g{g}/c{c}/{name}.html"
            for g in (1, 3, 6)
            for c in (1, 2, 3)
            for name in ("index", "notice")
        ),
        *(
            f"classes/g{g}c{c}/{name}"
            for g in (1, 3, 6)
            for c in (1, 2, 3)
            for name in ("index.html", "homework.ics", "feed.xml", "screen.html", "screen-#.js")
        ),
        *(f"2026-autumn/g{g}/index.html" for g in (1, 3, 6)),
        *(f"2026-autumn/g{g}/c{c}/index.html" for g in (1, 3, 6) for c in (1, 2, 3)),
        *("search/index.html", "search/2026-autumn/w12-#.js", "classes/screens.js"),
        *("feed.xml", "sitemap.xml", "data/schema.json"),
    }
    routes = [route for route in pages if not route.startswith("assets/")]
    assert {re.sub("-[0-9a-f]{12}[.]", "-#.", route) for route in routes} == expected
    names = sorted(
        re.sub("[0-9a-f]{12}", "#", route) for route in pages if route.startswith("assets/")
    )
    codes = [f"assets/qr-g{g}c{c}-#.svg" for g in (1, 3, 6) for c in (1, 2, 3)]
    others = ["assets/qr-home-#.svg", "assets/qr-letter-board-#.svg"]
    assert names == ["assets/#.png", "assets/board-#.css", *codes, *others]
    assert all(re.fullmatch(r"[a-z0-9._/-]+", route) for route in pages)


def test_own_addresses_are_the_newest_weeks_only() -> None:
    week, _, _ = shown(config())
    pages = renderer(config()).week(week, newest=False)
    assert not [route for route in pages if route.startswith("classes/")]


def test_a_page_knows_where_it_lies_and_shows_pictures_from_there() -> None:
    pages = whole_site(config())
    far = pages["2026-autumn/w12/g3/c1/index.html"].decode()
    own = pages["classes/g3c1/index.html"].decode()
    assert far.startswith("2026-autumn/w12/g3/c1/index.html ../../../../ 样例小学 三年级(1)班")
    assert own.startswith("classes/g3c1/index.html ../../ 样例小学")
    assert 'src="../../../../assets/0123456789ab.png"' in far
    assert 'src="../../assets/0123456789ab.png"' in own
    assert ROOT not in far + own


def test_without_an_address_of_the_site_there_are_no_codes() -> None:
    pages = whole_site(config(url=""))
    assert not [route for route in pages if "qr-" in route]


# --- Data ---------------------------------------------------------------------------------------

ITEM = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("subject", "teacher", "kind", "minutes", "tier"),
        *("optional", "place", "due", "html", "text"),
    ],
    "properties": {
        "subject": {"type": "string", "minLength": 1},
        "teacher": {"type": "string"},
        "kind": {"type": "string", "minLength": 1},
        "minutes": {"type": "integer", "minimum": 0},
        "tier": {"type": "string"},
        "optional": {"type": "boolean"},
        "place": {"enum": ["home", "after-school", "in-school"]},
        "due": {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"},
        "html": {"type": "string"},
        "text": {"type": "string"},
    },
}
LOADS = {"type": "object", "additionalProperties": {"type": "integer"}, "required": [""]}
DAY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["day", "block", "loads", "written", "limit", "items"],
    "properties": {
        "day": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "block": {"enum": ["school-day", "weekend", "holiday"]},
        "loads": LOADS,
        "written": LOADS,
        "limit": {"type": ["integer", "null"]},
        "items": {"type": "array", "items": ITEM},
    },
}
WEEK_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "term", "week", "from", "to", "published", "classes"],
    "properties": {
        "version": {"const": 1},
        "term": {"const": "2026-autumn"},
        "week": {"const": 12},
        "from": {"const": "2026-11-23"},
        "to": {"const": "2026-11-29"},
        "published": {"const": "2026-11-20"},
        "classes": {
            "type": "array",
            "minItems": 9,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["class", "grade", "days"],
                "properties": {
                    "class": {"type": "string", "pattern": r"^[1-9]-\d+$"},
                    "grade": {"type": "integer"},
                    "days": {"type": "array", "minItems": 5, "items": DAY},
                },
            },
        },
    },
}


def test_the_weeks_data_has_the_contracts_shape() -> None:
    data = json.loads(whole_site(config())["data/2026-autumn/w12.json"])
    jsonschema.validate(data, WEEK_SCHEMA)
    monday = next(c for c in data["classes"] if c["class"] == "3-1")["days"][0]
    assert monday["loads"] == {"": 42, "基础": 54, "提高": 64}
    assert monday["written"] == {"": 28, "基础": 40, "提高": 50}
    assert monday["limit"] == 60
    assert [i["subject"] for i in monday["items"]] == [*["语文"] * 4, "数学", "英语"]
    leaf = monday["items"][-1]
    assert leaf["html"] == '<p>看叶子 <img alt="叶" src="../../assets/0123456789ab.png"></p>'
    assert monday["items"][2]["due"] == "2026-11-27"


def test_the_index_of_data_leads_to_weeks_and_pages() -> None:
    pages = whole_site(config())
    index = json.loads(pages["data/index.json"])
    (term,) = index["terms"]
    assert (index["version"], term["term"], term["name"]) == (1, "2026-autumn", "秋季")
    (week,) = term["weeks"]
    for address in (term["page"], week["page"], week["data"]):
        assert posixpath.normpath(posixpath.join("data", address)) in pages


def test_data_is_utf8_in_one_line_with_sorted_keys() -> None:
    text = whole_site(config())["data/2026-autumn/w12.json"].decode()
    assert text.endswith("}\n")
    assert "语文" in text
    value = json.loads(text)
    assert text == json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=5, max_size=5))
def test_data_hold_whatever_is_written(texts: list[str]) -> None:
    html, text, teacher, kind, tier = texts
    views, _, _ = shown(config())
    board = next(board for board in views.classes if board.days[0].groups)
    day = board.days[0]
    item_view = replace(
        day.groups[0].items[0],
        body=Markup(html.replace(ROOT, ""), text),
        teacher=teacher,
        kind_name=kind,
        tier_name=tier,
    )
    group = replace(day.groups[0], items=(item_view,))
    loads = (("", 1), (tier + "z", 2), (tier + "a", 3))
    odd = replace(day, groups=(group,), tier_loads=loads)
    data = week_data(replace(views, classes=(replace(board, days=(odd,)),)), PICTURES).decode()
    value = json.loads(data)
    assert data == json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"
    said = value["classes"][0]["days"][0]
    assert said["loads"] == dict(loads)
    told = said["items"][0]
    assert [told[k] for k in ("text", "teacher", "kind", "tier")] == [text, teacher, kind, tier]


# --- The shipped templates ----------------------------------------------------------------------


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value is not None:
                self.addresses.append(value)
            if name == "id" and value:
                self.ids.add(value)
            if (
                name == "style"
                or name.startswith("on")
                or (tag == "script" and not dict(attrs).get("src"))
            ):
                self.inline.append(f"{tag} {name}={value}")


def parsed(data: bytes) -> _Links:
    page = _Links()
    page.feed(data.decode())
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_page_leads_somewhere(language: str) -> None:
    site = whole_site(config(language), real())
    pages = {route: parsed(data) for route, data in site.items() if route.endswith(".html")}
    assert len(pages) > 30
    for route, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme in {"tel", "mailto"}:
                continue
            assert not parts.scheme, (route, address)
            assert not parts.netloc, (route, address)
            assert not parts.path.startswith("/"), (route, address)
            there = route
            if parts.path:
                there = posixpath.normpath(
                    posixpath.join(posixpath.dirname(route), unquote(parts.path))
                )
                assert there in site, (route, address)
            if parts.fragment and there in pages:
                assert parts.fragment in pages[there].ids, (route, address)


def test_no_page_has_anything_inline_and_each_has_its_policy() -> None:
    for route, data in whole_site(config(), real()).items():
        if route.endswith(".html"):
            assert parsed(data).inline == [], route
            assert b'http-equiv="Content-Security-Policy"' in data, route
            assert ROOT.encode() not in data, route


def test_the_same_views_give_the_same_bytes() -> None:
    assert whole_site(config(), real()) == whole_site(config(), real())


def test_a_site_without_weeks_still_has_its_pages() -> None:
    used = config()
    site = assemble_site(used, (), None, ())
    pages = renderer(used, real()).site(site)
    assert set(pages) == {
        "index.html",
        "404.html",
        "rules/index.html",
        "search/index.html",
        "data/index.json",
        "data/schema.json",
        "sitemap.xml",
    }
    assert json.loads(pages["data/index.json"])["terms"] == []

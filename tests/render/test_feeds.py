"""Feeds: what RFC 4287 asks for, read back by a reader; the sitemap and its schema's rules."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.edges.terminal import words
from sjboard.render.feeds import MOST, class_feed, week_content
from sjboard.render.identity import named
from sjboard.render.plain import PlainDay, plain
from sjboard.render.sitemap import NAMESPACE
from sjboard.views.site import ClassTaken, SiteHead, TakenWeek
from tests.browser import samples
from tests.build.schools import CONFIG, content, day, entry
from tests.render.taken import WITHOUT_ADDRESS, ledger, site

FEED = "classes/g3c1/feed.xml"
A = "{http://www.w3.org/2005/Atom}"
ADDRESS = "http://board.example/"


def valid(data: bytes) -> ET.Element:
    """Look at what RFC 4287 asks of a feed and of each of its entries."""
    feed = ET.fromstring(data)  # noqa: S314 - our own bytes
    assert feed.tag == A + "feed"
    ET.register_namespace("", A[1:-1])
    assert ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n" == data
    _one(feed, "id", "title", "updated")  # 4.1.1
    assert feed.find(A + "author") is not None  # of all its entries
    entries = feed.findall(A + "entry")
    assert entries
    for element in (feed, *entries):
        _one(element, "id", "title", "updated")  # 4.1.2
        UUID(_text(element, "id").removeprefix("urn:uuid:"))
        for name in ("updated", "published"):
            for found in element.findall(A + name):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", found.text or "")  # 3.3
        links = element.findall(A + "link")
        kinds = [link.get("rel", "") for link in links]
        assert len(set(kinds)) == len(kinds)  # one alternate of a type and language
        assert "alternate" in kinds
    ids = [_text(element, "id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert _text(feed, "updated") == max(_text(e, "updated") for e in entries)
    read: Any = feedparser.parse(data)
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    assert len(read.entries) == len(entries)
    return feed


def _one(element: ET.Element, *names: str) -> None:
    for name in names:
        assert len(element.findall(A + name)) == 1, name


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(A + name) or ""


def hrefs(feed: ET.Element) -> list[str]:
    return [link.get("href", "") for link in feed.iter(A + "link")]


@pytest.mark.parametrize("config", [CONFIG, WITHOUT_ADDRESS])
def test_every_feed_is_valid(config: bytes) -> None:
    pages = site(config=config)
    feeds = [path for path in pages if path.endswith("feed.xml")]
    assert len(feeds) == 4  # three classes, and the school
    for path in feeds:
        feed = valid(pages[path])
        for href in hrefs(feed):
            whole = urljoin(f"http://elsewhere.example/sub/{path}", href)
            start = ADDRESS if config is CONFIG else "http://elsewhere.example/sub/"
            assert whole.startswith(start)
            assert whole.removeprefix(start) in pages


def test_no_feed_has_the_name_of_another() -> None:
    pages = site()
    ids = [_text(valid(pages[path]), "id") for path in pages if path.endswith("feed.xml")]
    assert len(set(ids)) == len(ids) == 4


def test_a_class_is_told_its_weeks() -> None:
    read: Any = feedparser.parse(site()[FEED])
    assert read.feed.title == "三年级(1)班作业公示 · 样例小学"
    assert [one.title for one in read.entries] == [
        "第12周作业（11月23日—11月27日）",
        "第11周作业（11月16日—11月20日）",
        "第10周作业（11月9日—11月13日）",
    ]
    told = read.entries[1]
    assert told.link == ADDRESS + "2026-autumn/w11/g3/c1/index.html"
    assert told.updated == told.published == "2026-11-13T00:00:00Z"
    assert told.content[0].value.startswith(
        "<h3>周一（11月16日）</h3><p>书面 25 分钟，上限 60 分钟</p>"
        "<p>【语文】<br />1. 写生字（书面，10 分）</p>"
    )
    assert "<h3>周二（11月17日）</h3><p>今天不留作业</p>" in told.content[0].value


def test_the_school_is_told_its_weeks_and_letters() -> None:
    read: Any = feedparser.parse(site()["feed.xml"])
    assert [one.title for one in read.entries] == [
        "第12周作业（11月23日—11月27日）",
        "第11周作业（11月16日—11月20日）",
        "告家长书",
        "第10周作业（11月9日—11月13日）",
    ]
    assert "三年级：书面作业每天最多 25 分钟" in read.entries[1].content[0].value
    assert "一年级：不布置书面家庭作业" in read.entries[1].content[0].value
    assert read.entries[2].link == ADDRESS + "letters/hello/index.html"


def test_a_correction_is_news() -> None:
    rows = (
        ("2026-11-20", "2026-autumn/w12", ""),
        ("2026-11-24", "2026-autumn/w12", "<页码>写错了"),
    )
    first: Any = feedparser.parse(site(ledger=ledger(rows[0]))[FEED]).entries[0]
    second: Any = feedparser.parse(site(ledger=ledger(*rows))[FEED]).entries[0]
    assert second.id == first.id
    assert (first.updated, second.updated) == ("2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z")
    assert second.published == first.published
    assert "<p>11月24日更正：&lt;页码&gt;写错了</p>" in second.content[0].value


def test_a_feed_holds_the_latest_weeks() -> None:
    files = {
        f"content/2026-autumn/w{n:02d}/g3/语文.md": entry("语文", day("写生字"))
        for n in range(6, 20)
    }
    pages = site(files, today=date(2027, 1, 20))
    assert len(valid(pages[FEED]).findall(A + "entry")) == MOST == 10
    assert feedparser.parse(pages[FEED]).entries[0].title.startswith("第19周")
    assert len(valid(pages["feed.xml"]).findall(A + "entry")) == MOST


def test_without_anything_there_is_no_feed() -> None:
    files = {path: data for path, data in content().items() if "letters" not in path}
    pages = site(files, today=date(2026, 9, 1))
    assert [path for path in pages if path.endswith("feed.xml")] == []


@pytest.mark.parametrize(
    "text",
    [
        "</content></entry>",
        "<script>alert(1)</script>",
        "]]>",
        "&amp;lt;",
        "甲\x0b\x07\ufffe乙\ud800",
    ],
)
def test_hostile_text_stays_text(text: str) -> None:
    zh = words("zh-Hans")
    head = samples.CLASS_BOARDS["normal"].week
    said = week_content([PlainDay(date(2026, 11, 16), text, text, plain(text))], zh)
    taken = ClassTaken(samples.THIRD_ONE, "a", "b", FEED, (TakenWeek(head, "c", "", said),))
    feed = valid(class_feed(taken, zh, SiteHead(text, "", "", ADDRESS, "zh-Hans")))
    content_ = feed.findtext(f"{A}entry/{A}content") or ""
    inside = ET.fromstring(f"<div>{content_}</div>".replace("<br>", "<br/>"))  # noqa: S314
    assert [element.tag for element in inside] == ["h3", "p"]
    assert inside.findtext("p") == plain(text)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=16, max_size=16))
def test_names_are_uuids_of_version_5(name: str, space: bytes) -> None:
    assert named(space, name) == str(uuid5(UUID(bytes=space), name))


@given(st.text(st.characters() | st.sampled_from("\r\n\x85\u2028\ufdd0\x07 \u3000作业")))
def test_a_text_that_is_looked_at_at_once_is_as_plain_as_any(text: str) -> None:
    assert plain(text) == plain(text + "\x00")  # of which every character is looked at


# ── the sitemap ───────────────────────────────────────────────────────────────────────────────


def test_the_sitemap_names_every_page_to_look_for() -> None:
    pages = site()
    root = ET.fromstring(pages["sitemap.xml"])  # noqa: S314 - our own bytes
    assert root.tag == f"{{{NAMESPACE}}}urlset"
    found = []
    for url in root:
        assert url.tag == f"{{{NAMESPACE}}}url"
        names = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in url]
        assert names in (["loc"], ["loc", "lastmod"])
        loc = url[0].text or ""
        assert len(loc) <= 2048
        assert loc.isascii()
        found.append(loc.removeprefix(ADDRESS))
        if len(url) > 1:
            date.fromisoformat(url[1].text or "")
    assert len(set(found)) == len(found)
    paper = re.compile(r"(notice|notices|print|404|screen)\.html$|^search/")
    wanted = {path for path in pages if path.endswith(".html") and not paper.search(path)}
    assert set(found) == wanted


def test_without_an_address_there_is_no_sitemap() -> None:
    assert "sitemap.xml" not in site(config=WITHOUT_ADDRESS)


def test_addresses_are_ascii_for_programs() -> None:
    config = CONFIG.replace(b"http://board.example/", "http://学校.example/公示/".encode())
    pages = site(config=config)
    for name in ("sitemap.xml", FEED, "classes/g3c1/homework.ics"):
        urls = re.findall(r"http://[^\s<\"]+\.html", pages[name].decode().replace("\r\n ", ""))
        assert urls
        for url in urls:
            assert url.isascii()
            assert urlsplit(url).path.startswith("/%E5%85%AC%E7%A4%BA/")

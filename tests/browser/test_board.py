"""The pages in a real Chromium, opened from disk: made of sample views, every state a board can have."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser import samples

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]

WEEK = "2026-autumn/w12"
BOARDS = tuple(f"state/of/{name}/index.html" for name in samples.CLASS_BOARDS)
NOTICES = tuple(f"state/of/{name}/notice.html" for name in samples.CLASS_BOARDS)
OTHERS = (
    "index.html",
    "before.html",
    "404.html",
    "rules/index.html",
    "2026-autumn/index.html",
    "2026-autumn/g1/index.html",
    "2026-autumn/g1/c1/index.html",
    "2026-autumn/g4/index.html",
    "2026-autumn/g4/c3/index.html",
    f"{WEEK}/index.html",
    f"{WEEK}/g1/index.html",
    f"{WEEK}/g4/index.html",
    f"{WEEK}/g4/notice.html",
    f"{WEEK}/g4/c2/index.html",
    "classes/g4c2/index.html",
    "letters/homework-board/index.html",
    "letters/homework-board/print.html",
    "letters/sports-day/index.html",
    "letters/sports-day/print.html",
)
THURSDAY = date(2026, 11, 19)
A4 = (595, 842)
A3 = (842, 1191)


class Look:
    """A window, and all that went wrong in it: console errors, and requests beyond the disk."""

    def __init__(self, page: Page, root: Path) -> None:
        self.page = page
        self.wrong: list[str] = []
        self._root = root
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # leaving a page whose icon is still on its way
            self.wrong.append(f"failed: {request.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith("file:"):
            self.wrong.append(request.url)

    def at(self, route: str) -> Page:
        self.wrong.clear()
        self.page.goto((self._root / route).as_uri())
        return self.page

    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@contextmanager
def window(
    chromium: Browser,
    root: Path,
    *,
    width: int = 1280,
    scheme: Scheme = "light",
    scripts: bool = True,
) -> Iterator[Look]:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
    )
    page = context.new_page()
    if scripts:
        page.clock.set_fixed_time(datetime.combine(THURSDAY, time(9)).astimezone())
    yield Look(page, root)
    context.close()


def faults(look: Look, routes: tuple[str, ...]) -> dict[str, object]:
    """What is wrong with these pages, by route: too wide, or complaining."""
    found: dict[str, object] = {}
    for route in routes:
        look.at(route)
        if look.overflow() > 0:
            found[route] = f"{look.overflow()} px too wide"
        elif look.wrong:
            found[route] = list(look.wrong)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways_or_complains(
    chromium: Browser, site: Path, width: int, scheme: Scheme
) -> None:
    with window(chromium, site, width=width, scheme=scheme) as look:
        assert faults(look, (*samples.STATE_PAGES, *OTHERS)) == {}


@pytest.mark.parametrize("width", [360, 704, 1024])
def test_boards_fit_between_phone_and_desktop(chromium: Browser, site: Path, width: int) -> None:
    with window(chromium, site, width=width) as look:
        assert faults(look, BOARDS) == {}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_other_languages_fit_a_phone(chromium: Browser, site: Path, language: str) -> None:
    with window(chromium, site / language, width=320) as look:
        assert faults(look, (*BOARDS, *OTHERS)) == {}


def pdf_pages(data: bytes) -> list[tuple[int, int]]:
    """Widths and heights of a PDF's pages, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", data)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", data))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def printed(chromium: Browser, site: Path, route: str) -> list[tuple[int, int]]:
    with window(chromium, site) as look:
        return pdf_pages(look.at(route).pdf(prefer_css_page_size=True))


@pytest.mark.parametrize("name", [n for n in samples.CLASS_BOARDS if n != "long-text"])
def test_a_board_prints_on_one_landscape_page(chromium: Browser, site: Path, name: str) -> None:
    assert printed(chromium, site, f"state/of/{name}/index.html") == [(A4[1], A4[0])]


@pytest.mark.parametrize("name", [n for n in samples.CLASS_BOARDS if n != "long-text"])
def test_a_notice_prints_on_one_sheet(chromium: Browser, site: Path, name: str) -> None:
    assert printed(chromium, site, f"state/of/{name}/notice.html") == [A4]


def test_all_notices_print_one_to_a_sheet(chromium: Browser, site: Path) -> None:
    assert printed(chromium, site, f"{WEEK}/notices.html") == [A4] * 18


def test_a_poster_prints_on_one_sheet(chromium: Browser, site: Path) -> None:
    assert printed(chromium, site, f"{WEEK}/g4/notice.html") == [(A3[1], A3[0])]


def test_an_everyday_letter_and_its_receipt_share_a_sheet(chromium: Browser, site: Path) -> None:
    assert printed(chromium, site, "letters/sports-day/print.html") == [A4]


def test_an_official_letter_of_two_sheets_has_its_receipt_on_the_second(
    chromium: Browser, site: Path
) -> None:
    assert printed(chromium, site, "letters/homework-board/print.html") == [A4, A4]


def test_today_is_marked_by_the_devices_date(chromium: Browser, site: Path) -> None:
    with window(chromium, site) as look:
        page = look.at("state/of/normal/index.html")
        assert page.locator(".day.is-today h2").inner_text().split() == ["周四", "11月19日", "今天"]
        assert page.locator(".chip-today:visible").count() == 1


def test_a_holiday_is_today_on_each_of_its_days(chromium: Browser, site: Path) -> None:
    with window(chromium, site) as look:
        page = look.at("state/of/holiday/index.html")
        assert page.locator(".day.is-today .day-name").inner_text() == "国庆节"


def test_the_first_page_remembers_the_class(chromium: Browser, site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator("[data-mine]").is_hidden()
    page.goto((site / WEEK / "g4" / "c2" / "index.html").as_uri())
    page.goto((site / "index.html").as_uri())
    mine = page.locator("[data-mine]")
    assert mine.inner_text() == "四年级(2)班"
    mine.click()
    assert page.locator("h1").inner_text().startswith("四年级(2)班")
    context.close()


def test_the_board_is_whole_without_scripts(chromium: Browser, site: Path) -> None:
    with window(chromium, site, width=390, scripts=False) as look:
        page = look.at("state/of/weekend/index.html")
        assert page.locator(".day").count() == 6
        assert page.locator(".item:visible").count() == page.locator(".item").count() > 10


def test_a_tap_on_the_chart_leads_to_the_day(chromium: Browser, site: Path) -> None:
    with window(chromium, site, width=390) as look:
        page = look.at("state/of/normal/index.html")
        page.emulate_media(reduced_motion="reduce")
        page.locator(".chart-day").nth(3).click()
        top = page.locator("#d2026-11-19").evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < 40


def test_controls_are_large_enough_for_a_thumb(chromium: Browser, site: Path) -> None:
    small = """() => Array.from(document.querySelectorAll(
        'a.button, a.pill, a.choice, .weeks a, .chart-day, a.matrix-class'))
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
        .map(e => e.className + ' ' + e.textContent)"""
    with window(chromium, site, width=390) as look:
        for route in ("index.html", f"{WEEK}/index.html", "state/of/normal/index.html"):
            page = look.at(route)
            assert page.evaluate(small) == [], route


STATES = {
    "over": "超出上限 6 分钟",
    "waived": "批准：张强",
    "none": "今天不留作业",
    "no-written": "不布置书面家庭作业",
    "pending": "仅供校内预览",
    "after-school": "课后服务",
    "tiers": "分层作业只做其中一层",
    "nine-subjects": "本周不布置作业的学科：音乐",
    "corrected": "周二数学第2题的页码写错了",
    "waived-for-the-week": "英语老师外出培训",
    "held": "英语：未发布，待修改",
    "rest": "本周不留作业",
    "silent": "还没有收到本周的作业单",
    "holiday": "国庆节",
}


@pytest.mark.parametrize(("name", "words"), STATES.items())
def test_a_state_is_said_in_words(chromium: Browser, site: Path, name: str, words: str) -> None:
    for page_name in ("index.html", "notice.html"):
        with window(chromium, site) as look:
            page = look.at(f"state/of/{name}/{page_name}")
            assert words in page.locator("body").inner_text(), page_name


GRADE_STATES = {
    "over": "超出上限 6 分钟",
    "waived": "三年级1、3班，11月19日（周四）：书面作业共 66 分钟，超过了上限 60 分钟。理由：科技节观察报告",
    "waived-for-the-week": "英语老师外出培训",
    "none": "今天不留作业",
    "no-written": "不布置书面家庭作业",
    "pending": "等教导处签字的学科：语文、科学",
    "corrected": "2026年11月17日：周二数学第2题的页码写错了",
    "held": "英语：未发布，待修改",
    "after-school": "参加课后服务的 30–50 分钟，不参加的 10–50 分钟",
    "rest": "本周不留作业",
    "silent": "还没有收到本周的作业单",
    "one-class-silent": "还没有收到作业单的班：2班",
    "holiday": "国庆节",
    "unsigned": "2026年11月13日公示",
}


@pytest.mark.parametrize(("name", "words"), GRADE_STATES.items())
def test_a_grade_says_its_classes_states(
    chromium: Browser, site: Path, name: str, words: str
) -> None:
    for page_name in ("grade.html", "poster.html"):
        with window(chromium, site) as look:
            page = look.at(f"state/of/{name}/{page_name}")
            assert words in page.locator("body").inner_text(), page_name


WEEK_STATES = {
    "mixed": ("未交", "例外", "待审核", "超出上限 6 分钟"),
    "corrected": ("公示后有更正", "2026年11月18日"),
    "rest": ("无",),
    "silent": ("未交",),
    "six-days": ("周六",),
    "holiday": ("国庆节",),
}


@pytest.mark.parametrize(("name", "words"), WEEK_STATES.items())
def test_an_overview_says_the_weeks_states(
    chromium: Browser, site: Path, name: str, words: tuple[str, ...]
) -> None:
    for route in (f"state/of/{name}/week.html", f"home-{name}.html"):
        with window(chromium, site) as look:
            text = look.at(route).locator("main").text_content() or ""
            assert [word for word in words if word not in text] == [], route


def test_a_class_that_handed_in_nothing_has_no_zeros(chromium: Browser, site: Path) -> None:
    with window(chromium, site, width=390) as look:
        page = look.at("state/of/silent/index.html")
        assert page.locator(".bar, .total, .chart").count() == 0
        assert "今天不留作业" not in page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "first"), [(390, "day"), (1280, "notes")])
def test_on_a_phone_the_days_come_before_what_is_said_beside_them(
    chromium: Browser, site: Path, width: int, first: str
) -> None:
    script = "s => document.querySelector(s).getBoundingClientRect().top"
    with window(chromium, site, width=width) as look:
        page = look.at("state/of/nine-subjects/index.html")
        tops = {name: page.evaluate(script, f"main .{name}") for name in ("day", "notes")}
        assert min(tops, key=lambda name: tops[name]) == first


def test_bars_say_what_they_draw(chromium: Browser, site: Path) -> None:
    with window(chromium, site) as look:
        page = look.at("state/of/normal/index.html")
        label = page.locator(".day [role=img]").first.get_attribute("aria-label")
        assert label == "书面 30 分钟，上限 60 分钟"


def test_headings_descend_one_level_at_a_time(chromium: Browser, site: Path) -> None:
    script = "() => Array.from(document.querySelectorAll('h1,h2,h3,h4')).map(e => +e.tagName[1])"
    with window(chromium, site) as look:
        for route in (*BOARDS, *NOTICES, *OTHERS):
            page = look.at(route)
            levels = page.evaluate(script)
            assert levels[0] == 1, route
            assert all(b <= a + 1 for a, b in pairwise(levels)), route


def test_ids_stand_once_on_a_page(chromium: Browser, site: Path) -> None:
    script = """() => { const ids = Array.from(document.querySelectorAll('[id]')).map(e => e.id);
        return ids.filter((id, n) => ids.indexOf(id) !== n); }"""
    with window(chromium, site) as look:
        for route in (*BOARDS, *OTHERS, f"{WEEK}/notices.html"):
            page = look.at(route)
            assert page.evaluate(script) == [], route


def test_nothing_is_inline_and_every_page_has_its_policy(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert html.count("default-src 'none'; style-src 'self'; script-src 'self'") == 1, path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", html), (
            path
        )


def test_every_link_is_relative_and_leads_to_a_file(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        if "state" in path.parts:
            continue  # boards out of their place: their neighbours are not there
        html = path.read_text(encoding="utf-8")
        for address in re.findall(r'\s(?:href|src)="([^"]+)"', html):
            target, _, fragment = address.partition("#")
            assert not re.match(r"[a-z]+:|/", target), (path, address)
            assert not target.endswith("/"), (path, address)
            if re.search(r"/w(?!12)\d\d/", target):
                continue  # weeks that the samples only point at
            assert (path.parent / target).is_file() if target else fragment, (path, address)


def test_a_board_weighs_little(site: Path) -> None:
    data = (site / "state/of/weekend/index.html").read_bytes()
    assert len(data) <= 30_000
    assert len(gzip.compress(data)) <= 10_000

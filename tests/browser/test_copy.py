"""Copying homework as text: what lies in the clipboard afterwards, from disk and over http."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from tests.running import ROOT

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 21)
OWN = "classes/g3c1/index.html"
STATUS = ".take [role=status]"


def built(config: Path, today: date, folder: Path) -> Path:
    """Write a school's site into a folder."""
    done = build_site(snapshot(config), today)
    assert done.pages, done.diagnostics
    for route, data in done.pages.items():
        path = folder / route
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, on the Saturday after week 12 came out."""
    return built(ROOT / "config.yaml", TODAY, tmp_path_factory.mktemp("copy"))


@pytest.fixture(scope="module")
def http(school: Path) -> Iterator[str]:
    """The same over plain http, from a name that browsers do not trust as they do localhost."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(school)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://board.test:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Browser]:
    """A Chromium that finds ``board.test`` on this machine."""
    browser = chromium.browser_type.launch(
        executable_path=os.environ.get("SJBOARD_CHROMIUM") or shutil.which("chromium"),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--host-resolver-rules=MAP board.test 127.0.0.1",
        ],
    )
    yield browser
    browser.close()


def opened(window: Browser, address: str, before: str = "", width: int = 1280) -> Page:
    page = window.new_context(viewport={"width": width, "height": 800}).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    if before:
        page.add_init_script(before)
    page.goto(address)
    return page


def pasted(page: Page) -> str:
    """What Ctrl+V gives, in an empty field."""
    page.evaluate(
        """() => { const field = document.createElement('textarea'); field.id = 'pasted';
        document.body.appendChild(field); field.focus(); }"""
    )
    page.keyboard.press("Control+V")
    text = page.locator("#pasted").input_value()
    page.evaluate("document.getElementById('pasted').remove()")
    return text


def copied(page: Page, button: Locator) -> str:
    button.click()
    expect(button).to_have_text("已复制")
    return pasted(page)


def descriptions(school: Path, class_: str) -> dict[str, str]:
    """Every day's text in the class's calendar, by its date."""
    data = (school / "classes" / class_ / "homework.ics").read_bytes()
    read: Any = icalendar.Calendar.from_ical(data)
    return {e["dtstart"].dt.isoformat(): str(e["description"]) for e in read.walk("VEVENT")}


@pytest.mark.parametrize("class_", ["g1c1", "g3c1", "g4c3", "g6c2"])
def test_what_is_copied_is_what_the_calendar_says(
    window: Browser, school: Path, class_: str
) -> None:
    said = descriptions(school, class_)
    page = opened(window, (school / "classes" / class_ / "index.html").as_uri())
    days = page.locator(".day:has(.copy)")
    assert days.count() == len([day for day in said if day >= "2026-11-23"]) > 0
    for n in range(days.count()):
        day = days.nth(n)
        heading, _, text = copied(page, day.locator(".copy")).partition("\n")
        first = (day.get_attribute("id") or "").removeprefix("d")
        assert text == said[first]
        grade, number = "一二三四五六"[int(class_[1]) - 1], class_[3]
        assert re.fullmatch(
            rf"{grade}年级\({number}\)班 周.（11月\d+日(—11月\d+日)?）作业", heading
        )
    page.context.close()


@pytest.mark.parametrize("name", ["every-form", "waived", "ladder-any"])
def test_every_form_of_text_is_copied_as_the_calendar_has_it(
    window: Browser, tmp_path: Path, name: str
) -> None:
    site = built(ROOT / "tests/sites" / name / "config.yaml", date(2027, 7, 1), tmp_path)
    compared = 0
    for calendar in sorted(site.glob("classes/*/homework.ics")):
        said = descriptions(site, calendar.parent.name)
        for board in sorted(site.glob("classes/*/index.html")):
            if board.parent != calendar.parent:
                continue
            page = opened(window, board.as_uri())
            for day in page.locator(".day:has(.copy)").all():
                text = copied(page, day.locator(".copy")).partition("\n")[2]
                assert text == said[(day.get_attribute("id") or "").removeprefix("d")], board
                compared += 1
            page.context.close()
    assert compared > 2


WAYS = {
    "from disk": "",
    "an old WebView": "Object.defineProperty(navigator, 'clipboard', {value: undefined});",
    "a clipboard that refuses": "navigator.clipboard.writeText = () => Promise.reject(new Error());",
}


@pytest.mark.parametrize("way", WAYS)
def test_it_works_from_disk(window: Browser, school: Path, way: str) -> None:
    page = opened(window, (school / OWN).as_uri(), WAYS[way])
    text = copied(page, page.locator(".copy").first)
    assert text.startswith("三年级(1)班 周一（11月23日）作业\n书面 24 分钟，上限 60 分钟\n")
    assert "\n【语文】\n1. 朗读《海滨小城》" in text
    page.context.close()


def test_it_works_over_plain_http(window: Browser, http: str) -> None:
    page = opened(window, http + OWN)
    assert page.evaluate("navigator.clipboard") is None  # no https, no clipboard of its own
    assert copied(page, page.locator(".copy").first).startswith("三年级(1)班 周一")
    page.context.close()


def test_the_calendars_address_is_copied_whole(window: Browser, http: str, school: Path) -> None:
    page = opened(window, http + OWN)
    button = page.locator(".take button").last
    expect(button).to_have_text("复制日历网址")
    assert copied(page, button) == http + "classes/g3c1/homework.ics"
    page.context.close()
    page = opened(window, (school / OWN).as_uri())
    expect(page.get_by_role("button", name="复制日历网址")).to_have_count(0)
    page.context.close()


def test_the_week_is_copied(window: Browser, school: Path) -> None:
    page = opened(window, (school / OWN).as_uri())
    button = page.locator(".take button").first
    expect(button).to_have_text("复制本周作业")
    text = copied(page, button)
    said = descriptions(school, "g3c1")
    assert text.startswith("三年级(1)班 第12周作业公示\n\n周一（11月23日）\n书面 24 分钟")
    assert "周三（11月25日）\n今天不留作业\n\n周四（11月26日）\n" in text
    for day, told in said.items():
        assert (told in text) == (day >= "2026-11-23")
    page.context.close()


def test_it_is_announced_and_the_button_keeps_the_focus(window: Browser, school: Path) -> None:
    page = opened(window, (school / OWN).as_uri())
    expect(page.locator(STATUS)).to_have_text("")
    button = page.get_by_role("button", name="复制 周一（11月23日）")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("已复制")
    expect(button).to_be_focused()
    expect(button).to_have_text("复制", timeout=5000)
    expect(page.locator(STATUS)).to_have_text("")
    page.context.close()


def test_where_nothing_works_it_says_so(window: Browser, school: Path) -> None:
    never = WAYS["an old WebView"] + "document.execCommand = () => false;"
    page = opened(window, (school / OWN).as_uri(), never)
    page.locator(".copy").first.click()
    expect(page.locator(STATUS)).to_have_text("没能复制，请长按文字自己选取。")
    page.context.close()


def test_without_scripts_there_is_no_button(window: Browser, school: Path) -> None:
    context = window.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((school / OWN).as_uri())
    assert page.locator("button").count() == 0
    assert page.locator(".take a:visible").count() == 2
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_buttons_come(window: Browser, school: Path, width: int) -> None:
    page = opened(window, (school / OWN).as_uri(), width=width)
    page.wait_for_selector(".copy")
    moved = page.evaluate(
        """() => new Promise(resolve => { let sum = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) { sum += e.value; } })
          .observe({type: 'layout-shift', buffered: true});
        setTimeout(() => resolve(sum), 300); })"""
    )
    assert moved == 0
    small = """() => Array.from(document.querySelectorAll('.copy, .take .button'))
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"""
    assert page.evaluate(small) == []
    over = """() => Array.from(document.querySelectorAll('.copy')).filter(button => {
        const own = button.getBoundingClientRect();
        return Array.from(button.parentNode.querySelectorAll('.day-foot, .item')).some(
            e => e.getBoundingClientRect().bottom > own.top + 8); }).length"""
    assert page.evaluate(over) == 0
    page.context.close()

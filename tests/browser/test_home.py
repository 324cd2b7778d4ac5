"""The first page: the class that this device remembers, and how it forgets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.standing import Standing, follow, served, watch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    standing = Standing(tmp_path_factory.mktemp("site"))
    standing.build()
    return standing.folder


@pytest.fixture(scope="module", params=["disk", "http"])
def base(request: pytest.FixtureRequest, school: Path) -> Iterator[str]:
    if request.param == "disk":
        yield school.as_uri() + "/"
    else:
        with served(school) as address:
            yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def test_choosing_a_class_once_is_enough_and_can_be_forgotten(page: Page, base: str) -> None:
    wrong = watch(page, base)
    page.goto(f"{base}index.html")
    assert page.locator("[data-forget]").is_hidden()
    follow(page.locator("a.choice", has_text="2班").nth(3))
    assert page.url == f"{base}classes/g4c2/index.html"
    page.goto(f"{base}index.html")
    assert page.locator("[data-mine]").inner_text() == "四年级(2)班"
    assert page.locator("tr.is-mine").get_attribute("data-class") == "4-2"
    top = page.locator(".mine").bounding_box()
    choose = page.locator("#choose").bounding_box()
    assert top
    assert choose
    assert top["y"] < choose["y"]
    forget = page.get_by_role("button", name="忘记")
    box = forget.bounding_box()
    assert box
    assert box["height"] >= 44
    forget.focus()
    page.keyboard.press("Enter")
    assert page.locator(".mine").is_hidden()
    assert page.locator(".is-mine").count() == 0
    assert page.get_by_role("status").inner_text() == "已经忘记，请重新选班级。"
    assert page.evaluate("document.activeElement.id") == "choose"
    page.reload()
    assert page.locator(".mine").is_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert wrong == []


def test_a_class_that_is_no_more_is_not_offered(page: Page, base: str) -> None:
    page.goto(f"{base}index.html")
    page.evaluate("localStorage.setItem('sjboard.class', 'classes/g9c9/index.html')")
    page.reload()
    assert page.locator(".mine").is_hidden()


def test_weeks_and_the_archive_are_within_reach(page: Page, base: str) -> None:
    page.goto(f"{base}index.html")
    follow(page.locator("main a[rel=prev]"))
    assert page.url == f"{base}2026-autumn/w11/index.html"
    follow(page.locator("main a[rel=next]"))
    assert page.url == f"{base}2026-autumn/w12/index.html"
    page.goto(f"{base}classes/g4c2/index.html")
    follow(page.get_by_role("link", name="教室大屏"))
    assert page.url == f"{base}classes/g4c2/screen.html"
    page.goto(f"{base}classes/g4c2/index.html")
    follow(page.get_by_role("link", name="搜索作业").first)
    assert page.locator("#where option:checked").inner_text() == "四年级(2)班"
    page.goto(f"{base}index.html")
    follow(page.get_by_role("link", name="2026—2027学年第一学期"))
    assert page.url == f"{base}2026-autumn/index.html"


def test_a_device_that_keeps_nothing_is_no_fault(chromium: Browser, base: str) -> None:
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('kept off'); }})"
    )
    page = context.new_page()
    wrong = watch(page, base)
    for address in ("classes/g4c2/index.html", "index.html", "search/index.html"):
        page.goto(base + address)
    assert page.locator("#search").is_visible()
    assert wrong == []
    context.close()

"""The classroom's big screen in a real browser whose clock and network are ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.standing import Standing, served, watch
from tests.build.schools import entry
from tests.running import ROOT

pytestmark = pytest.mark.browser

SCREEN = "classes/g3c1/screen.html"
SIZES = ((1920, 1080), (3840, 2160), (1024, 768))
TEMPLATES = ROOT / "templates"


class Room(TypedDict):
    """What a screen shows: the whole of each piece has to be on the glass."""

    texts: list[str]
    outside: list[str]
    overlapping: list[str]
    scroll: list[int]
    type: float


LOOK = """() => {
    const slide = document.querySelector('.slide:not([hidden])');
    const here = Array.from(slide.querySelectorAll('.piece')).filter(e => e.offsetParent);
    const boxes = here.flatMap(e => Array.from(e.getClientRects()).map(box => [e, box]));
    const head = slide.querySelector('.slide-head');
    const floor = head ? head.getBoundingClientRect().bottom - 1 : 0;
    const out = box => box.left < 0 || box.top < floor || box.right > innerWidth + .5
        || box.bottom > innerHeight + .5;
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const cut = here.filter(e => e.scrollWidth > e.clientWidth + 1);
    const sheet = document.scrollingElement;
    const least = Math.min(innerWidth, innerHeight) / 100;
    return {
        texts: here.map(e => e.querySelector('.text').textContent),
        outside: boxes.filter(([, box]) => out(box)).map(([e]) => e.textContent)
            .concat(cut.map(e => e.textContent)),
        overlapping: boxes.filter(([a, one], n) =>
            boxes.some(([b, other], m) => m > n && a !== b && meet(one, other))).map(([e]) => e.textContent),
        scroll: [sheet.scrollWidth - innerWidth, sheet.scrollHeight - innerHeight],
        type: here.length ? parseFloat(getComputedStyle(here[0]).fontSize) / least : 0,
    };
}"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    standing = Standing(tmp_path_factory.mktemp("site"))
    standing.build()
    return standing.folder


@contextmanager
def room(
    chromium: Browser, when: str, size: tuple[int, int] = (1920, 1080), *, touch: bool = False
) -> Iterator[Page]:
    """A classroom's browser on a day and at an hour."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=touch, timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    page.set_default_timeout(5000)
    page.clock.install(time=datetime.fromisoformat(f"{when}+08:00"))
    yield page
    context.close()


def told(page: Page) -> str:
    return " ".join(page.locator(".slide:not([hidden])").inner_text().split())


def day(page: Page) -> str:
    return page.locator(".slide:not([hidden]) h2").inner_text().replace("\n", " ")


# ── which day ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-20T19:00", "周五 11月20日"),  # week 12 is out already, and yet today is week 11's
        ("2026-11-22T12:00", "周末"),
        ("2026-11-23T07:00", "周一 11月23日"),
        ("2026-11-25T12:00", "今天不留作业"),  # the month's last Wednesday
        ("2026-11-28T12:00", "周末 11月28日—11月29日"),
        ("2026-11-30T12:00", "今天的作业还没有公示"),
        ("2026-12-05T12:00", "周末愉快"),
        ("2027-01-02T12:00", "元旦放假"),
        ("2026-08-20T12:00", "学期从2026年9月7日开始"),
        ("2027-07-01T12:00", "本学期的作业公示结束了"),
    ],
)
def test_every_day_has_its_words(chromium: Browser, school: Path, when: str, words: str) -> None:
    with room(chromium, when) as page:
        wrong = watch(page, school.as_uri())
        page.goto((school / SCREEN).as_uri())
        assert page.locator(".slide:not([hidden])").count() == 1
        assert words in told(page)
        assert wrong == []


def test_what_is_set_for_the_weekend_is_told_on_friday(chromium: Browser, school: Path) -> None:
    with room(chromium, "2026-11-27T10:00") as page:
        page.goto((school / SCREEN).as_uri())
        assert day(page) == "周五 11月27日"
        block = page.locator(".slide:not([hidden]) .flow-block")
        assert block.inner_text() == "周末 11月28日—11月29日"
        assert (
            "我们的地方"
            in page.locator(".slide:not([hidden]) .flow-block ~ .piece").first.inner_text()
        )


def test_it_turns_at_midnight(chromium: Browser, school: Path) -> None:
    with room(chromium, "2026-11-23T23:50") as page:
        page.goto((school / SCREEN).as_uri())
        page.clock.pause_at(datetime.fromisoformat("2026-11-23T23:59:50+08:00"))
        page.clock.run_for(9_000)
        assert day(page) == "周一 11月23日"
        page.clock.run_for(1_500)
        assert day(page) == "周二 11月24日"


def test_after_a_sleep_it_is_right_at_once(chromium: Browser, school: Path) -> None:
    with room(chromium, "2026-11-23T16:30") as page:
        page.goto((school / SCREEN).as_uri())
        page.clock.set_system_time(datetime.fromisoformat("2026-11-26T07:40+08:00"))
        assert day(page) == "周一 11月23日"  # no timer has run: the machine slept
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert day(page) == "周四 11月26日"


# ── how large ─────────────────────────────────────────────────────────────────────────────────


def heaviest(school: Path, count: int) -> list[tuple[str, date]]:
    """The days with the most text, one a class: where they are shown, and when."""
    found = []
    for number in (11, 12):
        data = json.loads((school / f"data/2026-autumn/w{number}.json").read_text(encoding="utf-8"))
        for one in data["classes"]:
            grade, _, own = one["class"].partition("-")
            for shown in one["days"]:
                weight = sum(len(item["text"]) + 60 for item in shown["items"])
                route = f"classes/g{grade}c{own}/screen.html"
                found.append((weight, route, date.fromisoformat(shown["day"])))
    return [(route, on) for _, route, on in sorted(found, reverse=True)[:count]]


def whole(page: Page) -> Room:
    """Look, and hold what is shown against what has to be."""
    look: Room = page.evaluate(LOOK)
    assert look["outside"] == []
    assert look["overlapping"] == []
    assert max(look["scroll"]) <= 0
    return look


@pytest.mark.parametrize("size", SIZES)
def test_the_largest_days_fit_whole(
    chromium: Browser, school: Path, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    types = []
    for route, on in heaviest(school, 4):
        with room(chromium, f"{on}T10:00", size) as page:
            page.goto((school / route).as_uri())
            page.wait_for_load_state("networkidle")
            look = whole(page)
            assert len(look["texts"]) == page.locator(".slide:not([hidden]) .piece").count() > 4
            assert page.locator(".slide:not([hidden]) .slide-page").inner_text() == ""
            types.append(look["type"])
    with capsys.disabled():
        print(f"\n{size}: type {min(types):.1f} % of the height at the least")  # noqa: T201 - a figure to be read
    assert min(types) >= 2.4


def monster(pieces: int) -> dict[str, bytes]:
    """A Tuesday nobody should set."""
    sentence = "把这一段读给家人听，再用自己的话说一说里面写了什么、你最喜欢哪一句、为什么"
    items = "\n".join(f"- 第{n}件：{sentence} {{口头 1分钟}}" for n in range(pieces))
    body = f"## 周二\n\n{items}\n"
    return {"content/2026-autumn/w12/g3/美术-1班.md": entry("美术", body, "class: 1", "mode: add")}


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_a_day_too_long_for_the_glass_takes_turns(
    chromium: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    Standing(tmp_path).build(content=monster(60))
    with room(chromium, "2026-11-24T10:00", size) as page:
        page.goto((tmp_path / SCREEN).as_uri())
        said = page.locator(".slide:not([hidden]) .slide-page").inner_text()
        pages = int(re.fullmatch(r"第 1 页，共 (\d+) 页", said)[1])  # type: ignore[index]  # it has to match
        assert pages > 1
        seen: list[str] = []
        for number in range(1, pages + 1):
            assert (
                page.locator(".slide:not([hidden]) .slide-page")
                .inner_text()
                .startswith(f"第 {number} 页")
            )
            seen += whole(page)["texts"]
            page.clock.run_for(21_000)
        assert page.locator(".slide:not([hidden]) .slide-page").inner_text().startswith("第 1 页")
        assert len([text for text in seen if "件：" in text]) == 60
        assert len(seen) == len(set(seen))


# ── nothing to touch ──────────────────────────────────────────────────────────────────────────


def test_a_stray_touch_opens_nothing(chromium: Browser, tmp_path: Path) -> None:
    links = "看[这张图](../../../assets/ring-pond.png)，再看[网站](https://example.org/)"
    body = f"## 周一\n\n- {links} {{口头 5分钟}}\n"
    Standing(tmp_path).build(
        content={
            "content/2026-autumn/w12/g3/美术-1班.md": entry("美术", body, "class: 1", "mode: add")
        }
    )
    with room(chromium, "2026-11-23T10:00", touch=True) as page:
        wrong = watch(page, tmp_path.as_uri())
        page.goto((tmp_path / SCREEN).as_uri())
        assert "再看网站" in told(page)
        before = page.url, told(page)
        for x in range(40, 1920, 240):
            for y in range(40, 1080, 120):
                page.touchscreen.tap(x, y)
        page.mouse.click(900, 500, click_count=3)
        page.mouse.click(300, 300, button="middle")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert (page.url, told(page)) == before
        assert len(page.context.pages) == 1
        assert page.evaluate("getSelection().toString()") == ""
        held = "() => { const e = new MouseEvent('contextmenu', {bubbles: true, cancelable: true});"
        assert page.evaluate(held + " return document.body.dispatchEvent(e); }") is False
        controls = "a, button, input, select, textarea, summary, [tabindex], [href], [onclick]"
        assert page.locator(f"body :is({controls}):not(use)").count() == 0
        assert wrong == []


# ── new builds, and no network ────────────────────────────────────────────────────────────────


def changed(text: str) -> dict[str, bytes]:
    body = f"## 周一\n\n- {text} {{口头 5分钟}}\n"
    return {"content/2026-autumn/w12/g3/美术-1班.md": entry("美术", body, "class: 1", "mode: add")}


def minute(page: Page) -> None:
    """Let a minute and a bit pass, and what it asked for arrive."""
    page.clock.run_for(66_000)
    page.wait_for_timeout(300)
    page.clock.run_for(100)


def stay(page: Page) -> list[str]:
    """Mark the page: a navigation would wipe the mark. Give the list that navigations are noted in."""
    page.evaluate("window.still = true")
    moves: list[str] = []
    page.on("framenavigated", lambda frame: moves.append(frame.url))
    return moves


@pytest.mark.parametrize("over", ["disk", "http"])
def test_a_new_build_appears_by_itself(chromium: Browser, tmp_path: Path, over: str) -> None:
    standing = Standing(tmp_path)
    standing.build()
    with served(tmp_path) as address, room(chromium, "2026-11-23T10:00") as page:
        page.goto((tmp_path.as_uri() + "/" if over == "disk" else address) + SCREEN)
        moves = stay(page)
        minute(page)
        assert "改过的" not in told(page)
        standing.build(content=changed("改过的作业"))
        minute(page)
        assert "改过的作业" in told(page)
        standing.build()  # and once more
        minute(page)
        assert "改过的" not in told(page)
        assert page.evaluate("window.still")
        assert moves == []


def test_a_new_style_and_a_new_script_come_with_it(chromium: Browser, tmp_path: Path) -> None:
    standing = Standing(tmp_path)
    standing.build()
    style = (
        TEMPLATES / "assets/screen.css"
    ).read_bytes() + b".screen-class { color: rgb(1, 2, 3); }\n"
    script = (
        TEMPLATES / "assets/screen.js"
    ).read_bytes() + b"window.newer = (window.newer || 0) + 1;\n"
    with served(tmp_path) as address, room(chromium, "2026-11-23T23:55") as page:
        wrong = watch(page, address)
        page.goto(address + SCREEN)
        moves = stay(page)
        standing.build(templates={"assets/screen.css": style, "assets/screen.js": script})
        minute(page)
        colour = "getComputedStyle(document.querySelector('.screen-class')).color"
        assert page.evaluate(colour) == "rgb(1, 2, 3)"
        assert page.evaluate("window.newer") == 1
        assert page.locator("link[rel=stylesheet][href*=screen]").count() == 1
        page.clock.fast_forward("05:00")
        page.clock.run_for(100)
        assert day(page) == "周二 11月24日"
        assert page.evaluate("window.newer") == 1
        assert (moves, wrong) == ([], [])


def test_without_a_network_the_last_good_page_stays(chromium: Browser, tmp_path: Path) -> None:
    standing = Standing(tmp_path)
    standing.build()
    with room(chromium, "2026-11-23T10:00") as page:
        with served(tmp_path) as address:
            page.goto(address + SCREEN)
            moves = stay(page)
            before = told(page)
        port = int(address.rsplit(":", 1)[1].strip("/"))
        standing.build(content=changed("断网时改的"))
        for _ in range(2):
            minute(page)
            assert told(page) == before
        page.clock.fast_forward("14:00:00")
        assert day(page) == "周二 11月24日"  # midnight needs no network
        page.clock.set_system_time(datetime.fromisoformat("2026-11-23T12:00+08:00"))
        with served(tmp_path, port):
            minute(page)
            assert "断网时改的" in told(page)
        assert page.evaluate("window.still")
        assert moves == []


def test_half_a_build_changes_nothing(chromium: Browser, tmp_path: Path) -> None:
    """The list is new, but its data cannot be read: nothing is taken over until they can."""
    standing = Standing(tmp_path)
    standing.build()
    with served(tmp_path) as address, room(chromium, "2026-11-23T10:00") as page:
        page.goto(address + SCREEN)
        before = told(page)
        standing.build(content=changed("半个版本"))
        data = next((tmp_path / "classes/g3c1").glob("screen-*.js"))
        whole_text = data.read_bytes()
        data.unlink()
        minute(page)
        assert told(page) == before
        data.write_bytes(whole_text)
        minute(page)
        assert "半个版本" in told(page)


def test_without_scripts_all_days_stand_below_each_other(chromium: Browser, school: Path) -> None:
    context: BrowserContext = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((school / SCREEN).as_uri())
    assert page.locator(".slide:not([hidden])").count() > 8
    assert "海滨小城" in page.locator("main").inner_text()
    context.close()

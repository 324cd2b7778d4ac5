"""For those who use a keyboard, hear the page, need it large, spaced, still, or in colours of their own.

What axe can see is test_checkers.py's; here is what only use shows. The demonstration's pages, one of
each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_checkers import of_each_kind

pytestmark = pytest.mark.browser

BOARD = "2026-autumn/w12/g3/c1/index.html"


@contextmanager
def _tab(chromium: Browser, width: int = 390, **options: Any) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
    yield context.new_page()
    context.close()


def _over_all(chromium: Browser, school: Path, script: str, **options: Any) -> dict[str, object]:
    """What a script finds on each kind of page; empty findings are left out."""
    found: dict[str, object] = {}
    with _tab(chromium, **options) as page:
        for address in of_each_kind(school):
            page.goto((school / address).as_uri())
            told = page.evaluate(script)
            if told:
                found[address] = told
    return found


# ── the keyboard ──────────────────────────────────────────────────────────────────────────────

_FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2,
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    return {
        name: (one.getAttribute("aria-label") || one.textContent).trim().replace(/\\s+/g, " "),
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        covered: at !== null && !one.contains(at) && !at.contains(one),
        number: Array.from(document.querySelectorAll("*")).indexOf(one),
    }; }"""
_REACHABLE = """() => Array.from(document.querySelectorAll("a[href], button, input, select, summary"))
    .filter(one => one.offsetParent && !one.closest("[hidden]") && !one.disabled).length"""


def test_a_parent_gets_from_home_to_the_notice_by_keyboard(chromium: Browser, school: Path) -> None:
    with _tab(chromium, reduced_motion="reduce") as page:  # a page in motion cannot be measured

        def press_until(name: str) -> None:
            for _ in range(60):
                page.keyboard.press("Tab")
                here = page.evaluate(_FOCUSED)
                assert here is not None, f"{name} was not reached"
                assert (here["seen"], here["ringed"], here["covered"]) == (True, True, False), here
                if name in here["name"]:
                    return
            raise AssertionError(name)

        page.goto((school / "index.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUSED)["name"] == "跳到正文"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        press_until("三年级1班")
        page.keyboard.press("Enter")
        page.wait_for_url("**/classes/g3c1/index.html")
        press_until("周四")
        page.keyboard.press("Enter")
        assert page.url.endswith("#d2026-11-26")
        press_until("打印版")
        page.keyboard.press("Enter")
        page.wait_for_url("**/notice.html")
        press_until("回到公示板")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{BOARD}")


def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    chromium: Browser, school: Path
) -> None:
    wrong: dict[str, object] = {}
    walked = 0
    with _tab(chromium, reduced_motion="reduce") as page:
        for address in of_each_kind(school):
            page.goto((school / address).as_uri())
            expected = page.evaluate(_REACHABLE)
            stops: list[dict[str, Any]] = []
            for _ in range(min(expected, 60)):
                page.keyboard.press("Tab")
                stops.append(page.evaluate(_FOCUSED) or {"number": -1})
            walked += len(stops)
            numbers = [stop["number"] for stop in stops]
            bad = [s for s in stops if not s.get("seen") or not s.get("ringed") or s.get("covered")]
            if bad or numbers != sorted(set(numbers)):
                wrong[address] = bad or numbers
    assert wrong == {}
    assert walked > 200


def test_the_screen_has_nothing_that_a_stray_touch_could_open(
    chromium: Browser, school: Path
) -> None:
    with _tab(chromium, width=1280) as page:
        page.goto((school / "classes/g3c1/screen.html").as_uri())
        assert page.evaluate(_REACHABLE) == 0


# ── hearing the page ──────────────────────────────────────────────────────────────────────────


def _in_order(snapshot: str, expected: list[str]) -> str:
    """The first of these that does not come after the ones before it; '' when all do."""
    place = 0
    for line in expected:
        found = snapshot.find(line, place)
        if found < 0:
            return line
        place = found + len(line)
    return ""


def test_a_board_is_heard_in_the_order_in_which_it_is_asked(
    chromium: Browser, school: Path
) -> None:
    with _tab(chromium) as page:
        page.goto((school / BOARD).as_uri())
        told = page.locator("body").aria_snapshot()
    assert (
        _in_order(
            told,
            [
                'link "跳到正文"',
                "banner",
                'link "育才路小学"',
                'heading "三年级(1)班 第12周作业公示" [level=1]',
                "书面作业每天不超过60分钟",
                "main",
                'navigation "',
                "list",
                'link "24 周一 分"',
                "已审核",
                'region "周一 11月23日"',
                'heading "周一 11月23日" [level=2]',
                'img "书面 24 分钟，上限 60 分钟"',
                'heading "语文" [level=3]',
                "朗读《海滨小城》",
                'heading "周二 11月24日" [level=2]',
                'heading "周末',
                'link "打印版"',
                "contentinfo",
                'link "现行作业规定',
            ],
        )
        == ""
    ), told


def test_the_first_page_is_heard_with_whole_names(chromium: Browser, school: Path) -> None:
    with _tab(chromium) as page:
        page.goto((school / "index.html").as_uri())
        told = page.locator("body").aria_snapshot()
    assert (
        _in_order(
            told,
            [
                'heading "第12周作业公示" [level=1]',
                'heading "选班级" [level=2]',
                'link "一年级 1班"',
                'link "六年级 3班"',
                'heading "三年级" [level=2]',
                "table",
                'columnheader "班级"',
                'columnheader "周一',
                'rowheader "三年级 1班',
            ],
        )
        == ""
    ), told


_NAMELESS = """() => Array.from(document.querySelectorAll("main table:not(.text table)")).filter(table =>
        !table.caption || !table.caption.textContent.trim() ||
        Array.from(table.querySelectorAll("th")).some(th => !th.scope) ||
        !table.querySelector("th"))
    .map(table => table.outerHTML.slice(0, 120))"""


def test_every_table_has_its_caption_and_its_headings(chromium: Browser, school: Path) -> None:
    assert _over_all(chromium, school, _NAMELESS) == {}


# ── large, narrow, spaced ─────────────────────────────────────────────────────────────────────

_LOST = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const cut = Array.from(document.querySelectorAll("body *")).filter(one => {
        if (one instanceof SVGElement || one.closest(".hide, .skip") || !one.offsetParent) return false;
        const style = getComputedStyle(one);
        return (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
            || (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1); });
    return [...(wide > 0 ? [wide + " px too wide"] : []),
        ...cut.map(one => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 20))];
}"""


def _set(rule: str) -> str:
    """Put a rule on the page as a reader's own style would, and see what is lost."""
    return f"""() => {{ const sheet = new CSSStyleSheet(); sheet.replaceSync(`{rule}`);
        document.adoptedStyleSheets = [sheet]; return ({_LOST})(); }}"""


@pytest.mark.parametrize("width", [320, 640])
def test_a_page_flows_anew_at_four_times_its_size(
    chromium: Browser, school: Path, width: int
) -> None:
    """1280 px at 400 % and at 200 %."""
    assert _over_all(chromium, school, _LOST, width=width) == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_lost_at_twice_the_text(chromium: Browser, school: Path, width: int) -> None:
    """A browser whose text is set to 200 %: the root's size doubles."""
    assert _over_all(chromium, school, _set("html { font-size: 200% }"), width=width) == {}


def test_nothing_is_lost_with_wide_spacing(chromium: Browser, school: Path) -> None:
    """WCAG 1.4.12, Text Spacing."""
    rule = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
    assert _over_all(chromium, school, _set(rule)) == {}


# ── colours of one's own, stillness ───────────────────────────────────────────────────────────

_FAINT = """() => {
    const canvas = document.createElement("canvas").getContext("2d");
    const bright = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3).map(one => {
            one /= 255; return one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4; });
        return .2126 * r + .7152 * g + .0722 * b; };
    const ground = bright(getComputedStyle(document.body).backgroundColor);
    const contrast = colour => { const other = bright(colour);
        return (Math.max(ground, other) + .05) / (Math.min(ground, other) + .05); };
    const drawn = Array.from(document.querySelectorAll("rect.solid, .cell-bar .solid, .icon"));
    return drawn.filter(one => one.getBoundingClientRect().width > 0).filter(one => {
        const style = getComputedStyle(one);
        return contrast(style.fill === "none" ? style.stroke : style.fill) < 3; })
        .map(one => one.outerHTML.slice(0, 80)); }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_and_icons_stand_out_in_forced_colours(
    chromium: Browser, school: Path, scheme: str
) -> None:
    options = {"forced_colors": "active", "color_scheme": scheme}
    assert _over_all(chromium, school, _FAINT, **options) == {}


def test_the_lint_of_faint_bars_sees(chromium: Browser, school: Path) -> None:
    with _tab(chromium, forced_colors="active") as page:
        page.goto((school / BOARD).as_uri())
        assert page.evaluate(_FAINT) == []
        page.evaluate(
            "document.querySelector('.icon').style.cssText = 'forced-color-adjust: none; stroke: #eee';0"
        )
        assert len(page.evaluate(_FAINT)) == 1


_MOVING = """() => Array.from(document.querySelectorAll("*")).filter(one => {
    const style = getComputedStyle(one);
    const lasts = times => times.split(",").some(time => parseFloat(time) > 0);
    return lasts(style.transitionDuration) || (style.animationName !== "none"
        && lasts(style.animationDuration)) || style.scrollBehavior === "smooth"; })
    .map(one => one.tagName + "." + one.className)"""


def test_nothing_moves_for_those_who_ask_for_stillness(chromium: Browser, school: Path) -> None:
    assert _over_all(chromium, school, _MOVING, reduced_motion="reduce") == {}


_UNPRINTED = """() => Array.from(document.querySelectorAll("nav, form, button, .buttons, .skip, .find"))
    .filter(one => one.offsetParent).map(one => one.outerHTML.slice(0, 80))"""


def test_what_only_a_screen_needs_is_not_printed(chromium: Browser, school: Path) -> None:
    found = {}
    with _tab(chromium) as page:
        page.emulate_media(media="print")
        for address in of_each_kind(school):
            if re.search(r"screen|search", address):
                continue  # nobody prints these
            page.goto((school / address).as_uri())
            if told := page.evaluate(_UNPRINTED):
                found[address] = told
    assert found == {}


_SMALL = """() => Array.from(document.querySelectorAll(
        "button, select, input, a.button, a.pill, a.choice, .weeks a, .chart-day, a.matrix-class"))
    .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
    .map(one => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("width", [360, 1280])
def test_controls_are_44_pixels_high(chromium: Browser, school: Path, width: int) -> None:
    assert _over_all(chromium, school, _SMALL, width=width) == {}

"""What the judges say: axe-core on every kind of page and every state, both validators on every page.

And that each of them sees: a fault that is planted is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser import samples
from tests.browser.checkers import axe, html_validate, vnu

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
WIDTHS = (360, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
BOARD = "2026-autumn/w12/g3/c1/index.html"


def of_each_kind(site: Path) -> list[str]:
    """The addresses of one page of each kind, the heaviest; every letter is a kind of its own."""
    kinds: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(site.rglob("*.html")):
        kinds[re.sub(r"\d+", "N", path.relative_to(site).as_posix())].append(path)
    heaviest = [max(paths, key=lambda path: path.stat().st_size) for paths in kinds.values()]
    return [path.relative_to(site).as_posix() for path in heaviest]


STATES = [
    *samples.STATE_PAGES,
    *(f"{language}/{BOARD.replace('g3', 'g4')}" for language in ("zh-Hant", "en")),
]


def _unfit(chromium: Browser, site: Path, addresses: list[str]) -> dict[str, list[str]]:
    """What axe finds on these pages, at both widths, in both colour schemes."""
    context = chromium.new_context()
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto((site / address).as_uri())
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if wrong := axe(page):
                    found[f"{address} {width} {scheme}"] = wrong
    context.close()
    return found


def test_axe_finds_nothing_on_any_kind_of_page(chromium: Browser, school: Path) -> None:
    addresses = of_each_kind(school)
    assert len(addresses) >= 15
    assert _unfit(chromium, school, addresses) == {}


@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing_in_any_state(chromium: Browser, site: Path, half: int) -> None:
    assert _unfit(chromium, site, STATES[half::2]) == {}


def test_the_nu_checker_finds_nothing(school: Path, site: Path) -> None:
    assert vnu([school, site]) == []


def test_html_validate_finds_nothing(school: Path, site: Path) -> None:
    assert html_validate([school, site]) == []


# ── each of them sees ─────────────────────────────────────────────────────────────────────────

PLANTED = {
    "color-contrast": "document.querySelector('.day h2').style.color = '#ccc'",
    "target-size": """for (let n = 0; n < 3; n += 1) {
        const small = document.createElement('button');
        small.textContent = 'x';
        small.style.cssText = 'width: 9px; height: 9px; min-height: 0; padding: 0; overflow: hidden';
        document.querySelector('main').append(small); }""",
    "link-name": "document.querySelector('a.school').textContent = ''",
    "image-alt": "document.querySelector('.qr img').removeAttribute('alt')",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "heading-order": "document.querySelector('.day h2').outerHTML = '<h5>x</h5>'",
    "list": "document.querySelector('ul.items').append(document.createElement('p'))",
    "aria-valid-attr-value": "document.querySelector('main').setAttribute('aria-live', 'loud')",
}


@pytest.mark.parametrize(("rule", "fault"), PLANTED.items())
def test_axe_sees_a_planted_fault(chromium: Browser, school: Path, rule: str, fault: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((school / BOARD).as_uri())
    page.evaluate(f"{fault};0")
    assert [told for told in axe(page) if told.startswith(f"{rule}: ")] != []
    context.close()


def test_the_validators_see_planted_faults(school: Path, tmp_path: Path) -> None:
    board = (school / BOARD).read_text(encoding="utf-8")
    planted = {
        "unclosed.html": board.replace("</main>", ""),
        "twice.html": board.replace('id="main"', 'id="main" id="main"'),
        "attribute.html": board.replace("<h1 ", '<h1 align="left" '),
        "place.html": board.replace("</ul>", "<p>x</p></ul>", 1),
    }
    for name, html in planted.items():
        assert html != board, name
        (tmp_path / name).write_text(html, encoding="utf-8")
    (tmp_path / "right.html").write_text(board, encoding="utf-8")
    for judge in (vnu, html_validate):
        told = judge([tmp_path])
        seen = {name for name in planted if any(f"/{name}:" in one for one in told)}
        assert seen == set(planted), judge
        assert not any("/right.html:" in one for one in told)

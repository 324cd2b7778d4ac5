"""A term's pictures in a real Chromium: what is drawn is what the table beside it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.standing import follow

pytestmark = pytest.mark.browser

GRADE = "2026-autumn/g4/index.html"
CLASS = "2026-autumn/g4/c3/index.html"
SMALL = "2026-autumn/g1/c1/index.html"

Row: TypeAlias = tuple[int, int, int, int | None]
"""Least and greatest mean, fullest day, cap."""

DRAWN = """() => {
  const plot = document.querySelector('.plot-area').getBoundingClientRect();
  const minutes = y => (plot.bottom - y) / plot.height;
  return Array.from(document.querySelectorAll('.plot-area > g')).map(g => {
    const week = +g.querySelector('title').textContent.match(/第(\\d+)周/)[1];
    const solid = g.querySelector('.solid').getBoundingClientRect();
    const range = g.querySelector('.plot-range');
    const top = g.querySelector('.plot-top').getBoundingClientRect();
    const middle = (solid.left + solid.right) / 2;
    return [week, minutes(solid.top), range ? minutes(range.getBoundingClientRect().top) : null,
            minutes((top.top + top.bottom) / 2), (middle - plot.left) / plot.width];
  });
}"""


def opened(chromium: Browser, site: Path, route: str, width: int = 390) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto((site / route).as_uri())
    return page


def told(page: Page) -> dict[int, Row | str]:
    """The table's rows by week: figures, or the words of a gap."""
    rows: dict[int, Row | str] = {}
    for row in page.locator(".weeks-table tbody tr").all():
        week = int(re.findall(r"\d+", row.locator("th").inner_text())[0])
        cells = [cell.inner_text() for cell in row.locator("td").all()]
        if len(cells) == 1:
            rows[week] = cells[0]
            continue
        means = [int(n) for n in re.findall(r"\d+", cells[0])]
        most, *cap = (int(n) for n in re.findall(r"\d+", cells[1].partition("\n")[0]))
        rows[week] = (means[0], means[-1], most, cap[0] if cap else None)
    return rows


@pytest.mark.parametrize("route", [GRADE, CLASS, SMALL])
@pytest.mark.parametrize("width", [320, 1280])
def test_picture_and_table_agree(chromium: Browser, site: Path, route: str, width: int) -> None:
    page = opened(chromium, site, route, width)
    rows = {week: row for week, row in told(page).items() if not isinstance(row, str)}
    drawn = page.evaluate(DRAWN)
    assert [week for week, *_ in drawn] == list(rows)
    assert len(rows) >= 4
    # All heights are minutes on one scale, found by the highest mark.
    full = max(row[2] for row in rows.values()) / max(most for *_, most, _ in drawn)
    for week, solid, ranged, most, middle in drawn:
        low, high, fullest, _ = rows[week]
        assert solid * full == pytest.approx(low, abs=0.6), week
        assert most * full == pytest.approx(fullest, abs=0.6), week
        assert (ranged is None) == (low == high), week
        if ranged is not None:
            assert ranged * full == pytest.approx(high, abs=1.2), week
        assert middle == pytest.approx((week - 0.5) / 21, abs=0.005), week
    page.close()


def test_the_caps_line_stands_at_its_minutes(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, CLASS)
    rows = [row for row in told(page).values() if not isinstance(row, str)]
    script = "s => document.querySelector(s).getBoundingClientRect()"
    plot, cap = (page.evaluate(script, s) for s in (".plot-area", ".plot-cap"))
    tops = {week: most for week, _, _, most, _ in page.evaluate(DRAWN)}
    full = max(row[2] for row in rows) / max(tops.values())
    height = (plot["bottom"] - (cap["top"] + cap["bottom"]) / 2) / plot["height"] * full
    assert {row[3] for row in rows} == {60}
    assert height == pytest.approx(60, abs=0.6)
    page.close()


def test_gaps_are_said_and_drawn_as_nothing(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, CLASS)
    gaps = {week: row for week, row in told(page).items() if isinstance(row, str)}
    assert gaps == {
        3: "这一周不上学",
        **dict.fromkeys(range(4, 10), "没有公示"),
        12: "没有收到作业单",
    }
    assert {week for week, *_ in page.evaluate(DRAWN)} == {1, 2, 10, 11}
    page.close()


@pytest.mark.parametrize("route", [GRADE, CLASS])
def test_kinds_and_subjects_add_up(chromium: Browser, site: Path, route: str) -> None:
    page = opened(chromium, site, route)
    for table in page.locator(".mix").all():
        rows = [[c.inner_text() for c in r.locator("td").all()] for r in table.locator("tr").all()]
        figures = [[int(re.sub(r"\D", "", cell)) for cell in row] for row in rows if row]
        total = int(re.findall(r"\d+", table.locator("caption").inner_text())[0])
        assert sum(minutes for minutes, _ in figures) == pytest.approx(total, abs=len(figures) / 2)
        assert sum(share for _, share in figures) == 100
        widths = table.locator("rect").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().width)"
        )
        per_minute = widths[0] / figures[0][0]
        assert [w / per_minute for w in widths] == pytest.approx([m for m, _ in figures], abs=0.6)
    page.close()


def test_a_term_is_found_from_the_boards(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, "2026-autumn/w12/g4/c3/index.html")
    follow(page.get_by_role("link", name="本学期用时"))
    assert page.locator("h1").inner_text() == "四年级(3)班 本学期作业用时"
    follow(page.get_by_role("link", name="四年级本学期用时"))
    assert page.locator("h1").inner_text() == "四年级 本学期作业用时"
    follow(page.get_by_role("link", name="本学期各周公示"))
    assert page.url.endswith("/2026-autumn/index.html")
    follow(page.locator("a.choose-grade").nth(3))
    assert page.url.endswith(GRADE)
    page.close()

"""The loads of the golden sites against figures that were added up by hand, on paper.

A golden file proves only that nothing changed; these numbers prove that it was right.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from sjboard.build import build_site
from sjboard.edges.disk import snapshot

SITES = Path(__file__).parent / "sites"
TODAY = date(2026, 11, 20)

Minutes: TypeAlias = dict[str, int]
"""By tier's name; "" is every pupil's, or with ``pathway: any`` the sum of each subject's greatest."""


def _tiers(common: int, *by_tier: tuple[str, int]) -> Minutes:
    return {"": common, **dict(by_tier)}


def _three(common: int, basic: int, advanced: int, extended: int) -> Minutes:
    return _tiers(common, ("基础", basic), ("提高", advanced), ("拓展", extended))


def _stars(common: int, *by_star: int) -> Minutes:
    return _tiers(common, *zip(("一星", "二星", "三星"), by_star, strict=False))


# site, week, class → for each block: all minutes, written minutes
COUNTED: dict[tuple[str, int, str], list[tuple[Minutes, Minutes]]] = {
    # The holiday has six names and six pieces, 10 to 15 minutes; the Wednesday is September's last.
    ("every-form", 4, "3-1"): [
        ({"": 3}, {"": 0}),
        ({"": 3}, {"": 0}),
        ({"": 0}, {"": 0}),
        ({"": 75}, {"": 0}),
    ],
    # 每天 is Thursday, Friday and the make-up Saturday; the weekend is one day.
    ("every-form", 5, "3-2"): [
        ({"": 12}, {"": 12}),
        ({"": 12}, {"": 12}),
        ({"": 18}, {"": 12}),
        ({"": 25}, {"": 0}),
    ],
    # 体育 adds 4 on Monday, 劳动 moves its 9 to Friday.
    ("every-form", 11, "3-1"): [
        ({"": 88}, {"": 35}),
        (_three(85, 90, 91, 92), _three(15, 20, 21, 22)),
        ({"": 73}, {"": 8}),
        ({"": 102}, {"": 10}),
        (_three(111, 116, 119, 121), _three(15, 20, 23, 25)),
        (_three(120, 124, 126, 129), _three(0, 4, 6, 9)),
    ],
    # 体育 moves its 7 to Tuesday, 劳动 has 6 and 3 on Thursday.
    ("every-form", 11, "3-2"): [
        ({"": 74}, {"": 35}),
        (_three(92, 97, 98, 99), _three(15, 20, 21, 22)),
        ({"": 73}, {"": 8}),
        ({"": 111}, {"": 10}),
        (_three(102, 107, 110, 112), _three(15, 20, 23, 25)),
        (_three(120, 124, 126, 129), _three(0, 4, 6, 9)),
    ],
    # The optional letter of 70 minutes does not count.
    ("every-form", 11, "7-1"): [
        ({"": 65}, {"": 40}),
        ({"": 65}, {"": 40}),
        ({"": 65}, {"": 40}),
        ({"": 90}, {"": 90}),
        ({"": 60}, {"": 60}),
    ],
    # Shared: 50 is 17+17+16 round the free Wednesday, 30 is 8+8+7+7, 11 is 6+5, 20 is 7+7+6,
    # and an hour from Thursday to the weekend is 20+20+20, the weekend being one block.
    ("every-form", 12, "3-1"): [
        ({"": 48}, {"": 25}),
        ({"": 47}, {"": 25}),
        ({"": 0}, {"": 0}),
        ({"": 59}, {"": 23}),
        (
            _tiers(27, ("基础", 34), ("提高", 36)),
            _tiers(7, ("基础", 14), ("提高", 16)),
        ),
        ({"": 20}, {"": 0}),
    ],
    # Monday: 语文 13, 20, 20 up the ladder, 数学 6, 6, 15, 英语 15 for all: 20+15+15 at the most.
    ("ladder-any", 11, "5-1"): [
        (_stars(50, 34, 41, 50), _stars(45, 29, 36, 45)),
        (_stars(25, 14, 19, 25), _stars(25, 14, 19, 25)),
        ({"": 10}, {"": 0}),
        (_stars(21, 14, 21), _stars(21, 14, 21)),
        (_stars(9, 7, 9), _stars(9, 7, 9)),
        (_tiers(50, ("一星", 20), ("三星", 50)), {"": 0}),
    ],
    # The second class's 英语 is 18, 20, 20 on Monday.
    ("ladder-any", 11, "5-2"): [
        (_stars(55, 37, 46, 55), _stars(50, 32, 41, 50)),
        (_stars(25, 14, 19, 25), _stars(25, 14, 19, 25)),
        ({"": 10}, {"": 0}),
        (_stars(21, 14, 21), _stars(21, 14, 21)),
        (_stars(9, 7, 9), _stars(9, 7, 9)),
        (_tiers(50, ("一星", 20), ("三星", 50)), {"": 0}),
    ],
    # 语文 20 or 10, 数学 8 or 22: no single tier comes to the 42 that a mixture does; 4 are oral.
    ("choose-any", 11, "5-1"): [
        (
            _tiers(46, ("基础", 32), ("提高", 36)),
            _tiers(42, ("基础", 28), ("提高", 32)),
        ),
        (
            _tiers(12, ("基础", 9), ("拓展", 12)),
            _tiers(12, ("基础", 9), ("拓展", 12)),
        ),
        ({"": 0}, {"": 0}),
        ({"": 0}, {"": 0}),
        ({"": 0}, {"": 0}),
    ],
}


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: f"{case[0]}-w{case[1]}-{case[2]}")
def test_loads_are_as_counted(case: tuple[str, int, str]) -> None:
    site, week, class_ = case
    pages = build_site(snapshot(SITES / site / "config.yaml"), TODAY).pages
    data = json.loads(pages[f"data/2026-autumn/w{week:02d}.json"])
    days = next(c["days"] for c in data["classes"] if c["class"] == class_)
    assert [(day["loads"], day["written"]) for day in days] == COUNTED[case]


@pytest.mark.parametrize(
    ("path", "start", "line_end"),
    [
        ("科学.md", b"\xef\xbb\xbf", b"\r\n"),
        ("音乐.md", b"\xef\xbb\xbf", b"\n"),
        ("美术.md", b"-", b"\r\n"),
    ],
)
def test_samples_kept_their_bytes(path: str, start: bytes, line_end: bytes) -> None:
    """Or the sites would no longer show that BOM and CRLF are read."""
    data = (SITES / "every-form" / "content" / "2026-autumn" / "w11" / "g3" / path).read_bytes()
    assert data.startswith(start)
    assert data.count(b"\n") == data.count(line_end)
    assert (b"\r" in data) == (line_end == b"\r\n")

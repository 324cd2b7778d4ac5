"""The demonstration school: what people copy from must be right, and not padded."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from sjboard.diagnostics import Severity
from tests.running import check

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
TERM = CONTENT / "2026-autumn"
WEEKS = ("w05", "w09", "w10", "w11", "w12")
PIECE = re.compile(r"^- (.*?)\s*[{｛]", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
MOST_BYTES = 40_000


def _entries() -> list[Path]:
    return sorted(TERM.rglob("*.md"))


def test_nothing_is_wrong_with_it() -> None:
    told = check(ROOT).outcome.diagnostics
    assert [d for d in told if d.severity is not Severity.NOTE] == []


def test_two_weeks_carry_the_digest_of_what_was_approved() -> None:
    """What the office sees with ``approve``: a change after the signing would be an error."""
    entries = [p for p in _entries() if p.parent.parent.name in {"w11", "w12"}]
    unsealed = [
        path.relative_to(TERM).as_posix()
        for path in entries
        if not re.search(r"^(digest|摘要): [0-9a-f]{16}$", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert entries
    assert unsealed == []


def test_every_grade_has_every_week() -> None:
    found = {(p.parent.parent.name, p.parent.name) for p in _entries()}
    assert found >= {(week, f"g{grade}") for week in WEEKS for grade in range(1, 7)}


def test_no_piece_of_homework_is_set_twice() -> None:
    """Across files: entries padded from one another would teach nobody anything."""
    where: dict[str, set[str]] = defaultdict(set)
    for path in _entries():
        for piece in PIECE.findall(path.read_text(encoding="utf-8")):
            where[re.sub(r"[\W\d]", "", piece)].add(path.relative_to(TERM).as_posix())
    assert {piece: files for piece, files in where.items() if len(files) > 1} == {}


def test_pictures_are_small_and_shown() -> None:
    shown = {
        (path.parent / target).resolve()
        for path in CONTENT.rglob("*.md")
        for target in PICTURE.findall(path.read_text(encoding="utf-8"))
    }
    pictures = {p.resolve() for p in (CONTENT / "assets").glob("*.png")}
    assert pictures
    assert pictures == shown
    assert [p.name for p in pictures if p.stat().st_size > MOST_BYTES] == []

"""Findings as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import pytest
from wcwidth import wcswidth

from sjboard.diagnostics import Case, Diagnostic, Phrase, Severity, Span, finding
from sjboard.edges.report import Report, as_github, as_json, as_text
from sjboard.edges.terminal import words

FILE = "content/2026-autumn/w12/g3/数学.md"
ZH = words("zh-Hans")


def told(span: Span, **more: object) -> Diagnostic:
    """Make a finding whose words certainly exist."""
    return finding("entry.path", span, "special", name="图", **more)  # type: ignore[arg-type]  # as the caller says


def carets(line: str, start: int, end: int) -> tuple[str, str]:
    """Give what a caret line stands under: the text before the place, and the place."""
    shown = as_text(Report((told(Span(FILE, 1, start, end)),), 1), ZH, lambda _file: [line])
    source, marks = shown.split("\n")[1:3]
    assert marks.index("|") == source.index("|")
    before = marks[marks.index("|") + 2 :].index("^")
    width = marks.count("^")
    text = source[source.index("|") + 2 :]
    cells = [c for c in text for _ in range(max(wcswidth(c), 0))]
    return "".join(_runs(cells[:before])), "".join(_runs(cells[before : before + width]))


def _runs(cells: Sequence[str]) -> list[str]:
    """Give each character once, however many cells it takes."""
    out: list[str] = []
    skip = False
    for cell in cells:
        if skip:
            skip = False
            continue
        out.append(cell)
        skip = wcswidth(cell) == 2
    return out


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("- 练习册第 46 页 {书面 大约半小时}", "大约半小时"),
        ("plain {written about}", "about"),
        ("全角｛书面　约｝", "约"),
        ("x" * 200 + "这里" + "y" * 200, "这里"),
        ("汉" * 150 + "here" + "字" * 150, "here"),
    ],
)
def test_a_caret_stands_under_its_character(line: str, place: str) -> None:
    start = line.index(place) + 1
    before, under = carets(line, start, start + len(place))
    assert under == place
    assert line[: start - 1].endswith(before.lstrip("…"))


def test_what_a_terminal_would_obey_is_not_passed_on() -> None:
    shown = as_text(Report((told(Span(FILE)),), 1), ZH, lambda _file: ["\x1b[2J\x07坏"])
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_place_beyond_the_file_is_no_trouble() -> None:
    shown = as_text(Report((told(Span(FILE, 99, 7)),), 1), ZH, lambda _file: ["一行"])
    assert shown.startswith(f"{FILE}:99:7: 错误[entry.path] ")


def test_colours_only_when_asked() -> None:
    report = Report((told(Span(FILE)),), 1)
    assert "\x1b[31;1m" in as_text(report, ZH, lambda _file: [], colour=True)
    assert "\x1b" not in as_text(report, ZH, lambda _file: [])


def test_the_last_line_sums_up() -> None:
    warning = told(Span(FILE), severity=Severity.WARNING)
    shown = as_text(Report((told(Span(FILE)), warning), 216), ZH, lambda _file: [])
    assert shown.endswith("共检查 216 份作业：1 处错误，1 处警告。\n")
    assert as_text(Report((), 2), ZH, lambda _file: []) == "共检查 2 份作业，没有发现问题。\n"


def test_json_is_as_the_contract_has_it() -> None:
    case = Case(classes=("3-1",), day=date(2026, 11, 23), tier="提高", minutes=75, limit=60)
    related = [Span("content/2026-autumn/w12/g3/语文.md", 9)]
    one = told(Span(FILE, 14, 3), case=case, related=related)
    many = told(Span(FILE, 15), case=Case(classes=("3-1", "3-2"), minutes=2, limit=1))
    shown = json.loads(as_json(Report((one, many, told(Span(FILE, 16))), 216), ZH))
    first, second, third = shown["findings"]
    assert {k: v for k, v in shown.items() if k != "findings"} == {
        "version": 1,
        "entries": 216,
        "errors": 3,
        "warnings": 0,
    }
    assert first == {
        "rule": "entry.path",
        "severity": "error",
        "file": FILE,
        "line": 14,
        "column": 3,
        "message": ZH("entry.path:special", name="图"),
        "hint": ZH("entry.path:special.hint"),
        "class": "3-1",
        "day": "2026-11-23",
        "tier": "提高",
        "minutes": 75,
        "limit": 60,
        "related": [{"file": "content/2026-autumn/w12/g3/语文.md", "line": 9}],
    }
    assert second["classes"] == ["3-1", "3-2"]
    assert "class" not in second
    assert not {"class", "classes", "day", "tier", "minutes", "limit", "related"} & set(third)


def test_github_annotations_are_escaped() -> None:
    span = Span("content/a,b:c.md", 2, 3, 5)
    shown = as_github(Report((told(span, severity=Severity.NOTE),), 1), ZH)
    head, _, text = shown.rstrip("\n").partition("::")[2].partition("::")
    assert head == ("notice file=content/a%2Cb%3Ac.md,line=2,col=3,title=entry.path,endColumn=5")
    assert "\n" not in text
    assert "%0A" in text


def test_dates_lists_and_phrases_are_written_by_the_locale() -> None:
    phrase = Phrase("report.related", (("place", ("甲", "乙")),))
    one = finding("x", Span(FILE), words="report.related", place=phrase)
    assert "另见 另见 甲、乙" in as_text(Report((one,), 1), ZH, lambda _file: [])
    dated = finding("x", Span(FILE), words="report.related", place=date(2026, 11, 23))
    assert "11月23日" in as_text(Report((dated,), 1), ZH, lambda _file: [])

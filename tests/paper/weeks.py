"""A school's week in memory, what is printed of it, and what a PDF says back."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

from sjboard.build.paper import read_for_paper
from sjboard.build.sources import Sources
from sjboard.config import read_config
from sjboard.edges.package import PACKAGE, catalogues, shipped
from sjboard.edges.paper.fonts import installed
from sjboard.edges.paper.typeset import STANDARDS, typeset
from sjboard.edges.terminal import words
from sjboard.render import layered
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document
from sjboard.render.paper.order import Order
from sjboard.views import site_head

CONFIG = """
school: {name: 育才路小学, phone: 0000-0000000, office: 教导处}
site: {url: "http://10.8.0.5/board/", language: zh-Hans}
terms:
  - {id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}
grades: {3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: english, name: 英语}]
tiers: {names: [{id: basic, name: 基础}, {id: advanced, name: 提高}, {id: extended, name: 拓展}]}
policy: {use: []}
"""

WEEK = "content/2026-autumn/w12/g3"


def entry(subject: str, body: str, *head: str) -> bytes:
    """Write an entry of a teacher; ``head`` are more lines of front matter."""
    lines = [f"subject: {subject}", "teacher: 甲老师", *head]
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n").encode()


@lru_cache(maxsize=1)
def templates() -> Mapping[str, bytes]:
    folder = shipped("templates")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def order_of(
    files: Mapping[str, bytes],
    config: str = CONFIG,
    week: int = 12,
    *,
    landscape: bool = False,
    ledger: bytes = b"",
) -> Order:
    """Read a week in which nothing is wrong."""
    packs = {p.stem: p.read_bytes() for p in (PACKAGE / "policy" / "packs").glob("*.yaml")}
    sources = Sources(
        config=config.encode(),
        content=files,
        packs=packs,
        shipped=templates(),
        catalogues=catalogues(),
        program="test",
        ledger=ledger,
    )
    settings, wrong = read_config(sources.config, packs)
    assert settings is not None, wrong
    wanted = settings.week("2026-autumn", week)
    assert wanted is not None
    read = read_for_paper(sources, settings, wanted, letters=False)
    assert read.views is not None, read.diagnostics
    return Order(
        views=read.views,
        letters=(),
        site=site_head(settings),
        words=words(settings.language),
        classes=settings.all_classes,
        whole=True,
        pictures=read.pictures,
        landscape=landscape,
    )


def pdf_of(document: Document, standards: tuple[str, ...] = STANDARDS) -> bytes:
    language = str(document.data["language"])
    made = typeset(document, layered({}, templates()), installed(language), standards)
    assert isinstance(made, bytes), made
    return made


def bare(text: str) -> str:
    """A text without its blanks, its line ends, and the marks before the items of a list."""
    return re.sub(r"[\s\u200b•]+", "", text)


def text_in(pdf: bytes, folder: Path) -> str:
    """Everything a PDF says, in the order in which it was set, without blanks."""
    return bare(_asked("pdftotext", "-raw", "-enc", "UTF-8", pdf=pdf, folder=folder))


def pages_in(pdf: bytes, folder: Path) -> int:
    told = _asked("pdfinfo", pdf=pdf, folder=folder, out=False)
    match = re.search(r"^Pages: +(\d+)$", told, re.MULTILINE)
    assert match is not None, told
    return int(match[1])


def fonts_in(pdf: bytes, folder: Path) -> list[str]:
    """A line for every font: its name, kind, and whether it is embedded, subset and readable."""
    return _asked("pdffonts", pdf=pdf, folder=folder, out=False).splitlines()[2:]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text on a page and its place in points, from the top left."""

    left: float
    top: float
    right: float
    foot: float
    text: str


def words_in(pdf: bytes, folder: Path) -> list[list[Word]]:
    """Give every page's pieces of text with their places."""
    xml = _asked("pdftotext", "-bbox", "-enc", "UTF-8", pdf=pdf, folder=folder)
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return [
        [
            Word(float(a), float(b), float(c), float(d), unescape(e))
            for a, b, c, d, e in word.findall(page)
        ]
        for page in xml.split("<page ")[1:]
    ]


def lines_in(page: list[Word], left: float, right: float) -> list[str]:
    """Give every line between two places across a page, as it was broken."""
    inside = [word for word in page if left - 1 <= word.left and word.right <= right + 1]
    inside.sort(key=lambda word: (round(word.foot), word.left))
    return [
        "".join(word.text for word in line)
        for _, line in groupby(inside, key=lambda word: round(word.foot))
    ]


_MARKS = frozenset("。，、；：？！《》（）“”‘’…—")


def overlaps(page: list[Word]) -> list[tuple[str, str]]:
    """Name the pieces of text that lie upon each other.

    A box is as high as its font could be, so lines that follow one another touch; and where two marks
    meet in a line (）“), their empty halves lie upon each other, up to a whole character.
    """
    found = []
    for one, other in combinations(page, 2):
        wide = min(one.right, other.right) - max(one.left, other.left)
        high = min(one.foot, other.foot) - max(one.top, other.top)
        if wide <= 0.5 or high <= 0:
            continue
        before, after = sorted((one, other), key=lambda word: word.left)
        marks = before.text[-1] in _MARKS or after.text[0] in _MARKS
        if marks and abs(one.foot - other.foot) < 1 and wide < 1.05 * (one.foot - one.top):
            continue
        least = min((w.right - w.left) * (w.foot - w.top) for w in (one, other))
        if wide * high > 0.35 * least:
            found.append((one.text, other.text))
    return found


def _asked(tool: str, *options: str, pdf: bytes, folder: Path, out: bool = True) -> str:
    file = folder / "asked.pdf"
    file.write_bytes(pdf)
    command = [tool, *options, str(file), *(["-"] if out else [])]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def said(document: Document) -> str:
    """All that a file of upright notices of one sheet each has to say, in the order of its data."""
    data: Any = document.data
    return bare("".join(_sheet(data, notice) for notice in data["notices"]))


def _sheet(data: Any, notice: Any) -> str:
    heads = data["words"]
    asks = heads["asks"] if notice["asks"] else ""
    parts = [notice["school"], notice["name"], notice["heading"], *notice["line"], notice["scan"]]
    parts += [notice["approval"]["stamp"], notice["approval"]["text"], *notice["remarks"]]
    for note in notice["notes"]:
        parts += [note["subject"], text_of(note["body"])]
    parts.append(notice["free"])
    parts += [heads["subject"], heads["content"], heads["kind"], asks, heads["minutes"]]
    for day in notice["days"]:
        total = day["total"]
        parts += [day["name"], *day["date"]]
        parts += [total["label"], total["value"], total["of"], heads["unit"]] if total else []
        parts += [day["none"], day["over"], day["more"]]
        for note in day["notes"]:
            parts += [note["subject"], text_of(note["body"])]
        parts += day["waived"]
        for item in day["items"]:
            parts += [item["subject"], text_of(item["body"]), item["kind"]]
            parts += [chip["text"] for chip in item["chips"]]
            parts += [item["minutes"], heads["unit"]]
    parts += ["".join(run["text"] for run in line) for line in notice["foot"]]
    parts += [*notice["signing"], notice["published"], notice["school"], notice["seal"]]
    parts.append(data["page"].replace("{page}", "1").replace("{pages}", "1"))
    return "".join(parts)

"""Typst against WeasyPrint and Chromium on the same notices, in one run: `.venv/bin/python bench/paper.py`.

The demonstration school's 18 notices of a week, a file each. Ours begin with the school's folder: reading
and checking the week and making its views are in their time. The other two get the same words as finished
HTML files, plain tables without bars or codes, and only turn them into PDF, which is in their favour. (The
site's own print pages would not do: WeasyPrint took 154 s for one of them.)

Then an official letter, a copy for each of 1,500 pupils of an invented roster in 36 classes; a class's copies
are made by the other two as well, from the HTML file of the same letter with a plain style.

Times are of a process of its own, `CPU` its own and its children's, `peak` the memory of the largest process
among them. Needs the packages of the group `bench` and Debian's `chromium`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sjboard.build.paper import read_for_paper
from sjboard.config import read_config
from sjboard.edges.disk import snapshot
from sjboard.edges.paper.press import as_pdf
from sjboard.edges.terminal import words
from sjboard.render import layered
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.notices import notices
from sjboard.render.paper.order import Order
from sjboard.views import site_head

ROOT = Path(__file__).parents[1]
FRIDAY = ("--today", "2026-11-20")
CLASSES = [(grade, number) for grade in range(1, 7) for number in range(1, 7)]
PUPILS = 1500


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure all, each in a process of its own; print seconds, ratios and megabytes."""
    with tempfile.TemporaryDirectory() as made:
        school = Path(made) / "school"
        school.mkdir()
        shutil.copy(ROOT / "config.yaml", school)
        shutil.copytree(ROOT / "content", school / "content")
        html = Path(made) / "html"
        html.mkdir()
        for name, text in _pages(school):
            (html / f"{name}.html").write_text(text, encoding="utf-8")
        pages = sorted(html.glob("*.html"))
        out = Path(made) / "out"
        costs = {
            "Typst": _cost([sys.executable, __file__, "typst", str(school), str(out / "t")]),
            "WeasyPrint": _cost(
                [sys.executable, __file__, "weasyprint", str(html), str(out / "w")]
            ),
            "Chromium": _cost([sys.executable, __file__, "chromium", str(html), str(out / "c")]),
        }
        whole = _cost(_print(school, "--output", str(out / "print")))
        print(f"{len(pages)} notices ({_versions()})")
        for name, cost in costs.items():
            times = cost.wall / costs["Typst"].wall
            print(f"  {name:11}{_told(cost)}  {times:5.1f} times the wall time of Typst")
        print(f"  sjboard print, the joined file and six posters too: {_told(whole)}")
        _letters(school, Path(made))


def _letters(school: Path, made: Path) -> None:
    """One official letter for every pupil of 36 classes; a class's copies for the other two as well."""
    config = school / "config.yaml"
    text = config.read_text(encoding="utf-8")
    grades = f"grades: {{{', '.join(f'{grade}: 6' for grade in range(1, 7))}}}"
    config.write_text(re.sub(r"(?m)^grades:.*$", grades, text), encoding="utf-8")
    rosters = {}
    for name, pupils in (("whole", PUPILS), ("class", PUPILS // len(CLASSES))):
        classes = CLASSES if name == "whole" else CLASSES[:1]
        lines = [
            f"{g}-{n},学生{i:04}" for i in range(pupils) for g, n in [classes[i % len(classes)]]
        ]
        rosters[name] = made / f"{name}.csv"
        rosters[name].write_text("\n".join(["班级,姓名", *lines, ""]), encoding="utf-8")
    official = ("--what", "letters", "--letter", "homework-board", "--roster")
    target = {name: str(made / "out" / name) for name in ("all", "one", "html", "lw", "lc")}
    whole = _cost(_print(school, *official, str(rosters["whole"]), "--output", target["all"]))
    one = _cost(_print(school, *official, str(rosters["class"]), "--output", target["one"]))
    pages = (*official, str(rosters["class"]), "--format", "html", "--output", target["html"])
    _cost(_print(school, *pages))
    for page in Path(target["html"]).glob("*.html"):
        text = page.read_text(encoding="utf-8")  # the words alone: see the notices
        page.write_text(
            re.sub(r"(?s)<style>.*</style>", f"<style>{LETTERS}</style>", text), "utf-8"
        )
    costs = {
        "Typst": one,
        "WeasyPrint": _cost([sys.executable, __file__, "weasyprint", target["html"], target["lw"]]),
        "Chromium": _cost([sys.executable, __file__, "chromium", target["html"], target["lc"]]),
    }
    print(f"{PUPILS // len(CLASSES)} copies of an official letter, one class, one file")
    for name, cost in costs.items():
        print(f"  {name:11}{_told(cost)}  {cost.wall / one.wall:5.1f} times the wall time of Typst")
    print(f"{PUPILS} copies, {len(CLASSES)} classes, a file each\n  {'Typst':11}{_told(whole)}")


def _told(cost: Cost) -> str:
    return f"{cost.wall:7.2f} s wall {cost.cpu:7.2f} s CPU  peak {cost.peak:5.0f} MiB"


def _print(school: Path, *options: str) -> list[str]:
    config = str(school / "config.yaml")
    return [sys.executable, "-m", "sjboard", "print", "--config", config, *FRIDAY, *options]


STYLE = """
@page { size: A4; margin: 13mm 14mm; }
body { font: 9.4pt "Noto Sans CJK SC"; }
table { width: 100%; border-collapse: collapse; }
td, th { border: 0.5pt solid #999; padding: 0.4em 0.6em; text-align: left; vertical-align: top; }
"""


LETTERS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { margin: 0; font: 16pt/29pt "Noto Serif CJK SC"; }
h1 { font-size: 22pt; text-align: center; }
p { margin: 0; }
.sheet + .sheet { break-before: page; }
"""


def _order(school: Path) -> tuple[Order, dict[str, bytes]]:
    """Read the week that is printed, and the templates."""
    sources = snapshot(school / "config.yaml")
    config, _ = read_config(sources.config, sources.packs)
    assert config is not None  # noqa: S101 - our own school
    week = config.week("2026-autumn", 12)
    assert week is not None  # noqa: S101 - our own school
    read = read_for_paper(sources, config, week, letters=False)
    assert read.views is not None  # noqa: S101 - our own school
    said = words(config.language)
    order = Order(read.views, (), site_head(config), said, config.all_classes, True, {})  # noqa: FBT003 - whole
    return order, layered(sources.templates, sources.shipped)


def _pages(school: Path) -> Iterator[tuple[str, str]]:
    """Write every class's notice as a plain page."""
    order, _ = _order(school)
    for document in notices(order)[:-1]:
        data: Any = document.data
        yield document.name, _page(data["notices"][0])


def _page(notice: Any) -> str:
    rows = []
    for day in notice["days"]:
        total = day["total"] or {"label": "", "value": "", "of": ""}
        head = [day["name"], *day["date"], *total.values(), day["none"], day["more"]]
        rows.append(f"<tr><th colspan=5>{escape(' '.join(head))}</th></tr>")
        for item in day["items"]:
            chips = " ".join(chip["text"] for chip in item["chips"])
            cells = (item["subject"], text_of(item["body"]), item["kind"], chips, item["minutes"])
            rows.append("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
    above = [notice["school"], *notice["line"], notice["approval"]["text"]]
    above += [f"{note['subject']} {text_of(note['body'])}" for note in notice["notes"]]
    below = ["".join(run["text"] for run in line) for line in notice["foot"]]
    below += [*notice["signing"], notice["published"]]
    title = escape(notice["title"])
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>"
        + "".join(f"<p>{escape(line)}</p>" for line in above)
        + f"<table>{''.join(rows)}</table>"
        + "".join(f"<p>{escape(line)}</p>" for line in below)
        + "</body></html>"
    )


def _cost(command: list[str]) -> Cost:
    """Run a command in a process that does nothing else, so that what it used is its own."""
    watcher = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    before = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watcher, *command],
        check=True,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    wall = time.perf_counter() - before
    cpu, peak = map(float, done.stdout.split())
    return Cost(wall, cpu, peak)


def _versions() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - only for the heading

    chromium = subprocess.run(
        ["chromium", "--version"],  # noqa: S607 - wherever the system has it
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout.split()[1]
    return f"typst {version('typst')}, WeasyPrint {version('weasyprint')}, Chromium {chromium}"


def typst(school: Path, target: Path) -> None:
    """Read the school and set every class's notice."""
    order, templates = _order(school)
    made = as_pdf(notices(order)[:-1], templates, "zh-Hans", lambda _d, _t: None, archive=False)
    for name, data in made.files:
        (target / name).write_bytes(data)


def weasyprint(source: Path, target: Path) -> None:
    """Turn every page of a folder into a PDF with tags."""
    from weasyprint import HTML  # noqa: PLC0415 - only this side needs it

    for page in sorted(source.glob("*.html")):
        HTML(filename=str(page)).write_pdf(target / f"{page.stem}.pdf", pdf_variant="pdf/ua-1")


def chromium(source: Path, target: Path) -> None:
    """Turn every page of a folder into a PDF with tags, all in one browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this side needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        for each in sorted(source.glob("*.html")):
            page.goto(each.as_uri())
            page.pdf(path=target / f"{each.stem}.pdf", prefer_css_page_size=True, tagged=True)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        Path(sys.argv[3]).mkdir(parents=True)
        {"typst": typst, "weasyprint": weasyprint, "chromium": chromium}[sys.argv[1]](
            Path(sys.argv[2]), Path(sys.argv[3])
        )

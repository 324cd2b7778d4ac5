# ruff: noqa: INP001 - a script beside the pages it makes pictures for, no package
"""Take the pictures in docs/images/ from the demonstration school: ``python docs/pictures.py``.

Needs Chromium (``SJBOARD_CHROMIUM`` or the one on the path) and pdftoppm. The site is built into a
temporary folder with a fixed date, and looked at on a fixed day, so that the same pages give the same
pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

HOUSE = Path(__file__).resolve().parent.parent
IMAGES = HOUSE / "docs" / "images"
PUBLISHED = "2026-11-21"
LOOKED_AT = datetime.fromisoformat("2026-11-24T18:30:00+08:00")
BOARD = "2026-autumn/w12/g3/c1/index.html"
MOST_BYTES = 300_000
ADDRESS = re.compile(r"http://\S+")
TIME = re.compile(rb"(?<= )\d+\xe5\x88\x86\xe9\x92\x9f")  # 分钟


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is seen: width and greatest height in CSS pixels, and how many dots to a pixel.

    ``words`` are typed into the page's field first.
    """

    name: str
    route: str
    width: int
    height: int
    dots: float = 1
    scheme: Literal["light", "dark"] = "light"
    words: str = ""


PICTURES = (
    Picture("board-desktop", BOARD, 1280, 1200),
    Picture("board-phone", BOARD, 390, 1500, dots=1.5),
    Picture("board-phone-dark", BOARD, 390, 1500, dots=1.5, scheme="dark"),
    Picture("home", "index.html", 1280, 1100),
    Picture("home-phone", "index.html", 390, 1100),
    Picture("home-phone-dark", "index.html", 390, 1100, scheme="dark"),
    Picture("week", "2026-autumn/w12/index.html", 1280, 1000),
    Picture("grade", "2026-autumn/w12/g3/index.html", 1280, 1200),
    Picture("grade-phone", "2026-autumn/w12/g3/index.html", 390, 1200),
    Picture("term", "2026-autumn/index.html", 1280, 900),
    Picture("term-grade", "2026-autumn/g3/index.html", 1280, 1300),
    Picture("term-class-phone", "2026-autumn/g3/c1/index.html", 390, 1500),
    Picture("term-class-phone-dark", "2026-autumn/g3/c1/index.html", 390, 1500, scheme="dark"),
    Picture("rules", "rules/index.html", 1280, 900),
    Picture("search", "search/index.html", 1280, 900, words="观察"),
    Picture("screen", "classes/g3c1/screen.html", 1920, 1080, dots=0.667),
    Picture("letter", "letters/homework-board/index.html", 1280, 1200),
    Picture("letter-print", "letters/homework-board/print.html", 1280, 1200),
    Picture("poster", "2026-autumn/w12/g3/notice.html", 1280, 1000),
    Picture("missing", "404.html", 1280, 620),
    Picture("notice", "2026-autumn/w12/g3/c1/notice.html", 1280, 1200),
)


LETTERS = ("--what", "letters")
FORMS = ("--what", "forms", "--class", "3-1")
FILED, PLANNED = "家庭作业审批备案表", "班级作业总量统筹表"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a printed file, made by ``sjboard print`` with these options."""

    name: str
    file: str
    options: tuple[str, ...] = ()
    page: int = 1
    dots: int = 72
    """Dots to an inch."""


SHEETS = (
    Sheet("paper-notice", "三年级1班-第12周-作业公示"),
    Sheet("paper-notice-lying", "六年级1班-第12周-作业公示", ("--landscape",)),
    Sheet("paper-poster", "六年级-第12周-作业公示表-A3", dots=60),
    Sheet("form-filing", f"{FILED}/三年级1、2班语文-第12周-{FILED}", FORMS),
    Sheet("form-plan", f"{PLANNED}/三年级1班-第12周-{PLANNED}", FORMS),
    Sheet("form-consultation", "空白/二次会商单", FORMS),
    Sheet("form-receipts", "空白/回执统计表", FORMS, dots=60),
    Sheet("paper-letter-official", "关于实行作业公示制度的告家长书", LETTERS),
    Sheet("paper-letter-official-page-2", "关于实行作业公示制度的告家长书", LETTERS, page=2),
    Sheet("paper-letter-everyday", "校运会期间的作业安排", LETTERS),
)


def _run(*arguments: str | Path, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    subprocess.run(arguments, cwd=folder, env=environment, check=True)  # noqa: S603 - our own commands


def _school(folder: Path) -> Path:
    """Build the demonstration school here; its ``site``."""
    shutil.copytree(HOUSE / "content", folder / "content")
    shutil.copy(HOUSE / "config.yaml", folder)
    _run(sys.executable, "-m", "sjboard", "build", "--today", PUBLISHED, folder=folder)
    return folder / "site"


def _open(browser: Browser, site: Path, picture: Picture) -> Page:
    page = browser.new_page(
        viewport={"width": picture.width, "height": 800},
        device_scale_factor=picture.dots,
        color_scheme=picture.scheme,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page.clock.set_fixed_time(LOOKED_AT)
    page.goto((site / picture.route).as_uri())
    if picture.words:
        page.locator("input[type=search]").fill(picture.words)
        page.locator("mark").first.wait_for()
        page.locator("#told:not(:empty)").wait_for()
    return page


def _take(browser: Browser, site: Path, picture: Picture) -> None:
    page = _open(browser, site, picture)
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    height = min(picture.height, whole)
    page.set_viewport_size({"width": picture.width, "height": height})
    page.screenshot(path=IMAGES / f"{picture.name}.png")
    page.close()


def _print(browser: Browser, site: Path, folder: Path) -> None:
    """The board on paper, as the browser prints it."""
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        sys.exit("pdftoppm is missing: install poppler-utils")
    page = _open(browser, site, Picture("board-print", BOARD, 1280, 800))
    page.pdf(path=folder / "board.pdf", prefer_css_page_size=True)
    page.close()
    image = IMAGES / "board-print"
    _run(pdftoppm, "-png", "-singlefile", "-r", "110", "board.pdf", image, folder=folder)


def _sheets(folder: Path) -> None:
    """Printed files, a page of each; every set of options is printed once."""
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        sys.exit("pdftoppm is missing: install poppler-utils")
    for number, options in enumerate(dict.fromkeys(sheet.options for sheet in SHEETS)):
        output = f"print-{number}"
        command = (sys.executable, "-m", "sjboard", "print", "--today", PUBLISHED, "--quiet")
        _run(*command, "--output", output, *options, folder=folder)
        for sheet in SHEETS:
            if sheet.options == options:
                page = ("-f", str(sheet.page), "-r", str(sheet.dots))
                source = folder / output / f"{sheet.file}.pdf"
                image = IMAGES / sheet.name
                _run(pdftoppm, "-png", "-singlefile", *page, source, image, folder=folder)


def _workbook(folder: Path) -> None:
    """A grade's sheet of the workbook that teachers fill in, as LibreOffice sets it."""
    office, pdftoppm = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or pdftoppm is None:
        sys.exit("soffice or pdftoppm is missing: install libreoffice-calc-nogui, poppler-utils")
    command = (sys.executable, "-m", "sjboard", "export", "--quiet", "--week", "12")
    _run(*command, "--output", "week.xlsx", folder=folder)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    _run(office, profile, "--headless", "--convert-to", "pdf", "week.xlsx", folder=folder)
    cut = ("-f", "4", "-r", "110", "-x", "28", "-y", "46", "-W", "1240", "-H", "560")
    _run(pdftoppm, "-png", "-singlefile", *cut, "week.pdf", IMAGES / "excel", folder=folder)


def _preview(browser: Browser, folder: Path) -> None:
    """The preview with a slip in an entry, as the teacher sees it who made it; the entry is mended then."""
    entry = folder / "content/2026-autumn/w12/g3/数学.md"
    good = entry.read_bytes()
    command = (sys.executable, "-m", "sjboard", "serve", "--port", "0", "--today", PUBLISHED)
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as served:
        try:
            address = next(
                found[0] for line in served.stdout or () if (found := ADDRESS.search(line))
            )
            page = browser.new_page(
                viewport={"width": 1280, "height": 800}, timezone_id="Asia/Shanghai"
            )
            page.clock.set_fixed_time(LOOKED_AT)
            page.goto(address + BOARD)
            page.locator(".sj-strip").wait_for()
            entry.write_bytes(TIME.sub("大约20分钟".encode(), good, count=1))
            page.locator(".sj-trouble").wait_for()
            page.screenshot(path=IMAGES / "preview.png")
            page.close()
        finally:
            served.terminate()
            entry.write_bytes(good)


def main() -> None:
    """Take every picture anew; complain of one too heavy for a page on the web."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        site = _school(folder)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SJBOARD_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for picture in PICTURES:
            _take(browser, site, picture)
        _print(browser, site, folder)
        _preview(browser, folder)
        browser.close()
        _sheets(folder)
        _workbook(folder)
    heavy = [p.name for p in IMAGES.glob("*.png") if p.stat().st_size > MOST_BYTES]
    if heavy:
        sys.exit(f"above {MOST_BYTES} bytes: {', '.join(sorted(heavy))}")


if __name__ == "__main__":
    main()

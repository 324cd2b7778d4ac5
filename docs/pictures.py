# ruff: noqa: INP001 - a script beside the pages it makes pictures for, no package
"""Take the pictures in docs/images/ from the demonstration school: ``python docs/pictures.py``.

Needs Chromium (``SJBOARD_CHROMIUM`` or the one on the path) and pdftoppm. The site is built into a
temporary folder with a fixed date, and looked at on a fixed day, so that the same pages give the same
pictures.
"""

from __future__ import annotations

import os
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


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is seen: width and greatest height in CSS pixels, and how many dots to a pixel."""

    name: str
    route: str
    width: int
    height: int
    dots: float = 1
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("board-desktop", BOARD, 1280, 1200),
    Picture("board-phone", BOARD, 390, 1500, dots=1.5),
    Picture("board-phone-dark", BOARD, 390, 1500, dots=1.5, scheme="dark"),
    Picture("home", "index.html", 1280, 1100),
    Picture("notice", "2026-autumn/w12/g3/c1/notice.html", 1280, 1200),
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
        browser.close()
    heavy = [p.name for p in IMAGES.glob("*.png") if p.stat().st_size > MOST_BYTES]
    if heavy:
        sys.exit(f"above {MOST_BYTES} bytes: {', '.join(sorted(heavy))}")


if __name__ == "__main__":
    main()

"""The demonstration school's whole site, made by the real program: on disk, in Chromium, on paper.

The states that a board can have are test_board.py's; here is what a school gets, every page of it.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.standing import follow

pytestmark = pytest.mark.browser

WEEK = "2026-autumn/w12"
A4 = (210, 297)
SUB_PATH = "/board/"
WIDTHS = (320, 390, 1280)
BOARD = f"{WEEK}/g3/c1/index.html"


# ── every page, read as text ──────────────────────────────────────────────────────────────────


class Leaf(HTMLParser):
    """What a page says of itself: its links, ids, headings, language, policy, and what is inline."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.headings = 0
        self.language = ""
        self.policies: list[str] = []
        self.parts: list[str] = []  # what the page loads by itself: style, scripts, pictures
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self.language = given.get("lang", "") if tag == "html" else self.language
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(given["content"])
        self.ids += [given["id"]] if "id" in given else []
        self._script = tag == "script"
        for name, value in given.items():
            if name in ("href", "src", "xlink:href", "action", "poster", "data"):
                self.links.append(value)
                if tag not in ("a", "use"):
                    self.parts.append(value)
            if name == "style" or re.match(r"on[a-z]", name) or name == "srcdoc":
                self.inline.append(f"<{tag} {name}=…>")
            self.links += [f"#{one}" for one in re.findall(r"url\(#([^)]+)\)", value)]
        if tag in ("style", "base", "iframe", "object", "embed"):
            self.inline.append(f"<{tag}>")
        if tag == "script" and "src" not in given:
            self.inline.append("<script>")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.inline.append("<script>…")

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"


@pytest.fixture(scope="session")
def leaves(school: Path) -> dict[str, Leaf]:
    """Every page of the site, under its address."""
    found = {}
    for path in sorted(school.rglob("*.html")):
        leaf = Leaf()
        leaf.feed(path.read_text(encoding="utf-8"))
        leaf.close()
        found[path.relative_to(school).as_posix()] = leaf
    return found


def test_the_site_is_whole(leaves: dict[str, Leaf]) -> None:
    boards = [
        address for address in leaves if re.fullmatch(r".*/w\d\d/g\d/c\d/index.html", address)
    ]
    notices = [address for address in leaves if address.endswith("/notice.html")]
    assert len(boards) == 5 * 18
    assert len(notices) == 5 * (18 + 6)
    own = [address for address in leaves if address.startswith("classes/")]
    assert len([address for address in own if address.endswith("/index.html")]) == 18
    assert len([address for address in own if address.endswith("/screen.html")]) == 18


def _joined(address: str, link: str) -> str:
    """The address that a relative link leads to, from the site's root; '' when it leaves the site."""
    parts = address.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_every_link_of_every_page_leads_somewhere(school: Path, leaves: dict[str, Leaf]) -> None:
    files = {p.relative_to(school).as_posix() for p in school.rglob("*") if p.is_file()}
    ids = {address: set(leaf.ids) for address, leaf in leaves.items()}
    wrong: dict[str, str] = {}
    followed = 0
    for address, leaf in leaves.items():
        for link in leaf.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if parts.scheme not in ("https", "http", "mailto", "tel") or link in leaf.parts:
                    wrong[link] = address
                continue
            target = _joined(address, unquote(parts.path)) if parts.path else address
            followed += 1
            if (
                parts.query
                or target not in files
                or (parts.fragment and unquote(parts.fragment) not in ids.get(target, ()))
            ):
                wrong[link] = address
    assert wrong == {}
    assert followed > 10_000


def test_every_page_says_what_it_is_and_holds_nothing_inline(leaves: dict[str, Leaf]) -> None:
    wrong: dict[str, object] = {}
    for address, leaf in leaves.items():
        policy = leaf.policies[0] if len(leaf.policies) == 1 else ""
        if leaf.inline:
            wrong[address] = leaf.inline
        elif not policy.startswith("default-src 'none';") or "unsafe" in policy or "*" in policy:
            wrong[address] = leaf.policies
        elif (leaf.headings, leaf.language) != (1, "zh-Hans"):
            wrong[address] = (leaf.headings, leaf.language)
        elif len(leaf.ids) != len(set(leaf.ids)):
            wrong[address] = "an id stands twice"
    assert wrong == {}


def test_a_board_weighs_little(school: Path) -> None:
    heavy = {}
    boards = [*school.glob("*/w*/g*/c*/index.html"), *school.glob("classes/*/index.html")]
    for path in boards:
        data = path.read_bytes()
        weight = (len(data), len(gzip.compress(data)))
        if weight[0] > 30_000 or weight[1] > 10_000:
            heavy[path.relative_to(school).as_posix()] = weight
    assert heavy == {}
    assert len(boards) == 5 * 18 + 18


# ── in the browser ────────────────────────────────────────────────────────────────────────────


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder over http, below a sub-path and nowhere else."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            if not path.startswith(SUB_PATH):
                return str(folder / "outside the sub-path")
            return super().translate_path(path.removeprefix(SUB_PATH.rstrip("/")))

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session", params=["disk", "http"])
def base(request: pytest.FixtureRequest, school: Path) -> Iterator[str]:
    """The site's own address: from disk, and from below a sub-path of a server."""
    if request.param == "disk":
        yield school.as_uri() + "/"
    else:
        with _served(school) as address:
            yield address


@dataclass
class Visit:
    """A tab that keeps what goes wrong: complaints, failures, and requests beyond the site."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)
    requests: int = 0

    def watch(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _asked(self, request: Request) -> None:
        self.requests += 1
        if not request.url.startswith(self.base):
            self.wrong.append(request.url)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left before the page's icon came: no fault
            self.wrong.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def open(self, address: str) -> Page:
        self.page.goto(self.base + address)
        return self.page

    def too_wide(self, width: int) -> int:
        """By how many pixels the page is wider than a screen of this width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        script = "document.documentElement.scrollWidth - window.innerWidth"
        return max(0, int(self.page.evaluate(script)))


@contextmanager
def _visit(chromium: Browser, base: str, *, scripts: bool = True) -> Iterator[Visit]:
    context = chromium.new_context(java_script_enabled=scripts)
    visit = Visit(context.new_page(), base)
    visit.watch()
    yield visit
    context.close()


def test_every_board_fits_every_screen(
    chromium: Browser, base: str, leaves: dict[str, Leaf]
) -> None:
    boards = [address for address in leaves if re.fullmatch(rf"{WEEK}/g\d/c\d/index.html", address)]
    wide: dict[tuple[str, int, str], int] = {}
    grounds = set()
    with _visit(chromium, base) as visit:
        for address in boards:
            page = visit.open(address)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                for width in WIDTHS:
                    if more := visit.too_wide(width):
                        wide[address, width, scheme] = more
        assert (wide, visit.wrong) == ({}, [])
        assert visit.requests > 3 * len(boards)
    assert len(boards) == 18
    assert grounds == {"rgb(245, 243, 238)", "rgb(18, 24, 26)"}


def test_every_kind_of_page_fits_a_phone(
    chromium: Browser, base: str, school: Path, leaves: dict[str, Leaf]
) -> None:
    """Of each kind the heaviest: with the most, the longest, and the pictures."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for address in leaves:
        kinds[re.sub(r"\d+", "N", address)].append(address)
    assert len(kinds) == 19
    wide = {}
    with _visit(chromium, base) as visit:
        for addresses in kinds.values():
            heaviest = max(addresses, key=lambda address: (school / address).stat().st_size)
            visit.open(heaviest)
            if more := visit.too_wide(360):
                wide[heaviest] = more
        assert (wide, visit.wrong) == ({}, [])


def test_a_parent_finds_the_way(chromium: Browser, base: str) -> None:
    with _visit(chromium, base) as visit:
        page = visit.open("index.html")
        page.set_viewport_size({"width": 390, "height": 800})

        def where() -> str:
            return page.url.removeprefix(base)

        follow(page.get_by_role("link", name=re.compile(r"^三年级\s*1班$")).first)
        assert where() == "classes/g3c1/index.html"
        assert page.locator("h1").inner_text() == "三年级(1)班 第12周作业公示"
        follow(page.locator("a[rel=prev]"))
        assert where() == "2026-autumn/w11/g3/c1/index.html"
        follow(page.get_by_role("link", name="打印版"))
        assert where() == "2026-autumn/w11/g3/c1/notice.html"
        assert "第11周作业公示" in page.locator("h1").inner_text()
        follow(page.get_by_role("link", name="回到公示板"))
        assert where() == "2026-autumn/w11/g3/c1/index.html"
        follow(page.get_by_role("link", name="现行作业规定"))
        assert where() == "rules/index.html"
        assert "书面" in page.locator("main").inner_text()
        follow(page.get_by_role("link", name="育才路小学").first)
        assert where() == "index.html"
        assert visit.wrong == []


def test_a_tap_leads_to_the_day(chromium: Browser, base: str) -> None:
    with _visit(chromium, base) as visit:
        page = visit.open(BOARD)
        page.set_viewport_size({"width": 390, "height": 800})
        page.emulate_media(reduced_motion="reduce")
        page.locator(".chart-day").nth(3).click()
        assert page.url == f"{base}{BOARD}#d2026-11-26"
        top = page.locator("#d2026-11-26").evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < 40


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _published(school: Path, grade: int, number: int) -> list[list[str]]:
    """The homework that the published data give this class: each piece in its stretches of text."""
    data = json.loads((school / f"data/{WEEK}.json").read_text(encoding="utf-8"))
    found = [one for one in data["classes"] if one["class"] == f"{grade}-{number}"]
    pieces = [item["html"] for one in found for day in one["days"] for item in day["items"]]
    stretches = [re.split(r"<[^>]*>", piece) for piece in pieces]
    return [[_bare(unescape(text)) for text in piece if _bare(text)] for piece in stretches]


def _lost(expected: list[list[str]], seen: str) -> list[str]:
    """What of the homework is not to be read there."""
    return [text for piece in expected for text in piece if text not in seen]


@pytest.mark.parametrize("grade", [1, 3, 6])
def test_a_board_says_everything_without_scripts(
    chromium: Browser, base: str, school: Path, grade: int
) -> None:
    expected = _published(school, grade, 1)
    assert len(expected) > 15
    with _visit(chromium, base, scripts=False) as visit:
        page = visit.open(f"{WEEK}/g{grade}/c1/index.html")
        page.set_viewport_size({"width": 390, "height": 800})
        seen = _bare(page.locator("main").inner_text())
        assert _lost(expected, seen) == []
        assert page.locator(".item:visible").count() == len(expected)
        assert visit.wrong == []


# ── on paper ──────────────────────────────────────────────────────────────────────────────────


def _sheets(pdf: Path) -> list[tuple[int, int]]:
    """Width and height of each page of a PDF, in whole millimetres."""
    told = subprocess.run(
        ["pdfinfo", "-l", "999", pdf], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", told, re.MULTILINE)
    return [(round(float(w) * 25.4 / 72), round(float(h) * 25.4 / 72)) for w, h in sizes]


def _print(visit: Visit, address: str, pdf: Path) -> list[tuple[int, int]]:
    visit.open(address).pdf(path=pdf, prefer_css_page_size=True)
    return _sheets(pdf)


def _words(pdf: Path, page: int = 1) -> str:
    """The text of one page."""
    limits = ["-f", str(page), "-l", str(page)]
    told = subprocess.run(
        ["pdftotext", "-raw", *limits, pdf, "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return _bare(told.stdout)


def _unprinted(expected: list[list[str]], printed: str) -> str:
    """The homework's characters that are missing on paper, where a table's cells read mixed."""
    wanted = Counter(letter for piece in expected for text in piece for letter in text)
    return "".join((wanted - Counter(printed)).elements())


def test_every_board_prints_on_one_sheet_with_all_its_homework(
    chromium: Browser, school: Path, tmp_path: Path
) -> None:
    wrong: dict[str, object] = {}
    boards = [(grade, number) for grade in range(1, 7) for number in range(1, 4)]
    with _visit(chromium, school.as_uri() + "/") as visit:
        for grade, number in boards:
            address = f"{WEEK}/g{grade}/c{number}/index.html"
            sheets = _print(visit, address, tmp_path / "a.pdf")
            lost = _unprinted(_published(school, grade, number), _words(tmp_path / "a.pdf"))
            if lost or sheets != [(A4[1], A4[0])]:
                wrong[address] = lost or sheets
        assert (wrong, visit.wrong) == ({}, [])


@pytest.mark.parametrize("grade", range(1, 7))
def test_a_notice_prints_on_one_sheet(
    chromium: Browser, school: Path, tmp_path: Path, grade: int
) -> None:
    with _visit(chromium, school.as_uri() + "/") as visit:
        assert _print(visit, f"{WEEK}/g{grade}/c1/notice.html", tmp_path / "a.pdf") == [A4]
        assert _unprinted(_published(school, grade, 1), _words(tmp_path / "a.pdf")) == ""
        assert visit.wrong == []


def test_all_notices_print_one_class_to_a_sheet(
    chromium: Browser, school: Path, tmp_path: Path
) -> None:
    with _visit(chromium, school.as_uri() + "/") as visit:
        assert _print(visit, f"{WEEK}/notices.html", tmp_path / "a.pdf") == [A4] * 18
        for page, number in enumerate((1, 2, 3) * 6, 1):
            grade = (page + 2) // 3
            printed = _words(tmp_path / "a.pdf", page)
            lost = _unprinted(_published(school, grade, number), printed)
            assert lost == "", (grade, number)


@pytest.mark.parametrize(
    ("name", "inner"), [("index.html", (279, 192)), ("notice.html", (186, 277))]
)
def test_every_week_fits_its_sheets(
    chromium: Browser, school: Path, name: str, inner: tuple[int, int]
) -> None:
    """The term's other weeks, laid out for paper but not printed, which would take minutes."""
    lowest = """() => Math.max(...Array.from(document.querySelectorAll("main *, footer *"))
        .filter(e => e.offsetParent).map(e => e.getBoundingClientRect().bottom))"""
    pages = sorted(school.glob(f"*/w*/g*/c*/{name}"))
    assert len(pages) == 5 * 18
    tall = {}
    with _visit(chromium, school.as_uri() + "/") as visit:
        width, height = (round(side * 96 / 25.4) for side in inner)
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.emulate_media(media="print")
        for path in pages:
            address = path.relative_to(school).as_posix()
            reached = float(visit.open(address).evaluate(lowest))
            if reached > height:
                tall[address] = f"{round(reached * 25.4 / 96)} of {inner[1]} mm"
        assert (tall, visit.wrong) == ({}, [])


def test_letters_print_on_a4(
    chromium: Browser, school: Path, leaves: dict[str, Leaf], tmp_path: Path
) -> None:
    letters = [address for address in leaves if re.fullmatch(r"letters/[^/]+/print.html", address)]
    with _visit(chromium, school.as_uri() + "/") as visit:
        for address in letters:
            sheets = _print(visit, address, tmp_path / "a.pdf")
            assert set(sheets) == {A4}, address
            assert "回执" in _words(tmp_path / "a.pdf", len(sheets)), address
        assert visit.wrong == []
    assert len(letters) == 2

"""What a first visit costs: bytes and requests over http, and that nothing moves while it loads."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TEXT = (".html", ".css", ".js", ".svg", ".json")
BOARDS = ("classes/g3c1/index.html", "2026-autumn/w12/g6/c1/index.html")
PAGES = (
    *BOARDS,
    "index.html",
    "2026-autumn/index.html",
    "2026-autumn/g3/index.html",
    "2026-autumn/g3/c1/index.html",
    "2026-autumn/w12/index.html",
    "2026-autumn/w12/g3/index.html",
    "rules/index.html",
)
SHIFTS = """window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { window.shifted += e.value; }))
  .observe({type: 'layout-shift', buffered: true});"""


@dataclass
class Cost:
    bytes: int = 0
    requests: int = 0
    shifted: float = -1.0


@pytest.fixture(scope="module")
def served(school: Path) -> Iterator[str]:
    """The demonstration school's site behind a server that compresses text, as nginx's example does."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            data = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            if path.suffix in TEXT:
                data = gzip.compress(data)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(school)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def visit(chromium: Browser, address: str, width: int) -> Cost:
    """Open a page in a browser that has seen nothing yet, and go down to its end."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    cost = Cost()
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def finished(event: dict[str, float]) -> None:
        cost.bytes += int(event["encodedDataLength"])
        cost.requests += 1

    session.on("Network.loadingFinished", finished)
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(200)
    cost.shifted = float(page.evaluate("window.shifted"))
    context.close()
    return cost


@pytest.mark.parametrize("route", PAGES)
def test_a_first_visit_costs_little(chromium: Browser, served: str, route: str) -> None:
    cost = visit(chromium, served + route, 390)
    assert cost.bytes <= 60_000
    assert 3 <= cost.requests <= 8


@pytest.mark.parametrize("route", BOARDS)
def test_a_server_that_does_not_compress_is_bearable(
    chromium: Browser, school: Path, served: str, route: str
) -> None:
    """What the site itself brings: pictures that teachers add come on top."""
    page = chromium.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(served)))
    page.goto(served + route, wait_until="networkidle")
    page.close()
    ours = [school / path for path in asked if not path.endswith(".png")]
    assert len(ours) >= 5
    assert sum(path.stat().st_size for path in ours) <= 75_000


@pytest.mark.parametrize("route", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(
    chromium: Browser, served: str, route: str, width: int
) -> None:
    assert visit(chromium, served + route, width).shifted == 0

"""A school's site in a folder and on a server, built anew while somebody looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from tests.running import ROOT

SATURDAY = date(2026, 11, 21)
"""Week 12 came out yesterday, week 11 still runs."""


@dataclass(frozen=True)
class Standing:
    """A site's folder. ``build`` brings it up to date with the demonstration school, changed as said."""

    folder: Path

    def build(
        self,
        today: date = SATURDAY,
        content: Mapping[str, bytes] | None = None,
        templates: Mapping[str, bytes] | None = None,
        config: bytes = b"",
    ) -> None:
        """``content`` is added to the demonstration's, or, with a ``config`` of its own, instead of it."""
        sources = snapshot(ROOT / "config.yaml")
        sources = replace(
            sources,
            config=config or sources.config,
            content={**({} if config else sources.content), **(content or {})},
            templates=templates or {},
            ledger=b"",
        )
        done = build_site(sources, today)
        assert done.pages, done.diagnostics
        for route, data in done.pages.items():
            path = self.folder / route
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for path in self.folder.rglob("*"):
            if path.is_file() and path.relative_to(self.folder).as_posix() not in done.pages:
                path.unlink()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """The folder over http, at a port of its own or the one that is asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def watch(page: Page, base: str) -> list[str]:
    """Note what goes wrong on a page: complaints, faults, failures, requests beyond the site."""
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((base, "data:")) else wrong.append(r.url))
    return wrong


def follow(link: Locator) -> None:
    """Follow a link and wait until the page that it leads to stands, its scripts done."""
    with link.page.expect_navigation():
        link.click()

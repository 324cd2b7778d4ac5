"""The application: pages out of a mapping, the line on which a browser hears of new ones, the status page.

Knows HTTP and nothing of files: an address is looked up among the pages, and what is not there is not
there, however it is written.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sjboard.edges.package import PACKAGE
from sjboard.edges.serve.frame import EVENTS, SCRIPT, STATUS, STYLE, Framed, waiting_digest
from sjboard.edges.serve.guard import Guard
from sjboard.edges.serve.status_page import StatusPage
from sjboard.edges.terminal import words
from sjboard.views import routes

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp

    from sjboard.edges.serve.preview import Preview, Shown

BREATH = 15.0
"""Seconds after which a silent line says that it is still there."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "woff2": "font/woff2",
}
_FEED = "application/atom+xml; charset=utf-8"


class Bells:
    """The bell of every open line. They may be rung from any thread."""

    def __init__(self) -> None:
        self.closing = False
        self._bells: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def hang(self) -> asyncio.Event:
        """Hang up a bell; within the loop."""
        self._loop = asyncio.get_running_loop()
        bell = asyncio.Event()
        self._bells.add(bell)
        return bell

    def take_down(self, bell: asyncio.Event) -> None:
        self._bells.discard(bell)

    def ring(self) -> None:
        """Let every line look whether there is something new."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._ring)

    def close(self) -> None:
        """End every line."""
        self.closing = True
        self.ring()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()


class Board:
    """The answers. ``open_to_others`` says that others in the network may ask."""

    def __init__(self, preview: Preview, *, open_to_others: bool) -> None:
        self.bells = Bells()
        self._preview = preview
        self._open_to_others = open_to_others
        self._status = StatusPage()

    def application(self, hosts: Collection[str]) -> ASGIApp:
        """Give the whole application behind its guard."""
        app = Starlette(
            routes=[
                Route(f"/{EVENTS}", self._events),
                Route(f"/{SCRIPT}", _ours("preview.js")),
                Route(f"/{STYLE}", _ours("preview.css")),
                Route(f"/{STATUS}", self._show_status),
                Route("/{path:path}", self._page),
            ],
            exception_handlers={Exception: self._failed},
        )
        app.router.redirect_slashes = False
        return Guard(app, hosts, lambda: words(self._preview.shown.language))

    def _frame(self, shown: Shown) -> Framed:
        return Framed(words(shown.language), self._open_to_others)

    async def _page(self, request: Request) -> Response:
        shown = self._preview.shown
        route, status = _route_of(shown, request.scope["path"])
        if route is None:
            if not shown.pages:
                page = self._frame(shown).waiting(shown.troubles)
                return Response(page, 503, {"Retry-After": "1"}, TYPES["html"])
            return PlainTextResponse(words(shown.language)("serve.missing") + "\n", 404)
        if route.endswith("/"):
            return RedirectResponse(f"/{route}", 308)
        data = shown.pages[route] if route in shown.pages else shown.retired[route]
        kind = _type_of(route)
        if kind == TYPES["html"]:
            data = self._frame(shown).frame(data, shown.digests[route])
        headers = {"Content-Disposition": "attachment"} if kind == _UNKNOWN else {}
        if route.startswith("assets/"):  # whose names carry a digest
            headers["Cache-Control"] = "private, max-age=86400, immutable"
        return Response(data, status, headers, kind)

    async def _show_status(self, _request: Request) -> Response:
        shown = self._preview.shown
        if not shown.pages:
            page = self._frame(shown).waiting(shown.troubles)
            return Response(page, 503, {"Retry-After": "1"}, TYPES["html"])
        data, digest = await run_in_threadpool(self._status.make, shown)
        return Response(self._frame(shown).frame(data, digest), media_type=TYPES["html"])

    async def _events(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        path = request.query_params.get("page", "/")
        return StreamingResponse(self._tell(path), media_type="text/event-stream")

    async def _tell(self, path: str) -> AsyncIterator[str]:
        """Say at once, and at every ring, which page stands there now and what is wrong."""
        bell = self.bells.hang()
        try:
            yield "retry: 500\n"
            while not self.bells.closing:
                bell.clear()
                state = await self._state(path)
                yield f"data: {json.dumps(state, ensure_ascii=False)}\n\n"
                while not bell.is_set():
                    try:
                        await asyncio.wait_for(bell.wait(), BREATH)
                    except TimeoutError:
                        yield ": \n\n"
        finally:
            self.bells.take_down(bell)

    async def _state(self, path: str) -> dict[str, object]:
        shown = self._preview.shown
        if path == f"/{STATUS}" and shown.pages:
            digest = (await run_in_threadpool(self._status.make, shown))[1]
        else:
            route, _ = _route_of(shown, path)
            digest = shown.digests.get(route or "") or waiting_digest(shown.troubles)
        troubles = [trouble.as_json() for trouble in shown.troubles]
        return {"digest": digest, "whole": bool(shown.pages), "troubles": troubles}

    async def _failed(self, _request: Request, _failure: Exception) -> Response:
        return PlainTextResponse(words(self._preview.shown.language)("serve.failed") + "\n", 500)


def _route_of(shown: Shown, path: str) -> tuple[str | None, int]:
    """Find what an address means: a route and its status; a route with ``/`` behind it is to be asked anew.

    None where there is not even our own page for what is missing.
    """
    route = path.removeprefix("/")
    if not route or route.endswith("/"):
        route += "index.html"
    if route in shown.pages or route in shown.retired:
        return route, 200
    if f"{route}/index.html" in shown.pages:
        return f"{route}/", 308
    return (routes.NOT_FOUND, 404) if routes.NOT_FOUND in shown.pages else (None, 404)


_UNKNOWN = "application/octet-stream"


def _type_of(route: str) -> str:
    name = route.rpartition("/")[2]
    if name == "feed.xml":
        return _FEED
    return TYPES.get(name.rpartition(".")[2].lower(), _UNKNOWN)


def _ours(name: str) -> Callable[[Request], Response]:
    """Answer with a file of the program's own, read once."""
    data = (PACKAGE / "edges" / "serve" / name).read_bytes()
    kind = _type_of(name)
    return lambda _request: Response(data, media_type=kind)

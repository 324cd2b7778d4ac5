"""Who may ask, and for what: Host, Origin, method; and the headers that every answer carries.

Knows ASGI. A name that is not ours in ``Host`` is how a page elsewhere reads a server on this machine
(DNS rebinding), so the list is exact.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from sjboard.edges.serve.frame import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from sjboard.locale import Words

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LONGEST = 2048
"""Of a path: our longest has some hundred characters."""


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], words: Callable[[], Words]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return self._say("serve.foreign-host", 421)
        if scope["method"] not in {"GET", "HEAD"}:
            return self._say("serve.only-get", 405, Allow="GET, HEAD")
        if len(scope["path"]) > _LONGEST:
            return self._say("serve.long", 414)
        if scope["path"] == f"/{EVENTS}":
            origins = headers.getlist("origin")
            ours = all(origin.lower() == f"http://{hosts[0].lower()}" for origin in origins)
            site = headers.get("sec-fetch-site", "same-origin")
            if not ours or site not in {"same-origin", "none"}:
                return self._say("serve.foreign-origin", 403)
        return None

    def _say(self, key: str, status: int, **headers: str) -> PlainTextResponse:
        return PlainTextResponse(self._words()(key) + "\n", status, headers)

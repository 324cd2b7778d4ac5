"""Takes a port, runs the server and the builder beside each other, and ends both at Ctrl+C.

Knows uvicorn, sockets and threads. Does not know pages.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from types import FrameType

import uvicorn

from sjboard.edges.serve.app import Board
from sjboard.edges.serve.bounds import settings
from sjboard.edges.serve.preview import Preview, Shown
from sjboard.edges.serve.watch import Watch
from sjboard.records import dataclass

LOOK = 1.0
"""Seconds between two looks at everything, where no event came: for drives that send none."""
SHARE = 20
"""A look at everything may take one part in so many of the time."""
QUIET = 3.0
"""Seconds after the last change in which every file is read once more, whatever its date says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where we answer. ``hosts`` are the names by which we may be asked.

    ``taken`` is the port that was wanted and not free, None where it was.
    """

    sock: socket.socket
    host: str
    port: int
    hosts: frozenset[str]
    taken: int | None

    @property
    def local(self) -> bool:
        """Whether only this machine reaches us."""
        return is_local(self.host)

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in _ANY else self.host
        return f"http://{_bracketed(host)}:{self.port}/"


_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to


def is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def take_place(host: str, port: int) -> Place:
    """Take this port, or any free one where it is taken. Raises ``OSError`` where neither can be had."""
    taken = None
    try:
        sock = _bound(host, port)
    except OSError as failure:
        if failure.errno not in {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", 0)}:
            raise
        taken = port
        sock = _bound(host, 0)
    chosen = int(sock.getsockname()[1])
    names = {"localhost", "127.0.0.1", "[::1]", _bracketed(host).lower()}
    if host in _ANY:
        names |= _own_names()
    hosts = {f"{name}:{chosen}" for name in names} | (names if chosen == 80 else set())
    return Place(sock, host, chosen, frozenset(hosts), taken)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    sock = socket.socket(family, kind, protocol)
    try:
        if os.name == "nt":
            sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", -5), 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(128)
    except OSError:
        sock.close()
        raise
    sock.setblocking(False)  # noqa: FBT003 - the socket library has no name for it
    return sock


def _own_names() -> set[str]:
    """Give the names and numbers by which the network knows this machine."""
    name = socket.gethostname().lower()
    names = {name}
    with contextlib.suppress(OSError):
        names |= {_bracketed(str(found[4][0])) for found in socket.getaddrinfo(name, None)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(("192.0.2.1", 9))  # sends nothing: only asks which way it would go
        names.add(str(asked.getsockname()[0]))
    return names


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class _Server(uvicorn.Server):
    """uvicorn's server, ended by Ctrl+C without a traceback and without waiting for open lines."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        wanted = [signal.SIGINT, signal.SIGTERM]
        before = {number: signal.signal(number, self.handle_exit) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._ending()
        super().handle_exit(sig, frame)


def serve(place: Place, preview: Preview, watch: Watch, tell: Callable[[Shown], None]) -> None:
    """Serve until somebody ends it. ``tell`` hears of everything new that is shown."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what goes wrong is told in our words
    board = Board(preview, open_to_others=not place.local)
    stop = threading.Event()

    def end() -> None:
        stop.set()
        board.bells.close()
        watch.ring()

    def news() -> None:
        board.bells.ring()
        tell(preview.shown)

    builder = threading.Thread(
        target=keep_building, args=(preview, watch, stop, news), name="builder", daemon=True
    )
    config = uvicorn.Config(
        board.application(place.hosts),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        **settings(),
    )
    server = _Server(config, end)
    builder.start()
    try:
        server.run(sockets=[place.sock])
    finally:
        end()
        watch.close()


def keep_building(
    preview: Preview, watch: Watch, stop: threading.Event, news: Callable[[], None]
) -> None:
    """Build at every change until told to stop: heard of by an event, or seen by a look at everything."""
    pause = LOOK
    changed_at: float | None = None
    if preview.refresh():
        news()
    gc.enable()
    gc.collect()
    gc.freeze()  # what stays for good need not be looked through at every save
    while not stop.is_set():
        watch.also(preview.named_files)
        heard = watch.wait(pause)
        if stop.is_set():
            return
        now = time.monotonic()
        anew = not heard and changed_at is not None and now - changed_at > QUIET
        if preview.refresh(heard, anew=anew):
            news()
            if not heard:
                watch.renew()  # nobody told us: perhaps what we watch is no longer there
            changed_at = time.monotonic()
        elif heard:
            changed_at = now
        elif anew:
            changed_at = None
        if not heard:
            pause = max(LOOK, SHARE * (time.monotonic() - now))

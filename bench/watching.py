"""From a saved entry to the new page over HTTP: our `serve` beside `hugo server`, saves in turn.

The page is asked for every 5 ms over a kept connection, the same way for both, from just before the file is
written until the answer says what was written. Hugo is started as usual (it renders only the pages that were
looked at of late, the one asked for among them), and with `--disableFastRender`, which renders all.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.cases import Other, Ours, rewrite
from bench.measure import Failed, share

READY = 900.0
"""Seconds that a server may take for its first build."""
PATIENCE = 120.0


@dataclass(slots=True)
class Server:
    """A running preview: where its page is, and what saving an entry means there."""

    name: str
    running: subprocess.Popen[bytes]
    port: int
    path: str
    line: http.client.HTTPConnection | None = None

    def page(self) -> str:
        """Ask for the page; "" while nothing answers."""
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request("GET", self.path)
            answer = self.line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.line = None
            return ""
        return text if answer.status == 200 else ""

    def until(self, said: str, patience: float = PATIENCE) -> float:
        """Wait for the page to say this; give the moment."""
        end = time.perf_counter() + patience
        while said not in self.page():
            if time.perf_counter() > end or self.running.poll() is not None:
                raise Failed(f"{self.name} never showed {said}")
            time.sleep(0.005)
        return time.perf_counter()


def watch(
    ours: Ours, hugo: Other | None, saves: int, *, whole: bool = False
) -> dict[str, tuple[list[float], float]]:
    """Seconds of each save, and the MiB of the server's processes after the last; by server.

    ``whole``: Hugo renders every page, not only those looked at of late.
    """
    found: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(_ours(ours))]
        if hugo is not None:
            servers.append(stack.enter_context(_hugo(hugo, whole=whole)))
        for server in servers:
            server.until("</html>", READY)
        for number in range(saves):
            for server in servers:
                time.sleep(1.0)  # what the last save set off is over
                said = f"{server.name}存了{number}次"
                begun = time.perf_counter()
                if server.name == "sjboard":
                    rewrite(ours.entry, said)
                elif hugo is not None:
                    hugo.save(said)
                found.setdefault(server.name, []).append(server.until(said) - begun)
        for server in servers:
            if sys.platform == "linux":
                peaks[server.name] = share(server.running.pid, itself=True) / 1024
    return {name: (took, peaks.get(name, 0.0)) for name, took in found.items()}


@contextlib.contextmanager
def _ours(ours: Ours) -> Iterator[Server]:
    port, newest = _free(), ours.newest
    today = (newest.monday + timedelta(days=1)).isoformat()
    command = [sys.executable, "-m", "sjboard", "--today", today, "serve", "--port", str(port)]
    running = _started(command, ours.folder, ours.env())
    try:
        yield Server("sjboard", running, port, f"/{newest.key}/g1/c1/index.html")
    finally:
        _end(running)


@contextlib.contextmanager
def _hugo(hugo: Other, *, whole: bool) -> Iterator[Server]:
    port = _free()
    newest = re.sub(r"\\", "/", str(hugo.entry.parent.relative_to(hugo.folder / "content")))
    options = ["server", "--port", str(port), *(["--disableFastRender"] if whole else [])]
    running = _started([*hugo.tool.program, *options], hugo.folder, dict(hugo.env))
    try:
        yield Server("hugo", running, port, f"/board/{newest}/")
    finally:
        _end(running)


def _started(command: list[str], folder: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=env, stdin=quiet, stdout=quiet, stderr=quiet)


def _end(running: subprocess.Popen[bytes]) -> None:
    running.terminate()
    try:
        running.wait(20)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])

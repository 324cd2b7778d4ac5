"""A real nginx in a process of its own, with the configuration that the technician's guide shows.

Knows the guide's block of code and the few lines that an nginx needs around it to run for a test, without
rights and on loopback. Those lines are as unfriendly as panels make them: ``open_file_cache`` is on.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.running import ROOT

GUIDE = ROOT / "docs" / "guide" / "technician.md"
MIME = Path("/etc/nginx/mime.types")
AROUND = """\
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  open_file_cache max=4000 inactive=1h; open_file_cache_valid 1h; open_file_cache_errors on;
  open_file_cache_min_uses 1; sendfile on; tcp_nopush on;
  server {{ listen 127.0.0.1:{port}; server_name board.example;
{guide}
  }}
}}
"""


def program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def from_the_guide(language: str) -> str:
    """Give the guide's only block of code in this language."""
    (block,) = re.findall(
        rf"^```{language}\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return str(block)


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` have lower-case names."""

    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Nginx:
    """Where it answers, and the folder that holds its settings and its log."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path exactly as it is written."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(line):
            line.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read(), told)

    @property
    def log(self) -> str:
        return (self.folder / "error.log").read_text(encoding="utf-8")


@contextlib.contextmanager
def nginx(folder: Path, guide: str) -> Iterator[Nginx]:
    """Run it until the block ends. ``folder`` must be one that everybody may read."""
    binary = program()
    assert binary is not None
    port = _free()
    shutil.copy(MIME, folder)
    settings = folder / "nginx.conf"
    settings.write_text(AROUND.format(port=port, guide=guide), encoding="utf-8", newline="\n")
    nobody = "nobody" if hasattr(os, "getuid") and os.getuid() == 0 else None
    if nobody:
        shutil.chown(folder, nobody)
    process = subprocess.Popen(
        [binary, "-e", "error.log", "-p", str(folder), "-c", str(settings)],
        user=nobody,
        stderr=subprocess.PIPE,
    )
    try:
        _await(port, process)
        yield Nginx(port, folder, process)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1].decode())
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise AssertionError("nginx never answered")

"""Requests a second and the slowest of a hundred: our preview, nginx and `python -m http.server`.

`.venv/bin/python bench/load.py`. The same built demonstration for all three, asked by eight clients that keep
their connections, page after page; nginx with one worker and its defaults.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLIENTS, SECONDS = 8, 6.0
NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{ include /etc/nginx/mime.types; access_log off; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; }} }}
"""


def main() -> None:
    """Print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "content", folder / "content")
        shutil.copy(ROOT / "config.yaml", folder)
        ours = [sys.executable, "-m", "sjboard", "--today", "2026-11-22"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        subprocess.run([*ours, "build"], cwd=folder, env=env, check=True, capture_output=True)
        site = folder / "site"
        pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
        ports = [_free() for _ in range(3)]
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, port=ports[1]), encoding="utf-8"
        )
        served = {
            "sjboard serve": ([*ours, "serve", "--port", str(ports[0])], folder),
            "nginx": (["/usr/sbin/nginx", "-c", str(folder / "nginx.conf")], folder),
            "http.server": (
                [sys.executable, "-m", "http.server", str(ports[2]), "--bind", "127.0.0.1"],
                site,
            ),
        }
        for (label, (command, where)), port in zip(served.items(), ports, strict=True):
            running = subprocess.Popen(
                command, cwd=where, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                _await(port)
                took, wrong = measure(port, pages)
            finally:
                running.terminate()
                running.wait()
            took.sort()
            rate = len(took) / SECONDS
            middle, slow = statistics.median(took), took[int(len(took) * 0.99)]
            print(
                f"{label}: {rate:.0f}/s, median {middle:.1f} ms, p99 {slow:.1f} ms, wrong {wrong}"
            )


def measure(port: int, pages: list[str]) -> tuple[list[float], int]:
    """Ask for pages from every client for a while: milliseconds of each answer, and how many were wrong."""
    took: list[float] = []
    wrong: list[int] = []
    end = time.monotonic() + SECONDS

    def ask(first: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        number = first
        while time.monotonic() < end:
            begun = time.perf_counter()
            line.request("GET", "/" + pages[number % len(pages)])
            answer = line.getresponse()
            body = answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200 or not re.search(rb"</html>\s*$", body):
                wrong.append(answer.status)
            number += CLIENTS

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return took, len(wrong)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(600):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            line.request("GET", "/index.html")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("it never answered")


if __name__ == "__main__":
    main()

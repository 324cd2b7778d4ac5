"""What the preview exposes, and to whom."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import run_in
from tests.serve.served import TERM, Served, entry, found, until, write

Serve = Callable[..., Served]

TRAVERSALS = (
    "/../config.yaml",
    "/..%2fconfig.yaml",
    "/%2e%2e/config.yaml",
    "/%2e%2e%2fconfig.yaml",
    "/%252e%252e%252fconfig.yaml",
    "/..%5cconfig.yaml",
    "/..\\config.yaml",
    "/%c0%ae%c0%ae/config.yaml",
    "/%e0%80%ae%e0%80%ae/config.yaml",
    "/%uff0e%uff0e/config.yaml",
    "/%ef%bc%8e%ef%bc%8e/config.yaml",
    "/rules/../../config.yaml",
    "/rules/..;/config.yaml",
    "/./config.yaml",
    "//config.yaml",
    "///etc/passwd",
    "/etc/passwd",
    "/C:/Windows/win.ini",
    "/C:%5cWindows%5cwin.ini",
    "/config.yaml",
    "/ledger.jsonl",
    "/content/2026-autumn/w13/g3/%E6%95%B0%E5%AD%A6.md",
    "/content/",
    "/templates/base.html",
    "/assets/",
    "/assets",
    "/data/",
    "/.git/config",
    "/.sjboard/memory",
    "/.env",
    "/index.html%00.md",
    "/index.html%00",
    "/%00",
    "/index.html/",
    "/index.html/../../config.yaml",
    "/INDEX.HTML",
    "/index.html.",
    "/index.html%20",
    "/index.html::$DATA",
    "/CON",
    "/_preview/",
    "/_preview/preview.py",
    "/_preview/../frame.py",
    "/_preview/%2e%2e/frame.py",
    "/sjboard/edges/serve/app.py",
    "/http://example.test/",
)


def test_no_path_leads_out(serve: Serve) -> None:
    served = serve()
    write(served.folder / ".env", "SECRET")
    for path in TRAVERSALS:
        status, body, _ = served.ask(path)
        assert status in {400, 404}, (path, status)
        for word in (b"SECRET", b"first_monday", b"root:", b"{% block", b"import annotations"):
            assert word not in body, path
    assert served.ask("/index.html?x=../config.yaml")[0] == 200
    assert served.ask("/" + "a" * 3000)[0] == 414
    assert served.ask("/2026-autumn/w13")[2]["location"] == "/2026-autumn/w13/"


def test_only_reading(serve: Serve) -> None:
    served = serve()
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"):
        status, _, headers = served.ask("/", method)
        assert (status, headers["allow"]) == (405, "GET, HEAD"), method
    status, body, headers = served.ask("/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(served.ask("/")[1])
    assert served.ask("/_preview/events", "HEAD")[:2] == (200, b"")


def test_only_under_our_own_names(serve: Serve) -> None:
    served = serve()
    port = served.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert served.ask("/", Host=host)[0] == 200, host
    foreign = (
        "example.test",
        f"example.test:{port}",
        f"127.0.0.1.example.test:{port}",
        f"localhost.example.test:{port}",
        f"127.0.0.1:{port + 1}",
        "127.0.0.1",
        "localhost",
        f"127.0.0.2:{port}",
        f"0.0.0.0:{port}",
        f"x@127.0.0.1:{port}",
        f"127.0.0.1:{port}@example.test",
        f"127.0.0.1:{port}, example.test",
        "",
    )
    for host in foreign:
        status, body, _ = served.ask("/", Host=host)
        assert status in {400, 421}, host
        assert "样例小学".encode() not in body


def test_the_line_is_for_our_own_pages(serve: Serve) -> None:
    served = serve()
    ours = f"http://127.0.0.1:{served.port}"
    for origin in ("http://example.test", "null", ours.replace("http", "https"), ours + "0"):
        assert served.ask("/_preview/events?page=/", Origin=origin)[0] == 403, origin
    for site in ("cross-site", "same-site"):
        assert served.ask("/_preview/events?page=/", Sec_Fetch_Site=site)[0] == 403
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        asked = "GET /_preview/events?page=/ HTTP/1.1\r\n"
        asked += f"Host: 127.0.0.1:{served.port}\r\nOrigin: {ours}\r\n\r\n"
        line.sendall(asked.encode())
        heard = b""
        while b"digest" not in heard:
            heard += line.recv(4096)
    assert heard.startswith(b"HTTP/1.1 200")


def test_headers_and_types(serve: Serve) -> None:
    served = serve()
    pages = {
        "/": "text/html; charset=utf-8",
        "/no/such/page": "text/html; charset=utf-8",
        "/data/index.json": "application/json; charset=utf-8",
        "/feed.xml": "application/atom+xml; charset=utf-8",
        "/classes/g3c1/homework.ics": "text/calendar; charset=utf-8",
        "/_preview/preview.js": "text/javascript; charset=utf-8",
        "/_preview/preview.css": "text/css; charset=utf-8",
        "/_status": "text/html; charset=utf-8",
    }
    for path, kind in pages.items():
        status, _, headers = served.ask(path)
        assert status == (404 if "such" in path else 200), path
        assert headers["content-type"] == kind, path
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers
    assert "样例小学" in served.text("/no/such/page")
    assert "<script>" not in served.text("/")


def test_a_port_that_is_taken(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        served = serve("--port", str(port))
        assert served.port != port
        assert f"端口 {port} 已经被别的程序占用，改用 {served.port}。" in served.said
        assert served.ask("/")[0] == 200


def test_an_open_host_warns_in_one_sentence(serve: Serve) -> None:
    served = serve("--host", "0.0.0.0")  # noqa: S104 - what the test is about
    told = [line for line in served.lines if "--host" in line]
    assert len(told) == 1
    assert "看得到草稿" in told[0]
    assert "网络里的别人也看得到" in served.text("/")
    assert served.ask("/", Host=f"example.test:{served.port}")[0] == 421
    assert served.ask("/", Host=f"{socket.gethostname().lower()}:{served.port}")[0] == 200


def test_a_host_that_is_not_ours(tmp_path: Path) -> None:
    done = run_in(found(tmp_path / "here"), "serve", "--host", "203.0.113.9")
    assert done.returncode == 2
    assert "203.0.113.9" in done.stderr
    assert run_in(tmp_path, "serve").returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_with_lines_open(serve: Serve, number: int) -> None:
    served = serve()
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.sendall(
            f"GET /_preview/events?page=/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
        )
        line.recv(10)
        begun = time.monotonic()
        assert served.end(number) == 0
        assert time.monotonic() - begun < 8
    assert served.lines[-1] == "预览已结束。\n"


def test_who_asks_too_slowly_or_too_often_is_let_go(serve: Serve) -> None:
    served = serve()
    place = ("127.0.0.1", served.port)
    slow = [socket.create_connection(place, timeout=40) for _ in range(40)]
    for line in slow:
        line.sendall(b"GET / HTTP/1.1\r\nHo")
    assert served.ask("/")[0] == 200
    more = [socket.create_connection(place, timeout=40) for _ in range(30)]
    refused = 0
    for line in more:
        try:
            line.sendall(f"GET /rules/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
            refused += not line.recv(1)
        except OSError:
            refused += 1
    assert refused >= 20
    for line in slow:
        line.sendall(b"s")  # a byte now and then does not help
    for line in slow:
        try:
            assert line.recv(1) == b""
        except ConnectionResetError:
            continue
    for line in (*slow, *more):
        line.close()
    until(lambda: served.ask("/")[0] == 200)


def test_a_huge_head_is_refused(serve: Serve) -> None:
    served = serve()
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000)
        assert line.recv(100).startswith(b"HTTP/1.1 4")
    assert served.ask("/")[0] == 200


def test_scripts_in_content_stay_text(serve: Serve) -> None:
    served = serve()
    path = served.folder / TERM / "w13" / "g3" / "数学.md"
    before = len(served.lines)
    write(path, entry("数学", "</script><script>alert(1)</script>"))
    until(lambda: len(served.lines) > before)
    assert "<script>alert" not in served.text("/2026-autumn/w13/g3/c1/")

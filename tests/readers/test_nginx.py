"""The guide's configuration for nginx, in a real nginx: what readers, phones and strangers get from it."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sjboard.edges.serve.app import TYPES
from sjboard.edges.serve.guard import HEADERS
from tests.edges.schools import lay_out, pages, put
from tests.readers.web_server import Nginx, from_the_guide, nginx
from tests.running import ROOT, run_in

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="nginx stands on Linux"),
    pytest.mark.usefixtures("web_server"),
]
DAY = ("--today", "2026-11-20")
CACHING = "Cache-Control"
MODES = ("files", "releases")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Publish a school with a picture and an address of its own; once for each way of going live."""
    made: dict[str, Path] = {}

    def once(mode: str) -> Path:
        if mode not in made:
            folder = tmp_path_factory.mktemp(mode)
            more = f"publication: {{mode: {mode}}}\nsite: {{url: 'http://a.example/'}}\n"
            lay_out(folder, (11,), more)
            put(folder, 12, "看图![叶](../../../assets/leaf.png)")
            (folder / "content/assets").mkdir()
            picture = min((ROOT / "content/assets").glob("*.png"))
            shutil.copy(picture, folder / "content/assets/leaf.png")
            done = run_in(folder, "publish", *DAY)
            assert done.returncode == 0, done.stdout + done.stderr
            made[mode] = folder
        return made[mode]

    return once


@pytest.fixture
def school(published: Callable[[str], Path], open_folder: Path) -> Callable[..., Path]:
    """Give a copy of a published school, where nginx may read it."""

    def copy(mode: str = "files", name: str = "school") -> Path:
        folder = Path(shutil.copytree(published(mode), open_folder / name, symlinks=True))
        folder.chmod(0o755)
        return folder

    return copy


def guide(folder: Path, prefix: str = "/board/") -> str:
    """Make the two changes that the guide asks for."""
    text = from_the_guide("nginx").replace("/srv/board/site/", f"{folder / 'site'}/")
    return text.replace("= /board {", f"= {prefix[:-1]} {{").replace("/board/", prefix)


@pytest.mark.parametrize("mode", MODES)
def test_every_file_is_served_whole_and_as_what_it_is(
    open_folder: Path, school: Callable[..., Path], mode: str
) -> None:
    folder = school(mode)
    (folder / "site/own.woff2").write_bytes(b"wOF2" * 9)  # of the school's own: it stays there
    with nginx(open_folder, guide(folder)) as server:
        for path, data in pages(folder).items():
            answer = server.ask(f"/board/{path}")
            assert (answer.status, answer.body) == (200, data), path
            assert answer.headers["content-length"] == str(len(data))
            kind = answer.headers["content-type"].replace("application/java", "text/java")
            expected = TYPES[path.rpartition(".")[2]]
            if path.endswith("feed.xml"):
                expected = "application/atom+xml; charset=utf-8"
            elif path.endswith(".xml"):
                kind = kind.replace("text/xml", "application/xml")
            assert kind == expected, path
            squeezed = server.ask(f"/board/{path}", Accept_Encoding="gzip")
            if len(data) > 200 and not path.endswith((".png", ".woff2")):
                assert squeezed.headers["content-encoding"] == "gzip", path
                assert gzip.decompress(squeezed.body) == data
                assert squeezed.headers["vary"] == "Accept-Encoding"
        assert {p.rpartition(".")[2] for p in pages(folder)} >= {
            *["html", "css", "js", "svg", "ics", "woff2"]
        }


def test_the_headers_are_those_of_our_own_server(
    open_folder: Path, school: Callable[..., Path]
) -> None:
    folder = school()
    style = next(path for path in pages(folder) if path.endswith(".css"))
    ours = {name.lower(): value for name, value in HEADERS.items() if name != CACHING}
    with nginx(open_folder, guide(folder)) as server:
        for path in ("", "index.html", "404.html", "feed.xml", "data/index.json", style):
            told = server.ask(f"/board/{path}").headers
            assert {name: told.get(name) for name in ours} == ours, path
            caching = "max-age=31536000" if path == style else "no-cache"
            assert told["cache-control"] == caching, path
        asked = server.ask("/board/index.html")
        same = server.ask("/board/index.html", If_None_Match=asked.headers["etag"])
        assert (same.status, same.body) == (304, b"")
        assert server.log == ""  # no complaint about the settings either
    allowed = policy(HEADERS["Content-Security-Policy"])
    for path, data in pages(folder).items():
        if path.endswith(".html"):
            (written,) = re.findall(rb'Content-Security-Policy" content="([^"]*)"', data)
            assert policy(written.decode()).items() <= allowed.items(), path


def policy(text: str) -> dict[str, str]:
    """Read a policy: what may come from where."""
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


@pytest.mark.parametrize("prefix", ["/board/", "/zuoye/", "/jiaowu/gongshi/"])
def test_it_stands_below_any_path(
    open_folder: Path, school: Callable[..., Path], prefix: str
) -> None:
    folder = school()
    with nginx(open_folder, guide(folder, prefix)) as server:
        assert server.ask(prefix).body == pages(folder)["index.html"]
        assert server.ask(f"{prefix}classes/g3c1/").status == 200
        moved = server.ask(prefix[:-1])
        assert (moved.status, moved.headers["location"]) == (301, prefix)
        moved = server.ask(f"{prefix}classes/g3c1")
        assert (moved.status, moved.headers["location"]) == (301, f"{prefix}classes/g3c1/")
        lost = server.ask(f"{prefix}2026-autumn/w12/g9/", Host="elsewhere.example")
        assert (lost.status, lost.headers["location"]) == (302, f"{prefix}404.html")
        assert server.ask("/elsewhere").status == 404


def test_what_is_no_page_is_not_there(open_folder: Path, school: Callable[..., Path]) -> None:
    folder = school()
    (folder / "site/.sjboard-staging").mkdir()
    (folder / "site/.sjboard-staging/new-0").write_text("secret", encoding="utf-8")
    (folder / "site/assets/.hidden").write_text("secret", encoding="utf-8")
    with nginx(open_folder, guide(folder)) as server:
        for path in (
            ".sjboard-manifest.json",
            ".sjboard-staging/new-0",
            ".sjboard-staging/",
            "assets/.hidden",
            "assets/",
            "../config.yaml",
            "%2e%2e/config.yaml",
            "..%2fconfig.yaml",
            "assets/../../config.yaml",
            "assets../config.yaml",
            "index.html%00.css",
        ):
            answer = server.ask(f"/board/{path}")
            assert answer.status in {302, 400, 403, 404}, path
            assert b"secret" not in answer.body
            assert "样例小学".encode() not in answer.body
        assert server.ask("/board..%2fconfig.yaml").status == 404
        assert server.ask("/board../config.yaml").status == 404
        for method in ("POST", "PUT", "DELETE"):
            assert server.ask("/board/index.html", method).status == 405


@pytest.mark.parametrize("mode", MODES)
def test_a_cache_of_open_files_hides_new_pages_and_the_guides_line_shows_them(
    open_folder: Path, school: Callable[..., Path], mode: str
) -> None:
    folder = school(mode)
    whole = guide(folder)
    without = whole.replace("    open_file_cache off;\n", "")
    assert without != whole
    page = "/board/2026-autumn/w12/g3/c1/index.html"
    picture = "/board/2026-autumn/w13/index.html"
    for text, seen in ((without, False), (whole, True)):
        shutil.rmtree(folder)
        school(mode)
        with nginx(open_folder, text) as server:
            first = server.ask(page).body
            assert server.ask(picture).status == 302
            put(folder, 12, "改过了")
            put(folder, 13, "新的一周")
            done = run_in(folder, "publish", "--today", "2026-11-27", "--reason", "改错字")
            assert done.returncode == 0, done.stdout
            assert (server.ask(page).body != first) is seen
            assert (server.ask(picture).status == 200) is seen
            assert_reloaded(server, page, picture, first)


def assert_reloaded(server: Nginx, page: str, new: str, old: bytes) -> None:
    """See that a reload shows what was published, as the guide says."""
    server.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 30
    while server.ask(page).body == old or server.ask(new).status != 200:
        assert time.monotonic() < end, "a reload did not help"
        time.sleep(0.05)

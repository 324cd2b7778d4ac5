"""Two readers open every page, style, script and picture, again and again, through many publications.

Not one answer may be missing, empty, short, torn, without its assets, or of another publication than the
one that stands or is coming. ``--publications 200`` is the long round, ``--demonstration``
the larger school.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from sjboard.edges.serve.preview import Preview
from tests.edges.schools import entry, entry_path, lay_out, pages
from tests.readers.polling import History, Reader, Shown, hashed, shown, strangers
from tests.readers.web_server import from_the_guide, nginx
from tests.running import ROOT, run_in
from tests.serve.served import TODAY, Served, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nginx and links stand on Linux")
DAY = ("--today", "2026-11-20")
STYLES = (ROOT / "templates/assets/board.css").read_text(encoding="utf-8")


def found(folder: Path, more: str, *, demonstration: bool) -> Path:
    if not demonstration:
        lay_out(folder, (10, 11, 12), more)
    else:
        shutil.copytree(ROOT / "content", folder / "content")
        settings = (ROOT / "config.yaml").read_text(encoding="utf-8")
        mode = "releases" if "releases" in more else "files"
        settings = settings.replace("mode: files", f"mode: {mode}")
        (folder / "config.yaml").write_text(settings, encoding="utf-8", newline="\n")
    folder.chmod(0o755)
    return folder


def changes(folder: Path, number: int) -> Iterator[Callable[[], None]]:
    """Correct one entry, every fourth time the style too, whose address is on every page; publish."""
    path = folder / "content/2026-autumn/w12/g3/体育.md"
    if path.exists():
        text = re.sub(r"^摘要:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield lambda: save(path, re.sub(r"仰卧起坐[^、]*", f"仰卧起坐{number}个", text))
    else:
        yield lambda: save(folder / entry_path(12), entry(12, f"第{number}稿"))
    if number % 4 == 0:
        style = folder / "templates/assets/board.css"
        yield lambda: save(style, f"{STYLES}/* {number} */\n")
    yield lambda: publish(folder, "--reason", f"第{number}次更正")


def save(path: Path, text: str) -> None:
    """Save as editors do, in one step, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def publish(folder: Path, *arguments: str) -> None:
    done = run_in(folder, "publish", *DAY, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def started(port: int, prefix: str, history: History) -> tuple[Reader, Reader]:
    readers = (Reader(port, prefix, history), Reader(port, prefix, history, squeezed=True))
    for reader in readers:
        reader.start()
    return readers


def ended(readers: Sequence[Reader], publications: int) -> None:
    """Let each finish two whole rounds more, and see what they were given."""
    rounds = [reader.rounds for reader in readers]
    end = time.monotonic() + 120
    while any(one.rounds < n + 2 for one, n in zip(readers, rounds, strict=True)):
        assert time.monotonic() < end, "the readers do not come round any more"
        time.sleep(0.05)
    for reader in readers:
        reader.stop.set()
        reader.join(60)
    broken: Counter[str] = sum((reader.broken for reader in readers), Counter())
    strange = [one for reader in readers for one in strangers(reader)]
    sys.stdout.write(
        f"{publications} publications, {sum(r.asked for r in readers)} answers,"
        f" {sum(r.rounds for r in readers)} rounds of {len(readers[0].history.steps[-1][-1])} files,"
        f" {sum(broken.values())} broken, {len(strange)} of no publication\n"
    )
    assert broken == Counter()
    assert strange == []


@pytest.fixture
def publications(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--publications"))


@pytest.fixture
def demonstration(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--demonstration"))


@pytest.mark.usefixtures("web_server")
@pytest.mark.parametrize("mode", ["files", "releases"])
def test_behind_nginx(
    open_folder: Path, publications: int, mode: str, *, demonstration: bool
) -> None:
    folder = open_folder / "school"
    folder.mkdir()
    found(folder, f"publication: {{mode: {mode}}}\n", demonstration=demonstration)
    publish(folder)
    history = History([[shown(pages(folder))]])
    guide = from_the_guide("nginx").replace("/srv/board/site/", f"{folder / 'site'}/")
    with nginx(open_folder, guide) as server:
        readers = started(server.port, "/board/", history)
        for number in range(1, publications + 1):
            for step in changes(folder, number):
                step()
            history.steps.append([shown(pages(folder))])
        ended(readers, publications)
        assert server.log == ""
    assert run_in(folder, "verify").returncode == 0


@pytest.fixture
def serve(open_folder: Path) -> Iterator[Callable[[Path], Served]]:
    running: list[Served] = []

    def start(folder: Path) -> Served:
        running.append(Served(folder, "--port", "0"))
        return running[-1]

    yield start
    for one in running:
        one.end()
    assert open_folder.exists()


def unframed(data: bytes) -> bytes:
    """Take the preview's own style and script out of a page again."""
    return re.sub(rb'<link rel="stylesheet" href="/_preview/.*?</script>', b"", data, count=1)


def test_over_our_own_server(
    open_folder: Path, publications: int, serve: Callable[[Path], Served], *, demonstration: bool
) -> None:
    """While others save and publish, the preview shows what a build of some state gives, and nothing else."""
    folder = open_folder / "school"
    folder.mkdir()
    found(folder, "", demonstration=demonstration)
    publish(folder)
    mirror = Preview(folder / "config.yaml", lambda: date.fromisoformat(TODAY))
    mirror.refresh()
    history = History([[dict(mirror.shown.digests)]])
    server = serve(folder)
    readers = [Reader(server.port, "/", history, plain=unframed) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, publications + 1):
        states: list[Shown] = []
        for save in changes(folder, number):
            save()
            mirror.refresh(anew=True)
            states.append(dict(mirror.shown.digests))
        page = "2026-autumn/w12/g3/c1/notice.html"  # which prints the ledger's head
        until(lambda: hashed(unframed(server.ask(f"/{page}")[1])) == states[-1][page])  # noqa: B023 - at once
        history.steps.append(states)
    ended(readers, publications)


def test_a_page_read_before_still_finds_its_style(
    open_folder: Path, serve: Callable[[Path], Served]
) -> None:
    folder = lay_out(open_folder / "school", (11,))
    server = serve(folder)
    before = server.text("/index.html")
    save(folder / "templates/assets/board.css", "body{}")
    until(lambda: server.text("/index.html") != before)
    (style,) = set(re.findall(r"assets/board-\w+\.css", before))
    assert style not in server.text("/index.html")
    status, data, _ = server.ask(f"/{style}")
    assert (status, hashed(data)) == (200, hashed(STYLES.encode()))

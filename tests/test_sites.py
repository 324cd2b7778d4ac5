"""Golden sites: an input school, and what it must become.

``tests/sites/<name>/`` is a school's folder; its ``expected/`` holds the boards' data as they are
published, the text of the pages that are listed in ``PAGES``, calendars and feeds, and what a check says
of it.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from tests.pages import text_of
from tests.running import check

SITES = Path(__file__).parent / "sites"
NAMES = sorted(p.name for p in SITES.iterdir() if (p / "config.yaml").is_file())
PAGES = re.compile(r"(.*/w\d\d/g\d/(c\d/)?(index|notice)|letters/.*|rules/index)\.html")
"""The pages whose text is kept: grades', classes', letters', the rules."""
SUMMER = date(2027, 7, 1)


def build(name: str) -> dict[str, bytes]:
    done = build_site(snapshot(SITES / name / "config.yaml"), SUMMER)
    assert done.pages, done.diagnostics
    return dict(done.pages)


def golden(name: str) -> dict[str, str]:
    """Give what is kept of a site, by the file's name below ``expected/``."""
    kept = {"check.txt": check(SITES / name).text}
    for path, data in build(name).items():
        if path.startswith("data/") and path != "data/schema.json":
            kept[path] = data.decode("utf-8")
        elif path.endswith(".ics"):  # unfolded, to be read
            kept[path] = data.decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n")
        elif path.endswith("feed.xml"):
            kept[path] = data.decode("utf-8").replace("><", ">\n<")
        elif PAGES.fullmatch(path):
            kept[path.replace(".html", ".txt")] = text_of(data)
    return kept


@pytest.mark.parametrize("name", NAMES)
def test_site(name: str, *, update: bool) -> None:
    folder = SITES / name / "expected"
    made = golden(name)
    if update:
        for old in sorted(folder.rglob("*"), reverse=True):
            old.unlink() if old.is_file() else old.rmdir()
        for path, text in made.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(made) == there
    for path, text in made.items():
        assert text == (folder / path).read_bytes().decode("utf-8"), path


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_files_never_matters(name: str) -> None:
    taken = snapshot(SITES / name / "config.yaml")
    names = list(taken.content)
    random.Random(12).shuffle(names)  # noqa: S311 - any other order will do
    mixed = replace(taken, content={n: taken.content[n] for n in names})
    assert dict(build_site(mixed, SUMMER).pages) == build(name)

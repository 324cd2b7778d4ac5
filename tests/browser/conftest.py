"""A site made of the sample views, and the demonstration school's."""

from __future__ import annotations

import shutil
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from sjboard.locale import Words
from sjboard.render import Renderer, layered
from sjboard.views.taken import taken_along
from tests.browser import samples
from tests.running import ROOT as HOUSE
from tests.running import run_in

TODAY = "2026-11-21"
"""The Saturday after the demonstration's week 12 came out."""


def _bytes_below(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob(pattern))
        if path.is_file()
    }


def renderer(language: str) -> Renderer:
    """The shipped templates and words, for the samples' school."""
    words = Words(language, _bytes_below(HOUSE / "sjboard" / "locale", "*.mo"))
    return Renderer(
        layered({}, _bytes_below(HOUSE / "templates")),
        words,
        replace(samples.SITE, language=language),
        samples.PICTURES,
    )


def sample_pages(language: str) -> dict[str, bytes]:
    """The whole site of the samples, and below ``state/`` every kind of page in each state."""
    make = renderer(language)
    week = samples.week_views()
    site = samples.site_views()
    classes = [class_id for _, ids in site.home.classes for class_id, _ in ids]
    pages = {
        **make.week(week, newest=True),
        **make.site(site),
        **make.loads(samples.loads()),
        **make.codes(classes, site.letters),
        **make.taken(taken_along(classes, [(week.week.week, make.texts(week))])),
        **make.assets(),
    }
    for name, board in samples.CLASS_BOARDS.items():
        routes = (f"state/of/{name}/index.html", f"state/of/{name}/notice.html")
        placed = replace(board, route=routes[0], notice_route=routes[1])
        made = make.week(replace(week, grades=(), classes=(placed,)), newest=False)
        pages.update({route: made[route] for route in routes})
    for name, grade in samples.GRADE_BOARDS.items():
        routes = (f"state/of/{name}/grade.html", f"state/of/{name}/poster.html")
        table = replace(grade.table, route=routes[0], poster_route=routes[1])
        placed_grade = replace(grade, route=routes[0], table=table)
        made = make.week(replace(week, grades=(placed_grade,), classes=()), newest=False)
        pages.update({route: made[route] for route in routes})
    for name, overview in samples.WEEK_BOARDS.items():
        placed_week = replace(overview, route=f"state/of/{name}/week.html")
        made = make.week(replace(week, week=placed_week, grades=(), classes=()), newest=False)
        pages[placed_week.route] = made[placed_week.route]
        pages[f"home-{name}.html"] = make.site(samples.site_views(overview))["index.html"]
    pages["before.html"] = make.site(samples.site_views(started=False))["index.html"]
    pages[next(iter(samples.PICTURES.values()))] = _picture()
    return pages


def _picture() -> bytes:
    """A grey PNG, wider than any phone."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    wide, high = 1600, 900
    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\xb4" * wide) * high
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``site`` of the demonstration school, made by the real program."""
    folder = tmp_path_factory.mktemp("school")
    shutil.copytree(HOUSE / "content", folder / "content")
    shutil.copy(HOUSE / "config.yaml", folder)
    done = run_in(folder, "build", "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples' site in Simplified Chinese; the other languages in zh-Hant/ and en/."""
    root = tmp_path_factory.mktemp("site")
    for language, folder in (("zh-Hans", root), ("zh-Hant", root / "zh-Hant"), ("en", root / "en")):
        for route, data in sample_pages(language).items():
            path = folder / route
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return root

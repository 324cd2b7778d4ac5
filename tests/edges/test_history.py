"""Whatever happens to a school, a build gives byte for byte what a build from nothing gives.

`pytest tests/edges/test_history.py --edits 2000` is the long round; the seed of a walk is in its failure.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import jinja2
import pytest

from tests.edges.history import PICTURES, Built, School, write

OUR_FAULT = "sjboard 自己出了错"
WALK = 30
"""How many edits a school lives through; then another begins."""


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile equal templates once in all walks: Jinja would else take most of their time.

    What a template becomes depends on its text and name alone: our environments fold nothing into it.
    """
    compile_ = jinja2.Environment.compile
    known: dict[tuple[object, ...], Any] = {}

    def remembered(self: Any, source: str, name: str | None = None, *more: Any) -> Any:
        key = (type(self), name, source, *more)
        if key not in known:
            known[key] = compile_(self, source, name, *more)
        return known[key]

    monkeypatch.setattr(jinja2.Environment, "compile", remembered)


def test_a_build_gives_what_a_build_from_nothing_gives(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Holds of its exit status, of everything that it says of the content, and of every page."""
    edits = int(request.config.getoption("--edits"))
    first = int(os.environ.get("SJBOARD_SEED", "1"))
    for number in range((edits + WALK - 1) // WALK):
        walk(tmp_path / str(number), first + number, min(WALK, edits - number * WALK))


def walk(folder: Path, seed: int, edits: int) -> None:
    """Live through so many edits, with a build after every one to four of them."""
    chance = random.Random(seed)  # noqa: S311 - the same edits for the same seed
    school = School(folder / "school", folder / "clean", chance, jobs=1 + seed % 2)
    school.lay_out()
    done = 0
    while done < edits:
        for _ in range(min(chance.choice((1, 1, 2, 3, 4)), edits - done)):
            school.happen()
            done += 1
        compare(school, seed)


def compare(school: School, seed: int) -> None:
    stood = school.files(school.folder)
    built = school.build()
    clean = school.build_clean()
    interrupted, school.interrupted = school.interrupted, False
    told = "\n".join([f"seed {seed}, day {school.today}", *school.told[-40:]])
    school.told.append(f"build: {built.status}")
    assert built.status == clean.status, f"{told}\n{built.said}\n--- but from nothing\n{clean.said}"
    assert OUR_FAULT not in built.said + clean.said, f"{told}\n{built.said}\n---\n{clean.said}"
    assert built.findings == clean.findings, told
    if built.status == 0:
        assert differing(built.site, clean.site) == [], told
    elif not interrupted:
        assert differing(built.site, stood) == [], f"a build that failed changed the site\n{told}"


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_differences_are_found(tmp_path: Path) -> None:
    """The comparison itself: a page that is stale, missing or too many is told."""
    school = School(tmp_path / "school", tmp_path / "clean", random.Random(1))  # noqa: S311 - as above
    school.lay_out()
    school.mend()
    built = school.build()
    clean = school.build_clean()
    assert built.status == 0, built.said
    assert built == Built(0, built.findings, built.said, clean.site)
    page = school.folder / "site" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    (school.folder / "site" / "extra.html").write_bytes(b"")
    (school.folder / "site" / "404.html").unlink()
    assert differing(school.files(school.folder), clean.site) == [
        "404.html",
        "extra.html",
        "index.html",
    ]


def test_a_new_picture_reaches_the_screens(tmp_path: Path) -> None:
    """A walk found this: what classrooms' screens show of two weeks includes the weeks' pictures."""
    school = School(tmp_path / "school", tmp_path / "clean", random.Random(3))  # noqa: S311 - as above
    school.lay_out()
    school.mend()
    picture = "看图 ![图](../../../assets/图.png) {口头 5分钟}"
    text = f"---\nsubject: 语文\nteacher: 甲老师\n---\n\n## 周一\n\n- {picture}\n"
    write(school.week(11) / "g3" / "语文.md", text.encode())
    assert school.build().status == 0
    write(school.folder / "content" / "assets" / "图.png", PICTURES[5])
    assert differing(school.build().site, school.build_clean().site) == []

"""Whose each template is, what became of a copy, and the blocks that a school may change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sjboard.render.layers import SHIPPED
from sjboard.render.templates import (
    Stray,
    Template,
    blocks_of,
    copy,
    drift,
    parent_of,
    standings,
    strays,
)
from tests.running import ROOT

TEMPLATES = ROOT / "templates"
PAGE = b"<h1>{% block title %}a{% endblock %}</h1>\n<p>{% block end %}b{% endblock %}</p>\n"
SHIPPED_ONES = {
    "base.html": PAGE,
    "page.html": b'{% extends "base.html" %}{% block title %}page{% endblock %}',
    "assets/board.css": b"a{}\n",
    "print/notice.typ": b'#import "blocks.typ": blocks\n',
}


def _standing(own: dict[str, bytes]) -> dict[str, Template]:
    return {one.name: one for one in standings(own, SHIPPED_ONES) if one.standing != "shipped"}


def test_without_any_of_its_own_a_school_uses_the_shipped_ones() -> None:
    told = standings({}, SHIPPED_ONES)
    assert [(one.name, one.standing) for one in told] == [
        (name, "shipped") for name in sorted(SHIPPED_ONES)
    ]


def test_each_of_a_schools_templates_has_its_standing() -> None:
    own = {
        "page.html": b'{% extends "!page.html" %}{% block end %}more{% endblock %}',
        "base.html": PAGE.replace(b"<p>", b'{% include "parts/line.html" %}<p>'),
        "assets/board.css": b"a{}\r\n",
        "assets/logo.svg": b"<svg/>",
        "assets/old.svg": b"<svg/>",
        "parts/line.html": b"{{ asset('logo.svg') }}",
        "parts/forgotten.html": b"x",
        "pages/sleep.html": b'{% extends "base.html" %}',
        "print/blocks.typ": b"x",
        "print/other.typ": b"x",
    }
    found = _standing(own)
    assert {name: one.standing for name, one in found.items()} == {
        "assets/board.css": "same",
        "assets/logo.svg": "part",
        "assets/old.svg": "unused",
        "base.html": "replaced",
        "page.html": "extended",
        "pages/sleep.html": "page",
        "parts/forgotten.html": "unused",
        "parts/line.html": "part",
        "print/blocks.typ": "part",
        "print/other.typ": "unused",
    }
    assert found["page.html"].blocks == ("end",)


@pytest.mark.parametrize("name", sorted(SHIPPED_ONES))
def test_a_copy_remembers_what_it_was_taken_from(name: str) -> None:
    taken = copy(name, SHIPPED_ONES[name], "0.4.0")
    assert _standing({name: taken})[name] == Template(name, "same", (), "0.4.0")
    changed = taken + b" "
    assert _standing({name: changed})[name] == Template(name, "replaced", (), "0.4.0")
    later = {**SHIPPED_ONES, name: SHIPPED_ONES[name] + b"\nnew"}
    found = {one.name: one for one in standings({name: changed}, later)}
    assert found[name] == Template(name, "replaced", (), "0.4.0", outdated=True)


def test_a_copy_that_was_not_changed_is_outdated_too() -> None:
    later = {**SHIPPED_ONES, "base.html": PAGE + b"new"}
    own = {"base.html": copy("base.html", PAGE, "0.4.0")}
    assert next(one for one in standings(own, later) if one.name == "base.html").outdated


def test_drift_is_a_unified_diff_without_the_mark() -> None:
    own = copy("base.html", PAGE, "0.4.0").replace(b"<p>", b'<p class="x">')
    told = drift("base.html", own, PAGE).splitlines()
    assert told[:2] == ["--- !base.html", "+++ templates/base.html"]
    assert [line for line in told[2:] if line[0] in "+-"] == [
        "-<p>{% block end %}b{% endblock %}</p>",
        '+<p class="x">{% block end %}b{% endblock %}</p>',
    ]
    assert drift("print/letter.docx", b"\xff\xfe1", b"\xff\xfe2") == ""


def _layered(own: dict[str, bytes]) -> dict[str, bytes]:
    return {**{SHIPPED + n: d for n, d in SHIPPED_ONES.items()}, **SHIPPED_ONES, **own}


def test_a_block_that_nothing_above_has_is_found_with_its_line() -> None:
    own = {
        "page.html": b'{% extends "!page.html" %}\n{% block titel %}x{% endblock %}',
        "base.html": b'{% extends "!base.html" %}{% block end %}{% block in %}{% endblock %}{% endblock %}',
        "pages/a.html": b'{% extends "base.html" %}{% block in %}x{% endblock %}',
        "parts/broken.html": b'{% extends "base.html" %}{% if %}',
        "parts/lost.html": b'{% extends "none.html" %}{% block b %}{% endblock %}',
    }
    assert list(strays(_layered(own))) == [
        Stray("page.html", 2, "titel", "!page.html", ("end", "in", "title"))
    ]


# ── the shipped ones, and the page that tells of them ─────────────────────────────────────────


def _shipped(pattern: str = "*.html") -> dict[str, str]:
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob(pattern))
    }


def test_every_page_extends_the_frame() -> None:
    parts = ("parts/", "print/")  # what stands inside a page, and what is a file of its own
    pages = {name: text for name, text in _shipped().items() if not name.startswith(parts)}
    apart = [name for name, text in pages.items() if parent_of(text) != "base.html"]
    assert apart == ["base.html"]


def _told() -> dict[str, set[str]]:
    """The blocks that docs/templates.md tells of, by template: | `base.html` | `title` … |."""
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    part = page.split("## 可以改写的块")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| `([a-z_]+)` \| \S", part, re.MULTILINE)
    told: dict[str, set[str]] = {}
    for name, block in rows:
        told.setdefault(name, set()).add(block)
    return told


def test_the_docs_tell_every_block_and_no_other() -> None:
    shipped = _shipped()
    frame = set(blocks_of(shipped["base.html"]))
    new = {name: set(blocks_of(text)) for name, text in shipped.items()}
    own = {name: found - (frame if name != "base.html" else set()) for name, found in new.items()}
    assert {name: found for name, found in own.items() if found} == _told()


def test_the_docs_tell_every_template() -> None:
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    names = [
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()
    ]
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
    mentioned = set(re.findall(r"`((?:board|notice|letter|parts|print|assets)/[\w.-]+)`", page))
    assert {name for name in mentioned if not Path(TEMPLATES, name).is_file()} <= {
        "assets/logo.svg",
        "assets/school.css",
    }

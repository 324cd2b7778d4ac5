"""Parts that are filled once, and shipped templates that are compiled without questions: the same text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from sjboard.model import ROOT, Markup
from sjboard.render import environment, layered
from sjboard.render.environment import Surroundings
from sjboard.views.site import Page
from tests.render.test_environment import HERE, PICTURES, SITE, words

FRONT = Page("index.html", "")


@dataclass(frozen=True)
class Thing:
    """Something to show, that counts how often it is looked at."""

    name: str
    weight: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "looks", [])

    @property
    def text(self) -> str:
        self.looks.append(1)  # type: ignore[attr-defined] # set above
        return f"<{self.name}>"


def surroundings(shipped: Mapping[str, str], own: Mapping[str, str] | None = None) -> Surroundings:
    files = [{n: text.encode() for n, text in each.items()} for each in (own or {}, shipped)]
    return Surroundings(layered(*files), words(), SITE, PICTURES)


ASKS = {
    "page.html": '[{{ once("parts/a.html", thing=thing) }}]',
    "parts/a.html": "{{ thing.text }}",
}


def test_a_part_is_filled_once_for_the_same_value_and_anew_for_an_equal_one() -> None:
    ours, thing, other = surroundings(ASKS), Thing("a"), Thing("a")
    for at in (HERE, FRONT):
        assert ours.fill("page.html", at, {"thing": thing}) == b"[&lt;a&gt;]"
    assert ours.fill("page.html", at, {"thing": other}) == b"[&lt;a&gt;]"
    assert (len(thing.looks), len(other.looks)) == (1, 1)  # type: ignore[attr-defined]
    ours.forget()
    ours.fill("page.html", HERE, {"thing": thing})
    assert len(thing.looks) == 2  # type: ignore[attr-defined]


def test_alike_looks_at_what_the_part_shows_and_at_nothing_else() -> None:
    asks = '{{ alike("parts/a.html", thing=thing) }}'
    part = (
        '{{ thing.name }}{% for x in thing.name %}{{ x | upper }}{% endfor %}{{ t("weekday.0") }}'
    )
    ours = surroundings({"page.html": asks, "parts/a.html": part})
    fill = [
        ours.fill("page.html", HERE, {"thing": Thing(*given)}).decode()
        for given in ("a0", "b0", "a1")
    ]
    assert fill == ["aA周一", "bB周一", "aA周一"]
    known = ours._jinja()._parts._known["parts/a.html"]
    assert known is not None
    assert len(known.texts) == 2


def test_a_part_knows_no_page_and_each_page_puts_its_own_way_in() -> None:
    shipped = {
        "page.html": '{{ once("parts/a.html", b=b) }}',
        "parts/a.html": '<a href="{{ page.root }}x">{{ b.html | at(page.root) }}',
    }
    ours = surroundings(shipped)
    body = Markup(f'<img src="{ROOT}content/assets/叶子.png">', "")
    told = [ours.fill("page.html", at, {"b": body}).decode() for at in (HERE, FRONT)]
    assert told == [
        f'<a href="{HERE.root}x"><img src="{HERE.root}assets/0123.png">',
        '<a href="x"><img src="assets/0123.png">',
    ]


@pytest.mark.parametrize("function", ["once", "alike"])
@pytest.mark.parametrize("own", ["parts/a.html", "parts/inner.html"])
def test_a_part_that_a_school_had_a_hand_in_sees_each_page(function: str, own: str) -> None:
    shipped = {
        "page.html": f'{{{{ {function}("parts/a.html", thing=thing) }}}}',
        "parts/a.html": '{% include "parts/inner.html" %}',
        "parts/inner.html": "shipped",
    }
    ours = surroundings(shipped, {own: "{{ page.route }} {{ 'deep' if page.root else 'front' }}"})
    thing = Thing("a")
    told = [ours.fill("page.html", at, {"thing": thing}).decode() for at in (HERE, FRONT)]
    assert told == [f"{HERE.route} deep", "index.html front"]


def test_a_school_may_give_a_shipped_part_a_mapping() -> None:
    shipped = {"page.html": "", "parts/a.html": "{{ thing.name }}{{ page.root }}"}
    own = {"page.html": '{% set thing = {"name": "<m>"} %}{% include "parts/a.html" %}'}
    made = surroundings(shipped, own).fill("page.html", HERE, {})
    assert made.decode() == "&lt;m&gt;" + HERE.root


def test_what_a_shipped_template_does_not_find_is_told_as_ever() -> None:
    ours = surroundings({"page.html": "a\n{{ thing.nothing }}"})
    with pytest.raises(environment.TemplateFault) as caught:
        ours.fill("page.html", HERE, {"thing": Thing("a")})
    assert (caught.value.template, caught.value.line) == ("page.html", 2)
    assert "没有“nothing”这一项" in caught.value.message


def test_values_of_every_kind_are_written_as_jinja_writes_them() -> None:
    page = "{{ v }}|{{ v if v else 0 }}"
    values: list[Any] = ["<&'\">", 7, True, 1.5, None, date(2026, 11, 6), Markup("<b>", "<b>"), ()]
    plain = surroundings({}, {"page.html": page})
    ours = surroundings({"page.html": page})
    for value in values:
        assert ours.fill("page.html", HERE, {"v": value}) == plain.fill(
            "page.html", HERE, {"v": value}
        )


@pytest.mark.parametrize("name", ["every-form", "waived"])
def test_without_the_short_ways_every_page_of_a_school_is_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(__file__).parents[1] / "sites" / name
    sources = snapshot(folder / "config.yaml")
    made = dict(build_site(sources, date(2027, 7, 1)).pages)
    assert made
    for module in ("environment", "parts", "shipped"):
        monkeypatch.setattr(f"sjboard.render.{module}.is_shipped", lambda _name, _templates: False)
    assert dict(build_site(sources, date(2027, 7, 1)).pages) == made

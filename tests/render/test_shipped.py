"""The shipped templates as functions: the same bytes as Jinja's, and never those of other templates."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from sjboard.locale import LANGUAGES
from sjboard.model import ClassId, Markup
from sjboard.render import layered, shipped
from sjboard.render.code import python
from sjboard.render.environment import Surroundings
from sjboard.render.own import Own
from tests.render.test_environment import HERE, PICTURES, SITE, words
from tests.running import ROOT

TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_bytes()
    for path in (ROOT / "templates").rglob("*.html")
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_when_the_program_was_built_is_what_would_be_written_now(
    language: str,
) -> None:
    """Where this fails after a change of ours, ``make words`` is wanted."""
    ready = import_module(f"sjboard.render.ready.{language.replace('-', '_')}")
    assert ready.__file__ is not None
    source = Path(ready.__file__).read_text("utf-8")
    assert source == python(TEMPLATES, words(language).texts)


def test_every_page_of_a_site_is_written_as_a_function() -> None:
    pages = import_module("sjboard.render.ready.en").MADE_OF
    asked = set().union(*pages.values())
    unread = {name for name in TEMPLATES if name not in asked and not name.startswith("print/")}
    assert not unread


@pytest.mark.parametrize("school", ["every-form", "waived", "ladder-any"])
def test_a_school_without_templates_of_its_own_needs_no_jinja(
    school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ROOT / "tests" / "sites" / school

    def called(*_: object) -> Own:
        raise AssertionError("Jinja was asked")

    monkeypatch.setattr(Surroundings, "_jinja", called)
    assert dict(build_site(snapshot(folder / "config.yaml"), date(2027, 7, 1)).pages)


def test_jinja_is_not_even_imported() -> None:
    asks = "import sys, sjboard.render; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.split() == [b"False"]


def filled(templates: Mapping[str, bytes], language: str = "en", name: str = "404.html") -> bytes:
    made = Surroundings(templates, words(language), SITE, PICTURES)
    made.assets.update({"icon.svg": "i", "board.css": "b", "overview.css": "o", "board.js": "j"})
    return made.fill(name, HERE, {})


def test_functions_of_other_templates_are_not_used() -> None:
    changed = {**TEMPLATES, "base.html": TEMPLATES["base.html"].replace(b"<body", b"<body lang=''")}
    assert b"<body lang=''" in filled(layered({}, changed))
    assert b"<body lang=''" not in filled(layered({}, TEMPLATES))


def test_functions_with_other_words_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = import_module("sjboard.render.ready.en")
    said = words("en")("page.skip")
    monkeypatch.setattr(ready, "WORDS", {**ready.WORDS, "page.skip": "something else"})
    assert said.encode() in filled(layered({}, TEMPLATES))


def test_without_functions_ready_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled(layered({}, TEMPLATES))

    def missing(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(shipped, "import_module", missing)
    assert filled(layered({}, TEMPLATES)) == before


def test_a_page_that_asks_for_a_school_s_own_is_jinja_s() -> None:
    own = {"parts/icons.html": b"[{{ ''.__class__ }}]"}
    with pytest.raises(shipped_fault(), match="unsafe"):
        filled(layered(own, TEMPLATES))


def test_a_school_cannot_pass_its_own_off_as_shipped() -> None:
    own = {"!404.html": b"mine", "!other.html": b"mine"}
    assert filled(layered(own, TEMPLATES)) == filled(layered({}, TEMPLATES))
    assert "!other.html" not in layered(own, TEMPLATES)


def shipped_fault() -> type[Exception]:
    from sjboard.render import TemplateFault  # noqa: PLC0415 - named once

    return TemplateFault


# --- each construct, both ways ------------------------------------------------------------------------


PARTS = {
    "base.html": "<{% block a %}A{{ n }}{% endblock %}|{% block b %}B{% block c %}C{% endblock %}"
    "{% endblock %}>",
    "middle.html": '{% extends "base.html" %}{% block a %}M{{ super() }}{% endblock %}',
    "part.html": "({{ x.name }}{{ page.root }}{{ site.school }})",
    "inner.html": "{% set own = x.name %}[{{ own }}{{ given }}]",
    "body.html": "{{ body.html | at(page.root) }}",
}
GIVEN: dict[str, object] = {
    "x": SimpleNamespace(name="<&'\"甲>", on=True, off=False, empty="", none=None, half=1.5),
    "xs": [SimpleNamespace(name=f"<{i}>", n=i, on=i % 2) for i in range(5)],
    "pairs": (("a", 1), ("<", 2)),
    "nothing": (),
    "n": 7,
    "minus": -3,
    "day": date(2026, 11, 6),
    "days": [date(2026, 11, 6), "<d>"],
    "id": ClassId(3, 1),
    "text": "a<b>c<b>",
    "body": Markup("<p>1 &lt; 2</p>", "1 < 2"),
    "map": {"k": "<v>", "n": 0},
    "given": "g",
    "one": 1,
    "yes": True,
}
SOURCES = [
    "a{# b #}\n  {% if n %}\n c\n  {% endif %}\n d {{- n -}} e",
    "{{ x.name }}{{ n }}{{ minus }}{{ x.half }}{{ x.none }}{{ x.on }}{{ day }}{{ '<' }}{{ 3 }}",
    "{{ one }}{{ yes }}{{ one }}{{ x.on }}{{ 1 }}{{ true }}",
    "{% if x.off %}1{% elif x.empty %}2{% elif n > 6 %}3{{ n }}{% else %}4{% endif %}",
    "{% if x.off %}1{{ n }}{{ n }}{% elif n == 7 and not x.off or x.none %}2{{ n }}{{ n }}{% endif %}",
    "{% if x.off %}{% else %}{% for p in xs %}{{ p.n }}{% endfor %}{% endif %}",
    (
        "{{ 'a' if x.off }}{{ x.name if x.on else 'c' }}{{ n if n in (1, 7) else '<' }}"
        "{{ x.empty or x.name }}"
    ),
    (
        "{% for p in xs %}{{ p.name }},{% endfor %}{% for p in nothing %}a{% else %}none{{ n }}"
        "{% endfor %}"
    ),
    (
        "{% for p in xs if p.on %}{{ p.n }}{% else %}b{% endfor %}"
        "{% for p in xs if p.n > 9 %}a{% else %}c{% endfor %}"
    ),
    (
        "{% for p in xs %}{% if not loop.first %}, {% endif %}{{ loop.index }}"
        "{{ '.' if loop.last }}{% endfor %}"
    ),
    "{% for p in xs if p.on %}{{ loop.index }}{{ loop.last }}{% endfor %}",
    (
        "{% for k, v in pairs %}{{ k }}={{ v }}{% for k, v in pairs %}{{ v }}"
        "{% endfor %}{{ k }}{% endfor %}"
    ),
    "{% for p in xs[1:3] %}{{ p.n }}{% endfor %}{{ xs[0].name }}{{ map['k'] }}{{ pairs[-1][0] }}",
    (
        "{% set a = n %}{{ a }}{% set a = a + 1 %}{{ a }}{% for p in xs %}"
        "{% set b = p.n * 2 - 1 %}{{ b }}{% endfor %}"
    ),
    "{% set a = n %}{% for p in xs %}{{ a }}{% set a = p.n %}{{ a }}{% endfor %}{{ a }}",
    "{% if x.on %}{% set a = 1 %}{% endif %}{{ a }}",
    "{% if x.off %}{% set a = 1 %}{% endif %}{{ a is defined }}",
    "{{ nowhere is defined }}{{ n is defined }}{{ x.none is none }}{{ n is sameas n }}{{ not n }}",
    "{{ nowhere | default('<d>') }}{{ n | default('<d>') }}",
    (
        "{% include 'inner.html' %}{{ own is defined }}{% for x in xs %}"
        "{% include 'inner.html' %}{% endfor %}"
    ),
    "{% block q %}{% set z = n %}{{ z }}{% endblock %}{{ z is defined }}",
    "{% set z = n %}{% block q %}{{ z }}{% endblock %}",
    (
        "{% extends 'base.html' %}{% set n = 8 %}{% block a %}x{{ super() }}{% endblock %}"
        "{% block c %}y{% endblock %}"
    ),
    "{% extends 'middle.html' %}{% block a %}z{{ super() }}{{ n }}{% endblock %} ignored",
    "{% extends 'base.html' %}{% block b %}z{{ super() }}{% endblock %}{% block c %}3{% endblock %}",
    "{{ once('part.html', x=x) }}{{ alike('part.html', x=xs[0]) }}{{ once('body.html', body=body) }}",
    "{% set more = alike('part.html', x=x) %}{% if more %}<p>{{ more }}</p>{% endif %}",
    "{% set more = once('part.html', x=x) %}{{ more ~ x.name }}",
    (
        "{{ t('page.skip') }}{{ t('week.title', week=n) }}{{ t('week.title', week=x.name) }}"
        "{{ t('week.' ~ 'nav') }}"
    ),
    (
        "{{ t('week.published', date=day) }}{{ t('week.published', date=day | date_full) }}"
        "{{ t('week.published', date='<') }}"
        "{{ t('plain.heading', who=text, day='{day}') | upper }}"
    ),
    (
        "{{ t('week.title', week=x.half) }}{{ t('week.title', week='<b>' | safe) }}"
        "{{ knows('page.skip') }}"
    ),
    (
        "{{ day | date_full }}{{ day | date_short }}{{ id | class_name }}{{ 3 | grade_name }}"
        "{{ [id] | class_numbers }}"
    ),
    "{{ ['<a>', 'b'] | listed }}{{ ['<a>', '', 'b'] | select | join('<,>') }}{{ ' a<' | trim }}|",
    (
        "{{ ['<a>', '<b>' | safe] | join('<,>') }}{{ [1, 2] | join(',') }}{{ xs | length }}"
        "{{ [n, 8] | list }}"
    ),
    (
        "{% set w = ('<i>' | safe) ~ x.name ~ ('</i>' | safe) %}{{ w }}"
        "{{ text | replace('b', w) }}{{ text | replace('<b>', 'd') }}"
        "{{ w | replace('甲', '<') }}{{ ('a' ~ n) }}"
    ),
    (
        "{{ '<b>' | safe }}{{ text.endswith('>') }}{{ text.replace('<b>', '&') }}"
        "{{ dict(a=n)['a'] }}{{ {'a': n}['a'] }}"
    ),
    (
        "{{ body.html | at(page.root) }}{{ body.html | at(page.root) | unlinked }}"
        "{{ body.text }}{{ page.route }}"
    ),
    "{% set h = body.html | at(page.root) %}{{ h }}",
    (
        "{{ [[id], []] | map('class_numbers') | list if false else '' }}"
        "{{ [id, id] | map('class_name') | join('<') }}"
    ),
    "{{ n if n else 0 }}{{ -n }}{{ n * 2 + 1 }}{{ 'a' in map }}{{ n not in [7] }}{{ 1 < n <= 7 }}",
    "{% with %}{{ n }}{% endwith %}{% macro m(a) %}<{{ a }}{% endmacro %}{{ m(n) }}{{ text | upper }}",
]


def both(source: str) -> tuple[bytes, bytes]:
    files = {name: text.encode() for name, text in {**PARTS, "page.html": source}.items()}
    ours = Surroundings(layered({}, files), words(), SITE, PICTURES)
    theirs = Surroundings(layered(files, {}), words(), SITE, PICTURES)
    return ours.fill("page.html", HERE, GIVEN), theirs.fill("page.html", HERE, GIVEN)


@pytest.mark.parametrize("source", SOURCES)
def test_a_function_writes_what_jinja_writes(source: str) -> None:
    ours, theirs = both(source)
    assert ours.decode() == theirs.decode()


def test_all_but_a_few_of_these_are_functions() -> None:
    files = {f"page-{i}.html": source.encode() for i, source in enumerate(SOURCES)}
    files |= {name: text.encode() for name, text in PARTS.items()}
    made: dict[str, Mapping[str, object]] = {}
    exec(python(files, words().texts), made)  # noqa: S102 - our own
    refused = [
        source for i, source in enumerate(SOURCES) if f"page-{i}.html" not in made["MADE_OF"]
    ]
    assert len(refused) <= 8, refused

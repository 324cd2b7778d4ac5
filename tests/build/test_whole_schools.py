"""Whole schools, any: what was written is on the boards and adds up, what is wrong is not published.

A few in CI, always the same; ``--schools 1000`` for a long round.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from lxml import etree

from sjboard.build import Outcome, build_site, check_site
from sjboard.build.publication import Intent
from sjboard.diagnostics import has_errors
from sjboard.edges.report import Report, as_json
from sjboard.edges.terminal import words
from tests.build.whole_schools import (
    DAYS,
    PLACES,
    SECRET,
    TERM,
    WEEKEND,
    Homework,
    School,
    applying,
    minutes_by_tier,
    monday,
    schools,
)

_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_SAFE = frozenset(["href", "src", "action"])


def rounds(config: pytest.Config) -> settings:
    """As many examples as asked for, the same each time; none is made smaller, for that takes long."""
    return settings(
        max_examples=int(config.getoption("--schools")),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_a_right_school_is_published_whole(pytestconfig: pytest.Config) -> None:
    published = 0

    @rounds(pytestconfig)
    @given(school=schools())
    def look(school: School) -> None:
        nonlocal published
        sources = school.sources()
        done = build_site(sources, school.today)
        assert not has_errors(done.diagnostics), done.diagnostics
        tell(done)
        hold_pages(done.pages)
        published += hold_figures(school, done.pages)
        turned = replace(sources, content=dict(reversed(list(sources.content.items()))))
        again = build_site(turned, school.today)
        assert again.pages == done.pages
        assert again.diagnostics == done.diagnostics

    look()
    assert published > 10  # else nothing was compared


def test_of_a_wrong_school_nothing_is_published_or_the_right_part(
    pytestconfig: pytest.Config,
) -> None:
    held = refused = 0

    @rounds(pytestconfig)
    @given(school=schools(broken=True))
    def look(school: School) -> None:
        nonlocal held, refused
        sources = school.sources()
        checked = check_site(sources)
        assert has_errors(checked.diagnostics)
        assert {d.span.file for d in checked.diagnostics} >= set(school.broken)
        tell(checked)
        done = build_site(sources, school.today, future=True)
        tell(done)
        assert bool(done.pages) != has_errors(done.diagnostics)
        assert not done.pages or school.settings["publication"]["keep"] != "all"
        hold_secret(done.pages)
        intent = Intent(school.today, f"{school.today}T16:00:00+08:00", hold_back=True)
        rest = build_site(sources, school.today, intent=intent)
        tell(rest)
        letters = [path for path in school.broken if "/letters/" in path]
        assert rest.stopped or not letters
        if rest.stopped:
            assert not rest.pages
            refused += 1
            return
        hold_secret(rest.pages)
        hold_pages(rest.pages)
        held += bool(rest.held_back)

    look()
    assert held
    assert refused


def hold_secret(pages: Mapping[str, bytes]) -> None:
    for path, data in pages.items():
        assert SECRET.encode() not in data, path


def tell(done: Outcome) -> None:
    """Say every finding in every language."""
    for language in ("zh-Hans", "zh-Hant", "en"):
        told = json.loads(as_json(Report(done.diagnostics, done.entries), words(language)))
        assert all(one["message"].strip() for one in told["findings"])


# --- Pages ----------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Collects a page's ids and addresses, and whatever would run or be styled inline."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self.policy = ""
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids += [said["id"]] if "id" in said else []
        self.addresses += [(tag, said[name]) for name in sorted(_SAFE & said.keys())]
        if said.get("http-equiv") == "Content-Security-Policy":
            self.policy = said["content"]
        if tag == "style" or (tag == "script" and "src" not in said):
            self.faults.append(tag)
        self.faults += [name for name in said if name.startswith("on") or name == "style"]


def hold_pages(pages: Mapping[str, bytes]) -> None:
    """Every page parses, keeps its policy, and leads only where something is."""
    read = {path: _read(data) for path, data in pages.items() if path.endswith(".html")}
    for path, page in read.items():
        assert not page.faults, (path, page.faults)
        assert page.policy.startswith(_POLICY), path
        assert len(page.ids) == len(set(page.ids)), path
        for tag, address in page.addresses:
            _resolves(path, tag, address, pages, read)
    strictly(pages)
    for path, data in pages.items():
        if path.endswith((".xml", ".svg")):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        elif path.endswith(".json") and path != "data/schema.json":
            _schema(pages["data/schema.json"]).validate(json.loads(data))


def _read(data: bytes) -> _Page:
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    return page


def _resolves(
    path: str, tag: str, address: str, pages: Mapping[str, bytes], read: Mapping[str, _Page]
) -> None:
    if _ADDRESS.match(address):
        assert tag == "a", (path, tag, address)
        return
    file, _, fragment = address.partition("#")
    file = unquote(file.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
    assert target in pages, (path, address)
    if fragment:
        assert unquote(fragment) in read[target].ids, (path, address)


def strictly(pages: Mapping[str, bytes]) -> None:
    """Parse as the standard says, each error an exception: the longest page of each kind, for time."""
    kinds: dict[str, str] = {}
    for path in pages:
        if path.endswith(".html"):
            kind = re.sub(r"\d+", "0", path)
            kinds[kind] = max(kinds.get(kind, path), path, key=lambda one: len(pages[one]))
    for path in kinds.values():
        html5lib.HTMLParser(strict=True).parse(pages[path].decode("utf-8"))


@cache
def _schema(data: bytes) -> Draft202012Validator:
    return Draft202012Validator(json.loads(data))


# --- Figures --------------------------------------------------------------------------------------------


def hold_figures(school: School, pages: Mapping[str, bytes]) -> int:
    """Hold the public weeks, and each class's days in them, to what was meant; count the days."""
    weeks = public(school)
    index = json.loads(pages["data/index.json"])
    told = [week["week"] for term in index["terms"] for week in term["weeks"]]
    assert sorted(told) == weeks
    days = 0
    for week in weeks:
        data = json.loads(pages[f"data/{TERM}/w{week:02}.json"])
        named = {one["class"]: one["days"] for one in data["classes"]}
        assert list(named) == [
            f"{grade}-{number}"
            for grade, count in school.settings["grades"].items()
            for number in range(1, count + 1)
        ]
        for class_, said in named.items():
            grade, number = map(int, class_.split("-"))
            homework = applying(school, week, grade, number)
            by_day = {one["day"]: one for one in said}
            for day in range(len(DAYS)):
                first = date_of(week, day)
                meant = [p for one in homework for p in one.pieces if day in p.days]
                if first not in by_day:
                    assert day == WEEKEND, (class_, first)
                    assert not meant
                    continue
                _hold_day(school, by_day.pop(first), homework, day)
                days += 1
            assert not by_day
    return days


def public(school: School) -> list[int]:
    """The weeks that have homework and whose Friday before has come; of these, the last so many."""
    handed_in = {one.week for one in school.right if not one.draft}
    weeks = sorted(week for week in handed_in if (school.today - monday(week)).days >= -3)
    keep = school.settings["publication"]["keep"]
    return weeks if keep == "all" else weeks[-int(keep) :]


def date_of(week: int, day: int) -> str:
    return monday(week).fromordinal(monday(week).toordinal() + day).isoformat()


def _hold_day(school: School, said: Mapping[str, Any], listed: list[Homework], day: int) -> None:
    assert said["block"] == ("weekend" if day == WEEKEND else "school-day")
    assert said["loads"] == minutes_by_tier(school, listed, day, written=False)
    assert said["written"] == minutes_by_tier(school, listed, day, written=True)
    meant = sorted(
        (one.subject, piece.on(day), piece.tier, piece.optional, PLACES[piece.place])
        for one in listed
        for piece in one.pieces
        if day in piece.days and piece.on(day)
    )
    ids = {one["name"]: one["id"] for one in school.settings["subjects"]}
    shown = sorted(
        (ids[item["subject"]], item["minutes"], item["tier"], item["optional"], item["place"])
        for item in said["items"]
        if item["minutes"]
    )
    assert shown == meant

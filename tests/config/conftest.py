"""A small school's config.yaml, and how tests ask what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from sjboard.config import Config, read_config
from sjboard.diagnostics import Arg, Diagnostic, Phrase, Severity
from sjboard.locale import LANGUAGES, Words, catalogue_path

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "sjboard" / "policy" / "packs"

SMALL = """\
school: {name: 样例小学}
terms: [{id: 2026-autumn, first_monday: 2026-09-07, weeks: 16}]
grades: {1: 2, 3: 2, 6: 1}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}, {id: english, name: 英语}]
"""

Read = Callable[..., tuple[Config | None, tuple[Diagnostic, ...]]]


def spoken(finding: Diagnostic) -> None:
    """Every finding of every test can be said in every language, message and hint."""
    for language in LANGUAGES:
        words = _words(language)
        for key in (finding.words, f"{finding.words}.hint"):
            said = words(key, **{name: _shown(arg, words) for name, arg in finding.args})
            assert said.strip()
            assert "{}" not in said


def _shown(arg: Arg, words: Words) -> object:
    if not isinstance(arg, Phrase):
        return arg
    return words(arg.key, **{name: _shown(part, words) for name, part in arg.args})


@cache
def _words(language: str) -> Words:
    name = catalogue_path(language, "rules")
    return Words(language, {name: (ROOT / "sjboard" / "locale" / name).read_bytes()})


@pytest.fixture(scope="session")
def bundled() -> Mapping[str, bytes]:
    return {path.stem: path.read_bytes() for path in PACKS.glob("*.yaml")}


@pytest.fixture
def read(bundled: Mapping[str, bytes]) -> Read:
    """Read the small school with more lines below it, and with packs of its own."""

    def read(
        more: str = "", *, packs: Mapping[str, str] | None = None, base: str = SMALL
    ) -> tuple[Config | None, tuple[Diagnostic, ...]]:
        own = {name: text.encode("utf-8") for name, text in (packs or {}).items()}
        config, found = read_config((base + more).encode("utf-8"), {**bundled, **own})
        for finding in found:
            spoken(finding)
        return config, tuple(d for d in found if d.severity is not Severity.NOTE)

    return read


@pytest.fixture
def good(read: Read) -> Callable[..., Config]:
    """Read a config that must have no fault."""

    def good(more: str = "", **kwargs: object) -> Config:
        config, found = read(more, **kwargs)
        assert found == ()
        assert config is not None
        return config

    return good


@pytest.fixture
def faults(read: Read) -> Callable[..., list[tuple[str, int, int]]]:
    """Read a config that must have faults: their words, lines and columns, and no config."""

    def faults(more: str = "", **kwargs: object) -> list[tuple[str, int, int]]:
        config, found = read(more, **kwargs)
        assert config is None
        return [(d.words, d.span.line, d.span.column) for d in found]

    return faults

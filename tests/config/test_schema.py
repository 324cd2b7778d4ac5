"""The JSON Schemas for editors: valid, and of one mind with the reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from sjboard.config import Config, config_schema, policy_schema
from sjboard.config.schema import ConfigFile, PackFile
from sjboard.locale import LANGUAGES
from tests.config.conftest import PACKS, SMALL

ROOT = Path(__file__).parents[2]


def as_an_editor_reads(text: str) -> Any:
    """YAML with its own types, dates as text: what an editor's checker sees."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("schema", [config_schema(), policy_schema()])
def test_a_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(schema)  # nothing in it that JSON has not


def test_what_the_reader_takes_the_schema_takes(good: Callable[..., Config]) -> None:
    good()
    small = as_an_editor_reads(SMALL)
    assert list(Draft202012Validator(config_schema()).iter_errors(small)) == []
    demonstration = (ROOT / "config.yaml").read_text(encoding="utf-8")
    found = Draft202012Validator(config_schema()).iter_errors(as_an_editor_reads(demonstration))
    assert [error.message for error in found] == []
    for pack in PACKS.glob("*.yaml"):
        written = as_an_editor_reads(pack.read_text(encoding="utf-8"))
        assert list(Draft202012Validator(policy_schema()).iter_errors(written)) == []


@pytest.mark.parametrize(
    "more",
    [
        "sbujects: []",
        "tiers: {mode: both}",
        "site: {url: x}",
        "kinds: {id: a}",
        "publication: {keep: 0}",
        "policy: {limits: [{id: A, minutes: 1}]}",
        "policy: {limits: [{id: a, grades: 0, minutes: 1}]}",
        "waivers: [{rule: cap.a}]",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(
    more: str, faults: Callable[..., list[Any]]
) -> None:
    assert faults(more + "\n")
    written = as_an_editor_reads(SMALL + more)
    assert list(Draft202012Validator(config_schema()).iter_errors(written))


def required(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    from sjboard.config.faults import _models  # noqa: PLC0415 - the walk that finds known keys

    for name, field in model.model_fields.items():
        path = (*above, field.alias or name)
        if field.is_required():
            yield path
        for inner in _models(field.annotation):
            yield from required(inner, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_required_key_has_an_example_in_every_language(language: str) -> None:
    from sjboard.locale import Words, catalogue_path  # noqa: PLC0415 - only this test has words

    name = catalogue_path(language, "rules")
    words = Words(language, {name: (ROOT / "sjboard" / "locale" / name).read_bytes()})
    paths = {*required(ConfigFile), *required(PackFile)}
    assert ("terms", "first_monday") in paths
    for path in paths:
        assert words.has("phrase.config." + ".".join(path[-2:])), path

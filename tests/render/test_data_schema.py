"""The published JSON Schema: the data keep it, and so does the contract; it says all that is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from sjboard.build import build_site
from sjboard.edges.disk import snapshot
from sjboard.render.schema import data_schema
from tests.build.schools import CONFIG, content, entry
from tests.render.taken import site
from tests.running import ROOT

EXAMPLE = {
    "version": 1,
    "term": "2026-autumn",
    "week": 12,
    "from": "2026-11-23",
    "to": "2026-11-29",
    "published": "2026-11-20",
    "classes": [
        {
            "class": "3-1",
            "grade": 3,
            "days": [
                {
                    "day": "2026-11-23",
                    "block": "school-day",
                    "loads": {"": 35, "基础": 35, "提高": 45},
                    "written": {"": 25, "基础": 25, "提高": 35},
                    "limit": 60,
                    "items": [
                        {
                            "subject": "语文",
                            "teacher": "王老师",
                            "kind": "朗读",
                            "minutes": 10,
                            "tier": "",
                            "optional": False,
                            "place": "home",
                            "due": None,
                            "html": "<p>把《海滨小城》读给家人听</p>",
                            "text": "把《海滨小城》读给家人听",
                        }
                    ],
                }
            ],
        }
    ],
}
"""What the contract's section on data shows, its item filled in."""


def closed() -> dict[str, Any]:
    """The schema with no room for keys that it does not list."""
    schema = data_schema()
    for definition in schema["$defs"].values():
        definition["additionalProperties"] = False
    return schema


VALIDATOR = Draft202012Validator(closed(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def data_of(pages: dict[str, bytes]) -> dict[str, Any]:
    return {
        path: json.loads(data)
        for path, data in pages.items()
        if path.startswith("data/") and path != "data/schema.json"
    }


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(data_schema())
    assert json.loads(site()["data/schema.json"]) == data_schema()


def test_the_demonstrations_data_keep_it() -> None:
    done = build_site(snapshot(ROOT / "config.yaml"), date(2026, 11, 21))
    found = data_of(dict(done.pages))
    assert len(found) == 6  # five weeks, and the index
    for path, value in found.items():
        errors = [error.message for error in VALIDATOR.iter_errors(value)]
        assert errors == [], path


def test_every_form_of_homework_keeps_it() -> None:
    body = """## 周一

- 写两句话 {书面 10-15分钟 基础}
- 写三句话 {书面 20分钟 提高}
- 画一画 {手工 20分钟 选做 课后 周五交}
- =1+1 是多少，@谁，+一 -二 {口头 5分钟 校内}

## 周末

- 走一条小路 {实践 40分钟}
"""
    tiers = "tiers: {names: [{id: a, name: 基础}, {id: b, name: 提高}]}\n".encode()
    files = {**content(), "content/2026-autumn/w12/g3/语文.md": entry("语文", body)}
    pages = site(files, CONFIG + tiers)
    found = data_of(pages)
    for path, value in found.items():
        assert [error.message for error in VALIDATOR.iter_errors(value)] == [], path
    week = found["data/2026-autumn/w12.json"]
    days = week["classes"][1]["days"]
    assert days[0]["loads"] == {"": 5, "基础": 20, "提高": 25}
    assert [day["block"] for day in days][-1] == "weekend"
    assert [item["due"] for item in days[0]["items"]] == [None, None, "2026-11-27", None]
    assert days[0]["items"][3]["text"] == "=1+1 是多少，@谁，+一 -二"  # JSON needs no armour


def test_the_contracts_example_keeps_it() -> None:
    VALIDATOR.validate(EXAMPLE)


def _changed() -> Iterator[tuple[str, dict[str, Any]]]:
    """The example with one thing wrong with it at a time."""
    day = EXAMPLE["classes"][0]["days"][0]  # type: ignore[index]  # a nested literal
    for key in EXAMPLE:
        without = deepcopy(EXAMPLE)
        del without[key]
        yield f"without {key}", without
    for name, key, value in (
        ("block", "block", "Sunday"),
        ("date", "day", "2026-13-01"),
        ("no loads", "loads", {}),
        ("text minutes", "loads", {"": "35"}),
        ("negative limit", "limit", -1),
    ):
        wrong = deepcopy(EXAMPLE)
        wrong["classes"][0]["days"][0][key] = value  # type: ignore[index]  # as above
        yield name, wrong
    for key in day["items"][0]:
        wrong = deepcopy(EXAMPLE)
        del wrong["classes"][0]["days"][0]["items"][0][key]  # type: ignore[index]  # as above
        yield f"item without {key}", wrong


@pytest.mark.parametrize(("name", "value"), list(_changed()))
def test_what_is_wrong_is_refused(name: str, value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(value)
    assert name


def test_every_key_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    keys = {key for one in data_schema()["$defs"].values() for key in one["properties"]}
    assert {key for key in keys if not re.search(rf"`{key}`", guide)} == set()

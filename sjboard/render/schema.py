"""The JSON Schema of ``data/``: what another program may rely on (contract 10).

Published beside the data it describes, so that whoever reads them needs nothing from us. Keys that are
not listed may be added within version 1; none that is listed goes.
"""

from __future__ import annotations

from typing import Any

from sjboard.model import BlockKind, Place
from sjboard.render.data import VERSION, write_json

_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_TEXT = {"type": "string"}
_NAME = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_MINUTES_BY_TIER = {
    "type": "object",
    "required": [""],
    "additionalProperties": _COUNT,
    "description": "Required minutes by tier's name; the empty key is what every pupil does, whatever "
    "the tier. The greatest of them governs.",
}


def data_schema() -> dict[str, Any]:
    """Give the schema of both files: an index (``data/index.json``), or a week (``data/<term>/wNN.json``)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sjboard: data/index.json and data/<term>/wNN.json",
        "oneOf": [{"$ref": "#/$defs/week-file"}, {"$ref": "#/$defs/index"}],
        "$defs": {
            "week-file": _object(
                "A week's homework, class by class.",
                version={"const": VERSION},
                term=_NAME,
                week=_COUNT,
                published=_DAY,
                classes=_list("class"),
                **{"from": _DAY, "to": _DAY},
            ),
            "class": _object(
                "A class's week: its school days, and the weekends and holidays with homework.",
                grade={"type": "integer", "minimum": 1, "maximum": 9},
                days=_list("day"),
                **{"class": {"type": "string", "pattern": r"^[1-9]-[1-9]\d?$"}},
            ),
            "day": _object(
                "A school day, or a whole weekend or holiday under its first day.",
                day=_DAY,
                block={"enum": [kind.value for kind in BlockKind]},
                loads=_MINUTES_BY_TIER,
                written=_MINUTES_BY_TIER,
                limit={
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "description": "The cap on written minutes; null: none; 0: no written work.",
                },
                items=_list("item"),
            ),
            "item": _object(
                "A piece of homework, in the words of the board.",
                subject=_NAME,
                teacher={**_TEXT, "description": "As the school shows teachers; may be empty."},
                kind=_NAME,
                minutes=_COUNT,
                tier={**_TEXT, "description": "Empty: for every pupil."},
                optional={"type": "boolean"},
                place={"enum": [place.value for place in Place]},
                due={"anyOf": [_DAY, {"type": "null"}]},
                html={**_TEXT, "description": "Cleaned; addresses are relative to the file."},
                text=_TEXT,
            ),
            "index": _object(
                "The terms and their public weeks, newest first.",
                version={"const": VERSION},
                terms=_list("term"),
            ),
            "term": _object(
                "A term. Addresses are relative to the file.",
                term=_NAME,
                name=_NAME,
                page=_NAME,
                weeks=_list("week"),
            ),
            "week": _object(
                "A public week: its page, and its file.",
                week=_COUNT,
                published=_DAY,
                page=_NAME,
                data=_NAME,
                **{"from": _DAY, "to": _DAY},
            ),
        },
    }


def schema_data() -> bytes:
    """Write ``data/schema.json``."""
    return write_json(data_schema())


def _object(description: str, /, **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "required": sorted(properties),
        "properties": properties,
    }


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}

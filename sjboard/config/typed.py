"""Types of values for the schemas of config.yaml and packs: how each is read, and its JSON Schema.

Knows one value at a time, and that a mapping has known keys only. Does not know which keys.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator

from sjboard.config import fields as f
from sjboard.config.fields import Read

_TEXT: f.Json = {"type": ["string", "number"]}
GRADES_PATTERN = "^[1-9](-[1-9])?([,、][1-9](-[1-9])?)*$"

Text: TypeAlias = Annotated[str, Read(f.text, _TEXT)]
Id: TypeAlias = Annotated[
    str, Read(f.identifier, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})
]
YesNo: TypeAlias = Annotated[bool, Read(f.yes_no, {"enum": [True, False, *f.YES, *f.NO]})]
Day: TypeAlias = Annotated[
    date, Read(f.day, {"type": "string", "examples": ["2026-09-07"], "description": "日期"})
]
PastDay: TypeAlias = Annotated[
    date, Read(f.past_day, {"type": "string", "examples": ["2021-07-24"], "description": "日期"})
]
Grades: TypeAlias = Annotated[
    tuple[int, ...],
    Read(
        f.grades,
        {
            "type": ["string", "integer", "array"],
            "minimum": 1,
            "maximum": 9,
            "pattern": GRADES_PATTERN,
            "items": {
                "type": ["string", "integer"],
                "minimum": 1,
                "maximum": 9,
                "pattern": GRADES_PATTERN,
            },
            "description": '年级：3、1-6、"1-2,5"',
        },
    ),
]
GradeKey: TypeAlias = Annotated[int, Read(f.whole(1, 9), {"type": "string", "pattern": "^[1-9]$"})]
Classes: TypeAlias = Annotated[int, Read(f.whole(1, 99), f.whole_json(1, 99))]
Weekday: TypeAlias = Annotated[str, Read(f.choice(*f.WEEKDAYS), {"enum": list(f.WEEKDAYS)})]
PackName: TypeAlias = Annotated[str, Read(f.pack_name, {"type": "string"})]
ClassName: TypeAlias = Annotated[
    tuple[int, int], Read(f.class_name, {"type": "string", "pattern": "^[1-9]-[1-9][0-9]?$"})
]
ClassOrNumber: TypeAlias = Annotated[
    tuple[int, int],
    Read(
        f.class_or_number,
        {"type": ["string", "integer"], "pattern": "^([1-9]-)?[1-9][0-9]?$", "minimum": 1},
    ),
]
Count: TypeAlias = Annotated[int, Read(f.whole(0, 10_000), f.whole_json(0, 10_000))]
SeverityName: TypeAlias = Annotated[
    str, Read(f.choice("error", "warning"), {"enum": ["error", "warning"]})
]
PlaceName: TypeAlias = Annotated[
    str,
    Read(
        f.choice("home", "after-school", "in-school"),
        {"enum": ["home", "after-school", "in-school"]},
    ),
]
_WORDS: f.Json = {"type": ["string", "array"], "items": {"type": ["string", "number"]}}
Kinds: TypeAlias = Annotated[tuple[str, ...] | str, Read(f.words_or("all", "written"), _WORDS)]
Subjects: TypeAlias = Annotated[tuple[str, ...] | str, Read(f.words_or("all"), _WORDS)]
Pattern: TypeAlias = Annotated[str, Read(f.pattern, {"type": "string", "format": "regex"})]


class Section(BaseModel):
    """A mapping with known keys only. A key with nothing behind it counts as not written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _unwritten(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value != "" or key not in known}

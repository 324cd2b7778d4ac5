"""What earlier builds found out, week by week, and how it is written down.

Knows frozen values and JSON. A value of the model is written with its class's name and its fields,
and read back only as one of the classes listed here: nothing in the file can run. Does not know
files, nor whether what is remembered still holds: ``build_site`` compares hashes.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import ModuleType
from typing import Any

from sjboard import diagnostics, model
from sjboard.build.sources import digest
from sjboard.diagnostics import Diagnostic
from sjboard.views import board, site
from sjboard.views.site import WeekSummary

VERSION = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of a week, or of all that spans weeks, without its pages' bytes.

    ``key`` is the hash of what went in; ``assets`` are the pictures it shows with the hashes they
    had; ``pages`` its pages with the hashes of their bytes. What spans weeks has no ``summary``.
    """

    key: str
    assets: Mapping[str, str]
    pages: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    summary: WeekSummary | None


class MemoryFault(ValueError):  # noqa: N818 - the house's word
    """The file is not what a build of this program wrote."""


def dump(weeks: Mapping[str, Remembered], program: str) -> bytes:
    """Write the memory down: a line with the hash of the rest, then the rest."""
    payload = {
        "version": VERSION,
        "program": program,
        "weeks": {name: _encode(weeks[name]) for name in sorted(weeks)},
    }
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return digest(body).encode("ascii") + b"\n" + body


def load(data: bytes, program: str) -> dict[str, Remembered]:
    """Read the memory back; empty where another program wrote it.

    Raises ``MemoryFault`` where the file is damaged: its own hash says so.
    """
    head, _, body = data.partition(b"\n")
    if head.decode("ascii", "replace") != digest(body):
        raise MemoryFault("hash")
    try:
        payload = json.loads(body)
        if payload["version"] != VERSION or payload["program"] != program:
            return {}
        return {name: _decode(value) for name, value in payload["weeks"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise MemoryFault(str(fault)) from fault


def _known(*modules: ModuleType) -> dict[str, type[Any]]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and (dataclasses.is_dataclass(value) or issubclass(value, Enum))
    }


_CLASSES: dict[str, type[Any]] = {
    "Remembered": Remembered,
    **_known(diagnostics, model, board, site),
}
_FIELDS: dict[type[Any], tuple[str, ...]] = {
    class_: tuple(f.name for f in dataclasses.fields(class_))
    for class_ in _CLASSES.values()
    if dataclasses.is_dataclass(class_)
}


def _encode(value: Any) -> Any:  # noqa: PLR0911 - one return a type reads as the table it is
    """Turn a value into JSON's own types; lists stand for tuples, objects say their class in ``~``."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [_encode(v) for v in value]
    fields = _FIELDS.get(type(value))
    if fields is not None:
        return {"~": type(value).__name__, **{f: _encode(getattr(value, f)) for f in fields}}
    if isinstance(value, date):
        return {"~": "date", "v": value.isoformat()}
    if isinstance(value, Enum):
        return {"~": type(value).__name__, "v": value.value}
    if isinstance(value, Mapping):
        return {"~": "map", "v": [[_encode(k), _encode(v)] for k, v in value.items()]}
    if isinstance(value, frozenset):
        return {"~": "set", "v": sorted(_encode(v) for v in value)}
    raise TypeError(f"a {type(value).__name__} cannot be remembered")


def _decode(value: Any) -> Any:  # noqa: PLR0911 - as above
    if isinstance(value, list):
        return tuple(_decode(v) for v in value)
    if not isinstance(value, dict):
        return value
    name = value["~"]
    if name == "date":
        return date.fromisoformat(value["v"])
    if name == "map":
        return {_decode(k): _decode(v) for k, v in value["v"]}
    if name == "set":
        return frozenset(_decode(v) for v in value["v"])
    class_ = _CLASSES[name]
    if issubclass(class_, Enum):
        return class_(value["v"])
    return class_(**{f: _decode(value[f]) for f in _FIELDS[class_]})

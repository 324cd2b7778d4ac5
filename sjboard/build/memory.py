"""What earlier builds found out, week by week, and how it is written down.

Knows frozen values and JSON. A value of the model is written with its class's name and its fields,
and read back only as one of the classes listed here: nothing in the file can run. Does not know
files, nor whether what is remembered still holds: ``build_site`` compares hashes.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import partial
from types import ModuleType
from typing import Any, TypeVar

from sjboard import diagnostics, model
from sjboard.config import values
from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic
from sjboard.records import dataclass
from sjboard.views import board, site
from sjboard.views.site import WeekSummary

UNIT, SUMMARY = "unit/", "summary/"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of a week, or of all that spans weeks, without its pages' bytes.

    ``key`` is the hash of what went in; ``assets`` are the pictures it shows with the hashes they
    had; ``pages`` its pages with the hashes of their bytes. What spans weeks has no ``summary``; a week's
    is large, and read back only when somebody asks for it (``given``).
    """

    key: str
    assets: Mapping[str, str]
    pages: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    given: Callable[[], WeekSummary | None] = dataclasses.field(compare=False, repr=False)

    @property
    def summary(self) -> WeekSummary | None:
        return self.given()


class MemoryFault(ValueError):  # noqa: N818 - the house's word
    """This is not what a build of this program wrote."""


def rows_of(name: str, unit: Remembered) -> dict[str, bytes]:
    """Write a unit down as rows."""
    core = [unit.key, dict(unit.assets), dict(unit.pages), _encode(unit.diagnostics)]
    return {UNIT + name: _json(core), SUMMARY + name: _json(_encode(unit.summary))}


def units_of(rows: Mapping[str, bytes]) -> dict[str, Remembered]:
    """Read all units back, their summaries only when somebody asks for them.

    Raises ``MemoryFault``, also later, where a row is none of ours.
    """
    return {
        row.removeprefix(UNIT): _unit(rows, row.removeprefix(UNIT))
        for row in rows
        if row.startswith(UNIT)
    }


def _unit(rows: Mapping[str, bytes], name: str) -> Remembered:
    def of(core: Any) -> Remembered:
        key, assets, pages, found = core
        return Remembered(key, assets, pages, _decode(found), partial(_summary, rows, name))

    return _read(rows, UNIT + name, of)


def _summary(rows: Mapping[str, bytes], name: str) -> WeekSummary | None:
    found = _read(rows, SUMMARY + name, _decode)
    if found is not None and not isinstance(found, WeekSummary):
        raise MemoryFault(name)
    return found


Settings = tuple[Config | None, tuple[Diagnostic, ...]]
"""What came of config.yaml and the packs."""


def settings_row(settings: Settings) -> bytes:
    """Write down what came of config.yaml."""
    return _json(_encode(settings))


def settings_of(row: bytes) -> Settings:
    """Read back what came of config.yaml; raises ``MemoryFault``."""
    config, found = _read({"": row}, "", _decode)
    if not isinstance(config, Config):
        raise MemoryFault("settings")
    return config, found


def _read(rows: Mapping[str, bytes], name: str, made: Callable[[Any], _T]) -> _T:
    try:
        return made(json.loads(rows[name]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise MemoryFault(f"{name}: {fault}") from fault


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _known(*modules: ModuleType) -> dict[str, type[Any]]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and (dataclasses.is_dataclass(value) or issubclass(value, Enum))
    }


_CLASSES: dict[str, type[Any]] = {
    **_known(diagnostics, model, values, board, site),
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
        return {"~": "set", "v": sorted((_encode(v) for v in value), key=repr)}
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

"""What earlier builds found out, week by week, and how it is written down.

Knows frozen values and JSON. A value of the model is written with its class's name and its fields,
and read back only as one of the classes listed here: nothing in the file can run. Does not know
files, nor whether what is remembered still holds: ``build_site`` compares hashes.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import partial
from operator import attrgetter
from types import ModuleType
from typing import Any, TypeVar

from sjboard import diagnostics, model
from sjboard.build.sources import digest
from sjboard.config import values
from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic
from sjboard.held import NOTHING, Held
from sjboard.records import dataclass
from sjboard.views import board, site

UNIT, PART = "unit/", "part/"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """A value that a unit left for others, as bytes with their hash; read back when somebody asks for it."""

    hash: str
    read: Callable[[], bytes] = dataclasses.field(compare=False, repr=False)

    @classmethod
    def of(cls, data: bytes) -> Part:
        """Keep bytes that ``written_down`` gave."""
        return cls(digest(data), lambda: data)

    def __reduce__(self) -> tuple[Callable[[str, bytes], Part], tuple[str, bytes]]:
        """Travel with the bytes: another process has no file that they could be read from."""
        return _arrived, (self.hash, self.read())

    def value(self, kind: type[_T], held: Held = NOTHING) -> _T:
        """Give the value, which is of this kind. Raises ``MemoryFault``."""
        found = held.again((Part, self.hash), (), self._value)
        if not isinstance(found, kind):
            raise MemoryFault(f"no {kind.__name__}")
        return found

    def _value(self) -> object:
        return _read(self.read, lambda read: _frozen(json.loads(read, object_hook=_made)))


def _arrived(hash_: str, data: bytes) -> Part:
    return Part(hash_, lambda: data)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of a week, or of something that spans weeks, without its pages' bytes.

    ``key`` is the hash of what went in; ``assets`` are the pictures it shows with the hashes they
    had; ``pages`` its pages with the hashes of their bytes; ``parts`` what other units are made of.
    """

    key: str
    assets: Mapping[str, str]
    pages: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    parts: Mapping[str, Part] = dataclasses.field(default_factory=dict)


class MemoryFault(ValueError):  # noqa: N818 - the house's word
    """This is not what a build of this program wrote."""


def rows_of(name: str, unit: Remembered) -> dict[str, bytes]:
    """Write a unit down as rows."""
    found = written_down(unit.diagnostics).decode("utf-8")
    parts = {part: one.hash for part, one in unit.parts.items()}
    core = [unit.key, dict(unit.assets), dict(unit.pages), found, parts]
    rows = {_row(name, part): one.read() for part, one in unit.parts.items()}
    return {UNIT + name: _json(core), **rows}


def named_of(name: str, unit: Remembered) -> Iterable[str]:
    """Name the rows of a unit."""
    return (UNIT + name, *(_row(name, part) for part in unit.parts))


def units_of(rows: Mapping[str, bytes]) -> dict[str, Remembered]:
    """Read all units back, their parts only when somebody asks for them.

    Raises ``MemoryFault``, also later, where a row is none of ours.
    """
    return {
        row.removeprefix(UNIT): _unit(rows, row.removeprefix(UNIT))
        for row in rows
        if row.startswith(UNIT)
    }


def _row(name: str, part: str) -> str:
    return f"{PART}{name}/{part}"


def _unit(rows: Mapping[str, bytes], name: str) -> Remembered:
    def of(core: bytes) -> Remembered:
        key, assets, pages, found, hashes = json.loads(core)
        parts = {
            part: Part(hash_, partial(rows.__getitem__, _row(name, part)))
            for part, hash_ in hashes.items()
        }
        return Remembered(key, assets, pages, _of(found), parts)

    return _read(partial(rows.__getitem__, UNIT + name), of)


def _of(text: str) -> tuple[Diagnostic, ...]:
    found: tuple[Diagnostic, ...] = _frozen(json.loads(text, object_hook=_made))
    return found


Settings = tuple[Config | None, tuple[Diagnostic, ...]]
"""What came of config.yaml and the packs."""


def settings_row(settings: Settings) -> bytes:
    """Write down what came of config.yaml."""
    return written_down(settings)


def settings_of(row: bytes) -> Settings:
    """Read back what came of config.yaml; raises ``MemoryFault``."""
    config, found = Part.of(row).value(tuple)
    if not isinstance(config, Config):
        raise MemoryFault("settings")
    return config, found


def _read(source: Callable[[], bytes], made: Callable[[bytes], _T]) -> _T:
    try:
        return made(source())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise MemoryFault(str(fault)) from fault


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _known(*modules: ModuleType) -> dict[str, type[Any]]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and (dataclasses.is_dataclass(value) or issubclass(value, Enum))
    }


_CLASSES: dict[str, type[Any]] = _known(diagnostics, model, values, board, site)


def _getter(class_: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    fields = dataclasses.fields(class_)
    names = [field.name for field in fields]
    if any("Mapping" in str(field.type) for field in fields):
        return lambda value: tuple([_mapped(getattr(value, name)) for name in names])
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


def _mapped(value: Any) -> Any:
    """Write a mapping in its order, whatever its keys are; any other value as it is."""
    if isinstance(value, Mapping):
        return {"~": "map", "v": [[key, _mapped(inner)] for key, inner in value.items()]}
    return value


_FIELDS = {
    class_: (name, _getter(class_))
    for name, class_ in _CLASSES.items()
    if dataclasses.is_dataclass(class_)
}


def _maker(class_: type[Any]) -> Callable[..., Any]:
    """Give what makes an object of its fields in order, also where they have to be named."""
    if not any(field.kw_only for field in dataclasses.fields(class_)):
        return class_
    names = [field.name for field in dataclasses.fields(class_)]
    return lambda *fields: class_(**dict(zip(names, fields, strict=True)))


_MAKERS: dict[str, Callable[..., Any]] = {
    name: _maker(class_) if dataclasses.is_dataclass(class_) else class_
    for name, class_ in _CLASSES.items()
}


def written_down(value: Any) -> bytes:
    """Write a value of the model, the settings or the views as JSON: lists stand for tuples, objects say

    their class in ``~``.
    """
    text = json.dumps(
        _mapped(value),
        ensure_ascii=False,
        separators=(",", ":"),
        default=_said,
        check_circular=False,
    )
    return text.encode("utf-8")


def _said(value: Any) -> Any:
    """Say what JSON has no type for; what stands in it is asked for in its turn."""
    known = _FIELDS.get(type(value))
    if known is not None:
        name, fields = known
        return {"~": name, "v": fields(value)}
    if type(value) is date:
        return {"~": "date", "v": value.isoformat()}
    if isinstance(value, Enum):
        return {"~": type(value).__name__, "v": value.value}
    if isinstance(value, frozenset):
        return {"~": "set", "v": sorted(value, key=repr)}
    raise TypeError(f"a {type(value).__name__} cannot be remembered")


def _frozen(value: Any) -> Any:
    """Turn the lists that a value was written with back into tuples; objects in them are made already."""
    if type(value) is list:
        return tuple([_frozen(v) if type(v) is list else v for v in value])
    return value


def _made(said: dict[str, Any]) -> Any:
    """Make an object of one that says its class; what stands in it was made before."""
    name, value = said["~"], said["v"]
    if name == "date":
        return date.fromisoformat(value)
    if name == "map":
        return {_frozen(k): _frozen(v) for k, v in value}
    if name == "set":
        return frozenset(map(_frozen, value))
    make = _MAKERS[name]
    if type(value) is list:
        return make(*[_frozen(v) if type(v) is list else v for v in value])
    return make(value)

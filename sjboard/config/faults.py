"""From what is written to values of the schema, every fault a finding with its place.

Knows pydantic's errors and turns them into ours. Does not know what the values mean together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from sjboard.diagnostics import Arg, Diagnostic, Phrase, Severity, Span, finding
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Document, Path

FULLWIDTH_COLON = "\uff1a"
_FULLWIDTH_KEY = regex(rf"\s*(?:-\s+)?[{{\"']?([\w.-]+)[\"']?\s*{FULLWIDTH_COLON}")

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Draft(Generic[M]):
    """What could be read. ``broken`` are the paths that were left out because of a fault in them.

    A list's faulty items are left out one by one, and so is a key that has a default.
    """

    value: M
    document: Document
    broken: frozenset[Path]

    def whole(self, *path: str) -> bool:
        """Whether everything below ``path`` could be read, so that a name missing there is missing."""
        return not any(
            all(one == other for one, other in zip(gone, path, strict=False))
            for gone in self.broken
        )

    def positions(self, *path: str) -> list[int]:
        """The places in the file's list at ``path`` of the items that could be read."""
        if any(gone == path[: len(gone)] for gone in self.broken):
            return []
        written = _at(self.document.data, path)
        count = len(written) if isinstance(written, list) else 0
        return [i for i in range(count) if (*path, i) not in self.broken]


def read(
    model: type[M], document: Document, rule: str, placeholders: Mapping[str, Any]
) -> tuple[Draft[M] | None, tuple[Diagnostic, ...]]:
    """Read ``document`` as ``model``; ``rule`` names the findings' family (config.field, config.pack).

    ``placeholders`` stand for required parts of the top level that could not be read, so that the
    others still can be looked at together.
    """
    data = {} if document.data in (None, "") else document.data
    if not isinstance(data, dict):
        return None, (_not_a_mapping(document, (), rule),)
    try:
        return Draft(model.model_validate(data), document, frozenset()), ()
    except ValidationError as error:
        faults: Any = error.errors(include_url=False, include_input=False)
    there = _behind_colons(faults)
    findings = tuple(
        _finding(fault, model, document, rule)
        for fault in faults
        if fault["type"] != "missing" or fault["loc"] not in there
    )
    broken: frozenset[Path] = frozenset()
    while True:  # what is left out may have been required: then what is around it goes too
        broken |= {_part(fault, data) for fault in faults}
        stand_ins = {key: value for key, value in placeholders.items() if (key,) in broken}
        try:
            value = model.model_validate(_without(data, broken) | stand_ins)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
        else:
            return Draft(value, document, broken), findings


def _behind_colons(faults: Any) -> set[Path]:
    """What is not missing, but written with a full-width colon and so read as another key."""
    found: set[Path] = set()
    for fault in faults:
        key = _FULLWIDTH_KEY.match(str(fault["loc"][-1])) if fault["loc"] else None
        if key and fault["type"] == "extra_forbidden":
            found.add((*fault["loc"][:-1], key[1]))
    return found


def _path(loc: tuple[int | str, ...]) -> Path:
    return tuple(step for step in loc if step != "[key]")


def _part(fault: Any, data: Any) -> Path:
    """The part that falls out of the draft: the list's item, or the key; all that lacks a key."""
    path = _path(fault["loc"])
    for depth, step in enumerate(path):
        if isinstance(step, int) and isinstance(_at(data, path[:depth]), list):
            return path[: depth + 1]
    return path[:-1] if fault["type"] == "missing" and len(path) > 1 else path


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _without(data: Any, broken: frozenset[Path], path: Path = ()) -> Any:
    if isinstance(data, dict):
        return {
            key: _without(value, broken, (*path, key))
            for key, value in data.items()
            if (*path, key) not in broken
        }
    if isinstance(data, list):
        return [
            _without(value, broken, (*path, index))
            for index, value in enumerate(data)
            if (*path, index) not in broken
        ]
    return data


# --- One fault ----------------------------------------------------------------------------------


def _finding(fault: Any, model: type[BaseModel], document: Document, rule: str) -> Diagnostic:
    path = _path(fault["loc"])
    field = ".".join(str(step) for step in path if isinstance(step, str))
    variant = str(fault["type"])
    context: dict[str, Any] = fault.get("ctx", {})
    if variant == "extra_forbidden":
        return unknown_key(document, path, known_keys(model, path[:-1]), rule)
    if variant == "missing":
        place = document.key_span(path) if path in document.keys else _start(document, path[:-1])
        return field_fault(rule, place, "missing", field=field, example=example(field))
    if variant in ("model_type", "model_attributes_type", "dict_type"):
        return _not_a_mapping(document, path, rule)
    value = _at(document.data, path)
    place = document.key_span(path) if "[key]" in fault["loc"] else document.span(path)
    written = str(path[-1]) if "[key]" in fault["loc"] else value
    if variant == "list_type":
        return field_fault(rule, place, "list", field=field, written=brief(written))
    word = str(context.pop("word", brief(written)))
    args: dict[str, Arg] = {"field": field, "written": brief(word)}
    for name, arg in context.items():
        args[name] = tuple(arg) if isinstance(arg, (list, tuple)) else arg
    return field_fault(rule, place, variant, **args)


def field_fault(rule: str, place: Span, variant: str, **args: Arg) -> Diagnostic:
    """Make a finding of a value; packs say it in the same words under their own rule."""
    return finding(
        rule,
        place,
        severity=Severity.ERROR,
        related=(),
        case=None,
        words=f"config.field:{variant}",
        **args,
    )


def example(field: str) -> Phrase:
    """A ready example of a required field; ``field`` is its dotted name without places in lists."""
    return Phrase("phrase.config." + ".".join(field.split(".")[-2:]))


def unknown_key(document: Document, path: Path, known: tuple[str, ...], rule: str) -> Diagnostic:
    """Make the finding of a key that does not exist, naming the nearest that does."""
    written = str(path[-1])
    place = document.key_span(path)
    colon = _FULLWIDTH_KEY.match(written)
    if colon:
        return fullwidth_colon(place, colon[1])
    rule = "config.unknown" if rule == "config.field" else rule
    near = nearest(written, known)
    if near is None:
        return finding(rule, place, words="config.unknown", written=brief(written), known=known)
    return finding(
        rule, place, words="config.unknown:near", written=brief(written), near=near, known=known
    )


def fullwidth_colon(place: Span, key: str) -> Diagnostic:
    return finding("config.syntax", place, "fullwidth-colon", key=key)


def fullwidth_key(line: str) -> str | None:
    """Find the key of a line that has a full-width colon where YAML wants ``: ``."""
    found = _FULLWIDTH_KEY.match(line)
    return found[1] if found else None


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the mapping at ``path`` may have."""
    here: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int) or here is None:
            continue
        named = {field.alias or name: field for name, field in here.model_fields.items()}
        here = next(_models(named[step].annotation), None) if step in named else None
    if here is None:
        return ()
    return tuple(field.alias or name for name, field in here.model_fields.items())


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _not_a_mapping(document: Document, path: Path, rule: str) -> Diagnostic:
    value = _at(document.data, path)
    place = document.span(path)
    key = fullwidth_key(value) if isinstance(value, str) else None
    if key:
        return fullwidth_colon(place, key)
    field = ".".join(str(step) for step in path if isinstance(step, str))
    if not path:
        return field_fault(rule, place, "whole", written=brief(value))
    return field_fault(rule, place, "mapping", field=field, written=brief(value))


def _start(document: Document, path: Path) -> Span:
    """Where something is missing: the item or key it should stand under; the file's first line."""
    if not path:
        return document.origin
    return document.span(path) if isinstance(path[-1], int) else document.key_span(path)


def brief(value: object) -> str:
    """Quote what was written, in one short line."""
    if isinstance(value, dict):
        return "{" + ", ".join(str(key) for key in value)[:30] + "}"
    if isinstance(value, list):
        return "[" + ", ".join(brief(part) for part in value)[:30] + "]"
    line = " ".join(str(value).split())
    return line if len(line) <= 40 else line[:39] + "…"

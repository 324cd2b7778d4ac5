"""A week that is built again because one entry changed: the grades of it that come out as they were.

Knows what a grade's pages and texts depend on. Reading, judging and adding up are done for the whole week,
for a rule may look beyond a grade; only what would be written a second time, to the same bytes, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from sjboard.build.memory import Part, written_down
from sjboard.build.sources import digest, digest_all
from sjboard.model import ClassId, Entry
from sjboard.records import dataclass

KEYS = "grades"
"""The part of a week that says what each grade was made of."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a week left when it was last built: what its grades were made of, and what came of them.

    ``pages`` are those that stand as they were written, with their hashes.
    """

    keys: Mapping[int, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)


NEVER = Before()
"""Of a week that was not built yet, or not under the same circumstances."""


def grades_before(frame: str, pages: Mapping[str, str], parts: Mapping[str, Part]) -> Before:
    """Give what of a remembered week may count under this ``frame``; raises ``MemoryFault``."""
    known = parts[KEYS].value(tuple) if KEYS in parts else ()
    if not known or known[0] != frame:
        return NEVER
    return Before(dict(known[1]), pages, parts)


def keys_of(
    grades: Iterable[int],
    files: Mapping[str, bytes],
    entries: Iterable[Entry],
    by_class: Mapping[ClassId, tuple[Entry, ...]],
    around: tuple[object, ...],
) -> dict[int, str]:
    """Say by a hash what each grade's pages and texts are made of: its entries, and what is ``around``."""
    concerned: dict[int, set[str]] = {grade: set() for grade in grades}
    for entry in entries:
        concerned.setdefault(entry.grade, set()).add(entry.file)
    for class_id, applied in by_class.items():
        concerned.setdefault(class_id.grade, set()).update(entry.file for entry in applied)
    common = written_down(around)
    return {
        grade: digest(common + digest_all({file: files[file] for file in own}).encode())
        for grade, own in concerned.items()
    }


def unchanged(
    before: Before, keys: Mapping[int, str], routes: Mapping[int, list[str]], parts: Iterable[str]
) -> dict[int, tuple[dict[str, str], dict[str, Part]]]:
    """Give the grades that come out as they were, each with its pages and parts.

    ``routes`` are the pages that each grade has now, ``parts`` the kinds of parts that it leaves.
    """
    parts = tuple(parts)
    same = {}
    for grade, key in keys.items():
        names = [f"{part}/{grade}" for part in parts]
        if (
            before.keys.get(grade) == key
            and all(route in before.pages for route in routes.get(grade, ()))
            and all(name in before.parts for name in names)
        ):
            same[grade] = (
                {route: before.pages[route] for route in routes.get(grade, ())},
                {name: before.parts[name] for name in names},
            )
    return same

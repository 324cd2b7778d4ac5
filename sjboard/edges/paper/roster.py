"""A school's list of pupils, read to print a letter for each: into memory, and nowhere else.

Knows how offices head their columns and write classes. Does not keep a copy, and says no pupil's name in
any message: those end up in logs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from sjboard.content.letter_fields import class_named
from sjboard.edges.paper.tables import MOST_BYTES, Row, TableFault, rows_of
from sjboard.model import ClassId
from sjboard.records import dataclass
from sjboard.render.paper.mailing import Pupil
from sjboard.syntax.fold import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "学生姓名", "学生", "名字", "name", "pupil", "student", "full name"),
    "class": ("班级", "班别", "所在班级", "class", "class name"),
    "grade": ("年级", "所在年级", "grade", "year"),
    "number": ("学号", "座号", "student number", "student no", "number"),
    "head_teacher": ("班主任", "班导师", "head teacher", "homeroom teacher", "class teacher"),
}
"""What is looked for, and how its column may be headed; the first is the one that messages give."""

_TRADITIONAL = str.maketrans("學級別導師號", "学级别导师号")
_MEANT: Mapping[str, str] = {
    name.replace(" ", ""): key for key, names in COLUMNS.items() for name in names
}
_SEARCHED = 15
"""Rows that the heading may stand in: above it are titles."""
_LONGEST = 40
_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
"""What stands in no name: control characters, halves of characters, what another program lost."""
_THREE_DIGITS = re.compile(r"([1-9])(0[1-9]|[1-9]\d)班?")
"""301: class 1 of grade 3."""
_HARMLESS = re.compile(r"[\d一二三四五六七八九年级班初小()（）.\-]{1,12}")
"""What a message may quote of a class: a name does not look so."""


@dataclass(frozen=True, slots=True)
class RosterFault:
    """What is wrong: ``why`` is the message's key below ``roster.``; ``row`` 0 is the whole file."""

    why: str
    row: int = 0
    args: tuple[tuple[str, object], ...] = ()


class BadRoster(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A roster cannot be used; all its faults, in order."""

    def __init__(self, *faults: RosterFault) -> None:
        super().__init__(", ".join(sorted({fault.why for fault in faults})))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Roster:
    """The pupils of each class, in the list's order. Nobody's name shows where this is printed."""

    pupils: Mapping[ClassId, tuple[Pupil, ...]] = field(repr=False)


def read_roster(
    path: Path, root: Path, known: Collection[ClassId], only: ClassId | None = None
) -> Roster:
    """Read a roster; raise ``BadRoster`` with every fault, ``OSError`` where the machine refuses.

    ``root`` is the school's folder: a roster may not lie where its files are published, read or thrown
    away. ``known``: the school's classes. ``only``: the class of all pupils, where no column says.
    """
    for name in ("content", "site", "releases", "templates", ".sjboard"):
        if path.resolve().is_relative_to((root / name).resolve()):
            raise BadRoster(RosterFault("place", args=(("folder", f"{name}/"),)))
    if not path.is_file():
        raise BadRoster(RosterFault("missing"))
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        rows = rows_of(path.name, data)
    except TableFault as fault:
        raise BadRoster(RosterFault(fault.why)) from None
    return _pupils(rows, known, only)


def _pupils(rows: Sequence[Row], known: Collection[ClassId], only: ClassId | None) -> Roster:
    at, columns = _heading(rows)
    if "class" not in columns and only is None:
        raise BadRoster(RosterFault("no-class-column"))
    found: dict[ClassId, list[Pupil]] = {}
    faults: list[RosterFault] = []
    for number, cells in rows[at + 1 :]:
        said = {key: cells[n] if n < len(cells) else "" for key, n in columns.items()}
        if not any(said.values()):
            continue
        name = _name(said["name"])
        class_id = _class(said, known) if "class" in columns else only
        if isinstance(class_id, RosterFault):
            faults.append(RosterFault(class_id.why, number, class_id.args))
        if not said["name"]:
            faults.append(RosterFault("no-name", number))
        elif name is None:
            faults.append(RosterFault("name", number))
        if isinstance(class_id, ClassId) and name:
            teacher = _name(said.get("head_teacher", "")) or ""
            pupil = Pupil(name, _name(said.get("number", "")) or "", teacher)
            found.setdefault(class_id, []).append(pupil)
    if faults:
        raise BadRoster(*faults)
    if not found:
        raise BadRoster(RosterFault("empty"))
    return Roster({each: tuple(found[each]) for each in sorted(found)})


def _heading(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Find the row of headings, and which column is what."""
    for at, (number, cells) in enumerate(rows[:_SEARCHED]):
        columns: dict[str, int] = {}
        doubled: list[RosterFault] = []
        for n, cell in enumerate(cells):
            key = _MEANT.get(re.sub(r"[\s*:()]", "", fold(cell)).translate(_TRADITIONAL))
            if key in columns:
                doubled.append(RosterFault("doubled", number, (("column", COLUMNS[key][0]),)))
            elif key:
                columns[key] = n
        if "name" in columns:
            if doubled:
                raise BadRoster(*doubled)
            return at, columns
    raise BadRoster(RosterFault("heading"))


def _name(written: str) -> str | None:
    """A name without what was put between its characters to fill a column; None if it is none."""
    name = re.sub(r"\s+", " ", written).strip()
    bare = name.replace(" ", "")
    if bare and not re.search(r"[A-Za-z]", bare):
        name = bare
    return None if len(name) > _LONGEST or _NO_NAME.search(name) else name


def _class(said: Mapping[str, str], known: Collection[ClassId]) -> ClassId | RosterFault:
    """Read 三年级(1)班, 3-1, 301, or a class's number beside its grade."""
    written = said["class"]
    if not written:
        return RosterFault("no-class")
    folded = fold(written).replace(" ", "")
    digits = _THREE_DIGITS.fullmatch(folded)
    grade = said.get("grade", "")
    class_id = class_named(written)
    if class_id is None and digits:
        class_id = ClassId(int(digits[1]), int(digits[2]))
    if class_id is None and grade:
        class_id = class_named(f"{grade}{folded.strip('()班')}班")
    quoted = written if _HARMLESS.fullmatch(fold(written)) else ""
    if class_id is None:
        return RosterFault("class", args=(("written", quoted),))
    if class_id not in known:
        return RosterFault("unknown-class", args=(("written", quoted),))
    return class_id

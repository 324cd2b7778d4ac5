"""What a school starts from: a folder that builds as it is, and a week's entries ready to fill in.

Knows the forms of an entry as somebody writes it. Overwrites nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sjboard.config.values import Config
from sjboard.edges.package import PACKAGE
from sjboard.edges.schemas import DOCUMENTS, schema_text
from sjboard.edges.terminal import say
from sjboard.model import Block, BlockKind, ClassId, Subject, Term, Week
from sjboard.records import dataclass

STARTER = "starter"

if TYPE_CHECKING:
    from sjboard.edges.hints import Hints  # the render floor behind it is slow to import


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entry to be handed to a teacher: where it goes and what stands in it."""

    path: str
    text: str


class Occupied(Exception):  # noqa: N818 - the folder is fine, but it is not empty
    """The folder for a new school holds something already."""


def found_school(folder: Path) -> tuple[str, ...]:
    """Lay out a new school's folder; give the paths that were written.

    Raises ``Occupied`` where the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Occupied
    source = PACKAGE / STARTER
    files = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    for document in DOCUMENTS:
        files[f".vscode/schemas/{document}.json"] = schema_text(document).encode("utf-8")
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return tuple(files)


def term_of(config: Config, today: date) -> Term:
    """Give the term that is running, else the last that has begun, else the first."""
    terms = sorted(config.terms.values(), key=lambda term: term.first_monday)
    begun = [term for term in terms if term.first_monday <= today]
    return begun[-1] if begun else terms[0]


def week_to_write(term: Term, today: date) -> Week:
    """Give the week that teachers are writing: the first that is not yet public, else the last."""
    coming = [week for week in term.weeks if week.publication > today]
    return coming[0] if coming else term.weeks[-1]


def week_to_show(term: Term, today: date) -> Week:
    """Give the week that is due next: the first that has not ended, else the last."""
    coming = [w for w in term.weeks if w.blocks and w.blocks[-1].last >= today]
    return coming[0] if coming else term.weeks[-1]


def week_before(term: Term, week: Week) -> Week | None:
    """Give the week before one of the same term."""
    return next((one for one in term.weeks if one.number == week.number - 1), None)


def sheets(config: Config, week: Week, hints: Hints) -> Iterator[Sheet]:
    """Make an entry for each subject and grade; for each colleague where ``staff`` names them."""
    folder = f"content/{week.term}/{week.key}"
    days = "\n".join(f"## {_heading(block)}\n" for block in week.blocks)
    taken: set[str] = set()
    for teacher, subject, grade, classes in _who(config):
        numbers = [str(c.number) for c in classes]
        name = "-".join([subject.name, *numbers])
        path = f"{folder}/g{grade}/{_file_name(name)}.md"
        if path in taken:  # two colleagues for one grade
            path = f"{folder}/g{grade}/{_file_name(f'{name}-{teacher}')}.md"
        taken.add(path)
        text = say("new.subject", subject=_value(subject.name))
        text += say("new.teacher", teacher=_value(teacher))
        text += say("new.class", classes=", ".join(numbers)) if numbers else ""
        text += say("new.draft")
        told = "".join(hints.lines(subject, grade, classes))
        yield Sheet(path, f"---\n{text}{told}{say('new.forms')}---\n\n{days}")


def hand_out(root: Path, wanted: Iterator[Sheet]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write entries where there are none: give the paths written, and those that were there."""
    written: list[str] = []
    there: list[str] = []
    for sheet in wanted:
        target = root / sheet.path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(sheet.text)
        except FileExistsError:
            there.append(sheet.path)
        else:
            written.append(sheet.path)
    return tuple(written), tuple(there)


def _who(config: Config) -> Iterator[tuple[str, Subject, int, tuple[ClassId, ...]]]:
    if config.staff:
        for colleague in config.staff:
            for grade in colleague.grades:
                classes = tuple(c for c in colleague.classes if c.grade == grade)
                yield colleague.teacher, config.subjects[colleague.subject], grade, classes
        return
    for grade in config.grades:
        for subject in config.subjects.values():
            yield "", subject, grade, ()


def _heading(block: Block) -> str:
    """Name a block as a heading that every language of the board's sources accepts."""
    if block.kind is BlockKind.WEEKEND:
        return say("new.weekend")
    if block.kind is BlockKind.HOLIDAY:
        return block.name or block.first.isoformat()
    return say(f"new.weekday.{block.first.weekday()}")


def _value(text: str) -> str:
    """Write a name as YAML's value: as it is, but in quotes where YAML would read more into it."""
    plain = re.fullmatch(r"(?:\w[^:#\"'\[\]{}]*)?", text) and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)


def _file_name(name: str) -> str:
    """Make a subject's name fit for a file on every system."""
    return "".join("-" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in name).strip(" .")

"""Which file is what, by its path alone.

Knows contract 1 and the rules for paths of contract 8. Does not know what is in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Severity, Span, finding
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest

MAX_PATH = 180
MAX_NAME = 80
"""In bytes of UTF-8, the path counted below content/."""
_WIDEST = 4
"""Bytes of UTF-8 for one character, at most."""

_WEEK = regex(r"[wW]([0-9]{1,2})")
_GRADE = regex(r"[gG]([0-9]{1,2})")
_TEMPORARY = regex(r"~\$.*|.*~|\..*|_.*|#.*#|.*\.sw[a-p]|thumbs\.db|desktop\.ini")
_FORBIDDEN = regex(r'[\\:*?"<>|\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')
"""What Windows refuses, what no line can show, and marks that would show a name backwards."""
_RESERVED = regex(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_TEXT = regex(r"(?:\.md)?\.(?:txt|text|markdown|mdown)$", re.IGNORECASE)
_OFFICE = regex(r"\.(?:docx?|wps|rtf|odt)$", re.IGNORECASE)
_OWN = ("letters", "services", "assets")


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths by what they are, each sorted. ``weeks``: entries by (term id, week number).

    ``assets`` are pictures and attachments: everything in content/assets/, and whatever is no
    Markdown beside entries and letters.
    """

    weeks: Mapping[tuple[str, int], tuple[str, ...]]
    letters: tuple[str, ...]
    assets: tuple[str, ...]


def arrange(paths: Iterable[str], config: Config) -> tuple[Layout, tuple[Diagnostic, ...]]:
    """Sort the paths of content/ ("content/2026-autumn/w12/g3/语文.md") by what they are.

    A file of a term or week that config.yaml has not is ``entry.unknown``; one whose path no
    computer can be trusted with, ``syntax.size`` or ``entry.path``. Neither is in the layout.
    """
    weeks: dict[tuple[str, int], list[str]] = {}
    letters: list[str] = []
    assets: list[str] = []
    found: list[Diagnostic] = []
    seen: dict[str, str] = {}
    for path in sorted(paths):
        folder, _, last = path.rpartition("/")
        above, name = _look_above(folder), _look(last)
        if above.passed_over or name.passed_over:
            continue
        parts = path.split("/")[1:]
        other = seen.setdefault(f"{above.form}/{name.form}", path)
        long = len(path) * _WIDEST > MAX_PATH
        if long or other != path or not (above.right and name.right):
            faults = [*_bad_path(path, parts), *_alike(path, other)]
            found.extend(faults)
            if faults:
                continue
        if parts[0] == "assets" or (not path.lower().endswith(".md") and len(parts) > 1):
            assets.append(path)
            found.extend(_not_read(path, parts))
        elif parts[0] == "letters":
            letters.append(path)
        elif parts[0] != "services" and path.lower().endswith(".md"):
            key = _week_of(path, parts, config)
            if isinstance(key, Diagnostic):
                found.append(key)
            else:
                weeks.setdefault(key, []).append(path)
    layout = Layout(
        {key: tuple(weeks[key]) for key in sorted(weeks)}, tuple(letters), tuple(assets)
    )
    return layout, tuple(found)


def _not_read(path: str, parts: list[str]) -> Iterator[Diagnostic]:
    """What lies among the entries and was probably meant as one: 语文.txt stops, 语文.docx is said.

    An office document may also be an attachment that an entry links to.
    """
    if len(parts) < 3 or not _WEEK.fullmatch(fold(parts[1])):
        return
    name = parts[-1]
    guess = f"{_TEXT.sub('', name)}.md"
    if _TEXT.search(name):
        yield finding("entry.path", Span(path), "not-md", name=name, guess=guess)
    elif _OFFICE.search(name):
        office = finding("entry.path", Span(path), "office", name=name)
        yield replace(office, severity=Severity.NOTE)


def passed_over(name: str) -> bool:
    """Whether a file or folder of this name is none of ours: hidden, set aside, or temporary."""
    return _TEMPORARY.fullmatch(name.lower()) is not None


def grade_of(path: str) -> int | None:
    """Give the grade that an entry's path names, None where it names none."""
    return _grade_of_folder(path.rpartition("/")[0])


@lru_cache(maxsize=1024)
def _grade_of_folder(folder: str) -> int | None:
    for part in folder.split("/")[3:]:
        match = _GRADE.fullmatch(part)
        if match:
            return int(match.group(1))
    return None


def _week_of(path: str, parts: list[str], config: Config) -> tuple[str, int] | Diagnostic:
    span = Span(path)
    if len(parts) < 3:
        return finding("entry.path", span, "place")
    term = config.terms.get(parts[0])
    if term is None:
        guess = nearest(parts[0], [*config.terms, *_OWN])
        known = "、".join(config.terms)
        if guess is None:
            return finding("entry.unknown", span, "term", written=parts[0], known=known)
        return finding("entry.unknown", span, "term-near", written=parts[0], guess=guess)
    match = _WEEK.fullmatch(fold(parts[1]))
    number = int(match.group(1)) if match else 0
    if not 1 <= number <= len(term.weeks):
        return finding(
            "entry.unknown", span, "week", written=parts[1], term=term.id, weeks=len(term.weeks)
        )
    return term.id, number


def _alike(path: str, other: str) -> Iterator[Diagnostic]:
    """A name that is another file's too, on Windows or on a Mac: copied there, one of the two is lost."""
    if other != path:
        yield finding(
            "entry.path",
            Span(path),
            "alike",
            related=[Span(other)],
            name=path.rpartition("/")[2],
            other=other.rpartition("/")[2],
        )


class _Name(NamedTuple):
    """A file's or folder's name; ``form`` is what it has in common with whatever may be taken for it."""

    passed_over: bool
    right: bool
    form: str


@lru_cache(maxsize=4096)
def _look(name: str) -> _Name:
    """Look at a name once: most stand in every week's folder."""
    form = name.lower() if name.isascii() else normalize("NFC", name).casefold()
    return _Name(passed_over(name), not any(_bad_name(name, Span(name))), form)


@lru_cache(maxsize=1024)
def _look_above(folder: str) -> _Name:
    """Look at a folder with all that it lies in; what does not lie in content/ is passed over."""
    top, *parts = folder.split("/")
    names = [_look(part) for part in parts]
    return _Name(
        top != "content" or any(name.passed_over for name in names),
        all(name.right for name in names),
        "".join(f"/{name.form}" for name in names),
    )


def _bad_path(path: str, parts: list[str]) -> Iterator[Diagnostic]:
    span = Span(path)
    if len("/".join(parts).encode("utf-8", "replace")) > MAX_PATH:
        yield finding("syntax.size", span, "path", limit=MAX_PATH)
    for name in parts:
        yield from _bad_name(name, span)


def _bad_name(name: str, span: Span) -> Iterator[Diagnostic]:
    if len(name.encode("utf-8", "replace")) > MAX_NAME:
        yield finding("syntax.size", span, "name", limit=MAX_NAME, name=name)
    bad = _FORBIDDEN.search(name)
    if bad:
        shown = bad.group() if bad.group().isprintable() else f"U+{ord(bad.group()):04X}"
        yield finding("entry.path", span, "character", name=name, character=shown)
    elif _RESERVED.fullmatch(name):
        yield finding("entry.path", span, "reserved", name=name)
    elif name != name.rstrip(". "):
        yield finding("entry.path", span, "trailing", name=name)

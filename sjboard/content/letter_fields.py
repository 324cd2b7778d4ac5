"""The front matter of a letter: its keys, their types, and every fault at once.

Knows what a letter's head may say. Does not know its body, nor placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias
from unicodedata import normalize

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.model import ClassId, LetterStyle
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Document, Path

RULE = "letter.field"

KEYS = {
    "title": "标题",
    "date": "日期",
    "audience": "对象",
    "from": "落款",
    "receipt": "回执",
    "style": "样式",
}
AUDIENCE_KEYS = {"grades": "年级", "classes": "班级"}
RECEIPT_KEYS = {"fields": "栏目", "return_by": "交回日期", "to": "交给"}
STYLES = {
    "official": LetterStyle.OFFICIAL,
    "公文": LetterStyle.OFFICIAL,
    "everyday": LetterStyle.EVERYDAY,
    "便函": LetterStyle.EVERYDAY,
}

_WHOLE_SCHOOL = {"全校", "all", "学校"}
_DATE = regex(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_GRADE = regex(r"([1-9一二三四五六七八九])\s*(?:年级)?|初([一二三123])|grade ?([1-9])")
_CLASS = regex(
    r"([1-9])\s*[-.]\s*(\d{1,2})"
    r"|([1-9一二三四五六七八九]|初[一二三])\s*(?:年级?)?\s*\(?(\d{1,2})\)?\s*班"
)
_RANGE = regex(r"(.+?)\s*(?:[-–—~]|至|到)\s*(.+)")
_DIGITS = {digit: n for n, digit in enumerate("一二三四五六七八九", 1)}

Text: TypeAlias = tuple[str, Span]
"""What was written, and where."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The receipt as written: its texts still hold their placeholders."""

    fields: tuple[Text, ...]
    return_by: date | None
    to: Text | None


@dataclass(frozen=True, slots=True)
class Head:
    """A letter's front matter. ``grades`` and ``classes`` both empty: to the whole school."""

    title: Text
    date: date
    grades: tuple[int, ...]
    classes: tuple[ClassId, ...]
    sender: Text | None
    style: LetterStyle
    slip: Slip | None


def read_head(document: Document, config: Config) -> tuple[Head | None, tuple[Diagnostic, ...]]:
    """Read the front matter. None, with every fault of it, where something is wrong."""
    reader = _Reader(document, config)
    head = reader.head()
    return (None if reader.findings else head), tuple(reader.findings)


class _Reader:
    def __init__(self, document: Document, config: Config) -> None:
        self.document = document
        self.config = config
        self.findings: list[Diagnostic] = []
        self.guessed: set[str] = set()
        """Keys that a misspelt one was probably meant to be: they are not missing as well."""

    def fault(self, span: Span, variant: str, **args: Any) -> None:
        self.findings.append(finding(RULE, span, variant, **args))

    def head(self) -> Head | None:
        keys = self.keys((), KEYS)
        for key in ("title", "date"):
            if key not in keys and key not in self.guessed:
                self.fault(self.document.origin, f"missing-{key}")
        title = self.text(keys.get("title"))
        day = self.day(keys.get("date"))
        grades, classes = self.audience(keys.get("audience"))
        sender = self.text(keys.get("from"))
        style = self.style(keys.get("style"))
        slip = self.slip(keys.get("receipt"), day)
        if title is None or day is None:
            return None
        return Head(title, day, grades, classes, sender, style, slip)

    # --- Shapes -------------------------------------------------------------------------------

    def at(self, path: Path) -> Any:
        value = self.document.data
        for step in path:
            value = value[step]
        return value

    def keys(self, path: Path, known: Mapping[str, str]) -> dict[str, Path]:
        """The paths of a mapping's values by the keys' English names."""
        names = {fold(name): key for key, chinese in known.items() for name in (key, chinese)}
        found: dict[str, Path] = {}
        for written in self.at(path):
            here = (*path, written)
            span = self.document.key_span(here)
            key = names.get(fold(written).replace("-", "_"))
            if key is None and "：" in written:
                continue  # reported already, as a full-width colon
            if key is None:
                self.unknown(written, span, known)
            elif key in found:
                self.fault(span, "doubled", key=written, other=str(found[key][-1]))
            else:
                found[key] = here
        return found

    def unknown(self, written: str, span: Span, known: Mapping[str, str]) -> None:
        guess = nearest(written, [*known, *known.values()])
        if guess:
            self.guessed |= {key for key, chinese in known.items() if guess in (key, chinese)}
            self.fault(span, "near", key=written, nearest=guess)
        else:
            self.fault(span, "unknown", key=written, known=tuple(known.values()))

    def text(self, path: Path | None) -> Text | None:
        """A text that says something."""
        if path is None:
            return None
        value, span = self.at(path), self.document.span(path)
        key = next(str(step) for step in reversed(path) if isinstance(step, str))
        if not isinstance(value, str):
            self.fault(span, "text", key=key)
        elif not value.strip():
            self.fault(self.document.key_span(path), "empty", key=key)
        else:
            return value.strip(), span
        return None

    def day(self, path: Path | None) -> date | None:
        text = self.text(path)
        if text is None:
            return None
        match = _DATE.fullmatch(normalize("NFKC", text[0]))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                pass
        self.fault(text[1], "date", written=text[0])
        return None

    def items(self, path: Path | None) -> Iterator[Text]:
        """A list of texts, or a single one."""
        if path is None:
            return
        value = self.at(path)
        if isinstance(value, list) and value:
            texts = [self.text((*path, n)) for n in range(len(value))]
        elif isinstance(value, list):
            self.fault(self.document.key_span(path), "empty", key=str(path[-1]))
            return
        else:
            texts = [self.text(path)]
        yield from (text for text in texts if text is not None)

    # --- Audience, style, receipt -------------------------------------------------------------

    def audience(self, path: Path | None) -> tuple[tuple[int, ...], tuple[ClassId, ...]]:
        if path is None:
            return (), ()
        value = self.at(path)
        if isinstance(value, str) and fold(value.strip()) in _WHOLE_SCHOOL:
            return (), ()
        if not isinstance(value, dict) or not value:
            self.fault(self.document.span(path), "audience", written=_shown(value))
            return (), ()
        keys = self.keys(path, AUDIENCE_KEYS)
        grades = {g for text in self.items(keys.get("grades")) for g in self.grades(text)}
        classes = {c for text in self.items(keys.get("classes")) for c in self.classes(text)}
        if grades == set(self.config.grades):
            return (), ()
        return tuple(sorted(grades)), tuple(sorted(c for c in classes if c.grade not in grades))

    def grades(self, text: Text) -> Iterator[int]:
        """``3``, ``三年级``, ``3-6``, ``三至六年级``, or several with commas between."""
        written, span = text
        for part in re.split(r"[,、]", fold(written)):
            ends = _RANGE.fullmatch(part.strip())
            found = [_grade(end) for end in ((ends[1], ends[2]) if ends else (part,))]
            known = [g for g in found if g is not None and g in self.config.grades]
            if len(known) < len(found) or known != sorted(known):
                names = tuple(str(g) for g in self.config.grades)
                self.fault(span, "grade", written=part.strip() or written, known=names)
            else:
                yield from (g for g in self.config.grades if known[0] <= g <= known[-1])

    def classes(self, text: Text) -> Iterator[ClassId]:
        """``3-1`` or ``三年级(1)班``, or several with commas between."""
        written, span = text
        for part in re.split(r"[,、]", fold(written)):
            class_id = class_named(part)
            if class_id is None:
                self.fault(span, "class", written=part.strip() or written)
            elif class_id not in self.config.classes(class_id.grade):
                self.fault(span, "no-class", written=part.strip())
            else:
                yield class_id

    def style(self, path: Path | None) -> LetterStyle:
        text = self.text(path)
        if text is None:
            return LetterStyle.OFFICIAL
        style = STYLES.get(fold(text[0]))
        if style is None:
            self.fault(text[1], "style", written=text[0])
        return style or LetterStyle.OFFICIAL

    def slip(self, path: Path | None, day: date | None) -> Slip | None:
        if path is None:
            return None
        value = self.at(path)
        if not isinstance(value, dict) or not value:
            self.fault(self.document.span(path), "receipt", written=_shown(value))
            return None
        keys = self.keys(path, RECEIPT_KEYS)
        fields = tuple(self.items(keys.get("fields")))
        return_by = self.day(keys.get("return_by"))
        if return_by and day and return_by < day:
            self.fault(self.document.span(keys["return_by"]), "return-by", day=return_by, sent=day)
        return Slip(fields, return_by, self.text(keys.get("to")))


def class_named(written: str) -> ClassId | None:
    """Read a class: ``3-1``, ``三年级(1)班``, ``三(1)班``, ``初一2班``."""
    match = _CLASS.fullmatch(fold(written).strip())
    if match is None:
        return None
    return ClassId(_grade(match[1] or match[3]) or 0, int(match[2] or match[4]))


def _grade(written: str) -> int | None:
    match = _GRADE.fullmatch(written.strip())
    if match is None:
        return None
    if match[2]:
        return 6 + (_DIGITS.get(match[2]) or int(match[2]))
    digit = match[1] or match[3]
    return _DIGITS.get(digit) or int(digit)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else ""

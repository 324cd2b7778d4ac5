"""The front matter of an entry: its keys in both languages, and what each may hold.

Knows contract 2.1. Does not know the school: whether there is such a subject or class is looked up
later. All values are strings, lists or mappings of them: the types are decided here.

Plain code instead of a schema library: every value has its own sentence when it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.model import Mode, Signature
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Document

KEYS = {
    "subject": "学科",
    "teacher": "教师",
    "class": "班级",
    "grade": "年级",
    "week": "周次",
    "term": "学期",
    "mode": "方式",
    "approval": "审批",
    "digest": "摘要",
    "draft": "草稿",
    "actual": "实测",
}
"""English name → Chinese name. Both are always accepted."""

REQUIRED = ("subject", "teacher")

_BY_NAME = {fold(name): key for key, chinese in KEYS.items() for name in (key, chinese)}
_ALL = {"all", "全年级", "全部"}
_YES = {"yes", "true", "on", "是", "对"}
_NO = {"no", "false", "off", "否", "不"}
_MODES = {"add": Mode.ADD, "补充": Mode.ADD, "replace": Mode.REPLACE, "替换": Mode.REPLACE}
_FIRST_OF_JUNIOR = 6
_GRADE_NAMES = {
    **{f"{name}年级": n for n, name in enumerate("一二三四五六七八九", 1)},
    **{f"初{name}": _FIRST_OF_JUNIOR + n for n, name in enumerate("一二三", 1)},
}
_DIGITS = regex(r"[0-9]{1,4}")
_NUMBERS = regex(r"[\[【(]?\s*([0-9]{1,3}班?(?:\s*[,、;和]\s*[0-9]{1,3}班?)*)\s*[\]】)]?")
_WEEK = regex(r"(?:w|第)?([0-9]{1,3})周?")
_GRADE = regex(r"g?([1-9])(?:年级)?")
_SIGNATURE = regex(r"(\S.*?)\s+([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_DIGEST = regex(r"[0-9a-f]{16}")
_MINUTES = regex(r"([0-9]{1,3})(?:分钟|分|min|m)?")
MOST_MINUTES = 600


@dataclass(slots=True)
class Fields:
    """What an entry's front matter says; None where it says nothing or nothing readable.

    ``classes`` None is the whole grade. ``days`` of ``actual`` are as written, with their minutes.
    ``spans`` are the keys' places, ``places`` the values', by English name; ``class_places`` those of
    the class numbers.
    """

    subject: str | None = None
    teacher: str | None = None
    classes: tuple[int, ...] | None = None
    grade: int | None = None
    week: int | None = None
    term: str | None = None
    mode: Mode | None = None
    approval: tuple[Signature, ...] = ()
    digest: str | None = None
    draft: bool = False
    actual: tuple[tuple[str, int, Span], ...] = ()
    spans: dict[str, Span] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    class_places: dict[int, Span] = field(default_factory=dict)


class _Wrong(Exception):  # noqa: N818 - it carries a message's variant, and never leaves this module
    def __init__(
        self, variant: str, span: Span | None = None, written: str = "", **more: str
    ) -> None:
        super().__init__(variant)
        self.variant = variant
        self.span = span
        self.written = written
        self.more = more


def english_name(key: str) -> str | None:
    """Give the English name of a key in either language; None for one that there is not."""
    return _BY_NAME.get(key) or _BY_NAME.get(fold(key.strip()))


def read_fields(document: Document) -> tuple[Fields, tuple[Diagnostic, ...]]:
    """Read a front matter's mapping. Every fault of ``entry.field``, each at its key or value."""
    fields = Fields()
    found: list[Diagnostic] = []
    meant: set[str | None] = set()
    for name, value in document.data.items():
        span = document.key_span((name,))
        key = english_name(str(name))
        if key is None:
            if "：" not in str(name):  # a full-width colon inside the key is reported already
                unknown, guess = _unknown(str(name), span)
                found.append(unknown)
                meant.add(guess)
            continue
        if key in fields.spans:
            first = fields.spans[key]
            found.append(
                finding(
                    "entry.field", span, "twice", key=str(name), line=first.line, related=[first]
                )
            )
            continue
        fields.spans[key] = span
        fields.places[key] = document.span((name,))
        try:
            _READERS[key](fields, value, document, str(name))
        except _Wrong as wrong:
            written = wrong.written or (value if isinstance(value, str) else "")
            place = wrong.span or (fields.places[key] if written else span)
            args: dict[str, Any] = {"key": str(name), "written": written[:80], **wrong.more}
            found.append(finding("entry.field", place, wrong.variant, **args))
    found.extend(
        finding("entry.field", document.origin, f"missing-{key}")
        for key in REQUIRED
        if key not in fields.spans and key not in meant
    )
    return fields, tuple(found)


def _unknown(name: str, span: Span) -> tuple[Diagnostic, str | None]:
    """Report a key that there is not, with the key that was probably meant."""
    guess = nearest(name, [word for pair in KEYS.items() for word in pair])
    if guess is None:
        known = "、".join(KEYS.values())
        return finding("entry.field", span, "unknown", key=name, known=known), None
    return finding("entry.field", span, "near", key=name, guess=guess), _BY_NAME[fold(guess)]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong("text")
    if not value.strip():
        raise _Wrong("empty")
    return value.strip()


def _subject(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    fields.subject = _text(value)


def _teacher(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    fields.teacher = " ".join(_text(value).split())


def _term(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    fields.term = _text(value)


def _classes(fields: Fields, value: Any, document: Document, name: str) -> None:
    if isinstance(value, str) and fold(value.strip()) in _ALL:
        return
    if value == []:
        raise _Wrong("empty")
    if isinstance(value, list):
        for index, member in enumerate(value):
            span = document.span((name, index))
            fields.class_places.setdefault(_class_number(member, span), span)
    else:
        fields.class_places[_class_number(value, None)] = document.span((name,))
    fields.classes = tuple(sorted(fields.class_places))


def _class_number(value: Any, span: Span | None) -> int:
    if not isinstance(value, str):
        raise _Wrong("class", span)
    if not value.strip():
        raise _Wrong("empty")
    folded = fold(value.strip())
    if not _DIGITS.fullmatch(folded):
        numbers = class_numbers(value)
        if numbers and span is None:
            raise _Wrong("class-near", span, value, guess=numbers)
        raise _Wrong("class", span, value)
    return int(folded)


def class_numbers(written: str) -> str:
    """Write classes as YAML where only one thing can be meant: 1、2 and 1班和2班 as [1, 2], else ""."""
    match = _NUMBERS.fullmatch(fold(written.strip()))
    if match is None:
        return ""
    numbers = [str(int(number)) for number in re.findall(r"[0-9]+", match[1])]
    return numbers[0] if len(numbers) == 1 else f"[{', '.join(numbers)}]"


def _grade(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    folded = fold(_text(value))
    match = _GRADE.fullmatch(folded)
    grade = int(match.group(1)) if match else _GRADE_NAMES.get(folded)
    if grade is None:
        raise _Wrong("grade")
    fields.grade = grade


def _week(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    match = _WEEK.fullmatch(fold(_text(value)))
    if match is None:
        raise _Wrong("week")
    fields.week = int(match.group(1))


def _mode(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    mode = _MODES.get(fold(_text(value)))
    if mode is None:
        raise _Wrong("mode")
    fields.mode = mode


def _approval(fields: Fields, value: Any, document: Document, name: str) -> None:
    if value == "":
        return
    if not isinstance(value, dict):
        raise _Wrong("approval")
    signatures: list[Signature] = []
    for role, written in value.items():
        span = document.span((name, role))
        match = _SIGNATURE.fullmatch(written.strip()) if isinstance(written, str) else None
        if match is None or not role.strip():
            text = written if isinstance(written, str) else ""
            raise _Wrong("signature", span if text else document.key_span((name, role)), text)
        try:
            day = date(*(int(part) for part in match.groups()[1:]))
        except ValueError:
            raise _Wrong("signature", span, written) from None
        place = _from(document.key_span((name, role)), span)
        signatures.append(Signature(role.strip(), match.group(1), day, place))
    fields.approval = tuple(signatures)


def _from(first: Span, last: Span) -> Span:
    """From the one place to the other, where they stand in one line."""
    if (first.file, first.line) != (last.file, last.line):
        return first
    return Span(first.file, first.line, first.column, last.end)


def _digest(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    folded = fold(_text(value))
    if not _DIGEST.fullmatch(folded):
        raise _Wrong("digest")
    fields.digest = folded


def _draft(fields: Fields, value: Any, _document: Document, _name: str) -> None:
    folded = fold(_text(value))
    if folded not in _YES | _NO:
        raise _Wrong("draft")
    fields.draft = folded in _YES


def _actual(fields: Fields, value: Any, document: Document, name: str) -> None:
    if value == "":
        return
    if not isinstance(value, dict):
        raise _Wrong("actual")
    read: list[tuple[str, int, Span]] = []
    for day, written in value.items():
        span = document.span((name, day))
        match = _MINUTES.fullmatch(fold(written.strip())) if isinstance(written, str) else None
        if match is None or int(match.group(1)) > MOST_MINUTES:
            text = written if isinstance(written, str) else ""
            raise _Wrong("minutes", span if text else document.key_span((name, day)), text)
        read.append((day, int(match.group(1)), document.key_span((name, day))))
    fields.actual = tuple(read)


_READERS: Mapping[str, Callable[[Fields, Any, Document, str], None]] = {
    "subject": _subject,
    "teacher": _teacher,
    "class": _classes,
    "grade": _grade,
    "week": _week,
    "term": _term,
    "mode": _mode,
    "approval": _approval,
    "digest": _digest,
    "draft": _draft,
    "actual": _actual,
}


def entry_schema() -> dict[str, Any]:
    """Give the JSON Schema of a front matter, for editors. Every key under both its names."""
    number = {"type": "integer", "minimum": 1}
    text = {"type": "string", "minLength": 1}
    shapes: dict[str, dict[str, Any]] = {
        "subject": text,
        "teacher": text,
        "class": {
            "oneOf": [
                number,
                {"type": "array", "items": number, "minItems": 1},
                {"enum": sorted(_ALL)},
            ]
        },
        "grade": {"oneOf": [{"type": "integer", "minimum": 1, "maximum": 9}, _names(_GRADE_NAMES)]},
        "week": number,
        "term": text,
        "mode": _names(_MODES),
        "approval": {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": f"^{_SIGNATURE.pattern}$"},
        },
        "digest": {"type": "string", "pattern": f"^{_DIGEST.pattern}$"},
        "draft": {"oneOf": [{"type": "boolean"}, {"enum": sorted(_YES | _NO)}]},
        "actual": {
            "type": "object",
            "additionalProperties": {
                "oneOf": [
                    {"type": "integer", "minimum": 0, "maximum": MOST_MINUTES},
                    {"type": "string", "pattern": f"^{_MINUTES.pattern}$"},
                ]
            },
        },
    }
    properties = {
        name: {"title": chinese if name == key else key, **shapes[key]}
        for key, chinese in KEYS.items()
        for name in (key, chinese)
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "作业条目 homework entry",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "allOf": [{"oneOf": [{"required": [key]}, {"required": [KEYS[key]]}]} for key in REQUIRED],
    }


def _names(words: Mapping[str, object]) -> dict[str, Any]:
    return {"enum": list(words)}

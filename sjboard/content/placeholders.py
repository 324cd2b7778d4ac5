"""The placeholders of letters: ``{{ school }}`` and the few others, filled by our own scanner.

Knows their names and what each stands for. A letter is never a template: there are no expressions,
and nothing that is filled in is looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.locale import Words
from sjboard.model import HEAD_TEACHER, PUPIL, BlockKind, ClassId, Limit, Measure, Per, Place
from sjboard.patterns import regex
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest

RULE = "letter.placeholder"

NAMES: Mapping[str, tuple[str, ...]] = {
    "school": ("学校", "學校"),
    "office": ("部门", "部門"),
    "phone": ("电话", "電話"),
    "term": ("学期", "學期"),
    "class": ("班级", "班級"),
    "grade": ("年级", "年級"),
    "caps": ("作业上限", "作業上限"),
    "board_url": ("公示网址", "公示網址"),
    "date": ("日期",),
    "pupil": ("学生", "學生"),
    "head_teacher": ("班主任", "班導師"),
}
"""Every placeholder, with its Chinese names; the first is the one that messages give."""

SETTINGS = {"office": "school.office", "phone": "school.phone", "board_url": "site.url"}
"""Where config.yaml says what a placeholder stands for, if it may be left out there."""

_MEANT = {fold(name): key for key, names in NAMES.items() for name in (key, *names)}
_MARKS = regex(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}|[{｛]{2}")
_SPECIAL = regex(r"\A[#+>-]|(?<=\d)\.|[\\`*_|\[\]]")


def values(  # noqa: PLR0917 - the fields of a letter's head, in their order
    config: Config,
    words: Words,
    day: date,
    grades: tuple[int, ...],
    classes: tuple[ClassId, ...],
    reader: ClassId | None = None,
) -> dict[str, str]:
    """What each placeholder stands for in a letter of a day to an audience; "" where nobody said.

    ``grades`` and ``classes`` both empty: to the whole school. A letter to several classes says 各班,
    one to several grades 各年级: it is one text on one page. For a ``reader``, one class of the audience, it
    says that class, and has room for the names of pupil and head teacher (``model.PUPIL``).
    """
    if reader is not None:
        grades, classes = (), (reader,)
    reached = {*grades, *(c.grade for c in classes)} or set(config.grades)
    one_class = classes[0] if len(classes) == 1 and not grades else None
    one_grade = next(iter(reached)) if len(reached) == 1 else None
    return {
        "school": config.school.name,
        "office": config.school.office,
        "phone": config.school.phone,
        "term": _term(config, day),
        "class": _class_name(words, one_class) if one_class else words("letter.class.many"),
        "grade": words(f"grade.{one_grade}") if one_grade else words("letter.grade.many"),
        "caps": caps(config, words, sorted(reached)),
        "board_url": config.site_url,
        "date": words.date(day),
        "pupil": PUPIL if reader else words("letter.pupil.any"),
        "head_teacher": HEAD_TEACHER if reader else words("letter.head-teacher.any"),
    }


def in_markdown(values_: Mapping[str, str]) -> dict[str, str]:
    """The same values, to stand in Markdown as they are; the board's address as a link."""
    escaped = {
        key: _SPECIAL.sub(r"\\\g<0>", value.replace("&", "&amp;").replace("<", "&lt;"))
        for key, value in values_.items()
    }
    url = values_["board_url"]
    return {**escaped, "board_url": url and f"<{url}>"}


def fill(
    text: str, place: Callable[[int, int], Span], known: Mapping[str, str]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Fill the placeholders of one line. ``place`` makes a span of a start and an end in it.

    Findings are of ``letter.placeholder``: ``""`` unknown, ``near`` unknown but like a known one,
    ``open`` not closed, ``empty`` one that config.yaml leaves empty.
    """
    if "{{" not in text and "｛" not in text:
        return text, ()
    found: list[Diagnostic] = []

    def one(match: re.Match[str]) -> str:
        span = place(match.start(), match.end())
        name = match[1]
        if name is None:
            found.append(finding(RULE, span, "open", written=text[match.start() :][:20]))
            return match[0]
        key = _MEANT.get(fold(name.strip()))
        if key is None:
            found.append(_unknown(name.strip(), span))
            return match[0]
        if not known[key]:
            found.append(finding(RULE, span, "empty", name=name.strip(), setting=SETTINGS[key]))
        return known[key]

    return _MARKS.sub(one, text), tuple(found)


def _unknown(name: str, span: Span) -> Diagnostic:
    guess = nearest(name, [n for key, names in NAMES.items() for n in (key, names[0])])
    if guess:
        return finding(RULE, span, "near", name=name, nearest=guess)
    return finding(RULE, span, name=name, known=tuple(names[0] for names in NAMES.values()))


def _term(config: Config, day: date) -> str:
    """The term that a day lies in, or the last that had begun, or the first of all."""
    terms = sorted(config.terms.values(), key=lambda t: t.first_monday)
    begun = [term for term in terms if term.first_monday <= day]
    return (begun[-1] if begun else terms[0]).name


def _class_name(words: Words, class_id: ClassId) -> str:
    grade = words(f"grade.{class_id.grade}")
    return words("class.name", grade=grade, number=class_id.number)


# --- The caps in a sentence ---------------------------------------------------------------------


def caps(config: Config, words: Words, grades: Iterable[int]) -> str:
    """Say the daily caps of some grades as a sentence with its full stop, like grades together."""
    said = [(grade, _caps_of(grade, config, words)) for grade in sorted(grades)]
    groups = [
        words("letter.caps.group", grades=_grades(words, [g for g, _ in group]), caps=text)
        for text, members in groupby(said, key=lambda pair: pair[1])
        for group in [list(members)]
        if text
    ]
    if not groups:
        return words("letter.caps.none-set")
    return words("letter.caps.separator").join(groups) + words("letter.caps.end")


def _grades(words: Words, grades: list[int]) -> str:
    """Name three or more consecutive grades by the first and the last, others one by one."""
    names = [words(f"grade.{grade}") for grade in grades]
    if len(names) > 2 and grades[-1] - grades[0] == len(grades) - 1:
        return words("grade.span", first=names[0], last=names[-1])
    return words.join(names)


def _caps_of(grade: int, config: Config, words: Words) -> str:
    parts = []
    for part, written_only in (("written", True), ("total", False)):
        cap = min(
            (lim.value for lim in _daily(config.limits, grade, written_only=written_only)),
            default=None,
        )
        if cap is not None:
            key = f"letter.caps.{part}-none" if cap == 0 else f"letter.caps.{part}"
            parts.append(words(key, minutes=cap))
    return words("letter.caps.and").join(parts)


def _daily(limits: Iterable[Limit], grade: int, *, written_only: bool) -> Iterator[Limit]:
    """The caps on an ordinary school day's work at home: of every subject, whatever the weekday."""
    for limit in limits:
        every_day = not (limit.weekdays or limit.dates or limit.nth)
        school_days = not limit.block_kinds or BlockKind.SCHOOL_DAY in limit.block_kinds
        all_work = limit.kinds is None and limit.subjects is None and not limit.except_subjects
        if (
            limit.measure is Measure.MINUTES
            and limit.per is Per.DAY
            and Place.HOME in limit.places
            and limit.written_only is written_only
            and grade in limit.grades
            and every_day
            and school_days
            and all_work
        ):
            yield limit

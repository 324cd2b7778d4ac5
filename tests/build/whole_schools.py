"""Whole schools as Hypothesis makes them: settings, homework of many weeks, letters, pictures, mistakes.

Homework is known as figures before it is written as files, so that a page's sums can be held against a
calculation that shares nothing with the program: a minute at a time, in ``minutes_by_tier``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from sjboard.build.sources import Sources
from sjboard.edges.disk import snapshot
from tests.running import ROOT

TERM = "2026-autumn"
FIRST = date(2026, 9, 7)
WEEKS = (10, 11, 12)
"""Ordinary ones, without a holiday: five school days and a weekend."""
SUBJECTS = {"chinese": "语文", "math": "数学", "english": "英语"}
KINDS = {"书面": True, "口头": False, "朗读": False, "实践": False}
"""The words used, and whether they count as written."""
TIERS = ("基础", "提高", "拓展")
PLACES = {"": "home", "校内": "in-school", "课后": "after-school"}
DAYS = (*(f"周{c}" for c in "一二三四五"), "周末")
WEEKEND = 5
TODAYS = (date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 4))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of homework on ``days`` (0 is Monday, 5 the weekend); ``below`` stands under its line."""

    days: tuple[int, ...]
    text: str
    kind: str
    minutes: int
    low: int = 0
    shared: bool = False
    tier: str = ""
    optional: bool = False
    place: str = ""
    below: str = ""

    def on(self, day: int) -> int:
        """Its minutes on one of its days: a total goes round, a minute each time."""
        if not self.shared:
            return self.minutes
        turn = self.days.index(day)
        return sum(1 for n in range(self.minutes) if n % len(self.days) == turn)

    def written(self) -> str:
        time = f"{self.low}-{self.minutes}" if 0 < self.low < self.minutes else str(self.minutes)
        words = (self.kind, "共" * self.shared + time + "分钟", self.tier, "选做" * self.optional)
        group = " ".join(word for word in (*words, self.place) if word)
        below = "".join(f"  {line}\n" for line in self.below.splitlines())
        return f"- {self.text} {{{group}}}\n{below}"


@dataclass(frozen=True, slots=True)
class Homework:
    """An entry as it is meant. ``classes`` () is the whole grade."""

    week: int
    grade: int
    subject: str
    classes: tuple[int, ...]
    mode: str
    pieces: tuple[Piece, ...]
    note: str = ""
    draft: bool = False

    @property
    def path(self) -> str:
        name = "-".join(
            [self.subject, *map(str, self.classes), *([self.mode] if self.mode else [])]
        )
        return f"content/{TERM}/w{self.week:02}/g{self.grade}/{name}.md"

    def written(self) -> bytes:
        head = [f"学科: {SUBJECTS[self.subject]}", "教师: 甲老师"]
        head += [f"班级: {json.dumps(list(self.classes))}"] * bool(self.classes)
        head += [f"方式: {self.mode}"] * bool(self.mode) + ["草稿: 是"] * self.draft
        body = [self.note + "\n"] if self.note else []
        for days in dict.fromkeys(piece.days for piece in self.pieces):
            body.append(f"## {'、'.join(DAYS[day] for day in days)}\n")
            body += [piece.written() for piece in self.pieces if piece.days == days]
        return ("---\n" + "\n".join(head) + "\n---\n\n" + "\n".join(body) + "\n").encode()


@dataclass(frozen=True, slots=True)
class School:
    """``right`` homework and ``letters``, and ``broken`` files of both sorts; all may show a picture.

    Each of the broken entries and letters holds the text ``SECRET``, and nothing else does.
    """

    settings: Mapping[str, Any]
    right: tuple[Homework, ...]
    letters: Mapping[str, bytes]
    broken: Mapping[str, bytes] = field(default_factory=dict)
    today: date = TODAYS[-1]

    def sources(self) -> Sources:
        """All files as the program gets them, with the program's own templates and words."""
        shipped = _shipped()
        written = {one.path: one.written() for one in self.right}
        return Sources(
            config=json.dumps(self.settings, ensure_ascii=False, indent=1).encode(),
            content={
                **written,
                **self.letters,
                **self.broken,
                "content/assets/picture.png": _picture(),
            },
            packs=shipped.packs,
            shipped=shipped.shipped,
            catalogues=shipped.catalogues,
            program="test",
        )


SECRET = "不可公示的字样"  # noqa: S105 - a text to look for on pages


@cache
def _shipped() -> Sources:
    return snapshot(ROOT / "config.yaml")


@cache
def _picture() -> bytes:
    return (ROOT / "content/assets/钟面.png").read_bytes()


def monday(week: int) -> date:
    return FIRST + timedelta(weeks=week - 1)


# --- What is on the boards, calculated ----------------------------------------------------------------


def applying(school: School, week: int, grade: int, number: int) -> list[Homework]:
    """Which homework a class has, drafts left out."""
    named = [
        one
        for one in school.right
        if (one.week, one.grade) == (week, grade) and number in (one.classes or (number,))
        if not one.draft
    ]
    hidden = {one.subject for one in named if one.mode == "替换"}
    return [one for one in named if one.mode or one.subject not in hidden]


def minutes_by_tier(
    school: School, homework: list[Homework], day: int, *, written: bool
) -> dict[str, int]:
    """Add up what a pupil has to do on a day: "" and each tier in use, as contract 10 has them."""
    parts: list[tuple[str, str, int]] = []
    for one in homework:
        for piece in one.pieces:
            if day not in piece.days or piece.optional or (written and not KINDS[piece.kind]):
                continue
            parts.append((one.subject, piece.tier, piece.on(day)))
    used = [tier for tier in TIERS if any(tier == name for _, name, _ in parts)]
    tiers = school.settings["tiers"]

    def done(tier: str, subject: str | None = None) -> int:
        below = TIERS[: TIERS.index(tier)] if tiers["mode"] == "ladder" else ()
        return sum(
            minutes
            for whose, name, minutes in parts
            if subject in (None, whose) and name in ("", tier, *below)
        )

    sums = {tier: done(tier) for tier in used}
    common = sum(minutes for _, name, minutes in parts if not name)
    if used and tiers["pathway"] == "any":
        common = sum(max(done(tier, subject) for tier in used) for subject in SUBJECTS)
    return {"": common, **sums}


# --- Schools ------------------------------------------------------------------------------------------

_TEXTS = (
    "读课文",
    "写**生字**，*每字*一遍",
    "看[网页](http://a.example/x?y=1&z=2)",
    "看图 ![叶子](../../../assets/picture.png)",
    "a < b & c > d，\"引\"'号'",
    "算 `2*3` 和 24×3",
    "{{ 7*7 }} {% raw %} {# x #}",
    "=1+1，@甲，+乙，-丙",
    "H<sub>2</sub>O<br>第二行",
    "]]> --> script \\u2028 ${x}",
    "𠮷 ﬁ é 👩‍👧",
    "读后说一说；BEGIN:VEVENT, 再写\\n",
    "长" * 120,
    "1. 不是列表",
)
_BELOW = (
    "",
    "",
    "",
    "说明",
    "| 一 | 二 |\n|---|---|\n| 三 | 四 |",
    "- 甲\n- 乙",
    "> 引用",
    "```\n<b>\n```",
)
_NOTES = ("", "", "本周学习第六单元。", "**注意** <b>&amp;</b>", "# 标题\n\n- 一\n- 二")

pieces = st.builds(
    Piece,
    days=st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True).map(
        lambda days: tuple(sorted(days))
    ),
    text=st.sampled_from(_TEXTS),
    kind=st.sampled_from(sorted(KINDS)),
    minutes=st.integers(1, 40),
    low=st.integers(0, 40),
    shared=st.booleans(),
    tier=st.sampled_from(("", "", *TIERS)),
    optional=st.booleans(),
    place=st.sampled_from(("", "", *PLACES)),
    below=st.sampled_from(_BELOW),
).filter(lambda piece: not piece.shared or not piece.low)


@st.composite
def homework(draw: st.DrawFn, grades: Mapping[int, int]) -> tuple[Homework, ...]:
    """Every entry has a place of its own: a subject of a grade, or of some of its classes, in a week."""
    made: dict[str, Homework] = {}
    for _ in range(draw(st.integers(1, 7))):
        grade = draw(st.sampled_from(sorted(grades)))
        mode = draw(st.sampled_from(("", "", "补充", "替换")))
        some = st.lists(st.integers(1, grades[grade]), min_size=1, max_size=2, unique=True)
        one = Homework(
            week=draw(st.sampled_from(WEEKS)),
            grade=grade,
            subject=draw(st.sampled_from(sorted(SUBJECTS))),
            classes=tuple(sorted(draw(some))) if mode else (),
            mode=mode,
            pieces=tuple(draw(st.lists(pieces, min_size=1, max_size=4))),
            note=draw(st.sampled_from(_NOTES)),
            draft=draw(st.integers(0, 9)) == 9,
        )
        made.setdefault(one.path, one)
    return tuple(made.values())


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    grades = draw(
        st.dictionaries(st.sampled_from((1, 3, 6, 9)), st.integers(1, 2), min_size=1, max_size=2)
    )
    limits = st.fixed_dictionaries(
        {
            "id": st.just("a"),
            "grades": st.just("1-9"),
            "per": st.sampled_from(("day", "block", "week")),
            "kinds": st.sampled_from(("written", "all")),
            "minutes": st.integers(1, 90),
            "severity": st.just("warning"),
        }
    )
    return {
        "school": {
            "name": draw(st.sampled_from(("样例小学", "A & B <学校>", "1. 小学"))),
            "office": "教导处",
        },
        "site": {
            "language": draw(st.sampled_from(("zh-Hans", "zh-Hant", "en"))),
            **draw(st.sampled_from(({}, {"url": "http://board.example/a/"}))),
        },
        "terms": [{"id": TERM, "name": "第一学期", "first_monday": FIRST.isoformat(), "weeks": 21}],
        "grades": {str(grade): count for grade, count in sorted(grades.items())},
        "subjects": [{"id": id_, "name": name} for id_, name in SUBJECTS.items()],
        "tiers": {
            "mode": draw(st.sampled_from(("choose", "ladder"))),
            "pathway": draw(st.sampled_from(("same", "any"))),
            "names": [{"id": f"t{n}", "name": name} for n, name in enumerate(TIERS)],
        },
        "publication": {"keep": draw(st.sampled_from(("all", "all", "1", "2")))},
        "privacy": {"teachers": draw(st.sampled_from(("name", "surname", "none")))},
        "policy": {
            "use": [],
            "floor": [],
            "limits": draw(st.lists(limits, max_size=1)),
        },
    }


_BROKEN_ENTRIES = (
    f"---\n学科：语文\n教师: 甲\n---\n\n## 周一\n\n- {SECRET} {{书面 5分钟}}\n",
    f"---\n学科: 语文\n教师: 甲\n---\n\n## 周八\n\n- {SECRET} {{书面 5分钟}}\n",
    f"---\n学科: 语文\n教师: 甲\n---\n\n## 周一\n\n- {SECRET} <script>x</script> {{书面 5分钟}}\n",
    f"---\n学科: 语文\n教师: 甲\n---\n\n## 周一\n\n- {SECRET} {{书面}}\n",
    f"---\n学科: 语文\n教师: 甲\n---\n\n## 周一\n\n- {SECRET} ![图](none.png) {{书面 5分钟}}\n",
    f"---\n学科: [{SECRET}\n---\n\n## 周一\n",
    f"{SECRET}\n",
    f"---\n学科: 化学\n教师: 甲\n---\n\n- {SECRET}\n",
    f"---\n学科: 语文\n教师: 甲\nx: &a [*a]\n---\n\n## 周一\n\n- {SECRET} {{书面 5分钟}}\n",
    f"---\n学科: 语文\n教师: 甲\n---\n\n{'[' * 300}{SECRET}\n\n## 周一\n\n- 第__页 {{书面 5分钟}}\n",
)
_BROKEN_LETTERS = (
    f"---\n标题: {SECRET}\n日期: 2026-02-30\n---\n\n各位\n",
    f"---\n标题: x\n日期: 2026-11-13\n---\n\n{SECRET} {{{{ nobody }}}}\n",
)
_LETTERS = (
    "---\n标题: 致{{ school }}家长\n日期: 2026-11-13\n---\n\n{{ school }}：\n\n{{ caps }} **好**。\n",
    (
        "---\n标题: a & <b>\n日期: 2026-11-13\n对象: 全校\n回执:\n  栏目: [姓名]\n"
        "  交回日期: 2026-11-20\n---\n\n![图](../assets/picture.png)\n"
    ),
)


@st.composite
def schools(draw: st.DrawFn, *, broken: bool = False) -> School:
    """A school; with ``broken``, one to three of its files are wrong."""
    given = draw(settings())
    grades = {int(grade): count for grade, count in given["grades"].items()}
    letters = draw(st.lists(st.sampled_from(_LETTERS), max_size=2))
    written = {f"content/letters/letter-{n}.md": text.encode() for n, text in enumerate(letters)}
    wrong: dict[str, bytes] = {}
    for n in range(draw(st.integers(1, 3)) if broken else 0):
        grade, week = draw(st.sampled_from(sorted(grades))), draw(st.sampled_from(WEEKS))
        text = draw(st.sampled_from((*_BROKEN_ENTRIES, *_BROKEN_LETTERS)))
        folder = "letters" if text in _BROKEN_LETTERS else f"{TERM}/w{week}/g{grade}"
        encoding = draw(st.sampled_from(("utf-8", "utf-8", "gb18030", "utf-16")))
        wrong[f"content/{folder}/wrong-{n}.md"] = text.encode(encoding)
    return School(
        settings=given,
        right=draw(homework(grades)),
        letters=written,
        broken=wrong,
        today=draw(st.sampled_from(TODAYS)),
    )

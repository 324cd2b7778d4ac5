"""Write the school of bench/school.py once more, as other generators want it.

Hugo and Eleventy get the 8,640 entries one by one and put the boards together in their own templates, which
print the marks that ours print. Pelican, MkDocs and Zensical make one page of one Markdown file: they get
each page put together already, which spares them most of the work. Nobody but sjboard checks anything.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bench.school import SUBJECTS, Size, grades, terms

SITES = Path(__file__).parent / "others"
NUMERALS = "零一二三四五六七八九"
KEYS = {"周一": "d1", "周二": "d2", "周三": "d3", "周四": "d4", "周五": "d5", "周末": "weekend"}
_ITEM = re.compile(r"- (.*) \{(\S+) (\d+)分钟( 选做)?\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject's homework for one class: day's key → items as (text, kind, minutes, optional)."""

    subject: int
    teacher: str
    days: dict[str, list[tuple[str, str, int, bool]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """One class in one week."""

    grade: int
    number: int
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return f"{NUMERALS[self.grade]}年级({self.number})班"


@dataclass(frozen=True, slots=True)
class Week:
    """A week that is on the board, with the neighbours that are."""

    term: str
    number: int
    monday: date
    before: int | None
    after: int | None

    @property
    def key(self) -> str:
        return f"{self.term}/w{self.number:02d}"

    @property
    def published(self) -> str:
        return _day(self.monday - timedelta(days=3), year=True)

    @property
    def span(self) -> str:
        return f"{_day(self.monday, year=True)}—{_day(self.monday + timedelta(days=6))}"

    @property
    def days(self) -> list[dict[str, str]]:
        found = []
        for number, (name, key) in enumerate(KEYS.items()):
            first = self.monday + timedelta(days=number)
            last = first + timedelta(days=1) if key == "weekend" else first
            shown = _day(first) if first == last else f"{_day(first)}—{_day(last)}"
            found.append(
                {"key": key, "name": name, "date": shown}
                | {"first": first.isoformat(), "last": last.isoformat()}
            )
        return found


def weeks(size: Size) -> list[Week]:
    """Name every week of the school, oldest first."""
    found = []
    for term, first in terms(size):
        for number in range(1, size.weeks + 1):
            monday = first + timedelta(weeks=number - 1)
            after = number + 1 if number < size.weeks else None
            found.append(Week(term, number, monday, number - 1 or None, after))
    return found


def boards(school: Path, size: Size, week: Week) -> Iterator[Board]:
    """Read back what bench/school.py has written."""
    for grade, classes in grades(size).items():
        for number in range(1, classes + 1):
            folder = school / "content" / week.key / f"g{grade}"
            entries = []
            for subject in range(size.subjects):
                text = (folder / f"{SUBJECTS[subject][1]}-{number}班.md").read_text("utf-8")
                entries.append(_entry(subject, text))
            yield Board(grade, number, tuple(entries))


def _entry(subject: int, text: str) -> Entry:
    teacher = re.search(r"^teacher: (.*)$", text, re.MULTILINE)
    found = Entry(subject, teacher[1] if teacher else "")
    day = ""
    for line in text.splitlines():
        if line.startswith("## "):
            day = KEYS[line[3:]]
        elif item := _ITEM.fullmatch(line):
            piece = (item[1], item[2], int(item[3]), bool(item[4]))
            found.days.setdefault(day, []).append(piece)
    return found


def limit(grade: int) -> int:
    return 0 if grade < 3 else 60


def rule(grade: int) -> str:
    return f"书面作业每天不超过{limit(grade)}分钟" if limit(grade) else "不布置书面家庭作业"


def _day(day: date, *, year: bool = False) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _front(**values: object) -> str:
    """Write front matter: JSON is YAML."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""])


def _columns() -> list[dict[str, object]]:
    own: list[dict[str, object]]
    own = [{"id": i, "name": n, "subjects": [i]} for i, n in SUBJECTS[:3]]
    return [*own, {"id": "other", "name": "其他", "subjects": [i for i, _ in SUBJECTS[3:]]}]


def _items(entry: Entry) -> dict[str, list[dict[str, object]]]:
    return {
        day: [
            {"text": text, "kind": kind, "minutes": minutes}
            | ({"optional": True} if chosen else {})
            for text, kind, minutes, chosen in items
        ]
        for day, items in entry.days.items()
    }


def structured(entry: Entry) -> str:
    """Write an entry with its homework in the front matter, an item a line, as Hugo and Eleventy read it."""
    id_, name = SUBJECTS[entry.subject]
    lines = ["---", f"subject: {id_}", f"name: {name}", f"weight: {entry.subject + 1}"]
    lines += [f"teacher: {entry.teacher}", "days:"]
    for day, items in _items(entry).items():
        lines.append(f"  {day}:")
        lines += [f"    - {json.dumps(item, ensure_ascii=False)}" for item in items]
    return "\n".join([*lines, "---", ""])


class Hugo:
    """A class's week is a leaf bundle with its entries as page resources; see others/hugo/hugo.yaml."""

    def __init__(self, school: Path, size: Size, folder: Path) -> None:
        self.school, self.size, self.folder = school, size, folder
        self.content = folder / "content"

    def make(self, upto: int | None = None) -> None:
        """Write the whole site, or its first ``upto`` weeks."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(SITES / "hugo", self.folder)
        subjects = [{"id": i, "name": n} for i, n in SUBJECTS[: self.size.subjects]]
        settings = {"subjects": subjects, "columns": _columns()}
        _write(self.folder / "config" / "_default" / "params.json", json.dumps(settings))
        shutil.move(self.folder / "hugo.yaml", self.folder / "config" / "_default" / "hugo.yaml")
        shown = weeks(self.size)[:upto]
        for week in shown:
            self.week(week)
        for term in dict.fromkeys(week.term for week in shown):
            self._term(term)
        newest = shown[-1]
        _write(
            self.content / "_index.md",
            _front(title=f"第{newest.number}周作业公示", shows=f"/{newest.key}"),
        )
        _write(self.content / "classes" / "_index.md", _front(title="各班"))
        for grade, classes in grades(self.size).items():
            for number in range(1, classes + 1):
                board = Board(grade, number, ())
                text = _front(
                    title=f"{board.name} 作业公示",
                    type="newest",
                    name=board.name,
                    outputs=["html", "screen"],
                    shows=f"/{newest.key}/g{grade}/c{number}",
                )
                _write(self.content / "classes" / f"g{grade}c{number}" / "index.md", text)

    def week(self, week: Week) -> None:
        """Write one week's pages and entries."""
        place = self.content / week.key
        title = f"第{week.number}周作业公示"
        shown = [
            ("term", week.term),
            ("number", week.number),
            ("span", week.span),
            ("shown", week.published),
            ("before", week.before or 0),
            ("after", week.after or 0),
            ("classes", self.size.classes),
            ("days", week.days),
        ]
        _write(
            place / "_index.md",
            _front(title=title, type="week", outputs=["html", "notice"], **dict(shown)),
        )
        for board in boards(self.school, self.size, week):
            grade = place / f"g{board.grade}"
            if board.number == 1:
                name = f"{NUMERALS[board.grade]}年级"
                facts: dict[str, object] = {"grade": board.grade, "limit": limit(board.grade)}
                facts |= {"rule": rule(board.grade), "name": name}
                text = _front(
                    title=f"{name} {title}", type="grade", outputs=["html", "notice"], **facts
                )
                _write(grade / "_index.md", text)
            bundle = grade / f"c{board.number}"
            facts = {"grade": board.grade, "number": board.number, "name": board.name}
            facts["class"] = f"{board.grade}-{board.number}"
            text = _front(
                title=f"{board.name} {title}", type="class", outputs=["html", "notice"], **facts
            )
            _write(bundle / "index.md", text)
            for entry in board.entries:
                _write(bundle / f"{SUBJECTS[entry.subject][1]}.md", structured(entry))

    def _term(self, term: str) -> None:
        _write(self.content / term / "_index.md", _front(title=term, type="term"))
        for grade, classes in grades(self.size).items():
            name = f"{NUMERALS[grade]}年级"
            place = self.content / term / f"g{grade}"
            facts = {"grade": grade, "limit": limit(grade)}
            _write(
                place / "_index.md", _front(title=f"{name} 本学期用时", type="termgrade", **facts)
            )
            for number in range(1, classes + 1):
                board = Board(grade, number, ())
                text = _front(
                    title=f"{board.name} 本学期用时", type="termclass", **facts, number=number
                )
                _write(place / f"c{number}" / "index.md", text)


class Eleventy:
    """Entries that make no page of their own, and pages paginated over them; see others/eleventy/."""

    def __init__(self, school: Path, size: Size, folder: Path) -> None:
        self.school, self.size, self.folder = school, size, folder
        self.content = folder / "content"

    def make(self, modules: Path) -> None:
        """Write the whole site; ``modules`` is where npm put Eleventy."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(SITES / "eleventy", self.folder)
        self.content.mkdir()
        shutil.move(self.folder / "pages", self.content / "pages")
        (self.folder / "node_modules").symlink_to(modules, target_is_directory=True)
        settings = {
            "school": "测量小学",
            "office": "教导处",
            "phone": "0000-0000000",
            "grades": [{"grade": g, "count": n} for g, n in grades(self.size).items()],
            "subjects": [{"id": i, "name": n} for i, n in SUBJECTS[: self.size.subjects]],
            "columns": _columns(),
        }
        _write(self.folder / "settings.json", json.dumps(settings, ensure_ascii=False))
        common = {"tags": "entry", "permalink": False}
        _write(self.content / "entries" / "entries.json", json.dumps(common))
        for week in weeks(self.size):
            shown = {
                "title": f"第{week.number}周作业公示",
                "term": week.term,
                "key": week.key,
                "number": week.number,
                "span": week.span,
                "shown": week.published,
                "before": week.before or 0,
                "after": week.after or 0,
                "classes": self.size.classes,
                "days": week.days,
            }
            text = _front(tags="week", permalink=False, week=shown)
            _write(self.content / "weeks" / f"{week.key}.md", text)
            for board in boards(self.school, self.size, week):
                place = self.content / "entries" / week.key / f"g{board.grade}" / f"c{board.number}"
                facts = {"term": week.term, "week": week.number, "grade": board.grade}
                facts["class"] = board.number
                head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in facts.items())
                for entry in board.entries:
                    text = structured(entry).replace("---\n", f"---\n{head}", 1)
                    _write(place / f"{SUBJECTS[entry.subject][1]}.md", text)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as Markdown: ``path`` without ending, as in ``2026-autumn/w01/g3/c1/index``."""

    path: str
    title: str
    body: str


def pages(school: Path, size: Size) -> Iterator[Page]:
    """Put every page together, as a script before MkDocs, Zensical or Pelican would."""
    shown = weeks(size)
    held = {week.key: list(boards(school, size, week)) for week in shown}
    for week in shown:
        title = f"第{week.number}周作业公示"
        matrix, notices = [], []
        for grade in grades(size):
            own = [board for board in held[week.key] if board.grade == grade]
            name = f"{NUMERALS[grade]}年级"
            table = _matrix(own)
            together = "\n".join(_day_table(day, own, name_classes=True) for day in week.days)
            matrix.append(f"## {name}\n\n{rule(grade)}\n\n{table}\n")
            place = f"{week.key}/g{grade}"
            yield Page(f"{place}/index", f"{name} {title}", f"{table}\n{together}")
            yield Page(f"{place}/notice", f"{name} {title}表", together)
            for board in own:
                days = "\n".join(_day_table(day, [board]) for day in week.days)
                head = f"{week.span} {rule(grade)}\n\n{_matrix([board])}\n"
                sheet = f"## {board.name} {title}\n\n{week.span}\n\n{days}"
                notices.append(sheet)
                yield Page(f"{place}/c{board.number}/index", f"{board.name} {title}", head + days)
                yield Page(f"{place}/c{board.number}/notice", f"{board.name} {title}单", sheet)
                if week is shown[-1]:
                    path = f"classes/g{grade}c{board.number}"
                    yield Page(f"{path}/index", f"{board.name} 作业公示", head + days)
                    yield Page(f"{path}/screen", f"{board.name} 大屏", days)
        yield Page(f"{week.key}/index", title, "\n".join(matrix))
        yield Page(f"{week.key}/notice", title, "\n".join(notices))
        if week is shown[-1]:
            yield Page("index", title, "\n".join(matrix))
    for term in dict.fromkeys(week.term for week in shown):
        its = [week for week in shown if week.term == term]
        lines = [
            f"| [第{w.number}周](/board/{w.key}/) | {w.span} | {w.published} | {size.classes}个班 |"
            for w in reversed(its)
        ]
        yield Page(
            f"{term}/index", term, _table("| 周次 | 日期 | 公示日期 | 班级 |", "\n".join(lines))
        )
        for grade, classes in grades(size).items():
            name = f"{NUMERALS[grade]}年级"
            picked = [(w, [b for b in held[w.key] if b.grade == grade]) for w in its]
            yield Page(f"{term}/g{grade}/index", f"{name} 本学期用时", _term_table(picked))
            for number in range(1, classes + 1):
                one = [(w, [b for b in given if b.number == number]) for w, given in picked]
                title = f"{one[0][1][0].name} 本学期用时"
                yield Page(f"{term}/g{grade}/c{number}/index", title, _term_table(one))


def _table(head: str, rows: str) -> str:
    return f"{head}\n{re.sub(r'[^|]+', '---', head)}\n{rows}\n"


def _written(board: Board, day: str) -> int:
    items = [item for entry in board.entries for item in entry.days.get(day, ())]
    return sum(minutes for _, kind, minutes, chosen in items if kind == "书面" and not chosen)


def _matrix(own: list[Board]) -> str:
    rows = []
    for board in own:
        minutes = " | ".join(str(_written(board, key)) for key in KEYS.values())
        link = f"[{board.number}班](/board/classes/g{board.grade}c{board.number}/)"
        rows.append(f"| {link} | {minutes} |")
    return _table(f"| 班级 | {' | '.join(KEYS)} |", "\n".join(rows))


def _day_table(day: dict[str, str], own: list[Board], *, name_classes: bool = False) -> str:
    rows = []
    for subject, (_, name) in enumerate(SUBJECTS):
        for board in own:
            for entry in board.entries:
                if entry.subject == subject:
                    who = f"{board.number}班 " if name_classes else ""
                    rows += [
                        f"| {name} | {who}{text} | {kind}{' 选做' * chosen} | **{minutes}** 分 |"
                        for text, kind, minutes, chosen in entry.days.get(day["key"], ())
                    ]
    written = max(_written(board, day["key"]) for board in own)
    table = _table("| 学科 | 作业 | 类型 | 用时 |", "\n".join(rows))
    return f"### {day['name']} {day['date']}：书面 {written} 分\n\n{table}"


def _term_table(own: list[tuple[Week, list[Board]]]) -> str:
    rows = []
    for week, given in own:
        minutes = [max(_written(board, key) for board in given) for key in KEYS.values()]
        shown = " | ".join(map(str, minutes))
        rows.append(f"| 第{week.number}周 | {shown} | {sum(minutes) // 5} |")
    return _table(f"| 周次 | {' | '.join(KEYS)} | 平均 |", "\n".join(rows))


def write_markdown(kind: str, school: Path, size: Size, folder: Path) -> None:
    """Write the site for ``pelican``, ``mkdocs`` or ``zensical``."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SITES / kind, folder)
    content = folder / ("content" if kind == "pelican" else "docs")
    for page in pages(school, size):
        head = f"Title: {page.title}\n"
        if kind == "pelican":
            head += f"Slug: {page.path.replace('/', '-')}\nSave_as: {page.path}.html\n\n"
        else:
            head = f"---\ntitle: {page.title}\n---\n\n"
        _write(content / f"{page.path}.md", head + page.body)

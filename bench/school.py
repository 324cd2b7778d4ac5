"""Make a school of any size, the same one every time: `.venv/bin/python bench/school.py FOLDER`.

Six grades; as many classes as asked for, spread over them; an entry for every class and subject, so that
36 classes with six subjects hand in 216 entries a week, which is more than schools do that let the
teachers of a grade write together. Two terms of twenty weeks a year, from September 2026 on. The homework
keeps the national caps, its wording is put together from parts, and nobody in it exists.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SUBJECTS = (
    ("chinese", "语文"),
    ("math", "数学"),
    ("english", "英语"),
    ("science", "科学"),
    ("art", "美术"),
    ("pe", "体育"),
)
TEACHERS = "甲乙丙丁戊己庚辛壬癸"
PLACES = (
    "窗台上的绿豆",
    "校门口的梧桐",
    "厨房里的冰块",
    "傍晚的云",
    "小河边的石头",
    "阳台上的影子",
)
TEXTS = (
    "《海滨小城》",
    "《富饶的西沙群岛》",
    "《美丽的小兴安岭》",
    "《观潮》",
    "《走月亮》",
    "《秋晚的江上》",
)
WORDS = ("词语", "句子", "生字", "古诗", "对话", "单词")


@dataclass(frozen=True, slots=True)
class Size:
    """How big: classes in all, years of archive, entries a week for a class."""

    classes: int = 36
    years: int = 1
    subjects: int = 6
    weeks: int = 20


def terms(size: Size) -> Iterator[tuple[str, date]]:
    """Name each term and its first Monday: two a year."""
    for year in range(2026, 2026 + size.years):
        yield f"{year}-autumn", _monday(date(year, 9, 1))
        yield f"{year + 1}-spring", _monday(date(year + 1, 2, 15))


def grades(size: Size) -> dict[int, int]:
    """Spread the classes over six grades, the lower ones first."""
    return {g: n for g in range(1, 7) if (n := (size.classes + 6 - g) // 6)}


def config(size: Size) -> str:
    """Write config.yaml."""
    named = "\n".join(
        f"  - {{id: {id_}, name: {id_}, first_monday: {first.isoformat()}, weeks: {size.weeks}}}"
        for id_, first in terms(size)
    )
    taught = ", ".join(f"{{id: {id_}, name: {name}}}" for id_, name in SUBJECTS[: size.subjects])
    return f"""school: {{name: 测量小学, phone: 0000-0000000, office: 教导处}}
site: {{url: "http://10.8.0.5/board/", language: zh-Hans}}
terms:
{named}
grades: {{{", ".join(f"{g}: {n}" for g, n in grades(size).items())}}}
subjects: [{taught}]
policy: {{use: [cn-2021], floor: [cn-2021]}}
calendar: {{country: none}}
"""


def entry(grade: int, class_: int, subject: int, seed: str) -> str:
    """Write one entry: homework on three or four days and sometimes at the weekend."""
    chance = random.Random(seed)  # noqa: S311 - the same school every time is the point
    teacher = (
        f"{chance.choice('赵钱孙李周吴郑王')}{chance.choice(TEACHERS)}{chance.choice(TEACHERS)}"
    )
    lines = [
        "---",
        f"subject: {SUBJECTS[subject][1]}",
        f"teacher: {teacher}",
        f"class: {class_}",
        "---",
        "",
    ]
    for day in sorted(chance.sample(range(5), chance.choice((3, 4)))):
        lines += [f"## 周{'一二三四五'[day]}", ""]
        lines += [f"- {text}" for text in _items(chance, grade, subject)]
        lines.append("")
    if chance.random() < 0.3:
        lines += [
            "## 周末",
            "",
            f"- 和家人一起去看看{chance.choice(PLACES)} {{实践 {chance.randrange(10, 30)}分钟 选做}}",
            "",
        ]
    return "\n".join(lines)


def _items(chance: random.Random, grade: int, subject: int) -> Iterator[str]:
    page = chance.randrange(2, 120)
    minutes = chance.randrange(4, 9)
    text, word, place = chance.choice(TEXTS), chance.choice(WORDS), chance.choice(PLACES)
    written = grade > 2 and subject < 3
    if written:
        yield chance.choice(
            (
                f"练习册第 {page} 页第 {page % 7 + 1} 题 {{书面 {minutes}分钟}}",
                f"用今天学的{word}写三句话 {{书面 {minutes}分钟}}",
                f"**想一想**再写：{place}有什么变化？ {{书面 {minutes}分钟}}",
            )
        )
    yield chance.choice(
        (
            f"把{text}第 {page % 9 + 1} 自然段读给家人听 {{朗读 {minutes}分钟}}",
            f"观察{place}，说说它和昨天有什么不一样 {{观察 {minutes}分钟}}",
            f"和同学说一说第 {page} 页的{word} {{口头 {minutes}分钟}}",
        )
    )


def make(folder: Path, size: Size) -> int:
    """Write the school; give the number of entries."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "config.yaml", config(size))
    made = 0
    for term, _ in terms(size):
        for week in range(1, size.weeks + 1):
            made += make_week(folder, size, term, week)
    return made


def make_week(folder: Path, size: Size, term: str, week: int) -> int:
    """Write one week's entries; give their number."""
    made = 0
    for grade, classes in grades(size).items():
        place = folder / "content" / term / f"w{week:02d}" / f"g{grade}"
        place.mkdir(parents=True, exist_ok=True)
        for class_ in range(1, classes + 1):
            for subject in range(size.subjects):
                name = f"{SUBJECTS[subject][1]}-{class_}班.md"
                seed = f"{term} {week} {grade} {class_} {subject}"
                _write(place / name, entry(grade, class_, subject, seed))
                made += 1
    return made


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, usual in (("classes", 36), ("years", 1), ("subjects", 6), ("weeks", 20)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    chosen = Size(asked.classes, asked.years, asked.subjects, asked.weeks)
    print(f"{make(asked.folder, chosen)} entries")

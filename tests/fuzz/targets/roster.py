"""A list of pupils out of an office: a roster, or faults that say no name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sjboard.edges.paper.roster import BadRoster, _pupils
from sjboard.edges.paper.tables import Row, TableFault, rows_of
from sjboard.edges.terminal import words
from sjboard.model import ClassId
from sjboard.render.paper.mailing import Pupil
from tests.fuzz.laws import CONFIG


def check(data: bytes) -> None:
    read = rows(data)
    for only in (None, ClassId(3, 1)):
        roster = pupils(read, only)
        assert set(roster) <= set(CONFIG.all_classes)
        for listed in roster.values():
            assert listed
            for pupil in listed:
                assert 1 <= len(pupil.name) <= 40
                assert pupil.name.isprintable() or not pupil.name.isascii()


def rows(data: bytes) -> list[Row]:
    try:
        return rows_of("名单.csv", data)
    except TableFault as fault:
        words("zh-Hans")(f"roster.{fault.why}")
        return []


def pupils(read: list[Row], only: ClassId | None) -> Mapping[ClassId, tuple[Pupil, ...]]:
    try:
        return _pupils(read, CONFIG.all_classes, only).pupils
    except BadRoster as bad:
        for one in bad.faults:
            words("zh-Hans")(f"roster.{one.why}", **dict(one.args))
        return {}


def seeds() -> Iterator[bytes]:
    text = (
        "\n三年级名单\n姓名,班级,学号,班主任\n甲一,三年级(1)班,1,王芳\n乙二,3-2,02,\n丙三,301,3,\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield text.encode(encoding)
    yield '姓 名\t年级\t班级\n欧阳 甲\t三年级\t1\n"a\nb"\t3\t（2）班\n'.encode()
    yield "学生姓名；姓名;班别\n=1+1;三(1)\n".encode()
    yield b"Name,Class\nAnn Example,3-1\n,3-2\nB,9-9\n"

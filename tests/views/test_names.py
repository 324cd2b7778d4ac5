from __future__ import annotations

import pytest

from sjboard.model import Kind, Subject
from sjboard.views.names import colour, icon, teacher_name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("王芳", "王老师"),
        ("王小芳", "王老师"),
        ("欧阳兰兰", "欧阳老师"),
        ("歐陽蘭蘭", "歐陽老师"),
        ("欧阳", "欧老师"),
        ("欧阳老师", "欧阳老师"),
        ("王老师", "王老师"),
        ("司马相", "司马老师"),
        ("王芳、李敏", "王老师、李老师"),
        ("王芳/诸葛小明", "王老师、诸葛老师"),
        ("Anna Lee", "Lee老师"),
        ("阿依古丽·买买提", "阿依古丽老师"),
    ],
)
def test_teachers_by_surname(written: str, shown: str) -> None:
    assert teacher_name(written, "surname", "zh-Hans") == shown


def test_teachers_as_written_and_not_at_all() -> None:
    assert teacher_name("王芳", "name", "zh-Hans") == "王芳"
    assert teacher_name("王芳", "none", "zh-Hans") == ""
    assert teacher_name("陳芳", "surname", "zh-Hant") == "陳老師"


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        (Subject("chinese", "语文"), "chinese"),
        (Subject("yw", "语文"), "chinese"),
        (Subject("s1", "數學"), "math"),
        (Subject("x", "Fremdsprache", ("English",)), "english"),
        (Subject("x", "体育与健康"), "pe"),
        (Subject("x", "美术"), "art"),
        (Subject("x", "科学"), "science"),
        (Subject("x", "道德与法治"), "other"),
    ],
)
def test_colours_of_subjects(subject: Subject, key: str) -> None:
    assert colour(subject) == key


def test_icons_of_kinds() -> None:
    assert icon(Kind("written", "书面", written=True)) == "written"
    assert icon(Kind("poster", "手抄报", written=True)) == "written"
    assert icon(Kind("recitation", "背诵")) == "oral"
    assert icon(Kind("chores", "劳动")) == "practice"

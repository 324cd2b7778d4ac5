"""How people and subjects are shown: a teacher's name as the school chose, a subject's colour.

Knows Chinese surnames and the board's palette keys. Does not know the colours themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sjboard.model import Kind, Subject

TITLES = {"zh-Hans": "老师", "zh-Hant": "老師", "en": "老师"}
"""What stands behind a surname. It is part of a person's name, so it stays Chinese in English."""

COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "  # noqa: SIM905 - a list of names reads best as one
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 南荣 东里 "
    "東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽 申屠 公孫 仲孫 鍾離 長孫 鮮于 閭丘 顓孫 壤駟 樂正 "
    "穀梁 夾谷 軒轅 段干 東郭 南門 梁丘 左丘 西門 南榮 東里 歐陽 司馬".split()
)
"""Surnames of two characters."""

_SEVERAL = re.compile(r"\s*[、，,/／；;&＆]\s*")
_SUFFIX = re.compile(r"(老师|老師)\Z")
_UNSPACED = (("\u3400", "\ufaff"), ("\U00020000", "\U0002fa1f"))
"""What names without blanks begin with: Chinese characters. A pattern of so many takes 8 ms to compile."""

_COLOURS = {
    "chinese": (
        "chinese",
        "yuwen",
        "reading",
        "语文",
        "語文",
        "阅读",
        "閱讀",
        "写字",
        "书法",
        "國文",
        "中文",
    ),
    "math": ("math", "maths", "mathematics", "shuxue", "数学", "數學"),
    "english": ("english", "yingyu", "英语", "英語", "外语", "外語", "英文"),
    "science": (
        *("science", "kexue", "科学", "科學", "常识", "常識", "physics", "chemistry", "biology"),
        *("物理", "化学", "化學", "生物", "信息科技", "信息技术"),
    ),
    "pe": ("pe", "sport", "sports", "tiyu", "体育", "體育", "体育与健康", "體育與健康"),
    "art": ("art", "arts", "music", "艺术", "藝術", "美术", "美術", "音乐", "音樂", "视觉艺术"),
}
_COLOUR_OF = {name: colour for colour, names in _COLOURS.items() for name in names}

_ORAL = frozenset({"oral", "reading", "recitation", "preview"})


@lru_cache(maxsize=1024)
def teacher_name(teacher: str, shown: str, language: str) -> str:
    """Show a teacher as ``privacy.teachers`` says: ``name``, ``surname`` (王老师) or ``none`` ("").

    Several teachers of one entry (王芳、李敏) are each shown so.
    """
    if shown == "none":
        return ""
    if shown == "name":
        return teacher
    people = [person for person in _SEVERAL.split(teacher.strip()) if person]
    return "、".join(surname(person) + TITLES[language] for person in people)


def surname(person: str) -> str:
    """Give the surname: 王 of 王芳, 欧阳 of 欧阳兰; the last word of a name in Latin letters.

    A two-character name has a one-character surname (欧 of 欧阳), unless both together are all that was
    written before 老师. Of a name with a dot (阿依古丽·买买提) the part before the dot is kept, by which its
    bearer is addressed.
    """
    bare = _SUFFIX.sub("", person.strip())
    if bare != person.strip() and bare in COMPOUND:
        return bare
    if "·" in bare or "•" in bare:
        return re.split("[·•]", bare, maxsplit=1)[0]
    if not any(first <= bare[:1] <= last for first, last in _UNSPACED):
        return bare.split()[-1] if bare.split() else bare
    if len(bare) > 2 and bare[:2] in COMPOUND:
        return bare[:2]
    return bare[:1]


@lru_cache(maxsize=256)
def colour(subject: Subject) -> str:
    """Give the palette's key of a subject, by its id, name or alias; ``other`` for all unknown."""
    known = (
        _COLOUR_OF.get(n.strip().lower()) for n in (subject.id, subject.name, *subject.aliases)
    )
    return next((key for key in known if key), "other")


def icon(kind: Kind) -> str:
    """Give the icon's key of a kind of homework: ``written``, ``oral`` or ``practice``."""
    if kind.written:
        return "written"
    return "oral" if kind.id in _ORAL else "practice"

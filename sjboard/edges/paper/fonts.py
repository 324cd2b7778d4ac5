"""The fonts of this machine: which of them carry Chinese, and what each is good for.

Knows families by name, in order of preference, and asks Typst which are installed. Nothing is shipped:
Noto and Source Han are free (SIL OFL) but large, and what Windows and macOS bring belongs to them. Only
the families named here are ever used, so the same machine always sets the same sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from sjboard.records import dataclass

if TYPE_CHECKING:
    import typst

ROLES = ("hei", "song", "kai", "fang", "title")
"""黑体, 宋体, 楷体, 仿宋 and 小标宋 (or the boldest 宋体 there is)."""

_HEI = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "HarmonyOS Sans SC",
    "MiSans",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
_SONG = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
    "AR PL UMing CN",
)
_KAI = (
    "KaiTi",
    "KaiTi_GB2312",
    "Kaiti SC",
    "STKaiti",
    "LXGW WenKai GB",
    "LXGW WenKai",
    "FandolKai",
    "AR PL UKai CN",
)
_FANG = ("FangSong", "FangSong_GB2312", "STFangsong", "FandolFang R", "FandolFang")
_TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong")

_HEI_TC = (
    "Noto Sans CJK TC",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "Noto Sans TC",
    "PingFang TC",
    "Microsoft JhengHei",
    "Heiti TC",
)
_SONG_TC = (
    "Noto Serif CJK TC",
    "Source Han Serif TC",
    "Source Han Serif TW",
    "Noto Serif TC",
    "Songti TC",
    "PMingLiU",
    "MingLiU",
    "AR PL UMing TW",
)
_KAI_TC = ("DFKai-SB", "BiauKaiTC", "Kaiti TC", "cwTeXKai", "AR PL UKai TW")
_FANG_TC = ("cwTeXFangSong",)

_RARE = (
    "SimSun-ExtB",
    "HanaMinA",
    "HanaMinB",
    "Droid Sans Fallback",
    "Segoe UI Symbol",
    "Segoe UI Emoji",
    "Apple Symbols",
    "Apple Color Emoji",
    "Noto Emoji",
    "Noto Color Emoji",
    "DejaVu Sans",
)
"""Asked last: characters and signs that the ordinary Chinese fonts lack."""

_SIMPLIFIED = {"hei": _HEI, "song": _SONG, "kai": _KAI, "fang": _FANG, "title": _TITLE}
_TRADITIONAL = {"hei": _HEI_TC, "song": _SONG_TC, "kai": _KAI_TC, "fang": _FANG_TC, "title": ()}


@dataclass(frozen=True, slots=True)
class Fonts:
    """What is installed, for one language.

    ``faces``: for every role, the families that a template may name, best first, never empty: a face that
    is not installed stands back for the nearest that is (仿宋 for 宋体). ``own`` says which roles have a
    face of their own here.
    """

    book: typst.Fonts
    faces: Mapping[str, tuple[str, ...]]
    own: frozenset[str]


class NoChineseFont(Exception):  # noqa: N818 - the machine lacks something; nothing went wrong in us
    """No font of this machine carries Chinese."""


@lru_cache(maxsize=4)
def installed(language: str) -> Fonts:
    """Look for the fonts of this machine; raise ``NoChineseFont`` where none carries Chinese."""
    import typst  # noqa: PLC0415 - only paper needs it

    book = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    faces, own = choose(language, book.families())
    return Fonts(book, faces, own)


def choose(
    language: str, families: list[str]
) -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Choose among installed families; give ``Fonts.faces`` and ``Fonts.own``."""
    there = {family.casefold(): family for family in families}
    first, second = _SIMPLIFIED, _TRADITIONAL
    if language == "zh-Hant":
        first, second = second, first
    mine = {role: _present(first[role], there) for role in ROLES}
    other = {role: _present(second[role], there) for role in ROLES}
    if not any((*mine.values(), *other.values())):
        raise NoChineseFont
    stands_in = {"fang": ("song", "hei"), "kai": ("song", "hei"), "title": ("song", "hei")}
    rare = _present(_RARE, there)
    faces = {}
    for role in ROLES:
        rest = (*stands_in.get(role, ()), "song", "hei", "kai", "fang")
        line = [*mine[role], *(f for r in rest for f in mine[r])]
        line += [*other[role], *(f for r in rest for f in other[r]), *rare]
        if role == "hei":  # a page in 黑体 falls back to 黑体 of the other script first
            line = [*mine["hei"], *other["hei"], *line]
        faces[role] = tuple(dict.fromkeys(line))
    own = frozenset(role for role in ROLES if mine[role])
    return MappingProxyType(faces), own


def _present(wanted: tuple[str, ...], there: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(there[name.casefold()] for name in wanted if name.casefold() in there)

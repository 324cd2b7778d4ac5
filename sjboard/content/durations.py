"""How long: 15分钟, 半小时, 1.5小时, 10-15分钟 and their English forms.

Knows how minutes are written. Does not know what takes that long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sjboard.patterns import regex
from sjboard.records import dataclass

if TYPE_CHECKING:
    from fractions import Fraction

MOST = 600

_NUMBER = r"\d+(?:\.\d+)?"
_MINUTE = r"(?:分钟|分|minutes?|mins?|m)"
_HOUR = r"(?:个?(?:小时|钟头)|hours?|hrs?|h)"
_TO = r"\s*(?:[-‐‑–—―~〜]{1,2}|至|到)\s*"
_TOTAL = r"(?:共|一共|总共|合计|total:?)\s*"

_ONE = (
    rf"(?:半个?(?:小时|钟头)|{_NUMBER}\s*{_HOUR}半|{_NUMBER}\s*{_HOUR}\s*{_NUMBER}\s*{_MINUTE}"
    rf"|{_NUMBER}\s*{_MINUTE}|{_NUMBER}\s*{_HOUR})"
)
DURATION = regex(
    rf"(?P<total>{_TOTAL})?(?:(?P<bare>{_NUMBER}){_TO})?(?P<low>{_ONE})(?:{_TO}(?P<high>{_ONE}))?"
)
"""A whole duration, on folded text; blanks between figure and unit belong to it."""

LIKELY = regex(r"分钟|小时|钟头|\d\s*分|\d\s*(?:min|m|h)\b|刻钟|minute|hour")
"""A word that was meant to be a duration, whatever is wrong with it."""

_PARTS = regex(
    rf"(?:(?P<half>半个?(?:小时|钟头))|(?:(?P<hours>{_NUMBER})\s*{_HOUR}(?P<more>半)?)?\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*{_MINUTE})?)"
)
_USUAL = regex(r"[0-9]{1,6}分钟?")
_UNIT = regex(rf"{_MINUTE}|{_HOUR}")

_ABOUT = regex(r"大约|大概|约|差不多|左右|上下|以内|之内|不超过|最多|about|around")
_FIGURES = {character: number for number, character in enumerate("一二三四五六七八九", 1)} | {
    "两": 2
}
_ONES = "一二两三四五六七八九"
_IN_WORDS = regex(
    rf"(?P<tens>[{_ONES}]?)(?P<ten>十?)(?P<ones>[{_ONES}]?)(?P<unit>分钟|分|个?(?:小时|钟头)|刻钟?)(?P<half>半?)"
)
_PRIME = regex(r"(\d{1,3})['’′]")


@dataclass(frozen=True, slots=True)
class Duration:
    """``minutes`` is what counts, the upper end of a range; ``shared`` where it was written 共."""

    low: int
    minutes: int
    shared: bool


@lru_cache(maxsize=512)
def read_duration(folded: str) -> Duration | str | None:
    """Read a duration; the variant of a message where it is one but may not be; None for none."""
    if _USUAL.fullmatch(folded):
        minutes = int(folded.rstrip("钟分"))
        return Duration(minutes, minutes, shared=False) if 1 <= minutes <= MOST else "range"
    from fractions import Fraction  # noqa: PLC0415 - few write anything but whole minutes

    match = DURATION.fullmatch(folded)
    if match is None or (match.group("bare") and match.group("high")):
        return None
    low = _exact(match.group("low"))
    high = _exact(match.group("high")) if match.group("high") else low
    if match.group("bare"):  # 10-15分钟: the unit stands once, for both
        unit = match.group("low")
        low = Fraction(match.group("bare")) * (60 if "分" not in unit and _is_hours(unit) else 1)
    if low.denominator != 1 or high.denominator != 1:
        return "whole"
    if low > high:
        return "backwards"
    if not 1 <= low <= high <= MOST:
        return "range"
    return Duration(int(low), int(high), match.group("total") is not None)


def meant_duration(folded: str) -> str:
    """Say in the usual form what was meant: 大约20分钟 is 20分钟, 一刻钟 15分钟, 两小时 120分钟; else ""."""
    bare = _ABOUT.sub("", folded).strip()
    prime = _PRIME.fullmatch(bare)
    read = read_duration(f"{prime[1]}分钟" if prime else bare)
    if read is None and (minutes := _in_words(bare)):
        read = read_duration(f"{minutes}分钟")
    return written_duration(read) if isinstance(read, Duration) else ""


def _in_words(text: str) -> int:
    """Give the minutes of 二十五分钟, 一刻钟, 一个半小时's 一小时半; 0 where it is no such thing."""
    match = _IN_WORDS.fullmatch(text)
    if match is None or not (match["tens"] or match["ten"] or match["ones"]):
        return 0
    if match["ten"]:
        number = 10 * _FIGURES.get(match["tens"], 1) + _FIGURES.get(match["ones"], 0)
    elif match["tens"] and match["ones"]:
        return 0
    else:
        number = _FIGURES[match["tens"] or match["ones"]]
    unit = match["unit"]
    each = 15 if unit.startswith("刻") else 1 if unit.startswith("分") else 60
    return number * each + (30 if match["half"] and each == 60 else 0)


def written_duration(duration: Duration) -> str:
    """Write a duration in its usual form: 15分钟, 10-15分钟, 共40分钟."""
    low = f"{duration.low}-" if duration.low < duration.minutes else ""
    return f"{'共' if duration.shared else ''}{low}{duration.minutes}分钟"


def _exact(text: str) -> Fraction:
    from fractions import Fraction  # noqa: PLC0415 - as above

    parts = _PARTS.fullmatch(text)
    if parts is None or parts.group("half"):
        return Fraction(30)
    hours = Fraction(parts.group("hours") or 0)
    more = 30 if parts.group("more") else 0
    return hours * 60 + more + Fraction(parts.group("minutes") or 0)


def _is_hours(text: str) -> bool:
    unit = _UNIT.search(text)
    return unit is not None and re.fullmatch(_HOUR, unit.group()) is not None

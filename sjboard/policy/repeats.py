"""How many times something is to be written: 抄三遍, 每字写10遍, 各抄 3—5 次.

Knows numbers in digits and in Chinese, and which verb a number belongs to. Does not know how many
times are too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sjboard.patterns import regex
from sjboard.policy.wording import clause
from sjboard.records import dataclass

_DIGITS = {c: n for n, cs in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆")) for c in cs}
_DIGITS |= {c: n for n, cs in enumerate(("五伍", "六陆", "七柒", "八捌", "九玖"), 5) for c in cs}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000}
_SHORT = {"廿": "二十", "卅": "三十", "双": "两", "俩": "两"}
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{''.join((*_DIGITS, *_UNITS, *_SHORT))}]+)"
UNITS = frozenset("遍次回趟")
"""What times are counted in."""
_COUNT = regex(
    rf"(?P<first>{_NUMBER})(?:(?:-|~|—+|–|―|至|到|或者?|、|/)(?P<last>{_NUMBER}))?"
    r"(?:[来余多几]|以上)?个?(?P<unit>[遍次回趟])"
)
_NOT_WRITING = (
    *(
        "默读",
        "默背",
        "默念",
        "默想",
        "描写",
        "写生",
        "读写",
        "听读",
        "跟读",
        "朗读",
        "诵读",
        "拼读",
    ),
    *("认读", "指读", "范读", "阅读", "记录", "观察", "检查", "复习"),
    *"读念背诵听唱跳练做算看说讲弹拍跑投踢洗擦扫刷浇量测演画折剪玩试吹拉想改",
)
"""Verbs that take a number of times from 抄 and 写: in 写完读五遍 the five are 读's."""
_CARRIED = regex(
    r"(?:每|各|共|一共|总共|均|都|要|请|至少|最少|最多|不少于|不超过|大约|约|分别|认真|工整|连续"
    r"|个|字|词|词语|单词|生字|生词|句|句子|首|段|课|行|诗|篇)*"
)
_EACH = regex(r"(?:每|一)个?(?:字|词|词语|单词|生字|生词|句|句子|首|段|课|诗|篇)")
_OCCASIONS = regex(r"每周|每天|每日|一周|本周|这周|一天|周末|学期|日记|周记|记录|报告|作文|书信")
"""本周写3次观察记录: these are occasions, not the same thing written again."""
_REACH = 6
"""In 十遍抄写 the verb follows within so many characters."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A stretch of the text, from its verb to its unit, and the most times that it may mean."""

    start: int
    end: int
    times: int


def repeats(text: str, start: int, end: int, verbs: Iterable[str]) -> Iterator[Repeat]:
    """Find what one of ``verbs`` is to be done several times, in the sentence ``text[start:end]``."""
    words = frozenset(verbs)
    if not words:
        return
    tokens = _tokens(words)
    for match in _COUNT.finditer(text, start, end):
        if match.start() > start and text[match.start() - 1] == "第":
            continue
        times = max(number(match["first"]), number(match["last"] or ""))
        verb = _verb(text, start, end, match, tokens, words)
        if verb is None:
            continue
        first, last = min(verb[0], match.start()), max(verb[1], match.end())
        if match["unit"] != "遍" and _OCCASIONS.search(text, *clause(text, first, last)):
            continue
        yield Repeat(first, last, times)


def _verb(  # noqa: PLR0917 - one search, told everything that it needs
    text: str,
    start: int,
    end: int,
    count: re.Match[str],
    tokens: re.Pattern[str],
    words: frozenset[str],
) -> tuple[int, int] | None:
    """Find the place of the verb that a count belongs to, if it is one of ``words``."""
    before = [m for m in tokens.finditer(text, start, count.start()) if m.end() <= count.start()]
    here = clause(text, count.start(), count.end())[0]
    if before and (before[-1].start() >= here or _is_carried(text[here : count.start()])):
        return before[-1].span() if before[-1].group() in words else None
    after = tokens.search(text, count.end(), min(end, count.end() + _REACH))
    inside = after and after.end() <= clause(text, count.start(), count.end())[1]
    return after.span() if after and inside and after.group() in words else None


def _is_carried(between: str) -> bool:
    """Whether a clause speaks on of the verb before it: 抄写生字，每字五遍."""
    return _CARRIED.fullmatch(between) is not None or _EACH.search(between) is not None


@lru_cache(maxsize=64)
def _tokens(words: frozenset[str]) -> re.Pattern[str]:
    every = sorted({*words, *_NOT_WRITING}, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in every if word))


def number(written: str) -> int:
    """Read a number, the greater one where two are meant: 十 is 10, 三五 is 5, 十五六 is 16; "" is 0."""
    if not written:
        return 0
    if written[0].isdecimal():
        return int(written.split(".", maxsplit=1)[0][:9])
    for short, long in _SHORT.items():
        written = written.replace(short, long)
    if not any(c in _UNITS for c in written):
        places = any(c in "零〇" for c in written)
        digits = "".join(str(_DIGITS[c]) for c in written)
        return int(digits[:9]) if places else int(digits[-1])
    total = section = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    return min(total + section + digit, 999_999_999)

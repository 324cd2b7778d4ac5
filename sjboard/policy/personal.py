"""What personal data look like in a line of text: telephone, identity and account numbers, names.

Knows characters of one line, their digits and boundaries, and how to hide what was found. Does not
know entries, nor findings. The forms of numbers: mobile numbers are eleven digits from 13 to 19 (工信部's
numbering plan), area codes 010, 02x and 03xx to 09xx; identity numbers are GB 11643, with its checksum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold_with_places


@dataclass(frozen=True, slots=True)
class Found:
    """``rule`` is the last part of the rule's id; ``start`` and ``end`` count characters from 0."""

    rule: str
    start: int
    end: int
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The school's own contact data, which may stand anywhere: its numbers' digits, its host's name."""

    phones: tuple[str, ...] = ()
    host: str = ""


def own_data(phone: str, url: str) -> Own:
    """Give the school's own data from its settings, "" where it has none."""
    numbers = (_digits(one) for one in re.findall(r"[0-9()+ -]+", phone))
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Own(tuple(one for one in numbers if len(one) >= 7), host)


def masked(text: str) -> str:
    """Hide the middle of what was found: enough stays to find it again, not enough to use it."""
    name, at, domain = text.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    keep = len(text) // 4
    first, last = max(1, keep), keep if len(text) > 3 else max(0, len(text) - 2)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def find_numbers(line: str, own: Own) -> tuple[Found, ...]:
    """Find numbers and addresses of persons in one line, in order, none overlapping another."""
    folded, places = fold_with_places(line)
    spoken = [(m.start(), m.end()) for m in _ADDRESS.finditer(folded)]
    taken: list[Found] = []
    spans: list[tuple[int, int]] = []
    for rule, pattern, really in _SORTS:
        for match in pattern.finditer(folded):
            start, end = match.span("it")
            if any(start < b and a < end for a, b in (*spans, *spoken)) or not really(match, own):
                continue
            spans.append((start, end))
            taken.append(Found(rule, places[start], places[end - 1] + 1))
    return tuple(sorted(taken, key=lambda f: f.start))


# --- Numbers ------------------------------------------------------------------------------------

_ADDRESS = regex(r"https?://[^\s<>\"'）)」”，。；]+")
"""A web page's address: what stands in it is its publisher's affair."""

_ALONE = r"(?<![0-9a-z.])(?<![0-9][-,])"
_END = r"(?![0-9]|[.,][0-9])"

_MOBILE = regex(
    r"(?:(?<![0-9.])|(?<=\+86)|(?<=86[ -]))"
    rf"(?P<it>1[3-9][0-9](?P<gap>[ -]?)[0-9]{{4}}(?P=gap)[0-9]{{4}}){_END}"
)
_LANDLINE = regex(
    r"(?<![0-9.])(?<![0-9]-)(?P<it>\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2}[2-9][0-9]{6,7})"
    + _END
)
_IDENTITY = regex(rf"{_ALONE}(?P<it>[1-9][0-9]{{5}} ?[0-9]{{8}} ?[0-9]{{3}}[0-9x]){_END}(?![a-z])")
_OLD_IDENTITY = regex(rf"{_ALONE}(?P<it>[1-9][0-9]{{14}}){_END}(?![a-z])")
_EMAIL = regex(
    r"(?<![a-z0-9._%+-])(?P<it>[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![a-z0-9-])"
)
_SERVICE = r"(?:qq|微信|wechat|weixin|vx|v信|钉钉|釘釘|dingtalk|飞书|抖音|快手|小红书|小紅書|微博)"
_MARK = r"(?:\s*(?:号码|号碼|号|账号|帐号|賬号|帳号|id|群号|群|账户))?"
_ACCOUNT_NUMBER = regex(
    rf"{_SERVICE}{_MARK}\s*(?:是|为|為|[:=])?\s*(?P<it>[1-9][0-9]{{4,11}})(?![0-9]|[.,][0-9]|\s*[个次条人分秒年月日点名位岁字元万])"
)
_ACCOUNT_NAME = regex(
    rf"{_SERVICE}(?:\s*(?:号码|号碼|号|账号|帐号|賬号|帳号|id|群号))\s*(?:是|为|為|[:=])?\s*(?P<it>[a-z][a-z0-9_-]{{5,19}})"
    r"(?![a-z0-9_-])"
)
_ACCOUNT_MIXED = regex(
    rf"{_SERVICE}\s*[:=]?\s*(?P<it>[a-z](?=[a-z_-]*[0-9])[a-z0-9_-]{{5,19}})(?![a-z0-9_-])"
)

_SUM_BEFORE = regex(r"(?:[+×÷*≈<>^√]|[0-9)□]\s*=)\s*$")
_SUM_AFTER = regex(r"\s*[+×÷*=≈<>^]")
_UNITS = regex(r"[亿元角分厘米克吨斤升个只件名次颗粒台辆棵户人度%‰]|平方|立方|公[里顷斤]|[ck]m|kg")
"""What follows a number that counts or measures; no surnames (13812345678张老师)."""


def _is_sum(match: re.Match[str]) -> bool:
    """Whether the digits are part of a sum, or count or measure something: then they call nobody."""
    before, after = match.string[: match.start("it")], match.string[match.end("it") :]
    if before.endswith("+86"):
        before = ""
    return bool(_SUM_BEFORE.search(before) or _SUM_AFTER.match(after) or _UNITS.match(after))


def _digits(text: str) -> str:
    return "".join(c for c in fold_with_places(text)[0] if c in "0123456789")


def _calls(match: re.Match[str], own: Own) -> bool:
    digits = _digits(match["it"])
    if any(digits.endswith(one) or one.endswith(digits) for one in own.phones):
        return False
    return not (digits.endswith("00000") or _is_sum(match))


def _identity(match: re.Match[str], _own: Own) -> bool:
    digits = match["it"].replace(" ", "")
    return (
        digits[:2] in _PROVINCES
        and _a_birthday(digits[6:10], digits[10:12], digits[12:14])
        and checksum(digits[:17]) == digits[17]
    )


def _old_identity(match: re.Match[str], _own: Own) -> bool:
    digits = match["it"]
    born = _a_birthday("19" + digits[6:8], digits[8:10], digits[10:12])
    return digits[:2] in _PROVINCES and born and not _is_sum(match)


_PROVINCES = frozenset(
    str(number)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    )
    for number in range(first, last + 1)
)
"""The first two digits of GB/T 2260's codes."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def checksum(digits: str) -> str:
    """Give the last character of an identity number of these seventeen digits (ISO 7064, MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True))
    return "10x98765432"[total % 11]


def _a_birthday(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year <= 2099
    except ValueError:
        return False


_PUBLIC = regex(r"(?:^|\.)(?:example|invalid|test|localhost)(?:\.(?:com|net|org))?$")
"""Domains that belong to nobody (RFC 2606): what a textbook's example should use."""
_SECOND = frozenset(("com", "edu", "gov", "net", "org", "ac", "sch"))


def _mails(match: re.Match[str], own: Own) -> bool:
    domain = match["it"].partition("@")[2]
    if _PUBLIC.search(domain):
        return False
    if not own.host:
        return True
    first, *more = domain.split(".")
    registered = len(more) > 1 or first not in _SECOND  # nobody owns edu.cn
    above = registered and own.host.endswith(f".{domain}")
    return not (own.host == domain or domain.endswith(f".{own.host}") or above)


def _always(_match: re.Match[str], _own: Own) -> bool:
    return True


_SORTS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], Own], bool]], ...] = (
    ("id-number", _IDENTITY, _identity),
    ("id-number", _OLD_IDENTITY, _old_identity),
    ("email", _EMAIL, _mails),
    ("account", _ACCOUNT_NUMBER, _always),
    ("account", _ACCOUNT_NAME, _always),
    ("account", _ACCOUNT_MIXED, _always),
    ("phone", _MOBILE, _calls),
    ("phone", _LANDLINE, _calls),
)
"""Tried in this order: what an earlier one takes, a later one does not look at."""


MAYBE_NUMBERS = regex(
    r"[\d@＠号號账帳帐iIıİqQ微wWvV钉釘]"  # first, so that most of a text is passed over at once
    r"(?:(?<=\d)\d{3}|(?<=[@＠号號账帳帐])|(?<=微)信|(?<=钉)钉|(?<=釘)釘"
    r"|(?i:(?<=i)d|(?<=q)q|(?<=w)e(?:ixin|chat)|(?<=v)x))"
)
"""What a line has to have before it is worth while to look for numbers: nearly none has."""


# --- Names --------------------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾陸賈鄒閆龍賀顧龔萬錢嚴湯"
)
_GROUPS = (
    r"(?:学困|學困|后进|後進|优等|優等|优秀|優秀|尖子|潜能|潛能|待进步|待提高|临界|特困"
    r"|红|黄|绿|蓝|紅|黃|綠|藍|[a-dａ-ｄ])"
)
_PEOPLE = r"(?:生|组|組|层|層|队|隊|班|同学|同學|学生|學生|名单|名單|套餐)+"
_NAME = rf"(?:[小阿][\u4e00-\u9fff]|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_JOIN = r"\s*[、,，;；\s和及与與]\s*"


def tier_lists(tiers: Iterable[str]) -> re.Pattern[str]:
    """Make what finds a list of pupils by tier (基础组：小明、小红); ``tiers`` are the tiers' names."""
    words = "|".join([_GROUPS, *(re.escape(tier) for tier in tiers if tier)])
    return re.compile(
        rf"(?i:{words}){_PEOPLE}(?:\s*[:：]\s*|有|是|为|為)(?P<it>{_NAME}(?:{_JOIN}{_NAME})+)"
        r"(?![\u4e00-\u9fff])"
    )


MAYBE_LISTS = regex(r"[生组組层層队隊班学學单單餐](?:[有是为為]|\s*[:：])")
"""What every list of pupils has: the end of ``_PEOPLE``, and what comes behind it."""
_ORDINARY = frozenset(
    "周长 方程 高度 路程 白色 黄色 金色 石头 钟表 龙舟 马路 江河 汤圆 叶子 雷雨 田野 夏天 方向".split()  # noqa: SIM905
)
"""Words of homework that begin like a surname: a list with one of them is a list of tasks."""


def find_lists(line: str, lists: re.Pattern[str]) -> Iterator[Found]:
    """Find lists of pupils in one line."""
    for match in lists.finditer(line):
        if _ORDINARY.isdisjoint(re.split(_JOIN, match["it"])):
            yield Found("name", *match.span("it"), variant="list")


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Make what finds any of some names, the longest first; None without names."""
    known = sorted({name for name in names if len(name) >= 2}, key=lambda n: (-len(n), n))
    rests: dict[str, list[str]] = {}
    for name in known:  # by surname: a thousand names one after the other would take long
        rests.setdefault(name[0], []).append(re.escape(name[1:]))
    families = [f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items()]
    return re.compile("|".join(families)) if known else None


def find_names(line: str, names: re.Pattern[str] | None) -> Iterator[Found]:
    """Find names of the private list in one line."""
    if names is not None:
        for match in names.finditer(line):
            yield Found("name", *match.span())


def read_names(text: str) -> tuple[str, ...]:
    """Read the private list: names parted by line ends, commas or tabs; ``#`` begins a remark.

    What follows a name after a blank, a class or a number, is passed over; a name of one character
    would be found in every word, so it is none.
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        for part in re.split(r"[,，、;；\t]", line.partition("#")[0]):
            name = part.strip()
            if len(name) >= 2 and not any(c.isdigit() for c in name):
                found[name] = None
    return tuple(found)

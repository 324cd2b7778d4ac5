"""The tag group at the end of an item: kind, minutes, tier, place, due.

Knows a school's kinds and tiers, and contract 2.3. Does not know lines: places are columns within
the group, in characters as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta

from sjboard.config.values import Config
from sjboard.content.days import WEEKDAYS
from sjboard.content.durations import (
    DURATION,
    LIKELY,
    Duration,
    meant_duration,
    read_duration,
    written_duration,
)
from sjboard.model import Block, BlockKind, Place, Week
from sjboard.patterns import regex
from sjboard.records import dataclass
from sjboard.syntax.fold import fold, fold_with_places
from sjboard.syntax.nearest import nearest

OTHER_GROUP = regex(r"[(（\[【〔<〈《「]([^(（\[【〔<〈《「]*?)[)）\]】〕>〉》」][。.；;]?\s*$")
"""A bracket that a line ends in, and that is no brace."""
_SEPARATOR = r"[\s,、]"
_TOKEN = regex(rf"{DURATION.pattern}(?={_SEPARATOR}|$)|due:\s*[^\s,、]+|[^\s,、]+")
_OPTIONAL = ("选做", "optional")
_PLACES = {
    Place.IN_SCHOOL: ("校内", "in-school"),
    Place.AFTER_SCHOOL: ("课后", "after-school"),
    Place.HOME: ("家庭", "home"),
}
_UNIT_MISSING = regex(r"\d+")
_TIME = regex(r"\d+(?:[.:]\d+|['’′\"″]+)?(?:\D{1,2}\d+(?:[.:]\d+|['’′\"″]+)?)?")
"""Figures without a word: 15′, 1.5, 18:30-19:00."""
_LONGEST_GLUED = 20
"""Longer words are not taken apart: it could take very long."""
_MOST_GUESSES = 20
"""A group with more unknown words is no group: nobody reads more, and guessing takes long."""
_REQUIRED = ("必做", "required")
_DUE = regex(r"due:\s*(.+)|(.+?)(?:上交|交)")
_ISO = regex(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH_DAY = regex(r"(\d{1,2})月(\d{1,2})[日号]")


@dataclass(frozen=True, slots=True)
class TagFault:
    """What is wrong with a group: the message's variant, its place in the group, what fills it."""

    variant: str
    start: int
    end: int
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """A group that is right. ``due`` is as written: which day it is depends on the item's days.

    ``kind_name`` is the school's own word that was used for the kind: 阅读 is not shown as 朗读. In
    English both are reading.
    """

    kind: str
    kind_name: str
    duration: Duration
    tier: str | None = None
    optional: bool = False
    place: Place = Place.HOME
    due: tuple[str, int, int] | None = None


@dataclass(slots=True)
class _Found:
    """Tokens by role, each with its value and its place: a role that comes twice is a fault."""

    values: dict[str, object] = field(default_factory=dict)
    faults: list[TagFault] = field(default_factory=list)
    meant: set[str] = field(default_factory=set)
    """Roles that some word not understood was probably meant for: they are not missing as well."""

    def take(self, role: str, value: object, token: str, start: int, end: int) -> None:
        if role in self.values:
            self.faults.append(TagFault(f"twice-{role}", start, end, (("token", token),)))
        else:
            self.values[role] = value


class TagReader:
    """A school's words for kinds, tiers and the rest, looked up by their folded form."""

    def __init__(self, config: Config) -> None:
        self.names: dict[str, tuple[str, object]] = {}
        self.english = config.language == "en"
        self.shown = {
            fold(word): kind.name if self.english else word
            for kind in config.kinds.values()
            for word in (kind.name, *kind.aliases)
        }
        self.known: list[str] = []
        self.named: dict[tuple[str, str], str] = {}
        for role, things in (("kind", config.kinds), ("tier", config.tiers)):
            self._add_all(role, things)
        for word in _OPTIONAL:
            self._add(word, "optional", value=True)
        for place, words in _PLACES.items():
            for word in words:
                self._add(word, "place", place)
        kinds = [kind.name for kind in config.kinds.values()]
        self.example = next((k.name for k in config.kinds.values() if k.written), "书面")
        self.kinds = "、".join(kinds)
        self.tiers = "、".join(tier.name for tier in config.tiers.values())
        self._read: dict[str, Tags | tuple[TagFault, ...]] = {}

    def _add_all(self, role: str, things: Mapping[str, object]) -> None:
        for id_, thing in things.items():
            self.named[role, id_] = getattr(thing, "name", "") or id_
            names = (id_, getattr(thing, "name", ""), *getattr(thing, "aliases", ()))
            for name in names:
                self._add(name, role, id_)

    def _add(self, word: str, role: str, value: object) -> None:
        if fold(word) not in self.names:
            self.names[fold(word)] = (role, value)
            self.known.append(word)

    def looks_like_tags(self, inner: str) -> bool:
        """Whether a bracket's content was meant as a tag group: it has a kind or a duration."""
        folded = fold(inner)
        tokens = [token.group() for token in _TOKEN.finditer(folded)]
        return any(
            self.names.get(token)
            or read_duration(token) is not None
            or (len(token) <= _LONGEST_GLUED and self._glued(token))
            for token in tokens[:_MOST_GUESSES]
        )

    def spaced(self, inner: str) -> str:
        """Write a group's words with one blank between them: 书面15分钟 as 书面 15分钟."""
        words = [
            (self._glued(fold(word)) if len(word) <= _LONGEST_GLUED else "") or word
            for word in inner.split()
        ]
        return " ".join(words)

    def tail(self, text: str) -> tuple[str, str] | None:
        """Part a line whose tags stand at its end, but not in braces: its text, and the tags with blanks."""
        bracket = OTHER_GROUP.search(text)
        if bracket:
            parted = text[: bracket.start()].rstrip(), self.spaced(bracket.group(1))
            return parted if parted[0] and isinstance(self.read(parted[1]), Tags) else None
        words = text.split()
        for number in (3, 2, 1):
            inner = self.spaced(" ".join(words[-number:]))
            if number < len(words) and isinstance(self.read(inner), Tags):
                return " ".join(words[:-number]), inner
        return None

    def read(self, inner: str) -> Tags | tuple[TagFault, ...]:
        """Read what stands between the braces. Every fault, in the order of the tokens."""
        read = self._read.get(inner)
        if read is None:
            read = self._read[inner] = self._tags(inner)
        return read

    def usual(self, inner: str) -> str:
        """Write a group that is right in the usual form: kind, minutes, tier, 选做, place, due.

        A kind keeps the school's word that was used, figures and separators become half-width ones. In
        an English school the words stay as they are: only their order is put right.
        """
        folded, places = fold_with_places(inner)
        words: dict[str, str] = {}
        for match in _TOKEN.finditer(folded):
            token = match.group()
            written = inner[places[match.start()] : places[match.end() - 1] + 1]
            role, value = self.names.get(token, ("", None))
            duration = read_duration(token)
            role = role or ("minutes" if isinstance(duration, Duration) else "due")
            if self.english or role == "due":
                words[role] = written
            elif isinstance(duration, Duration):
                words[role] = written_duration(duration)
            elif isinstance(value, Place):
                words[role] = _PLACES[value][0]
            elif role == "optional":
                words[role] = _OPTIONAL[0]
            elif role == "kind":
                words[role] = self.shown.get(token, self.named[role, str(value)])
            else:
                words[role] = self.named[role, str(value)]
        order = ("kind", "minutes", "tier", "optional", "place", "due")
        return " ".join(words[role] for role in order if role in words)

    def _tags(self, inner: str) -> Tags | tuple[TagFault, ...]:
        folded, places = fold_with_places(inner)
        found = _Found()
        kind_name = ""
        right: list[str] = []
        for match in _TOKEN.finditer(folded):
            if len(found.faults) >= _MOST_GUESSES:
                break
            start = places[match.start()]
            end = places[match.end() - 1] + 1
            faults = len(found.faults)
            self._token(match.group(), inner[start:end], start, end, found)
            right.extend([inner[start:end]] if len(found.faults) == faults else [])
            kind_name = self.shown.get(match.group(), kind_name)
        missing = {"kind", "minutes"} - set(found.values) - found.meant
        if "kind" in found.values and self.tiers:
            found.faults = [self._besides_kind(fault) for fault in found.faults]
        found.faults.extend(self._missing(missing, inner, " ".join(right)))
        kind, duration, tier, place, due = (
            found.values.get(role) for role in ("kind", "minutes", "tier", "place", "due")
        )
        if found.faults or not isinstance(kind, str) or not isinstance(duration, Duration):
            return tuple(found.faults)
        return Tags(
            kind,
            kind_name,
            duration,
            tier if isinstance(tier, str) else None,
            optional="optional" in found.values,
            place=place if isinstance(place, Place) else Place.HOME,
            due=due if isinstance(due, tuple) else None,
        )

    def _besides_kind(self, fault: TagFault) -> TagFault:
        """Where the kind is written, say of a word not understood what may stand beside it."""
        if fault.variant != "unknown":
            return fault
        return replace(fault, variant="unknown-more", args=(fault.args[0], ("tiers", self.tiers)))

    def _missing(self, missing: set[str], inner: str, right: str) -> Iterator[TagFault]:
        """Say what is not there; ``right`` are the words that may stay."""
        written = " ".join(inner.split())
        whole = (0, len(inner))
        if len(missing) == 2:
            yield TagFault("nothing", *whole, (("written", written), ("kind", self.example)))
        elif "kind" in missing:
            args = (("kind", self.example), ("kinds", self.kinds))
            yield TagFault("no-kind", *whole, (("written", written), ("right", right), *args))
        elif "minutes" in missing:
            yield TagFault("no-minutes", *whole, (("written", written), ("right", right)))

    def _token(self, folded: str, token: str, start: int, end: int, found: _Found) -> None:
        known = self.names.get(folded)
        if known is not None:
            found.take(known[0], known[1], token, start, end)
            return
        duration = read_duration(folded)
        if isinstance(duration, Duration):
            found.take("minutes", duration, token, start, end)
        elif duration is not None:
            found.meant.add("minutes")
            found.faults.append(TagFault(f"minutes-{duration}", start, end, (("token", token),)))
        elif _DUE.fullmatch(folded):
            found.take("due", (folded, start, end), token, start, end)
        else:
            few = len(found.faults) < _MOST_GUESSES
            variant, meant, more = self._unknown(folded, token, guessing=few)
            found.meant.update(meant)
            found.faults.append(TagFault(variant, start, end, (("token", token), *more)))

    def _unknown(
        self, folded: str, token: str, *, guessing: bool
    ) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Find out what a word was meant to be: the message's variant, the roles, what fills it."""
        parts = self._glued(folded) if len(folded) <= _LONGEST_GLUED else ""
        if _UNIT_MISSING.fullmatch(folded):
            return "unit", ("minutes",), ()
        if parts:
            return "glued", ("kind", "minutes"), (("parts", parts),)
        if LIKELY.search(folded) or _TIME.fullmatch(folded):
            guess = meant_duration(folded)
            return "minutes-near" if guess else "minutes", ("minutes",), (("guess", guess),)
        if folded in _REQUIRED or folded.startswith("due") or folded.endswith("交"):
            return ("required" if folded in _REQUIRED else "due"), (), ()
        near = nearest(token, self.known) if guessing else None
        if near is not None:
            return "near", (self.names[fold(near)][0],), (("guess", near),)
        return "unknown", ("kind",), (("kinds", self.kinds),)

    def _glued(self, folded: str) -> str:
        """Part words that were written without a blank between: 书面15分钟."""
        for cut in range(1, len(folded)):
            first, rest = folded[:cut].rstrip("/;；:：.。·+-"), folded[cut:].lstrip("/;；:：.。·+-")
            one, two = self._is_token(first), self._is_token(rest)
            if one and two:
                return f"{first} {rest}"
            if one and (more := self._glued(rest)):
                return f"{first} {more}"
        return ""

    def _is_token(self, folded: str) -> bool:
        return folded in self.names or isinstance(read_duration(folded), Duration)


def read_due(folded: str, blocks: tuple[Block, ...], week: Week) -> date | str:
    """Give the day that 周五交 or due:2026-11-27 means for an item of these blocks.

    A weekday is the first one on or after the item's last school day, or after its weekend or
    holiday; 下周一 is that of the next week. Otherwise the variant of a message: "due" where it is no
    day, "due-past" where it lies before the work is set.
    """
    match = _DUE.fullmatch(folded)
    word = (match.group(1) or match.group(2)).strip() if match else folded
    last = blocks[-1]
    day: date | None
    weekday = WEEKDAYS.get(word.removeprefix("下").removeprefix("本").removeprefix("这"))
    if weekday is not None:
        start = last.first if last.kind is BlockKind.SCHOOL_DAY else last.last + timedelta(days=1)
        if word.startswith("下"):
            start = week.monday + timedelta(days=7)
        elif word[0] in "本这":
            start = week.monday
        day = start + timedelta(days=(weekday - start.weekday()) % 7)
    else:
        day = _due_date(word, week)
    if day is None:
        return "due"
    return day if day >= blocks[0].first else "due-past"


def _due_date(word: str, week: Week) -> date | None:
    iso, short = _ISO.fullmatch(word), _MONTH_DAY.fullmatch(word)
    try:
        if iso:
            return date(*(int(part) for part in iso.groups()))
        if short:
            month, day = (int(part) for part in short.groups())
            year = week.monday.year + (1 if month < week.monday.month - 6 else 0)
            return date(year, month, day)
    except ValueError:
        return None
    return None

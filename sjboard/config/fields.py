"""How one value of config.yaml or of a pack is read from the text that was written.

Knows scalars: numbers, dates, yes and no, choices, grades. Does not know which key they stand under
(``schema``), nor words: a fault carries the name of its variant and its arguments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, LiteralString
from urllib.parse import urlsplit

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sjboard.config.regexes import is_slow
from sjboard.patterns import regex
from sjboard.records import dataclass

GRADES = range(1, 10)
"""Primary school and junior secondary school: the years that the national caps speak of."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YES = ("yes", "true", "on", "是")
NO = ("no", "false", "off", "否")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)  # compared as an annotation: a dict has no hash
class Read:
    """Annotates a type with how it is read from text, and with its JSON Schema.

    ``parse`` gets a str, dict or list as it stands in the file, and raises ``fault(…)``.
    """

    parse: Callable[[object], object]
    json: Json

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json)


def fault(variant: LiteralString, **args: Any) -> PydanticCustomError:
    """Make the error that ``faults`` turns into a finding of this variant."""
    return PydanticCustomError(variant, variant, args)


def plain(value: object) -> str:
    """Take a scalar as written, its full-width digits and letters as half-width, no outer blanks."""
    if not isinstance(value, str):
        raise fault("text")
    return unicodedata.normalize("NFKC", value).strip()


def text(value: object) -> str:
    """Take a text that is not blank, as written but for outer blanks."""
    if not isinstance(value, str):
        raise fault("text")
    if not value.strip():
        raise fault("blank")
    return value.strip()


def whole(low: int, high: int) -> Callable[[object], int]:
    """Read a whole number from ``low`` to ``high``."""

    def parse(value: object) -> int:
        written = plain(value)
        if not re.fullmatch(r"[+-]?\d{1,9}", written):
            raise fault("integer", low=low, high=high)
        number = int(written)
        if not low <= number <= high:
            raise fault("range", low=low, high=high)
        return number

    return parse


def whole_json(low: int, high: int) -> Json:
    return {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": "^[0-9]+$"}


def keep(value: object) -> int | None:
    """Read ``all`` (None) or a number of weeks."""
    if plain(value).lower() == "all":
        return None
    try:
        return whole(1, 10_000)(value)
    except PydanticCustomError:
        raise fault("keep") from None


def yes_no(value: object) -> bool:
    written = plain(value).lower()
    if written in YES:
        return True
    if written in NO:
        return False
    raise fault("yes-no")


_DATE = regex(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def day(value: object) -> date:
    """Read a date: ``2026-09-07``, ``2026/9/7``, ``2026年9月7日``."""
    found = past_day(value)
    if found.year < 2000:
        raise fault("year")
    return found


def past_day(value: object) -> date:
    """Read the date of a text, which may be older than any school year."""
    found = _DATE.fullmatch(plain(value))
    if not found:
        raise fault("date")
    year, month, number = (int(part) for part in found.groups())
    if not 1900 <= year <= 2099:
        raise fault("year")
    try:
        return date(year, month, number)
    except ValueError:
        raise fault("no-such-date") from None


def choice(*known: str) -> Callable[[object], str]:
    """Read one of a few words."""
    canonical = {word.lower(): word for word in known}

    def parse(value: object) -> str:
        written = plain(value)
        if written.lower() not in canonical:
            raise fault("choice", known=known, word=written)
        return canonical[written.lower()]

    return parse


def identifier(value: object) -> str:
    """Read an id: it stands in addresses and rule names, so lower-case ASCII, digits, hyphens."""
    written = plain(value)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", written) or len(written) > 60:
        raise fault("id")
    return written


def rule_name(value: object) -> str:
    written = plain(value)
    if not re.fullmatch(r"[a-z]+\.[a-z0-9-]+", written):
        raise fault("rule")
    return written


def grades(value: object) -> tuple[int, ...]:
    """Read grades: ``3``, ``1-6``, ``"1-2,5"``, ``[1, 2]``; in order, each once."""
    parts = value if isinstance(value, list) else [value]
    found: set[int] = set()
    for part in parts:
        written = plain(part).replace("–", "-").replace("—", "-").replace("~", "-")
        for piece in re.split(r"[,、\s]+", written):
            span = re.fullmatch(r"([1-9])(?:-([1-9]))?", piece)
            if not span:
                raise fault("grades")
            low, high = int(span[1]), int(span[2] or span[1])
            if low > high:
                raise fault("grades")
            found.update(range(low, high + 1))
    if not found:
        raise fault("grades")
    return tuple(sorted(found))


def class_name(value: object) -> tuple[int, int]:
    """Read a class: ``3-1`` is class 1 of grade 3."""
    found = re.fullmatch(r"([1-9])-([1-9]\d?)", plain(value))
    if not found:
        raise fault("class")
    return int(found[1]), int(found[2])


def class_or_number(value: object) -> tuple[int, int]:
    """Read a class, or its number alone: then its grade is 0."""
    found = re.fullmatch(r"(?:([1-9])-)?([1-9]\d?)", plain(value))
    if not found:
        raise fault("class")
    return int(found[1] or 0), int(found[2])


def address(value: object) -> str:
    """Read the site's address: http or https, a host, and a path that is made to end in ``/``."""
    written = plain(value)
    try:
        parts = urlsplit(written)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise fault("url") from None
    bad = re.search(r"[\s\"'<>\\^`{|}]", written) or parts.query or parts.fragment or parts.username
    if bad or not port_is_fine or parts.scheme not in ("http", "https") or not parts.hostname:
        raise fault("url")
    return written if written.endswith("/") else written + "/"


def days(value: object) -> tuple[str, ...]:
    """Read when a limit holds: kinds of block, or weekdays; () is any."""
    kinds = ("school-day", "weekend", "holiday")
    words = [plain(part).lower() for part in (value if isinstance(value, list) else [value])]
    if words == ["any"]:
        return ()
    if words and (all(w in kinds for w in words) or all(w in WEEKDAYS for w in words)):
        return tuple(words)
    known = (*kinds, "any", *WEEKDAYS)
    wrong = next((w for w in words if w not in known), None)
    if wrong is None:
        raise fault("days-mixed")
    raise fault("choice", known=known, word=wrong)


def words_or(*known: str) -> Callable[[object], tuple[str, ...] | str]:
    """Read one of ``known`` (given back as str), or names (given back as a tuple)."""

    def parse(value: object) -> tuple[str, ...] | str:
        if isinstance(value, list):
            if not value:
                raise fault("blank")
            return tuple(text(part) for part in value)
        written = plain(value)
        return written.lower() if written.lower() in known else (text(value),)

    return parse


def nth(value: object) -> int:
    """Read which weekday of its month: 1 to 5, or ``last`` (-1)."""
    written = plain(value).lower()
    if written == "last":
        return -1
    if written in ("1", "2", "3", "4", "5"):
        return int(written)
    raise fault("nth")


def pattern(value: object) -> str:
    """Read a regular expression: it must compile, and be done with any text in good time."""
    written = text(value)
    try:
        re.compile(written)
    except (re.error, RecursionError, OverflowError) as error:
        at = getattr(error, "pos", None)
        raise fault("pattern", at=0 if at is None else at + 1) from None
    if is_slow(written):
        raise fault("pattern-slow")
    return written


def pack_name(value: object) -> str:
    """Read a pack's name: a bundled one's id, or the path of a YAML file in the school's folder."""
    written = text(value)
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", written):
        return written
    return inside(written)


def inside(value: object) -> str:
    """Read a path below the school's folder, with ``/``; never out of it, never absolute."""
    written = text(value).replace("\\", "/")
    parts = written.split("/")
    if ":" in written or "\0" in written or any(part in ("", "..") for part in parts):
        raise fault("path")
    return "/".join(part for part in parts if part != ".") or written


def private_file(value: object) -> str:
    """Read the path of the private list of names; an empty list says that there is none."""
    if value == []:
        return ""
    if isinstance(value, list) and len(value) == 1:
        return inside(value[0])
    return inside(value)

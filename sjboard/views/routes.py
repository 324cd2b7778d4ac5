"""Every address of the published site, and nothing that lies behind one.

The only maker of addresses. A route is relative to the site's root, lower-case ASCII, and ends in a
file name, so that the site works from any sub-path and from disk. Knows contract 9; does not know
what a page shows.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from sjboard.model import ClassId

HOME = "index.html"
RULES = "rules/index.html"
NOT_FOUND = "404.html"
SEARCH = "search/index.html"
SCREENS = "classes/screens.js"
"""Says of every class's screen which data are its newest; the one name that never changes."""
STATUS = "_status"
"""The state of the week that is being written: only ``serve`` has such a page."""
DATA_INDEX = "data/index.json"
DATA_SCHEMA = "data/schema.json"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"

TAKEN = frozenset({"assets", "classes", "data", "letters", "pages", "rules", "search"})
"""First folders of the site that are ours: a term may not have such an id."""

_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")


def digest(data: bytes) -> str:
    """Give the part of an asset's name that changes with its bytes."""
    return hashlib.sha256(data).hexdigest()[:12]


@lru_cache(maxsize=64)
def folder(name: str) -> str:
    """Give a name that a school chose (a term's id) as a folder's name.

    A plain lower-case ASCII name stays itself; any other gets a short digest, since two ids may
    differ in what ASCII cannot say.
    """
    if _PLAIN.match(name) and not name.endswith(".") and name not in TAKEN:
        return name
    ascii_part = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{ascii_part}-{mark}" if ascii_part else mark


def root(route: str) -> str:
    """Give the way from a page up to the site's root: ``../../`` or ""."""
    return "../" * route.count("/")


def term(term_id: str) -> str:
    return f"{folder(term_id)}/index.html"


def week(term_id: str, number: int) -> str:
    return f"{_week(term_id, number)}/index.html"


def notices(term_id: str, number: int) -> str:
    """All notices of a week, to print at once."""
    return f"{_week(term_id, number)}/notices.html"


def term_grade(term_id: str, grade_number: int) -> str:
    """A grade's term: its minutes week by week."""
    return f"{folder(term_id)}/g{grade_number}/index.html"


def term_class(term_id: str, class_id: ClassId) -> str:
    """A class's term: its minutes week by week."""
    return f"{folder(term_id)}/g{class_id.grade}/c{class_id.number}/index.html"


def grade(term_id: str, number: int, grade_number: int) -> str:
    return f"{_week(term_id, number)}/g{grade_number}/index.html"


def poster(term_id: str, number: int, grade_number: int) -> str:
    return f"{_week(term_id, number)}/g{grade_number}/notice.html"


def class_(term_id: str, number: int, class_id: ClassId) -> str:
    return f"{_class(term_id, number, class_id)}/index.html"


def class_notice(term_id: str, number: int, class_id: ClassId) -> str:
    return f"{_class(term_id, number, class_id)}/notice.html"


def own(class_id: ClassId) -> str:
    """A class's own address, which always shows its newest week: the QR code's."""
    return f"classes/{_own(class_id)}/index.html"


def class_calendar(class_id: ClassId) -> str:
    """A class's homework of the newest term, for a calendar."""
    return f"classes/{_own(class_id)}/homework.ics"


def class_feed(class_id: ClassId) -> str:
    return f"classes/{_own(class_id)}/feed.xml"


def screen(class_id: ClassId) -> str:
    """The classroom's big screen."""
    return f"classes/{_own(class_id)}/screen.html"


def screen_data(class_id: ClassId, data: bytes) -> str:
    """What a screen that is on already takes over: ``classes/g3c1/screen-0123456789ab.js``."""
    return f"classes/{_own(class_id)}/screen-{digest(data)}.js"


def letter(slug: str) -> str:
    return f"letters/{slug}/index.html"


def letter_print(slug: str) -> str:
    return f"letters/{slug}/print.html"


def page(name: str) -> str | None:
    """A page of the school's own, by its template's name; None where that is no plain ASCII name."""
    return f"pages/{name}/index.html" if re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) else None


def data_week(term_id: str, number: int) -> str:
    return f"data/{_week(term_id, number)}.json"


def search_shard(term_id: str, number: int, data: bytes) -> str:
    """A week's homework for the page of search: ``search/<term>/w12-0123456789ab.js``."""
    return f"search/{_week(term_id, number)}-{digest(data)}.js"


def asset(name: str, data: bytes) -> str:
    """Give the route of a style sheet or script: ``board.css`` → ``assets/board-0123456789ab.css``."""
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    return f"assets/{stem}-{digest(data)}{dot}{suffix}".lower()


def picture(path: str, data: bytes) -> str:
    """Give the route of a picture or attachment of content/: a digest, and its suffix in ASCII."""
    return picture_of(path, hashlib.sha256(data).hexdigest())


def picture_of(path: str, sha256: str) -> str:
    """Give the route of a picture or attachment of which the hash of the bytes is known, in hex."""
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    return f"assets/{sha256[:12]}" + (
        f".{suffix}" if re.fullmatch(r"[a-z0-9]{1,8}", suffix) else ""
    )


def class_qr(class_id: ClassId, url: str) -> str:
    """The picture of a class's QR code, which says ``url``."""
    return f"assets/qr-{_own(class_id)}-{digest(url.encode())}.svg"


def home_qr(url: str) -> str:
    """The picture of the first page's QR code, which says ``url``: a poster is for more than one class."""
    return f"assets/qr-home-{digest(url.encode())}.svg"


def letter_qr(slug: str, url: str) -> str:
    """The picture of a letter's QR code, which says ``url``."""
    return f"assets/qr-letter-{slug}-{digest(url.encode())}.svg"


def _week(term_id: str, number: int) -> str:
    return f"{folder(term_id)}/w{number:02d}"


def _class(term_id: str, number: int, class_id: ClassId) -> str:
    return f"{_week(term_id, number)}/g{class_id.grade}/c{class_id.number}"


def _own(class_id: ClassId) -> str:
    return f"g{class_id.grade}c{class_id.number}"

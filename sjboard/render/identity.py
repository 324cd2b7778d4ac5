"""Names that stay the same for ever: of events in calendars, and of entries in feeds.

A calendar knows an event again, and a reader an entry, by its name alone. So a name is made of what the
thing is (the school, the class, the day) and never of what it says, and tells nobody anything: it is a
UUID of version 5 (RFC 4122), as RFC 7986 recommends for events.
"""

from __future__ import annotations

import hashlib
from datetime import date

from sjboard.model import ClassId
from sjboard.views.board import WeekHead
from sjboard.views.site import SiteHead


class Identity:
    """The names of one school's things.

    The school is known by its site's address; without one, by its name. Where either changes, everything
    gets a new name.
    """

    def __init__(self, site: SiteHead) -> None:
        school = named(_URLS, site.url or f"sjboard:{site.school}")
        self._school = bytes.fromhex(school.replace("-", ""))

    def event(self, class_id: ClassId, day: date) -> str:
        """The homework of a class on a day, or on the weekend or holiday that begins with it."""
        return named(self._school, f"event {class_id} {day}")

    def feed(self, class_id: ClassId | None = None) -> str:
        """A class's feed; the school's without one."""
        return self._urn(f"feed {class_id or ''}")

    def week(self, week: WeekHead, class_id: ClassId | None = None) -> str:
        """A week of a class; of the whole school without one."""
        return self._urn(f"week {week.term} {week.number} {class_id or ''}")

    def letter(self, route: str) -> str:
        """A letter, by its address on the site."""
        return self._urn(f"letter {route}")

    def _urn(self, name: str) -> str:
        return "urn:uuid:" + named(self._school, name)


_URLS = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""RFC 4122's namespace of addresses (appendix C)."""


def named(space: bytes, name: str) -> str:
    """Give the UUID of version 5 of a name in a namespace.

    As the library's ``uuid5``, which takes four times as long and two milliseconds to import.
    """
    hash_ = hashlib.sha1(space + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(hash_[16], 16) & 3]
    return f"{hash_[:8]}-{hash_[8:12]}-5{hash_[13:16]}-{variant}{hash_[17:20]}-{hash_[20:32]}"

"""Names that stay the same for ever: of events in calendars, and of entries in feeds.

A calendar knows an event again, and a reader an entry, by its name alone. So a name is made of what the
thing is (the school, the class, the day) and never of what it says, and tells nobody anything: it is a
UUID of version 5 (RFC 4122), as RFC 7986 recommends for events.
"""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from sjboard.model import ClassId
from sjboard.views.board import WeekHead
from sjboard.views.site import SiteHead


class Identity:
    """The names of one school's things.

    The school is known by its site's address; without one, by its name. Where either changes, everything
    gets a new name.
    """

    def __init__(self, site: SiteHead) -> None:
        self._school = uuid5(NAMESPACE_URL, site.url or f"sjboard:{site.school}")

    def event(self, class_id: ClassId, day: date) -> str:
        """The homework of a class on a day, or on the weekend or holiday that begins with it."""
        return str(self._named(f"event {class_id} {day.isoformat()}"))

    def feed(self, class_id: ClassId | None = None) -> str:
        """A class's feed; the school's without one."""
        return self._named(f"feed {class_id or ''}").urn

    def week(self, week: WeekHead, class_id: ClassId | None = None) -> str:
        """A week of a class; of the whole school without one."""
        return self._named(f"week {week.term} {week.number} {class_id or ''}").urn

    def letter(self, route: str) -> str:
        """A letter, by its address on the site."""
        return self._named(f"letter {route}").urn

    def _named(self, name: str) -> UUID:
        return uuid5(self._school, name)

"""What every page says of itself: the school, its week, and the weeks before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from sjboard.config.values import Config
from sjboard.content.ledger import WeekRecord
from sjboard.model import Block, ClassId, Week
from sjboard.views import routes
from sjboard.views.board import ColumnHead, Correction, WeekHead, WeekRef
from sjboard.views.site import SiteHead

Route: TypeAlias = Callable[[str, int], str]
"""Makes the route of a page of some kind from a term and a week."""


def site_head(config: Config) -> SiteHead:
    """What every page shows of the school."""
    url = config.site_url
    url = url if not url or url.endswith("/") else url + "/"
    return SiteHead(
        school=config.school.name,
        phone=config.school.phone,
        office=config.school.office,
        url=url,
        language=config.language,
        qr=url and routes.home_qr(url + routes.HOME),
    )


NEVER_PUBLISHED = WeekRecord()


def week_head(
    config: Config, week: Week, blocks: Iterable[Block], record: WeekRecord = NEVER_PUBLISHED
) -> WeekHead:
    """``blocks`` are those that the page shows; all the week's, where it shows none.

    ``record`` is what the ledger says of the week.
    """
    shown = tuple(blocks) or week.blocks
    return WeekHead(
        term=week.term,
        term_name=config.terms[week.term].name,
        number=week.number,
        first=shown[0].first if shown else week.monday,
        last=shown[-1].last if shown else week.monday,
        published=week.publication,
        estimated=week.estimated,
        corrections=tuple(Correction(one.on, one.reason) for one in record.amendments),
        seal=record.seal,
    )


def held_from(record: WeekRecord, classes: Iterable[ClassId]) -> tuple[str, ...]:
    """Name the subjects that a publication holds back from any of these classes, each once."""
    keys = {str(class_id) for class_id in classes}
    return tuple(dict.fromkeys(subject for subject, whose in record.held if keys & {*whose}))


def week_ref(week: Week | None, route: Route) -> WeekRef | None:
    """The same kind of page, a week earlier or later."""
    if week is None:
        return None
    return WeekRef(week.term, week.number, route(week.term, week.number))


def column_head(block: Block) -> ColumnHead:
    return ColumnHead(block.kind, block.first, block.last, block.first.weekday(), block.name)

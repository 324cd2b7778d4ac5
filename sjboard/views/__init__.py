"""Entries become views: the templates' whole world, frozen and ready to be written out.

``assemble_week`` makes all that is shown of one week, ``summarise`` keeps what other pages need of
it, ``assemble_site`` reduces the summaries to what spans weeks. Knows the school's settings and
policy's sums. Does not know templates, words or files.
"""

from __future__ import annotations

from sjboard.views.head import site_head
from sjboard.views.screen import class_slides, other_slides, screen_view
from sjboard.views.sites import assemble_letters, assemble_site
from sjboard.views.taken import taken_along
from sjboard.views.terms import grade_minutes, term_loads
from sjboard.views.weeks import assemble_week, by_days, newest, summarise

__all__ = [
    "assemble_letters",
    "assemble_site",
    "assemble_week",
    "by_days",
    "class_slides",
    "grade_minutes",
    "newest",
    "other_slides",
    "screen_view",
    "site_head",
    "summarise",
    "taken_along",
    "term_loads",
]

"""Entries become views: the templates' whole world, frozen and ready to be written out.

``assemble_week`` makes all that is shown of one week, ``summarise`` keeps what other pages need of
it, ``assemble_site`` reduces the summaries to what spans weeks. Knows the school's settings and
policy's sums. Does not know templates, words or files.
"""

from __future__ import annotations

from sjboard.views.head import site_head
from sjboard.views.screen import other_slides, screen_view
from sjboard.views.sites import assemble_letters, assemble_site
from sjboard.views.terms import term_loads
from sjboard.views.weeks import assemble_week, newest, summarise

__all__ = [
    "assemble_letters",
    "assemble_site",
    "assemble_week",
    "newest",
    "other_slides",
    "screen_view",
    "site_head",
    "summarise",
    "term_loads",
]

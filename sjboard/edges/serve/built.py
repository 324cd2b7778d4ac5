"""What the last build left, for a preview that begins: pages that need not be made again.

Reads and writes nothing down. Whatever is missing, damaged or not as it was written is made again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from sjboard.build.memory import Remembered
from sjboard.build.sources import digest
from sjboard.edges.publish import standing_site
from sjboard.edges.remembering import recall
from sjboard.edges.sync import SiteRefused
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Built:
    """The units that are remembered, and those of their pages that stand as they were written."""

    units: Mapping[str, Remembered]
    pages: Mapping[str, bytes]
    digests: Mapping[str, str]


def built(root: Path) -> Built:
    """Read what the last build left in the school's folder."""
    units = recall(root).units
    pages: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    with contextlib.suppress(SiteRefused, OSError):
        site = standing_site(root)
        for unit in units.values():
            for path, hash_ in unit.pages.items():
                with contextlib.suppress(OSError):
                    data = (site / path).read_bytes()
                    if digest(data) == hash_:
                        pages[path], digests[path] = data, hash_
    return Built(units, pages, digests)

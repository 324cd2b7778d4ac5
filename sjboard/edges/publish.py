"""The ``build`` command's work: lock, snapshot, memory, build, and site/ brought up to date.

Knows where things lie in a school's folder. Does not know pages; and nothing here changes site/ unless
the whole build has succeeded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sjboard.build import Outcome, Progress, build_site
from sjboard.build.memory import MemoryFault, Remembered, dump, load
from sjboard.build.sources import Sources
from sjboard.diagnostics import has_errors
from sjboard.edges import disk, sync
from sjboard.edges.lock import WORK, alone

SITE = "site"


@dataclass(frozen=True, slots=True)
class Published:
    """``changes`` is None where there were errors, and site/ was left alone."""

    sources: Sources
    outcome: Outcome
    changes: sync.Changes | None
    forgotten: bool
    """Whether the memory was damaged and everything was built again."""


def publish(
    config: Path,
    today: date,
    *,
    future: bool,
    drafts: bool,
    full: bool,
    building: Progress,
    moving: Progress,
) -> Published:
    """Build the school of this config.yaml into its site/.

    Raises ``Busy``, ``sync.SiteRefused`` and ``OSError``, each with site/ as it was.
    """
    root = config.parent
    with alone(root):
        sources = disk.snapshot(config)  # under the lock: who waited must not publish what is old
        site = (root / SITE).resolve()
        memory, forgotten = ({}, False) if full else _recall(root, sources.program)
        standing = sync.present(site)
        outcome = build_site(
            sources,
            today,
            future=future,
            drafts=drafts,
            memory=memory,
            standing=standing,
            progress=building,
        )
        if outcome.config is None or has_errors(outcome.diagnostics):
            return Published(sources, outcome, None, forgotten)
        changes = sync.sync(site, outcome.pages, outcome.kept, standing, moving)
        if dict(outcome.memory) != memory:
            sync.write_atomically(_memory(root), dump(outcome.memory, sources.program))
    return Published(sources, outcome, changes, forgotten)


def _memory(root: Path) -> Path:
    return root / WORK / "memory.json"


def _recall(root: Path, program: str) -> tuple[dict[str, Remembered], bool]:
    try:
        return load(_memory(root).read_bytes(), program), False
    except FileNotFoundError:
        return {}, False
    except (MemoryFault, OSError):
        return {}, True

"""What a change of site/ is about to do, written down before the first file moves.

Knows the folder beside the pages in which the new bytes wait, and what the journal in it looks like. Does
not move pages: ``moves`` does.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.files import patiently, settle, write
from sjboard.edges.made import Made
from sjboard.edges.manifest import Manifest, inside, manifest_of
from sjboard.records import dataclass

STAGING = ".sjboard-staging"
NAME = "journal.json"
BACK = "back.json"
"""The journal's name from when the work is given up, and the old files come back."""


@dataclass(frozen=True, slots=True)
class Journal:
    """``moves`` in their order, each with its new bytes in ``new-<place>``; then ``removals``.

    ``before`` and ``after`` are the lists of our files; ``line`` is the ledger's next line, "" for a change
    that is no publication. ``keep`` is the folder, from the school's, that the old files go to ("": none).
    ``created`` are the moves to where no file was; ``marked``: whether there was a list of ours before.
    """

    moves: tuple[str, ...]
    removals: tuple[str, ...]
    before: Manifest
    after: Manifest
    line: str = ""
    keep: str = ""
    created: tuple[str, ...] = ()
    marked: bool = True

    @property
    def touched(self) -> tuple[str, ...]:
        return (*self.moves, *self.removals)

    def places(self, staging: Path) -> Iterator[tuple[str, Path, Path, bool]]:
        """Every page that is touched: its path, where its new and its old bytes wait, whether it moves."""
        for number, path in enumerate(self.touched):
            moving = number < len(self.moves)
            yield path, staging / f"new-{number}", staging / f"old-{number}", moving


def stage(site: Path, journal: Journal, pages: Mapping[str, bytes]) -> None:
    """Put the new bytes beside the pages, read them back, and write the journal down.

    Raises ``OSError``, also where the disk does not give back what it was given.
    """
    staging = site / STAGING
    for number, path in enumerate(journal.moves):
        if isinstance(pages, Made):
            pages.give(path, staging / f"new-{number}")
        else:
            write(staging / f"new-{number}", pages[path])
    for number, path in enumerate(journal.moves):
        check(staging / f"new-{number}", journal.after.files[path])
    part = staging / f"{NAME}.part"
    write(part, json.dumps(_as_json(journal), ensure_ascii=False).encode("utf-8"))
    settle(staging)
    settle(site)
    patiently(lambda: part.replace(staging / NAME))
    settle(staging)


def read_journal(path: Path) -> Journal | None:
    """Read what ``stage`` wrote down; None where there is none, or somebody has changed it."""
    try:
        value = json.loads(path.read_bytes())
        journal = Journal(
            moves=tuple(path for path in value["moves"] if inside(path)),
            removals=tuple(path for path in value["removals"] if inside(path)),
            before=manifest_of(value["before"]),
            after=manifest_of(value["after"]),
            line=str(value["line"]),
            keep=value["keep"] if not value["keep"] or inside(value["keep"]) else "",
            created=tuple(path for path in value["created"] if inside(path)),
            marked=bool(value["marked"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return journal if set(journal.moves) <= set(journal.after.files) else None


def holds(path: Path, hash_: str) -> bool:
    """Whether a file is there and has these bytes."""
    try:
        return digest(path.read_bytes()) == hash_
    except OSError:
        return False


def check(path: Path, hash_: str) -> None:
    """Raise ``OSError`` where a file does not have these bytes."""
    if not holds(path, hash_):
        raise OSError(errno.EIO, "read back otherwise than it was written", str(path))


def _as_json(journal: Journal) -> dict[str, object]:
    return {
        "moves": journal.moves,
        "removals": journal.removals,
        "before": journal.before.as_json(),
        "after": journal.after.as_json(),
        "line": journal.line,
        "keep": journal.keep,
        "created": journal.created,
        "marked": journal.marked,
    }

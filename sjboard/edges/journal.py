"""What a change of site/ is about to do, written down before the first file moves.

Knows the folder beside the pages in which the new bytes wait, and what the journal in it looks like. Does
not move pages: ``moves`` does.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.files import flush, move, settle, write
from sjboard.edges.made import Made, shelve
from sjboard.edges.manifest import Manifest, inside, manifest_of
from sjboard.records import dataclass

STAGING = ".sjboard-staging"
NEW = "new"
"""The folder in it for the new bytes, each page under its own path."""
NAME = "journal.json"
BACK = "back.json"
"""The journal's name from when the work is given up, and the old files come back."""


@dataclass(frozen=True, slots=True)
class Journal:
    """``moves`` in their order, each with its new bytes in ``new/<path>``; then ``removals``.

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

    def replaced(self, staging: str) -> dict[str, str]:
        """Every page that stood before and is touched, and where its old bytes wait, or will."""
        created = set(self.created)
        return {
            path: f"{staging}/old-{number}"
            for number, path in enumerate(self.touched)
            if path not in created
        }


def stage(site: Path, journal: Journal, pages: Mapping[str, bytes]) -> None:
    """Put the new bytes beside the pages, on the disk, and write the journal down.

    Raises ``OSError``, also where the disk does not give back what it was given.
    """
    staging = site / STAGING
    if isinstance(pages, Made):
        pages.give(f"{staging}/{NEW}", journal.moves)
    else:
        (staging / NEW).mkdir()
        shelve(f"{staging}/{NEW}", ((path, pages[path]) for path in journal.moves))
    flush(f"{staging}/{NEW}", journal.moves)
    part = staging / f"{NAME}.part"
    write(part, json.dumps(_as_json(journal), ensure_ascii=False).encode("utf-8"))
    settle(staging)
    settle(site)
    move(part, staging / NAME)
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


def holds(path: str, hash_: str) -> bool:
    """Whether a file is there and has these bytes."""
    try:
        with open(path, "rb") as file:
            return digest(file.read()) == hash_
    except OSError:
        return False


def check(path: str, hash_: str) -> None:
    """Raise ``OSError`` where a file does not have these bytes."""
    if not holds(path, hash_):
        raise OSError(errno.EIO, "read back otherwise than it was written", path)


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

"""Brings site/ up to date: every new byte lies safely on the disk before the first file moves.

Knows files and their hashes. Only what the list in site/ names as ours is ever removed or written over.
Whenever we are stopped, the next run finishes the work, for there is a journal of it; an error while
files move puts the old ones back. Does not know what pages are, nor what a line of the ledger says.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges import manifest as listing
from sjboard.edges import previous
from sjboard.edges.files import make, write_atomically
from sjboard.edges.journal import STAGING, Journal, stage
from sjboard.edges.ledger_file import stands
from sjboard.edges.made import Made
from sjboard.edges.manifest import Manifest, read_manifest
from sjboard.edges.moves import Progress, carry_out, clear, is_asset, rank, take_back
from sjboard.records import dataclass

__all__ = [
    "MANIFEST",
    "STAGING",
    "Changes",
    "Publishing",
    "SiteRefused",
    "present",
    "sync",
    "write_atomically",
]

MANIFEST = listing.NAME
GRACE = timedelta(days=7)
"""How long a publication leaves pictures, styles and scripts that its pages no longer name: a page that
somebody opened before still asks for them."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many files were written anew, written over, found equal and left alone, removed.

    ``line`` is what was added to the ledger, "" for nothing.
    """

    created: int
    updated: int
    identical: int
    deleted: int
    line: str = ""

    @property
    def touched(self) -> int:
        return self.created + self.updated + self.deleted


class SiteRefused(Exception):  # noqa: N818 - the folder is refused; nothing went wrong in us
    """site/ holds what is not ours, or no longer as we wrote it, where a page should go.

    ``path`` is relative to it. ``why``: ``foreign`` (a file of others where a page should go),
    ``unmarked`` (the folder holds files and is not ours), ``linked`` (it is a link), ``edited`` (a page
    of ours that somebody has changed; all such are ``paths``).
    """

    def __init__(self, path: str, why: str = "foreign", paths: tuple[str, ...] = ()) -> None:
        super().__init__(path)
        self.path = path
        self.why = why
        self.paths = paths or (path,)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What makes a publication of a sync.

    ``line`` gives the ledger's next line for a whole site (route → SHA-256), "" where it says all that
    already; ``keep`` names the folder that the old files go to. ``today`` is the day from which files that
    no page names any more are left a while.
    """

    line: Callable[[Mapping[str, str]], str]
    keep: str
    today: date


def present(site: Path) -> dict[str, str]:
    """Hash those of our files that stand in site/ as plain files: path → SHA-256 of the bytes."""
    found = {}
    for path in (read_manifest(site) or Manifest()).ours:
        place = f"{site}/{path}"
        with contextlib.suppress(OSError):
            if not os.path.islink(place):
                with open(place, "rb") as file:
                    found[path] = digest(file.read())
    return found


def sync(  # noqa: PLR0917 - the folder, what shall stand there, what does
    site: Path,
    pages: Mapping[str, bytes],
    kept: Mapping[str, str],
    standing: Mapping[str, str],
    progress: Progress = lambda _done, _total: None,
    publishing: Publishing | None = None,
    *,
    keep: str = "",
    overwrite: bool = False,
) -> Changes:
    """Make site/ hold ``pages`` and ``kept``, and nothing else of ours.

    ``kept`` are pages known to stand already, by hash; ``standing`` is what ``present`` said. A page that
    somebody edited is written over only with ``overwrite``. ``keep`` names the folder, from the school's,
    that the old files of a plain build go to ("": none). Raises ``SiteRefused`` before anything is
    touched, and ``OSError`` or ``LedgerMoved`` with the old site put back.
    """
    root = site.parent
    known = read_manifest(site)
    before = known or Manifest()
    ours = before.ours
    after = _after(before, pages, kept, standing, publishing.today if publishing else None)
    changed = [path for path in pages if standing.get(path) != after.files[path]]
    stale = [path for path in ours if path not in after.files]
    if known is None:
        _refuse_unmarked(site, pages)
    created = _created(str(site), changed, pages, ours)
    if not overwrite:
        _refuse_edited(before, [*changed, *stale], standing)
    line = publishing.line(after.published) if publishing else ""
    if not line and after == known and not changed:
        return Changes(0, 0, len(after.files), 0)

    clear(site)
    if line and publishing and publishing.keep:
        previous.start_anew(root / publishing.keep)
    make(site)
    (site / STAGING).mkdir()
    journal = Journal(
        moves=tuple(sorted(changed, key=rank)),
        removals=tuple(stale),
        before=before,
        after=after,
        line=line,
        keep=publishing.keep if publishing and line else keep,
        created=created,
        marked=known is not None,
    )
    try:
        stage(site, journal, pages)
        carry_out(root, site, journal, progress, thorough=publishing is not None)
    except BaseException:
        if not line or not stands(root, line.encode("utf-8")):
            take_back(site, journal)
        raise
    clear(site)
    updated = sum(path in standing for path in changed)
    equal = len(after.files) - len(changed)
    return Changes(len(changed) - updated, updated, equal, len(stale), line)


def _after(
    before: Manifest,
    pages: Mapping[str, bytes],
    kept: Mapping[str, str],
    standing: Mapping[str, str],
    today: date | None,
) -> Manifest:
    """Make the list of what shall stand.

    A publication (``today``) retires styles, scripts and pictures that no page names any more, and takes
    away those whose time is over; a plain build leaves the retired ones alone.
    """
    made = pages.hashes if isinstance(pages, Made) else digests(pages)
    wanted = {**kept, **made}
    retired = {p: day for p, day in before.retired.items() if p not in wanted and p in standing}
    if today is not None:
        for path in before.files:
            if is_asset(path) and path not in wanted and path in standing:
                retired.setdefault(path, today.isoformat())
        oldest = (today - GRACE).isoformat()
        retired = {path: day for path, day in retired.items() if day > oldest}
    ours = before.ours
    for path in retired:
        wanted[path] = ours[path]
    return Manifest(wanted, {}, retired)


def digests(pages: Mapping[str, bytes]) -> dict[str, str]:
    """Hash pages."""
    return {path: digest(data) for path, data in pages.items()}


def _refuse_unmarked(site: Path, pages: Mapping[str, bytes]) -> None:
    """Refuse a folder without our list in which somebody keeps files; hidden ones may lie there."""
    if not site.exists():
        return
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if not hidden and not path.is_dir() and name not in pages:
            raise SiteRefused(name, "unmarked")


def _created(
    site: str, changed: Iterable[str], pages: Mapping[str, bytes], ours: Mapping[str, str]
) -> tuple[str, ...]:
    """Give the pages where nothing stands; refuse to write over a file, or through a link, of others."""
    folders = {"": os.path.isdir(site)}
    created = []
    for path in changed:
        status = _status(site, path) if _is_there(site, path.rpartition("/")[0], folders) else None
        if status is None:
            created.append(path)
        elif path not in ours and not (
            stat.S_ISREG(status.st_mode) and Path(site, path).read_bytes() == pages[path]
        ):
            raise SiteRefused(path)
    return tuple(created)


def _is_there(site: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder stands in the site; refuse what stands in its place."""
    there = known.get(folder)
    if there is None:
        there = False
        if _is_there(site, folder.rpartition("/")[0], known):
            status = _status(site, folder)
            there = status is not None
            if status is not None and not stat.S_ISDIR(status.st_mode):
                raise SiteRefused(folder)
        known[folder] = there
    return there


def _status(site: str, path: str) -> os.stat_result | None:
    try:
        return os.lstat(f"{site}/{path}")
    except FileNotFoundError:
        return None


def _refuse_edited(before: Manifest, paths: Iterable[str], standing: Mapping[str, str]) -> None:
    """Refuse to write over, or remove, a page of ours that is no longer as we wrote it."""
    ours = before.ours
    edited = tuple(
        sorted(
            path
            for path in paths
            if path in ours and path in standing and not before.written_by_us(path, standing[path])
        )
    )
    if edited:
        raise SiteRefused(edited[0], "edited", edited)

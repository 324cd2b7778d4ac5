"""Carries out what a journal says, page by page, or takes it back: each step can be taken again.

Knows in which order pages change so that none ever names what is not there, after a power cut too: what
comes first lies on the disk before the next begins. The old files stay beside the pages until all is done.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from sjboard.edges import manifest as listing
from sjboard.edges import previous
from sjboard.edges.files import patiently, second_name, settle, settle_all, write
from sjboard.edges.journal import BACK, NAME, STAGING, Journal, check, holds, read_journal
from sjboard.edges.ledger_file import LedgerMoved, append, follows
from sjboard.edges.manifest import Manifest
from sjboard.records import dataclass

Progress = Callable[[int, int], None]

_OLD_LIST = "old-list"
_BY_HASH = re.compile(r"-[0-9a-f]{12}\.\w+$")
_REMOVAL = (9, 0)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of work that was cut off: ``finished``, or else dropped; ``line`` as in ``Journal``."""

    finished: bool
    line: str


def is_asset(path: str) -> bool:
    """Whether a file is what pages are made with: a picture, a style, a script named by its bytes."""
    return path.startswith("assets/") or _BY_HASH.search(path) is not None


def rank(path: str) -> tuple[int, int, str]:
    """Order the moves so that a page never names one that is not there yet.

    Pictures and style first, then a class's pages, its grade's, its week's; what spans weeks last.
    """
    depth = path.count("/")
    if is_asset(path):
        return 0, 0, path
    spanning = depth < 2 or path.startswith(("classes/", "data/index"))
    return (2 if spanning else 1), -depth, path


def carry_out(
    root: Path,
    site: Path,
    journal: Journal,
    progress: Progress = lambda _done, _total: None,
    *,
    thorough: bool = False,
) -> None:
    """Do what the journal says, or what is left of it; ``thorough`` reads all of site/ back.

    Raises ``OSError``, and ``LedgerMoved``.
    """
    staging = site / STAGING
    _keep_old(site, journal)
    _list(site, Manifest(journal.after.files, journal.before.ours, journal.after.retired))
    settle(site)
    _make_folders(site, journal.moves)
    done = 0
    for group in _groups(journal, staging):
        for path, new, _, moving in group:
            target = site / path
            if moving:
                if new.exists():
                    patiently(lambda new=new, target=target: new.replace(target))  # type: ignore[misc]
            elif target.is_file() or target.is_symlink():
                patiently(target.unlink)
            done += 1
            progress(done, len(journal.touched))
        settle_all((site / path).parent for path, *_ in group)
    for path in journal.after.files if thorough else journal.moves:
        check(site / path, journal.after.files[path])
    if journal.keep:
        old_files = (
            (path, old if old.exists() else None) for path, _, old, _ in journal.places(staging)
        )
        previous.remember(root / journal.keep, journal.before, old_files)
    _list(site, journal.after)
    settle(site)
    if journal.line:  # the last step that counts: a line in the ledger is true
        append(root, journal.line.encode("utf-8"))
    _drop_empty(site, journal.removals)


def take_back(site: Path, journal: Journal) -> None:
    """Put the old files back, as far as they were moved, and take away what waited.

    It needs no room on the disk. What cannot be put back now, the next run puts back.
    """
    staging = site / STAGING
    with contextlib.suppress(OSError):
        if (staging / NAME).exists():  # else nothing has moved
            patiently(
                lambda: (staging / NAME).replace(staging / BACK)
            )  # nobody shall carry on with it
            settle(staging)
            _put_back(site, journal)
        clear(site)


def recover(root: Path, site: Path) -> Recovered | None:
    """Finish what an earlier run was cut off in; None where nothing was.

    Where that cannot be done any more (somebody deleted part of what waited, or put another ledger in
    place), or the work was being given up, the old files come back as far as they are there: the next
    build writes what is missing. Raises ``OSError``.
    """
    staging = site / STAGING
    if staging.is_symlink() or not staging.is_dir():
        return None
    given_up = read_journal(staging / BACK)
    journal = given_up or read_journal(staging / NAME)
    if journal is None:
        clear(site)
        return None
    whole = given_up is None and _can_be_finished(root, site, journal)
    if whole:
        try:
            carry_out(root, site, journal)
        except LedgerMoved:
            whole = False
    if not whole:
        if given_up is None:
            patiently(lambda: (staging / NAME).replace(staging / BACK))
            settle(staging)
        _put_back(site, journal)
    clear(site)
    return Recovered(whole, journal.line)


def clear(site: Path) -> None:
    """Take away what waited beside the pages: the journal first."""
    staging = site / STAGING
    if staging.is_symlink():
        return
    for name in (NAME, BACK):
        with contextlib.suppress(OSError):
            (staging / name).unlink(missing_ok=True)
    shutil.rmtree(staging, ignore_errors=True)


def _can_be_finished(root: Path, site: Path, journal: Journal) -> bool:
    if journal.line and not follows(root, journal.line.encode("utf-8")):
        return False
    return all(
        new.exists() or holds(site / path, journal.after.files[path])
        for path, new, _, moving in journal.places(site / STAGING)
        if moving
    )


def _keep_old(site: Path, journal: Journal) -> None:
    """Give second names to all that will be replaced, before the first of it is."""
    staging = site / STAGING
    for path, new, old, moving in journal.places(staging):
        target = site / path
        waiting = new.exists() if moving else target.is_file() or target.is_symlink()
        if waiting and not old.exists():
            second_name(target, old)
    if journal.marked and not (staging / _OLD_LIST).exists():
        second_name(site / listing.NAME, staging / _OLD_LIST)
    settle(staging)


def _put_back(site: Path, journal: Journal) -> None:
    """Undo the moves, the last first; every step needs nothing but names that are there already."""
    staging = site / STAGING
    created = set(journal.created)
    for group in reversed(list(_groups(journal, staging))):
        for path, _, old, _ in reversed(group):
            target = site / path
            if old.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                patiently(lambda old=old, target=target: old.replace(target))  # type: ignore[misc]
            elif path in created and holds(target, journal.after.files[path]):
                patiently(target.unlink)
        settle_all((site / path).parent for path, *_ in group)
    if (staging / _OLD_LIST).exists():
        patiently(lambda: (staging / _OLD_LIST).replace(site / listing.NAME))
    elif not journal.marked:
        (site / listing.NAME).unlink(missing_ok=True)
    settle(site)
    _drop_empty(site, journal.moves)


def _groups(journal: Journal, staging: Path) -> Iterator[list[tuple[str, Path, Path, bool]]]:
    """Give the pages in their order, together those of which none names another."""

    def key(place: tuple[str, Path, Path, bool]) -> tuple[int, int]:
        return rank(place[0])[:2] if place[3] else _REMOVAL

    for _, group in groupby(journal.places(staging), key):
        yield list(group)


def _make_folders(site: Path, paths: Iterable[str]) -> None:
    """Make what folders the pages need, whether or not a run before us has, and settle their names."""
    folders = sorted({parent for path in paths for parent in _parents(path)})
    for folder in folders:
        (site / folder).mkdir(exist_ok=True)
    settle_all((site / folder).parent for folder in folders)


def _list(site: Path, manifest: Manifest) -> None:
    part = site / STAGING / "list"
    write(part, listing.dump(manifest))
    patiently(lambda: part.replace(site / listing.NAME))


def _drop_empty(site: Path, removed: Iterable[str]) -> None:
    """Remove the folders that our removals left empty, deepest first."""
    folders = {parent for path in removed for parent in _parents(path)}
    for folder in sorted(folders, key=lambda f: -f.count("/")):
        with contextlib.suppress(OSError):  # it still holds something
            (site / folder).rmdir()


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path

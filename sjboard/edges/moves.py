"""Carries out what a journal says, page by page, or takes it back: each step can be taken again.

Knows in which order pages change so that none ever names what is not there, after a power cut too: what
comes first lies on the disk before the next begins. A folder that the site does not have moves into it as a
whole, with all its pages at once. The old files stay beside the pages until all is done.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from sjboard.edges import manifest as listing
from sjboard.edges import previous
from sjboard.edges.files import move, patiently, second_name, settle, settle_all, write
from sjboard.edges.journal import BACK, NAME, NEW, STAGING, Journal, check, holds, read_journal
from sjboard.edges.ledger_file import LedgerMoved, append, follows
from sjboard.edges.manifest import Manifest
from sjboard.records import dataclass

Progress = Callable[[int, int], None]

_OLD_LIST = "old-list"
_BY_HASH = re.compile(r"-[0-9a-f]{12}\.\w+$")


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
    _keep_old(site, journal)
    _list(site, Manifest(journal.after.files, journal.before.ours, journal.after.retired))
    settle(site)
    done, total = 0, len(journal.touched)
    moves = _Moves(site, journal.moves)
    for group in _groups(journal.moves):
        for path in group:
            moves.bring(path)
            done += 1
            progress(done, total)
        moves.settle()
    for path in journal.removals:
        target = f"{site}/{path}"
        if os.path.isfile(target) or os.path.islink(target):
            patiently(os.unlink, target)
        done += 1
        progress(done, total)
    settle_all(os.path.dirname(f"{site}/{path}") for path in journal.removals)
    if thorough:
        for path, hash_ in journal.after.files.items():
            check(f"{site}/{path}", hash_)
    if journal.keep:
        old = journal.replaced(f"{site}/{STAGING}")
        previous.remember(
            root / journal.keep,
            journal.before,
            ((path, old.get(path)) for path in journal.touched),
        )
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
            move(staging / NAME, staging / BACK)  # nobody shall carry on with it
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
            move(staging / NAME, staging / BACK)
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
    after = journal.after.files
    return all(
        holds(f"{site}/{STAGING}/{NEW}/{path}", after[path]) or holds(f"{site}/{path}", after[path])
        for path in journal.moves
    )


def _keep_old(site: Path, journal: Journal) -> None:
    """Give second names to all that will be replaced, before the first of it is."""
    staging = site / STAGING
    moving = set(journal.moves)
    for path, old in journal.replaced(str(staging)).items():
        target = f"{site}/{path}"
        if path in moving:
            waiting = os.path.exists(f"{staging}/{NEW}/{path}")
        else:
            waiting = os.path.isfile(target) or os.path.islink(target)
        if waiting and not os.path.exists(old):
            second_name(target, old)
    if journal.marked and not (staging / _OLD_LIST).exists():
        second_name(site / listing.NAME, staging / _OLD_LIST)
    settle(staging)


def _put_back(site: Path, journal: Journal) -> None:
    """Undo the moves, the last first; every step needs nothing but names that are there already."""
    staging = site / STAGING
    replaced = journal.replaced(str(staging))
    for group in [list(journal.removals), *reversed(list(_groups(journal.moves)))]:
        for path in reversed(group):
            target, old = f"{site}/{path}", replaced.get(path)
            if old is None:
                if holds(target, journal.after.files[path]):
                    patiently(os.unlink, target)
            elif os.path.exists(old):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                move(old, target)
        settle_all(os.path.dirname(f"{site}/{path}") for path in group)
    if (staging / _OLD_LIST).exists():
        move(staging / _OLD_LIST, site / listing.NAME)
    elif not journal.marked:
        (site / listing.NAME).unlink(missing_ok=True)
    settle(site)
    _drop_empty(site, journal.moves)


def _groups(moves: Iterable[str]) -> Iterator[list[str]]:
    """Give the pages in their order, together those of which none names another."""
    for _, group in groupby(moves, lambda path: rank(path)[:2]):
        yield list(group)


class _Moves:
    """Brings pages from where they wait into the site, with the folders that they need."""

    def __init__(self, site: Path, moves: Iterable[str]) -> None:
        self._site = str(site)
        self._new = f"{site}/{STAGING}/{NEW}"
        self._came: dict[str, bool] = {"": False}
        """The folders that are there now, and whether each came whole."""
        self._last: dict[str, int] = {}
        """When the last of a folder's pages may move (``rank``)."""
        self._changed: set[str] = set()
        for path in moves:
            when = rank(path)[0]
            for folder in _parents(path):
                if self._last.get(folder, -1) >= when:
                    break
                self._last[folder] = when

    def bring(self, path: str) -> None:
        """Put a page in its place, unless it is there: with its folder, or by a run before us."""
        folder = path.rpartition("/")[0]
        if self._whole(folder, rank(path)[0]):
            return
        new = f"{self._new}/{path}"
        if os.path.exists(new):
            move(new, f"{self._site}/{path}")
        self._changed.add(folder)

    def settle(self) -> None:
        """Come back when all that was brought so far lies on the disk."""
        settle_all(f"{self._site}/{folder}" for folder in self._changed)
        self._changed.clear()

    def _whole(self, folder: str, when: int) -> bool:
        """See that a folder is there; whether it came with all that belongs into it."""
        came = self._came.get(folder)
        if came is None:
            above = folder.rpartition("/")[0]
            there = f"{self._site}/{folder}"
            came = self._whole(above, when)
            if not came:
                self._changed.add(above)  # its name may be new, if only from a run before us
                if not os.path.isdir(there):
                    came = self._last[folder] <= when
                    if came:
                        move(f"{self._new}/{folder}", there)
                    else:
                        os.mkdir(there)
            self._came[folder] = came
        return came


def _list(site: Path, manifest: Manifest) -> None:
    part = site / STAGING / "list"
    write(part, listing.dump(manifest))
    move(part, site / listing.NAME)


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

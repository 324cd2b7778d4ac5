"""Going live by one flip of a link: a folder a release below releases/, and ``site`` a link to one of them.

Knows how a release is made beside the one that stands, and how the link and the ledger change together. A
note of what is about to happen lies in releases/ before the link moves: whoever finds it finishes the work.
Does not know pages: ``sync`` writes them.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from sjboard.build.publication import state
from sjboard.edges.files import (
    make,
    move,
    second_name,
    settle,
    settle_all,
    swap,
    write_atomically,
)
from sjboard.edges.journal import STAGING
from sjboard.edges.ledger_file import LedgerMoved, append, follows, stands
from sjboard.edges.manifest import read_manifest
from sjboard.edges.moves import Recovered
from sjboard.edges.previous import FOLDER
from sjboard.edges.sync import present

SITE = "site"
OLD_KEPT = 2
"""How many releases before the one that stands are left, at least."""
_NOTE = "next.json"
_NAME = re.compile(r"\d{4}(-\d+)?")


def current(root: Path) -> Path | None:
    """The release that ``site`` leads to; None where it is no link to one of ours."""
    site = root / SITE
    if not site.is_symlink():
        return None
    parts = site.readlink().parts
    if len(parts) != 2 or parts[0] != FOLDER or not _NAME.fullmatch(parts[1]):
        return None
    release = root / FOLDER / parts[1]
    return release if release.is_dir() and not release.is_symlink() else None


def holding(root: Path, site: str) -> Path | None:
    """Find the release with a whole site of this hash (``state``), every file as it was written."""
    for path in reversed(_all(root)):
        manifest = read_manifest(path)
        if manifest is not None and state(manifest.published) == site and _whole(path):
            return path
    return None


def prepare(root: Path, publication: int) -> Path:
    """Make a folder that holds the site as it stands, files of others included, to be changed there.

    The files are second names of those that stand: changing them means replacing them. The folder's
    name begins with a dot until it goes live.
    """
    making = _free(root, publication, ".")
    make(making)
    standing = current(root) or root / SITE
    if standing.is_dir():
        _copy(str(standing), str(making))
    return making


def _copy(standing: str, making: str) -> None:
    """Give all that lies in a folder a second name in another, that is empty."""
    with os.scandir(standing) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name == STAGING:
            continue
        beside = f"{making}/{entry.name}"
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), beside)
        elif entry.is_dir():
            os.mkdir(beside)
            _copy(entry.path, beside)
        elif entry.is_file():
            second_name(entry.path, beside)


def go_live(root: Path, made: Path, line: str) -> None:
    """Let ``site`` lead to a release, new or old, and add the ledger's line: both or neither.

    Raises ``OSError`` and ``LedgerMoved`` with the old release standing.
    """
    before = current(root)
    note = root / FOLDER / _NOTE
    name = made.name.removeprefix(".")
    new = made.name != name
    if new:  # all its names lie on the disk before it has one itself
        settle_all(folder for folder, _, _ in os.walk(made))
    aside = _free(root, 0).name if before is None and (root / SITE).is_dir() else ""
    said = {
        "release": name,
        "before": before.name if before else "",
        "aside": aside,
        "line": line,
    }
    try:
        write_atomically(note, json.dumps(said, ensure_ascii=False).encode("utf-8"))
        _carry_out(root, name, aside, line)
    except BaseException:
        if not line or not stands(root, line.encode("utf-8")):
            with contextlib.suppress(OSError):  # else the next run says what shall stand
                _flip_back(root, root / FOLDER / name, before, aside)
                note.unlink(missing_ok=True)
                settle(note.parent)
                if new:
                    _drop(root / FOLDER / name)
        raise
    with contextlib.suppress(OSError):  # it is live
        _tidy(root, aside)
        note.unlink(missing_ok=True)


def recover(root: Path) -> Recovered | None:
    """Finish a flip that was cut off; None where none was. Raises ``OSError``."""
    note = root / FOLDER / _NOTE
    try:
        said = json.loads(note.read_bytes())
        name, before, aside, line = (str(said[k]) for k in ("release", "before", "aside", "line"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        note.unlink(missing_ok=True)
        return None
    folder = root / FOLDER
    aside = aside if _NAME.fullmatch(aside) else ""
    finished = _NAME.fullmatch(name) is not None
    finished = finished and (_whole(folder / f".{name}") or _whole(folder / name))
    finished = finished and (not line or follows(root, line.encode("utf-8")))
    try:
        if finished:
            _carry_out(root, name, aside, line)
    except LedgerMoved:
        finished = False
    old = folder / before
    if not finished and _NAME.fullmatch(before) and read_manifest(old) and current(root) != old:
        _flip(root, old, aside)
    _tidy(root, aside)
    note.unlink(missing_ok=True)
    return Recovered(finished, line)


def prune(root: Path, sites: Iterable[str]) -> None:
    """Drop releases but the one that stands, those with sites of these hashes, and the newest others."""
    standing = current(root)
    wanted = set(sites)
    old = [path for path in _all(root) if path != standing]
    for path in old[:-OLD_KEPT]:
        manifest = read_manifest(path)
        if manifest is not None and state(manifest.published) not in wanted:
            _drop(path)
    for left in (root / FOLDER).glob(".[0-9]*"):  # what a crash left half made
        if _NAME.fullmatch(left.name[1:]):
            shutil.rmtree(left, ignore_errors=True)


def _all(root: Path) -> list[Path]:
    """Give all releases, by their names."""
    folder = root / FOLDER
    return sorted(p for p in folder.iterdir() if _NAME.fullmatch(p.name) and p.is_dir())


def _whole(release: Path) -> bool:
    """Whether every file of a release is as it was written."""
    manifest = read_manifest(release)
    return manifest is not None and present(release) == manifest.files


def _drop(release: Path) -> None:
    """Remove a release: half of one has another name."""
    with contextlib.suppress(OSError):
        left = release.with_name(f".{release.name}")
        release.rename(left)
        settle(left.parent)
        shutil.rmtree(left, ignore_errors=True)


def _carry_out(root: Path, name: str, aside: str, line: str) -> None:
    making, release = root / FOLDER / f".{name}", root / FOLDER / name
    if making.is_dir():
        making.rename(release)
    settle(root / FOLDER)
    _flip(root, release, aside)
    if line:
        append(root, line.encode("utf-8"))


def _free(root: Path, publication: int, mark: str = "") -> Path:
    """Give a name that no release has, made or half made: the publication's own, or with a number behind."""
    folder = root / FOLDER
    name, number = f"{publication:04d}", 0
    while (folder / name).exists() or (folder / f".{name}").exists():
        number += 1
        name = f"{publication:04d}-{number}"
    return folder / f"{mark}{name}"


def _beside(root: Path) -> Path:
    """Where the next link waits; and, once it has changed places with it, what stood before."""
    return root / f".{SITE}.next"


def _flip(root: Path, release: Path, aside: str) -> None:
    """Put the link in place in one step, and what stood before beside it, until ``_tidy``.

    Where a system cannot exchange names, a plain folder of before is set ``aside`` first, and for a moment
    there is no ``site``: once, when a school changes to releases.
    """
    site, beside = root / SITE, _beside(root)
    if current(root) != release:
        _tidy(root, aside)
        beside.symlink_to(f"{FOLDER}/{release.name}", target_is_directory=True)
        if not swap(beside, site):
            if site.is_dir() and not site.is_symlink():
                site.rename(root / FOLDER / aside)
            move(beside, site)
    settle(root)


def _flip_back(root: Path, release: Path, before: Path | None, aside: str) -> None:
    """Let stand again what stood before a flip: by what lies beside, for which a full disk has room."""
    site, beside = root / SITE, _beside(root)
    if current(root) == release and before != release:
        lies = beside.is_symlink() or beside.is_dir()
        if lies and swap(beside, site):
            pass
        elif before is not None:
            _flip(root, before, aside)
        else:
            site.unlink()
    if aside and not site.exists() and (root / FOLDER / aside).is_dir():
        (root / FOLDER / aside).rename(site)
    _tidy(root, aside)
    settle(root)


def _tidy(root: Path, aside: str) -> None:
    """Set the plain folder aside that stood before the first release; take a link away that waits."""
    beside = _beside(root)
    if beside.is_dir() and not beside.is_symlink():
        beside.rename(root / FOLDER / (aside or _free(root, 0).name))
        settle(root / FOLDER)
    elif beside.is_symlink():
        beside.unlink()
        settle(root)

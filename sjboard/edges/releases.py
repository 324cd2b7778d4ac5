"""Going live by one flip of a link: a folder a release below releases/, and ``site`` a link to one of them.

Knows how a release is made beside the one that stands, and how the link and the ledger change together. A
note of what is about to happen lies in releases/ before the link moves: whoever finds it finishes the work.
Does not know pages: ``sync`` writes them.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from sjboard.build.publication import state
from sjboard.edges.files import patiently, second_name, settle, write_atomically
from sjboard.edges.journal import STAGING, Recovered
from sjboard.edges.ledger_file import LedgerMoved, append
from sjboard.edges.manifest import read_manifest
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
        if (
            manifest is not None
            and state(manifest.files) == site
            and present(path) == manifest.files
        ):
            return path
    return None


def prepare(root: Path, publication: int) -> Path:
    """Make a folder that holds the site as it stands, files of others included, to be changed there.

    The files are second names of those that stand: changing them means replacing them. The folder's
    name begins with a dot until it goes live.
    """
    making = _free(root, publication, ".")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    standing = current(root) or root / SITE
    if standing.is_dir():
        for path in sorted(standing.rglob("*")):
            name = path.relative_to(standing)
            if STAGING in name.parts:
                continue
            if path.is_dir() and not path.is_symlink():
                (making / name).mkdir(parents=True, exist_ok=True)
            elif path.is_file() and not path.is_symlink():
                second_name(path, making / name)
    return making


def go_live(root: Path, made: Path, line: str) -> None:
    """Let ``site`` lead to a release, new or old, and add the ledger's line: both or neither.

    Raises ``OSError`` and ``LedgerMoved`` with the old release standing.
    """
    before = current(root)
    note = root / FOLDER / _NOTE
    name = made.name.removeprefix(".")
    aside = _free(root, 0)
    said = {"release": name, "before": before.name if before else "", "line": line}
    write_atomically(note, json.dumps(said, ensure_ascii=False).encode("utf-8"))
    try:
        _carry_out(root, name, line)
    except (OSError, LedgerMoved):
        with contextlib.suppress(OSError):
            if before is not None:
                _flip(root, before)
            elif aside.exists():
                (root / SITE).unlink(missing_ok=True)
                aside.rename(root / SITE)
            note.unlink(missing_ok=True)
            if made.name != name:
                shutil.rmtree(root / FOLDER / name, ignore_errors=True)
        raise
    note.unlink(missing_ok=True)


def recover(root: Path) -> Recovered | None:
    """Finish a flip that was cut off; None where none was."""
    note = root / FOLDER / _NOTE
    try:
        said = json.loads(note.read_bytes())
        name, line = str(said["release"]), str(said["line"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        note.unlink(missing_ok=True)
        return None
    folder = root / FOLDER
    made = [path for path in (folder / f".{name}", folder / name) if read_manifest(path)]
    finished = bool(made) and _NAME.fullmatch(name) is not None
    try:
        if finished:
            _carry_out(root, name, line)
    except LedgerMoved:
        finished = False
    note.unlink(missing_ok=True)
    return Recovered(finished, line)


def prune(root: Path, sites: Iterable[str]) -> None:
    """Drop releases but the one that stands, those with sites of these hashes, and the newest others."""
    standing = current(root)
    wanted = set(sites)
    old = [path for path in _all(root) if path != standing]
    for path in old[:-OLD_KEPT]:
        manifest = read_manifest(path)
        if manifest is None or state(manifest.files) not in wanted:
            shutil.rmtree(path, ignore_errors=True)
    for left in (root / FOLDER).glob(".[0-9]*"):  # what a crash left half made
        shutil.rmtree(left, ignore_errors=True)


def _all(root: Path) -> list[Path]:
    """Give all releases, by their names."""
    folder = root / FOLDER
    return sorted(p for p in folder.iterdir() if _NAME.fullmatch(p.name) and p.is_dir())


def _carry_out(root: Path, name: str, line: str) -> None:
    making, release = root / FOLDER / f".{name}", root / FOLDER / name
    if making.is_dir():
        making.rename(release)
        settle(root / FOLDER)
    _flip(root, release)
    if line:
        append(root, line.encode("utf-8"))


def _free(root: Path, publication: int, mark: str = "") -> Path:
    """Give a name that no release has: the publication's own, or with a number behind it."""
    name, number = f"{publication:04d}", 0
    while (root / FOLDER / name).exists():
        number += 1
        name = f"{publication:04d}-{number}"
    return root / FOLDER / f"{mark}{name}"


def _flip(root: Path, release: Path) -> None:
    """Put the link in place in one step. A plain folder of ours is set aside first, once."""
    site = root / SITE
    beside = root / f".{SITE}.next"
    beside.unlink(missing_ok=True)
    beside.symlink_to(f"{FOLDER}/{release.name}", target_is_directory=True)
    if site.is_dir() and not site.is_symlink():
        site.rename(_free(root, 0))
    patiently(lambda: beside.replace(site))
    settle(root)

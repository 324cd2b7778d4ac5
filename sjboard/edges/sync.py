"""Brings site/ up to date: every new byte lies safely on the disk before the first file moves.

Knows files and their hashes. The manifest, a list of what we put into site/, lies in site/ itself,
so that deleting .sjboard/ is always safe. Only what it lists is ever removed. Before anything moves it
lists the old files and the new ones: whenever we are stopped, the next build knows what is ours and
finishes the work; an error while files move puts the old ones back. Does not know what pages are.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sjboard.build.sources import digest

MANIFEST = ".sjboard-manifest.json"
STAGING = ".sjboard-staging"
TRIES = 6
"""How often a move is tried where Windows says that somebody has the file open; over three seconds."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many files were written anew, written over, found equal and left alone, removed."""

    created: int
    updated: int
    identical: int
    deleted: int


class SiteRefused(Exception):  # noqa: N818 - the folder is refused; nothing went wrong in us
    """site/ holds a file that is not ours where a page should go. ``path`` is relative to it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def present(site: Path) -> dict[str, str]:
    """Hash those of our files that stand in site/ as plain files: path → SHA-256 of the bytes."""
    found = {}
    for path in _manifest(site):
        with contextlib.suppress(OSError):
            if not (site / path).is_symlink():
                found[path] = digest((site / path).read_bytes())
    return found


def sync(
    site: Path,
    pages: Mapping[str, bytes],
    kept: Mapping[str, str],
    standing: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Changes:
    """Make site/ hold ``pages`` and ``kept``, and nothing else of ours.

    ``kept`` are pages known to stand already, by hash; ``standing`` is what ``present`` said. Raises
    ``SiteRefused`` before anything is touched, and ``OSError`` with the old site put back.
    """
    ours = _manifest(site)
    wanted = {**kept, **{path: digest(data) for path, data in pages.items()}}
    changed = [path for path in pages if standing.get(path) != wanted[path]]
    for path in changed:
        _refuse_foreign(site, path, pages[path], ours)
    stale = [path for path in ours if path not in wanted]
    if not changed and not stale and ours == wanted:
        return Changes(0, 0, len(wanted), 0)

    staging = site / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        moves = _Moves(site, staging)
        for number, path in enumerate(changed):
            _write(staging / f"new-{number}", pages[path])
        _write_manifest(site, {**ours, **wanted})
        numbers = {path: number for number, path in enumerate(changed)}
        order = sorted(changed, key=_rank)
        try:
            for done, path in enumerate(order, 1):
                moves.put(staging / f"new-{numbers[path]}", path)
                progress(done, len(order) + len(stale))
            for done, path in enumerate(stale, len(order) + 1):
                moves.take(path)
                progress(done, len(order) + len(stale))
            _write_manifest(site, wanted)
        except BaseException:
            moves.undo()
            raise
        _drop_empty(site, stale)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    updated = sum(path in standing for path in changed)
    return Changes(len(changed) - updated, updated, len(wanted) - len(changed), len(stale))


class _Moves:
    """Moves files, remembering how to take each move back."""

    def __init__(self, site: Path, staging: Path) -> None:
        self.site = site
        self.staging = staging
        self.done: list[tuple[Path, Path | None]] = []

    def keep(self, target: Path) -> Path | None:
        """Save the old file beside the new ones, leaving it in its place for readers."""
        old = self.staging / f"old-{len(self.done)}"
        try:
            os.link(target, old)
        except FileNotFoundError:
            return None
        except OSError:  # no hard links here
            shutil.copy2(target, old)
        return old

    def put(self, source: Path, path: str) -> None:
        target = self.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.done.append((target, self.keep(target)))
        patiently(lambda: source.replace(target))

    def take(self, path: str) -> None:
        target = self.site / path
        if target.is_file() or target.is_symlink():
            self.done.append((target, self.keep(target)))
            patiently(target.unlink)

    def undo(self) -> None:
        for target, old in reversed(self.done):
            with contextlib.suppress(OSError):  # what cannot be put back, the next build mends
                if old is None:
                    target.unlink()
                elif old.exists():
                    old.replace(target)


def _rank(path: str) -> tuple[int, int, str]:
    """Order the moves so that a page never names one that is not there yet.

    Pictures and style first, then a class's pages, its grade's, its week's; what spans weeks last.
    """
    depth = path.count("/")
    if path.startswith("assets/"):
        return 0, 0, path
    spanning = depth < 2 or path.startswith(("classes/", "data/index"))
    return (2 if spanning else 1), -depth, path


def _refuse_foreign(site: Path, path: str, data: bytes, ours: Mapping[str, str]) -> None:
    """Refuse to write over a file, or through a link, that we did not make."""
    target = site / path
    parents = [site.joinpath(*Path(path).parts[:n]) for n in range(1, len(Path(path).parts))]
    for parent in parents:
        if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
            raise SiteRefused(parent.relative_to(site).as_posix())
    if path in ours or not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_file() or target.read_bytes() != data:
        raise SiteRefused(path)


def _manifest(site: Path) -> dict[str, str]:
    """Read the list of our files; empty where there is none or it cannot be read."""
    try:
        files = json.loads((site / MANIFEST).read_bytes())["files"]
        return {p: h for p, h in files.items() if _inside(p) and isinstance(h, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    """Whether a path stays in site/: nobody's hand-made list may make us delete elsewhere."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts)


def _write_manifest(site: Path, files: Mapping[str, str]) -> None:
    ordered = {path: files[path] for path in sorted(files)}
    text = json.dumps({"version": 1, "files": ordered}, indent=0, ensure_ascii=False)
    source = site / STAGING / "manifest"
    _write(source, text.encode("utf-8"))
    patiently(lambda: source.replace(site / MANIFEST))


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file of ours outside site/ in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    _write(beside, data)
    patiently(lambda: beside.replace(path))


def patiently(move: Callable[[], object]) -> None:
    """Try a move again where Windows refuses it for a moment: a virus scanner, an open viewer."""
    for attempt in range(TRIES):
        try:
            move()
        except PermissionError:
            if os.name != "nt" or attempt == TRIES - 1:
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            return


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

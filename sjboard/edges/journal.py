"""What a change of site/ is about to do, written down before the first file moves, and how it is done.

Knows the folder beside the pages in which new bytes and the journal wait, and in which the old files stay
until all is done. Every step can be taken again: whoever finds a journal finishes the work.
"""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges import manifest as listing
from sjboard.edges import previous
from sjboard.edges.files import patiently, second_name, settle, write
from sjboard.edges.ledger_file import LedgerMoved, append
from sjboard.edges.manifest import Manifest, inside, manifest_of

STAGING = ".sjboard-staging"
NAME = "journal.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Journal:
    """``moves`` in their order, each with its new bytes in ``new-<place>``; then ``removals``.

    ``before`` and ``after`` are the lists of our files; ``line`` is the ledger's next line, "" for a change
    that is no publication. ``keep`` is the folder, from the school's, that the old files go to ("": none).
    """

    moves: tuple[str, ...]
    removals: tuple[str, ...]
    before: Manifest
    after: Manifest
    line: str = ""
    keep: str = ""

    @property
    def touched(self) -> tuple[str, ...]:
        return (*self.moves, *self.removals)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of work that was cut off: ``finished``, or else dropped; ``line`` as in ``Journal``."""

    finished: bool
    line: str


def stage(site: Path, journal: Journal, pages: Mapping[str, bytes]) -> None:
    """Put the new bytes beside the pages, read them back, and write the journal down.

    Raises ``OSError``, also where the disk does not give back what it was given.
    """
    staging = site / STAGING
    for number, path in enumerate(journal.moves):
        write(staging / f"new-{number}", pages[path])
    for number, path in enumerate(journal.moves):
        _check(staging / f"new-{number}", journal.after.files[path])
    part = staging / f"{NAME}.part"
    write(part, json.dumps(_as_json(journal), ensure_ascii=False).encode("utf-8"))
    settle(staging)
    patiently(lambda: part.replace(staging / NAME))
    settle(staging)
    settle(site)


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
    between = Manifest(journal.after.files, journal.before.ours, journal.after.retired)
    _list(site, between)
    for number, path in enumerate(journal.touched):
        source, target, old = staging / f"new-{number}", site / path, staging / f"old-{number}"
        if number < len(journal.moves):
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                second_name(target, old)  # the old file stays in its place for readers
                patiently(lambda source=source, target=target: source.replace(target))  # type: ignore[misc]
        elif target.is_file() or target.is_symlink():
            second_name(target, old)
            patiently(target.unlink)
        progress(number + 1, len(journal.touched))
    for path in journal.after.files if thorough else journal.moves:
        _check(site / path, journal.after.files[path])
    for folder in sorted({str((site / path).parent) for path in journal.touched}):
        settle(Path(folder))
    if journal.keep:
        previous.remember(root / journal.keep, journal.before, _old_files(site, journal))
    _list(site, journal.after)
    settle(site)
    _drop_empty(site, journal.removals)
    if journal.line:  # the last step: a line in the ledger is true
        append(root, journal.line.encode("utf-8"))


def take_back(site: Path, journal: Journal, *, marked: bool) -> None:
    """Put the old files back, as far as they were moved; ``marked``: the folder had a list of ours.

    What cannot be put back, the next build mends.
    """
    staging = site / STAGING
    with contextlib.suppress(OSError):
        (staging / NAME).unlink(missing_ok=True)  # nobody shall carry on with it
    for number, path in reversed(list(enumerate(journal.touched))):
        new, old = staging / f"new-{number}", staging / f"old-{number}"
        moved = number >= len(journal.moves) or not new.exists()
        with contextlib.suppress(OSError):
            if moved and old.exists():
                patiently(lambda old=old, path=path: old.replace(site / path))  # type: ignore[misc]
            elif moved and number < len(journal.moves):
                (site / path).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        if marked:
            _list(site, journal.before)
        else:
            (site / listing.NAME).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        _drop_empty(site, journal.moves)


def recover(root: Path, site: Path) -> Recovered | None:
    """Finish what an earlier run was cut off in; None where nothing was.

    Where that cannot be done any more (somebody deleted part of what waited) it is dropped: the next
    build writes what is missing.
    """
    staging = site / STAGING
    if staging.is_symlink() or not staging.is_dir():
        return None
    journal = _read(staging)
    done = None
    if journal is not None:
        whole = all(
            (staging / f"new-{number}").exists() or _holds(site / path, journal.after.files[path])
            for number, path in enumerate(journal.moves)
        )
        try:
            if whole:
                carry_out(root, site, journal)
        except LedgerMoved:
            whole = False
        done = Recovered(whole, journal.line)
    clear(site)
    return done


def clear(site: Path) -> None:
    """Take away what waited beside the pages: the journal first."""
    with contextlib.suppress(OSError):
        (site / STAGING / NAME).unlink(missing_ok=True)
    shutil.rmtree(site / STAGING, ignore_errors=True)


def _old_files(site: Path, journal: Journal) -> Iterator[tuple[str, Path | None]]:
    """Every page that was touched, with the old file where there was one."""
    for number, path in enumerate(journal.touched):
        old = site / STAGING / f"old-{number}"
        yield path, old if old.exists() else None


def _holds(path: Path, hash_: str) -> bool:
    try:
        return digest(path.read_bytes()) == hash_
    except OSError:
        return False


def _check(path: Path, hash_: str) -> None:
    if not _holds(path, hash_):
        raise OSError(errno.EIO, "read back otherwise than it was written", str(path))


def _list(site: Path, manifest: Manifest) -> None:
    part = site / STAGING / "manifest"
    write(part, listing.dump(manifest))
    patiently(lambda: part.replace(site / listing.NAME))


def _as_json(journal: Journal) -> dict[str, object]:
    return {
        "moves": journal.moves,
        "removals": journal.removals,
        "before": journal.before.as_json(),
        "after": journal.after.as_json(),
        "line": journal.line,
        "keep": journal.keep,
    }


def _read(staging: Path) -> Journal | None:
    try:
        value = json.loads((staging / NAME).read_bytes())
        journal = Journal(
            moves=tuple(path for path in value["moves"] if inside(path)),
            removals=tuple(path for path in value["removals"] if inside(path)),
            before=manifest_of(value["before"]),
            after=manifest_of(value["after"]),
            line=str(value["line"]),
            keep=value["keep"] if not value["keep"] or inside(value["keep"]) else "",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return journal if set(journal.moves) <= set(journal.after.files) else None


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

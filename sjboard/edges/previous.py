"""The files that a publication replaced: kept in releases/, so that it can be taken back byte for byte.

Knows one folder a publication, ``before-<its number>``: the old bytes under their hashes, and a list that
says where they stood. A later build adds what it replaces, so that the way back stays whole. Deleting the
folder costs the way back, nothing else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from sjboard.build.sources import digest
from sjboard.edges.files import make, second_name, settle, write_atomically
from sjboard.edges.manifest import Manifest, inside, manifest_of
from sjboard.records import dataclass

FOLDER = "releases"
KEPT = 3
"""How many publications can be taken back, one after the other."""
_LIST = "list.json"
_NAME = re.compile(r"before-(\d+)")


@dataclass(frozen=True, slots=True)
class Previous:
    """The site before a publication: the list of its files, and the bytes of those that differ now."""

    manifest: Manifest
    pages: dict[str, bytes]


def folder_of(number: int) -> str:
    """Where the files go that a publication replaces, from the school's folder."""
    return f"{FOLDER}/before-{number}"


def newest(root: Path, upto: int) -> str:
    """The folder that a plain build adds to: that of the publication which stands; "" without one."""
    name = folder_of(upto)
    return name if (root / name / _LIST).is_file() else ""


def remember(folder: Path, before: Manifest, old: Iterable[tuple[str, str | None]]) -> None:
    """Keep the old files of some pages; a page that is known already keeps its oldest.

    ``old`` says where each lies; None, or nothing there: the page was not there.
    ``before`` is the list of our files as it was, and is kept where the folder is new.
    """
    make(folder)
    manifest, files = _read(folder) or (before, {})
    for path, file in old:
        if path in files:
            continue
        files[path] = None
        if file is not None and os.path.exists(file):
            hash_ = digest(Path(file).read_bytes())
            if not (folder / hash_).exists():
                second_name(file, folder / hash_)
            files[path] = hash_
    text = {"manifest": manifest.as_json(), "files": dict(sorted(files.items()))}
    settle(folder)
    data = json.dumps(text, ensure_ascii=False, indent=0).encode("utf-8")
    write_atomically(folder / _LIST, data)


def recall(root: Path, number: int, standing: dict[str, str]) -> Previous | None:
    """Give the site as it was before a publication; None where it is not all there any more.

    ``standing`` are the hashes of the pages as they stand.
    """
    folder = root / folder_of(number)
    kept = _read(folder)
    if kept is None:
        return None
    manifest, files = kept
    pages = {}
    for path, hash_ in manifest.files.items():
        if standing.get(path) == hash_:
            continue
        try:
            data = (folder / str(files.get(path))).read_bytes()
        except OSError:
            return None
        if digest(data) != hash_:
            return None
        pages[path] = data
    return Previous(manifest, pages)


def start_anew(folder: Path) -> None:
    """Drop what an attempt at this publication left that came to nothing, its list first.

    Raises ``OSError``.
    """
    if folder.exists():
        (folder / _LIST).unlink(missing_ok=True)
        settle(folder)
        shutil.rmtree(folder)


def forget(root: Path, numbers: Iterable[int]) -> None:
    """Drop what led back before publications that stand no longer, or are too old."""
    for number in numbers:
        shutil.rmtree(root / folder_of(number), ignore_errors=True)


def kept(root: Path) -> tuple[int, ...]:
    """The publications that can be taken back, oldest first, by their numbers in the ledger."""
    found = [_NAME.fullmatch(path.name) for path in (root / FOLDER).glob("before-*")]
    return tuple(sorted(int(match[1]) for match in found if match))


def _read(folder: Path) -> tuple[Manifest, dict[str, str | None]] | None:
    try:
        value = json.loads((folder / _LIST).read_bytes())
        files = {p: h for p, h in value["files"].items() if inside(p) and (h is None or inside(h))}
        return manifest_of(value["manifest"]), files
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None

"""Takes the snapshot: everything that a build reads, as bytes, once.

Knows folders and files, and refuses what is no plain file of a bearable size, without reading it.
Does not know what the files mean.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, TypeVar

from sjboard.build.sources import Sources
from sjboard.config import pack_names, private_names
from sjboard.config.values import MAX_BYTES
from sjboard.content.layout import MAX_PATH, passed_over
from sjboard.content.ledger import FILE as LEDGER
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.edges.package import CONFIG, PACKAGE, catalogues, libraries, program, shipped
from sjboard.edges.plain import look_at_ours, opener
from sjboard.records import dataclass
from sjboard.syntax.text import decode

ENTRY_LIMIT = 64 * 1024
ASSET_LIMIT = 8 * 1024 * 1024
CONFIG_LIMIT = MAX_BYTES
TEMPLATES = "templates"

T = TypeVar("T")

Read: TypeAlias = Callable[[str | Path, int | None, os.stat_result | None], bytes]
"""Reads a file, at most one byte more than the limit; who knows its state already, hands it over."""

_JUNCTION = 0xA0000003
"""The tag of a folder that Windows has mounted in another's place: it may lead back to where we are."""


def read_file(path: str | Path, limit: int | None, status: os.stat_result | None = None) -> bytes:
    """Read a file, at most one byte more than ``limit``: who looks at the length sees it.

    One whose state was looked at is still plain when it is opened, or ``OSError`` is raised.
    """
    if status is None:
        with Path(path).open("rb") as file:
            return file.read() if limit is None else file.read(limit + 1)
    most = sys.maxsize if limit is None else limit + 1
    size = min(status.st_size + 1, most)  # one more than there should be: it may have grown
    with open(path, "rb", buffering=0, opener=opener) as raw:
        data = raw.read(size)
        while len(data) < most and (more := raw.read(size)):
            data += more
    return data[:most]


def snapshot(config: Path, read: Read = read_file) -> Sources:
    """Read the school whose config.yaml this is; ``read`` may know files from before.

    Raises ``OSError`` where config.yaml or the ledger cannot be read; anything below content/ that
    cannot is a finding.
    """
    root = config.parent
    settings = read(config, CONFIG_LIMIT, None)
    content, findings = content_of(root, read)
    around = surroundings(root, settings, Named.by(settings), read)
    return replace(around, content=content, findings=(*around.findings, *findings))


@dataclass(frozen=True, slots=True)
class Named:
    """The files that config.yaml names: packs, as ``policy`` calls them, and the private list ("": none)."""

    packs: tuple[str, ...]
    names: str

    @classmethod
    def by(cls, settings: bytes) -> Named:
        """Read what config.yaml names."""
        return cls(pack_names(settings), private_names(settings))


def surroundings(root: Path, settings: bytes, named: Named, read: Read = read_file) -> Sources:
    """Read all that a build reads but content/."""
    look_at_ours(root)
    templates, findings = own_templates(root, read)
    return Sources(
        config=settings,
        packs=_packs(root, named.packs, read),
        names=_names(root, named.names, read),
        ledger=_ledger(root, read),
        templates=templates,
        shipped=tree(shipped(TEMPLATES), read),
        findings=findings,
        catalogues=catalogues(),
        program=program(),
        libraries=libraries(),
    )


def with_changed(
    sources: Sources, config: Path, changed: Iterable[str], read: Read = read_file
) -> Sources | None:
    """Read only these files again, whole paths of files of content/ that were there before.

    None where that is not all that has happened: then a new snapshot says what is there.
    """
    root = config.parent.resolve()
    content = dict(sources.content)
    doubtful = {finding.span.file for finding in sources.findings}
    for name in changed:
        try:
            path = Path(name).relative_to(root).as_posix()
            status = os.lstat(name)
            limit = ENTRY_LIMIT if path.lower().endswith(".md") else ASSET_LIMIT
            plain = stat.S_ISREG(status.st_mode) and not _mounted(status)
            if path not in content or path in doubtful or not plain or status.st_size > limit:
                return None
            content[path] = read(Path(name), limit, status)
        except (OSError, ValueError):
            return None
        if len(content[path]) > limit:
            return None
    return replace(sources, content=content)


def lines_of(sources: Sources) -> Callable[[str], Sequence[str]]:
    """Give a look at the lines of any source; none where it is no text that can be shown."""

    @lru_cache(maxsize=256)
    def lines(file: str) -> Sequence[str]:
        data = sources.config if file == CONFIG else sources.content.get(file)
        data = sources.packs.get(file) if data is None else data
        text = None if data is None else decode(file, data)[0]
        return () if text is None else text.split("\n")

    return lines


def content_of(
    root: Path,
    read: Callable[[str, int, os.stat_result | None], T],
    folder: str = "content",
    passed: Container[str] = (),
    skips: Callable[[str], bool] = passed_over,
) -> tuple[dict[str, T], list[Diagnostic]]:
    """Read what lies in content/ or a folder below it, but for the folders that are passed.

    What ``read`` gives instead of bytes is taken as it is. ``skips`` knows the names that are none of ours.
    """
    if (root / folder).is_symlink() or is_junction(root / folder):
        return {}, [finding("entry.path", Span(folder), "symlink", name=folder)]
    files: dict[str, T] = {}
    findings: list[Diagnostic] = []
    for path, variant, status in _walk(str(root / folder), folder, passed, skips):
        size = 0 if status is None else status.st_size
        if not _is_text(path):
            shown = path.encode("utf-8", "replace").decode("utf-8")
            findings.append(finding("entry.path", Span(shown), "name-encoding", name=shown))
            continue
        if variant == "long":
            findings.append(finding("syntax.size", Span(path), "path", limit=MAX_PATH))
            continue
        if variant:
            findings.append(finding("entry.path", Span(path), variant, name=path))
            continue
        text = path.lower().endswith(".md")
        limit = ENTRY_LIMIT if text else ASSET_LIMIT
        data = None
        try:
            data = read(_place(root, path), limit, status) if size <= limit else None
        except FileNotFoundError:
            continue  # saved over or deleted since the folder was listed
        except OSError:
            findings.append(finding("entry.path", Span(path), "unreadable", name=path))
            continue
        if data is None or (isinstance(data, bytes) and len(data) > limit):
            kind = "file" if text else "asset"
            shown_limit = limit // 1024 if text else limit // (1024 * 1024)
            findings.append(finding("syntax.size", Span(path), kind, size=size, limit=shown_limit))
            continue
        files[path] = data
    return files, findings


def _place(root: Path, path: str) -> str:
    """Give a path of the school's as the system calls it; without a Path, of which there would be 10,000."""
    return f"{root}{os.sep}{path if os.sep == '/' else path.replace('/', os.sep)}"


def _is_text(name: str) -> bool:
    """Whether a name is UTF-8."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _walk(
    folder: str,
    name: str,
    passed: Container[str],
    skips: Callable[[str], bool],
) -> Iterator[tuple[str, str, os.stat_result | None]]:
    """Give every file below a folder in order: its path, what is wrong with it, its state if it is sound."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except FileNotFoundError:
        return
    except OSError:
        yield name, "unreadable", None
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if skips(entry.name) or path in passed:
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        except OSError:
            yield path, "unreadable", None
            continue
        if _mounted(status):
            yield path, "symlink", None
        elif stat.S_ISDIR(status.st_mode):
            if _too_long(path):  # nothing below can be shorter
                yield path, "long", None
            else:
                yield from _walk(entry.path, path, passed, skips)
        elif stat.S_ISREG(status.st_mode):
            yield path, "", status
        else:
            yield path, "symlink" if stat.S_ISLNK(status.st_mode) else "special", None


def is_junction(path: Path) -> bool:
    """Whether Windows has mounted another folder here."""
    try:
        return _mounted(path.lstat())
    except OSError:
        return False


def _mounted(status: os.stat_result) -> bool:
    return getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _too_long(path: str) -> bool:
    return len(os.fsencode(path.partition("/")[2])) > MAX_PATH


def _packs(root: Path, named: Iterable[str], read: Read) -> dict[str, bytes]:
    """Read the bundled packs, and those of the school's own that config.yaml names.

    A pack that is not there, or lies outside the school's folder, is left out: ``read_config`` says
    that it is missing, and where it is named.
    """
    folder = PACKAGE / "policy" / "packs"
    packs = {path.stem: read(path, None, None) for path in sorted(folder.glob("*.yaml"))}
    for name in named:
        path = root / name
        try:
            inside = path.resolve().is_relative_to(root.resolve())
            if inside and path.is_file():
                packs[name] = read(path, CONFIG_LIMIT, None)
        except (OSError, ValueError):
            continue
    return packs


def _names(root: Path, name: str, read: Read) -> bytes | None:
    """Read the private list of pupils' names, if config.yaml names one in the school's folder."""
    path = root / name
    try:
        inside = bool(name) and path.resolve().is_relative_to(root.resolve())
        return read(path, CONFIG_LIMIT, None) if inside and path.is_file() else None
    except (OSError, ValueError):
        return None


def _ledger(root: Path, read: Read) -> bytes:
    """Read the ledger; empty before the first publication."""
    path = root / LEDGER
    return read(path, None, None) if path.exists() else b""


def own_templates(
    root: Path, read: Read = read_file
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Read the school's own templates; none where its folder is the program's own repository."""
    if (root / TEMPLATES).resolve() == shipped(TEMPLATES).resolve():
        return {}, ()
    files, findings = content_of(root, read, TEMPLATES, skips=_temporary)
    return {path.partition("/")[2]: data for path, data in files.items()}, tuple(findings)


def _temporary(name: str) -> bool:
    return name.startswith((".", "~$")) or name[-1] == "~"


def tree(folder: Path, read: Read = read_file) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): read(path, None, None)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _temporary(path.name)
    }

"""The build's memory on the disk, and the snapshot that it spares: what stands as it stood is not read.

Knows the rows of ``.sjboard/memory``. Every row says what it was made of, and counts for nothing where that
has changed; without the file a build takes longer, and that is all. Does not know when it is right to
trust marks: a publication reads everything.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from sjboard.build import Outcome
from sjboard.build.memory import (
    MemoryFault,
    Remembered,
    named_of,
    rows_of,
    settings_of,
    settings_row,
    units_of,
)
from sjboard.build.sources import Content, Moved, Note, Sources, digest, digest_hashes
from sjboard.config import read_config
from sjboard.content.ledger import FILE as LEDGER
from sjboard.edges import disk, unchanged
from sjboard.edges.beside import beside
from sjboard.edges.manifest import NAME as MANIFEST
from sjboard.edges.manifest import Manifest, read_manifest
from sjboard.edges.marks import mark, newest, settled
from sjboard.edges.package import program
from sjboard.edges.rows import Row, Rows, RowsFault, pack
from sjboard.edges.unchanged import FILE, QUICK, REST, SITE, WORK, Look
from sjboard.records import dataclass

_PROGRAM, _SETTINGS, _NAMED, _NOTES = "program", "settings", "named", "notes"
_NO_PLACE = ("entry.path", "entry.unknown", "syntax.size")
"""Findings about where a file lies: a folder with one is looked into every time."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last build left; ``damaged``: there was something, and it could not be read."""

    rows: Rows | None = None
    units: Mapping[str, Remembered] = field(default_factory=dict)
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Our files in site/: the hashes of their bytes, and the marks under which these were read, each with the

    time of its last change.
    """

    hashes: Mapping[str, str]
    marks: Mapping[str, tuple[str, int]]


@dataclass(slots=True)
class Snapshot:
    """What a build reads, and the marks of the files that lie in no week's folder."""

    sources: Sources
    look: Look
    named: disk.Named
    rest: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → the mark that counts ("" where it may have changed since), and the hash of the bytes."""


def recall(root: Path) -> Memory:
    """Read the memory; empty where there is none or another program wrote it."""
    try:
        rows = Rows(root / WORK / FILE)
        rows.hold()
        if rows[_PROGRAM] != program().encode("utf-8"):
            return Memory()
        return Memory(rows, units_of(rows))
    except FileNotFoundError:
        return Memory()
    except (RowsFault, MemoryFault, OSError, KeyError):
        return Memory(damaged=True)


def snapshot(
    config: Path,
    memory: Memory,
    *,
    trusting: bool,
    noting: bool = True,
    seen: Look | None = None,
) -> Snapshot:
    """Read the school; with ``trusting``, leave out what bears the marks under which it was read before.

    ``noting``: somebody will ``remember`` this, so it matters what time it is; without, nothing is written.
    ``seen``: how everything stood a moment ago; without, it is looked at.
    Raises ``OSError`` as ``disk.snapshot`` does.
    """
    root = config.parent
    settings = disk.read_file(config, disk.CONFIG_LIMIT)
    time = unchanged.now(root) if noting else 0
    if memory.rows is None:
        return _anew(root, settings, seen, time)
    look = seen or unchanged.look(root, time)
    named = _named(settings, memory)
    sources = disk.surroundings(root, settings, named)
    notes = _row(memory, _NOTES)
    known = trusting and notes.get("common") == sources.common
    standing = {
        group: note
        for group, note in (notes["groups"] if known else {}).items()
        if group in look.content and look.content[group].signature == note["signature"]
    }
    taken = Snapshot(sources, look, named)
    before: Mapping[str, list[str]] = notes["rest"] if known else {}
    files, findings = disk.content_of(
        root, _reader(root, before, taken.rest, look), passed=standing
    )
    content = Content(
        files,
        [_note(root, group, note) for group, note in standing.items()],
        lambda path: _reread(root, path),
    )
    taken.sources = replace(
        sources,
        content=content,
        findings=(*sources.findings, *findings),
        settings=_settings(_bytes(memory, _SETTINGS), sources),
    )
    return taken


def _anew(root: Path, settings: bytes, seen: Look | None, time: int) -> Snapshot:
    """Read everything, and what config.yaml comes to beside it: that takes as long as a year's entries."""
    found_out = beside(lambda: _settings_anew(root, settings))
    rest: dict[str, tuple[str, str]] = {}
    try:
        look = seen or unchanged.look(root, time)
        files, findings = disk.content_of(root, _reader(root, {}, rest, look))
    finally:
        names, _, row = found_out().partition(b"\n")
    packs, private = json.loads(names)
    named = disk.Named(tuple(packs), private)
    sources = disk.surroundings(root, settings, named)
    sources = replace(
        sources,
        content=Content(files, [], lambda path: _reread(root, path)),
        findings=(*sources.findings, *findings),
        settings=_settings(row, sources),
    )
    return Snapshot(sources, look, named, rest)


def _settings_anew(root: Path, settings: bytes) -> bytes:
    """Find out what config.yaml names, and what it comes to: two lines and a row of the memory."""
    named = disk.Named.by(settings)
    sources = disk.surroundings(root, settings, named)
    found = read_config(sources.config, sources.packs)
    # One that cannot be used is read again, to be told of as ever.
    row = settings_row(found) if found[0] is not None else b""
    return b"\n".join((_json([named.packs, named.names]), _json([_settings_key(sources)]), row))


def standing_pages(site: Path, memory: Memory, *, trusting: bool) -> Pages:
    """Hash those of our files that stand in site/ as plain files, but for those known by their marks."""
    listed = read_manifest(site) or Manifest()
    row = _bytes(memory, SITE) if trusting else b""
    known = dict(
        line.split("\t") for line in row.decode("utf-8", "surrogateescape").split("\n")[1:]
    )
    hashes: dict[str, str] = {}
    marks: dict[str, tuple[str, int]] = {}
    base, files = str(site), listed.files
    for path, hash_ in listed.ours.items():
        try:
            status = os.lstat(f"{base}/{path}")
            found = mark(status)
            if found[0] == "-":
                continue
            trusted = known.get(path) == found and files.get(path) == hash_
            hashes[path] = hash_ if trusted else digest((site / path).read_bytes())
            marks[path] = found, newest(status)
        except OSError:
            continue
    return Pages(hashes, marks)


def remember(  # noqa: PLR0917 - where, what was known, what came of it
    config: Path,
    site: Path,
    memory: Memory,
    taken: Snapshot,
    pages: Pages,
    outcome: Outcome,
    *,
    asked: str,
    said: str,
) -> None:
    """Write down what this build found out and how everything stands now.

    What cannot be written is not remembered: the site stands, the next build takes longer.
    """
    root = config.parent
    units, same = _units(memory, outcome)
    rows = {
        _PROGRAM: program().encode("utf-8"),
        _NAMED: _json(
            {
                "of": digest(taken.sources.config),
                "packs": taken.named.packs,
                "names": taken.named.names,
            }
        ),
        _NOTES: _json(_notes(taken, outcome)),
        **units,
    }
    if outcome.settings is not None:
        rows[_SETTINGS] = _json([_settings_key(taken.sources)]) + b"\n" + _settings_text(outcome)
    listed = read_manifest(site)
    if listed is not None:
        rows[SITE] = _site_row(root, site, listed, taken.look, pages)
        if taken.look.settled:
            rows[QUICK] = _quick_row(root, config, taken, outcome, asked, said, len(listed.files))
    before = memory.rows
    if (
        before is not None
        and before.keys() == {*rows, *same}
        and all(before.says(name, row) for name, row in rows.items())
    ):
        return
    with contextlib.suppress(OSError):
        target = root / WORK / FILE
        part = target.with_name(f"{FILE}.part")
        # Its own hashes say whether it is whole: no need to wait for the disk.
        part.write_bytes(pack(rows, same))
        part.replace(target)


def _quick_row(  # noqa: PLR0917 - what the record is made of
    root: Path,
    config: Path,
    taken: Snapshot,
    outcome: Outcome,
    asked: str,
    said: str,
    files: int,
) -> bytes:
    own = [name for name in taken.named.packs if (root / name).suffix]
    paths = [config.name, LEDGER, *own, *([taken.named.names] if taken.named.names else [])]
    return _json(
        {
            "asked": asked,
            "named": unchanged.named(root, paths),
            "parts": taken.look.parts,
            "said": said,
            "entries": outcome.entries,
            "pages": len(outcome.pages) + len(outcome.kept),
            "files": files,
        }
    )


def _site_row(root: Path, site: Path, listed: Manifest, look: Look, pages: Pages) -> bytes:
    """Write down the marks under which our files were read, or, of those that were written since or may have

    changed unseen, their hashes.
    """
    lines = [unchanged.link_of(root)]
    for path, hash_ in {**listed.files, MANIFEST: ""}.items():
        if (
            pages.hashes.get(path) == hash_
        ):  # left alone, and not looked at again: then it is not trusted
            found, changed = pages.marks[path]
            if settled(changed, look.time):
                lines.append(f"{path}\t{found}")
                continue
        with contextlib.suppress(OSError):
            lines.append(f"{path}\t#{hash_ or digest((site / path).read_bytes())}")
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _units(memory: Memory, outcome: Outcome) -> tuple[dict[str, bytes], dict[str, tuple[Row, str]]]:
    """Give the rows of what was built, and copies of those of what was not."""
    rows: dict[str, bytes] = {}
    same: dict[str, tuple[Row, str]] = {}
    for name, unit in outcome.memory.items():
        if memory.rows is not None and unit is memory.units.get(name):
            same |= {row: memory.rows.copy(row) for row in named_of(name, unit)}
        else:
            rows |= rows_of(name, unit)
    return rows, same


def _notes(taken: Snapshot, outcome: Outcome) -> dict[str, Any]:
    """Give what a later build needs to know of each week's folder that has come to rest."""
    content = taken.sources.content
    assert isinstance(content, Content)  # noqa: S101 - ``snapshot`` makes it so
    below: dict[str, list[str]] = {}
    for path in content.files:
        below.setdefault("/".join(path.split("/", 3)[:3]), []).append(path)
    doubtful = {
        "/".join(one.span.file.split("/", 3)[:3])
        for one in outcome.diagnostics
        if one.rule in _NO_PLACE
    }
    groups = {}
    standing = {note.group: note for note in content.notes if isinstance(note, _Standing)}
    for group, stood in taken.look.content.items():
        if group == REST or group in doubtful or not settled(stood.newest, taken.look.time):
            continue
        if group in standing:
            groups[group] = {"signature": stood.signature, **standing[group].as_json()}
            continue
        made = _made(below.get(group, []), content, outcome)
        if made is not None:
            groups[group] = {"signature": stood.signature, **made}
    rest = {path: one for path, one in taken.rest.items() if one[0]}
    return {"common": taken.sources.common, "groups": groups, "rest": rest}


def _made(paths: Iterable[str], content: Content, outcome: Outcome) -> dict[str, Any] | None:
    """Make a note of a folder that was read; None where it is not all of one week and nothing else."""
    weeks = {} if outcome.layout is None else outcome.layout.weeks
    here = set(paths)
    key = next((key for key, entries in weeks.items() if entries and entries[0] in here), None)
    if key is None or not here.issuperset(weeks[key]):
        return None
    written = outcome.homework.get(key)
    if written is None or written.every[0] != len(weeks[key]):
        return None
    assets = here.difference(weeks[key])
    if outcome.layout is None or not assets.issubset(outcome.layout.assets):
        return None
    return {
        "week": key,
        "every": written.every,
        "public": written.public,
        "assets": {path: content.hash_of(path) for path in sorted(assets)},
    }


@dataclass(frozen=True, slots=True)
class _Standing(Note):
    """A note with the folder that it is of."""

    group: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "week": (self.term, self.number),
            "every": self.every,
            "public": self.public,
            "assets": dict(self.assets),
        }


def _note(root: Path, group: str, said: Mapping[str, Any]) -> Note:
    term, number = said["week"]
    every, public, assets = tuple(said["every"]), tuple(said["public"]), said["assets"]

    def read() -> Mapping[str, bytes]:
        files, _ = disk.content_of(root, disk.read_file, group)
        hashes = {path: digest(data) for path, data in files.items() if path not in assets}
        as_noted = {path: digest(files[path]) for path in assets if path in files}
        if (len(hashes), digest_hashes(hashes)) != every or as_noted != assets:
            raise Moved(group)
        return files

    return _Standing(term, number, every, public, assets, read, group)


def _reader(
    root: Path, before: Mapping[str, list[str]], rest: dict[str, tuple[str, str]], look: Look
) -> Callable[[str, int, os.stat_result | None], bytes | str]:
    """Read a file, or give the hash that it is known by; of what lies in no week's folder, note the marks."""
    above = len(str(root)) + 1

    def read(path: str, limit: int, status: os.stat_result | None) -> bytes | str:
        name = path[above:].replace(os.sep, "/")
        if status is None or unchanged.group_of(name.rpartition("/")[0]) != REST:
            return disk.read_file(path, limit, status)
        found = mark(status)
        known = before.get(name, ("", ""))
        if known[0] == found:
            rest[name] = (found, known[1])
            return known[1]
        data = disk.read_file(path, limit, status)
        calm = settled(newest(status), look.time)
        rest[name] = (found if calm else "", digest(data))
        return data

    return read


def _reread(root: Path, path: str) -> bytes:
    try:
        return disk.read_file(root / path, disk.ASSET_LIMIT)
    except FileNotFoundError:
        raise Moved(path) from None


def _named(settings: bytes, memory: Memory) -> disk.Named:
    known = _row(memory, _NAMED)
    if known.get("of") == digest(settings):
        return disk.Named(tuple(known["packs"]), known["names"])
    return disk.Named.by(settings)


def _settings_key(sources: Sources) -> str:
    packs = {name: digest(data) for name, data in sources.packs.items()}
    return digest(json.dumps([digest(sources.config), packs, sources.libraries]).encode("utf-8"))


def _settings_text(outcome: Outcome) -> bytes:
    return b"" if outcome.settings is None else settings_row(outcome.settings)


def _settings(row: bytes, sources: Sources) -> Any:
    key, _, text = row.partition(b"\n")
    return settings_of(text) if text and key == _json([_settings_key(sources)]) else None


def _row(memory: Memory, name: str) -> dict[str, Any]:
    row = _bytes(memory, name)
    found: dict[str, Any] = json.loads(row) if row else {}
    return found


def _bytes(memory: Memory, name: str) -> bytes:
    return b"" if memory.rows is None else memory.rows.get(name, b"")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

"""Whether a build would find everything as the last one left it: then there is nothing to do but say so.

Knows marks of files and the record that ``remembering`` keeps of the last build. Imports next to nothing
and writes nothing but the file that tells the time, so it needs no lock: where anything at all differs, the
build goes on from there.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from sjboard.edges.marks import Standing, clock, mark, settled, survey
from sjboard.edges.package import PACKAGE, shipped
from sjboard.edges.rows import Rows, RowsFault
from sjboard.records import dataclass

WORK = ".sjboard"
FILE = "memory"
QUICK, SITE = "quick", "site"
REST = "rest"
"""The group of all that lies in no week's folder."""
_OWN = ("letters", "services", "assets")
_STAGING = ".sjboard-staging"
_UNSETTLED = 300
"""Up to so many pages that were written a moment before the record are read to see what is in them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How everything stood at a time (``clock``): content/ by its weeks' folders, templates, the program."""

    time: int
    content: Mapping[str, Standing]
    templates: Standing
    program: Standing

    @property
    def parts(self) -> dict[str, str]:
        """Everything that was looked at, as the record has it."""
        groups = "\n".join(
            f"{name}\t{self.content[name].signature}" for name in sorted(self.content)
        )
        return {
            "content": _hash(groups.encode("utf-8", "surrogateescape")),
            "templates": self.templates.signature,
            "program": self.program.signature,
        }

    @property
    def settled(self) -> bool:
        """Whether no file that was looked at can have changed unseen since."""
        all_ = (*self.content.values(), self.templates, self.program)
        return all(settled(one.newest, self.time) for one in all_)


@dataclass(frozen=True, slots=True)
class Said:
    """What the last build said: its findings as text, and how many entries and files there were."""

    findings: str
    entries: int
    pages: int
    files: int


def look(root: Path, time: int) -> Look:
    """Look at everything that a build of this school reads, but for the few files that it names."""
    return Look(
        time,
        survey(f"{root}/content", group_of),
        _one(f"{root}/templates"),
        _program(),
    )


def now(root: Path) -> int:
    """Ask the file system of the school's folder what time it is."""
    return clock(f"{root}/{WORK}")


def options(config: Path, **chosen: object) -> str:
    """Write down what a build was asked for, so that only the same asks are answered from the record."""
    return json.dumps([config.name, sys.version, sorted(chosen.items())], default=str)


def named(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Hash the few files that are read in any case; "" for one that is not there."""
    return {path: _hash_of(root / path) for path in paths}


def said_before(config: Path, asked: str) -> tuple[Said | None, Look | None]:
    """Say again what the last build said, if this one would find everything as that one left it.

    Where it would not, how everything stands may be known all the same.
    """
    root = config.parent
    seen = None
    try:
        rows = Rows(root / WORK / FILE)
        record = json.loads(rows[QUICK])
        if record["asked"] != asked or record["named"] != named(root, record["named"]):
            return None, None
        seen = look(root, now(root))
        if seen.parts != record["parts"]:
            return None, seen
        if not _stands(root, rows[SITE].decode("utf-8", "surrogateescape")):
            return None, seen
        return Said(record["said"], record["entries"], record["pages"], record["files"]), seen
    except (OSError, RowsFault, ValueError, KeyError, TypeError, AttributeError):
        return None, seen


def _stands(root: Path, row: str) -> bool:
    """Whether site/ holds what the row says, and nobody has left work half done."""
    link, *lines = row.split("\n")
    site = f"{root}/site"
    if link != link_of(root) or os.path.lexists(f"{site}/{_STAGING}"):
        return False
    if os.path.lexists(root / "releases" / "next.json"):
        return False
    unsettled = 0
    lstat = os.lstat
    for line in lines:
        path, known = line.split("\t")
        if known[0] != "#":
            if mark(lstat(f"{site}/{path}")) != known:
                return False
            continue
        unsettled += 1
        if unsettled > _UNSETTLED or _hash_of(Path(site, path)) != known[1:]:
            return False
    return True


def link_of(root: Path) -> str:
    """Where ``site`` leads, "" for a plain folder."""
    try:
        return os.readlink(root / "site")  # noqa: PTH115 - a plain string is what is compared
    except OSError:
        return ""


def group_of(folder: str) -> str:
    parts = folder.split("/", 3)
    return "/".join(parts[:3]) if len(parts) > 2 and parts[1] not in _OWN else REST


def _one(folder: str) -> Standing:
    return survey(folder, passes=_compiled).get("", Standing("", 0))


def _compiled(name: str) -> bool:
    return name == "__pycache__"


def _program() -> Standing:
    """The program's own files, its templates, and the folders that its libraries are installed in."""
    found = [_one(str(PACKAGE)), _one(str(shipped("templates")))]
    libraries = [
        f"{folder} {os.stat(folder).st_mtime_ns}"  # noqa: PTH116 - strings are compared
        for folder in sys.path
        if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir()
    ]
    text = "\n".join([*(one.signature for one in found), *libraries])
    return Standing(_hash(text.encode("utf-8", "surrogateescape")), max(o.newest for o in found))


def _hash_of(path: Path) -> str:
    try:
        plain = stat.S_ISREG(path.lstat().st_mode)  # a pipe would never end
        return _hash(path.read_bytes()) if plain else ""
    except FileNotFoundError:
        return ""


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()

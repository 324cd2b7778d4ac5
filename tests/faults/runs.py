"""The runs that faults are put into: a school before it, what is run, and what must come of it."""

from __future__ import annotations

import contextlib
import functools
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from sjboard.build import build_site
from sjboard.build.publication import Intent
from sjboard.build.standby import Standby
from sjboard.content.ledger import FILE as LEDGER
from sjboard.content.ledger import read_ledger
from sjboard.edges import publish as work
from sjboard.edges.sync import MANIFEST
from sjboard.edges.verify import verify
from tests.edges.schools import entry_path, lay_out, put
from tests.faults.disk import Disk
from tests.faults.tree import Tree

TODAY = date(2026, 11, 27)
RELEASES = "publication: {mode: releases}\n"
FOREIGN = {"robots.txt": b"theirs", "2026-autumn/w11/photo.jpg": b"theirs, too"}
_REFERENCE = re.compile(rb'(?:href|src)="([^":#?]+\.(?:css|js|svg|png))"')
Act = Callable[[Path], None]


class Refused(Exception):  # noqa: N818 - what a run says that did nothing
    pass


@pytest.fixture(scope="session")
def ready() -> Iterator[None]:
    """Keep compiled templates between builds, as the preview does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "build_site", functools.partial(build_site, standby=Standby()))
        yield


def publish(root: Path, reason: str = "改错字", *, hold_back: bool = False) -> None:
    run(root, Intent(TODAY, "2026-11-27T16:59:00+08:00", reason, None, hold_back))


def build(root: Path) -> None:
    run(root, None)


def run(root: Path, intent: Intent | None) -> None:
    done = work.publish(
        root / "config.yaml",
        TODAY,
        future=False,
        drafts=False,
        full=False,
        building=lambda *_counts: None,
        moving=lambda *_counts: None,
        intent=intent,
        jobs=1,  # what another process does to the disk is not seen here
    )
    if done.changes is None:
        raise Refused(done.outcome.diagnostics)


def roll_back(root: Path) -> None:
    """Take the second publication back, unless that was done."""
    rows = read_ledger((root / LEDGER).read_bytes())[0].rows
    if len(rows) == 2:
        intent = Intent(TODAY, "2026-11-27T17:30:00+08:00", "印错了")
        done = work.roll_back(root / "config.yaml", intent, lambda *_counts: None)
        if done.changes is None:
            raise Refused(done.refusal)


@dataclass(frozen=True, slots=True)
class State:
    """What readers and inspectors meet: the site's files but our list, and the ledger."""

    site: Mapping[str, bytes] | None
    ledger: bytes

    @classmethod
    def of(cls, tree: Tree) -> State:
        site = tree.under("site")
        if site is not None:
            site = {p: d for p, d in site.items() if not _ours(p)}
        found = tree.place((LEDGER,))
        return cls(site, tree.files.get(found[2], b"") if found else b"")


def _ours(path: str) -> bool:
    return path == MANIFEST or path.startswith(".sjboard-staging/")


@dataclass(slots=True)
class Run:
    """A run, in one way of going live. ``ready`` prepares the school, ``act`` is what faults are put into.

    ``clean`` gives a school in which the same was never disturbed. ``strict``: an error leaves all as it was;
    a run that first finishes what another left half done, does not. ``told``: the ledger says what stands.
    """

    name: str
    releases: bool
    ready: Callable[[Path, str], None]
    act: Act
    strict: bool = True
    told: bool = True
    way_back: bool = False
    start: Tree = field(default_factory=Tree)
    before: State = field(default_factory=lambda: State(None, b""))
    after: State = field(default_factory=lambda: State(None, b""))

    @property
    def mode(self) -> str:
        return "releases" if self.releases else "files"

    def prepare(self, folder: Path) -> Disk:
        """Lay the school out, and run it once without a fault; every call of that is given."""
        root = folder / "first"
        self.ready(root, RELEASES if self.releases else "")
        self.start = Tree.read(root)
        self.before = State.of(self.start)
        disk = Disk(root, lock=root / ".sjboard" / "lock")
        raised = disk.run(lambda: self.act(root))
        assert raised is None
        seen = Tree.read(root)
        self.after = State.of(seen)
        assert dict(seen.walk()).keys() == dict(disk.live.walk()).keys(), "a call was not seen"
        assert State.of(disk.live) == self.after
        if not self.strict:  # it starts half done
            self.before = State.of(HALF[self.mode])
        self._compare_with_clean(root, folder / "clean")
        return disk

    def _compare_with_clean(self, root: Path, clean: Path) -> None:
        """What the run made is what a build from nothing makes of the same sources."""
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".sjboard", "releases"))
        with contextlib.suppress(Refused):
            build(clean)
            built = State.of(Tree.read(clean)).site or {}
            ours = {p: d for p, d in (self.after.site or {}).items() if p not in FOREIGN}
            kept = {p for p in ours if p not in built}
            assert all("-" in p for p in kept), kept  # assets that stay a week
            assert {
                p: d for p, d in ours.items() if p not in kept
            } == built or self.act is roll_back
        shutil.rmtree(clean)


HALF: dict[str, Tree] = {}
"""By mode: the school before the publication that is cut off."""


def first(root: Path, more: str) -> None:
    lay_out(root, (10, 11), more)


def second(root: Path, more: str) -> None:
    """A school that has published, with files of others in its site; then entries change, come and go."""
    lay_out(root, (10, 11), more)
    publish(root)
    for path, data in FOREIGN.items():
        there = root / "site" / path
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(data)
    put(root, 11, "读课文两遍")
    put(root, 12, "读课文")
    shutil.rmtree(root / "content/2026-autumn/w10")


def third(root: Path, more: str) -> None:
    second(root, more)
    publish(root)


def one_bad(root: Path, more: str) -> None:
    second(root, more)
    put(root, 12, "口算", "数学")
    path = root / entry_path(12, "数学")
    path.write_text(path.read_text(encoding="utf-8").replace("口头", "口头口头"), encoding="utf-8")


def turning(root: Path, _more: str) -> None:
    """From one way of going live to the other."""
    second(root, "")
    lay_out(root, (), RELEASES)


def gone(root: Path, more: str) -> None:
    """The ledger is there, and the site is not."""
    second(root, more)
    site = root / "site"
    shutil.rmtree(site.resolve())
    if site.is_symlink():
        site.unlink()


def half(share: float) -> Callable[[Path, str], None]:
    """A publication that was killed on its way."""

    def ready(root: Path, more: str) -> None:
        second(root, more)
        mode = "releases" if more else "files"
        before = Tree.read(root)
        HALF[mode] = before
        disk = Disk(root)
        assert disk.run(lambda: publish(root)) is None
        noted = ("site/.sjboard-staging/journal.json", "releases/next.json")
        begin = next(n for n, call in enumerate(disk.calls) if call.path in noted)
        end = next(n for n, call in enumerate(disk.calls) if call.path == LEDGER)
        number = begin + int((end - begin) * share)
        left = disk.crashed(number)
        shutil.rmtree(root)
        left.lay(root)

    return ready


def runs() -> list[Run]:
    """Every run, in both ways of going live."""
    found = []
    for releases in (False, True):
        found += [
            Run("first", releases, first, publish),
            Run("second", releases, second, publish, way_back=True),
            Run("hold-back", releases, one_bad, lambda root: publish(root, hold_back=True)),
            Run("rollback", releases, third, roll_back),
            Run("build", releases, second, build, told=False),
            Run("site-gone", releases, gone, publish),
            Run("finishing", releases, half(0.6), publish, strict=False),
        ]
    found.append(Run("turning", releases=True, ready=turning, act=publish, way_back=True))
    return found


@functools.lru_cache(maxsize=4096)
def made_with(path: str, data: bytes) -> frozenset[str]:
    """Give the styles, scripts and pictures that a page names."""
    folder = posixpath.dirname(path)
    names = [found.decode() for found in _REFERENCE.findall(data)]
    return frozenset(posixpath.normpath(posixpath.join(folder, name)) for name in names)


def agreed(root: Path) -> bool:
    """Whether ``verify`` finds site and ledger in agreement; entries may be ahead of both."""
    done = verify(root / "config.yaml")
    assert not done.findings
    return not any(one.what in ("page", "row") for one in done.faults)

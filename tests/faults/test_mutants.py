"""The publisher broken on purpose, one line at a time: the same checks must find each of them out."""

from __future__ import annotations

import contextlib
import inspect
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from sjboard.content.ledger import FILE as LEDGER
from sjboard.edges import files, journal, ledger_file, lock, made, moves, releases
from tests.faults import promises
from tests.faults.disk import Disk
from tests.faults.runs import Run, ready, runs  # noqa: F401 - the fixture
from tests.faults.test_promises import cases, put

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the watched disk is Linux'")
FAULTS = 150
"""By so many faults a mutant must be found out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """``old`` stands once in the module, and becomes ``new``; ``by`` are the promises that may break.

    Faults are looked for at calls to paths with ``near`` in them; ``each``: on a system that cannot flush
    all of a disk at once.
    """

    name: str
    module: ModuleType
    old: str
    new: str
    run: str
    kinds: tuple[str, ...]
    by: tuple[str, ...]
    near: str = ""
    each: bool = False


CUTS = ("cut-lost", "cut-names", "cut-any")
MUTANTS = (
    Mutant(
        "a file is not flushed",
        files,
        "        file.flush()\n        os.fsync(file.fileno())\n",
        "        file.flush()\n",
        "second-files",
        CUTS,
        ("whole", "next"),
    ),
    Mutant(
        "pages are not flushed, each for itself",
        files,
        "            os.fsync(file.fileno())\n        while",
        "            pass\n        while",
        "second-files",
        CUTS,
        ("whole",),
        each=True,
    ),
    Mutant(
        "the folders of pages are not flushed, each for itself",
        files,
        "    settle_all(folders)\n",
        "",
        "first-files",
        CUTS,
        ("agree", "assets", "whole", "next"),
        each=True,
    ),
    Mutant(
        "a folder is not flushed",
        files,
        "            os.fsync(opened)\n",
        "            pass\n",
        "second-files",
        CUTS,
        ("agree", "assets", "next", "there", "whole", "way-back"),
    ),
    Mutant(
        "the ledger's line is not flushed",
        ledger_file,
        "            os.fsync(file.fileno())\n            if new:\n",
        "            if new:\n",
        "second-files",
        CUTS,
        ("agree", "ledger", "way-back"),
    ),
    Mutant(
        "the ledger comes before the pages",
        moves,
        "    moves = _Moves(site, journal.moves)\n",
        "    moves = _Moves(site, journal.moves)\n"
        "    if journal.line:\n        append(root, journal.line.encode())\n",
        "second-files",
        ("EIO", "ENOSPC"),
        ("as-it-was",),
    ),
    Mutant(
        "pages move before what they are made with",
        moves,
        "        return 0, 0, path\n",
        "        return 8, 0, path\n",
        "first-files",
        ("crash",),
        ("assets",),
    ),
    Mutant(
        "pages move without having been read back",
        made,
        "            if file.read() != data:\n",
        "            if file.read() is None:\n",
        "second-files",
        ("rot",),
        ("whole",),
    ),
    Mutant(
        "the new pages are not flushed",
        journal,
        '    flush(f"{staging}/{NEW}", journal.moves)\n',
        "",
        "first-files",
        CUTS,
        ("agree", "assets", "whole", "next"),
    ),
    Mutant(
        "no journal is written",
        journal,
        "    move(part, staging / NAME)\n",
        "",
        "second-files",
        ("crash",),
        ("agree", "way-back"),
    ),
    Mutant(
        "the old files are not kept",
        moves,
        "    if journal.keep:\n",
        "    if journal.keep == 'never':\n",
        "second-files",
        ("crash",),
        ("next", "way-back"),
    ),
    Mutant(
        "the old files' names are not flushed before others take their places",
        moves,
        "second_name(site / listing.NAME, staging / _OLD_LIST)\n    settle(staging)\n",
        "second_name(site / listing.NAME, staging / _OLD_LIST)\n",
        "second-files",
        ("cut-lost", "cut-any"),
        ("agree", "next", "way-back"),
    ),
    Mutant(
        "nobody holds the lock",
        lock,
        "        lock.acquire(timeout=0)\n",
        "        pass\n",
        "second-files",
        ("crash",),
        ("lock",),
    ),
    Mutant(
        "pages are written where they stand",
        moves,
        '            move(new, f"{self._site}/{path}")\n',
        "            there = Path(self._site, path)\n"
        "            there.write_bytes(Path(new).read_bytes()), os.unlink(new)\n",
        "second-files",
        ("crash",),
        ("whole",),
    ),
    Mutant(
        "the journal goes before the ledger's line comes",
        moves,
        "    if journal.line:  #",
        "    (site / STAGING / NAME).unlink()\n    if journal.line:  #",
        "second-files",
        ("crash",),
        ("agree", "way-back"),
        near=LEDGER,
    ),
    Mutant(
        "after an error nothing is put back",
        moves,
        "            _put_back(site, journal)\n        clear(site)\n",
        "        clear(site)\n",
        "second-files",
        ("EIO",),
        ("as-it-was", "way-back"),
    ),
    Mutant(
        "the link is taken away, then made",
        releases,
        "        if not swap(beside, site):\n",
        "        if site.is_symlink():\n            site.unlink()\n        if not site.exists():\n",
        "second-releases",
        ("crash",),
        ("there",),
    ),
    Mutant(
        "a release's own folders are not flushed",
        releases,
        "    if new:  # all",
        "    if not name:  # all",
        "second-releases",
        CUTS,
        ("agree", "assets", "foreign", "one", "there"),
        each=True,
    ),
    Mutant(
        "no note says which link is about to move",
        releases,
        '        write_atomically(note, json.dumps(said, ensure_ascii=False).encode("utf-8"))\n',
        "",
        "second-releases",
        ("crash",),
        ("agree", "tidy", "way-back"),
        near=LEDGER,
    ),
)


@contextlib.contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """Put a mutant's code into the functions that everybody holds already."""
    source = Path(str(mutant.module.__file__)).read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1, f"{mutant.name}: the line is another now"
    changed = source.replace(mutant.old, mutant.new)
    scope = dict(vars(mutant.module))
    exec(compile(changed, str(mutant.module.__file__), "exec", dont_inherit=True), scope)  # noqa: S102 - ours
    swapped = []
    pairs = [(value, scope.get(name)) for name, value in vars(mutant.module).items()]
    for old, new in tuple(pairs):
        if isinstance(old, type) and isinstance(new, type):
            pairs += [(value, vars(new).get(name)) for name, value in vars(old).items()]
    for one, other in pairs:
        old = inspect.unwrap(one) if callable(one) else None
        new = inspect.unwrap(other) if callable(other) else None
        if (
            isinstance(old, FunctionType)
            and isinstance(new, FunctionType)
            and old.__module__ == mutant.module.__name__
        ):
            swapped.append((old, old.__code__))
            old.__code__ = new.__code__
    try:
        yield
    finally:
        for function, code in swapped:
            function.__code__ = code


@pytest.fixture(scope="module")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, Run]:
    """The runs that mutants are put into, as they are without one."""
    request.getfixturevalue("ready")
    wanted = {mutant.run for mutant in MUTANTS}
    found = {f"{run.name}-{run.mode}": run for run in runs()}
    for name in wanted:
        found[name].prepare(tmp_path_factory.mktemp(name))
    return {name: found[name] for name in wanted}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_publisher_is_found_out(
    mutant: Mutant, prepared: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = prepared[mutant.run]
    if mutant.each:
        monkeypatch.setattr(files, "_flushed_at_once", lambda _folder: False)
    with broken(mutant), pytest.raises(promises.Broken) as found:
        _look_for(mutant, run, tmp_path)
    print(f"\n{mutant.name}: {found.value}")  # noqa: T201
    assert str(found.value).partition(":")[0] in mutant.by, found.value


def _look_for(mutant: Mutant, run: Run, folder: Path) -> None:
    """Run the mutant, and put faults of its kinds into it in an order of chance."""
    root = run.start.lay(folder / "first")
    disk = Disk(root, lock=root / ".sjboard" / "lock")
    disk.run(lambda: run.act(root))
    promises.hold("lock", not disk.unlocked, disk.unlocked[:1])
    for tree in disk.passing():
        promises.readers(run, tree)
    found = [
        case
        for case in cases(disk)
        if case.kind in mutant.kinds and mutant.near in disk.calls[case.number].path
    ]
    random.Random(20261122).shuffle(found)  # noqa: S311 - an order, not a secret
    for number, case in enumerate(found[:FAULTS]):
        put(run, disk, case, folder / str(number))

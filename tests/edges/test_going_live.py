"""A publication that is stopped at any step: readers see whole pages, and site and ledger agree again.

Two kinds of fault, at every call that changes the disk: the call fails (full disk, no right), after which
all is as it was; or everything stops there (a crash), after which the next run finishes or drops the work.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import itertools
import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sjboard.content.ledger import BEGINNING, FILE, line_of, read_ledger
from sjboard.edges import ledger_file
from sjboard.edges.journal import STAGING
from sjboard.edges.ledger_file import LedgerMoved
from sjboard.edges.moves import recover
from sjboard.edges.sync import MANIFEST, Changes, Publishing, present, sync

OLD = {"index.html": b"old", "assets/a.css": b"a", "t/w1/index.html": b"1", "t/w1/gone.html": b"x"}
NEW = {"index.html": b"new", "assets/b.css": b"b", "t/w1/index.html": b"1", "t/w2/index.html": b"2"}
KEPT = {**NEW, "assets/a.css": b"a"}  # what no page names any more stays a while
TODAY = date(2026, 11, 20)


class Killed(BaseException):
    """The process is gone: nothing that it would still do happens."""


def publish(root: Path, pages: Mapping[str, bytes]) -> Changes:
    ledger, _ = read_ledger((root / FILE).read_bytes() if (root / FILE).exists() else b"")
    number = len(ledger.rows) + 1

    def line(files: Mapping[str, str]) -> str:
        row = {
            "version": 1,
            "number": number,
            "action": "publish",
            "date": "2026-11-20",
            "time": "2026-11-20T16:59:00+08:00",
            "reason": "",
            "previous": ledger.head if ledger.rows else BEGINNING,
            "weeks": {},
            "pages": dict(files),
            "site": "",
        }
        return line_of(row).decode("utf-8")

    site = root / "site"
    keep = f"releases/before-{number}"
    return sync(site, pages, {}, present(site), publishing=Publishing(line, keep, TODAY))


def tree(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != MANIFEST and STAGING not in path.parts
    }


def rows(root: Path) -> int:
    ledger, found = read_ledger((root / FILE).read_bytes())
    assert found == ()
    return len(ledger.rows)


class Faults:
    """Fails the call of this number among all that change the disk, and with ``dead`` all after it."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, fault: BaseException) -> None:
        self.calls = itertools.count()
        self.number = number
        self.fault = fault
        self.met = False
        for owner, name in (
            (os, "fsync"),
            (os, "link"),
            (os, "replace"),
            (os, "unlink"),
            (os, "mkdir"),
            (io, "open"),
            (builtins, "open"),
        ):
            patch.setattr(owner, name, self.through(getattr(owner, name), name))

    def through(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            reading = name == "open" and (args[1:] or ("r",))[0] in ("r", "rb")
            tidying = "dir_fd" in options  # what waited is taken away, or the next run does it
            if not (reading or tidying):
                number = next(self.calls)
                hit = number == self.number
                if hit or (number > self.number and isinstance(self.fault, Killed)):
                    self.met = True
                    raise self.fault
            return real(*args, **options)

        return call


def each_fault(
    tmp_path: Path, fault: Callable[[], BaseException], after: Callable[[Path], None]
) -> int:
    """Publish NEW over OLD once for each call that changes the disk, failing it; give their number."""
    for number in range(1000):
        root = tmp_path / f"school-{number}"
        root.mkdir()
        publish(root, OLD)
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, number, fault())
            with contextlib.suppress(OSError, Killed):
                publish(root, NEW)
        if not faults.met:
            assert tree(root / "site") == KEPT
            return number
        for path, data in tree(root / "site").items():
            assert data in (OLD.get(path), NEW.get(path)), path
        after(root)
        assert not (root / "site" / STAGING).exists()
    raise AssertionError("no end of faults")


def agree(root: Path) -> None:
    """Whatever stands in site/ is what the ledger's last row says."""
    site = tree(root / "site")
    assert (rows(root), site) in ((1, OLD), (2, KEPT))
    last = read_ledger((root / FILE).read_bytes())[0].rows[-1].row["pages"]
    left = set(KEPT) - set(
        NEW
    )  # for pages that somebody opened before; the ledger need not name it
    assert set(last) == (set(site) if site == OLD else set(site) - left)


@pytest.mark.parametrize("code", [5, 13, 28])  # EIO, EACCES, ENOSPC
def test_a_failing_call_leaves_all_as_it_was(tmp_path: Path, code: int) -> None:
    def after(root: Path) -> None:
        agree(root)
        if rows(root) == 1:  # else only what no longer mattered failed
            publish(root, NEW)
        assert (tree(root / "site"), rows(root)) == (KEPT, 2)

    assert each_fault(tmp_path, lambda: OSError(code, os.strerror(code)), after) > 30


def test_after_a_crash_the_next_run_finishes_site_and_ledger(tmp_path: Path) -> None:
    finished = 0

    def after(root: Path) -> None:
        nonlocal finished
        done = recover(root, root / "site")
        ledger_file.mend(root)
        agree(root)
        finished += done is not None and done.finished and rows(root) == 2
        assert recover(root, root / "site") is None
        if rows(root) == 1:
            publish(root, NEW)
        assert (tree(root / "site"), rows(root)) == (KEPT, 2)

    steps = each_fault(tmp_path, Killed, after)
    assert 5 < finished < steps


def test_a_crash_and_a_torn_line_are_mended_together(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    whole = (tmp_path / FILE).read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        real = ledger_file.append

        def torn(root: Path, line: bytes) -> None:
            with (root / FILE).open("ab") as file:
                file.write(line[: len(line) // 2])
            raise Killed

        patch.setattr("sjboard.edges.moves.append", torn)
        patch.setattr("sjboard.edges.sync.take_back", lambda *_a, **_k: None)
        patch.setattr("sjboard.edges.sync.clear", lambda _site: None)
        with pytest.raises(Killed):
            publish(tmp_path, NEW)
        assert real is not torn
    assert (tmp_path / FILE).read_bytes() != whole
    done = recover(tmp_path, tmp_path / "site")
    assert done is not None
    assert done.finished
    agree(tmp_path)
    assert rows(tmp_path) == 2


def test_a_ledger_put_back_meanwhile_gets_no_row_that_does_not_follow(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    line = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(b"")
    other = json.loads(line)["row"] | {"previous": "1" * 64}
    with pytest.raises(LedgerMoved):
        ledger_file.append(tmp_path, line_of(other))
    assert (tmp_path / FILE).read_bytes() == b""
    ledger_file.append(tmp_path, line)
    ledger_file.append(tmp_path, line)
    assert (tmp_path / FILE).read_bytes() == line

"""The ledger's file: a line is added at its end and lies on the disk, or the file is as it was.

Knows that a power cut may leave half a line. Does not know what rows say: ``content.ledger`` does.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sjboard.content.ledger import FILE, Ledger, read_ledger
from sjboard.edges.files import settle


class LedgerMoved(Exception):  # noqa: N818 - nobody's error: somebody put another ledger in place
    """The ledger no longer ends in the row that the new line follows."""


def append(root: Path, line: bytes) -> None:
    """Add a line, unless it is the last one already; it lies on the disk in either case.

    Raises ``LedgerMoved`` where it does not follow what stands there, and ``OSError`` with the file as
    it was.
    """
    path = root / FILE
    new = not path.exists()
    data = b"" if new else path.read_bytes()
    if data.endswith(line):  # whoever wrote it may have been stopped before it lay on the disk
        with path.open("ab") as file:
            os.fsync(file.fileno())
        settle(root)
        return
    ledger = _followed(data, line)
    if ledger is None:
        raise LedgerMoved
    with path.open("ab", buffering=0) as file:  # nothing may wait to be written when we give up
        try:
            file.truncate(ledger.size)
            rest = line if ledger.complete else b"\n" + line
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
            if new:
                settle(root)
        except BaseException:
            with contextlib.suppress(OSError):
                file.truncate(ledger.size)
                os.fsync(file.fileno())
            raise


def follows(root: Path, line: bytes) -> bool:
    """Whether a line stands at the ledger's end, or may be added there."""
    path = root / FILE
    data = path.read_bytes() if path.exists() else b""
    return data.endswith(line) or _followed(data, line) is not None


def stands(root: Path, line: bytes) -> bool:
    """Whether the ledger ends in this line."""
    try:
        return (root / FILE).read_bytes().endswith(line)
    except OSError:
        return False


def mend(root: Path) -> bool:
    """Take a broken last line away; whether there was one."""
    path = root / FILE
    if not path.exists():
        return False
    ledger, found = read_ledger(path.read_bytes())
    if all(d.rule != "ledger.torn" for d in found):
        return False
    with path.open("r+b") as file:
        file.truncate(ledger.size)
        file.flush()
        os.fsync(file.fileno())
    return True


def _followed(data: bytes, line: bytes) -> Ledger | None:
    """Give the ledger that a line would follow; None where it does not."""
    ledger, found = read_ledger(data)
    follows, _ = read_ledger(data[: ledger.size] + (b"" if ledger.complete else b"\n") + line)
    if len(follows.rows) != len(ledger.rows) + 1 or any(d.rule == "ledger.damaged" for d in found):
        return None
    return ledger

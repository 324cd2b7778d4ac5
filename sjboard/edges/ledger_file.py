"""The ledger's file: a line is added at its end and lies on the disk, or the file is as it was.

Knows that a power cut may leave half a line. Does not know what rows say: ``content.ledger`` does.
"""

from __future__ import annotations

import os
from pathlib import Path

from sjboard.content.ledger import FILE, read_ledger
from sjboard.edges.files import settle


class LedgerMoved(Exception):  # noqa: N818 - nobody's error: somebody put another ledger in place
    """The ledger no longer ends in the row that the new line follows."""


def append(root: Path, line: bytes) -> None:
    """Add a line, unless it is the last one already.

    Raises ``LedgerMoved`` where it does not follow what stands there, and ``OSError`` with the file as
    it was.
    """
    path = root / FILE
    data = path.read_bytes() if path.exists() else b""
    if data.endswith(line):
        return
    ledger, found = read_ledger(data)
    follows, _ = read_ledger(data[: ledger.size] + (b"" if ledger.complete else b"\n") + line)
    if len(follows.rows) != len(ledger.rows) + 1 or any(d.rule == "ledger.damaged" for d in found):
        raise LedgerMoved
    new = not path.exists()
    with path.open("ab") as file:
        try:
            file.truncate(ledger.size)
            file.write(line if ledger.complete else b"\n" + line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, ledger.size)
            raise
    if new:
        settle(root)


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

"""The ledger: any bytes, and any rows under right hashes, are read as far as they hold together."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sjboard.content.ledger import BEGINNING, FILE, hash_of, line_of, read_ledger
from tests.fuzz.laws import told

ROW = {
    "version": 1,
    "action": "publish",
    "date": "2026-11-20",
    "time": "2026-11-20T16:59:00+08:00",
    "reason": "",
    "site": "x",
    "weeks": {"2026-autumn/w12": {"entries": {"a.md": "00"}, "assets": {}}},
    "pages": {"index.html": "00", "old.html": None},
}


def check(data: bytes) -> None:
    if data.startswith(b"rows\n"):
        data = _sealed(data[5:])
    ledger, found = read_ledger(data)
    lines = data.decode("utf-8", "replace").split("\n")
    told(found, [line + "x" * 9 for line in lines], FILE)
    assert 0 <= ledger.size <= len(data)
    if not found:
        assert ledger.size in (len(data), 3)
    else:
        assert len(found) == 1
    again, nothing = read_ledger(data[: ledger.size])
    assert nothing == ()
    assert again.rows == ledger.rows
    for back in range(len(ledger.standing) + 1):
        assert all(isinstance(digest, str) for digest in ledger.pages(back).values())
    for row in ledger.rows:
        for week in row.weeks:
            assert ledger.record(week).published == (ledger.latest(week) is not None)
    assert len(ledger.head) == 64


def _sealed(data: bytes) -> bytes:
    """Make rows of lines of JSON: numbers, chain and hashes right, whatever else is not."""
    made: list[bytes] = []
    previous = BEGINNING
    for line in data.split(b"\n"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            continue
        row = {**ROW, **said} if isinstance(said, dict) else {**ROW, "pages": said}
        row = {"number": len(made) + 1, "previous": previous, **row}
        try:
            made.append(line_of(row))
        except (UnicodeEncodeError, RecursionError):
            continue
        previous = hash_of(made[-1].decode("utf-8"))
    return b"".join(made)


def seeds() -> Iterator[bytes]:
    for text in (
        "{}\n{}\n",
        '{}\n{"action": "rollback", "weeks": {}}\n{"reason": "改错"}\n',
        '{"weeks": {"a/w01": {"entries": {}, "assets": {"x": 1}}}, "pages": {"a": null, "b": "c"}}',
        '{"date": "2026-02-30"}\n{"version": 2}\n{"number": 7}\n{"number": true}\n{"previous": ""}',
        '{"weeks": []}\n{"pages": []}\n[]\n1\n{"action": []}\n{"weeks": {"a": {"entries": []}}}',
    ):
        yield b"rows\n" + text.encode()
        yield _sealed(text.encode())
        yield b"\xef\xbb\xbf" + _sealed(text.encode()).replace(b"\n", b"\r\n")[:-9]

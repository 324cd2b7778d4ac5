"""The small school's site as others read it, with a ledger of as many publications as asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from sjboard.build import build_site
from sjboard.content.ledger import VERSION, line_of, read_ledger
from tests.build.schools import CONFIG, content, sources

TODAY = date(2026, 11, 20)
WITHOUT_ADDRESS = CONFIG.replace(b'url: "http://board.example/", ', b"")


def site(
    files: dict[str, bytes] | None = None,
    config: bytes = CONFIG,
    today: date = TODAY,
    ledger: bytes = b"",
) -> dict[str, bytes]:
    """Build the school; three weeks of the sample's content where ``files`` are not given."""
    given = sources(content() if files is None else files, config, ledger=ledger)
    done = build_site(given, today)
    assert done.pages, done.diagnostics
    return dict(done.pages)


def ledger(*publications: tuple[str, str, str]) -> bytes:
    """A ledger of publications: the day, the week (``2026-autumn/w11``), the reason."""
    written = b""
    for number, (day, week, reason) in enumerate(publications, 1):
        row: dict[str, Any] = {
            "version": VERSION,
            "number": number,
            "action": "publish",
            "date": day,
            "time": f"{day}T16:00:00+08:00",
            "reason": reason,
            "previous": read_ledger(written)[0].head,
            "weeks": {week: {"entries": {}, "assets": {}}},
            "pages": {},
            "site": "",
        }
        written += line_of(row)
    assert not read_ledger(written)[1]
    return written

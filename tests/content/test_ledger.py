"""The ledger: rows that hold together are read, anything else is named by its line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.content.ledger import (
    BEGINNING,
    Amendment,
    Ledger,
    WeekRecord,
    hash_of,
    line_of,
    read_ledger,
)

W10, W11 = "2026-autumn/w10", "2026-autumn/w11"
NOTHING: dict[str, Any] = {"entries": {}, "assets": {}}


def rows(*told: dict[str, Any]) -> list[bytes]:
    """Write rows, each chained to the one before."""
    lines: list[bytes] = []
    previous = BEGINNING
    for number, one in enumerate(told, 1):
        row = {
            "version": 1,
            "number": number,
            "action": "publish",
            "date": f"2026-11-{number:02d}",
            "time": f"2026-11-{number:02d}T16:59:03+08:00",
            "program": "test",
            "reason": "",
            "previous": previous,
            "weeks": {},
            "pages": {},
            "site": "",
            **one,
        }
        lines.append(line_of(row))
        previous = hash_of(lines[-1].decode())
    return lines


LINES = rows(
    {"weeks": {W10: NOTHING}, "pages": {"a": "1", "b": "1"}},
    {"weeks": {W11: NOTHING}, "pages": {"b": "2", "c": "1"}},
    {"weeks": {W10: NOTHING}, "reason": "改错字", "pages": {"a": None}},
)


def read(*lines: bytes) -> Ledger:
    ledger, found = read_ledger(b"".join(lines))
    assert found == ()
    return ledger


def test_nothing_is_an_empty_ledger() -> None:
    ledger = read()
    assert (ledger.head, ledger.record(W10), ledger.pages()) == (BEGINNING, WeekRecord(), {})


def test_a_week_knows_its_seal_and_what_was_corrected() -> None:
    ledger = read(*LINES)
    assert ledger.record(W11) == WeekRecord(ledger.rows[0].hash[:12])
    amended = (Amendment(date(2026, 11, 3), "改错字"),)
    assert ledger.record(W10) == WeekRecord(ledger.rows[1].hash[:12], amended)
    assert ledger.record("2026-autumn/w12") == WeekRecord()
    assert ledger.pages() == {"b": "2", "c": "1"}
    assert ledger.pages(back=1) == {"a": "1", "b": "2", "c": "1"}


def test_a_pending_row_counts_as_if_it_stood() -> None:
    before, after = read(*LINES[:2]), read(*LINES)
    pending = before.record(W10).after(before.head, date(2026, 11, 3), "改错字")
    assert pending == after.record(W10)


def test_a_rollback_takes_the_last_one_back() -> None:
    back = {"action": "rollback", "weeks": {}, "pages": {}}
    first = {"weeks": {W10: NOTHING}, "pages": {"a": "1"}}
    second = {"weeks": {W10: NOTHING}, "reason": "错", "pages": {"a": "2"}}
    once = read(*rows(first, second, back))
    assert [row.number for row in once.standing] == [1]
    assert once.pages() == {"a": "1"}
    assert once.record(W10) == WeekRecord("0" * 12)
    again = read(*rows(first, second, back, second))
    assert again.pages() == {"a": "2"}
    assert again.record(W10).seal == again.rows[2].hash[:12]
    assert len(again.record(W10).amendments) == 1


def damage(*lines: bytes) -> list[tuple[str, int]]:
    return [(d.words, d.span.line) for d in read_ledger(b"".join(lines))[1]]


def test_whatever_was_done_to_a_row_is_named() -> None:
    one, two, three = LINES
    assert damage(one, two.replace(b"16:59", b"08:00"), three) == [("ledger.damaged:hash", 2)]
    assert damage(one, three) == [("ledger.damaged:chain", 2)]
    assert damage(two, one, three) == [("ledger.damaged:chain", 1)]
    assert damage(one, one, two) == [("ledger.damaged:chain", 2)]
    assert damage(one, b"\n", two) == [("ledger.damaged:form", 2)]
    assert damage(one, b"junk\n") == [("ledger.damaged:form", 2)]
    assert damage(one, two[: len(two) // 2], b"\n", three) == [("ledger.damaged:form", 2)]
    assert damage(*rows({"version": 2})) == [("ledger.damaged:version", 1)]
    assert damage(*rows({"weeks": {W10: {}}})) == [("ledger.damaged:fields", 1)]
    assert damage(*rows({"action": "rollback"})) == [("ledger.damaged:fields", 1)]


@given(st.integers(min_value=1, max_value=len(LINES[2]) - 2))
def test_a_torn_last_line_is_a_warning_and_the_rest_holds(cut: int) -> None:
    ledger, found = read_ledger(b"".join(LINES[:2]) + LINES[2][:cut])
    assert [d.words for d in found] == ["ledger.torn"]
    assert ledger.size == len(LINES[0]) + len(LINES[1])
    assert len(ledger.rows) == 2


def test_only_the_line_end_missing_is_whole() -> None:
    ledger = read(*LINES[:2], LINES[2][:-1])
    assert (len(ledger.rows), ledger.complete) == (3, False)


def test_windows_line_ends_and_a_mark_are_no_damage() -> None:
    ledger = read(b"\xef\xbb\xbf" + b"".join(LINES).replace(b"\n", b"\r\n"))
    assert ledger.rows == read(*LINES).rows


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    ledger, found = read_ledger(data)
    assert ledger.rows == ()
    assert found or not data.removeprefix(b"\xef\xbb\xbf")


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=255))
def test_any_byte_changed_before_the_last_line_shows(place: int, byte: int) -> None:
    data = bytearray(b"".join(LINES))
    place %= len(data) - len(LINES[2])
    if data[place] == byte:
        return
    data[place] = byte
    ledger, found = read_ledger(bytes(data))
    assert found
    assert len(ledger.rows) < 3


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 5000])
def test_depth_is_no_crash(text: str) -> None:
    line = b'{"hash":"' + b"0" * 64 + b'","row":' + text.encode() + b"}\n"
    assert damage(line) == [("ledger.damaged:form", 1)]

"""The memory's file: what went in comes out, and no damage goes unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.edges.rows import Rows, RowsFault, pack

ROWS = {"unit/2026-autumn/w12": "一行".encode(), "empty": b"", "summary/x": bytes(range(256))}


@given(st.dictionaries(st.text(max_size=9), st.binary(max_size=99), max_size=5))
def test_rows_come_back(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, bytes]) -> None:
    path = tmp_path_factory.mktemp("rows") / "memory"
    path.write_bytes(pack(rows))
    assert dict(Rows(path)) == rows
    held = Rows(path)
    held.hold()
    assert dict(held) == rows


def test_the_same_rows_make_the_same_bytes() -> None:
    assert pack(ROWS) == pack(dict(reversed(ROWS.items())))


def test_every_changed_byte_and_every_length_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    whole = pack(ROWS)
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            found = dict(Rows(path))
        except RowsFault:
            continue
        assert found == ROWS, place  # a blank in the head that fills it up
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(RowsFault):
            Rows(path)
    path.write_bytes(whole + b"x")
    with pytest.raises(RowsFault):
        Rows(path)

"""The half of the table that the patterns were worked out on is told apart well."""

from __future__ import annotations

from tests.policy.bans.measured import examples, score


def test_the_table_is_large_and_half_innocent() -> None:
    items = list(examples())
    assert len({item.text for item in items}) == len(items) >= 240
    innocent = sum(not item.expected for item in items)
    assert 0.4 < innocent / len(items) < 0.6
    assert sum(item.split != "tune" for item in items) >= len(items) / 2
    assert {item.split for item in items} == {"tune", "measure", "fresh"}


def test_forbidden_wordings_are_told_from_innocent_ones() -> None:
    result = score("tune")
    assert result.precision >= 0.95, result.wrong
    assert result.recall >= 0.95, result.missed

"""config.yaml and packs: settings, or findings in place and in words."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.config import pack_names, read_config
from sjboard.diagnostics import has_errors
from tests.fuzz.laws import HOUSE, text_of, told

FILE = "config.yaml"


def check(data: bytes) -> None:
    pack_names(data)
    config, found = read_config(data, {})
    assert (config is None) == has_errors(found)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    told(found, text_of(data.removeprefix(b"\xef\xbb\xbf")).split("\n"), FILE)


def seeds() -> Iterator[bytes]:
    yield (HOUSE / "config.yaml").read_bytes().replace(b"cn-2021", b"")
    for path in sorted((HOUSE / "tests/bad").glob("config.*/config.yaml")):
        yield path.read_bytes()
    yield (
        "school: {name: 甲}\nterms: [{id: a, name: b, first_monday: 2026-09-07, weeks: 2}]\n"
        "grades: {3: 2}\nsubjects: [{id: c, name: 语文}]\n"
        "policy: {limits: [{id: x, grades: 1-9, days: [monday], minutes: 5, nth: {weekday: friday,"
        " of_month: last}}], bans: [{id: y, patterns: ['a(b|c)*'], unless: [d]}]}\n"
        "waivers: [{rule: cap.x, class: 3-1, week: 1, day: 2026-09-07, reason: r, by: b,"
        " until: 2026-12-01}]\n"
    ).encode()

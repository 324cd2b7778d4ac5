"""Whatever stands in config.yaml, the reader answers with findings whose places lie in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sjboard.config import pack_names, read_config
from sjboard.config.packs import is_path
from sjboard.diagnostics import has_errors
from sjboard.rules import is_rule

WHOLE: dict[str, Any] = {
    "school": {"name": "样例小学", "phone": "1"},
    "site": {"url": "http://x/", "language": "en"},
    "terms": [{"id": "a", "name": "甲", "first_monday": "2026-09-07", "weeks": "2"}],
    "grades": {"3": "2"},
    "subjects": [{"id": "chinese", "name": "语文", "aliases": ["国语"]}],
    "kinds": [{"id": "survey", "name": "调查", "written": "yes"}],
    "tiers": {"mode": "choose", "names": [{"id": "basic", "name": "基础", "aliases": []}]},
    "calendar": {
        "country": "CN",
        "breaks": [{"name": "假", "from": "2026-09-08", "to": "2026-09-09"}],
        "school_days": ["2026-09-12"],
    },
    "publication": {"weekday": "friday", "week": "same", "keep": "3", "mode": "files"},
    "policy": {
        "use": ["cn-2021"],
        "floor": ["cn-2021"],
        "limits": [{"id": "x", "grades": "3", "minutes": "5", "kinds": ["书面"]}],
        "bans": [{"id": "y", "repeat": {"verbs": ["抄"], "more_than": "3"}}],
    },
    "approval": {"chain": ["教导处"], "people": {"教导处": ["张强"]}},
    "coverage": {"3": ["语文"]},
    "privacy": {"teachers": "none", "names": []},
    "staff": [{"teacher": "王芳", "subject": "语文", "grades": ["3"], "classes": ["3-1"]}],
    "waivers": [{"rule": "cap.x", "reason": "r", "by": "b", "until": "2026-12-01"}],
}

WORDS = st.sampled_from(
    (
        *("", "x", "语文", "3", "0", "-1", "99999999999", "2026-02-30", "9999-12-31", "yes"),
        *("name：x", "a-b", "cn-2021", "../x", "(", "all", "basic", "书面", "3-1", "cap.x"),
        *("monday", "\u0085", "\U0001f4d6"),
    )
)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=4,
)


def changed(value: Any, draw: st.DrawFn) -> Any:
    """Change, take away or add something somewhere below ``value``."""
    choice = draw(st.integers(0, 5))
    if choice == 0 or not isinstance(value, (dict, list)) or not value:
        return draw(VALUES)
    if isinstance(value, list):
        at = draw(st.integers(0, len(value) - 1))
        new = [changed(value[at], draw)] if choice > 1 else []
        return [*value[:at], *new, *value[at + (choice > 2) :]]
    key = draw(st.sampled_from(sorted(value)))
    rest = {k: v for k, v in value.items() if k != key}
    if choice == 1:
        return {**rest, draw(WORDS): value[key]}
    return {**rest, key: changed(value[key], draw)}


@st.composite
def nearly_right(draw: st.DrawFn) -> str:
    data: Any = WHOLE
    for _ in range(draw(st.integers(1, 3))):
        data = changed(data, draw)
    return json.dumps(data, ensure_ascii=False, indent=draw(st.sampled_from([None, 1])))


def look(text: str, packs: Mapping[str, bytes]) -> None:
    data = text.encode("utf-8", errors="surrogatepass")
    pack_names(data)
    config, found = read_config(data, packs)
    assert (config is None) == has_errors(found)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    for diagnostic in found:
        assert is_rule(diagnostic.rule)
        for span in (diagnostic.span, *diagnostic.related):
            if span.file != "config.yaml":
                continue
            assert 1 <= span.line <= len(lines), diagnostic
            assert 1 <= span.column <= span.end, diagnostic
            assert span.column <= len(lines[span.line - 1]) + 1, diagnostic


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=nearly_right())
def test_nearly_right_settings(text: str) -> None:
    look(text, {"cn-2021": b"id: cn-2021\nlimits: [{id: z, minutes: 5}]\n"})


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(st.sampled_from("ab:：- \n\t[]{}\"'#&*!|>，学\ufeff\r\u0085\u2028"), max_size=60)
)
@example("---")
@example("[")
@example("a: b\u2028c: d")
def test_any_text(text: str) -> None:
    look(text, {})


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    config, found = read_config(data, {})
    assert config is None
    assert found


@settings(max_examples=60, deadline=None)
@given(text=nearly_right() | st.text(max_size=40).filter(lambda t: "\ud800" not in t))
def test_any_pack(text: str) -> None:
    base = {**WHOLE, "waivers": [], "policy": {"use": ["p.yaml"], "floor": ["p.yaml"]}}
    data = json.dumps(base, ensure_ascii=False).encode("utf-8")
    config, found = read_config(data, {"p.yaml": text.encode("utf-8", errors="replace")})
    assert is_path("p.yaml")
    assert (config is None) == has_errors(found)

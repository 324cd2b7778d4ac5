"""YAML with places: the data that libyaml's own loader gives, or a finding; the quick way equals it."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from sjboard.syntax.libyaml import _ONE_LINE, compose_any
from sjboard.syntax.plain_yaml import read_plain
from sjboard.syntax.yaml import compose
from tests.fuzz.laws import PATH, inside, text_of, told
from tests.fuzz.targets import front_matter

FIRST = 2


def check(data: bytes) -> None:
    text = text_of(data)
    lines = text.split("\n")
    document, found = compose_any(text, PATH, "syntax.front-matter", first_line=FIRST)
    told(found, lines, PATH, FIRST)
    assert (document is None) == bool(found)
    quick = read_plain(text, PATH, FIRST)
    if quick is not None:
        assert document is not None
        assert quick == (document.data, document.values, document.keys)
        composed, none = compose(text, PATH, "syntax.front-matter", first_line=FIRST)
        assert composed == document
        assert none == ()
    if document is None:
        return
    inside([*document.values.values(), *document.keys.values()], lines, PATH, FIRST)
    whole = yaml.load(text.translate(_ONE_LINE), Loader=yaml.CBaseLoader)  # noqa: S506 - strings only
    assert document.data == whole


def seeds() -> Iterator[bytes]:
    for seed in front_matter.seeds():
        for part in seed.split(b"---\n"):
            if part.strip():
                yield part
    yield b"a: &x [1]\nb: *x\n"
    yield b"<<: {a: b}\n"
    yield b"a: !!python/object x\n"
    yield b"a: 1\na: 2\n? [b]\n: c\n"
    yield "a: 1\u0085b: 2\u2028c".encode()

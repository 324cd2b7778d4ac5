"""A whole letter's file: a letter, or findings in place and in words."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.content.letters import read_letters
from sjboard.edges.terminal import words
from sjboard.model import ClassId
from sjboard.policy.privacy import check_letters
from sjboard.syntax.text import decode
from tests.fuzz.lawful import lawful, words_of
from tests.fuzz.laws import CONFIG, EXISTING, HOUSE, MOST, told

FILE = "content/letters/a.md"


def check(data: bytes) -> None:
    data = data[: MOST + 1]
    text, _ = decode(FILE, data)
    for reader in (None, ClassId(3, 1)):
        letters, found = read_letters({FILE: data}, CONFIG, EXISTING, words("zh-Hans"), reader)
        if text is not None:
            told(found, text.split("\n"), FILE)
        assert found or letters or reader
        for letter in letters:
            tree = lawful(letter.body.html)
            assert words_of(tree) == "".join(letter.body.text.split())
            assert letter.slug
            assert letter.slug.isascii()
        told(check_letters(letters, CONFIG), (text or "").split("\n"), FILE)


def seeds() -> Iterator[bytes]:
    for path in sorted((HOUSE / "content/letters").glob("*.md")):
        yield path.read_bytes()
    for path in sorted((HOUSE / "tests/bad").glob("*/content/letters/*.md")):
        yield path.read_bytes()
    yield (
        "---\ntitle: 致{{ school }}\ndate: 2026-11-13\nfrom: 教导处\naudience: [三年级, 3-1]\n"
        "receipt:\n  fields: [姓名, '{{class}}']\n  return_by: 2026-11-20\n  to: 班主任\n---\n\n"
        "{{ caps }}\n\n- **甲** {{ board_url }}\n"
    ).encode()

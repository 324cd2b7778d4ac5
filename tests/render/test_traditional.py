"""The table that lets a Traditional query find Simplified homework: OpenCC's, and checked against it."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from tests.running import ROOT

TABLE = ROOT / "templates" / "assets" / "traditional.js"
HEAD = """/* Traditional characters, each before the Simplified one that it is read as: the commoner half of
   Big5, after OpenCC's tables (Apache-2.0). Made by: pytest tests/render/test_traditional.py --update */
"""
COMMON_LEVEL_ENDS = b"\xc6\x7f"


def _common(character: str) -> bool:
    try:
        return character.encode("big5") < COMMON_LEVEL_ENDS
    except UnicodeEncodeError:
        return False


def made() -> str:
    convert = OpenCC("t2s").convert
    characters = [chr(code) for code in range(0x4E00, 0xA000) if _common(chr(code))]
    pairs = [(one, convert(one)) for one in characters]
    # A script counts a character beyond the first plane as two, and would lose its step there.
    return "".join(
        one + to for one, to in pairs if one != to and len(to) == 1 and to < "\U00010000"
    )


def test_the_table_is_opencc_s(update: bool) -> None:  # noqa: FBT001 - a fixture
    text = f'{HEAD}sjboardTraditional("{made()}");\n'
    if update:
        TABLE.write_text(text, encoding="utf-8", newline="\n")
    assert TABLE.read_text(encoding="utf-8") == text
    assert len(made()) == 2 * 1896


@pytest.mark.parametrize(("one", "plain"), ["觀观", "習习", "後后", "裡里", "濱滨"])
def test_it_reads_what_schools_write(one: str, plain: str) -> None:
    pairs = made()
    assert dict(zip(pairs[::2], pairs[1::2], strict=True))[one] == plain

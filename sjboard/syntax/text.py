"""Bytes to text.

Knows encodings and characters that no page can carry. Does not know what the text says.
"""

from __future__ import annotations

import codecs

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.patterns import regex

_RULE = "syntax.encoding"
_FORBIDDEN = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab, line ends, NEL
    "\ufdd0-\ufdef\ufffe\uffff\ufffd"
    "\u202a-\u202e\u2066-\u2069]"  # would show a text in another order than it is read
)
"""U+FDD0 stands for the site's root in our own HTML (``model.ROOT``), so no source may hold it;
U+FFFD is what an earlier program left where it lost a character."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: homework would say something else than it shows."""


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Read UTF-8, with or without BOM, any line ends, as text with LF.

    None where it is not UTF-8 (``syntax.encoding``, with GBK, Big5 and UTF-16 told apart) or holds
    characters that no text has. The finding stands at the first byte that cannot be read.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        b"\0" in data and _looks_utf16(data)
    ):
        return None, (finding(_RULE, Span(file), "utf16"),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (finding(_RULE, _place(file, data, error.start), _name(data)),)
    text = text.lstrip("\ufeff")  # some editors put one more in front each time
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text) is None:
        return text, ()
    return None, tuple(_forbidden(file, text))


def _looks_utf16(data: bytes) -> bool:
    """Whether every second byte of the beginning is often NUL, as in UTF-16 without a BOM."""
    start = data[:200]
    return len(start) >= 8 and max(start[::2].count(0), start[1::2].count(0)) * 8 >= len(start)


def _name(data: bytes) -> str:
    """Which encoding it probably is: the variant of the message.

    Big5 can nearly always be read as GB18030 too. What tells them apart is the share of GB2312's
    first level, the common characters, which a misread text hardly ever hits.
    """
    for encoding, variant in (("gbk", "gbk"), ("big5", "big5"), ("gb18030", "gbk")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = [c for c in text if ord(c) > 0x7F]
        if encoding != "gbk" or sum(map(_common, wide)) * 2 >= len(wide):
            return variant
    return "bytes"


def _common(character: str) -> bool:
    encoded = character.encode("gbk", errors="ignore")
    return len(encoded) == 2 and 0xA1 <= encoded[0] <= 0xD7 and encoded[1] >= 0xA1


def _place(file: str, data: bytes, start: int) -> Span:
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8")
    line = before.count("\n") + 1
    return Span(file, line, len(before) - (before.rfind("\n") + 1) + 1)


def _forbidden(file: str, text: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for match in _FORBIDDEN.finditer(text):
        start = match.start()
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        span = Span(file, text.count("\n", 0, start) + 1, column, column + 1)
        character = match.group()
        variant = {"\0": "nul", "\ufffd": "lost"}.get(character, "character")
        if character in _TURNING:
            variant = "turning"
        found.append(finding(_RULE, span, variant, code=f"U+{ord(character):04X}"))
        if len(found) == 3:  # a binary file has thousands: three places are enough to see it
            break
    return found

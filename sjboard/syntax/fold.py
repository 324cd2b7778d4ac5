"""Written forms that mean the same: full width and half width, capitals, Traditional characters.

Knows characters, one at a time. Does not know words.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import is_normalized, normalize

_TRADITIONAL = str.maketrans(
    "週禮無業學師級審實測補換書頭讀閱預習踐觀驗體勞動語數選課後內鐘時號個節國慶總導間與點雙計",
    "周礼无业学师级审实测补换书头读阅预习践观验体劳动语数选课后内钟时号个节国庆总导间与点双计",
)
"""The characters of our own words (days, kinds, keys) that Traditional writing has otherwise."""


_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"))
"""What is copied along from Word and web pages, and what nobody who types can see."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Give the form to compare by: NFKC, lower case, our words' characters Simplified, nothing unseen."""
    return normalize("NFKC", text).translate(_TRADITIONAL).translate(_UNSEEN).casefold()


def fold_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold character by character, with the place in ``text`` that each folded character came from.

    The places have one more number at the end, ``len(text)``, so that ends can be looked up too.
    """
    if text.isascii() or is_normalized("NFKC", text):
        folded = text.translate(_TRADITIONAL).translate(_UNSEEN).casefold()
        if len(folded) == len(text):
            return folded, tuple(range(len(text) + 1))
    pieces: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        piece = fold(character)
        pieces.append(piece)
        places.extend([index] * len(piece))
    return "".join(pieces), (*places, len(text))

"""An order to print: everything that makers of documents are given.

Knows views, letters, words and pictures. Does not know files of the machine, nor what becomes of a document.
"""

from __future__ import annotations

from collections.abc import Mapping

from sjboard.locale import Words
from sjboard.model import ClassId
from sjboard.records import dataclass
from sjboard.views.board import WeekViews
from sjboard.views.site import LetterView, SiteHead


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, and of what.

    ``classes``: the classes that were asked for, in the school's order; all of them where nobody asked.
    ``whole``: whether that is everybody, so that what is for the whole school belongs to it. ``pictures``:
    path of a picture (``content/assets/x.png``) → its bytes. ``landscape``: notices lie on their side.
    ``word``: it will be read by Word, which shows no SVG.
    """

    views: WeekViews
    letters: tuple[LetterView, ...]
    site: SiteHead
    words: Words
    classes: tuple[ClassId, ...]
    whole: bool
    pictures: Mapping[str, bytes]
    landscape: bool = False
    word: bool = False

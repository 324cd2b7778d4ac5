"""Letters and whom they go to: what a mailing is made of.

Knows letters as they are shown, classes and pupils. Does not know where pupils' names come from, nor how a
letter is set. Pupils' names are in memory only, on their way to paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sjboard.locale import Words
from sjboard.model import ClassId
from sjboard.records import dataclass
from sjboard.views.site import LetterView, SiteHead


@dataclass(frozen=True, slots=True)
class Pupil:
    """Whom a copy is for. ``number`` and ``head_teacher`` are "" where the roster does not say."""

    name: str = field(repr=False)
    number: str = field(default="", repr=False)
    head_teacher: str = field(default="", repr=False)

    def said(self) -> tuple[str, ...]:
        """All that is known of this pupil."""
        return tuple(filter(None, (self.name, self.number, self.head_teacher)))


@dataclass(frozen=True, slots=True)
class ClassMail:
    """A class's letters as this class gets them. ``pupils``: one copy each; () is one for the copier."""

    class_id: ClassId
    letters: tuple[LetterView, ...]
    pupils: tuple[Pupil, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailing:
    """``everyone``: letters as on the website, one copy each; ``classes``: the classes' own.

    ``pictures``: path of a picture (``content/assets/x.png``) → its bytes. ``word``: it is for Word, which
    knows no SVG.
    """

    site: SiteHead
    words: Words
    pictures: Mapping[str, bytes]
    everyone: tuple[LetterView, ...] = ()
    classes: tuple[ClassMail, ...] = ()
    word: bool = False

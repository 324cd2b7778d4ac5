"""Names for subjects, kinds and tiers: the built-in ones, and which name means which.

Knows that a name may belong to one thing only. Does not know where names are used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import TypeVar

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.model import Kind, Subject, Tier
from sjboard.records import dataclass
from sjboard.syntax.fold import fold

KINDS = (
    Kind("written", "书面", written=True),
    Kind("oral", "口头"),
    Kind("reading", "朗读", ("阅读",)),
    Kind("recitation", "背诵", ("背誦",)),
    Kind("preview", "预习"),
    Kind("practice", "实践"),
    Kind("observation", "观察"),
    Kind("craft", "手工"),
    Kind("experiment", "实验"),
    Kind("exercise", "体育"),
    Kind("chores", "劳动"),
)
"""Contract 2.3. Traditional forms are here only where ``fold`` does not know the character."""

TIERS = (
    Tier("basic", "基础", ("基礎",)),
    Tier("advanced", "提高", ("提升",)),
    Tier("extended", "拓展", ("发展", "發展")),
)

_TRADITIONAL = {
    "written": ("書面",),
    "oral": ("口頭",),
    "reading": ("朗讀", "閱讀"),
    "recitation": ("背誦",),
    "preview": ("預習",),
    "practice": ("實踐",),
    "observation": ("觀察",),
    "craft": ("手工",),
    "experiment": ("實驗",),
    "exercise": ("體育",),
    "chores": ("勞動",),
    "basic": ("基礎",),
    "advanced": ("提高",),
    "extended": ("拓展", "發展"),
}

RESERVED = (
    *("选做", "校内", "课后", "家庭"),
    *("optional", "in-school", "after-school", "home"),
)
"""What else may stand in a tag group: no kind or tier may be called so."""


N = TypeVar("N", Subject, Kind, Tier)
S = TypeVar("S", Kind, Tier)


def in_language(thing: S, language: str) -> S:
    """Call a built-in kind or tier as a school of this language does; every other name stays an alias.

    In English the contract's own ids are its names.
    """
    if language == "en":
        words: tuple[str, ...] = (thing.id,)
    elif language == "zh-Hant":
        words = _TRADITIONAL[thing.id]
    else:
        return thing
    taken = {fold(word) for word in words}
    earlier: tuple[str, ...] = (thing.name, *thing.aliases)
    kept: list[str] = [word for word in earlier if fold(word) not in taken]
    return replace(thing, name=words[0], aliases=(*words[1:], *kept))


@dataclass(slots=True)
class Names:
    """Which name means which id, and where it was written; reports a name given twice."""

    ids: dict[str, str] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def claim(self, word: str, owner: str, place: Span | None) -> bool:
        """Take a name for ``owner``; False, and a finding at ``place``, where another has it."""
        key = fold(word)
        if self.ids.get(key, owner) != owner:
            if place is not None:
                earlier = self.places.get(key)
                self.findings.append(
                    finding(
                        "config.contradiction",
                        place,
                        "name" if earlier else "built-in-name",
                        related=[earlier] if earlier else [],
                        name=word,
                        owner=self.ids[key],
                        line=earlier.line if earlier else 0,
                    )
                )
            return False
        self.ids[key] = owner
        if place is not None:
            self.places.setdefault(key, place)
        return True

    def find(self, word: str) -> str | None:
        """The id that a name means."""
        return self.ids.get(fold(word))


def spellings(things: Iterable[Subject | Kind | Tier]) -> tuple[str, ...]:
    """Every name, alias and id, for finding the nearest: what people would write comes first."""
    return tuple(dict.fromkeys(word for t in things for word in (t.name, *t.aliases, t.id)))

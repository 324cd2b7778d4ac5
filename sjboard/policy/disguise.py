"""``kind.disguised``: written work in an item that is tagged as oral, practice or another kind.

Caps on written work count by the tag; a tag that does not fit hides minutes from them. Knows the
words of written work. Does not know minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sjboard.config.regexes import Sieve, needs
from sjboard.config.values import Config
from sjboard.diagnostics import Case, Diagnostic, Severity, Span, finding
from sjboard.model import ClassId, Entry, Week
from sjboard.patterns import regex
from sjboard.policy.cases import waive
from sjboard.policy.mentions import mentions
from sjboard.policy.wording import Wording, clause, gist, stretches
from sjboard.rules import RULES

_RULE = "kind.disguised"
_NO_WRITTEN_HOMEWORK = (1, 2)
"""Grades in which written homework is forbidden: here the wrong tag is no slip but a way round."""
_WRITTEN = regex(
    r"(?<![手摘小])抄(?!近|小?路|道|起|家|表|手|底|网|报|本|袭)|默写|听写"
    r"|练习[册本]|作业本|写作业|习题[册集]|口算(?:题卡|本|卡)|试[卷题]|卷子|测[试验]卷"
    r"|写[在到进][^,。]{0,6}[本簿册格卷](?!子上的)|田字格|方格本"
    r"|写一?[篇则][^,。]{0,12}(?:作文|习作|日记|周记|读后感|观后感|记|文|报告|信)"
    r"|[百\d]字(?:以上|左右|的)"
)
_NOT_DONE = regex(
    r"(?:不|无需|无须|勿|别|免)[^,。]{0,6}(?:抄|写|练习|作业)"
    r"|(?:读|朗读|看|翻|讲|说|听|背|欣赏|比较|画|折)[^,。]{0,4}(?:练习册|作业本|试卷|作文)[^,。]{0,2}[里中上的]"
    r"|(?:用|拿)[^,。]{0,2}(?:作业本|练习本|试卷)[^,。]{0,6}(?:折|剪|叠|做|粘)"
)
"""Written work that is only read from, spoken of, or made into something."""


def check_disguise(
    week: Week,
    entries: Sequence[Entry],
    _by_class: Mapping[ClassId, tuple[Entry, ...]],
    config: Config,
) -> tuple[Diagnostic, ...]:
    """Find written work under another kind; one finding an item, at the words that say so."""
    found = ((entry, told) for entry in entries for told in _of_entry(entry, config))
    return waive(found, week, config)


def _of_entry(entry: Entry, config: Config) -> Iterator[Diagnostic]:
    kinds = config.kinds
    others = [item for item in entry.items if not kinds[item.kind].written]
    if not _sieve().may_match(gist([text for item in others for _, text in item.source])):
        return  # nearly every entry
    young = entry.grade in _NO_WRITTEN_HOMEWORK
    for item in others:
        kind = kinds[item.kind]
        wording = Wording(item.source)
        place = next(disguised(wording), None)
        if place is not None:
            yield finding(
                _RULE,
                place,
                "young" if young else "",
                severity=Severity.ERROR if young else RULES[_RULE],
                case=Case(day=item.blocks[0]),
                written=wording.written(place),
                kind=kind.name,
            )


@lru_cache(maxsize=1)
def _sieve() -> Sieve:
    return Sieve([needs(_WRITTEN.pattern)])


def disguised(wording: Wording) -> Iterator[Span]:
    """Find what a text says of written work; a place of several lines is one span a line."""
    text = wording.text
    for start, end in stretches(text):
        for match in _WRITTEN.finditer(text, start, end):
            first, last = match.span()
            if _NOT_DONE.search(text, *clause(text, first, last)):
                continue
            if not any(one <= first and last <= two for one, two in mentions(text)):
                yield from wording.spans(first, last)

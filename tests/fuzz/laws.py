"""What holds for every input of every reader, however broken: the laws that all fuzzing shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import sjboard.syntax.converter  # noqa: F401 - loaded here, so that its ways are watched as well
from sjboard.content.days import Days
from sjboard.content.entries import EntryReader
from sjboard.diagnostics import Diagnostic, Span
from sjboard.edges.report import sentence
from sjboard.edges.terminal import words
from sjboard.locale import LANGUAGES
from sjboard.rules import is_rule
from tests.content.school import CONFIG, EXISTING, PATH, WEEK

HOUSE = Path(__file__).parents[2]
MOST = 64 * 1024
"""No reader of text is asked more: larger files are refused before."""

__all__ = ["CONFIG", "EXISTING", "HOUSE", "MOST", "PATH", "WEEK"]


@cache
def reader() -> EntryReader:
    return EntryReader(WEEK, CONFIG, EXISTING)


def fresh() -> EntryReader:
    """Give the reader without what it remembers of earlier inputs: millions would fill the memory."""
    one = reader()
    one.tags._read.clear()
    one.days._read.clear()
    return one


@cache
def days() -> Days:
    return Days(WEEK)


def text_of(data: bytes) -> str:
    """Read a fuzzer's bytes as text such as ``syntax.text`` lets through."""
    return data[:MOST].decode("utf-8", "ignore").replace("\r\n", "\n").replace("\r", "\n")


def told(found: Iterable[Diagnostic], lines: Sequence[str], file: str, first: int = 1) -> None:
    """Hold findings to their places in the file, and to words in every language.

    ``lines`` are those of ``file`` from line ``first`` on.
    """
    for one in found:
        assert is_rule(one.rule), one
        inside((one.span, *one.related), lines, file, first)
        for language in LANGUAGES:
            message, _ = sentence(one, words(language))
            assert message.strip(), one


def inside(spans: Iterable[Span], lines: Sequence[str], file: str, first: int = 1) -> None:
    """Hold places to the text: columns count from 1, an end may stand behind the last character."""
    for span in spans:
        if span.file != file:
            continue
        assert first <= span.line < first + max(1, len(lines)), (span, first, len(lines))
        long = len(lines[span.line - first]) if lines else 0
        assert 1 <= span.column <= span.end <= long + 1, (span, long)

"""Turns documents into files of one format, one after another, and says which could not be made.

Knows formats. Does not know what is printed, nor where it goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from sjboard.build import Progress
from sjboard.edges.paper.fonts import installed
from sjboard.edges.paper.typeset import (
    ARCHIVE,
    STANDARDS,
    MissingGlyph,
    SpoiltPicture,
    typeset,
)
from sjboard.records import dataclass
from sjboard.render.paper.document import Document


@dataclass(frozen=True, slots=True)
class Printed:
    """``files``: names with suffix and bytes, in order, each made when it is asked for, and only once.

    So a school's letters need no more memory than the largest of them. As they are made, ``failed`` gets
    the documents that could not be, and ``kinds`` counts the others by their templates' names.
    """

    files: Iterable[tuple[str, bytes]]
    failed: list[MissingGlyph | SpoiltPicture] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def as_word(
    documents: Sequence[Document], templates: Mapping[str, bytes], progress: Progress
) -> Printed:
    """Fill Word templates; fonts are the reader's. The files raise ``WordFault``."""
    from sjboard.edges.paper.word import SUFFIX, fill  # noqa: PLC0415 - only Word needs it

    kinds: Counter[str] = Counter()

    def made() -> Iterator[tuple[str, bytes]]:
        for done, document in enumerate(documents, 1):
            data = fill(templates[document.template + SUFFIX], document)
            kinds[document.kind] += 1
            progress(done, len(documents))
            yield document.name + SUFFIX, data

    return Printed(made(), kinds=kinds)


def as_pdf(
    documents: Sequence[Document],
    templates: Mapping[str, bytes],
    language: str,
    progress: Progress,
    *,
    archive: bool,
) -> Printed:
    """Set documents by Typst.

    ``archive``: fit to be kept for good, as PDF/A-2a. Raises ``NoChineseFont``, and the files
    ``TemplateFault``.
    """
    fonts = installed(language)
    standards = ARCHIVE if archive else STANDARDS
    kinds: Counter[str] = Counter()
    failed: list[MissingGlyph | SpoiltPicture] = []

    def made() -> Iterator[tuple[str, bytes]]:
        for done, document in enumerate(documents, 1):
            one = typeset(document, templates, fonts, standards)
            progress(done, len(documents))
            if isinstance(one, bytes):
                kinds[document.kind] += 1
                yield f"{document.name}.pdf", one
            else:
                failed.append(one)

    return Printed(made(), failed, kinds)

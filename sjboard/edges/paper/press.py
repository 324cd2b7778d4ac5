"""Turns documents into files of one format, one after another, and says which could not be made.

Knows formats. Does not know what is printed, nor where it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sjboard.build import Progress
from sjboard.edges.paper.fonts import installed
from sjboard.edges.paper.typeset import (
    ARCHIVE,
    STANDARDS,
    MissingGlyph,
    SpoiltPicture,
    typeset,
)
from sjboard.render.paper.document import Document


@dataclass(frozen=True, slots=True)
class Printed:
    """``files`` by name with suffix, in order; ``failed`` are the documents that could not be made."""

    files: Mapping[str, bytes]
    failed: tuple[MissingGlyph | SpoiltPicture, ...] = ()


def as_word(
    documents: Sequence[Document], templates: Mapping[str, bytes], progress: Progress
) -> Printed:
    """Fill Word templates; fonts are the reader's. Raises ``WordFault``."""
    from sjboard.edges.paper.word import SUFFIX, fill  # noqa: PLC0415 - only Word needs it

    files: dict[str, bytes] = {}
    for done, document in enumerate(documents, 1):
        files[document.name + SUFFIX] = fill(templates[document.template + SUFFIX], document)
        progress(done, len(documents))
    return Printed(files)


def as_pdf(
    documents: Sequence[Document],
    templates: Mapping[str, bytes],
    language: str,
    progress: Progress,
    *,
    archive: bool,
) -> Printed:
    """Set documents by Typst.

    ``archive``: fit to be kept for good, as PDF/A-2a. Raises ``TemplateFault`` and ``NoChineseFont``.
    """
    fonts = installed(language)
    standards = ARCHIVE if archive else STANDARDS
    files: dict[str, bytes] = {}
    failed: list[MissingGlyph | SpoiltPicture] = []
    for done, document in enumerate(documents, 1):
        made = typeset(document, templates, fonts, standards)
        if isinstance(made, bytes):
            files[f"{document.name}.pdf"] = made
        else:
            failed.append(made)
        progress(done, len(documents))
    return Printed(files, tuple(failed))

"""Turns documents into files of one format, one after another, and says which could not be made.

Knows formats. Does not know what is printed, nor where it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sjboard.build import Progress
from sjboard.edges.paper.fonts import installed
from sjboard.edges.paper.typeset import ARCHIVE, STANDARDS, MissingGlyph, typeset
from sjboard.render.paper.document import Document


@dataclass(frozen=True, slots=True)
class Printed:
    """``files`` by name with suffix, in order; ``missing`` are the documents that lack a font."""

    files: Mapping[str, bytes]
    missing: tuple[MissingGlyph, ...] = ()


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
    missing = []
    for done, document in enumerate(documents, 1):
        made = typeset(document, templates, fonts, standards)
        if isinstance(made, MissingGlyph):
            missing.append(made)
        else:
            files[f"{document.name}.pdf"] = made
        progress(done, len(documents))
    return Printed(files, tuple(missing))

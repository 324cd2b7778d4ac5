"""The YAML of config.yaml and of packs: bytes to a document, with a full-width colon called by name.

Knows what a teacher's input method does to YAML. Does not know any key.
"""

from __future__ import annotations

from sjboard.config.faults import fullwidth_colon, fullwidth_key
from sjboard.config.values import MAX_BYTES
from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.syntax.text import decode
from sjboard.syntax.yaml import Bounds, Document, compose

BOUNDS = Bounds(depth=12, nodes=20_000, scalar=4_000)
_FAULTS_OF_A_COLON = ("config.syntax:yaml", "config.syntax:tab")


def compose_file(file: str, data: bytes) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read a whole file as one YAML document; None where it cannot be, with findings that say why."""
    if len(data) > MAX_BYTES:
        return None, (finding("config.syntax", Span(file), "size", limit=MAX_BYTES // 1024),)
    text, findings = decode(file, data)
    if text is None:
        return None, findings
    document, faults = compose(text, file, "config.syntax", bounds=BOUNDS)
    lines = text.split("\n")
    return document, (*findings, *(_colon(fault, lines) or fault for fault in faults))


def _colon(fault: Diagnostic, lines: list[str]) -> Diagnostic | None:
    """Find a full-width colon above: YAML complains only on a later line than the one that has it."""
    if fault.words not in _FAULTS_OF_A_COLON:
        return None
    for number in range(min(fault.span.line, len(lines)), 0, -1):
        line = lines[number - 1]
        key = fullwidth_key(line)
        if key and not line.lstrip().startswith("#"):
            column = line.index("\uff1a") + 1
            return fullwidth_colon(Span(fault.span.file, number, column, column + 1), key)
    return None

"""Sets documents by Typst: a template of templates/print/, data and pictures in, PDF out.

Knows Typst's compiler and its complaints. A template finds what it is given as files: ``/data.json`` (the
document's data), ``/fonts.json`` (families by role: hei, song, kai, fang, title), ``/files/NAME`` (its
pictures), and its fellow templates (``#import "/print/blocks.typ"``; the shipped ones also as
``/!print/…``). Nothing else of the machine is in its reach, so the same document, templates and fonts give
the same bytes.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sjboard.edges.paper.fonts import Fonts
from sjboard.records import dataclass
from sjboard.render import TemplateFault
from sjboard.render.paper.document import Document

if TYPE_CHECKING:
    import typst

STANDARDS = ("ua-1",)
"""Readable by everyone (PDF/UA-1); and so a character without a glyph is an error, not a box."""
ARCHIVE = ("a-2a", "ua-1")
"""The same, fit to be kept for good (PDF/A-2a)."""

_PLACE = re.compile(r"┌─ (?P<file>.+):(?P<line>\d+):\d+\s*$", re.MULTILINE)
_MISSING = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed with", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A document that cannot be set: ``text`` has characters that no font of this machine has."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SpoiltPicture:
    """A document that cannot be set: these of its files are no pictures that can be read."""

    name: str
    files: tuple[str, ...]


def typeset(
    document: Document,
    templates: Mapping[str, bytes],
    fonts: Fonts,
    standards: Sequence[str] = STANDARDS,
) -> bytes | MissingGlyph | SpoiltPicture:
    """Set a document; ``templates`` as ``layered`` gives them.

    Raises ``TemplateFault`` where the template cannot be read or fails. Setting many documents one after
    another is cheap: the fonts stay, everything else is forgotten.
    """
    import typst  # noqa: PLC0415 - only paper needs it

    main = f'#include "/{document.template}.typ"\n'
    files = {
        **{name: data for name, data in templates.items() if name.endswith(".typ")},
        **{f"files/{name}": data for name, data in document.files.items() if _text(name)},
        "data.json": _json(document.data),
        "fonts.json": _json({role: list(families) for role, families in fonts.faces.items()}),
        "main.typ": main.encode("utf-8"),
    }
    made = datetime.combine(document.dated, time(), tzinfo=UTC)
    compiler: Any = _compiler(fonts.book)  # its annotations know no dictionary of files
    _lay_out({name: data for name, data in document.files.items() if not _text(name)})
    try:
        done = compiler.compile(input=files, pdf_standards=list(standards), timestamp=made)
    except typst.TypstError as error:
        return _told(error, document, compiler)
    finally:
        _forget(compiler)
    return bytes(done)


def _forget(compiler: Any) -> None:
    """Let Typst drop what it remembers of a document: it keeps results for ten rounds, whatever they weigh.

    Ten empty rounds take 5 ms; ten documents remembered took 400 MB.
    """
    for _ in range(_REMEMBERED + 1):
        compiler.compile(input={"main.typ": b""})


_REMEMBERED = 10


def _text(name: str) -> bool:
    """Whether the compiler takes a file as it is handed over: it takes UTF-8 only."""
    return name.endswith(".svg")


def _lay_out(pictures: Mapping[str, bytes]) -> None:
    """Put photographs and the like where the compiler looks for what it was not handed."""
    for name, data in pictures.items():
        path = _root() / "files" / name
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


@lru_cache(maxsize=1)
def _root() -> Path:
    """Make the compiler's root, a folder of its own: nothing but pictures is ever put into it."""
    nowhere = Path(tempfile.mkdtemp(prefix="sjboard-"))
    atexit.register(shutil.rmtree, nowhere, ignore_errors=True)
    (nowhere / "files").mkdir()
    return nowhere


@lru_cache(maxsize=1)
def _compiler(book: typst.Fonts) -> typst.Compiler:
    """Make the one compiler of this process."""
    import typst  # noqa: PLC0415 - only paper needs it

    root = _root()
    return typst.Compiler(root=root, font_paths=book, package_path=root, package_cache_path=root)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _told(
    error: typst.TypstError, document: Document, compiler: Any
) -> MissingGlyph | SpoiltPicture:
    """Say what stood in the way, the template's fault by raising it."""
    missing = _MISSING.search(error.message)
    if missing:
        return MissingGlyph(document.name, missing["text"])
    spoilt = tuple(name for name in document.files if not (_text(name) or _shows(name, compiler)))
    if spoilt:
        return SpoiltPicture(document.name, spoilt)
    place = _PLACE.search(error.diagnostic)
    template, line = (place["file"], int(place["line"])) if place else (document.template, 0)
    template = template.replace("\\", "/").rpartition(f"{_root().name}/")[2]
    message = re.sub(r" \(searched at .*\)", "", error.message)  # our temporary folder says nothing
    raise TemplateFault(template, line, message, document.name) from error


def _shows(name: str, compiler: Any) -> bool:
    """Whether a picture that was laid out can be set at all."""
    import typst  # noqa: PLC0415 - only paper needs it

    try:
        compiler.compile(input={"main.typ": f'#image("/files/{name}")'.encode()})
    except typst.TypstError:
        return False
    return True

"""Paper as single HTML files: style and pictures inside, so that they open from a stick or a mail.

Knows templates and data addresses. Does not know the site: nothing in such a file leads to another.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import markupsafe

from sjboard.locale import Words
from sjboard.model import HEAD_TEACHER, PUPIL, ClassId
from sjboard.render.environment import Surroundings, class_name
from sjboard.render.layers import ASSETS
from sjboard.render.paper.document import Document
from sjboard.render.paper.mailing import Mailing, Pupil
from sjboard.render.paper.notices import name_of
from sjboard.render.paper.order import Order
from sjboard.render.paper.pictures import named
from sjboard.render.qr import qr_svg
from sjboard.views.site import LetterView, Page, SiteHead

Progress = Callable[[int, int], None]

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
_GAP = "\uff3f" * 4
"""Room for a name that is written in by hand."""
_NOBODY = Pupil("")


def single_notices(
    order: Order, templates: Mapping[str, bytes], progress: Progress
) -> dict[str, bytes]:
    """Write a file for every class that was asked for; raise ``TemplateFault``."""
    surroundings = Surroundings(templates, order.words, order.site, _inside(order.pictures))
    boards = [board for board in order.views.classes if board.id in order.classes]
    files = {}
    for done, board in enumerate(boards, 1):
        code = _address("svg", qr_svg(board.own_url)) if board.own_url else ""
        name = f"{name_of(order, board)}.html"
        values = {"board": replace(board, qr=code), "style": _style(templates)}
        files[name] = surroundings.fill("print/notice.html", Page(name, ""), values)
        progress(done, len(boards))
    return files


def single_letters(
    mailing: Mailing,
    documents: Sequence[Document],
    templates: Mapping[str, bytes],
    progress: Progress,
) -> dict[str, bytes]:
    """Write a file for every letter, a class's copies one after another; raise ``TemplateFault``.

    ``documents`` are what ``letters`` makes of the mailing: a file is called as its PDF would be.
    """
    pictures = _inside(mailing.pictures)
    surroundings = Surroundings(templates, mailing.words, mailing.site, pictures)
    posted = list(_posted(mailing))
    files = {}
    for document, (letter, class_id, pupils) in zip(documents, posted, strict=True):
        code = _address("svg", qr_svg(mailing.site.url + letter.code_route)) if letter.qr else ""
        values = {
            "title": document.data["title"],
            "kind": letter.style,
            "copies": [
                {
                    "letter": replace(_filled(letter, pupil), qr=code),
                    "class_name": "" if class_id is None else class_name(mailing.words, class_id),
                    "pupil": pupil.name,
                    "number": pupil.number,
                    "slip": f"receipt-{number}",
                }
                for number, pupil in enumerate(pupils or (_NOBODY,), 1)
            ],
            "style": _style(templates),
        }
        name = f"{document.name}.html"
        files[name] = surroundings.fill("print/letter.html", Page(name, ""), values)
        progress(len(files), len(posted))
    return files


def single_forms(
    documents: Sequence[Document],
    words: Words,
    site: SiteHead,
    templates: Mapping[str, bytes],
    progress: Progress,
) -> dict[str, bytes]:
    """Write a file for every form, of the data that its PDF is made of; raise ``TemplateFault``."""
    surroundings = Surroundings(templates, words, site, {})
    files = {}
    for document in documents:
        name = f"{document.name}.html"
        values = {
            **document.data,
            "kind": document.template.rpartition("_")[2],
            "pictures": {n: _address(n.rpartition(".")[2], d) for n, d in document.files.items()},
        }
        files[name] = surroundings.fill("print/form.html", Page(name, ""), values)
        progress(len(files), len(documents))
    return files


def _inside(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Give every picture (path → bytes) an address that holds it.

    What is no picture (an attachment) has no place in a file that stands alone: its words stay.
    """
    endings = {path: name.rpartition(".")[2] for path, name in named(pictures).items()}
    return {
        path: _address(endings[path], data) if path in endings else "#"
        for path, data in pictures.items()
    }


def _address(ending: str, data: bytes) -> str:
    return f"data:{_TYPES[ending]};base64,{b64encode(data).decode('ascii')}"


def _style(templates: Mapping[str, bytes]) -> markupsafe.Markup:
    sheets = (templates[f"{ASSETS}{name}"] for name in ("board.css", "sheet.css"))
    style = "\n".join(sheet.decode("utf-8-sig") for sheet in sheets)
    return markupsafe.Markup(style)  # noqa: S704 - the school's own style sheet


def _posted(mailing: Mailing) -> Iterator[tuple[LetterView, ClassId | None, tuple[Pupil, ...]]]:
    """Give what ``letters`` makes a document each of, in its order."""
    for letter in mailing.everyone:
        yield letter, None, ()
    for mail in mailing.classes:
        for letter in mail.letters:
            yield letter, mail.class_id, mail.pupils


def _filled(letter: LetterView, pupil: Pupil) -> LetterView:
    """Put the names into a letter, or room for them."""
    names = {PUPIL: pupil.name or _GAP, HEAD_TEACHER: pupil.head_teacher or _GAP}

    def said(text: str) -> str:
        for slot, name in names.items():
            text = text.replace(slot, name)
        return text

    html = letter.body.html
    for slot, name in names.items():
        html = html.replace(slot, str(markupsafe.escape(name)))
    slip = letter.receipt
    if slip:
        slip = replace(slip, fields=tuple(map(said, slip.fields)), to=said(slip.to))
    return replace(
        letter,
        title=said(letter.title),
        sender=said(letter.sender),
        body=replace(letter.body, html=html),
        receipt=slip,
    )

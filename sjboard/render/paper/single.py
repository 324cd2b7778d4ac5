"""Notices as single HTML files: style and pictures inside, so that they open from a stick or a mail.

Knows templates and data addresses. Does not know the site: nothing in such a file leads to another.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import Markup

from sjboard.render.environment import Surroundings
from sjboard.render.paper.notices import name_of
from sjboard.render.paper.order import Order
from sjboard.render.paper.pictures import named
from sjboard.render.qr import qr_svg
from sjboard.render.templates import ASSETS
from sjboard.views.site import Page

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


def single_notices(
    order: Order,
    templates: Mapping[str, bytes],
    progress: Callable[[int, int], None],
) -> dict[str, bytes]:
    """Write a file for every class that was asked for; raise ``TemplateFault``."""
    endings = {path: name.rpartition(".")[2] for path, name in named(order.pictures).items()}
    # What is no picture (an attachment) has no place in a file that stands alone: its words stay.
    pictures = {
        path: _address(_TYPES[endings[path]], data) if path in endings else "#"
        for path, data in order.pictures.items()
    }
    surroundings = Surroundings(templates, order.words, order.site, pictures)
    style = templates[f"{ASSETS}board.css"].decode("utf-8-sig")
    boards = [board for board in order.views.classes if board.id in order.classes]
    files = {}
    for done, board in enumerate(boards, 1):
        code = _address("image/svg+xml", qr_svg(board.own_url)) if board.own_url else ""
        name = f"{name_of(order, board)}.html"
        values = {"board": replace(board, qr=code), "style": Markup(style)}  # noqa: S704 - the school's own style sheet
        text = surroundings.fill("print/notice.html", Page(name, ""), values)
        files[name] = text.encode()
        progress(done, len(boards))
    return files


def _address(media: str, data: bytes) -> str:
    return f"data:{media};base64,{b64encode(data).decode('ascii')}"

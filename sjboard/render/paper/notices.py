"""Notices of a week as documents: one a class, and all of them for the copier.

Knows which documents there are and what they are called. What they say is made in ``sheets``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sjboard.render.environment import class_name
from sjboard.render.paper import room
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document, file_name
from sjboard.render.paper.order import Order
from sjboard.render.paper.pictures import named
from sjboard.render.paper.sheets import Data, Writer, common, headings, used
from sjboard.render.qr import qr_png, qr_svg
from sjboard.views.board import ClassBoard

NOTICE = "print/notice"


def notices(order: Order) -> tuple[Document, ...]:
    """Make a document for every class that was asked for, and one of all of them together."""
    names = named(order.pictures)
    pictures = {names[path]: order.pictures[path] for path in names}
    writer = Writer(order.words, order.site, names)
    boards = [board for board in order.views.classes if board.id in order.classes]
    sheets = [(board, _sheet(writer, board, "png" if order.word else "svg")) for board in boards]
    documents = [
        _document(order, name_of(order, board), data["title"], [(board, data)], pictures)
        for board, data in sheets
    ]
    if len(sheets) > 1:
        week = order.views.week.week.number
        key = "paper.name.all-notices" if order.whole else "paper.name.some-notices"
        title = order.words("week.title", week=week)
        name = file_name(order.words(key, week=week))
        documents.append(_document(order, name, title, sheets, pictures))
    return tuple(documents)


def name_of(order: Order, board: ClassBoard) -> str:
    name = class_name(order.words, board.id)
    return file_name(order.words("paper.name.notice", name=name, week=board.week.number))


def _sheet(writer: Writer, board: ClassBoard, ending: str) -> Data:
    return writer.notice(board, f"qr-{board.id}.{ending}" if board.own_url else "")


def _fitted(notice: Data, *, landscape: bool) -> Data:
    """Choose the widths of a notice's columns, and the size of its text."""
    asks = any(item["chips"] for day in notice["days"] for item in day["items"])
    sized = {**notice, "asks": asks, "widths": room.widths(notice, asks=asks)}
    above = [*notice["remarks"], notice["free"], *(text_of(n["body"]) for n in notice["notes"])]
    choose = room.lying if landscape else room.upright
    said = [text for text in above if text]
    return {
        **sized,
        "size": choose(sized, said),
        "close_size": choose(sized, said, close=True),
    }


def _document(
    order: Order,
    name: str,
    title: str,
    sheets: Sequence[tuple[ClassBoard, Data]],
    pictures: Mapping[str, bytes],
) -> Document:
    said = [_fitted(data, landscape=order.landscape) for _, data in sheets]
    data = {
        **common(order, title),
        "landscape": order.landscape,
        "words": headings(order.words),
        "sizes": room.SIZES,
        "close_sizes": room.CLOSE_SIZES,
        "notices": said,
    }
    draw = qr_png if order.word else qr_svg
    codes = {data["qr"]: draw(board.own_url) for board, data in sheets if data["qr"]}
    dated = order.views.week.week.published
    return Document(name, NOTICE, data, {**used(data, pictures), **codes}, dated)

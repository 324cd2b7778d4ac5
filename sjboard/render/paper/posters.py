"""A grade's poster of a week as a document: A3, what its classes have in common and where they differ."""

from __future__ import annotations

from sjboard.render.environment import class_numbers, grade_name
from sjboard.render.paper import room
from sjboard.render.paper.blocks import inline
from sjboard.render.paper.document import Document, file_name
from sjboard.render.paper.order import Order
from sjboard.render.paper.pictures import named
from sjboard.render.paper.sheets import Data, Writer, common, headings, used
from sjboard.render.qr import qr_svg
from sjboard.views.board import Cell, GradeBoard, GradeDay, RangeBar

POSTER = "print/poster"


def posters(order: Order) -> tuple[Document, ...]:
    """Make a poster for every grade."""
    names = named(order.pictures)
    pictures = {names[path]: order.pictures[path] for path in names}
    writer = Writer(order.words, order.site, names)
    return tuple(_document(order, writer, board, pictures) for board in order.views.grades)


def _document(
    order: Order, writer: Writer, board: GradeBoard, pictures: dict[str, bytes]
) -> Document:
    t = order.words
    grade = grade_name(t, board.table.grade)
    title = t("poster.title", name=grade, week=board.week.number)
    url = order.site.url and order.site.url + board.route
    qr = "qr.svg" if url else ""
    said = _poster(writer, board, grade, qr)
    data = {
        **common(order, title),
        "landscape": True,
        "words": headings(t),
        "sizes": room.POSTER_SIZES,
        "poster": {**said, "size": room.poster(said)},
    }
    name = file_name(t("paper.name.poster", name=grade, week=board.week.number))
    codes = {qr: qr_svg(url)} if qr else {}
    return Document(name, POSTER, data, {**used(data, pictures), **codes}, board.week.published)


def _poster(writer: Writer, board: GradeBoard, grade: str, qr: str) -> Data:
    t = writer.words
    table = board.table
    foot = [t("notice.parents") + writer.bedtime(table.grade)]
    foot += [t("small.optional")] if board.any_optional else []
    foot += [t("small.after-school")] if board.any_after_school else []
    foot += [t("small.range")]
    foot += writer.contact()
    silent = board.silent and board.state != "silent"
    office = writer.site.office or t("sign.office-default")
    return {
        "school": writer.site.school,
        "name": grade,
        "heading": t("poster.heading", week=board.week.number),
        "line": [writer.span(board.week), *writer.limit(table.limit)],
        "qr": qr,
        "qr-alt": t("board.qr-alt", name=grade),
        "scan": t("poster.scan"),
        "approval": writer.approval(board.approval, board.week),
        "remarks": [
            *writer.remarks(board),
            *([t("grade.silent", classes=class_numbers(t, board.silent))] if silent else []),
        ],
        "rest": writer.rest(board.state),
        "days": [_day(writer, day, written=table.written_allowed) for day in board.days],
        "foot": [inline(line) for line in foot],
        "signing": [t("sign.grade-head"), t("sign.office", office=office)],
        "published": t("sign.published", date=t.date(board.week.published)),
        "seal": writer.seal(board.week),
    }


def _day(writer: Writer, day: GradeDay, *, written: bool) -> Data:
    t = writer.words
    cell = day.cell
    written = written or bool(cell.high)
    return {
        "name": writer.day_name(day.column),
        "date": writer.day_date(day.column),
        "total": _total(writer, cell, written=written),
        "bar": _bar(day.bar) if written else None,
        "over": t("finding.over", minutes=cell.over) if cell.over else "",
        "more": t("list.semicolon").join(_more(writer, day, written=written)),
        "waived": [writer.waived(finding) for finding in day.waived],
        "notes": [writer.note(note) for note in day.notes],
        "none": "" if day.groups else writer.nothing(cell.state, day.column.block),
        "items": [
            {
                **writer.item(entry.item, group.name),
                "first": number == 0,
                "classes": class_numbers(t, entry.classes) if entry.classes else "",
            }
            for group in day.groups
            for number, entry in enumerate(group.items)
        ],
    }


def _more(writer: Writer, day: GradeDay, *, written: bool) -> list[str]:
    """What stands below a day beside its sum."""
    t = writer.words
    cell = day.cell
    said = []
    if cell.state == "no-written" and written:
        said.append(t("day.no-written"))
    if cell.other_high and written:
        key = "day.other-range" if cell.other_low < cell.other_high else "day.other"
        said.append(t(key, low=cell.other_low, high=cell.other_high, minutes=cell.other_high))
    if day.after_school:
        stay, leave = _span(day.stay_low, day.stay_high), _span(day.leave_low, day.leave_high)
        said.append(t("day.stay-leave", stay=stay, leave=leave))
    return said


def _bar(bar: RangeBar) -> Data:
    """What every class has solid, what only some have lighter behind it."""
    within = bar.solid if bar.tick is None else min(bar.solid, bar.tick)
    return {
        "solid": bar.solid,
        "within": within,
        "range": bar.range,
        "hatched": 0,
        "tick": bar.tick,
    }


def _total(writer: Writer, cell: Cell, *, written: bool) -> Data | None:
    t = writer.words
    if written:
        of = f"/ {cell.limit}" if cell.limit else ""
        return {"label": t("day.written"), "value": _span(cell.low, cell.high), "of": of}
    if cell.other_high:
        value = _span(cell.other_low, cell.other_high)
        return {"label": t("day.other-short"), "value": value, "of": ""}
    return None


def _span(low: int, high: int) -> str:
    return f"{low}–{high}" if low < high else str(high)

"""Rosters as offices have them, and what is said of those that cannot be used."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from sjboard.edges.paper.roster import COLUMNS, BadRoster, Roster, read_roster
from sjboard.edges.paper.tables import MOST_BYTES, MOST_ROWS, TableFault, rows_of
from sjboard.model import ClassId
from sjboard.render.paper.mailing import Pupil

KNOWN = [ClassId(grade, number) for grade in (3, 7) for number in (1, 2)]
ROWS = [["班级", "姓名", "学号"], ["三年级(1)班", "样一", "0101"], ["3-2", "样二", ""]]


def read(folder: Path, name: str, data: bytes, only: ClassId | None = None) -> Roster:
    (folder / name).write_bytes(data)
    return read_roster(folder / name, folder / "school", KNOWN, only)


def faults(folder: Path, name: str, data: bytes) -> list[tuple[str, int]]:
    with pytest.raises(BadRoster) as bad:
        read(folder, name, data)
    return [(fault.why, fault.row) for fault in bad.value.faults]


def csv_of(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_whatever_a_spreadsheet_saves_as_text_is_read(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    roster = read(tmp_path, "名册.csv", csv_of(ROWS, mark).encode(encoding))
    assert roster.pupils == {
        ClassId(3, 1): (Pupil("样一", "0101"),),
        ClassId(3, 2): (Pupil("样二"),),
    }


def test_a_workbook_with_a_title_and_numbers_is_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["2026学年学生名册"],
        [],
        ["序号", "年级", "班级", "学生姓名", "学号", "班主任", "备注"],
        [1, "三年级", 1, "样　一", 101, "样老师", "走读"],
        [2, "七年级", "2班", "Anna  Lee", 702.0, None, None],
    ]
    assert read(tmp_path, "r.xlsx", workbook(rows)).pupils == {
        ClassId(3, 1): (Pupil("样一", "101", "样老师"),),
        ClassId(7, 2): (Pupil("Anna Lee", "702"),),
    }


@pytest.mark.parametrize(
    "written", ["3-1", "三年级(1)班", "三（1）班", "三年级1班", "301", "301班"]
)
def test_classes_as_schools_write_them(tmp_path: Path, written: str) -> None:
    data = csv_of([["姓名", "班级"], ["样一", written]]).encode()
    assert list(read(tmp_path, "r.csv", data).pupils) == [ClassId(3, 1)]


def test_junior_classes(tmp_path: Path) -> None:
    data = csv_of([["姓名", "班級"], ["样一", "初一(2)班"]]).encode()
    assert list(read(tmp_path, "r.csv", data).pupils) == [ClassId(7, 2)]


def test_every_name_of_a_column_is_understood(tmp_path: Path) -> None:
    for heading in COLUMNS["name"]:
        data = csv_of([["CLASS", heading.upper()], ["3-1", "样一"]]).encode()
        assert read(tmp_path, "r.csv", data).pupils[ClassId(3, 1)][0].name == "样一"


def test_the_roster_of_one_class_needs_no_column_of_classes(tmp_path: Path) -> None:
    data = csv_of([["姓名"], ["样一"]]).encode()
    assert list(read(tmp_path, "r.csv", data, ClassId(3, 2)).pupils) == [ClassId(3, 2)]
    assert faults(tmp_path, "r.csv", data) == [("no-class-column", 0)]


def test_every_fault_comes_at_once_with_its_row(tmp_path: Path) -> None:
    rows = [
        ["班级", "姓名"],
        ["三年级", "样一"],
        ["3-9", "样二"],
        ["", "样三"],
        ["3-1", ""],
        ["3-1", "样" * 41],
        ["3-1", "样\x07五"],
    ]
    assert faults(tmp_path, "r.csv", csv_of(rows).encode()) == [
        ("class", 2),
        ("unknown-class", 3),
        ("no-class", 4),
        ("no-name", 5),
        ("name", 6),
        ("name", 7),
    ]


def test_a_name_in_the_wrong_column_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(BadRoster) as bad:
        read(tmp_path, "r.csv", csv_of([["班级", "姓名"], ["样一", "3-1"]]).encode())
    assert "样一" not in f"{bad.value!r} {bad.value.faults}"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("r.csv", "学号\r\n1\r\n".encode(), "heading"),
        ("r.csv", "班级,姓名,名字\r\n3-1,样一,样二\r\n".encode(), "doubled"),
        ("r.csv", "班级,姓名\r\n".encode(), "empty"),
        ("r.csv", b"", "heading"),
        ("r.csv", b"\xff\xff\xff,\x00", "encoding"),
        ("r.csv", '班级,姓名\r\n"3-1,样一'.encode() + b"x" * 200_000, "broken"),
        ("r.xls", b"\xd0\xcf\x11\xe0rest", "old"),
        ("r.xlsx", b"\xd0\xcf\x11\xe0rest", "password"),
        ("r.xlsx", b"PK\x03\x04broken", "broken"),
        ("r.xlsx", b"nothing like it", "broken"),
        ("r.pdf", b"%PDF-1.7", "kind"),
        ("r.csv", b"x" * (MOST_BYTES + 1), "too-big"),
        ("r.csv", "班级,姓名\r\n".encode() + "3-1,样\r\n".encode() * (MOST_ROWS + 2), "too-many"),
    ],
)
def test_a_file_that_is_no_roster_is_told_by_what_it_is(
    tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    assert [fault for fault, _ in faults(tmp_path, name, data)] == [why]


def changed(data: bytes, part: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return out.getvalue()


def test_workbooks_that_mean_harm_are_refused_soon() -> None:
    good = workbook([["班级", "姓名"], ["3-1", "样一"]])
    sheet = "xl/worksheets/sheet1.xml"
    bomb = changed(good, sheet, b" " * (200 * 1024 * 1024))
    with pytest.raises(TableFault) as fault:
        rows_of("r.xlsx", bomb)
    assert fault.value.why == "too-big"
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    behind = laughs.replace(b"<!DOCTYPE", b"<!--" + b"x" * 9_000 + b"--><!DOCTYPE")
    for hostile in (laughs, behind):
        with pytest.raises(TableFault) as fault:
            rows_of("r.xlsx", changed(good, sheet, hostile))
        assert fault.value.why == "broken"


def test_a_workbook_that_says_it_has_a_million_rows_is_read_as_it_is() -> None:
    good = workbook([["班级", "姓名"], ["3-1", "样一"]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(good)) as file:
        text = file.read(sheet)
    vast = text.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert vast != text
    assert len(rows_of("r.xlsx", changed(good, sheet, vast))) == 2
    far = text.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"')
    with pytest.raises(TableFault):
        rows_of("r.xlsx", changed(good, sheet, far.replace(b'"B2"', b'"B1048576"')))


@pytest.mark.parametrize(
    "folder", ["content/letters", "site", "releases/1", ".sjboard", "templates"]
)
def test_a_roster_may_not_lie_where_files_are_published(tmp_path: Path, folder: str) -> None:
    place = tmp_path / "school" / folder
    place.mkdir(parents=True)
    (place / "r.csv").write_text(csv_of(ROWS), encoding="utf-8")
    with pytest.raises(BadRoster) as bad:
        read_roster(place / "r.csv", tmp_path / "school", KNOWN)
    assert [fault.why for fault in bad.value.faults] == ["place"]


def test_nobody_is_named_where_values_are_shown(tmp_path: Path) -> None:
    roster = read(tmp_path, "r.csv", csv_of(ROWS).encode())
    shown = f"{roster!r} {roster.pupils[ClassId(3, 1)]!r}"
    assert "样一" not in shown
    assert "0101" not in shown

"""Word files: data stay text, pictures and tables come out whole, faults are sentences, bytes are equal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
import segno
from docx.document import Document as WordDocument
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.edges.paper.fault import WordFault
from sjboard.edges.paper.word import fill
from sjboard.edges.paper.wordml import NOT_XML
from sjboard.render.paper.blocks import blocks, inline
from sjboard.render.paper.document import Document

DAY = date(2026, 11, 20)


def template(*paragraphs: str, footer: str = "", table: list[list[str]] | None = None) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table is not None:
        grid = made.add_table(0, len(table[0]))
        grid.autofit = False
        for row in table:
            cells = grid.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
                cell.width = Mm(30)
    if footer:
        made.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def document(data: Mapping[str, object], files: Mapping[str, bytes] | None = None) -> Document:
    return Document("三年级1班-第12周", "print/sample", data, files or {}, DAY)


def filled(source: bytes, **data: object) -> WordDocument:
    return docx.Document(io.BytesIO(fill(source, document(data))))


def texts(made: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in made.paragraphs]


HOSTILE = [
    "{{ 7 * 7 }}",
    "{% for x in range(9) %}一{% endfor %}",
    "{_{ 7 }_} {_% if 1 %_}",
    "{# 注释 #} {{p x}} {%tr for x in y %}",
    "<w:t>不是标签</w:t> & &amp; ]]> \"'",
    "“弯引号” ‘单’ …… —— 喆玥翀燚堃珺赟䶮 𠮷",
    "一\t二",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    made = filled(template("前{{ text }}后", footer="页脚 {{ text }}"), text=text)
    assert texts(made)[0] == f"前{text}后"
    assert made.sections[0].footer.paragraphs[0].text == f"页脚 {text}"


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_stays_text_without_what_xml_forbids(text: str) -> None:
    made = filled(template("{{ text }}", "{{p stack(body) }}"), text=text, body=body_of(text))
    expected = NOT_XML.sub("", text)
    assert texts(made) == [expected, expected]


def body_of(text: str) -> list[dict[str, Any]]:
    return [{"block": "paragraph", "runs": [{"text": text}]}]


def test_control_characters_are_dropped_and_line_ends_kept() -> None:
    made = filled(template("{{ text }}"), text="一\x00\x07\x0b\x0c二\r\n三\ud800\ufdd0\ufffe")
    assert texts(made) == ["一二\n三"]


def test_values_are_written_once_whatever_they_are() -> None:
    made = filled(
        template("{{ n }}|{{ nothing }}|{{ yes }}|{{ 1 + 1 }}"), n=0, nothing=None, yes=True
    )
    assert texts(made) == ["0||True|2"]


def test_rows_and_columns_repeat_and_the_grid_fits() -> None:
    source = template(
        table=[
            ["科目", "{%tc for d in days %}", "{{ d }}", "{%tc endfor %}", "合计"],
            ["{%tr for r in rows %}", "", "", "", ""],
            [
                "{{ r.name }}",
                "{%tc for m in r.minutes %}",
                "{{ m }}",
                "{%tc endfor %}",
                "{{ r.sum }}",
            ],
            ["{%tr endfor %}", "", "", "", ""],
        ]
    )
    rows = [{"name": f"科目{n}", "minutes": [n] * 7, "sum": 7 * n} for n in range(9)]
    made = filled(source, days=list("一二三四五六日"), rows=rows)
    table = made.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["科目", *"一二三四五六日", "合计"]
    assert [cell.text for cell in table.rows[9].cells] == ["科目8", *["8"] * 7, "56"]
    widths = [column.width or 0 for column in table.columns]
    assert len(widths) == 9
    before = docx.Document(io.BytesIO(source)).tables[0]
    assert sum(widths) == sum(column.width or 0 for column in before.columns)
    assert [cell.width for cell in table.rows[4].cells] == widths


def test_a_table_within_a_cell_leaves_the_outer_columns_alone() -> None:
    html = "<p>填表</p><table><tbody><tr>" + "<td>格</td>" * 8 + "</tr></tbody></table>"
    source = template(table=[["{{ day }}", "{{p stack(body, width=60) }}"]])
    made = filled(source, day="周一", body=blocks(html))
    outer = made.tables[0]
    assert len(outer.columns) == 2
    cell = outer.rows[0].cells[1]
    assert len(cell.tables[0].columns) == 8
    assert sum(column.width or 0 for column in cell.tables[0].columns) <= Mm(60)
    assert cell.paragraphs[-1].text == ""  # a cell may not end in a table


def test_a_cell_that_a_loop_left_empty_still_has_a_paragraph() -> None:
    source = template(table=[["一", ""]])
    made = docx.Document(io.BytesIO(source))
    cell = made.tables[0].rows[0].cells[1]
    cell.paragraphs[0].text = "{%p for x in items %}"
    cell.add_paragraph("{{ x }}")
    cell.add_paragraph("{%p endfor %}")
    out = io.BytesIO()
    made.save(out)
    assert [
        p.text for p in filled(out.getvalue(), items=[]).tables[0].rows[0].cells[1].paragraphs
    ] == [""]
    assert filled(out.getvalue(), items=["甲", "乙"]).tables[0].rows[0].cells[1].text == "甲\n乙"


def test_what_a_teacher_wrote_keeps_its_shape() -> None:
    html = (
        "<h4>一、读</h4><p>读<strong>三</strong>遍，<em>慢</em>读 <code>a &lt; b</code><br>换行</p>"
        "<ol start='3'><li>甲<ul><li>子</li></ul></li><li><p>乙</p><p>乙二</p></li></ol>"
        "<blockquote><p>引</p></blockquote><pre>x\n  y</pre>"
    )
    made = filled(template("{{p stack(body) }}"), body=blocks(html))
    assert texts(made) == [
        "一、读",
        "读三遍，慢读 a < b\n换行",
        "3.\t甲",
        "◦\t子",
        "4.\t乙",
        "乙二",
        "引",
        "x\n  y",
    ]
    assert made.paragraphs[0].style is not None
    assert made.paragraphs[0].style.name == "Heading 1"
    runs = {run.text: run for run in made.paragraphs[1].runs}
    assert runs["三"].bold
    assert 'w:em w:val="dot"' in runs["慢"]._element.xml


def test_the_marks_of_a_run_stand_in_the_order_that_word_wants() -> None:
    every = ("strong", "em", "code", "del", "under", "mark", "small", "sup", "english")
    english = marks({"text": "one", **dict.fromkeys(every, True)})
    assert english == ["rFonts", "b", "i", "strike", "sz", "highlight", "u", "vertAlign", "lang"]
    assert marks({"text": "一", "em": True, "sub": True}) == ["vertAlign", "em"]


def marks(run: dict[str, Any]) -> list[str]:
    """Give the names of the properties that a run gets, in their order."""
    made = filled(template("{{r runs(line) }}"), line=[run])
    written = next(each for each in made.paragraphs[0].runs if each.text)
    properties = written._element.rPr
    assert properties is not None
    return [child.tag.rpartition("}")[2] for child in properties]


def test_inline_text_within_a_paragraph() -> None:
    made = filled(template("甲 {{r runs(title) }} 乙"), title=inline("读《Let’s go》"))
    assert texts(made) == ["甲 读《Let’s go》 乙"]


def qr() -> bytes:
    out = io.BytesIO()
    segno.make("http://10.8.0.5/board/").save(out, kind="png", scale=4)
    return out.getvalue()


def test_pictures_have_the_width_that_was_asked_for_and_say_what_they_show() -> None:
    source = template("{{r picture('qr.png', 20, '二维码') }}", "{{p stack(body) }}")
    data = {"body": [{"block": "image", "file": "qr.png", "alt": "大图"}]}
    made = docx.Document(io.BytesIO(fill(source, document(data, {"qr.png": qr()}))))
    small, own = made.inline_shapes
    assert small.width == small.height
    assert abs(small.width - Mm(20)) < Mm(0.1)
    assert own.width <= Mm(150)
    assert small._inline.docPr.get("descr") == "二维码"
    parts = {part.partname for part in made.part.package.iter_parts() if "media" in part.partname}
    assert len(parts) == 1  # one picture shown twice is kept once


@pytest.mark.parametrize("data", [b"", b"GIF8", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"<svg/>"])
def test_a_picture_that_word_cannot_show_gives_way_to_its_words(data: bytes) -> None:
    source = template("{{r picture('x.png', 20, '一张图') }}")
    made = docx.Document(io.BytesIO(fill(source, document({}, {"x.png": data}))))
    assert texts(made) == ["一张图"]


def test_equal_inputs_give_equal_bytes_without_a_clock() -> None:
    source = template("{{ text }}", "{{r picture('qr.png', 20, '') }}", footer="{{ text }}")
    value = document({"text": "一", "title": "公示单", "language": "zh-Hans"}, {"qr.png": qr()})
    first, second = fill(source, value), fill(source, value)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist()[0] == "[Content_Types].xml"
        core = file.read("docProps/core.xml").decode("utf-8")
    assert "python-docx" not in core
    properties = docx.Document(io.BytesIO(first)).core_properties
    assert properties.title == "公示单"
    assert properties.created == datetime.combine(DAY, datetime.min.time(), UTC)


def test_the_time_of_the_template_does_not_matter() -> None:
    source = template("{{ text }}")
    later = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(later, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2030, 1, 2, 3, 4, 6)), old.read(name))
    value = document({"text": "一"})
    assert fill(source, value) == fill(later.getvalue(), value)


@pytest.mark.parametrize(
    ("source", "why", "near", "message"),
    [
        (b"", "unreadable", "", "zip"),
        (b"PK\x03\x04 no zip", "unreadable", "", "zip"),
        (template("班级：{{ clas }}"), "unknown", "班级：{{ clas }}", "clas"),
        (template("一", "{% if text %}没有结尾"), "syntax", "没有结尾", "endif"),
        (template("{{ text | upperr }}"), "syntax", "upperr", "upperr"),
        (template("{{ 1 // 0 }}"), "failed", "{{ 1 // 0 }}", "division"),
        (template("{{ text.__class__.__mro__ }}"), "failed", "__class__", "unsafe"),
        (template("{{ picture.__func__.__globals__ }}"), "failed", "__func__", "unsafe"),
        (template("{{ picture.__self__ }}"), "failed", "__self__", "unsafe"),
        (template("{{ (stack | attr('__self__')).docx }}"), "failed", "__self__", "unsafe"),
        (
            template("{%p for x in 'ab' %}", table=[["{%p endfor %}", "一"]]),
            "structure",
            "",
            "mismatch",
        ),
        (template("{% for x in range(10000000) %}{% endfor %}"), "failed", "range", "big"),
    ],
)
def test_a_templates_fault_says_which_template_where_and_what(
    source: bytes, why: str, near: str, message: str
) -> None:
    with pytest.raises(WordFault) as caught:
        fill(source, document({"text": "一"}))
    assert caught.value.template == "print/sample.docx"
    assert caught.value.document == "三年级1班-第12周"
    assert caught.value.why == why
    assert near in caught.value.near
    assert message in caught.value.message.lower()


def test_a_zip_that_is_no_word_file_is_said_to_be_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "一")
    with pytest.raises(WordFault) as caught:
        fill(out.getvalue(), document({}))
    assert caught.value.why == "unreadable"


def test_a_template_that_unpacks_without_end_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * (65 * 1024 * 1024))
    with pytest.raises(WordFault) as caught:
        fill(out.getvalue(), document({}))
    assert "unpacks" in caught.value.message

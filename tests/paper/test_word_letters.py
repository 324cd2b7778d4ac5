"""Letters as Word files: an office can go on editing them, and another program makes pages of them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from docs.word_letters import TEMPLATES
from docs.word_templates import PRINT, saved
from sjboard.edges.paper.word import fill
from sjboard.model import ClassId
from sjboard.render.paper.document import Document
from sjboard.render.paper.mailing import Pupil
from tests.paper.mail import MM, RECEIPT, SENTENCE, letter, lines_of, png, posted

BODY = (
    "尊敬的{{ 学生 }}家长：\n\n" + SENTENCE + "\n\n## 甲\n\n## 乙\n\n### 丙\n\n### 丁\n\n"
    "1. 一条**重点** {{ x }}\n2. 二条\n\n| 年级 | 上限 |\n|---|---|\n| 三 | 60分钟 |\n\n"
    "![校门](../assets/图.png)\n\nI’d like some tea.\n"
).replace("{{ x }}", "`{% x %}`")


def made(style: str, *pupils: Pupil) -> Document:
    text = letter(BODY, "落款: 校办\n", RECEIPT, style=style)
    pictures = {"content/assets/图.png": png(300, 200)}
    class_id = ClassId(3, 1) if pupils else None
    return posted(text, pictures, class_id=class_id, pupils=pupils, word=True)[0]


def word_of(document: Document) -> bytes:
    return fill((PRINT / f"{document.template.rpartition('/')[2]}.docx").read_bytes(), document)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_what_the_script_makes(name: str) -> None:
    assert (PRINT / f"{name}.docx").read_bytes() == saved(TEMPLATES[name]())


def test_the_official_letter_has_the_standards_measures() -> None:
    word = docx.Document(io.BytesIO(word_of(made("公文"))))
    section = word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round((margin or 0) / 36000) for margin in margins] == [37, 35, 28, 26]
    body = word.styles["信的正文"]
    assert body.font.size.pt == 16
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.06)
    properties = body.element
    fonts = properties.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "仿宋"
    indent = properties.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent.get(qn("w:firstLineChars")) == "200"
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert {"一、甲", "（一）丙"} <= set(texts)
    # The date is the longer: it ends two characters from the right, the name begins two before it.
    assert "\u3000" * 18 + "校办" in texts
    assert "\u3000" * 20 + "2026年9月4日" in texts


def test_the_receipt_is_one_row_that_is_never_torn() -> None:
    for style in ("公文", "便函"):
        word = docx.Document(io.BytesIO(word_of(made(style))))
        slip = next(t for t in word.tables if "回执" in t.rows[0].cells[0].text)
        assert len(slip.rows) == 1
        assert slip.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        assert "交回班主任" in slip.rows[0].cells[0].text


def test_every_copy_begins_a_section_whose_pages_count_from_one() -> None:
    pupils = (Pupil("样一", "01"), Pupil("样喆玥"), Pupil("{{ x }}"))
    for style in ("公文", "便函"):
        data = word_of(made(style, *pupils))
        assert data == word_of(made(style, *pupils))
        word = docx.Document(io.BytesIO(data))
        assert len(word.sections) == 3
        for section in word.sections:
            number = section._sectPr.find(qn("w:pgNumType"))
            assert number is not None
            assert number.get(qn("w:start")) == "1"
        text = "".join(t.text or "" for t in word.element.iter(qn("w:t")))
        assert all(text.count(pupil.name) >= 3 for pupil in pupils)
        assert "{% x %}" in text


def test_libreoffice_makes_pages_of_them(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program is not None, "install libreoffice-writer-nogui"
    for style in ("公文", "便函"):
        (tmp_path / f"{style}.docx").write_bytes(word_of(made(style, Pupil("样一"), Pupil("样二"))))
    profile = (tmp_path / "profile").as_uri()
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    options = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    command = [program, f"-env:UserInstallation={profile}", *options, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for style, left, right in (("公文", 28, 184), ("便函", 25, 185)):
        pages = lines_of((tmp_path / f"{style}.pdf").read_bytes())
        texts = ["".join(line.text for line in page).replace(" ", "") for page in pages]
        for name in ("样一", "样二"):
            assert sum(name in text for text in texts) >= 1
        slips = [text for text in texts if "沿虚线剪下" in text]
        assert len(slips) == 2
        assert all("家长签名" in text and "交回班主任" in text for text in slips)
        for page in pages:
            for line in page:
                assert line.left >= left * MM - 2
                assert line.right <= right * MM + 16

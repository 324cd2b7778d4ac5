"""A hostile text in everything that comes out: pages, paper, data, calendars, feeds, search, a workbook.

It arrives as the text that it is: no formula, no tag, no line of its own, no code of Typst's or Jinja's.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import openpyxl
import pypdf
import pytest

from tests.hostile.corpus import CONFIG, WEEK
from tests.hostile.test_published import faults
from tests.running import run_in

TODAY = "2026-11-20"
FORMULAS = (
    '=HYPERLINK("http://evil.example","点我")', "+1+1", "-1+1 不是负数", "@SUM(1)", "＝1＋1", "＋1",
    "－1＋1", "＠SUM(1)", "=cmd|' /C calc'!A0",
)  # fmt: skip
TEXTS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"' onclick=alert(1) x='",
    "]]> --> */ \\; , ;",
    "{{ 7+7 }} {% raw %} {# #} ${7+7}",
    '#eval("1 + 1") $ x $ #import "a.typ"',
    "BEGIN:VALARM",
    "ATTENDEE:mailto:a@evil.example",
    "读\u2028书\u2029写",
)
SPECIAL = re.compile(r"[&<>]")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
CODE = re.compile(r"alert\(1\)")


def written(text: str) -> str:
    """A text as somebody writes it who wants it to be seen: Markdown's signs and HTML's escaped."""
    text = text.replace("\\", "\\\\").replace("*/", "\\*/").replace("#", "\\#")
    return SPECIAL.sub(lambda found: f"&{ {'&': 'amp', '<': 'lt', '>': 'gt'}[found[0]] };", text)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that says all of it, built, printed and exported."""
    root = tmp_path_factory.mktemp("school")
    items = "".join(f"- {written(text)} {{口头 5分钟}}\n" for text in (*FORMULAS, *TEXTS))
    says = "".join(f"{written(text)}\n\n" for text in (*FORMULAS, *TEXTS) if "{{" not in text)
    files = {
        "config.yaml": CONFIG.replace("样例小学", "'=1+1 <script>alert(1)</script>'")
        + "site: {url: 'http://board.example/'}\nprivacy: {teachers: name}\n",
        f"{WEEK}/语文.md": f"---\n学科: 语文\n教师: '=1+1<b>'\n---\n\n## 周一\n\n{items}",
        "content/letters/a.md": f"---\n标题: '=1+1 <script>alert(1)</script> #eval'\n日期: 2026-11-13\n"
        f"落款: '@SUM(1) </script>'\n---\n\n{says}",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    week = ("--today", TODAY)
    commands = [("build",), ("export", "--week", "12")]
    commands += [
        ("print", *chosen, "--what", what, "--format", form, "--output", "out")
        for what, chosen in (
            ("notices", ("--week", "12")),
            ("letters", ()),
            ("forms", ("--week", "12")),
        )
        for form in ("html", "docx", "pdf")
    ]
    for command in commands:
        done = run_in(root, *week, *command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    return root


def pages(school: Path, ending: str) -> dict[str, bytes]:
    found = sorted((school / "site").rglob(f"*{ending}"))
    assert found
    return {path.relative_to(school / "site").as_posix(): path.read_bytes() for path in found}


def test_pages(school: Path) -> None:
    found = pages(school, ".html")
    assert faults(found) == {}
    for path, data in found.items():
        text = data.decode("utf-8")
        assert f'http-equiv="Content-Security-Policy" content="{POLICY}"' in text, path
        assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", text), path
        assert "<style" not in text, path
        assert not re.search(r'\s(?:src|srcset|poster)="(?:https?:)?//', text), path
        assert not re.search(r'<link[^>]*href="(?:https?:)?//', text), path
    shown = found["2026-autumn/w12/g3/c1/index.html"].decode("utf-8")
    for text in ("&lt;script&gt;alert(1)", "{{ 7+7 }} {% raw %}", "#eval("):
        assert text in shown


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
@pytest.mark.parametrize("what", ["作业公示", "script"])
def test_paper(form: str, what: str, school: Path) -> None:
    found = sorted(p for p in (school / "out").rglob(f"*.{form}") if what in p.name)
    assert found
    for path in found:
        if form == "html":
            text = path.read_text(encoding="utf-8")
            found_faults = faults({path.name: path.read_bytes()}).get(path.name, [])
            own = ("<style>", "img src=data:image/")  # a file to print brings its own along
            assert [fault for fault in found_faults if not fault.startswith(own)] == []
            assert "default-src 'none'" in text
        elif form == "docx":
            text = _word(path)
        else:
            reader = pypdf.PdfReader(path)
            text = "".join(page.extract_text() for page in reader.pages)
            assert not re.search(rb"/JavaScript|/Launch|/EmbeddedFile", path.read_bytes())
        squeezed = re.sub(r"\s", "", text)
        assert "alert(1)" in squeezed
        assert '#eval("1+1")' in squeezed.replace("“", '"').replace("”", '"').replace("&#34;", '"')
        assert "@SUM(1)" in squeezed
        assert what == "script" or "{{7+7}}{%raw%}" in squeezed


def _word(path: Path) -> str:
    """A Word file's text; nothing in it leads elsewhere or reckons."""
    texts = []
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            data = parts.read(name)
            tree = ET.fromstring(data)  # noqa: S314 - what we have just written ourselves
            texts += [each.text or "" for each in tree.iter() if each.tag.endswith("}t")]
            assert b"evil.example" not in data or not name.endswith(".rels")
            assert b"DDE" not in data
            assert not re.search(rb'TargetMode="External"[^>]*evil', data)
    return "".join(texts)


def test_data(school: Path) -> None:
    said = json.loads((school / "site/data/2026-autumn/w12.json").read_bytes())
    (monday,) = [day for day in said["classes"][0]["days"] if day["day"] == "2026-11-23"]
    texts = [item["text"] for item in monday["items"]]
    assert texts == [
        " ".join(text.split()) if "\u2028" not in text else text for text in (*FORMULAS, *TEXTS)
    ]
    for item in monday["items"]:
        assert "<script" not in item["html"]


def test_scripts_with_data_in_them(school: Path) -> None:
    found = {**pages(school, ".js")}
    ours = {path: data for path, data in found.items() if not path.startswith("assets/")}
    assert any(path.startswith("search/") for path in ours)
    assert any("/screen-" in path for path in ours)
    for path, data in ours.items():
        text = data.decode("utf-8")
        assert not re.search(r"</script|<!--|[\u2028\u2029]", text, re.IGNORECASE), path


def test_calendar(school: Path) -> None:
    data = (school / "site/classes/g3c1/homework.ics").read_bytes()
    calendar = icalendar.Calendar.from_ical(data)
    assert {type(each).__name__ for each in calendar.walk()} <= {
        "Calendar",
        "Event",
        "Timezone",
        "TimezoneStandard",
    }
    assert not re.search(rb"(?m)^(?:BEGIN:VALARM|ATTENDEE|ATTACH)", data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    said = "".join(str(each.get("description", "")) for each in calendar.walk("VEVENT"))
    for text in ("=HYPERLINK", "BEGIN:VALARM", "<script>alert(1)</script>", "{{ 7+7 }}"):
        assert text in said


@pytest.mark.parametrize("path", ["feed.xml", "classes/g3c1/feed.xml"])
def test_feeds(path: str, school: Path) -> None:
    tree = ET.fromstring((school / "site" / path).read_bytes())  # noqa: S314 - as above
    space = "{http://www.w3.org/2005/Atom}"
    assert {each.tag.partition("}")[2] for each in tree.iter() if each.tag.startswith(space)} <= {
        "feed", "id", "title", "updated", "published", "link", "author", "name", "entry", "content",
        "summary", "icon", "logo", "generator", "subtitle", "rights", "category", "uri",
    }  # fmt: skip
    for content in tree.iter(f"{space}content"):
        assert content.get("type") in ("html", "text", "xhtml")
        if content.get("type") == "html":
            assert faults({"feed.html": (content.text or "").encode()}) == {}
            assert not re.search(r"<script|\son\w+=\"", content.text or "")


def test_workbook(school: Path) -> None:
    (path,) = school.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    for text in FORMULAS:
        assert text in texts
    for cell in cells:
        if cell.data_type == "f":
            assert not re.search(r"HYPERLINK|cmd|evil|SUM\(1\)|^=1\+1", str(cell.value))
    assert not [cell for cell in cells if cell.hyperlink]
    book.close()
    with zipfile.ZipFile(path) as parts:
        assert not [
            name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()
        ]

"""A school's own templates: the changes that the docs show, the list, copies, and every fault told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.running import ROOT, run_in

FRIDAY = ("--today", "2026-11-20")
NOTICE = "2026-autumn/w12/g3/c1/notice.html"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """One week of one grade of the demonstration school."""
    folder = tmp_path / "school"
    shutil.copytree(ROOT / "content" / "2026-autumn/w12/g3", folder / "content/2026-autumn/w12/g3")
    shutil.copytree(ROOT / "content" / "assets", folder / "content" / "assets")
    shutil.copy(ROOT / "config.yaml", folder)
    return folder


def _write(school: Path, **templates: str) -> None:
    for name, text in templates.items():
        path = school / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _shown(heading: str) -> dict[str, str]:
    """The files that docs/templates.md shows below a heading: name below templates/ → text."""
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    part = page.split(f"### {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
    found = re.findall(
        r"^`templates/([\w./-]+)`[^\n]*：\n\n```\w+\n(.*?)^```$", part, re.MULTILINE | re.DOTALL
    )
    return dict(found)


def _pages(school: Path) -> dict[str, str]:
    site = school / "site"
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def _built(school: Path) -> dict[str, str]:
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return _pages(school)


def test_logo_and_colours_as_the_docs_show_them(school: Path) -> None:
    files = _shown("校徽和颜色")
    assert set(files) == {"base.html", "assets/school.css"}
    _write(school, **files, **{"assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    pages = _built(school)
    assert len(pages) > 10
    for address, page in pages.items():
        if address.endswith("screen.html"):
            continue  # it has a frame of its own
        style = re.search(r'href="([./]*)(assets/school-[0-9a-f]{12}\.css)"', page)
        assert style, address
        assert (school / "site" / style[2]).is_file()
        assert re.search(r'<a class="school" [^>]*><img class="logo" src="[./]*assets/logo-', page)
        assert 'name="theme-color" content="#7a2430"' in page


def test_a_line_on_the_notice_as_the_docs_show_it(school: Path) -> None:
    _write(school, **_shown("公示单上加一行"))
    pages = _built(school)
    line = "<p>校长信箱：实验楼一楼大厅，每周一开箱。</p>"
    assert pages[NOTICE].count(line) == 1
    assert pages["2026-autumn/w12/notices.html"].count(line) == 18
    assert line not in pages["2026-autumn/w12/g3/c1/index.html"]


def test_a_new_page_as_the_docs_show_it(school: Path) -> None:
    files = _shown("加一个网页")
    assert set(files) == {"pages/sleep.html", "base.html"}
    _write(school, **files)
    pages = _built(school)
    assert "<h1>睡眠时间</h1>" in pages["pages/sleep/index.html"]
    assert 'href="../../index.html"' in pages["pages/sleep/index.html"]
    assert '<a href="pages/sleep/index.html">睡眠时间</a>' in pages["index.html"]
    (school / "templates/pages/sleep.html").unlink()
    (school / "templates/base.html").unlink()
    assert "pages/sleep/index.html" not in _built(school)


def test_the_list_says_whose_each_template_is(school: Path) -> None:
    shown = _shown("公示单上加一行")
    old = "{# sjboard 0.0.1 · 0123456789ab #}\n"
    _write(
        school,
        **shown,
        **{
            "404.html": old + '{% extends "base.html" %}',
            "pages/sleep.html": '{% extends "base.html" %}',
            "parts/old.html": "x",
        },
    )
    done = run_in(school, "templates")
    told = dict(line.split("  ", 1) for line in done.stdout.splitlines() if "  " in line)
    assert done.returncode == 0
    assert told["board/class.html"] == "自带的"
    assert told["parts/notice.html"] == "学校的，在自带的上面改了 notice_line"
    assert told["404.html"] == "学校的，抄自 0.0.1 版；自带的后来改过，请用 --diff 对照"
    assert told["pages/sleep.html"] == "学校自己加的网页"
    assert told["parts/old.html"] == "学校的，没有一处用到它"
    assert "其中学校自己的 4 个" in done.stdout
    only = run_in(school, "templates", "--quiet", "parts/old.html")
    assert only.stdout == "parts/old.html  学校的，没有一处用到它\n"


def test_a_copy_can_be_changed_and_compared(school: Path) -> None:
    done = run_in(school, "templates", "--copy", "404.html")
    assert done.returncode == 0
    path = school / "templates" / "404.html"
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\{# sjboard [\d.a-z]+ · [0-9a-f]{12} #\}\n", text)
    before = _built(school)["404.html"]
    path.write_text(text.replace("</h2>", "？</h2>"), encoding="utf-8", newline="\n")
    assert _built(school)["404.html"] == before.replace("</h2>", "？</h2>")
    told = run_in(school, "templates", "--diff").stdout.splitlines()
    assert told[:2] == ["--- !404.html", "+++ templates/404.html"]
    assert sum(line.startswith("+") for line in told) == 2
    again = run_in(school, "templates", "--copy", "404.html")
    assert again.returncode == 2
    assert "不会覆盖" in again.stderr
    assert "？" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.html"], "没有叫“none.html”的模板"),
        (["--copy"], "请写出要抄哪个模板"),
        (["--copy", "parts/own.html"], "没有可抄的"),
    ],
)
def test_what_cannot_be_listed_or_copied_is_told(
    school: Path, arguments: list[str], says: str
) -> None:
    _write(school, **{"parts/own.html": "x"})
    done = run_in(school, "templates", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "board/class.html",
            '{% extends "!board/class.html" %}\n{% block content %}{{ bord.id }}{% endblock %}',
            r"模板 board/class\.html 第 2 行有错（正在写 \S+/c1/index\.html）：没有名为“bord”的变量。",
        ),
        (
            "board/class.html",
            '{% extends "board/class.html" %}',
            r"模板 board/class\.html 第 1 行有错（正在写 \S+）：它引入或继承了它自己",
        ),
        (
            "board/class.html",
            '{% extends "!board/class.html" %}\n\n{% block smal_print %}{% endblock %}',
            r"模板 board/class\.html 第 3 行有错：块“smal_print”写了也不会显示",
        ),
        ("rules.html", "{% if %}", r"模板 rules\.html 第 1 行有错（正在写 rules/index\.html）"),
        ("pages/睡眠.html", "x", r"模板 pages/睡眠\.html 有错：.*小写英文字母"),
    ],
)
def test_a_fault_is_told_and_nothing_is_published(
    school: Path, name: str, text: str, says: str
) -> None:
    before = _built(school)
    _write(school, **{name: text})
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 1
    assert re.search(says, done.stderr), done.stderr
    assert "没有发布，site/ 保持原样。" in done.stderr
    assert _pages(school) == before


def test_a_template_in_gbk_is_told(school: Path) -> None:
    path = school / "templates" / "404.html"
    path.parent.mkdir()
    path.write_bytes("第一行\n作业".encode("gbk"))
    done = run_in(school, "build", *FRIDAY)
    assert done.returncode == 1
    assert "模板 404.html 第 1 行有错" in done.stderr
    assert "不是 UTF-8 编码" in done.stderr

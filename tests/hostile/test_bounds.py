"""Texts made to cost time, memory or a flood of messages: refused or read, soon, in few words."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sjboard.build import check_site
from sjboard.build.sources import Sources
from sjboard.diagnostics import Severity
from sjboard.edges.disk import lines_of, snapshot
from sjboard.edges.report import Report, as_json, as_text
from sjboard.edges.terminal import words

FILE = "content/2026-autumn/w12/g3/语文.md"
FRONT = "---\n学科: 语文\n教师: 王芳\n---\n\n"
HEAD = f"{FRONT}## 周一\n\n"
TAG = " {口头 5分钟}\n"
SECONDS = 5
CONFIG = """\
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}]
grades: {3: 1}
subjects: [{id: chinese, name: 语文}]
"""

PIECES = (
    "[", "[a][", "![", "[a](", "![](x", "[a](<b", "[[", "<", "<![CDATA[", "<!--", "<?", "<!A", "<b>", "</b>",
    "&", "&#x", "&gt;", "\\", "`", "~", "*a", "_a ", "**", "*_", "|", "> ", "- ", "1. ", "# ", "<a@b.c>",
    "<http://a", "(", "{", "}", "：", "9", "9.", "-", "- -", "=", "×", "a@", "1381234", "请家长", "抄十遍",
    "微信号", "\u200d", "\u0301", "\u200f",
)  # fmt: skip
WHOLE: Mapping[str, str] = {
    "aliases": f"---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n\n## 周一\n\n- 读{TAG}",
    "merge": f"---\n<<: {{学科: 语文}}\n---\n\n## 周一\n\n- 读{TAG}",
    "tag": f"---\n学科: !!python/object/apply:os.abort []\n教师: 王芳\n---\n\n## 周一\n\n- 读{TAG}",
    "deep list": f"---\n学科: {'[' * 5000}\n教师: 王芳\n---\n\n## 周一\n\n- 读{TAG}",
    "deep mapping": f"---\n学科: {'{a: ' * 3000}\n---\n\n## 周一\n\n- 读{TAG}",
    "only brackets": ("---\n" + "[" * 65_000),
    "question marks": f"---\n{'? ' * 5000}\n---\n\n## 周一\n\n- 读{TAG}",
    "a long key": f"---\n{'k' * 10_000}: 1\n---\n\n## 周一\n\n- 读{TAG}",
    "many keys": "---\n" + "".join(f"k{i}: 1\n" for i in range(1400)) + "---\n",
    "a number of 3,900 figures": f"---\n学科: 语文\n周次: {'9' * 3900}\n---\n\n## 周一\n\n- 读{TAG}",
    "quotes in quotes": HEAD + "- 读" + TAG + "".join(f"  {'>' * i} a\n" for i in range(1, 300)),
    "lists in lists": HEAD + "- 读" + TAG + "".join(f"{'  ' * i}- a\n" for i in range(1, 300)),
    "an open fence": f"{HEAD}```\n- 读{TAG}",
    "words in a group": f"{HEAD}- 读 {{{' 书' * 900}}}\n",
    "glued words": f"{HEAD}- 读 {{{'书面15分钟' * 250}}}\n",
    "days in a heading": f"{FRONT}## {'周一、' * 600}\n\n- 读{TAG}",
    "ranges in a heading": f"{FRONT}## {'周一至' * 600}\n\n- 读{TAG}",
    "blanks": f"{HEAD}- 读{' ' * 1900}书{TAG}",
    "definitions": HEAD + "".join(f"- [a{i}][r{i}]{TAG}" for i in range(150))
    + "".join(f"\n[r{i}]: x{i}.png" for i in range(700)),
}  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("school")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8", newline="\n")
    return snapshot(folder / "config.yaml")


def told(sources: Sources) -> tuple[int, str]:
    """Check as the command does, with its report; give the number of errors and the text."""
    begun = time.process_time()
    outcome = check_site(sources)
    report = Report(outcome.diagnostics, outcome.entries, tuple(outcome.states.values()))
    text = as_text(report, words("zh-Hans"), lines_of(sources))
    as_json(report, words("zh-Hans"))
    assert time.process_time() - begun < SECONDS
    return report.count(Severity.ERROR), text


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file(name: str, school: Sources) -> None:
    errors, text = told(replace(school, content={FILE: WHOLE[name].encode()}))
    assert errors or name in ("an open fence", "blanks")
    assert len(text) < 50_000


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("shape", ["line", "paragraph", "lines"])
def test_a_piece_over_and_over(shape: str, piece: str, school: Sources) -> None:
    long = (piece * 2000)[:1900]
    body = {
        "line": f"- 读{long}{TAG}",
        "paragraph": "\n".join([long] * 5) + f"\n\n- 读{TAG}",
        "lines": f"- 读{TAG}" + f"  {long[:28]}\n" * 400,
    }[shape]
    _, text = told(replace(school, content={FILE: (HEAD + body).encode()}))
    assert len(text) < 300_000


@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? ", "&a ", "*", '"', "\t", "a: ", "字"])
def test_settings_of_one_endless_line(piece: str, school: Sources) -> None:
    errors, text = told(replace(school, config=(CONFIG + piece * 60_000).encode()))
    assert errors
    assert len(text) < 10_000


def test_a_line_of_a_megabyte_is_shown_in_part(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"school: " + b"[" * 1_000_000)
    errors, text = told(snapshot(tmp_path / "config.yaml"))
    assert errors
    assert len(text) < 5_000

"""Whatever anybody writes anywhere, a page holds nothing that runs, loads or leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from sjboard.build import Outcome, build_site
from sjboard.edges.disk import snapshot

TODAY = date(2026, 11, 20)
WEEK = "content/2026-autumn/w12/g3"
HEAD = "---\n学科: 语文\n教师: 王芳\n---\n\n"
NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}\\u202e&"

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<style>*{display:none}</style>",
    '"><script>alert(1)</script>',
    "' onmouseover=alert(1) x='",
    "[a](javascript:alert(1))",
    "[a](JaVa\tScript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&Tab;javascript:alert(1))",
    "[a](java&NewLine;script:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:alert(1))",
    "[a](//evil.example/x)",
    "[a](\\\\evil.example)",
    '[a](http://x.example "t\\" onclick=\\"alert(1)")',
    '[a](http://x.example" onclick="alert(1))',
    "[a][r]\n\n[r]: javascript:alert(1)",
    "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![x"onerror="alert(1)](x.png)',
    "![a](//evil.example/x.png)",
    "![a](http://evil.example/x.png)",
    "![a](../../../../config.yaml)",
    "![a](%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd)",
    "<javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "`</code><script>alert(1)</script>`",
    '```"><script>\nalert(1)\n```',
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<b onclick=alert(1)>x</b>",
    "<b\nonclick=alert(1)>x</b>",
    "<<b>script>alert(1)<</b>/script>",
    "<scr<script>ipt>alert(1)",
    "<math><mtext><script>alert(1)",
    "<form action=x><input autofocus onfocus=alert(1)>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    '<sup style="position:fixed">x</sup>',
    "<details open ontoggle=alert(1)>",
    "| a<script>alert(1)</script> | b |\n|---|---|\n| [x](javascript:a) | <i onclick=a> |",
    "# <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "{{ site.__class__ }} {% for x in y %} {# #}",
    "klzzwxh:0000 \\<script\\>",
    "\u202e<script>alert(1)\u202c",
)

_TAGS_THAT_RUN = {"iframe", "object", "embed", "style", "base", "frame", "svg", "math", "form"}
_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|[^:]*$)")


class _Page(HTMLParser):
    """Collects what a page must not have. ``svg`` and ``form`` of the templates carry no scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "//").endswith(".js"):
            self.faults.append("an inline script")
        if tag in _TAGS_THAT_RUN - {"svg", "form"}:
            self.faults.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.faults.append(f"{tag} {name}={value}")
            elif name in ("href", "src", "action", "xlink:href"):
                bare = re.sub(r"[\x00-\x20]", "", value)
                foreign = tag in ("img", "script", "link") and "//" in bare
                if not _ADDRESS.match(bare) or bare.startswith("//") or foreign:
                    self.faults.append(f"{tag} {name}={value}")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.faults.append("a refresh")


def faults(pages: Mapping[str, bytes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, data in pages.items():
        if path.endswith(".html"):
            page = _Page()
            page.feed(data.decode("utf-8"))
            page.close()
            if page.faults:
                found[path] = page.faults
    return found


def settings() -> dict[str, object]:
    return {
        "school": {"name": "样例小学", "phone": "0000-0000000", "office": "教导处"},
        "site": {"url": "http://board.example/", "language": "zh-Hans"},
        "terms": [
            {"id": "2026-autumn", "name": "第一学期", "first_monday": "2026-09-07", "weeks": 21}
        ],
        "grades": {3: 1},
        "subjects": [{"id": "chinese", "name": "语文"}],
        "policy": {"use": ["cn-2021"], "floor": ["cn-2021"]},
    }


def build(folder: Path, config: Mapping[str, object], files: Mapping[str, str]) -> Outcome:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    written = yaml.safe_dump(dict(config), allow_unicode=True)
    (folder / "config.yaml").write_text(written, encoding="utf-8", newline="\n")
    return build_site(snapshot(folder / "config.yaml"), TODAY)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_an_entry_and_a_letter(payload: str, tmp_path: Path) -> None:
    below = payload.replace("\n", "\n  ")
    entry = (
        f"{HEAD}说明 {payload}\n\n## 周一\n\n提示 {payload}\n\n- 读书 {{朗读 5分钟}}\n\n  {below}\n"
    )
    letter = f"---\n标题: 告家长书\n日期: 2026-09-04\n---\n\n## 说明\n\n{payload}\n"
    files = {f"{WEEK}/语文.md": entry, "content/letters/a.md": letter}
    done = build(tmp_path, settings(), files)
    assert faults(done.pages) == {}
    if not done.pages:
        assert {d.rule for d in done.diagnostics} & {
            "syntax.unsafe", "link.broken", "letter.placeholder", "syntax.encoding", "text.blank",
        }  # fmt: skip


@pytest.mark.parametrize("privacy", ["name", "surname"])
def test_in_every_value(privacy: str, tmp_path: Path) -> None:
    config = settings() | {
        "school": {"name": NASTY, "phone": NASTY, "office": NASTY},
        "terms": [{"id": "2026-autumn", "name": NASTY, "first_monday": "2026-09-07", "weeks": 21}],
        "subjects": [{"id": "chinese", "name": NASTY}],
        "kinds": [{"id": "odd", "name": "怪<b>类", "written": "no"}],
        "tiers": {"names": [{"id": "one", "name": "甲<i>层"}, {"id": "two", "name": "乙'\"层"}]},
        "calendar": {"breaks": [{"name": NASTY, "from": "2026-11-26", "to": "2026-11-26"}]},
        "privacy": {"teachers": privacy},
        "policy": {
            "use": ["cn-2021"],
            "floor": ["cn-2021"],
            "limits": [
                {"id": "own", "grades": 3, "days": "any", "minutes": 5, "source": NASTY,
                 "severity": "warning", "message": NASTY}
            ],
        },
        "waivers": [
            {"rule": "cap.own", "class": "3-1", "week": 12, "day": "2026-11-23", "reason": NASTY,
             "by": NASTY, "until": "2026-12-31"}
        ],
    }  # fmt: skip
    quoted = NASTY.replace("'", "''")
    entry = (
        f"---\n学科: chinese\n教师: '{quoted}'\n---\n\n## 周一\n\n- 读 {{怪<b>类 5分钟 甲<i>层}}\n"
        "- 读 {怪<b>类 9分钟 乙'\"层}\n"
    )
    quoted = re.sub(r"\{\{.*\}", "", quoted)  # a letter's own words may hold placeholders
    letter = (
        f"---\n标题: '{quoted}'\n日期: 2026-09-04\n落款: '{quoted}'\n回执:\n  栏目: ['{quoted}']\n"
        f"  交回日期: 2026-09-11\n  交给: '{quoted}'\n---\n\n{{{{ school }}}}\n"
    )
    done = build(tmp_path, config, {f"{WEEK}/语文.md": entry, "content/letters/a.md": letter})
    assert [d for d in done.diagnostics if d.severity.value == "error"] == []
    assert "index.html" in done.pages
    assert faults(done.pages) == {}
    shown = done.pages["index.html"].decode("utf-8")
    assert "&lt;script&gt;" in shown
    assert "{{ 7*7 }}" in shown

"""Broken and hostile schools, by name: each is the base school with something laid over it.

What each comes to stands in ``expected.txt`` beside this. Big ones are made here, not kept: a bomb is a
line of code. ``files`` are written as they are; ``disk`` makes what is no plain file, or has to happen while
the school is read.
"""

# ruff: noqa: E501 - a case reads best on a line of its own

from __future__ import annotations

import os
import socket
import struct
import threading
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

WEEK = "content/2026-autumn/w12/g3"
ENTRY = f"{WEEK}/语文.md"
LETTER = "content/letters/a.md"
ASSETS = "content/assets"
TAG = " {口头 5分钟}"
FRONT = "---\n学科: 语文\n教师: 王芳\n---\n\n"
DAY = f"{FRONT}## 周一\n\n"
GOOD = f"{DAY}- 读书{TAG}\n"
CONFIG = """\
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}]
grades: {3: 1}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}]
"""
PICTURE = "../../../assets/"

Data = str | bytes


@dataclass(frozen=True)
class Case:
    name: str
    files: Mapping[str, Data] = field(default_factory=dict)
    disk: Callable[[Path], object] | None = None
    """Does the rest, once the files lie there."""
    without: tuple[str, ...] = ()
    """Files of the base school to take away first."""

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]

    @property
    def changes(self) -> bool:
        """Whether what is found depends on the moment: only that nothing goes wrong can be held."""
        return self.name in {"file/vanishing", "file/growing", "file/swapped-for-a-link"}


def entry(name: str, text: Data) -> Case:
    return Case(name, {ENTRY: text})


def body(name: str, text: str) -> Case:
    """Something among the homework of Monday."""
    return entry(name, f"{DAY}{text}\n")


def front(name: str, text: str) -> Case:
    """Something between the fences."""
    return entry(name, f"---\n{text}\n---\n\n## 周一\n\n- 读书{TAG}\n")


def config(name: str, text: Data, *, more: bool = True) -> Case:
    """Something in config.yaml: ``more`` than what has to stand there."""
    data = text.encode() if isinstance(text, str) else text
    return Case(name, {"config.yaml": CONFIG.encode() + data if more else data})


def letter(name: str, text: str, head: str = "") -> Case:
    return Case(name, {LETTER: f"---\n标题: 告家长书\n日期: 2026-11-13\n{head}---\n\n{text}\n"})


def picture(name: str, file: str, data: bytes, mark: str = "!") -> Case:
    text = f"{DAY}- 看 {mark}[图]({PICTURE}{file}){TAG}\n"
    return Case(name, {ENTRY: text, f"{ASSETS}/{file}": data})


def template(name: str, text: Data, file: str = "pages/own.html") -> Case:
    return Case(name, {f"templates/{file}": text})


# --- encodings ------------------------------------------------------------------------------------


def encodings() -> Iterator[Case]:
    for encoding in ("gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield entry(f"encoding/{encoding}", GOOD.replace("读书", "讀書").encode(encoding, "ignore"))
    yield entry("encoding/gb18030-rare", GOOD.replace("读书", "读𠮷𡈽书㐂").encode("gb18030"))
    yield entry("encoding/truncated", GOOD.encode()[:-16] + "书".encode()[:2])
    yield entry("encoding/half-a-character", GOOD.encode().replace("读".encode(), b"\xe8\xaf"))
    yield entry("encoding/mixed", GOOD.encode() + "- 写字 {书面 5分钟}\n".encode("gbk"))
    yield entry("encoding/overlong", GOOD.encode() + b"\xc0\xaf")
    yield entry("encoding/surrogates", GOOD.encode() + b"\xed\xa0\x80\xed\xb0\x80")
    yield entry("encoding/cesu-8", GOOD.encode() + "\U0001f600".encode("utf-16-be"))
    yield entry("encoding/latin-1", DAY.encode() + b"- caf\xe9\n")
    yield entry("encoding/nul", GOOD.replace("读书", "读\0书"))
    yield entry("encoding/only-nul", b"\0" * 5000)
    yield entry("encoding/bell-and-escape", GOOD.replace("读书", "读\x07书\x1b[31m"))
    yield entry("encoding/c1", GOOD.replace("读书", "读\x9b31m书"))
    yield entry("encoding/bom", b"\xef\xbb\xbf" + GOOD.encode())
    yield entry("encoding/two-boms", b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode())
    yield entry("encoding/bom-within", GOOD.replace("读书", "读\ufeff书"))
    yield entry("encoding/lost", GOOD.replace("读书", "读\ufffd书"))
    yield entry("encoding/our-own-mark", GOOD.replace("读书", "读\ufdd0content/a.png"))
    yield entry("encoding/noncharacters", GOOD.replace("读书", "读\ufffe\uffff"))
    yield entry("encoding/bidi-in-text", GOOD.replace("读书", "读\u202e钟分5 面书\u2066书\u2069"))
    yield entry("encoding/bidi-in-tag", f"{DAY}- 读书 {{书\u202e面 5分钟}}\n")
    yield entry("encoding/bidi-in-front", GOOD.replace("教师: 王芳", "教师: 王\u202e芳"))
    yield entry("encoding/bidi-in-key", GOOD.replace("教师:", "教\u202e师:"))
    yield entry("encoding/zero-width-in-key", GOOD.replace("教师:", "教\u200b师:"))
    yield entry("encoding/zero-width-in-day", GOOD.replace("周一", "周\u200b一"))
    yield entry("encoding/zero-width-in-tag", f"{DAY}- 读书 {{口\u200d头 5\u2060分钟}}\n")
    yield entry("encoding/zero-width-in-subject", GOOD.replace("语文", "语\u200c文"))
    yield entry("encoding/tag-characters", GOOD.replace("读书", "读\U000e0041\U000e0042书"))
    yield entry("encoding/marks-without-end", f"{DAY}- 读{'́' * 900}书{TAG}\n")
    yield entry("encoding/line-separators", GOOD.replace("读书", "读\u2028书\u2029写\x85字"))
    yield entry("encoding/cr", GOOD.replace("\n", "\r"))
    yield entry("encoding/crlf-and-lf", GOOD.replace("\n", "\r\n", 3))
    yield config("encoding/config-gbk", CONFIG.encode("gbk"), more=False)
    yield config("encoding/config-nul", b"\0")
    yield letter("encoding/letter-bidi", "各位家长\u202e：\u202c好。")
    yield Case("encoding/letter-gbk", {LETTER: "---\n标题: 好\n---\n".encode("gbk")})


# --- front matter ---------------------------------------------------------------------------------


def front_matters() -> Iterator[Case]:
    yield front("front/full-width-colon", "学科：语文\n教师：王芳")
    yield entry("front/em-dashes", f"———\n学科: 语文\n教师: 王芳\n———\n\n## 周一\n\n- 读{TAG}\n")
    yield entry("front/full-width-dashes", f"－－－\n学科: 语文\n－－－\n\n## 周一\n\n- 读{TAG}\n")
    yield front("front/tabs", "学科:\t语文\n\t教师: 王芳")
    yield front("front/no-break-space", "学科:\u00a0语文\n教师:\u00a0王芳")
    yield front("front/ideographic-space", "学科:\u3000语文\n教师:\u3000王芳")
    yield entry("front/unclosed", f"---\n学科: 语文\n教师: 王芳\n\n## 周一\n\n- 读书{TAG}\n")
    yield entry("front/twice", GOOD + GOOD)
    yield entry("front/doubled-fences", f"---\n{FRONT}## 周一\n\n- 读书{TAG}\n")
    yield front("front/doubled-key", "学科: 语文\n教师: 王芳\n教师: 李敏")
    yield front("front/doubled-in-two-languages", "学科: 语文\nsubject: 数学\n教师: 王芳")
    yield front(
        "front/thirtieth-of-february", "学科: 语文\n教师: 王芳\n审批: {校长: 李敏 2026-02-30}"
    )
    yield front("front/bare-date", "学科: 2026-02-30\n教师: 王芳")
    yield front("front/week-of-a-date", "学科: 语文\n教师: 王芳\n周次: 2026-02-30")
    yield front(
        "front/python-tag", "学科: !!python/object/apply:os.system ['touch RAN']\n教师: 王芳"
    )
    yield front("front/local-tag", "学科: !语文 语文\n教师: 王芳")
    yield front("front/binary-tag", "学科: !!binary 6K+t5paH\n教师: 王芳")
    yield entry(
        "front/two-documents", f"---\n学科: 语文\n...\n--- \n教师: 王芳\n---\n\n- 读{TAG}\n"
    )
    yield front("front/yaml-directive", "%YAML 1.2\n学科: 语文\n教师: 王芳")
    yield front("front/list", "- 学科\n- 教师")
    yield front("front/scalar", "语文")
    yield front("front/empty", "")
    yield front("front/anchor", "学科: &a 语文\n教师: 王芳")
    yield front("front/alias", "学科: &a 语文\n教师: *a")
    yield front("front/alias-to-nothing", "学科: *a\n教师: 王芳")
    yield front("front/merge", "<<: {学科: 语文}\n教师: 王芳")
    yield front("front/key-of-a-list", "? [a, b]\n: 语文\n教师: 王芳")
    yield front("front/open-quote", '学科: "语文\n教师: 王芳')
    yield front("front/open-bracket", "学科: 语文\n教师: 王芳\n班级: [1, 2")
    yield front("front/numbers", "学科: 语文\n教师: 王芳\n班级: 1e9\n年级: 0x3\n周次: 1_2")
    yield front("front/norway", "学科: 语文\n教师: no\n草稿: 大概")
    yield front("front/huge-number", f"学科: 语文\n教师: 王芳\n周次: {'9' * 3900}")
    yield front("front/infinity", "学科: 语文\n教师: 王芳\n周次: .inf\n班级: [.nan]")
    yield front("front/html", "学科: 语文\n教师: <script>alert(1)</script>")
    yield front("front/prototype", "学科: 语文\n教师: 王芳\n__proto__: {a: 1}\nconstructor: 1")
    yield entry("front/only-a-fence", "---")
    yield entry("front/nothing", "")


# --- bombs ----------------------------------------------------------------------------------------


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: 1}\n" + "".join(
    f"{b}: &{b} {{<<: [{','.join([f'*{a}'] * 9)}]}}\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML_BOMBS: Mapping[str, str] = {
    "aliases": LAUGHS,
    "merges": MERGES,
    "brackets": f"a: {'[' * 8000}",
    "400-kb-of-brackets": "[" * 400_000,
    "braces": f"a: {'{a: ' * 4000}",
    "dashes": f"a:\n  {'- ' * 7000}x",
    "question-marks": "? " * 7000,
    "keys": "".join(f"k{i}: 1\n" for i in range(1400)),
    "long-key": f"{'k' * 15_000}: 1",
    "long-value": f"a: {'字' * 5000}",
    "anchors": "".join(f"k{i}: &a{i} x\n" for i in range(900)),
    "quotes": "a: " + '"' * 15_000,
    "escapes": 'a: "' + "\\" * 15_001,
    "block-scalars": "a: |\n" + "  字\n" * 3000,
    "colons": ":" * 15_000,
    "tabs": "\t" * 15_000,
    "comments": "#" * 15_000,
}
MARKS: Mapping[str, str] = {
    "open-brackets": "[" * 16_000,
    "open-links": "[a][" * 4000,
    "open-pictures": "![a](" * 3000,
    "cdata": "<![CDATA[" * 1700,
    "fences": "```\n" * 900,
    "tildes": "~~~\n" * 900,
    "backslashes": "\\" * 16_000,
    "list-markers": "- " * 8000,
    "quotes": "> " * 8000,
    "ampersands": "&" * 16_000,
    "nested-tags": "<b>" * 5000,
    "nested-tags-closed": "<b>" * 2500 + "</b>" * 2500,
    "comments": "<!--" * 4000,
    "stars": "*a" * 8000,
    "stars-and-lines": "**_" * 5000,
    "underlines": "_a " * 5000,
    "backticks": "`" * 16_000,
    "backticks-growing": "".join("`" * i + " " for i in range(1, 170)),
    "pipes": "|" * 1900 + "\n" + "|-" * 900,
    "table": ("|" + "a|" * 400 + "\n") * 2 + "|" + "-|" * 400,
    "many-rows": "| a |\n|---|\n" + "| b |\n" * 900,
    "hashes": "#" * 16_000,
    "mails": "<a@b.c>" * 2000,
    "addresses": "<http://a" * 1700,
    "entities": "&#x" * 5000,
    "numbers": "1. " * 5000,
    "indents": "".join(f"{' ' * i}- a\n" for i in range(300)),
    "definitions": "".join(f"[r{i}]: x{i}.png\n" for i in range(900)),
    "use-of-definitions": "[r]: x.png\n" + "[r] " * 450,
    "braces": "{" * 16_000,
    "tag-words": f"- 读 {{{' 书' * 900}}}",
    "rubies": "<ruby>字<rt>zi" * 130,
}


def bombs() -> Iterator[Case]:
    for name, text in YAML_BOMBS.items():
        yield front(f"bomb/front-{name}", text)
        yield config(f"bomb/config-{name}", f"extra:\n  {text}" if "\n" not in text else text)
    for name, text in MARKS.items():
        split = "\n".join(text[i : i + 1900] for i in range(0, len(text), 1900))
        below = "\n".join(f"  {line}" for line in split.split("\n"))
        yield body(f"bomb/body-{name}", f"- 读书{TAG}\n\n{below}")
    for name in ("open-brackets", "ampersands", "nested-tags", "fences", "stars", "table"):
        text = MARKS[name]
        yield letter(
            f"bomb/letter-{name}", "\n".join(text[i : i + 1900] for i in range(0, len(text), 1900))
        )
    yield letter("bomb/letter-placeholders", "{{ school }}" * 2500)
    yield letter("bomb/letter-braces", "\n".join(["{{" * 900] * 15))
    yield entry("bomb/a-gigabyte-of-nothing", b"\n" * (65 * 1024))
    yield entry("bomb/one-line", f"{DAY}- {'字' * 10_000}{TAG}\n")
    yield entry("bomb/items", DAY + f"- 读书{TAG}\n" * 201)
    yield Case("bomb/many-entries", {f"{WEEK}/{i:03}.md": b"- " * 3000 for i in range(100)})
    yield config(
        "bomb/config-regex", "policy: {bans: [{id: a, patterns: ['(a+)+$'], message: 不行}]}\n"
    )
    yield config(
        "bomb/config-counts",
        "policy: {bans: [{id: a, patterns: ['((a{99}){99}){99}'], message: 不行}]}\n",
    )
    yield config("bomb/config-grades", "coverage: {'1-999999999': [语文]}\n")
    yield config(
        "bomb/config-classes",
        CONFIG.replace("grades: {3: 1}", "grades: {3: 999999999}"),
        more=False,
    )
    yield config("bomb/config-weeks", CONFIG.replace("weeks: 21", "weeks: 999999999"), more=False)
    yield config("bomb/config-megabytes", b"#" * (1024 * 1024 + 1))
    yield config(
        "bomb/config-breaks", "calendar: {breaks: [{name: 假, from: 0001-01-01, to: 9999-12-31}]}\n"
    )
    names = "\n".join(f"姓名{i}" for i in range(60_000))
    secret = {"config.yaml": f"{CONFIG}privacy: {{names: names.txt}}\n"}
    yield Case("bomb/names", {**secret, "names.txt": names})
    yield Case("bomb/names-one-line", {**secret, "names.txt": "张" * 300_000})
    yield Case("bomb/names-nul", {**secret, "names.txt": b"\0" * 90_000})
    for name, line in {
        "open-brackets": b"[" * 400_000,
        "braces": b'{"a":' * 100_000,
        "long-number": b"9" * 400_000,
        "no-json": b"\xff\xfe\0\0" * 1000,
        "megabytes": b'{"a": "' + b"a" * 9_000_000 + b'"}',
        "empty-lines": b"\n" * 100_000,
    }.items():
        yield Case(f"bomb/ledger-{name}", {"ledger.jsonl": line + b"\n"})
        yield Case(f"bomb/ledger-{name}-torn", {"ledger.jsonl": line})
    yield Case("bomb/memory", {".sjboard/memory.json": b"[" * 400_000})
    yield Case("bomb/manifest", {"site/.sjboard-manifest.json": b"[" * 400_000})


# --- what would run, lead away or look like ours ----------------------------------------------------


ACTIVE: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "script-split": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script-broken": "<script\n>alert(1)</script\n>",
    "script-slash": "<script/src=//evil.example/x.js></script>",
    "image-error": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "object": "<object data=javascript:alert(1)></object>",
    "form": "<form action=//evil.example><input name=a autofocus onfocus=alert(1)></form>",
    "base": "<base href=//evil.example>",
    "refresh": "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "style": "<style>@import '//evil.example/x.css';</style>",
    "style-attribute": '<b style="position:fixed;inset:0">x</b>',
    "event-on-an-allowed-tag": "<b onclick=alert(1)>x</b>",
    "template-tag": "<template><script>alert(1)</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "comment": "<!--><script>alert(1)</script>-->",
    "conditional-comment": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "instruction": "<?php system('touch RAN'); ?>",
    "link-javascript": "[点](javascript:alert(1))",
    "link-javascript-case": "[点](JaVaScRiPt:alert(1))",
    "link-javascript-tab": "[点](java\tscript:alert(1))",
    "link-javascript-entity": "[点](&#106;avascript:alert(1))",
    "link-javascript-named-entity": "[点](javascript&colon;alert(1))",
    "link-javascript-newline": "[点](java&NewLine;script:alert(1))",
    "link-javascript-percent": "[点](%6aavascript:alert(1))",
    "link-javascript-angles": "[点](<javascript:alert(1)>)",
    "link-javascript-blank": "[点](\u00a0javascript:alert(1))",
    "link-data": "[点](data:text/html,<script>alert(1)</script>)",
    "link-vbscript": "[点](vbscript:msgbox)",
    "link-blob": "[点](blob:https://evil.example/1)",
    "link-file": "[点](file:///etc/passwd)",
    "link-protocol-relative": "[点](//evil.example/)",
    "link-backslashes": "[点](\\\\evil.example\\x)",
    "link-drive": "[点](C:\\\\Windows)",
    "link-upwards": "[点](../../../../config.yaml)",
    "link-upwards-percent": "[点](..%2f..%2f..%2f..%2fetc%2fpasswd)",
    "link-upwards-double-percent": "[点](%252e%252e/%252e%252e/config.yaml)",
    "link-absolute": "[点](/etc/passwd)",
    "link-nul": "[点](a%00.png)",
    "link-source": "[点](语文.md)",
    "link-title": '[点](http://a.example "\\" onclick=\\"alert(1)")',
    "link-quote": '[点](http://a.example"onclick="alert(1))',
    "link-user": "[点](https://school.example@evil.example/)",
    "reference": "[点][r]\n\n  [r]: javascript:alert(1)",
    "reference-elsewhere": "[点]\n\n[点]: javascript:alert(1)\n",
    "reference-title": '[点][r]\n\n  [r]: http://a.example "x" onclick="alert(1)"',
    "autolink": "<javascript:alert(1)>",
    "autolink-data": "<data:text/html,x>",
    "picture-data": "![图](data:image/svg+xml,<svg/onload=alert(1)>)",
    "picture-elsewhere": "![图](https://evil.example/a.png)",
    "picture-protocol-relative": "![图](//evil.example/a.png)",
    "picture-words": '![x" onerror="alert(1)](a.png)',
    "info-string": '```"><script>alert(1)</script>\n  x\n  ```',
    "info-string-class": "``` {.a onclick=alert(1)}\n  x\n  ```",
    "code": "`</code><script>alert(1)</script>`",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "entities-numbers": "&#60;script&#62;alert(1)",
    "attribute-list": "读{: onclick=alert(1) }",
    "heading": "### <script>alert(1)</script>",
    "quote": "> <script>alert(1)</script>",
    "table": "| a<script>alert(1)</script> | [x](javascript:a) |\n  |---|---|\n  | b | c |",
    "full-width": "＜script＞alert(1)＜/script＞",
    "template": "{{ site.__class__ }}{% for a in b %}{# #}",
    "placeholder-of-the-library": "\x02wzxhzdk:0\x03 klzzwxh:0000",
}


def active() -> Iterator[Case]:
    for name, text in ACTIVE.items():
        yield body(f"active/{name}", f"- 读书{TAG}\n\n  {text}")
    for name in ("script", "link-javascript", "picture-elsewhere", "event-on-an-allowed-tag"):
        text = ACTIVE[name]
        yield entry(f"active/note-{name}", f"{FRONT}说明 {text}\n\n## 周一\n\n- 读书{TAG}\n")
        yield body(f"active/item-{name}", f"- 读 {text}{TAG}")
        yield letter(f"active/letter-{name}", text)
    yield letter("active/letter-title", "好。", "落款: '<script>alert(1)</script>'\n")
    yield letter("active/letter-placeholder", "{{ school.__class__.__mro__ }}")
    yield letter("active/letter-statement", "{% for x in range(99) %}x{% endfor %}")
    yield entry("active/heading", f"{FRONT}## 周一<script>alert(1)</script>\n\n- 读书{TAG}\n")
    yield body("active/in-the-tag", "- 读书 {口头 5分钟 <script>alert(1)</script>}")
    yield front("active/subject", "学科: <script>alert(1)</script>\n教师: 王芳")
    yield config(
        "active/school", CONFIG.replace("样例小学", "'<script>alert(1)</script>'"), more=False
    )
    yield config("active/url", "site: {url: 'javascript:alert(1)'}\n")
    yield config("active/url-user", "site: {url: 'http://a@evil.example/x'}\n")
    yield config("active/term-id", CONFIG.replace("id: 2026-autumn", "id: ../../etc"), more=False)
    yield config("active/pack-outside", "policy: {use: [../../../etc/passwd.yaml]}\n")
    yield config("active/pack-url", "policy: {use: ['http://evil.example/a.yaml']}\n")
    yield config("active/names-outside", "privacy: {names: /etc/passwd}\n")
    yield config("active/names-upwards", "privacy: {names: ../../../../../../etc/passwd}\n")


# --- pictures ---------------------------------------------------------------------------------------


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 1, height: int = 1, data: bytes = b"\0\0", extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pieces = (
        _chunk(b"IHDR", head) + extra + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + pieces


def tiff(latitude: int = 31) -> bytes:
    """An EXIF block: on its side (6), by a camera, at a place."""
    return (
        struct.pack(">2sHI", b"MM", 42, 8)
        + struct.pack(">HHHIHHHHIII", 2, 0x0112, 3, 1, 6, 0, 0x8825, 4, 1, 38, 0)
        + struct.pack(">HHHIII", 1, 2, 5, 3, 56, 0)
        + struct.pack(">IIIIII", latitude, 1, 10, 1, 5, 1)
    )


def jpeg(exif: bytes = b"", behind: bytes = b"", size: tuple[int, int] = (1, 1)) -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    app = segment(0xE1, b"Exif\0\0" + exif) if exif else b""
    frame = segment(0xC0, struct.pack(">BHHBBBB", 8, *size, 1, 1, 0x11, 0))
    return b"\xff\xd8" + app + frame + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\xd9" + behind


def pictures() -> Iterator[Case]:
    svg = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield picture("picture/sound", "a.png", png())
    yield picture("picture/svg", "a.svg", svg)
    yield picture("picture/svg-as-png", "a.png", svg)
    yield picture("picture/html-as-png", "a.png", b"<!doctype html><script>alert(1)</script>")
    yield picture("picture/html-as-pdf", "a.pdf", b"<html><script>alert(1)</script></html>", "")
    yield picture("picture/program-as-jpg", "a.jpg", b"MZ" + b"\0" * 200)
    yield picture("picture/program", "a.exe", b"MZ" + b"\0" * 200, "")
    yield picture("picture/text-as-png", "a.png", "这是图片".encode())
    yield picture("picture/empty", "a.png", b"")
    yield picture(
        "picture/gif-as-png", "a.png", b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    )
    yield picture("picture/gif-and-script", "a.gif", b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)")
    yield picture("picture/png-and-zip", "a.png", png() + b"PK\x03\x04 and more")
    yield picture(
        "picture/png-and-php", "a.png", png(extra=_chunk(b"tEXt", b"c\0<?php system(1) ?>"))
    )
    yield picture("picture/cut", "a.png", png()[:-20])
    yield picture("picture/damaged", "a.png", png().replace(b"IDAT", b"IDAX"))
    yield picture("picture/heic", "a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)
    yield picture("picture/pdf-shown", "a.pdf", b"%PDF-1.4\n")
    yield picture("picture/60000-by-60000", "a.png", png(60_000, 60_000))
    yield picture("picture/inflates", "a.png", png(1, 1, b"\0" * 50_000_000))
    yield picture("picture/jpeg-65535-by-65535", "a.jpg", jpeg(size=(65_535, 65_535)))
    yield picture(
        "picture/webp-of-a-line", "a.webp", b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0" + b"\xff" * 9
    )
    yield picture("picture/nine-megabytes", "a.jpg", jpeg(behind=b"\0" * 9_000_000))
    yield picture("picture/position", "a.jpg", jpeg(tiff()))
    yield picture("picture/position-in-png", "a.png", png(extra=_chunk(b"eXIf", tiff())))
    yield picture(
        "picture/exif-loop", "a.jpg", jpeg(struct.pack(">2sHI", b"MM", 42, 8) + b"\xff" * 40)
    )
    yield picture("picture/shortcut", "a.url", b"[InternetShortcut]\nURL=file:///etc/passwd\n", "")
    yield picture("picture/double-ending", "a.png.html", b"x", "")
    yield picture("picture/ending-and-dot", "a.html.", b"x", "")
    yield letter("picture/in-a-letter", "![图](../assets/a.png)")


# --- names and files ----------------------------------------------------------------------------------


def named(name: str, *paths: str, text: Data = GOOD) -> Case:
    return Case(f"file/{name}", dict.fromkeys(paths, text))


def linked(name: str, path: str, target: str) -> Case:
    def link(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)

    return Case(f"file/link-{name}", disk=link, without=(path,))


def moved(name: str, path: str) -> Case:
    """A file or folder of the school that lies elsewhere, with a link in its place."""

    def move(root: Path) -> None:
        elsewhere = root.parent / f"{root.name}-elsewhere"
        elsewhere.mkdir(exist_ok=True)
        if not (root / path).exists():
            (root / path).mkdir()
        (root / path).rename(elsewhere / "it")
        (root / path).symlink_to(elsewhere / "it")

    return Case(f"file/linked-{name}", disk=move)


def listening(root: Path) -> object:
    heard = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(root / WEEK)  # the name of a socket has room for a hundred bytes
    try:
        heard.bind("s.md")
    finally:
        os.chdir(here)
    return heard


def unreadable(root: Path) -> None:
    (root / ENTRY).chmod(0)


def unreadable_folder(root: Path) -> None:
    (root / WEEK).chmod(0)


def restless(work: Callable[[Path], None]) -> Callable[[Path], object]:
    """Do something to the school again and again while it is read."""

    def begin(root: Path) -> object:
        ended = threading.Event()

        def go_on() -> None:
            while not ended.is_set():
                work(root)

        thread = threading.Thread(target=go_on, daemon=True)
        thread.start()

        class Running:
            def close(self) -> None:
                ended.set()
                thread.join()

        return Running()

    return begin


def vanish(root: Path) -> None:
    path = root / WEEK / "数学.md"
    path.write_text(GOOD.replace("语文", "数学"), encoding="utf-8")
    path.unlink()


def grow(root: Path) -> None:
    path = root / WEEK / "_growing"
    target = root / ASSETS / "a.bin"
    target.parent.mkdir(exist_ok=True)
    with target.open("ab") as file:
        file.write(b"\0" * 4096 if target.stat().st_size < 1_000_000 else b"")
    path.unlink(missing_ok=True)


def swap(root: Path) -> None:
    """A file that is a link to something private every other moment."""
    path = root / WEEK / "数学.md"
    part = root / WEEK / "_part"
    for link in (False, True):
        part.unlink(missing_ok=True)
        if link:
            part.symlink_to("/etc/passwd")
        else:
            part.write_text(GOOD.replace("语文", "数学"), encoding="utf-8")
        part.replace(path)


def files() -> Iterator[Case]:
    yield linked("to-outside", ENTRY, "/etc/passwd")
    yield linked("to-a-folder-outside", f"{WEEK}/more", "/etc")
    yield linked("to-inside", f"{WEEK}/数学.md", "语文.md")
    yield linked("to-a-folder-inside", f"{WEEK}/more", "..")
    yield linked("to-nothing", f"{WEEK}/数学.md", "nowhere")
    yield linked("to-itself", f"{WEEK}/数学.md", "数学.md")
    yield linked("loop", f"{WEEK}/a", "../g3/a/../a")
    yield linked("picture", f"{ASSETS}/a.png", "/etc/passwd")
    yield linked("letter", LETTER, "/etc/passwd")
    yield linked("letters", "content/letters", "/etc")
    yield linked("device", f"{WEEK}/数学.md", "/dev/zero")
    yield linked("stdin", f"{WEEK}/数学.md", "/dev/stdin")
    yield linked("process", f"{WEEK}/数学.md", "/proc/self/environ")
    yield linked("style", "templates/assets/board.css", "/etc/passwd")
    yield linked("template", "templates/pages/own.html", "/etc/passwd")
    yield linked("templates-folder", "templates/pages", "/etc")
    yield linked("ledger-nothing", "ledger.jsonl", "nowhere")
    yield linked("ledger-device", "ledger.jsonl", "/dev/zero")
    yield linked("site", "site", "/etc")
    yield linked("site-nothing", "site", "nowhere")
    yield linked("memory", ".sjboard", "/nowhere/at/all")
    yield moved("content", "content")
    yield moved("templates", "templates")
    yield moved("config", "config.yaml")
    yield moved("site", "site")
    yield moved("work", ".sjboard")
    yield moved("week", "content/2026-autumn/w12")
    for name, path in (("entry", f"{WEEK}/数学.md"), ("picture", f"{ASSETS}/a.png"), ("ledger", "ledger.jsonl"),
                       ("template", "templates/pages/own.html"), ("content", "content/x")):  # fmt: skip
        yield Case(f"file/pipe-{name}", disk=_pipe(path))
    yield Case(
        "file/pipe-names", {"config.yaml": f"{CONFIG}privacy: {{names: n.txt}}\n"}, _pipe("n.txt")
    )
    yield Case(
        "file/pipe-pack", {"config.yaml": f"{CONFIG}policy: {{use: [p.yaml]}}\n"}, _pipe("p.yaml")
    )
    yield Case("file/pipe-memory", disk=_pipe(".sjboard/memory.json"))
    yield Case("file/socket", disk=listening)
    yield Case("file/folder-as-entry", {f"{WEEK}/数学.md/x.md": GOOD})
    yield Case("file/unreadable", disk=unreadable)
    yield Case("file/unreadable-folder", disk=unreadable_folder)
    yield Case("file/vanishing", disk=restless(vanish))
    yield Case("file/growing", disk=restless(grow))
    yield Case("file/swapped-for-a-link", disk=restless(swap))
    math = GOOD.replace("语文", "数学")
    yield Case("file/case", {f"{WEEK}/Math.md": math, f"{WEEK}/math.md": math})
    yield Case(
        "file/unicode-form",
        {f"{WEEK}/{unicodedata.normalize(f, 'Ångström.md')}": math for f in ("NFC", "NFD")},
    )
    yield named("nfd", f"{WEEK}/{unicodedata.normalize('NFD', 'é')}.md", text=math)
    yield Case("file/case-of-pictures", {f"{ASSETS}/A.png": png(), f"{ASSETS}/a.png": png()})
    for name in ("con.md", "NUL", "aux.txt.md", "com1.md", "LPT9.md", "com¹.md"):
        yield named(f"reserved-{name.lower()}", f"{WEEK}/{name}", text=math)
    for name, path in {
        "trailing-dot": "数学.md.",
        "trailing-blank": "数学.md ",
        "folder-with-trailing-dot": "a./数学.md",
        "leading-blank": " 数学.md",
        "backslash": "..\\数学.md",
        "colon": "数学.md:stream",
        "star": "数*学.md",
        "newline": "数\n学.md",
        "escape": "数\x1b[2J学.md",
        "bidi": "数\u202edm.exe",
        "zero-width": "数\u200b学.md",
        "blank-only": "\u3000.md",
        "80-bytes": "字" * 25 + "ab.md",
        "81-bytes": "字" * 25 + "abc.md",
        "255-bytes": "a" * 252 + ".md",
        "dash": "-rf.md",
        "quote": "数'\"学.md",
        "angle": "<img src=x onerror=alert(1)>.md",
        "template": "{{7*7}}.md",
        "percent": "%2e%2e%2f.md",
        "txt": "数学.txt",
        "capital": "数学.MD",
    }.items():
        yield named(name, f"{WEEK}/{path}", text=math)
    yield named("181-bytes", f"{WEEK}/{'字' * 20}/{'字' * 20}/{'字' * 12}a.md", text=math)
    yield named(
        "300-bytes", f"{WEEK}/{'字' * 26}/{'字' * 26}/{'字' * 26}/{'字' * 26}/a.md", text=math
    )
    yield named("deep", f"{WEEK}/{'a/' * 400}a.md", text=math)
    yield Case(
        "file/not-utf-8",
        disk=lambda root: Path(os.fsdecode(os.fsencode(root / WEEK) + b"/\xca\xfd.md")).write_bytes(
            math.encode()
        ),
    )
    yield named("term-upwards", "content/..x/w12/g3/a.md", text=math)
    yield named("week-999", "content/2026-autumn/w999/g3/a.md", text=math)
    yield named("week-full-width", "content/2026-autumn/ｗ１２/g3/a.md", text=math)
    yield named("grade-99", "content/2026-autumn/w12/g99/a.md", text=math)
    yield named("nowhere", "content/a.md", text=math)
    yield Case("file/no-content", without=(ENTRY,))
    yield Case("file/content-is-a-file", {"content": "x"}, without=("content",))
    yield Case("file/config-is-a-folder", {"config.yaml/x": "x"}, without=("config.yaml",))
    yield Case("file/empty-config", {"config.yaml": b""})


def _pipe(path: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(root / path)

    return make


# --- templates ----------------------------------------------------------------------------------------


GROWING = "{{% set ns = namespace(x={start}) %}}{{% for i in range(60) %}}{{% set ns.x = {step} %}}{{% endfor %}}"
TEMPLATES: Mapping[str, str] = {
    "loop-in-silence": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "loop-and-write": "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "long-text": "{{ 'a' * 10**9 }}",
    "long-list": "{{ ([0] * 10**9)|length }}",
    "power": "{{ 10 ** (10 ** 9) }}",
    "products": GROWING.format(start="3", step="ns.x * ns.x"),
    "format": "{{ '%1000000000d' % 1 }}",
    "format-filter": "{{ '%1000000000d'|format(1) }}",
    "format-method": "{{ '{:1000000000}'.format(1) }}",
    "join": "{{ range(99999)|join('x' * 99999) }}",
    "join-method": "{{ ('x' * 99999).join(range(99999)|map('string')) }}",
    "replace": "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
    "centre": "{{ 'a'|center(10**9) }}",
    "indent": "{{ ('\\n' * 99999)|indent(99999, true) }}",
    "batch": "{{ [1]|batch(10**9, 1)|list }}",
    "slices": "{{ [1]|slice(10**9)|list }}",
    "doubling": GROWING.format(start="'aaaa'", step="ns.x ~ ns.x"),
    "doubling-lists": GROWING.format(start="[1]", step="ns.x + ns.x"),
    "nesting-lists": GROWING.format(start="[1]", step="[ns.x, ns.x]") + "{{ ns.x }}",
    "doubling-blocks": "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
    "pages-in-a-macro": "{% set s = 'a' * 999999 %}{% macro m() %}{% for i in range(99999) %}{{ s }}{% endfor %}{% endmacro %}{{ m() }}",
    "chain-of-lists": "{% set ns = namespace(x=[]) %}{% for a in range(99999) %}{% for b in range(99999) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{% endfor %}",
    "macro-without-end": "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
    "macro-of-two-macros": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(90) }}",
    "includes-itself": "{% include 'pages/own.html' %}",
    "includes-itself-twice": "{% set n = (n|default(0)) + 1 %}{% if n < 80 %}{% include 'pages/own.html' %}{% include 'pages/own.html' %}{% endif %}",
    "extends-itself": "{% extends 'pages/own.html' %}",
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "nested-loops": "{% for a in b %}" * 30 + "{% endfor %}" * 30,
    "source": "x" * 300_000,
    "lorem": "{{ lipsum(10**7) }}",
    "chance": "{{ [1, 2, 3]|random }}",
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ t.__globals__ }}{{ asset.__func__ }}",
    "attr-filter": "{{ ''|attr('__class__') }}",
    "format-attribute": "{{ '{0.__class__}'.format('') }}",
    "import": "{% import 'os' as os %}{{ os.system('touch RAN') }}",
    "read-a-file": "{% include '/etc/passwd' %}{% include '../../../etc/passwd' %}",
    "unknown": "{{ nothing.at.all }}",
    "unknown-filter": "{{ 1|nothing }}",
    "not-closed": "{% for a in [1] %}",
    "divides": "{{ 1 // 0 }}",
    "script": "<script>alert(1)</script>{{ '<b>'|safe }}",
}


def templates() -> Iterator[Case]:
    for name, text in TEMPLATES.items():
        yield template(f"template/{name}", text)
    yield template("template/not-utf-8", "各位".encode("gbk"))
    yield template("template/nul", b"\0\0")
    yield template("template/name", "x", "pages/x y.html")
    board = "{% extends '!board/class.html' %}{% block content %}"
    yield template(
        "template/block-that-loops",
        board + TEMPLATES["loop-in-silence"] + "{% endblock %}",
        "board/class.html",
    )
    yield template(
        "template/block-nobody-has",
        board.replace("content", "nothing") + "{% endblock %}",
        "board/class.html",
    )
    yield template("template/part-that-loops", TEMPLATES["loop-and-write"], "parts/foot.html")
    yield Case(
        "template/two-that-include-each-other",
        {
            "templates/pages/a.html": "{% include 'pages/b.html' %}",
            "templates/pages/b.html": "{% include 'pages/a.html' %}",
        },
    )
    yield template("template/style-of-nine-megabytes", b"a" * 9_000_000, "assets/own.css")


CASES: Mapping[str, Case] = {
    case.name: case
    for cases in (encodings, front_matters, bombs, active, pictures, files, templates)
    for case in cases()
}
GROUPS = tuple(dict.fromkeys(case.group for case in CASES.values()))


def lay_out(case: Case, root: Path) -> object:
    """Make the school; what has to be closed afterwards is given back."""
    base: dict[str, Data] = {"config.yaml": CONFIG, ENTRY: GOOD}
    laid = {path: data for path, data in base.items() if path not in case.without}
    if "content" in case.without:
        del laid[ENTRY]
    for path, data in {**laid, **case.files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)
    return case.disk(root) if case.disk else None

"""A small school as bytes in memory, with templates that print all they are given.

A page that shows its whole view cannot stay the same when anything that it shows has changed.
"""

from __future__ import annotations

from sjboard.build.sources import Sources
from sjboard.edges.package import PACKAGE, catalogues

CONFIG = """
school: {name: 样例小学, phone: 0000-0000000, office: 教导处}
site: {url: "http://board.example/", language: zh-Hans}
terms:
  - {id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}
grades: {1: 1, 3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}]
""".encode()

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753"
    "de0000000c49444154789c63e08d890200013d00c42b6fc5200000000049454e"
    "44ae426082"
)
"""A whole PNG of one pixel."""

TEMPLATES = {
    "board/home.html": b"{{ page }}{{ site }}{{ home }}",
    "board/term.html": b"{{ page }}{{ site }}{{ term }}",
    "board/term_grade.html": b"{{ page }}{{ site }}{{ load }}",
    "board/term_class.html": b"{{ page }}{{ site }}{{ load }}",
    "board/week.html": b"{{ page }}{{ site }}{{ board }}",
    "board/grade.html": b"{{ page }}{{ site }}{{ board }}",
    "board/class.html": b"{{ page }}{{ site }}{{ board }}"
    b"{% for day in board.days %}{% for group in day.groups %}{% for item in group['items'] %}"
    b"{{ item.body.html | at(page.root) }}{% endfor %}{% endfor %}{% endfor %}",
    "notice/all.html": b"{{ page }}{{ week }}{{ boards }}",
    "notice/class.html": b"{{ page }}{{ board }}",
    "notice/poster.html": b"{{ page }}{{ board }}",
    "letter/page.html": b"{{ page }}{{ letter }}",
    "letter/print.html": b"{{ page }}{{ letter }}",
    "rules.html": b"{{ page }}{{ rules }}",
    "404.html": b"{{ page }}{{ site }}",
    "search.html": b"{{ page }}{{ site }}{{ search }}",
    "board/screen.html": b"{{ page }}{{ slides }}{{ now }}{{ index }}",
    "parts/screen.html": b"{{ page }}{{ screen }}",
    "assets/board.css": b"body{}",
}


def entry(subject: str, body: str, *head: str) -> bytes:
    """Write an entry of a teacher; ``head`` are more lines of front matter."""
    lines = [f"subject: {subject}", "teacher: 甲老师", *head]
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n").encode()


def day(text: str, minutes: int = 10, kind: str = "书面") -> str:
    return f"## 周一\n\n- {text} {{{kind} {minutes}分钟}}\n"


def content() -> dict[str, bytes]:
    """Three weeks of two grades, with a picture and a letter."""
    shown = "看图说话 ![图](../../../assets/图.png)"
    return {
        "content/2026-autumn/w10/g3/语文.md": entry("语文", day("读课文", 10, "朗读")),
        "content/2026-autumn/w11/g3/语文.md": entry("语文", day("写生字")),
        "content/2026-autumn/w11/g3/数学.md": entry("数学", day("练习册一题", 15)),
        "content/2026-autumn/w12/g3/语文.md": entry("语文", day(shown, 10, "口头")),
        "content/2026-autumn/w12/g1/语文.md": entry("语文", day("讲故事", 5, "口头")),
        "content/assets/图.png": PIXEL,
        "content/assets/不用的.png": PIXEL + b"2",
        "content/letters/hello.md": (
            "---\ntitle: 告家长书\ndate: 2026-11-13\nfrom: 教导处\n---\n\n各位家长：\n\n好。\n"
        ).encode(),
    }


def sources(files: dict[str, bytes], config: bytes = CONFIG, **more: object) -> Sources:
    packs = {p.stem: p.read_bytes() for p in (PACKAGE / "policy" / "packs").glob("*.yaml")}
    given: dict[str, object] = {"templates": {}, "program": "test", **more}
    return Sources(
        config=config,
        content=files,
        packs=packs,
        shipped=TEMPLATES,
        catalogues=catalogues(),
        **given,  # type: ignore[arg-type]  # the caller names fields of Sources
    )

"""Cleaned HTML as plain data, for what is set on paper: Typst and Word know no HTML.

Knows the tags that ``syntax.markdown`` lets through. Does not know how a block looks. Text stays text:
nothing in it is ever code for whoever sets it.

A block is a mapping with ``block`` and the fields beside it:

=========== ==================================================================================
paragraph   ``runs``
heading     ``level`` (1 is the text's highest), ``runs``
list        ``ordered``, ``start``, ``items``: a list of blocks each
table       ``head``, ``rows``: rows of cells of runs; ``align``: left, center, right or "" a column
quote       ``blocks``
code        ``text``, with its line ends
rule        –
image       ``file``, ``alt``
=========== ==================================================================================

A run is ``{"text": …}`` with whatever of these is so: ``strong``, ``em``, ``code``, ``del``, ``under``,
``mark``, ``small``, ``sup``, ``sub`` (true), ``link`` (an address), ``english`` (true: words in Latin
letters); or ``{"break": true}``; or ``{"image": file, "alt": …}`` within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any, TypeAlias
from unicodedata import east_asian_width
from urllib.parse import unquote

from sjboard.model import ROOT

Run: TypeAlias = dict[str, Any]
Block: TypeAlias = dict[str, Any]

_MARKS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "kbd": "code",
    "del": "del",
    "s": "del",
    "ins": "under",
    "u": "under",
    "mark": "mark",
    "small": "small",
    "sup": "sup",
    "sub": "sub",
}
_TOP_HEADING = 4
"""``syntax.markdown`` puts the highest heading of a text there."""

_NONE: Mapping[str, str] = MappingProxyType({})
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_ENGLISH = re.compile(
    r"(‘(?=[^‘]*’))?[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*"
    r"(?:[ ,.!?;:…&/'‘’-]+[A-Za-zÀ-ɏ0-9]+)*(?(1)[.!?]?’|)"
)
"""Words in Latin letters, from the first letter to the last; quotation marks only in pairs."""


def blocks(html: str, files: Mapping[str, str] = _NONE) -> list[Block]:
    """Turn cleaned HTML into blocks.

    ``files``: a picture's path (``content/assets/x.png``) → its name in the document's files, as
    ``pictures.named`` gives it. A picture that is not among them becomes the words that describe it.
    Every character of the text is kept, in order; blanks run together as in a browser, and a line end
    between two Chinese characters is none. A reading above a character (``ruby``) stands behind it in
    brackets.
    """
    reader = _Reader(files)
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.top


def inline(text: str) -> list[Run]:
    """Turn plain text into runs, its English marked: a ’ in it is narrow, in Chinese it is wide."""
    return _language([{"text": text}])


def text_of(content: Iterable[Block]) -> str:
    """Give what blocks say, a line a block or row, without any mark-up."""
    return "\n".join(_lines(content))


def _lines(content: Iterable[Block]) -> Iterator[str]:
    for block in content:
        match block["block"]:
            case "list":
                for item in block["items"]:
                    yield from _lines(item)
            case "table":
                for row in (*block["head"], *block["rows"]):
                    yield "  ".join(_said(cell) for cell in row)
            case "quote":
                yield from _lines(block["blocks"])
            case "code":
                yield block["text"]
            case "image":
                yield block["alt"]
            case "rule":
                pass
            case _:
                yield _said(block["runs"])


def _said(runs: Iterable[Run]) -> str:
    return "".join("\n" if "break" in run else run.get("text") or run["alt"] for run in runs)


class _Reader(HTMLParser):
    """Collects blocks as the tags come by. Tags are balanced: ``nh3`` wrote them."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.files = files
        self.top: list[Block] = []
        self.containers: list[list[Block]] = [self.top]
        """Where blocks go: the text's own, an item's, a quotation's."""
        self.lists: list[Block] = []
        self.table: Block = {}
        self.in_head = False
        self.in_cell = False
        self.runs: list[Run] = []
        self.marks: dict[str, int] = {}
        self.link = ""
        self.bracketed = False
        """Whether the ``ruby`` that is open has brackets of its own round its reading."""
        self.code: list[str] | None = None
        """The pieces of a ``pre``, while it is open."""

    # --- Text -------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        if self.code is not None:
            self.code.append(data)
            return
        run: Run = {"text": data, **{mark: True for mark, open_ in self.marks.items() if open_}}
        if self.link:
            run["link"] = self.link
        self.runs.append(run)

    def flush(self, kind: str = "paragraph", **fields: Any) -> None:
        """End a paragraph or heading, if one was begun. A cell has lines, not paragraphs."""
        if self.in_cell:
            self.runs.append({"break": True})
            return
        runs, self.runs = tidy(self.runs), []
        if not runs:
            return
        if kind == "paragraph" and all("image" in run for run in runs):
            for run in runs:
                self.add({"block": "image", "file": run["image"], "alt": run["alt"]})
            return
        self.add({"block": kind, **fields, "runs": runs})

    def add(self, block: Block) -> None:
        self.containers[-1].append(block)

    # --- Tags -------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _MARKS:
            self.marks[_MARKS[tag]] = self.marks.get(_MARKS[tag], 0) + 1
        elif tag == "a":
            self.link = "" if ROOT in given.get("href", "") else _address(given.get("href", ""))
        elif tag == "br":
            self.runs.append({"break": True})
        elif tag == "img":
            self.picture(given)
        elif tag in ("td", "th"):
            self.cell(given)
        elif tag == "tr" and self.table:
            self.table["head" if self.in_head else "rows"].append([])
        elif tag == "thead":
            self.in_head = True
        elif tag == "rp":
            self.bracketed = True
        elif tag == "rt" and not self.bracketed:
            self.handle_data("（")
        elif tag == "ruby":
            self.bracketed = False
        elif tag not in ("rt", "tbody"):
            self.open(tag, given)

    def open(self, tag: str, given: dict[str, str]) -> None:
        """Begin a block; whatever text stood loose before it is a paragraph."""
        self.flush()
        if tag in ("ol", "ul"):
            start = given.get("start", "")
            number = int(start) if start.isascii() and start.isdigit() else 1
            self.lists.append({"block": "list", "ordered": tag == "ol", "start": number})
            self.lists[-1]["items"] = []
            self.add(self.lists[-1])
        elif tag == "li":
            listed = bool(self.lists and self.lists[-1])
            self.containers.append([] if listed else self.containers[-1])
            if listed:
                self.lists[-1]["items"].append(self.containers[-1])
        elif tag == "blockquote":
            quote: Block = {"block": "quote", "blocks": []}
            self.add(quote)
            self.containers.append(quote["blocks"])
            self.lists.append({})  # an item within it is of no list outside
        elif tag == "table":
            self.table = {"block": "table", "align": [], "head": [], "rows": []}
            self.add(self.table)
        elif tag == "pre":
            self.code = []
        elif tag == "hr":
            self.add({"block": "rule"})

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self.marks[_MARKS[tag]] = max(0, self.marks.get(_MARKS[tag], 0) - 1)
        elif tag == "a":
            self.link = ""
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag == "thead":
            self.in_head = False
        elif tag == "rt" and not self.bracketed:
            self.handle_data("）")
        elif tag == "pre" and self.code is not None:
            self.add({"block": "code", "text": "".join(self.code).strip("\n")})
            self.code = None
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush("heading", level=max(1, int(tag[1]) - _TOP_HEADING + 1))
        else:
            self.end(tag)

    def end(self, tag: str) -> None:
        if tag in ("p", "li", "blockquote"):
            self.flush()
        if tag in ("li", "blockquote") and len(self.containers) > 1:
            self.containers.pop()
        if tag in ("ol", "ul", "blockquote") and self.lists:
            self.lists.pop()
        elif tag == "table":
            self.table = {}

    def picture(self, given: dict[str, str]) -> None:
        file = _file(given.get("src", ""), self.files)
        alt = given.get("alt", "")
        if file:
            self.runs.append({"image": file, "alt": alt})
        elif alt:
            self.handle_data(alt)

    # --- Tables -----------------------------------------------------------------------------

    def cell(self, given: dict[str, str]) -> None:
        """Begin a cell; the first row's say how the columns are aligned."""
        self.flush()
        self.in_cell = True
        first = len(self.table.get("head", [])) + len(self.table.get("rows", [])) == 1
        if self.table and first:
            self.table["align"].append(given.get("align", ""))

    def end_cell(self) -> None:
        self.in_cell = False
        runs, self.runs = tidy(self.runs), []
        rows = self.table.get("head" if self.in_head else "rows")
        if rows:
            rows[-1].append(runs)


def _address(href: str) -> str:
    """The address of a link that leads somewhere from paper."""
    return href if re.match(r"(?:https?|mailto|tel):", href, re.IGNORECASE) else ""


def _file(src: str, files: Mapping[str, str]) -> str:
    """The name of an own picture, as ``render.environment.at`` finds its address; "" for none."""
    if not src.startswith(ROOT):
        return ""
    whole = src.removeprefix(ROOT)
    path = whole.partition("#")[0]
    found = (n for n in (whole, unquote(whole), path, unquote(path)) if n in files)
    return next((files[name] for name in found), "")


# --- Runs ---------------------------------------------------------------------------------------


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Run blanks together across the runs of a block, cut them at its ends, mark the English."""
    collapsed = _collapsed(list(runs))
    while collapsed and "break" in collapsed[-1]:
        collapsed.pop()
    return _language(_joined(collapsed))


def _collapsed(runs: list[Run]) -> list[Run]:
    """Put at most one blank between two words, and none for a line end within Chinese."""
    whole = "".join(run["text"] if "text" in run else _stand_in(run) for run in runs)
    kept = list(whole)  # a character each, or what is left of it
    for match in _BLANKS.finditer(whole):
        start, end = match.span()
        kept[start:end] = [_blank(whole, start, end), *[""] * (end - start - 1)]
    collapsed: list[Run] = []
    at = 0
    for run in runs:
        length = len(run.get("text", "\n"))
        text = "".join(kept[at : at + length])
        at += length
        if "text" not in run:
            collapsed.append(run)
        elif text:
            collapsed.append({**run, "text": text})
    return collapsed


def _stand_in(run: Run) -> str:
    """One character for what is no text: an object, or a line's end."""
    return "\ufffc" if "image" in run else "\u2028"


def _blank(whole: str, start: int, end: int) -> str:
    before, after = whole[start - 1 : start], whole[end : end + 1]
    if not before or not after or "\u2028" in (before, after):
        return ""
    within_chinese = "\n" in whole[start:end] and _wide(before) and _wide(after)
    return "" if within_chinese else " "


def _wide(char: str) -> bool:
    return east_asian_width(char) in ("W", "F") or char in "“”‘’…—"


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Put neighbours with the same marks together."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else {}
        if "text" in run and "text" in last and {**last, "text": ""} == {**run, "text": ""}:
            joined[-1] = {**last, "text": last["text"] + run["text"]}
        else:
            joined.append(run)
    return joined


def _language(runs: Iterable[Run]) -> list[Run]:
    """Set English apart from Chinese. A web address is no language's, but breaks like English."""
    apart: list[Run] = []
    for run in runs:
        if "text" not in run:
            apart.append(run)
            continue
        text, done = run["text"], 0
        for match in _ENGLISH.finditer(text):
            if match.start() > done:
                apart.append({**run, "text": text[done : match.start()]})
            apart.append({**run, "text": match[0], "english": True})
            done = match.end()
        if done < len(text):
            apart.append({**run, "text": text[done:]})
    return apart

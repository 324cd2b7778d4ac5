"""A school's letters in memory, as they are printed, and where their characters stand."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pdfplumber

from sjboard.build.mail import read_mail
from sjboard.build.sources import Sources
from sjboard.config import read_config
from sjboard.edges.package import PACKAGE, catalogues
from sjboard.edges.terminal import words
from sjboard.model import ClassId
from sjboard.render.paper.document import Document
from sjboard.render.paper.letters import letters
from sjboard.render.paper.mailing import ClassMail, Mailing, Pupil
from sjboard.views import site_head
from tests.paper.weeks import CONFIG, templates

MM = 72 / 25.4
SENTENCE = (
    "各位家长请注意本学期作业公示安排如下请您了解并配合学校做好孩子的作业管理和睡眠管理工作。"
)
RECEIPT = (
    "回执: {栏目: [是否同意（□同意　□不同意）, 意见或建议], 交回日期: 2026-09-11, 交给: 班主任}\n"
)


def letter(body: str, *head: str, title: str = "放假通知", style: str = "公文") -> str:
    return f"---\n标题: {title}\n日期: 2026-09-04\n样式: {style}\n{''.join(head)}---\n\n{body}\n"


def posted(
    text: str | Mapping[str, str],
    pictures: Mapping[str, bytes] | None = None,
    *,
    class_id: ClassId | None = None,
    pupils: tuple[Pupil, ...] = (),
    config: str = CONFIG,
    word: bool = False,
) -> tuple[Document, ...]:
    """Make the documents of letters (one text, or texts by file name) in which nothing is wrong."""
    texts = {"a": text} if isinstance(text, str) else text
    packs = {p.stem: p.read_bytes() for p in (PACKAGE / "policy" / "packs").glob("*.yaml")}
    files = {f"content/letters/{name}.md": said.encode() for name, said in texts.items()}
    sources = Sources(
        config=config.encode(),
        content={**files, **(pictures or {})},
        packs=packs,
        shipped=templates(),
        catalogues=catalogues(),
        program="test",
    )
    settings, wrong = read_config(sources.config, packs)
    assert settings is not None, wrong
    mail = read_mail(sources, settings, lambda _: True, [class_id] if class_id else [])
    assert not mail.diagnostics, mail.diagnostics
    own = (ClassMail(class_id, mail.by_class[class_id], pupils),) if class_id else ()
    everyone = () if class_id else mail.everyone
    said = words(settings.language)
    return letters(Mailing(site_head(settings), said, mail.pictures, everyone, own, word))


def png(width: int, height: int) -> bytes:
    raw = b"".join(b"\0" + b"\x0d\x5c\x5a" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, in points: its baseline from the top, its ends from the left."""

    base: float
    left: float
    right: float
    size: float
    font: str
    text: str


def lines_of(pdf: bytes) -> list[list[Line]]:
    """Give every page's lines from the top, each with its first character's size and font."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [_lines(page.chars, float(page.height)) for page in file.pages]


def _lines(chars: list[Any], height: float) -> list[Line]:
    def base(char: Any) -> float:
        return round(height - float(char["matrix"][5]), 1)

    found = []
    for at, group in groupby(sorted(chars, key=lambda c: (base(c), c["x0"])), key=base):
        line = list(group)
        first = line[0]
        text = "".join(char["text"] for char in line)
        font = first["fontname"].partition("+")[2]
        found.append(Line(at, first["x0"], line[-1]["x1"], float(first["size"]), font, text))
    return found

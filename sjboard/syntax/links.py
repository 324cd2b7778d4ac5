"""Where a link or picture in a text leads, and whether it may.

Knows addresses and the paths below content/. Does not know Markdown, nor what the site will call
a file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

from sjboard.diagnostics import Diagnostic, Severity, Span, finding
from sjboard.patterns import regex
from sjboard.syntax.body import Line
from sjboard.syntax.nearest import nearest
from sjboard.syntax.pictures import MOST_PIXELS, SHOWN, Sight

_ROOT = "\ufdd0"
"""``model.ROOT``: the model lies above this floor; a test holds the two equal."""
_SCHEME = regex(r"\s*([a-zA-Z][a-zA-Z0-9+.\-]*):")
_BLANKS = regex(r"[\x00-\x20\x7f]+")
_LOOSE = regex(r"[\s\\]+")
_AMP = "\x02amp\x03"
"""How Python-Markdown holds an ampersand back: it hides mail addresses so."""
_TO_ESCAPE = regex(r"[\s%()<>#?\[\]\\]")
"""What a path may hold and an address in Markdown may not."""
_ALLOWED = {"http", "https", "mailto", "tel"}
_ACTIVE = regex(
    r"\.(?:[sx]?html?|xht|mht(?:ml)?|svgz?|xml|xslt?|[cm]?js|wasm|swf|jar|hta|lnk|url|php\d?|aspx?|jsp"
    r"|exe|com|bat|cmd|scr|msi|vbs|ps1|sh|apk)[. ]*$",
    re.IGNORECASE,
)
"""Files that run when they are opened: from the board's own address, without its policy."""
_TAG_START = regex(r"</?[a-zA-Z!][^\s>]*")


class Places:
    """Finds what was written, in order: Python-Markdown keeps no positions."""

    def __init__(self, lines: Sequence[Line], file: str) -> None:
        self.lines = lines
        self.file = file
        self.after: dict[str, tuple[int, int]] = {}

    def find(self, *wanted: str) -> Span:
        """Give the next place of the first of the texts that occurs; the first line, if none does."""
        for text in wanted:
            index, column = self.after.get(text, (0, 0))
            for at in range(index, len(self.lines)):
                line = self.lines[at]
                place = line.text.find(text, column) if text else -1
                if place >= 0:
                    self.after[text] = (at, place + len(text))
                    column = line.cut + place + 1
                    return Span(self.file, line.number, column, column + len(text))
                column = 0
        for text in wanted:  # a tab or a backslash that Markdown has read already
            bare = _LOOSE.sub("", text)
            for line in self.lines:
                if bare and bare in _LOOSE.sub("", line.text):
                    end = line.cut + len(line.text) + 1
                    return Span(self.file, line.number, line.cut + 1, end)
        first = self.lines[0]
        return Span(self.file, first.number, first.cut + 1, first.cut + len(first.text) + 1)

    def unsafe(self, raw: Iterable[str]) -> Iterator[Diagnostic]:
        """Place the pieces of HTML that the page will not have."""
        for html in raw:
            start = _TAG_START.match(html)
            yield finding(
                "syntax.unsafe",
                self.find(html, html.split("\n")[0], start.group() if start else html[:1]),
                "html",
                written=" ".join(html.split())[:60],
            )


_FAULTS = {
    "web": ("syntax.unsafe", "disguised"),
    "program": ("syntax.unsafe", "disguised"),
    "other": ("picture.format", "other"),
    "not": ("picture.format", "not"),
    "unshown": ("picture.format", "unshown"),
    "cut": ("picture.format", "cut"),
    "pixels": ("syntax.size", "pixels"),
    "ending": ("picture.format", "ending"),
}
"""What may be wrong with a file that is linked, and how it is told."""


class Links:
    """Resolves the links of one text of one file; collects findings and the files that it shows.

    ``files`` are all that a text may lead to: paths of content/, each with what was seen of it where it is
    a mapping.
    """

    def __init__(self, file: str, files: Collection[str], places: Places) -> None:
        self.folder = posixpath.dirname(file)
        self.files = files
        self.places = places
        self.found: list[Diagnostic] = []
        self.assets: list[str] = []

    def resolve(self, address: str, *, picture: bool) -> str:
        """Give the address as the page will have it; a finding, and "#", where it may not be."""
        bare = _BLANKS.sub("", unescape(address))
        if _AMP in address or (not picture and bare.startswith("#")):
            return address  # <someone@school.example>, or a place on the same page
        if bare.startswith(("//", "\\\\", "/\\", "\\/")):
            return self.refuse("syntax.unsafe", "link", address)
        scheme = _SCHEME.match(bare)
        if scheme is None:
            return self.file(address, picture=picture)
        name = scheme.group(1).lower()
        if not picture and name in _ALLOWED:
            return address
        if len(name) == 1 or (picture and name == "file"):  # a drive: C:\pictures
            return self.refuse("link.broken", "outside", address)
        hosted = picture and name in ("http", "https")
        return self.refuse("syntax.unsafe", "picture" if hosted else "link", address)

    def file(self, address: str, *, picture: bool) -> str:
        """Resolve a relative address against the folder of the text's file."""
        path = unquote(unescape(re.split(r"[?#]", address.strip(), maxsplit=1)[0]))
        if not path:
            return self.refuse("link.broken", "empty", address)
        target = posixpath.normpath(posixpath.join(self.folder, path))
        if path.startswith("/") or not target.startswith("content/"):
            return self.refuse("link.broken", "outside", address)
        if target not in self.files:
            return self.missing(address, target)
        if not picture and target.endswith(".md"):
            return self.refuse("link.broken", "source", address)
        if _ACTIVE.search(target):
            return self.refuse("syntax.unsafe", "active", address)
        return self.shown(address, target, picture=picture)

    def shown(self, address: str, target: str, *, picture: bool) -> str:
        """Take a file that is there, if it is what it seems."""
        seen = self.files[target] if isinstance(self.files, Mapping) else Sight()
        fault = seen.fault
        if picture and not fault and _ending(target) not in SHOWN:
            fault = "ending"
        if fault:
            return self.faulty(address, fault, seen, _ending(target))
        if seen.position:
            span = self.places.find(address, unescape(address), unquote(unescape(address)))
            name = posixpath.basename(target)
            note = finding("picture.position", span, severity=Severity.NOTE, written=name)
            self.found.append(note)
        self.assets.append(target)
        return _ROOT + target

    def faulty(self, address: str, fault: str, seen: Sight, ending: str) -> str:
        """Say what is wrong with a file that is there."""
        rule, variant = _FAULTS[fault]
        return self.refuse(
            rule,
            variant,
            address,
            kind=seen.kind or "?",
            ending=ending,
            pixels=f"{seen.width}×{seen.height}",
            most=MOST_PIXELS // 10_000,
        )

    def missing(self, address: str, target: str) -> str:
        """Say what was probably meant: the same name elsewhere, or a like one."""
        name = posixpath.basename(target).casefold()
        others = sorted(path for path in self.files if not path.endswith(".md"))
        same = [path for path in others if posixpath.basename(path).casefold() == name]
        guess = same[0] if same else None
        if guess is None:
            names = {_stem(path): path for path in others}
            near = nearest(_stem(target), names)
            guess = names[near] if near else None
        if guess is None:
            return self.refuse("link.broken", "", address)
        written = posixpath.relpath(guess, self.folder)
        readable = _TO_ESCAPE.sub(lambda match: quote(match.group(), safe=""), written)
        return self.refuse("link.broken", "near", address, guess=readable)

    def refuse(self, rule: str, variant: str, address: str, **args: Any) -> str:
        plain = unescape(address)
        span = self.places.find(address, plain, unquote(plain))
        self.found.append(finding(rule, span, variant, written=plain[:120], **args))
        return "#"


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _stem(path: str) -> str:
    """A name without its ending: half of `a.png` and `b.png` is equal, and says nothing."""
    return posixpath.splitext(posixpath.basename(path))[0]

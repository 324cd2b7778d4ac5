"""A page as the preview serves it: its own bytes, and our script beside its own.

Knows the places in a page where that goes: before ``</head>``, and in the policy that the page carries.
Strip and faults are made by the script in the browser; only the page that stands in for a site that was
never whole is made here.
"""

from __future__ import annotations

import json
import re
from html import escape

from sjboard.build.sources import digest
from sjboard.edges.serve.trouble import Trouble
from sjboard.locale import Words
from sjboard.records import dataclass

SCRIPT = "_preview/preview.js"
STYLE = "_preview/preview.css"
EVENTS = "_preview/events"
STATUS = "_status"

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"')
_END_OF_HEAD = b"</head>"
_WORDS = ("strip", "status", "home", "trouble", "stays", "shown", "fold", "open", "away")


@dataclass(frozen=True, slots=True)
class Framed:
    """What a page's script is told: the language, and whether others in the network may look on."""

    words: Words
    open_to_others: bool = False

    def frame(self, page: bytes, mark: str) -> bytes:
        """Put our script and style into a page. ``mark`` says which page it is, for the reload."""
        told = {name: self.words(f"preview.{name}") for name in _WORDS}
        if self.open_to_others:
            told["strip"] = self.words("preview.strip-open")
        ours = (
            f'<link rel="stylesheet" href="/{STYLE}">'
            f'<script src="/{SCRIPT}" defer id="sj-preview" data-digest="{mark}"'
            f' data-words="{escape(json.dumps(told, ensure_ascii=False))}"></script>'
        ).encode()
        page = _POLICY.sub(_reaching_us, page, count=1)
        head, end, rest = page.partition(_END_OF_HEAD)
        return head + ours + end + rest if end else page + ours

    def waiting(self, troubles: tuple[Trouble, ...]) -> bytes:
        """Write the page that stands where there is none yet: it is coming, or this is what is wrong."""
        title = self.words("preview.trouble" if troubles else "preview.coming")
        listed = "".join(_told(trouble) for trouble in troubles)
        why = self.words("preview.never" if troubles else "preview.coming-why")
        page = (
            f'<!doctype html>\n<html lang="{self.words.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n</head>\n"
            f'<body class="sj-waiting"><main><h1>{escape(title)}</h1><p>{escape(why)}</p>{listed}</main>'
            "</body>\n</html>\n"
        )
        return self.frame(page.encode(), waiting_digest(troubles))


def waiting_digest(troubles: tuple[Trouble, ...]) -> str:
    """Say which page of waiting this is."""
    return f"waiting-{digest(repr(troubles).encode())[:12]}"


def _reaching_us(policy: re.Match[bytes]) -> bytes:
    """Let a page's own policy allow what the script asks of us, and nothing else."""
    allowed = policy[2]
    if b"connect-src" not in allowed:
        allowed += b"; connect-src 'self'"
    return policy[1] + allowed + b'"'


def _told(trouble: Trouble) -> str:
    """Write a fault as the script does, for a page that has no script's help yet."""
    line = ""
    if trouble.line:
        line = (
            f'<pre class="sj-line"><span>{trouble.line}</span> {escape(trouble.before)}'
            f"<mark>{escape(trouble.marked)}</mark>{escape(trouble.after)}</pre>"
        )
    hint = f'<p class="sj-hint">{escape(trouble.hint)}</p>' if trouble.hint else ""
    return (
        f'<div class="sj-one"><p class="sj-place">{escape(trouble.place)}</p>'
        f"<p><b>{escape(trouble.level)}</b> {escape(trouble.message)}</p>{line}{hint}</div>"
    )

"""Readers who open every page again and again while somebody publishes, and what they were given.

Knows what a whole answer is: its length, its end, its style and scripts, and that its bytes are those of a
publication that stood while it was asked for. Does not know who serves, nor how a publication comes about.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath

_ASSETS = re.compile(rb'(?:href|src)="([^"#?:]+\.(?:css|js|png|jpg|svg))"')

PAUSE = 0.002
"""Seconds between two of a reader's requests: whoever publishes needs the processor too."""

Shown = Mapping[str, str]
"""What a publication holds: route → SHA-256."""


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shown(pages: Mapping[str, bytes]) -> Shown:
    return {route: hashed(data) for route, data in pages.items()}


@dataclass
class History:
    """What has stood so far, in steps: each a publication, or the few states that a preview passes through.

    Of the last step that is complete its last state stands; of the one under way any state may be met.
    """

    steps: list[list[Shown]]

    @property
    def standing(self) -> int:
        return len(self.steps) - 1

    def may_be_met(self, before: int, after: int) -> list[Shown]:
        """Give what a reader may be given who asked between these two steps."""
        under_way = [state for step in self.steps[before + 1 : after + 2] for state in step]
        return [self.steps[before][-1], *under_way]


@dataclass
class Reader(threading.Thread):
    """Asks for every page of the publication that stands, round after round, until it is stopped.

    ``seen`` are the answers that came whole: the route, the publications that stood before and after,
    the hash. ``broken`` says what was wrong with the others, ``asked`` how many there were in all.
    ``plain`` takes our server's own script out of a page again.
    """

    port: int
    prefix: str
    history: History
    squeezed: bool = False
    plain: Callable[[bytes], bytes] = bytes
    seen: set[tuple[str, int, int, str]] = field(default_factory=set)
    broken: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    rounds: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.stop.is_set():
            for route in sorted(self.history.steps[-1][-1]):
                if route.endswith(".html") and not self.stop.is_set():
                    self._look(route)
            self.rounds += 1
        self._line.close()

    def _look(self, route: str) -> None:
        data = self._ask(route)
        for found in sorted(set(_ASSETS.findall(data or b""))):
            if not found.startswith(b"/"):  # the preview's own
                self._ask(normpath(join(route, "..", found.decode())))

    def _ask(self, route: str) -> bytes | None:
        """Ask once; give the bytes where they came whole."""
        time.sleep(PAUSE)
        before = self.history.standing
        self.asked += 1
        headers = {"Accept-Encoding": "gzip"} if self.squeezed else {}
        try:
            self._line.request("GET", self.prefix + route, headers=headers)
            answer = self._line.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as failure:
            self._line.close()
            self._complain(type(failure).__name__, route)
            return None
        length = answer.getheader("Content-Length")
        whole = length is None or int(length) == len(data)
        if whole and answer.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        if answer.status != 200:
            wrong = str(answer.status)
        elif not whole:
            wrong = "short"
        elif not data:
            wrong = "empty"
        elif route.endswith(".html") and not data.rstrip().endswith(b"</html>"):
            wrong = "torn"
        else:
            wrong = ""
        if wrong:
            self._complain(wrong, route)
            return None
        self.seen.add((route, before, self.history.standing, hashed(self.plain(data))))
        return data

    def _complain(self, what: str, route: str) -> None:
        self.broken[f"{what} {route}"] += 1


def strangers(reader: Reader) -> list[tuple[str, int, int]]:
    """Give the answers that nothing holds which stood while they were asked for, or was under way."""
    return [
        (route, before, after)
        for route, before, after, hash_ in sorted(reader.seen)
        if all(one.get(route) != hash_ for one in reader.history.may_be_met(before, after))
    ]

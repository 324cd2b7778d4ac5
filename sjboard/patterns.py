"""Regular expressions that are compiled when they are first tried.

Most of ours are there to say what is wrong with a text. A build in which nothing is wrong needs few of
them, and to compile them all would take longer than to read a week's homework.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _Late:
    """Stands for a compiled pattern; becomes as quick as one when it is first asked for anything."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give what behaves as ``re.compile(pattern, flags)`` does; an error in it comes at its first use."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))

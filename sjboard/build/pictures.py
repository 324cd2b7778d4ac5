"""The pictures and attachments of content/, each looked at when somebody asks for it.

Knows that a picture is published without what it tells of a person. Does not know pictures
(``syntax.pictures``), nor who shows one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from sjboard.syntax.pictures import Sight, look

Looked: TypeAlias = dict[str, tuple[bytes, Sight, bytes]]
"""By path: a file's bytes, what was seen of them, and the bytes to publish."""


class Shelf(Mapping[str, Sight]):
    """What was seen of every file that a text may show or offer, by its path.

    ``looked`` is what an earlier build saw; it is added to. A file whose bytes are the very same object is
    not looked at again. To another process goes what was seen, without the bytes.
    """

    def __init__(
        self, content: Mapping[str, bytes], paths: Iterable[str], looked: Looked | None = None
    ) -> None:
        self._content = content
        self._paths = dict.fromkeys(paths)
        self._looked: Looked = {} if looked is None else looked

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __getitem__(self, path: str) -> Sight:
        return self._look(path)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __reduce__(self) -> tuple[type[dict[str, Sight]], tuple[dict[str, Sight]]]:
        return dict, ({path: self[path] for path in self},)

    def to_publish(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Give files as they go out: the photographs without where, when and by whom they were taken."""
        return {path: self._look(path)[1] for path in paths}

    def _look(self, path: str) -> tuple[Sight, bytes]:
        if path not in self._paths:
            raise KeyError(path)
        data = self._content[path]
        known = self._looked.get(path)
        if known is None or known[0] is not data:
            known = self._looked[path] = (data, *look(path, data))
        return known[1:]

"""Pictures for paper: which of them can be set, and what they are called there.

Knows how PNG, JPEG, GIF and WebP begin. Does not know where a picture comes from. A file's ending may lie
about what is in it, and Typst and Word believe endings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def named(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Give each picture (path → bytes) that can be set its name in a document's files.

    The name is made of the bytes alone: plain ASCII, and an ending that is true.
    """
    endings = {path: _ending(data) for path, data in pictures.items()}
    return {
        path: f"{hashlib.sha256(pictures[path]).hexdigest()[:12]}.{ending}"
        for path, ending in endings.items()
        if ending
    }


def _ending(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return ""

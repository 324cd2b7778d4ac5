"""Pictures as bytes: which kind one is, whether it is whole, how large, and what it tells of a person.

Knows how PNG, JPEG, GIF and WebP are put together. Does not decode a picture, and takes nothing out of it
but what is no picture: where and when it was taken, by which camera, by whom, a preview of what was cut
away, and whatever hangs behind its end. Only the side on which it stands is kept, else a photograph would
lie on its side. Does not know who shows it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import TypeAlias

from sjboard.patterns import regex
from sjboard.records import dataclass

MOST_PIXELS = 40_000_000
"""Of a picture: 8,000 × 5,000. A browser needs four bytes for each, whatever the file has."""

SHOWN = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "webp": "webp"}
"""The endings of what every browser and our paper can show, and the kind that each promises."""

_KINDS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("png", regex(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", regex(rb"\xff\xd8\xff")),
    ("gif", regex(rb"GIF8[79]a")),
    ("webp", regex(rb"RIFF....WEBP", re.DOTALL)),
    ("heic", regex(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)),
    ("avif", regex(rb"....ftypavi", re.DOTALL)),
    ("bmp", regex(rb"BM....\0\0\0\0", re.DOTALL)),
    ("tiff", regex(rb"II\*\0|MM\0\*")),
    ("pdf", regex(rb"%PDF-")),
    ("program", regex(rb"MZ.{58,}|\x7fELF", re.DOTALL)),
    (
        "web",
        regex(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?"
            rb"<(?:!doctype\s+(?:html|svg)|html|head|body|script|svg|iframe|meta|style)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
)

_UNSHOWN = frozenset(["heic", "avif", "bmp", "tiff"])

_POSITION = b"GPSLatitude"
_ORIENTATION, _GPS, _LATITUDE = 0x0112, 0x8825, 2
_MOST_FIELDS = 1_000

_JPEG_NEXT = regex(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The first marker behind the figures of a scan."""
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs hIST sPLT acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"])
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")

_Size: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a file that a page may show or offer.

    ``fault`` is "" where nothing is wrong, else ``other`` (it is a picture of the kind ``kind``),
    ``unshown`` (the same, but of a kind that pages cannot show), ``not`` (no picture), ``cut`` (not
    whole), ``pixels`` (too large: ``width``, ``height``), ``web`` or ``program`` (something that runs).
    ``position``: it says where it was taken.
    """

    fault: str = ""
    kind: str = ""
    width: int = 0
    height: int = 0
    position: bool = False


class _Cut(Exception):  # noqa: N818 - nobody's error
    """The bytes end, or go wrong, before the picture does."""


@dataclass(slots=True)
class _Told:
    """What a picture tells beside what it shows."""

    size: _Size = (0, 0)
    side: int = 1
    position: bool = False

    def hear(self, exif: bytes) -> None:
        """Read an EXIF block: a small TIFF file."""
        try:
            fields = dict(_fields(exif, 4))
            self.side = fields.get(_ORIENTATION, 1)
            if _GPS in fields:
                self.position |= _LATITUDE in dict(_fields(exif, None, fields[_GPS]))
        except (struct.error, IndexError):
            return  # damaged: it goes in any case


def kind_of(data: bytes) -> str:
    """Name what a file is by how it begins; "" where it is nothing of interest here."""
    head = data[:1024]
    return next((kind for kind, begins in _KINDS if begins.match(head)), "")


def look(path: str, data: bytes) -> tuple[Sight, bytes]:
    """Look at a file, and give its bytes without what it tells of a person.

    The very same object where there is nothing to take out. What has a fault is not to be published.
    """
    kind = kind_of(data)
    promised = SHOWN.get(path.rpartition(".")[2].lower(), "")
    wrong = kind if kind in ("web", "program") else ""
    if promised and kind != promised:
        wrong = wrong or ("other" if kind in _READERS else "unshown" if kind in _UNSHOWN else "not")
    if wrong or kind not in _READERS:
        return Sight(wrong, kind), data
    told = _Told()
    try:
        clean = b"".join(_READERS[kind](data, told))
    except (_Cut, struct.error, IndexError):
        return Sight("cut", kind), data
    width, height = told.size
    if not width or not height:
        return Sight("cut", kind), data
    if width * height > MOST_PIXELS:
        return Sight("pixels", kind, width, height), data
    return Sight("", kind, width, height, told.position), data if clean == data else clean


def _fields(exif: bytes, pointer: int | None, start: int = 0) -> Iterator[tuple[int, int]]:
    """Give the fields of one directory of a TIFF file, each with its first value as a number."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return
    if pointer is not None:
        (start,) = struct.unpack_from(f"{order}I", exif, pointer)
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for number in range(min(count, _MOST_FIELDS)):
        place = start + 2 + 12 * number
        tag, form = struct.unpack_from(f"{order}HH", exif, place)
        yield tag, struct.unpack_from(f"{order}{'H' if form == 3 else 'I'}", exif, place + 8)[0]


def _upright(side: int) -> bytes:
    """Make the EXIF block that says on which side a picture stands and nothing else; b"" where upright."""
    if not 2 <= side <= 8:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, side, 0, 0)


# --- JPEG ---------------------------------------------------------------------------------------


def _jpeg(data: bytes, told: _Told) -> Iterator[bytes]:
    kept: list[bytes] = []
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        if data[place] != 0xFF:
            raise _Cut
        marker = data[place + 1]
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise _Cut
        segment = data[place + 4 : end]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", segment, 1)
            told.size = (width, height)
        if marker == 0xDA:
            found = _JPEG_NEXT.search(data, end)
            if found is None:
                raise _Cut
            end = found.start()
        if _jpeg_keeps(marker, segment, told):
            kept.append(data[place:end])
        place = end
    first = [kept.pop(0)] if kept and kept[0][1] == 0xE0 else []
    upright = _upright(told.side)
    if upright:
        body = b"Exif\0\0" + upright
        first.append(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    yield from (b"\xff\xd8", *first, *kept, b"\xff\xd9")


def _jpeg_keeps(marker: int, segment: bytes, told: _Told) -> bool:
    """Whether a segment is needed to show the picture; hear what the others tell."""
    if marker == 0xE1:
        if segment.startswith(b"Exif\0"):
            told.hear(segment[6:])
        told.position |= _POSITION in segment
        return False
    if marker == 0xE0:
        return segment.startswith(b"JFIF\0") and len(segment) == 14  # without a preview
    if marker == 0xE2:
        return segment.startswith(b"ICC_PROFILE\0")
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


# --- PNG ----------------------------------------------------------------------------------------


def _png(data: bytes, told: _Told) -> Iterator[bytes]:
    yield data[:8]
    place = 8
    name = b""
    upright = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data) or (place == 8) != (name == b"IHDR"):
            raise _Cut
        chunk = memoryview(data)[place + 8 : end - 4]
        if zlib.crc32(chunk, zlib.crc32(name)) != struct.unpack_from(">I", data, end - 4)[0]:
            raise _Cut
        if name == b"IHDR":
            told.size = struct.unpack_from(">II", chunk)
        elif name == b"eXIf":
            told.hear(bytes(chunk))
            upright = _upright(told.side)
            if upright:
                yield _png_chunk(b"eXIf", upright)
        elif name == b"iTXt":
            told.position |= _POSITION in bytes(chunk)
        if name in _PNG_KEPT:
            yield data[place:end]
        place = end


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


# --- GIF ----------------------------------------------------------------------------------------


def _gif(data: bytes, told: _Told) -> Iterator[bytes]:
    told.size = struct.unpack_from("<HH", data, 6)
    place = 13 + _gif_colours(data[10])
    yield data[:place]
    shown = False
    while data[place] != 0x3B:
        start = place
        kept = True
        if data[place] == 0x2C:  # a picture: its place, perhaps its colours, the width of its codes
            place += 10 + _gif_colours(data[place + 9]) + 1
            shown = True
        elif data[place] == 0x21:
            label = data[place + 1]
            kept = label != 0xFE and (label != 0xFF or data[place + 3 : place + 14] in _GIF_KEPT)
            place += 2
        else:
            raise _Cut
        while data[place]:
            place += data[place] + 1
        place += 1
        told.position |= not kept and _POSITION in data[start:place]
        if kept:
            yield data[start:place]
    if not shown:
        raise _Cut
    yield b"\x3b"


def _gif_colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


# --- WebP ---------------------------------------------------------------------------------------


def _webp(data: bytes, told: _Told) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", data, 4)
    whole = 8 + size
    if whole > len(data) + 1:  # some writers forget the last byte of padding
        raise _Cut
    kept: list[bytes] = []
    place = 12
    while place + 8 <= min(whole, len(data)):
        name, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length
        if end > len(data):
            raise _Cut
        body = data[place + 8 : end]
        if not any(told.size):
            told.size = _webp_size(name, body)
        if name == b"EXIF":
            told.hear(body.removeprefix(b"Exif\0\0"))
        told.position |= name == b"XMP " and _POSITION in body
        if name in _WEBP_KEPT:
            kept.append(_webp_chunk(name, body))
        place = end + length % 2
    upright = _upright(told.side)
    if kept and kept[0].startswith(b"VP8X"):
        head = bytearray(kept[0])
        head[8] = head[8] & ~0x0C | (0x08 if upright else 0)
        kept[0] = bytes(head)
        if upright:
            kept.append(_webp_chunk(b"EXIF", upright))
    pieces = b"".join(kept)
    yield b"RIFF" + struct.pack("<I", len(pieces) + 4) + b"WEBP" + pieces


def _webp_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _webp_size(name: bytes, body: bytes) -> _Size:
    if name == b"VP8X":
        wide, high = body[4:7], body[7:10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if name == b"VP8 ":
        wide_, high_ = struct.unpack_from("<HH", body, 6)
        return wide_ & 0x3FFF, high_ & 0x3FFF
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0


_READERS = {"png": _png, "jpg": _jpeg, "gif": _gif, "webp": _webp}

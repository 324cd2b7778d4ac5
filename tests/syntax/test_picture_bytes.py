"""Pictures: what is no picture is found, what tells of a person goes, every pixel stays."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sjboard.syntax.pictures import MOST_PIXELS, Sight, kind_of, look

ORIENTATION, MAKER, ARTIST, GPS = 0x0112, 0x010F, 0x013B, 0x8825
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>31,10N</exif:GPSLatitude></x:xmpmeta>'


def photo(form: str, *, side: int = 6, position: bool = True) -> bytes:
    """A picture as a phone would make it, or its album."""
    image = Image.effect_noise((64, 40), 60).convert("RGB")
    exif = Image.Exif()
    exif[ORIENTATION] = side
    exif[MAKER] = "SomeCamera"
    exif[ARTIST] = "someone"
    if position:
        exif[GPS] = {1: "N", 2: (31.0, 10.0, 5.0), 3: "E", 4: (121.0, 20.0, 1.0)}
    out = io.BytesIO()
    if form == "GIF":
        image.save(out, form, comment=b"someone")
    elif form == "JPEG":
        image.save(out, form, exif=exif.tobytes(), comment=b"someone", progressive=True)
    else:
        image.save(out, form, exif=exif.tobytes())
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


PHOTOS = {form: photo(form) for form in ENDINGS}


@pytest.mark.parametrize("form", ENDINGS)
def test_a_photograph_says_nothing_but_its_side(form: str) -> None:
    data = PHOTOS[form]
    sight, clean = look(f"a.{ENDINGS[form]}", data)
    assert (sight.fault, sight.width, sight.height) == ("", 64, 40)
    assert sight.position == (form != "GIF")
    assert b"someone" in data
    assert b"someone" not in clean
    assert b"SomeCamera" not in clean
    assert pixels(clean) == pixels(data)
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif()) == ({} if form == "GIF" else {ORIENTATION: 6})
    again = look(f"a.{ENDINGS[form]}", clean)
    assert again[1] is clean
    assert not again[0].position


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_an_upright_picture_says_nothing_at_all(form: str) -> None:
    _, clean = look(f"a.{ENDINGS[form]}", photo(form, side=1))
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_position_in_xmp(form: str) -> None:
    out = io.BytesIO()
    image = Image.new("RGB", (8, 8))
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - used here alone

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        image.save(out, form, pnginfo=info)
    else:
        image.save(out, form, xmp=XMP)
    sight, clean = look(f"a.{ENDINGS[form]}", out.getvalue())
    assert sight.position
    assert b"GPSLatitude" not in clean


@pytest.mark.parametrize("form", ENDINGS)
def test_what_hangs_behind_goes(form: str) -> None:
    path = f"a.{ENDINGS[form]}"
    _, clean = look(path, PHOTOS[form])
    assert look(path, PHOTOS[form] + b"PK\x03\x04 a whole archive")[1] == clean


@pytest.mark.parametrize("form", ENDINGS)
def test_half_a_picture_is_no_picture(form: str) -> None:
    data = PHOTOS[form]
    path = f"a.{ENDINGS[form]}"
    assert {look(path, data[:n])[0].fault for n in range(len(data) - 1)} <= {"cut", "not"}


@pytest.mark.parametrize("form", ENDINGS)
def test_another_ending(form: str) -> None:
    other = "a.png" if form != "PNG" else "a.jpg"
    assert look(other, PHOTOS[form])[0] == Sight("other", ENDINGS[form])


@pytest.mark.parametrize(
    ("path", "data", "fault"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "web"),
        ("a.png", b"\xef\xbb\xbf  <?xml version='1.0'?><!-- x --><svg/>", "web"),
        ("a.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "web"),
        ("a.pdf", b"<HTML><body>", "web"),
        ("a.docx", b"\n<script src=x>", "web"),
        ("a.pdf", b"MZ" + b"\0" * 80, "program"),
        ("a", b"\x7fELF\2\1", "program"),
        ("a.png", b"", "not"),
        ("a.png", b"hello", "not"),
        ("a.png", b"\0\0\0\x18ftypheic\0\0", "unshown"),
        ("a.jpg", b"II*\0\0\0", "unshown"),
        ("a.pdf", b"%PDF-1.7", ""),
        ("a.csv", b"<\xe5\xa7\x93\xe5\x90\x8d>,1", ""),
        ("a.txt", b"MZ is a country code", ""),
    ],
)
def test_what_is_no_picture(path: str, data: bytes, fault: str) -> None:
    assert look(path, data)[0].fault == fault


def test_more_pixels_than_anybody_can_open() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 5000)).save(out, "PNG")
    whole = look("a.png", out.getvalue())[0]
    assert (whole.fault, whole.width * whole.height) == ("", MOST_PIXELS)
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "GIF")
    assert look("a.gif", out.getvalue())[0].fault == "pixels"


@settings(max_examples=300)
@given(
    form=st.sampled_from(sorted(ENDINGS)),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=20),
    cut=st.integers(0, 1 << 16),
)
def test_damage_is_no_bug(form: str, changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(PHOTOS[form])
    for place, value in changes:
        data[place % min(len(data), 400)] = value
    whole = bytes(data[: len(data) - cut % len(data)] if cut % 3 == 0 else data)
    sight, clean = look(f"a.{ENDINGS[form]}", whole)
    assert sight.fault or kind_of(clean) == kind_of(whole)

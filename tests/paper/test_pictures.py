"""Pictures are named after what they are, not after what their file is called."""

from __future__ import annotations

from sjboard.render.paper.pictures import named


def test_an_ending_that_lies_is_mended_and_an_unknown_kind_left_out() -> None:
    png = b"\x89PNG\r\n\x1a\n..."
    names = named(
        {
            "a/图.jpg": png,
            "a/b.PNG": png,
            "c.gif": b"GIF89a",
            "d.webp": b"RIFF....WEBP",
            "e.bmp": b"BM",
        }
    )
    assert names["a/图.jpg"] == names["a/b.PNG"]
    assert names["a/b.PNG"].endswith(".png")
    assert [name.rpartition(".")[2] for name in names.values()] == ["png", "png", "gif", "webp"]
    assert all(name.isascii() for name in names.values())


def test_a_photograph_is_known_by_its_first_bytes() -> None:
    assert named({"x": b"\xff\xd8\xff\xe0"})["x"].endswith(".jpg")

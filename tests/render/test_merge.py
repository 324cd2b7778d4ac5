from __future__ import annotations

from sjboard.render import merge


def test_two_sources_of_one_page_are_both_named() -> None:
    first = ("content/letters/a.md", {"letters/a/index.html": b"1", "x.html": b"x"})
    second = ("content/letters/A.md", {"letters/a/index.html": b"2", "y.html": b"y"})
    pages, found = merge([first, second])
    assert pages == {"letters/a/index.html": b"1", "x.html": b"x", "y.html": b"y"}
    assert [(d.words, d.span.file, d.related[0].file) for d in found] == [
        ("route.collision", "content/letters/A.md", "content/letters/a.md")
    ]


def test_equal_bytes_are_no_collision() -> None:
    pages, found = merge([("a.png", {"assets/1.png": b"1"}), ("b.png", {"assets/1.png": b"1"})])
    assert (pages, found) == ({"assets/1.png": b"1"}, ())

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.layout import arrange, grade_of, passed_over
from tests.content.school import CONFIG, PATH


def told(path: str) -> list[str]:
    layout, found = arrange([path], CONFIG)
    assert not found or (layout.weeks, layout.letters, layout.assets) == ({}, (), ())
    return [d.words for d in found]


def test_everything_in_its_place() -> None:
    layout, found = arrange(
        [
            "content/letters/b.md",
            "content/letters/logo.png",
            "content/assets/图/a.png",
            "content/assets/readme.md",
            "content/services/x.md",
            "content/2026-autumn/w12/g3/图.png",
            "content/2026-autumn/w02/any/where/g1/a.md",
            PATH,
            "content/2026-autumn/w12/g1/A.MD",
            "content/.DS_Store",
            "content/2026-autumn/w12/_draft/a.md",
        ],
        CONFIG,
    )
    assert found == ()
    assert dict(layout.weeks) == {
        ("2026-autumn", 2): ("content/2026-autumn/w02/any/where/g1/a.md",),
        ("2026-autumn", 12): ("content/2026-autumn/w12/g1/A.MD", PATH),
    }
    assert layout.letters == ("content/letters/b.md",)
    assert layout.assets == (
        "content/2026-autumn/w12/g3/图.png",
        "content/assets/readme.md",
        "content/assets/图/a.png",
        "content/letters/logo.png",
    )


@pytest.mark.parametrize(
    "name", [".git", "_x.md", "~$语文.md", "语文.md~", ".a.swp", "#a.md#", "a.swp", "Thumbs.db"]
)
def test_names_passed_over(name: str) -> None:
    assert passed_over(name)
    assert told(f"content/2026-autumn/w12/{name}") == []


def test_names_that_are_not() -> None:
    assert not any(map(passed_over, ["语文.md", "a_b.md", "a~b.md", "a#.md", "w12"]))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("content/2026-autum/w12/g3/a.md", "entry.unknown:term-near"),
        ("content/zzz/w12/g3/a.md", "entry.unknown:term"),
        ("content/2026-autumn/w22/g3/a.md", "entry.unknown:week"),
        ("content/2026-autumn/w00/g3/a.md", "entry.unknown:week"),
        ("content/2026-autumn/第12周/g3/a.md", "entry.unknown:week"),
        ("content/2026-autumn/a.md", "entry.path:place"),
        ("content/a.md", "entry.path:place"),
        ("content/2026-autumn/w12/g3/a:b.md", "entry.path:character"),
        ("content/2026-autumn/w12/g3/a?.md", "entry.path:character"),
        ("content/2026-autumn/w12/g3/CON.md", "entry.path:reserved"),
        ("content/2026-autumn/w12/aux/a.md", "entry.path:reserved"),
        ("content/2026-autumn/w12/g3 /a.md", "entry.path:trailing"),
        ("content/2026-autumn/w12/g3/a.", "entry.path:trailing"),
        (f"content/2026-autumn/w12/{'长' * 26}.md", "syntax.size:name"),
        (f"content/2026-autumn/w12/{'长' * 20}/{'长' * 20}/{'长' * 20}.md", "syntax.size:path"),
    ],
)
def test_paths_that_will_not_do(path: str, words: str) -> None:
    assert told(path) == [words]


def test_a_name_of_just_eighty_bytes() -> None:
    assert told(f"content/2026-autumn/w12/{'长' * 25}ab.md") == []


def test_the_grade_of_a_path() -> None:
    assert grade_of(PATH) == 3
    assert grade_of("content/2026-autumn/w12/a/g6/b/c.md") == 6
    assert grade_of("content/2026-autumn/w12/g3.md") is None


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["2026-autumn", "w12", "g3", "a.md", "letters", "assets", "x.png", "", "CON"]
            ),
            min_size=1,
            max_size=6,
        ).map(lambda p: "content/" + "/".join(p)),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_paths_in_any_order(paths: list[str]) -> None:
    assert arrange(paths, CONFIG) == arrange(reversed(paths), CONFIG)


NAMES = st.sampled_from(
    [
        *(
            "content",
            "assets",
            "letters",
            "2026-autumn",
            "w12",
            "W02",
            "w99",
            "g3",
            "语文.md",
            "语文.MD",
            "",
        ),
        *(
            "_x",
            "con",
            "a.",
            "a:b",
            "e\u0301.md",
            "\u00e9.md",
            "É.md",
            "字" * 27,
            "x" * 81,
            "语文.txt",
            "s.md",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(NAMES, min_size=1, max_size=5), max_size=6))
def test_each_path_is_judged_as_alone_but_for_names_alike(paths: list[list[str]]) -> None:
    """Names and folders are looked at once for all the files; no file's verdict may depend on that."""
    files = sorted({"/".join(["content", *path]) for path in paths})
    layout, found = arrange(files, CONFIG)
    alike = {d.span.file for d in found if d.words == "entry.path:alike"}
    for file in files:
        alone, own = arrange([file], CONFIG)
        told = [d for d in found if d.span.file == file and d.words != "entry.path:alike"]
        if file in alike:
            assert file not in (*layout.letters, *layout.assets)
        else:
            assert told == list(own)
            assert (file in layout.assets, file in layout.letters) == (
                file in alone.assets,
                file in alone.letters,
            )
            assert [key for key, kept in layout.weeks.items() if file in kept] == [*alone.weeks]

"""What a snapshot holds, and what it refuses to touch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sjboard.content.layout import MAX_PATH
from sjboard.edges.disk import ASSET_LIMIT, ENTRY_LIMIT, snapshot

WEEK = "content/2026-autumn/w12/g3"
posix = pytest.mark.skipif(os.name == "nt", reason="no such files there")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text("policy: {use: [own.yaml]}\n", encoding="utf-8")
    (tmp_path / WEEK).mkdir(parents=True)
    return tmp_path


def found(school: Path) -> list[tuple[str, str]]:
    return [(d.words, d.span.file) for d in snapshot(school / "config.yaml").findings]


def test_names_that_are_nobodys_business_are_passed_over(school: Path) -> None:
    for name in (".hidden.md", "_later.md", "~$语文.md", "语文.md~", ".语文.md.swp", "#语文.md#"):
        (school / WEEK / name).write_bytes(b"x")
    (school / WEEK / "语文.md").write_bytes(b"x")
    assert list(snapshot(school / "config.yaml").content) == [f"{WEEK}/语文.md"]
    assert found(school) == []


def test_what_is_too_big_is_not_read(school: Path) -> None:
    (school / WEEK / "大.md").write_bytes(b"x" * (ENTRY_LIMIT + 1))
    (school / WEEK / "正好.md").write_bytes(b"x" * ENTRY_LIMIT)
    with (school / WEEK / "大.png").open("wb") as file:
        file.truncate(ASSET_LIMIT + 1)
    (school / WEEK / "大写.MD").write_bytes(b"x" * (ENTRY_LIMIT + 1))
    assert found(school) == [
        ("syntax.size:file", f"{WEEK}/大.md"),
        ("syntax.size:asset", f"{WEEK}/大.png"),
        ("syntax.size:file", f"{WEEK}/大写.MD"),
    ]
    assert list(snapshot(school / "config.yaml").content) == [f"{WEEK}/正好.md"]


def test_folders_in_folders_are_not_followed_for_ever(school: Path) -> None:
    folder = school / "content" / Path(*["d"] * 300)
    folder.mkdir(parents=True)
    (folder / "语文.md").write_bytes(b"x")
    deepest = "content" + "/d" * (MAX_PATH // 2 + 1)
    assert found(school) == [("syntax.size:path", deepest)]


@posix
def test_links_and_pipes_are_refused_and_never_followed(school: Path) -> None:
    secret = school / "secret.md"
    secret.write_bytes(b"secret")
    (school / WEEK / "a.md").symlink_to(secret)
    (school / WEEK / "b").symlink_to(school)
    os.mkfifo(school / WEEK / "c.md")
    assert found(school) == [
        ("entry.path:symlink", f"{WEEK}/a.md"),
        ("entry.path:symlink", f"{WEEK}/b"),
        ("entry.path:special", f"{WEEK}/c.md"),
    ]
    assert snapshot(school / "config.yaml").content == {}


@posix
def test_a_name_that_is_not_utf8_is_named(school: Path) -> None:
    raw = os.fsencode(school / WEEK) + b"/\xd3\xef.md"
    with os.fdopen(os.open(raw, os.O_CREAT | os.O_WRONLY), "wb"):
        pass
    assert [words for words, _ in found(school)] == ["entry.path:name-encoding"]
    assert all(file.isprintable() for _, file in found(school))


def test_packs_are_read_from_inside_the_school_only(school: Path) -> None:
    (school / "own.yaml").write_bytes(b"id: own\n")
    assert snapshot(school / "config.yaml").packs["own.yaml"] == b"id: own\n"
    assert "cn-2021" in snapshot(school / "config.yaml").packs
    outside = school.parent / "outside.yaml"
    outside.write_bytes(b"id: outside\n")
    text = "policy: {use: [../outside.yaml, none.yaml]}\n"
    (school / "config.yaml").write_text(text, encoding="utf-8")
    packs = snapshot(school / "config.yaml").packs
    assert not {"../outside.yaml", "none.yaml"} & set(packs)
    assert b"id: outside\n" not in packs.values()


def test_own_templates_lie_beside_the_shipped_ones(school: Path) -> None:
    (school / "templates" / "board").mkdir(parents=True)
    (school / "templates" / "board" / "class.html").write_bytes(b"own")
    taken = snapshot(school / "config.yaml")
    assert taken.templates == {"board/class.html": b"own"}
    assert "board/class.html" in taken.shipped

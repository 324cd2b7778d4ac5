"""site/ is brought up to date whole, or stays whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.edges import sync as syncing
from sjboard.edges.journal import NAME as JOURNAL
from sjboard.edges.journal import NEW as WAITING
from sjboard.edges.moves import Recovered, recover
from sjboard.edges.sync import MANIFEST, STAGING, Changes, SiteRefused, present, sync

OLD = {"index.html": b"old", "assets/a.css": b"a", "t/w1/index.html": b"1", "t/w1/gone.html": b"x"}
NEW = {"index.html": b"new", "assets/b.css": b"b", "t/w1/index.html": b"1", "t/w2/index.html": b"2"}


def bring(site: Path, pages: Mapping[str, bytes]) -> Changes:
    return sync(site, pages, {}, present(site))


def tree(site: Path) -> dict[str, bytes]:
    """Everything in site/ but our own list."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_what_a_sync_does(tmp_path: Path) -> None:
    assert bring(tmp_path, OLD) == Changes(4, 0, 0, 0)
    assert tree(tmp_path) == OLD
    assert bring(tmp_path, NEW) == Changes(created=2, updated=1, identical=1, deleted=2)
    assert tree(tmp_path) == NEW
    assert bring(tmp_path, NEW) == Changes(0, 0, 4, 0)


def test_equal_bytes_are_left_alone(tmp_path: Path) -> None:
    bring(tmp_path, OLD)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    for path in before:
        os.utime(path, ns=(1, 1))
    bring(tmp_path, OLD)
    assert {p.stat().st_mtime_ns for p in before} == {1}


def test_folders_that_we_emptied_go(tmp_path: Path) -> None:
    bring(tmp_path, {"a/b/c.html": b"", "d.html": b""})
    bring(tmp_path, {"d.html": b""})
    assert not (tmp_path / "a").exists()


def test_the_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*")
    bring(tmp_path, OLD)
    (tmp_path / "t" / "w1" / "photo.jpg").write_bytes(b"theirs")
    bring(tmp_path, {"index.html": b"new"})
    assert tree(tmp_path) == {
        ".gitignore": b"*",
        "t/w1/photo.jpg": b"theirs",
        "index.html": b"new",
    }


@pytest.mark.parametrize("path", ["index.html", "t", "t/w1/index.html"])
def test_a_file_of_others_where_a_page_should_go_is_refused(tmp_path: Path, path: str) -> None:
    theirs = tmp_path / path
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_bytes(b"theirs")
    with pytest.raises(SiteRefused) as refused:
        bring(tmp_path, OLD)
    assert refused.value.path == path
    assert tree(tmp_path) == {path: b"theirs"}


def test_an_equal_file_of_others_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"old")
    bring(tmp_path, OLD)
    assert tree(tmp_path) == OLD


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere, site = tmp_path / "elsewhere", tmp_path / "site"
    elsewhere.mkdir()
    site.mkdir()
    (site / "assets").symlink_to(elsewhere)
    with pytest.raises(SiteRefused):
        bring(site, OLD)
    assert list(elsewhere.iterdir()) == []


def test_a_list_made_by_hand_deletes_nothing_elsewhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    bring(site, OLD)
    (tmp_path / "secret").write_bytes(b"s")
    listed = {"../secret": "0", "/etc/none": "0", "a\\b": "0", "": "0"}
    (site / MANIFEST).write_text(json.dumps({"version": 1, "files": listed}), encoding="utf-8")
    bring(site, OLD)
    assert (tmp_path / "secret").read_bytes() == b"s"


def failing(number: int, error: BaseException) -> Callable[[str | Path, str | Path], None]:
    """Make an ``os.replace`` whose call of this number fails."""
    real, calls = os.replace, iter(range(10_000))

    def replace(source: str | Path, target: str | Path) -> None:
        if next(calls) == number:
            raise error
        real(source, target)

    return replace


@pytest.mark.parametrize("number", range(7))
def test_an_error_at_any_move_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    bring(tmp_path, OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing(number, OSError(28, "No space left")))
        if number < 6:  # the journal, the list, three pages, the list again
            with pytest.raises(OSError, match="No space"):
                bring(tmp_path, NEW)
            assert tree(tmp_path) == OLD
    bring(tmp_path, NEW)
    assert tree(tmp_path) == NEW


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("number", range(6))
def test_after_a_power_cut_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, finished: bool
) -> None:
    site = tmp_path / "site"
    bring(site, OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing(number, SystemError()))
        patched.setattr(syncing, "take_back", lambda *_a, **_k: None)
        patched.setattr(syncing, "clear", lambda _site: None)
        with pytest.raises(SystemError):
            bring(site, NEW)
    assert (site / STAGING).exists()
    if finished:
        done = recover(tmp_path, site)
        if number == 0:  # nothing had been promised yet
            assert done is None
            assert tree(site) == OLD
        else:
            assert done == Recovered(finished=True, line="")
            assert tree(site) == NEW
        assert recover(tmp_path, site) is None
    bring(site, NEW)
    assert tree(site) == NEW


def test_what_can_no_longer_be_finished_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    bring(site, OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing(3, SystemError()))
        patched.setattr(syncing, "take_back", lambda *_a, **_k: None)
        patched.setattr(syncing, "clear", lambda _site: None)
        with pytest.raises(SystemError):
            bring(site, NEW)
    shutil.rmtree(site / STAGING / WAITING)
    assert recover(tmp_path, site) == Recovered(finished=False, line="")
    bring(site, NEW)
    assert tree(site) == NEW


def test_a_page_that_somebody_edited_is_not_written_over(tmp_path: Path) -> None:
    bring(tmp_path, OLD)
    (tmp_path / "index.html").write_bytes(b"theirs")
    (tmp_path / "t/w1/gone.html").write_bytes(b"theirs, too")
    with pytest.raises(SiteRefused) as refused:
        bring(tmp_path, NEW)
    assert (refused.value.why, refused.value.paths) == ("edited", ("index.html", "t/w1/gone.html"))
    assert tree(tmp_path)["index.html"] == b"theirs"
    sync(tmp_path, NEW, {}, present(tmp_path), overwrite=True)
    assert tree(tmp_path) == NEW


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "homework.doc").write_bytes(b"theirs")
    with pytest.raises(SiteRefused) as refused:
        bring(tmp_path, OLD)
    assert (refused.value.why, refused.value.path) == ("unmarked", "homework.doc")
    assert tree(tmp_path) == {"homework.doc": b"theirs"}


def test_a_disk_that_fills_up_while_staging_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path, OLD)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            bring(tmp_path, NEW)
    assert tree(tmp_path) == OLD
    assert not (tmp_path / STAGING).exists()


def test_assets_move_before_pages_and_what_spans_weeks_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    real = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        moved.append(Path(target).relative_to(tmp_path).as_posix())
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    names = [
        "index.html",
        "classes/g3c1/index.html",
        "t/index.html",
        "t/w1/index.html",
        "t/w1/g3/c1/index.html",
        "assets/a.css",
        "data/t/w1.json",
        "data/index.json",
    ]
    bring(tmp_path, dict.fromkeys(names, b"x"))
    assert moved == [
        f"{STAGING}/{JOURNAL}",
        MANIFEST,
        "assets",
        "t/w1",  # whole: all that is in it may move by now
        "data/t",
        "classes",
        "data/index.json",
        "t/index.html",
        "index.html",
        MANIFEST,
    ]


@given(
    sites=st.lists(
        st.dictionaries(st.sampled_from(["a.html", "b/c.html", "b/d/e.html"]), st.binary()),
        max_size=4,
    )
)
@settings(max_examples=30, deadline=None)
def test_any_run_of_sites_ends_in_the_last(
    tmp_path_factory: pytest.TempPathFactory, sites: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("site")
    for pages in sites:
        bring(folder, pages)
        assert tree(folder) == pages

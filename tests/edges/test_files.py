"""Moves that Windows refuses for a moment; and names that change places."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sjboard.edges import files
from sjboard.edges.sync import present, sync


def refusing(times: int, moved: list[str]) -> Callable[[str | Path, str | Path], None]:
    """Make an ``os.replace`` that says so many times that somebody has the file open."""
    real, left = os.replace, iter(range(times))

    def replace(source: str | Path, target: str | Path) -> None:
        if str(target).endswith(".html") and next(left, None) is not None:
            raise PermissionError(13, "The process cannot access the file", str(source), 32)
        moved.append(str(target))
        real(source, target)

    return replace


@pytest.mark.parametrize("times", [1, files.TRIES - 1, files.TRIES])
def test_a_page_that_somebody_has_open_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """As Windows does it, which cannot be run here: a sharing violation that passes, or does not."""
    sync(tmp_path, {"a.html": b"old", "b.html": b"old"}, {}, {})
    waits: list[float] = []
    with monkeypatch.context() as patch:
        patch.setattr(files, "WINDOWS", True)
        patch.setattr("time.sleep", waits.append)
        patch.setattr(os, "replace", refusing(times, []))
        new = {"a.html": b"new", "b.html": b"new"}
        if times < files.TRIES:
            sync(tmp_path, new, {}, present(tmp_path))
        else:
            with pytest.raises(PermissionError):
                sync(tmp_path, new, {}, present(tmp_path))
    assert waits == [0.1 * 2**n for n in range(min(times, files.TRIES - 1))]
    stands = b"new" if times < files.TRIES else b"old"
    assert {(tmp_path / name).read_bytes() for name in ("a.html", "b.html")} == {stands}


def test_elsewhere_a_refusal_is_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WINDOWS", False)
    monkeypatch.setattr(os, "replace", refusing(1, []))
    with pytest.raises(PermissionError):
        files.write_atomically(tmp_path / "a.html", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges names")
def test_a_link_and_a_folder_change_places(tmp_path: Path) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to("elsewhere")
    assert files.swap(link, folder)
    assert folder.readlink() == Path("elsewhere")
    assert link.is_dir()
    assert not files.swap(link, tmp_path / "nowhere")


def test_where_there_are_no_second_names_a_copy_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    source = tmp_path / "source"
    source.write_bytes(b"x")
    os.utime(source, ns=(1, 1_000_000_000))
    assert files.second_name(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"x"
    assert (tmp_path / "copy").stat().st_mtime_ns == 1_000_000_000


def test_a_disk_that_fails_to_flush_a_folder_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(code: int) -> Callable[[int], None]:
        def fsync(_descriptor: int) -> None:
            raise OSError(code, os.strerror(code))

        return fsync

    monkeypatch.setattr(os, "fsync", fails(22))  # a share that knows no such thing
    files.settle(tmp_path)
    monkeypatch.setattr(os, "fsync", fails(5))
    with pytest.raises(OSError, match="error"):
        files.settle(tmp_path)


@pytest.mark.parametrize("knows", [True, False])
def test_files_are_flushed_at_once_or_each_with_its_folders(
    *, knows: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("one", "a/two", "a/b/three"):
        (tmp_path / name).write_bytes(b"x")
    flushed: set[str] = set()
    fsync = os.fsync

    def seen(descriptor: int) -> None:
        flushed.add(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", seen)
    if not knows:
        monkeypatch.setattr(files, "_syncfs", lambda _descriptor: -1)
    files.flush(tmp_path, ["one", "a/two", "a/b/three"])
    every = {str(path) for path in (tmp_path, *tmp_path.rglob("*"))}
    assert flushed == (set() if knows else every)


def test_a_disk_that_fails_to_flush_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_descriptor: int) -> int:
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(files, "_syncfs", fails)
    with pytest.raises(OSError, match="error"):
        files.flush(tmp_path, [])

"""Going live by one flip of a link: whole publications side by side, and the way back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.edges.schools import lay_out, pages, put
from tests.running import run_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
MODE = "publication: {mode: releases}\n"
DAY = ("--today", "2026-11-27")


def publish(folder: Path, *arguments: str) -> str:
    done = run_in(folder, "publish", *DAY, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def correct(folder: Path, text: str) -> dict[str, bytes]:
    put(folder, 12, text)
    publish(folder, "--reason", text)
    return pages(folder)


def test_each_publication_is_a_release_and_the_old_ones_stay(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school", (11, 12), MODE)
    publish(folder)
    site = folder / "site"
    first = site.resolve()
    assert site.is_symlink()
    assert not site.readlink().is_absolute()
    (first / "robots.txt").write_text("theirs", encoding="utf-8")
    states = [correct(folder, f"第{number}稿") for number in range(3)]
    assert site.resolve() != first
    assert (site / "robots.txt").read_text(encoding="utf-8") == "theirs"
    assert len([p for p in (folder / "releases").iterdir() if p.name[0] == "0"]) >= 3
    assert run_in(folder, "build", *DAY).returncode == 0
    assert pages(folder) == states[2]
    assert run_in(folder, "verify").returncode == 0
    publish(folder, "--rollback")
    assert pages(folder) == states[1]
    publish(folder, "--rollback")
    assert pages(folder) == states[0]
    done = run_in(folder, "verify")  # content/ is ahead of what stands, the pages are not
    assert "公示以后改过" in done.stdout
    assert "共 1 处" in done.stderr


def test_a_plain_site_becomes_a_release(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school", (11, 12))
    publish(folder)
    before = pages(folder)
    lay_out(folder, (), MODE)
    put(folder, 12, "改了")
    publish(folder, "--reason", "改了")
    assert (folder / "site").is_symlink()
    publish(folder, "--rollback")
    assert pages(folder) == before
    lay_out(folder, ())
    done = run_in(folder, "publish", *DAY, "--reason", "改了")
    assert done.returncode == 3
    assert "链接" in done.stderr
    assert pages(folder) == before


def test_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school", (11,), MODE)
    (tmp_path / "elsewhere").mkdir()
    (folder / "site").symlink_to(tmp_path / "elsewhere")
    done = run_in(folder, "publish", *DAY)
    assert done.returncode == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_edited_page_is_not_carried_over(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "school", (11,), MODE)
    publish(folder)
    (folder / "site/index.html").write_text("改过", encoding="utf-8")
    release = (folder / "site").resolve()
    assert run_in(folder, "publish", *DAY).returncode == 3
    assert (folder / "site").resolve() == release
    assert (folder / "site/index.html").read_text(encoding="utf-8") == "改过"

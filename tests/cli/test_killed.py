"""A real build, killed for real at moments spread over its work: readers only ever see whole pages."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.running import ROOT, run_in

SCHOOL = ROOT / "tests" / "sites" / "every-form"
KILLS = 16
BUILD = ("--quiet", "--today", "2027-01-20", "build")


def lay_out(folder: Path, name: str) -> Path:
    """Lay the school under a name that stands on every page, or rename one that is there."""
    if not folder.exists():
        shutil.copytree(SCHOOL / "content", folder / "content")
    text = (SCHOOL / "config.yaml").read_text(encoding="utf-8")
    assert "形式小学" in text
    (folder / "config.yaml").write_text(text.replace("形式小学", name), encoding="utf-8")
    return folder


def pages(folder: Path) -> dict[str, bytes]:
    """Give what a reader can meet: the site's files, but for the program's own hidden ones."""
    site = folder / "site"
    files = (path for path in site.rglob("*") if path.is_file())
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(site).parts)
    }


def killed(folder: Path, wait: float) -> bool:
    """Start a build and kill it ``wait`` seconds after it began to move files; whether it was at work.

    Before it moves the first file it replaces its list of files: that is the sign.
    """
    listed = folder / "site" / ".sjboard-manifest.json"
    before = listed.stat().st_ino
    started = subprocess.Popen(
        [sys.executable, "-m", "sjboard", *BUILD],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while started.poll() is None and listed.stat().st_ino == before:
        time.sleep(0.0005)
    time.sleep(wait)
    at_work = started.poll() is None
    started.kill()
    started.wait()
    return at_work


def test_a_killed_build_leaves_whole_pages_and_the_next_one_finishes(tmp_path: Path) -> None:
    whole: dict[str, dict[str, bytes]] = {}
    for name in ("甲小学", "乙小学"):
        folder = lay_out(tmp_path / name, name)
        assert run_in(folder, *BUILD).returncode == 0
        whole[name] = pages(folder)
    folder = lay_out(tmp_path / "killed", "甲小学")
    assert run_in(folder, *BUILD).returncode == 0
    chance = random.Random(20261121)  # noqa: S311 - moments, not secrets
    hit = 0
    for number in range(KILLS):
        lay_out(folder, ("乙小学", "甲小学")[number % 2])
        hit += killed(folder, chance.uniform(0, 0.004))
        for path, data in pages(folder).items():
            assert data in (whole["甲小学"].get(path), whole["乙小学"].get(path)), path
    assert hit, "no build was killed at work: the moments are wrong"
    assert run_in(lay_out(folder, "乙小学"), *BUILD).returncode == 0
    assert pages(folder) == whole["乙小学"]
    assert not (folder / "site" / ".sjboard-staging").exists()

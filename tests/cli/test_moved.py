"""A school that moves: what the guide says to copy is enough, and any machine makes the same bytes of it."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edges.schools import lay_out, pages, put
from tests.running import ROOT, run_in

DAY = ("--today", "2026-11-20")
GUIDE = ROOT / "docs" / "guide" / "technician.md"
MORE = """
site: {url: "http://10.8.0.5/board/"}
publication: {keep: all}
privacy: {names: 名单.txt}
"""
LETTER = "---\n标题: 运动会\n日期: 2026-11-02\n---\n\n请穿运动鞋。\n"
PACK = """\
id: ours
name: 本校规定
source: {title: 本校规定, issuer: 本校, date: 2026-09-01}
limits: [{id: ours-daily, grades: 1-9, days: school-day, per: day, minutes: 90}]
"""
MACHINES = {
    "Shanghai": {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"},
    "UTC": {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "2"},
    "New York": {"TZ": "America/New_York", "LC_ALL": "en_US.ISO-8859-1", "PYTHONHASHSEED": "3"},
    "Kiritimati": {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4"},
}
UMASKS = {"Shanghai": 0o022, "UTC": 0o077, "New York": 0o002, "Kiritimati": 0o027}


def to_be_copied() -> list[str]:
    """Give what the guide's paragraph says to copy: the names before it says what not to."""
    (paragraph,) = re.findall(
        r"^要拷的：(.*?)不用拷的：", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return re.findall(r"`([^`]+)`", paragraph)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with all that one can have, published, corrected, and corrected again."""
    folder = tmp_path_factory.mktemp("school")
    lay_out(folder, (10, 11, 12), MORE)
    config = folder / "config.yaml"
    text = config.read_text(encoding="utf-8").replace(
        "policy: {use: []}", "policy: {use: [本校.yaml]}"
    )
    config.write_text(text, encoding="utf-8", newline="\n")
    written = {
        "本校.yaml": PACK,
        "名单.txt": "子虚\n乌有\n",
        "content/letters/运动会.md": LETTER,
        "templates/assets/board.css": "body{color:#111}\n",
    }
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "content/assets").mkdir()
    pictures = sorted((ROOT / "content/assets").glob("*.png"))
    for name, picture in zip(("leaf", "old"), pictures, strict=False):
        shutil.copy(picture, folder / f"content/assets/{name}.png")
    put(folder, 11, "看图![花](../../../assets/old.png)")  # corrected away: it stands on for a week
    put(folder, 12, "看图![叶](../../../assets/leaf.png)")
    for arguments in ((), ("--reason", "改错字"), ("--reason", "又改错字")):
        done = run_in(folder, "publish", *DAY, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        put(folder, 11, f"改了{len(arguments)}{arguments[-1:]}")
    put(folder, 11, "改了2('改错字',)")
    assert run_in(folder, "verify").returncode == 0
    return folder


def carry(school: Path, place: Path, names: list[str], seed: int) -> Path:
    """Copy by hand, file by file, in an order of its own, with dates of its own."""
    files = []
    for name in names:
        path = school / name
        files += [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    chance.shuffle(files)
    for number, path in enumerate(files):
        target = place / path.relative_to(school)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1_000_000_000 + seed, 1_000_000_000 + number * seed))
    return place


def test_the_paragraph_names_everything_that_is_not_made(school: Path) -> None:
    made = {"site", ".sjboard", "releases"}
    there = {path.name for path in school.iterdir()} - made
    names = {name.rstrip("/") for name in to_be_copied()}
    assert names == {"config.yaml", "content", "templates", "ledger.jsonl"}
    assert there - names == {
        "本校.yaml",
        "名单.txt",
    }  # which the paragraph calls the files named in there


@pytest.mark.parametrize("machine", MACHINES)
def test_another_machine_makes_the_same_bytes(school: Path, tmp_path: Path, machine: str) -> None:
    expected = pages(school)
    place = tmp_path / f"D盘 {machine}" / "作业 公示"
    names = [*to_be_copied(), "本校.yaml", "名单.txt"]
    carry(school, place, names, seed=len(machine))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONUTF8"))}
    done = subprocess.run(
        [sys.executable, "-m", "sjboard", "build", *DAY],
        cwd=place,
        env={**kept, "PYTHONPATH": str(ROOT), **MACHINES[machine]},
        capture_output=True,
        encoding="utf-8",
        check=False,
        umask=UMASKS[machine] if os.name == "posix" else -1,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = pages(place)
    assert made == {path: data for path, data in expected.items() if path in made}
    left = (
        expected.keys() - made.keys()
    )  # only what was kept a while for pages that somebody had open
    assert {path.rpartition(".")[2] for path in left} == {"js", "png"}
    named = [
        path for path in left for data in made.values() if path.split("/")[-1].encode() in data
    ]
    assert named == []
    assert [path for path in left if not re.search(r"[-/][0-9a-f]{12}\.\w+$", path)] == []
    done = run_in(place, "verify")
    assert done.returncode == 0, done.stdout


def test_the_whole_folder_moves_too_and_the_memory_may_go(school: Path, tmp_path: Path) -> None:
    place = tmp_path / "whole"
    shutil.copytree(school, place, symlinks=True)
    shutil.rmtree(place / ".sjboard")
    before = pages(place)
    done = run_in(place, "build", *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "新增 0，更新 0" in done.stdout
    assert "删除 0" in done.stdout
    assert pages(place) == before
    assert run_in(place, "publish", *DAY, "--rollback").returncode == 0
    assert run_in(place, "verify").returncode == 1  # content/ is ahead of what stands

"""Where the CPU of a cold build goes, by what does the work: `.venv/bin/python bench/stages.py`.

One process, under Python's profiler, which makes small functions look dearer than they are: compare shares,
not seconds. Time is charged to the file in which it is spent, time in built-in functions to what called
them. ``--program`` profiles another checkout of the project on the same school, to set before beside after.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
STAGES = (
    ("读作业单：编码、YAML、正文", r"sjboard/(syntax|content)/|/yaml/|/markdown/|/nh3/"),
    ("检查", r"sjboard/policy/"),
    ("配置、词语", r"sjboard/(config|locale)|pydantic|gettext|holidays"),
    ("组成页面所显示的内容", r"sjboard/views/|sjboard/model"),
    (
        "编译模板",
        r"jinja2/(parser|lexer|compiler|nodes|visitor|idtracking|optimizer|ext|meta)|render/code",
    ),
    (
        "填写模板、日历、数据、搜索",
        r"sjboard/render/|jinja2/|markupsafe|<template>|/templates/|\.html$|/json/",
    ),
    (
        "记忆、顺序、哈希",
        r"sjboard/build/|/hashlib|/concurrent/|multiprocessing|edges/(remembering|rows|marks|made)",
    ),
    ("磁盘：读、写、改名", r"sjboard/edges/|/pathlib|/shutil|/tempfile|/posixpath|/genericpath"),
    ("载入程序", r"importlib|<frozen"),
)


def main() -> None:
    """Make a school, build it once to compile modules, then once under the profiler; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=36)
    parser.add_argument("--weeks", type=int, default=20)
    parser.add_argument("--program", type=Path, default=ROOT)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        _inside(asked.inside)
        return
    sys.path.insert(0, str(ROOT))
    from bench.school import Size, make  # noqa: PLC0415 - not in the process that is profiled

    with tempfile.TemporaryDirectory() as made:
        school, out = Path(made) / "school", Path(made) / "profile"
        make(school, Size(asked.classes, 1, 6, asked.weeks))
        env = {**os.environ, "PYTHONPATH": str(asked.program)}
        plain = [sys.executable, "-m", "sjboard", "build", "--jobs", "1", "--today", "2028-01-01"]
        subprocess.run(plain, cwd=school, env=env, check=True, capture_output=True)
        took = []
        for command in (plain, [sys.executable, __file__, "--inside", str(out)]):
            for name in ("site", ".sjboard"):
                subprocess.run(["rm", "-rf", str(school / name)], check=True)  # noqa: S607
            before = os.times()
            subprocess.run(command, cwd=school, env=env, check=True, capture_output=True)
            after = os.times()
            took.append(
                after.children_user
                + after.children_system
                - before.children_user
                - before.children_system
            )
        _print(out, took[0])


def _inside(out: Path) -> None:
    """Build the school in the working folder under the profiler."""
    from sjboard.edges.cli import main as build  # noqa: PLC0415 - of the program that is asked for

    sys.argv = ["sjboard", "build", "--jobs", "1", "--today", "2028-01-01"]
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    try:
        build()
    except SystemExit as left:
        profile.disable()
        profile.dump_stats(out)
        sys.exit(left.code)


def _print(out: Path, cpu: float) -> None:
    found: Counter[str] = Counter()
    stats = pstats.Stats(str(out))
    for (file, _, _), (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]  # not in typeshed
        if file == "~" and callers:
            for (caller, _, _), (_, _, share, _) in callers.items():
                found[_stage(caller)] += share
        else:
            found[_stage(file)] += own
    whole = sum(found.values())
    print(f"不带剖析器的 CPU：{cpu:.2f} s\n\n| 花在 | 份额 |\n|---|---:|")
    for stage, seconds in found.most_common():
        print(f"| {stage} | {seconds / whole:.0%} |")


def _stage(file: str) -> str:
    name = file.replace("\\", "/")
    return next((stage for stage, pattern in STAGES if re.search(pattern, name)), "其他")


if __name__ == "__main__":
    main()

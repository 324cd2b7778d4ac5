"""The task of an editor that runs the preview all day: it reads from our lines what is wrong now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from tests.running import run_in
from tests.serve.served import Served, entry, until, write

ENTRY = "content/2026-autumn/w12/g3/数学.md"

Found: TypeAlias = tuple[str, int, int, str | None]


def problems(task: Any, lines: list[str]) -> tuple[list[Found], bool]:
    """Read as VS Code does: what was found since the last beginning, and whether that has ended."""
    matcher = task["problemMatcher"][0]
    pattern, background = matcher["pattern"], matcher["background"]
    found: list[Found] = []
    ended = False
    for line in lines:
        if re.match(background["beginsPattern"], line):
            found, ended = [], False
        elif re.match(background["endsPattern"], line):
            ended = True
        elif match := re.match(pattern["regexp"], line.rstrip("\n")):
            row, column = match[pattern["line"]], match[pattern["column"]] or "0"
            found.append((match[pattern["file"]], int(row), int(column), match[pattern["code"]]))
    return found, ended


def test_the_task_sees_what_is_wrong_now(serve: Callable[..., Served], tmp_path: Path) -> None:
    assert run_in(tmp_path, "init", "学校").returncode == 0
    folder = tmp_path / "学校"
    tasks = json.loads((folder / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    task = next(task for task in tasks if task.get("isBackground"))
    assert task["args"] == ["serve"]
    served = serve(folder=folder)
    until(lambda: problems(task, served.lines) == ([], True))
    for language in ("zh-Hans", "zh-Hant", "en"):
        config = folder / "config.yaml"
        text = config.read_text(encoding="utf-8")
        write(config, re.sub(r"language: [\w-]+", f"language: {language}", text, count=1))
        broken = entry("数学", "改坏了").replace("书面 10分钟", "书面 10分钟 大约")
        write(folder / ENTRY, broken)
        until(lambda: problems(task, served.lines) == ([(ENTRY, 8, 16, "syntax.item")], True))
        write(folder / ENTRY, entry("数学", f"{language}改好了"))
        until(lambda: problems(task, served.lines) == ([], True))
    own = folder / "templates" / "base.html"
    write(own, '{% extends "!base.html" %}\n{% block small_print %}{{ no.such }}{% endblock %}\n')
    until(lambda: problems(task, served.lines)[0] == [("templates/base.html", 2, 0, None)])

"""A school in a folder, with an approval chain, for tests of publishing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sjboard.edges.sync import MANIFEST
from tests.running import ROOT

CONFIG = """
school: {name: 样例小学, phone: 0000-0000000, office: 教导处}
terms:
  - {id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}
grades: {3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}]
policy: {use: []}
approval: {chain: [教导处]}
coverage: {"3": [语文]}
"""


def entry_path(week: int, subject: str = "语文") -> str:
    return f"content/2026-autumn/w{week}/g3/{subject}.md"


def entry(week: int, text: str, subject: str = "语文", signed: str = "2026-11-01") -> str:
    """Write an entry of a week; ``signed`` is the day of its signature, "" for none."""
    approval = f"approval:\n  教导处: 乙老师 {signed}\n" if signed else ""
    return (
        f"---\nsubject: {subject}\nteacher: 甲老师\n{approval}---\n\n"
        f"## 周一\n\n- 第{week}周：{text} {{口头 10分钟}}\n"
    )


def put(
    folder: Path, week: int, text: str, subject: str = "语文", signed: str = "2026-11-01"
) -> None:
    path = folder / entry_path(week, subject)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry(week, text, subject, signed), encoding="utf-8", newline="\n")


def lay_out(folder: Path, weeks: tuple[int, ...] = (11,), more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(CONFIG + more, encoding="utf-8", newline="\n")
    for week in weeks:
        put(folder, week, "读课文")
    return folder


def pages(folder: Path) -> dict[str, bytes]:
    """What a reader can meet: the site's files, but for the program's own hidden ones."""
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
        and path.name != MANIFEST
        and not any(part.startswith(".") for part in path.relative_to(site).parts)
    }


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line in a folder, and do not wait."""
    return subprocess.Popen(
        [sys.executable, "-m", "sjboard", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )

"""A small school, and `sjboard serve` in a process of its own, as somebody at a desk has it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.running import ROOT

TODAY = "2026-11-22"
TERM = "content/2026-autumn"

CONFIG = """\
school: {name: 样例小学, phone: 0000-0000000, office: 教导处}
terms:
  - {id: 2026-autumn, name: 秋季学期, first_monday: 2026-09-07, weeks: 21}
grades: {3: 2, 5: 1}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}]
"""


def entry(subject: str, *items: str, minutes: int = 10, front: str = "") -> str:
    listed = "".join(f"- {item} {{书面 {minutes}分钟}}\n" for item in items)
    return f"---\n学科: {subject}\n教师: 周明\n{front}---\n\n## 周一\n\n{listed}"


def found(folder: Path, config: str = CONFIG) -> Path:
    """Lay out the school: two weeks, two subjects, two grades, a letter."""
    write(folder / "config.yaml", config)
    for week in ("w12", "w13"):
        for grade in (3, 5):
            for subject in ("语文", "数学"):
                path = folder / TERM / week / f"g{grade}" / f"{subject}.md"
                write(path, entry(subject, f"{week}的{subject}练习"))
    write(
        folder / "content" / "letters" / "sports.md",
        "---\n标题: 运动会\n日期: 2026-11-02\n---\n\n请穿运动鞋。\n",
    )
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


class Served:
    """The running program: its address, what it said, and how to end it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.lines: list[str] = []
        kept = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sjboard", "serve", "--today", TODAY, *arguments],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        until(lambda: len(self.lines) > 1 and re.search(r"http://\S+", self.said) is not None)
        self.address = re.findall(r"http://\S+", self.said)[0]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])
        until(lambda: any(re.match(r"已更新|有 \d+ 处", line) for line in self.lines))

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """Ask for a path exactly as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, answer.read(), told
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.ask(path)[1].decode("utf-8")

    def end(self, number: int = signal.SIGINT) -> int:
        """Do as Ctrl+C does; give the status, and see that nobody met a traceback."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(20)
        self._listener.join(10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        assert "Traceback" not in self.said, self.said
        return status


def until(held: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds; time enough for a busy machine."""
    end = time.monotonic() + seconds
    while not held():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)

"""From a saved file to the new page in a real browser: `.venv/bin/python bench/serve.py [FOLDER]`.

Copies a school (the demonstration by default) into a temporary folder, serves it, opens a class's board in
Chromium and saves an entry again and again. The time is taken from just before the file is written until
the browser has painted the page that says so.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).parent.parent

PAINTED = """
document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => {
  const found = document.body.textContent.match(/第(\\d+)次保存/);
  if (found) { window.painted = [Number(found[1]), performance.timeOrigin + performance.now()]; }
})));
"""


def entry(number: int) -> str:
    return (
        "---\n学科: 语文\n教师: 周明\n班级: 1\n---\n\n## 周一\n\n"
        f"- 第{number}次保存 {{书面 10分钟}}\n- 读课文三遍 {{朗读 10分钟}}\n"
    )


def main() -> None:
    """Print the median and the worst."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--today", default="2026-11-22")
    parser.add_argument("--entry", default="content/2026-autumn/w13/g3/语文.md")
    parser.add_argument("--page", default="2026-autumn/w13/g3/c1/index.html")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        school = Path(name)
        shutil.copytree(asked.folder / "content", school / "content")
        shutil.copy(asked.folder / "config.yaml", school)
        target = school / asked.entry
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(entry(0), encoding="utf-8", newline="\n")
        running = subprocess.Popen(
            [sys.executable, "-m", "sjboard", "serve", "--port", "0", "--today", asked.today],
            cwd=school,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        try:
            took = measure(running, target, asked.page, asked.saves)
        finally:
            running.terminate()
            running.wait()
    print(f"{len(took)} saves: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms")
    print("all:", " ".join(f"{one:.0f}" for one in sorted(took)))


def measure(running: subprocess.Popen[str], target: Path, page: str, saves: int) -> list[float]:
    """Save so many times; give the milliseconds of each."""
    address, lines = "", running.stdout or []
    for line in lines:
        found = re.search(r"http://\S+", line)
        address = found[0] if found else address
        if line.startswith("已更新"):
            print(line.strip(), flush=True)
            break
    took = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = chromium.new_page()
        tab.add_init_script(PAINTED)
        tab.goto(address + page)
        for number in range(1, saves + 1):
            time.sleep(0.5)
            begun = time.time() * 1000
            target.write_text(entry(number), encoding="utf-8", newline="\n")
            seen = [0, 0.0]
            while seen[0] != number:
                time.sleep(0.02)
                with contextlib.suppress(Error):  # the page is on its way
                    seen = tab.evaluate("window.painted") or seen
            took.append(seen[1] - begun)
        chromium.close()
    return took


if __name__ == "__main__":
    main()

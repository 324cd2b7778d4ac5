"""What is measured: a school and its site, and what happens to it. Each case is made ready, then timed.

Nothing is ever copied back into place: a file gets its state by being written, as in life, because a build
trusts what the disk says about files that it has seen.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench import sites
from bench.measure import Cost, Failed, cost
from bench.school import SUBJECTS, Size, make, make_week
from bench.sites import Week, weeks
from bench.tools import Tool

ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Ours:
    """A school of ours in a folder; every method makes one case ready and gives what it cost."""

    folder: Path
    size: Size
    saves: int = 0
    extra: tuple[str, ...] = ()

    def make(self) -> int:
        shutil.rmtree(self.folder, ignore_errors=True)
        return make(self.folder, self.size)

    @property
    def newest(self) -> Week:
        return weeks(self.size)[-1]

    @property
    def entry(self) -> Path:
        """An entry of the newest week."""
        return self.folder / "content" / self.newest.key / "g1" / f"{SUBJECTS[0][1]}-1班.md"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def run(self, *arguments: str, memory: bool = False) -> Cost:
        today = (self.newest.monday + timedelta(days=1)).isoformat()
        command = [sys.executable, "-m", "sjboard", *arguments, "--today", today]
        return cost(command, self.folder, self.env(), memory=memory, allowed=(0,))

    def env(self) -> dict[str, str]:
        """Let Python keep its compiled files, as for whoever installs us, but not in the repository."""
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        compiled = str(self.folder.parent / "compiled")
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}

    def cold(self, *, memory: bool = False) -> Cost:
        for name in ("site", ".sjboard", "templates"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.run("build", *self.extra, memory=memory)

    def nothing(self, *, memory: bool = False) -> Cost:
        return self.run("build", *self.extra, memory=memory)

    def edit(self, *, memory: bool = False) -> Cost:
        """One entry of the newest week says something else."""
        self.saves += 1
        said = f"第{self.saves}次保存"
        rewrite(self.entry, said)
        done = self.run("build", *self.extra, memory=memory)
        self._shows(said)
        return done

    def friday(self, *, memory: bool = False) -> Cost:
        """The newest week's entries come to what was built without them."""
        shutil.rmtree(self.folder / "content" / self.newest.key)
        self.run("build", *self.extra)
        make_week(self.folder, self.size, self.newest.term, self.newest.number)
        return self.run("build", *self.extra, memory=memory)

    def template(self, *, memory: bool = False) -> Cost:
        """The school begins to use a board's template of its own, which says one word more."""
        self.saves += 1
        said = f"模板第{self.saves}版"
        text = (ROOT / "templates" / "board" / "class.html").read_text(encoding="utf-8")
        changed = text.replace("{% block content %}", f"{{% block content %}}<!-- {said} -->", 1)
        own = self.folder / "templates" / "board" / "class.html"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(changed, encoding="utf-8", newline="\n")
        done = self.run("build", *self.extra, memory=memory)
        self._shows(said)
        return done

    def check(self, *, memory: bool = False) -> Cost:
        return self.run("check", memory=memory)

    def print(self, *, memory: bool = False) -> Cost:
        """All notices and posters of the newest week as PDF."""
        out = self.folder.parent / "paper"
        shutil.rmtree(out, ignore_errors=True)
        week = str(self.newest.number)
        return self.run("print", "--week", week, "--output", str(out), memory=memory)

    def _shows(self, said: str) -> None:
        page = self.site / self.newest.key / "g1" / "c1" / "index.html"
        if said not in page.read_text(encoding="utf-8"):
            raise Failed(f"{page.name} does not say {said}")


def rewrite(entry: Path, said: str) -> None:
    """Put other words into the first item of an entry, as an editor would save them."""
    lines = entry.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("- "))
    lines[at] = f"- {said} {{{lines[at].partition(' {')[2]}"
    entry.write_text("\n".join(lines), encoding="utf-8", newline="\n")


@dataclass(slots=True)
class Other:
    """The same school for another generator: built whole, and again after a small change."""

    tool: Tool
    folder: Path
    school: Path
    size: Size
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    saves: int = 0

    def make(self) -> None:
        name = self.tool.name
        if name == "hugo":
            sites.Hugo(self.school, self.size, self.folder).make()
        elif name == "eleventy":
            modules = self.tool.folder / "node_modules"
            sites.Eleventy(self.school, self.size, self.folder).make(modules)
        else:
            sites.write_markdown(name, self.school, self.size, self.folder)

    @property
    def site(self) -> Path:
        return self.folder / ("public" if self.tool.name == "hugo" else "site")

    @property
    def command(self) -> tuple[str, ...]:
        ways: Mapping[str, tuple[str, ...]] = {
            "hugo": ("--quiet",),
            "eleventy": ("--quiet",),
            "pelican": ("-q", "content", "-o", "site", "-s", "pelicanconf.py"),
            "mkdocs": ("build", "-q"),
            "zensical": ("build",),
        }
        return (*self.tool.program, *ways[self.tool.name])

    @property
    def entry(self) -> Path:
        """What the homework of the first class in the newest week stands in."""
        place = Path(weeks(self.size)[-1].key, "g1", "c1")
        subject = f"{SUBJECTS[0][1]}.md"
        ways = {
            "hugo": self.folder / "content" / place / subject,
            "eleventy": self.folder / "content" / "entries" / place / subject,
            "pelican": self.folder / "content" / place / "index.md",
        }
        return ways.get(self.tool.name, self.folder / "docs" / place / "index.md")

    def cold(self, *, memory: bool = False) -> Cost:
        for left in (self.site, self.folder / ".cache"):
            shutil.rmtree(left, ignore_errors=True)
        return cost(self.command, self.folder, self.env, memory=memory)

    def edit(self, *, memory: bool = False) -> Cost:
        """Build once more over what is there, one entry changed."""
        self.saves += 1
        self.save(f"第{self.saves}次保存")
        return cost(self.command, self.folder, self.env, memory=memory)

    def save(self, said: str) -> None:
        """Let the entry say something else."""
        text = self.entry.read_text(encoding="utf-8")
        if self.tool.name in {"hugo", "eleventy"}:
            before, _, rest = text.partition('{"text": "')
            text = f'{before}{{"text": "{said}"{rest[rest.index(chr(34)) + 1 :]}'
        else:
            text += f"\n{said}\n"
        self.entry.write_text(text, encoding="utf-8", newline="\n")


Case = Callable[..., Cost]


def weight(site: Path) -> tuple[int, int, int]:
    """Count a site's HTML pages, their bytes, and the bytes of all its files."""
    files = [path for path in site.rglob("*") if path.is_file()]
    html = [path for path in files if path.suffix == ".html"]
    return len(html), sum(p.stat().st_size for p in html), sum(p.stat().st_size for p in files)

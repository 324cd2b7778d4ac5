"""A school to which things happen: edits, by the ways in which files really change, and builds after them.

Every change is drawn from a seed and told in ``told``. The nasty ones are those that a build might not see
because it trusts what the disk says about files: equal sizes under old times, other inodes, hard links, files
swapped, times that lie, a memory of yesterday, pages changed by hand, a run killed midway.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from sjboard.edges.cli import main
from tests.running import ROOT

TERM = "2026-autumn"
FIRST = date(2026, 9, 7)
WEEKS = (9, 10, 11, 12)
SUBJECTS = ("语文", "数学")
TEXTS = (
    "读课文三遍",
    "**想一想**再写",
    "看图说话 ![图]({assets}图.png)",
    "见[网页](https://example.org/a?b=c&d)",
    "a < b & {{{{ 7 * 7 }}}} {{% raw %}}",
    "看课本第 {number} 页",
    "1. 先读",
    "用“{number}”造句，`x` 不变",
)
TAGS = (
    "朗读 10分钟",
    "口头 5分钟",
    "实践 8分钟 选做",
    "观察 半小时",
    "口头 6分钟 校内",
    "背诵 7分钟 提高",
)
WRONG = "周八"
DAYS = ("周一", "周二至周四", "周五", "周末", "每天")
CONFIGS = (
    ("name: 样例小学", "name: 样例二小"),
    ("keep: all", "keep: 2"),
    ("language: zh-Hans", "language: zh-Hant"),
    ("grades: {1: 1, 3: 2}", "grades: {1: 1, 3: 3}"),
    ("teachers: surname", "teachers: none"),
    ("week: previous", "week: same"),
    ("weekday: friday", "weekday: thursday"),
    (
        "{id: chinese, name: 语文}, {id: math, name: 数学}",
        "{id: math, name: 数学}, {id: chinese, name: 语文}",
    ),
    ("chain: []", "chain: [教导处]"),
    (
        "limits: []",
        "limits: [{id: own, grades: 1-9, minutes: 9, per: day, days: school-day, severity: warning}]",
    ),
    ("phone: 0000-0000000", "phone: 0000-0000001\n  nonsense: yes"),
)
"""Pairs of what may stand in config.yaml; the last is a fault, which stops every build until it is mended."""
CONFIG = """\
school:
  name: 样例小学
  phone: 0000-0000000
  office: 教导处
site: {url: "http://board.example/", language: zh-Hans}
terms:
  - {id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 21}
grades: {1: 1, 3: 2}
subjects: [{id: chinese, name: 语文}, {id: math, name: 数学}]
publication: {weekday: friday, week: previous, keep: all}
policy: {use: [], limits: []}
approval: {chain: []}
privacy: {teachers: surname}
"""


def _picture(number: int) -> bytes:
    """A picture of one grey dot; all are of one size."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes([0, number]), 0)),
        (b"IEND", b""),
    )
    data = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + data


PICTURES = tuple(_picture(number) for number in range(9))
TEMPLATES = {
    "board/class.html": ("{% block content %}", "{% block content %}<!-- {said} -->"),
    "board/week.html": ("{% block content %}", "{% block content %}<!-- {said} -->"),
    "notice/class.html": ("{% block content %}", "{% block content %}<!-- {said} -->"),
    "assets/board.css": ("body", "/* {said} */ body"),
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build said and left: exit status, its findings, the site's files."""

    status: int
    findings: tuple[str, ...]
    said: str
    site: dict[str, bytes]


@dataclass(slots=True)
class School:
    """A school's folder, a second one that is only ever built from nothing, and chance."""

    folder: Path
    clean: Path
    chance: random.Random
    jobs: int = 1
    today: date = date(2026, 11, 20)
    told: list[str] = field(default_factory=list)
    kept: Path | None = None
    """A memory of an earlier day."""
    stopped: bool = False
    """Whether the last build found errors."""
    interrupted: bool = False
    """Whether a run was killed since the last build: the next one finishes its work, whatever it finds."""
    build_seconds: float = 2.0
    """About how long a build in a process of its own takes: in which a kill must fall."""

    # What there is

    def lay_out(self) -> None:
        """Write a school of three classes and four weeks."""
        self.folder.mkdir(parents=True)
        write(self.folder / "config.yaml", CONFIG.encode())
        write(self.folder / "content" / "assets" / "图.png", PICTURES[0])
        for week in WEEKS[:3]:
            for place in ("g1/语文.md", "g3/语文.md", "g3/数学.md"):
                write(self.week(week) / place, self.entry(Path(place).stem))
        write(self.folder / "content" / "letters" / "hello.md", self.letter())

    def week(self, number: int) -> Path:
        return self.folder / "content" / TERM / f"w{number:02d}"

    def entries(self) -> list[Path]:
        return sorted((self.folder / "content" / TERM).rglob("*.md"))

    def texts(self) -> list[Path]:
        return sorted((self.folder / "content").rglob("*.md"))

    def one(self, paths: list[Path]) -> Path | None:
        return self.chance.choice(paths) if paths else None

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def entry(self, subject: str) -> bytes:
        """Write an entry at random; now and then a draft, one with a mistake, or one that sets nothing."""
        chance = self.chance
        head = [f"subject: {subject}", f"teacher: {chance.choice('甲乙丙丁')}老师"]
        if chance.random() < 0.08:
            head.append("draft: yes")
        lines = ["---", *head, "---", ""]
        if chance.random() < 0.08:
            return "\n".join([*lines, "无作业", ""]).encode()
        if chance.random() < 0.2:
            lines += [f"本周第 {chance.randrange(9)} 单元。", ""]
        for day in sorted(chance.sample(DAYS, chance.choice((1, 1, 2))), key=DAYS.index):
            lines += [f"## {day}", ""]
            for _ in range(chance.choice((1, 2, 3))):
                text = chance.choice(TEXTS).format(
                    assets="../../../assets/", number=chance.randrange(99)
                )
                lines.append(f"- {text} {{{chance.choice(TAGS)}}}")
            lines.append("")
        if chance.random() < 0.02:
            lines += [f"## {WRONG}", ""]
        return "\n".join(lines).encode()

    def letter(self) -> bytes:
        day = FIRST + timedelta(days=self.chance.randrange(60))
        return (
            f"---\ntitle: 告家长书{self.chance.randrange(9)}\ndate: {day}\nfrom: 教导处\n---\n\n"
            f"各位家长：\n\n好。{self.chance.randrange(99)}\n\n![图](../assets/图.png)\n"
        ).encode()

    # What happens

    def happen(self) -> str:
        """Let one thing happen, and tell it."""
        while True:
            change = self.chance.choices(CHANGES, WEIGHTS)[0]
            if self.stopped and self.chance.random() < 0.5:
                change = School.mend
            said = change(self)
            if said:
                self.told.append(said)
                return said

    def edit(self) -> str:
        """Save an entry or letter as an editor does: in place, or by a new file in its place."""
        path = self.one(self.texts())
        if path is None:
            return ""
        data = self.letter() if "letters" in path.parts else self.entry(path.stem)
        if self.chance.random() < 0.5:
            write(path, data)
            return f"edit {self.name(path)}"
        beside = path.with_name(f".{path.name}.swp")
        write(beside, data)
        beside.replace(path)
        return f"edit by a new inode {self.name(path)}"

    def edit_unseen(self) -> str:
        """Change an entry's words, not its size, and put its times back."""
        path = self.one(self.entries())
        if path is None:
            return ""
        before = path.stat()
        data = path.read_bytes()
        changed = shifted(data)
        if changed == data:
            return ""
        how = self.chance.choice(("in place", "new inode", "hard link"))
        if how == "in place":
            write(path, changed)
        else:
            beside = self.folder / "beside.md"
            write(beside, changed)
            if how == "new inode":
                beside.replace(path)
            else:
                path.unlink()
                os.link(beside, path)  # the other name stays, and is written through one day
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return f"edit unseen, {how} {self.name(path)}"

    def edit_beside(self) -> str:
        """Write through the other name of a file with two."""
        beside = self.folder / "beside.md"
        if not beside.exists():
            return ""
        before = beside.stat()
        write(beside, shifted(beside.read_bytes()))
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
        return "edit through a hard link"

    def twice(self) -> str:
        """Save, build, and save again at once with the same size: perhaps within one tick of the clock."""
        path = self.one(self.entries())
        if path is None:
            return ""
        data = self.entry(path.stem)
        write(path, data)
        self.run("build")
        write(path, shifted(data))
        return f"edit, build, edit {self.name(path)}"

    def mend(self) -> str:
        """Put right what stops every build, so that it does not stand for long."""
        for path in self.entries():
            text = path.read_text("utf-8")
            if WRONG in text:
                write(path, text.replace(f"## {WRONG}\n", "").encode())
        taken: set[tuple[str, ...]] = set()
        for path in self.entries():
            week, grade = path.relative_to(self.folder / "content" / TERM).parts[:2]
            subject = path.read_text("utf-8").partition("subject: ")[2].partition("\n")[0]
            if (week, grade, subject) in taken:
                path.unlink()
            taken.add((week, grade, subject))
        if not (self.folder / "content" / "assets" / "图.png").exists():
            self.picture()
        path = self.folder / "config.yaml"
        old, new = CONFIGS[-1]
        write(path, path.read_text("utf-8").replace(new, old).encode())
        self.stopped = False
        return "mend"

    def touch(self) -> str:
        path = self.one(self.texts())
        if path is None:
            return ""
        when = self.chance.choice((0, 1_000_000_000, time.time_ns(), time.time_ns() + 10**15))
        os.utime(path, ns=(when, when))
        return f"touch {self.name(path)} to {when}"

    def add(self) -> str:
        week = self.week(self.chance.choice(WEEKS))
        subject = self.chance.choice(SUBJECTS)
        place = self.chance.choice(("g1", "g3", "g3/再分"))
        path = week / place / f"{subject}.md"
        if list((week / place[:2]).rglob(path.name)):
            return ""  # two would be an error: rarer than that, by `rename`
        write(path, self.entry(subject))
        return f"add {self.name(path)}"

    def remove(self) -> str:
        path = self.one(self.texts())
        if path is None:
            return ""
        path.unlink()
        return f"remove {self.name(path)}"

    def remove_week(self) -> str:
        week = self.week(self.chance.choice(WEEKS))
        if not week.exists() or self.chance.random() < 0.7:
            return ""
        shutil.rmtree(week)
        return f"remove {self.name(week)}"

    def rename(self) -> str:
        """Move an entry: to another name, case or folder, or to another week."""
        path = self.one(self.entries())
        if path is None:
            return ""
        week = self.week(self.chance.choice(WEEKS))
        target = self.chance.choice(
            (
                path.with_name("Yuwen.md"),
                path.with_name("yuwen.md"),
                path.with_name(f"{path.stem}2.md"),
                path.parent / "再分" / path.name,
                week / path.parent.name / path.name,
            )
        )
        if target.exists():
            return ""
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        return f"rename {self.name(path)} to {self.name(target)}"

    def swap(self) -> str:
        """Let two entries of one size or any change places, times and all."""
        paths = self.entries()
        if len(paths) < 2:
            return ""
        one, other = self.chance.sample(paths, 2)
        beside = self.folder / "swapped"
        one.rename(beside)
        other.rename(one)
        beside.rename(other)
        return f"swap {self.name(one)} and {self.name(other)}"

    def picture(self) -> str:
        """Another picture under the old name; gone; there again."""
        path = self.folder / "content" / "assets" / "图.png"
        if path.exists() and self.chance.random() < 0.15:
            path.unlink()
            return "remove the picture"
        times = path.stat() if path.exists() else None
        write(path, self.chance.choice(PICTURES))
        if times is not None and self.chance.random() < 0.5:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        return "another picture"

    def letters(self) -> str:
        path = self.folder / "content" / "letters" / f"{self.chance.choice('abc')}.md"
        write(path, self.letter())
        return f"write {self.name(path)}"

    def settings(self) -> str:
        """Turn one setting to the other value."""
        path = self.folder / "config.yaml"
        text = path.read_text("utf-8")
        broken = CONFIGS[-1]
        pair = broken if broken[1] in text else self.chance.choice(CONFIGS)
        for old, new in (pair, pair[::-1]):
            if old in text:
                write(path, text.replace(old, new).encode())
                return f"config: {new.splitlines()[-1].strip()}"
        return ""

    def template(self) -> str:
        """Begin to use a template of the school's own, change it, give it up."""
        name = self.chance.choice(list(TEMPLATES))
        own = self.folder / "templates" / name
        if own.exists() and self.chance.random() < 0.4:
            own.unlink()
            return f"drop templates/{name}"
        shipped = (ROOT / "templates" / name).read_text("utf-8")
        old, new = TEMPLATES[name]
        assert old in shipped, name
        new = new.replace("{said}", str(self.chance.randrange(9)))
        write(own, shipped.replace(old, new, 1).encode())
        return f"change templates/{name}"

    def clock(self) -> str:
        """Go to another day: mostly on, past a publication day or not, sometimes back."""
        self.today += timedelta(days=self.chance.choice((-9, -1, 1, 1, 3, 7)))
        self.today = min(max(self.today, date(2026, 11, 5)), date(2026, 12, 20))
        return f"today is {self.today}"

    def approve(self) -> str:
        path = self.one(self.entries())
        if path is None:
            return ""
        done = self.run("approve", str(path), "--role", "教导处", "--name", "乙老师")
        return f"approve {self.name(path)}: {done[0]}"

    def publish(self) -> str:
        done = self.run("publish", "--reason", "更正")
        return f"publish: {done[0]}"

    def roll_back(self) -> str:
        done = self.run("publish", "--rollback", "--reason", "撤回")
        return f"roll back: {done[0]}"

    def memory(self) -> str:
        """Lose the memory, damage it, keep a copy of it, bring an old one back."""
        work = self.folder / ".sjboard"
        files = sorted(p for p in work.rglob("*") if p.is_file()) if work.is_dir() else []
        what = self.chance.choice(("lose", "lose one", "damage", "cut", "keep", "bring back"))
        if what == "bring back" and self.kept is not None:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(self.kept, work)
        elif what == "keep" and files:
            self.kept = self.folder.parent / "kept"
            shutil.rmtree(self.kept, ignore_errors=True)
            shutil.copytree(work, self.kept)
        elif what == "lose":
            shutil.rmtree(work, ignore_errors=True)
        elif not files or what in {"keep", "bring back"}:
            return ""
        else:
            path = self.chance.choice(files)
            if "journal" in path.name or "previous" in path.parts:
                return ""  # not memory: what a half-done run or a publication needs
            data = bytearray(path.read_bytes())
            if what == "lose one" or not data:
                path.unlink()
            elif what == "cut":
                path.write_bytes(data[: self.chance.randrange(len(data))])
            else:
                for _ in range(3):
                    data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
                path.write_bytes(data)
            return f"{what} {self.name(path)}"
        return f"memory: {what}"

    def move(self) -> str:
        """Copy the whole school, memory and site and times, and go on in the copy."""
        copied = self.folder.with_name(f"copy{len(self.told)}")
        shutil.copytree(self.folder, copied, symlinks=True)
        shutil.rmtree(self.folder)
        self.folder = copied
        return "go on in a copy of the folder"

    def page(self) -> str:
        """Change or remove a page of the site by hand."""
        site = self.folder / "site"
        pages = sorted(p for p in site.rglob("*") if p.is_file() and not p.name.startswith("."))
        path = self.one(pages)
        if path is None:
            return ""
        before, data = path.stat(), path.read_bytes()
        what = self.chance.choice(("remove", "scribble", "scribble unseen", "remove folder"))
        if what == "remove folder" and path.parent != site:
            shutil.rmtree(path.parent)
        elif what == "remove":
            path.unlink()
        else:
            write(path, shifted(data) if what == "scribble unseen" else data + b"!")
            if what == "scribble unseen":
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return f"{what} {self.name(path)}"

    def during(self) -> str:
        """Edit while a build runs, or kill it, or both."""
        kill = self.chance.random() < 0.6
        edit = not kill or self.chance.random() < 0.5
        begun = time.monotonic()
        running = self.start("build")
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(self.chance.random() * self.build_seconds)
        said = self.edit_unseen() if edit else ""
        if kill:
            self.interrupted = True
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(self.chance.random() * self.build_seconds / 2)
            running.kill()
            running.wait()
        else:
            running.wait()
            self.build_seconds = 0.5 * self.build_seconds + 0.5 * (time.monotonic() - begun)
        return f"{'kill' if kill else 'edit during'} a build; {said}"

    # Building

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Run in a process of its own, which can be killed."""
        quiet = subprocess.DEVNULL
        command = [sys.executable, "-m", "sjboard", *arguments, "--today", self.today.isoformat()]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
        )

    def run(self, *arguments: str, folder: Path | None = None) -> tuple[int, str, str]:
        """Run the command line in this process, in the school's folder: status, stdout, stderr."""
        config = (folder or self.folder) / "config.yaml"
        given = [*arguments, "--config", str(config), "--today", self.today.isoformat()]
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        status = 0
        with (
            patch.object(sys, "argv", ["sjboard", *given]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as left:
                status = int(left.code or 0)
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8"))
        return status, texts[0], texts[1]

    def build(self) -> Built:
        """Build on what is there; where a page was changed by hand and is in the way, fully."""
        status, out, err = self.run("build", "--jobs", str(self.jobs))
        if status == 3 and "--full" in err:
            status, out, err = self.run("build", "--full")
            self.told.append("(build --full over a page that was changed by hand)")
        self.stopped = status != 0
        return Built(status, findings(out), out + err, self.files(self.folder))

    def build_clean(self) -> Built:
        """Build the same inputs from nothing, elsewhere."""
        shutil.rmtree(self.clean, ignore_errors=True)
        self.clean.mkdir()
        for name in ("config.yaml", "ledger.jsonl"):
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, self.clean / name)
        for name in ("content", "templates"):
            if (self.folder / name).exists():
                shutil.copytree(
                    self.folder / name, self.clean / name, copy_function=shutil.copyfile
                )
        status, out, err = self.run("build", folder=self.clean)
        return Built(status, findings(out), out + err, self.files(self.clean))

    @staticmethod
    def files(folder: Path) -> dict[str, bytes]:
        """Give the site's files, but for the program's own and for those that a publication leaves a week."""
        site = folder / "site"
        listed = site / ".sjboard-manifest.json"
        retired = json.loads(listed.read_bytes()).get("retired", {}) if listed.exists() else {}
        return {
            name: path.read_bytes()
            for path in sorted(site.rglob("*"))
            if path.is_file()
            and not (name := path.relative_to(site).as_posix()).startswith(".")
            and name not in retired
        }


def findings(out: str) -> tuple[str, ...]:
    """Choose what a build says of the content, not of what it did, to published weeks or at all."""
    done = ("site/", "sjboard publish")
    return tuple(line for line in out.splitlines() if not any(word in line for word in done))


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def shifted(data: bytes) -> bytes:
    """Change data without changing its size or, for text, its sense: one digit goes up."""
    for at in range(len(data) - 1, -1, -1):
        if data[at : at + 1].isdigit():
            return data[:at] + b"%d" % ((int(data[at : at + 1]) % 9) + 1) + data[at + 1 :]
    return bytes([data[0] ^ 1]) + data[1:] if data else data


CHANGES: tuple[Callable[[School], str], ...] = (
    School.edit,
    School.edit_unseen,
    School.edit_beside,
    School.twice,
    School.touch,
    School.add,
    School.remove,
    School.remove_week,
    School.rename,
    School.swap,
    School.picture,
    School.letters,
    School.settings,
    School.template,
    School.clock,
    School.approve,
    School.publish,
    School.roll_back,
    School.memory,
    School.move,
    School.page,
    School.during,
)
WEIGHTS = (14, 12, 4, 4, 5, 10, 4, 2, 4, 5, 4, 3, 6, 4, 9, 3, 3, 1, 6, 1, 5, 3)

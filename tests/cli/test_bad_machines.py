"""Real machines that fail: a full disk, one that only reads, missing rights, a clock set back, a dead holder.

Everything here is done to the real program by the real system. Whatever happens, the old site and the
ledger stand as they were, the status says whose fault it is, and a sentence helps.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.edges.schools import entry_path, lay_out, pages, put, start
from tests.running import ROOT, run_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and signals are Linux's")
DAY = ("--today", "2026-11-20")
MODES = ("files", "releases")
ROOT_USER = hasattr(os, "getuid") and os.getuid() == 0
KIB = 1024
ROOMS = (0, 24, 150, 600)
"""Kibibytes that are left: none, not enough to begin, not enough for all pages, enough for a small school."""
ROOM = 24 * 1024 * KIB
TIMEOUT = 120

Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mount a small disk, by default below the test's own folder; take it away afterwards."""
    made: list[Path] = []

    def small(folder: Path | None = None, size: int = ROOM, options: str = "") -> Path:
        place = folder or tmp_path / "disk"
        place.mkdir(exist_ok=True)
        wanted = ["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(place)]
        done = subprocess.run(wanted, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
        made.append(place)
        return place

    yield small
    for place in reversed(made):
        subprocess.run(["umount", "-l", str(place)], check=True)


def only_reading(place: Path, *, yes: bool = True) -> None:
    option = "remount,ro" if yes else "remount,rw"
    subprocess.run(["mount", "-o", option, str(place)], check=True)


def school(folder: Path, mode: str = "files") -> Path:
    lay_out(folder, (10, 11), f"publication: {{mode: {mode}}}\n")
    assert run_in(folder, "publish", *DAY).returncode == 0
    put(folder, 12, "读课文")
    return folder


def state(folder: Path) -> tuple[dict[str, bytes], bytes]:
    return pages(folder), (folder / "ledger.jsonl").read_bytes()


def fill(folder: Path, left: int) -> None:
    """Let so many bytes be free on the disk of a folder."""
    ballast = folder / ".ballast"
    ballast.unlink(missing_ok=True)
    disk = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(disk.f_bavail * disk.f_frsize - left, 1))


def sound(folder: Path, *, thorough: bool = False) -> None:
    """See that the next publication comes out; ``thorough``: and is what a build from nothing gives."""
    assert run_in(folder, "publish", *DAY).returncode == 0
    before = pages(folder)
    done = run_in(folder, "verify")
    assert done.returncode == 0, done.stdout
    if thorough:
        assert run_in(folder, "build", "--full", *DAY).returncode == 0
        assert pages(folder) == before


@pytest.mark.parametrize(
    ("where", "mode"), [("school", "files"), ("school", "releases"), ("site", "files")]
)
def test_a_full_disk(mount: Mount, tmp_path: Path, where: str, mode: str) -> None:
    """The school's whole disk, or only the one that its site or its releases are on."""
    folder = mount() / "school" if where == "school" else tmp_path / "school"
    if where == "site":
        folder.mkdir()
        mount(folder / ("site" if mode == "files" else "releases"))
    school(folder, mode)
    disk = {"school": folder, "files": folder / "site", "releases": folder / "releases"}
    place = disk["school"] if where == "school" else disk[mode]
    before = state(folder)
    for kib in ROOMS:
        fill(place, kib * KIB)
        done = run_in(folder, "publish", *DAY)
        if done.returncode == 0:  # so much was enough
            assert kib == ROOMS[-1]
            break
        assert done.returncode == 3
        assert "磁盘满了" in done.stderr
        assert state(folder) == before
    (place / ".ballast").unlink()
    sound(folder, thorough=True)


def test_a_disk_without_room_for_another_file(mount: Mount) -> None:
    folder = school(mount(options=",nr_inodes=400") / "school")
    before = state(folder)
    names = []
    with contextlib.suppress(OSError):
        for number in range(400):
            names.append(folder / f"filler-{number}")
            names[-1].touch()
    done = run_in(folder, "publish", *DAY)
    assert done.returncode == 3
    assert "磁盘满了" in done.stderr
    assert state(folder) == before
    for name in names:
        name.unlink(missing_ok=True)
    sound(folder)


@pytest.mark.parametrize(
    ("command", "mode"), [("publish", "files"), ("publish", "releases"), ("build", "files")]
)
def test_a_disk_that_only_reads(mount: Mount, command: str, mode: str) -> None:
    folder = school(mount() / "school", mode)
    before = state(folder)
    only_reading(folder.parent)
    done = run_in(folder, command, *DAY)
    assert done.returncode == 3
    assert "只能读，不能写" in done.stderr
    assert state(folder) == before
    only_reading(folder.parent, yes=False)
    sound(folder)


@pytest.mark.parametrize("mode", MODES)
def test_a_site_on_a_disk_that_only_reads(mount: Mount, tmp_path: Path, mode: str) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    place = mount(folder / ("site" if mode == "files" else "releases"))
    school(folder, mode)
    before = state(folder)
    only_reading(place)
    done = run_in(folder, "publish", *DAY)
    assert done.returncode == 3
    assert "只能读，不能写" in done.stderr
    assert state(folder) == before
    only_reading(place, yes=False)
    sound(folder)


@pytest.mark.skipif(
    ROOT_USER and not shutil.which("setpriv"), reason="nothing refuses root anything"
)
@pytest.mark.parametrize(
    "closed", ["site", ".sjboard", "ledger.jsonl", "content/2026-autumn/w12/g3/语文.md"]
)
def test_somebody_without_the_rights(tmp_path: Path, closed: str) -> None:
    """An account that may not write, or not read, what another one made."""
    folder = school(tmp_path / "school")
    locked = [folder / closed]
    if closed == "site":
        locked = [p for p in (folder / "site", *(folder / "site").rglob("*")) if p.is_dir()]
    if closed == ".sjboard":
        locked += [path for path in locked[0].iterdir() if path.is_file()]
    modes = [path.stat().st_mode for path in locked]
    before = state(folder)
    for path in locked:
        path.chmod(0 if closed.endswith(".md") else 0o444 if path.is_file() else 0o555)
    refuse = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if ROOT_USER else []
    try:
        done = subprocess.run(
            [*refuse, sys.executable, "-m", "sjboard", "publish", *DAY],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    finally:
        for path, mode in zip(locked, modes, strict=True):
            path.chmod(mode)
    assert "Traceback" not in done.stderr
    if closed.endswith(".md"):
        assert done.returncode == 1
        assert "entry.path" in done.stdout
    else:
        assert done.returncode == 3
        assert "没有权限" in done.stderr
    assert state(folder) == before
    sound(folder)


@pytest.mark.parametrize("mode", MODES)
def test_a_clock_set_back_takes_nothing_down(tmp_path: Path, mode: str) -> None:
    """A dead battery on the main board: it is 2010 again, and no week is public yet."""
    folder = school(tmp_path / "school", mode)
    before = state(folder)
    for command in ("publish", "publish --rollback", "build", "build --full"):
        done = run_in(folder, *command.split(), "--today", "2010-01-01")
        assert done.returncode == 1, command
        assert "2026-11-20" in done.stderr
        assert "2010-01-01" in done.stderr
        assert state(folder) == before
    assert run_in(folder, "check", "--today", "2010-01-01").returncode == 0
    sound(folder)


def test_the_program_waits_for_its_turn_and_goes_on_when_the_holder_is_killed(
    tmp_path: Path,
) -> None:
    folder = school(tmp_path / "school")
    holder = start(folder, "publish", *DAY)
    stop(holder, folder / ".sjboard" / "lock.json")
    waiting = start(folder, "publish", *DAY)
    time.sleep(1)
    assert waiting.poll() is None
    holder.kill()
    holder.communicate()
    told, wrong = waiting.communicate(timeout=TIMEOUT)
    assert (waiting.returncode, "Traceback" in wrong) == (0, False)
    assert "第 12 周" in told or "补完" in wrong
    assert len((folder / "ledger.jsonl").read_bytes().splitlines()) == 2
    assert run_in(folder, "verify").returncode == 0


def stop(process: subprocess.Popen[str], sign: Path) -> None:
    """Freeze a process as soon as a file of its appears."""
    end = time.monotonic() + TIMEOUT
    while process.poll() is None and not sign.exists():
        assert time.monotonic() < end, "it never came so far"
    process.send_signal(signal.SIGSTOP)


def test_settings_and_entries_changed_meanwhile_are_not_published(tmp_path: Path) -> None:
    """What is published is the copy that was read and checked; the next look tells of the change."""
    for _ in range(8):
        folder = school(tmp_path / "school")
        process = start(folder, "publish", *DAY)
        stop(process, folder / "site" / ".sjboard-staging")
        if process.poll() is None and (folder / "site" / ".sjboard-staging").exists():
            break
        process.communicate()
        os.rename(folder, tmp_path / f"too-late-{time.monotonic_ns()}")  # noqa: PTH104 - out of the way
    else:
        pytest.fail("it was never met at work")
    settings = folder / "config.yaml"
    whole = settings.read_text(encoding="utf-8")
    settings.write_text(whole.replace("样例小学", "改名小学"), encoding="utf-8", newline="\n")
    put(folder, 12, "读课文的时候改成了抄课文")
    process.send_signal(signal.SIGCONT)
    told, wrong = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, wrong) == (0, "")
    assert "第 12 周" in told
    text = b"".join(pages(folder).values()).decode("utf-8", "replace")
    assert "读课文" in text
    assert "抄课文" not in text
    assert "改名小学" not in text
    row = json.loads((folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[-1])["row"]
    assert list(row["weeks"]) == ["2026-autumn/w12"]
    done = run_in(folder, "verify")
    assert done.returncode == 1
    assert f"第 12 周的作业单 {entry_path(12)}：公示以后改过。" in done.stdout
    assert "config.yaml" in done.stdout
    done = run_in(folder, "publish", *DAY)
    assert (done.returncode, "--reason" in done.stderr) == (1, True)

"""Tries cases of the corpus, one after the other, each as somebody at a terminal would: check, then build.

A program of its own, so that a case that hangs can be ended and one that takes memory is seen. Its arguments
are names; it writes a line before and after each case, as JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from sjboard.edges import cli
from sjboard.render import allowance
from tests.hostile.corpus import CASES, Case, lay_out, unreadable, unreadable_folder
from tests.hostile.test_published import faults

NOBODY = 65_534
PRIVATE = re.compile(r"root:x:|daemon:x:")
SHOWN = 4
TODAY = "2026-11-20"


@runtime_checkable
class Closing(Protocol):
    """A socket, or what goes on while a school is read."""

    def close(self) -> None: ...


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command line; give its status and what it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    sys.argv = ["sjboard", *arguments]
    status: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as left:
            status = left.code
    texts = []
    for stream in (out, err):
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        texts.append(buffer.getvalue().decode("utf-8"))
    return (status if isinstance(status, int) else 0), texts[0], texts[1]


def pages_of(site: Path) -> Iterator[tuple[str, bytes]]:
    if site.is_symlink():
        return
    for path in sorted(site.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(site).as_posix(), path.read_bytes()


def told(found: dict[str, Any]) -> str:
    name = found["file"].rpartition("/")[2]
    shown = name if name.isprintable() and len(name) < 40 else json.dumps(name[:40])
    return f"{found['rule']} {shown}:{found['line']}:{found['column']}"


def try_out(case: Case, root: Path) -> dict[str, Any]:
    """Check and build a case; what is wrong with how that went is among ``wrong``."""
    wrong: list[str] = []
    checked, json_text, said_by_check = run("--today", TODAY, "check", "--format", "json")
    built, text, said = run("--today", TODAY, "build")
    findings: list[dict[str, Any]] = []
    if json_text:
        findings = json.loads(json_text)["findings"]
    wrong += [
        f"a finding without place or hint: {found}"
        for found in findings
        if not (found["line"] >= 1 <= found["column"] and found["message"] and found["hint"])
    ]
    everything = json_text + said_by_check + text + said
    if "Traceback" in everything or "自己出了错" in everything:
        wrong.append(f"a fault of ours: {everything[-600:]}")
    if len(text) > 1_000_000:
        wrong.append(f"a report of {len(text)} characters")
    if checked not in (0, 1, 2, 3) or built not in (0, 1, 2, 3):
        wrong.append(f"left with {checked}, {built}")
    pages = dict(pages_of(root / "site"))
    if built and "index.html" in pages:
        wrong.append("pages in spite of errors")
    if not built and "index.html" not in pages and not (root / "site").is_symlink():
        wrong.append("neither pages nor errors")
    if not case.name.endswith("template/script"):  # a school's own template may do that
        wrong += [f"{path}: {fault}" for path, fault in faults(pages).items()]
    whole = everything + "".join(data.decode("utf-8", "replace") for data in pages.values())
    if PRIVATE.search(whole):
        wrong.append("somebody else's file was read")
    if any(path.name == "RAN" for path in root.parent.rglob("RAN")) or Path("/RAN").exists():
        wrong.append("something was executed")
    errors = [found for found in findings if found["severity"] == "error"]
    shown = [told(found) for found in findings[:SHOWN]]
    if len(findings) > SHOWN:
        shown.append(f"and {len(findings) - SHOWN} more")
    if built and not errors:
        shown.append((said or text).strip().split("\n")[0].replace(str(root), "…")[:160])
    return {"check": checked, "build": built, "findings": shown, "wrong": wrong}


@contextlib.contextmanager
def as_somebody(case: Case, root: Path) -> Iterator[None]:
    """The machine's owner may read everything: be somebody else where that matters."""
    if case.disk not in (unreadable, unreadable_folder) or os.geteuid() != 0:
        yield
        return
    for path in (root, *root.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def peak_memory() -> int:
    """The most memory that this process has had, in MB.

    Linux' ``ru_maxrss`` begins with what the process had that started this one.
    """
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        if found:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(names: list[str]) -> None:
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    allowance.SECONDS = 3.0  # the same with less waiting

    def report(**what: object) -> None:
        lines.write(json.dumps(what, ensure_ascii=False) + "\n")
        lines.flush()

    base = Path(tempfile.mkdtemp(prefix="hostile-"))
    base.chmod(0o755)
    try:
        for number, name in enumerate(names):
            case = CASES[name]
            root = base / str(number) / "school"
            root.mkdir(parents=True)
            report(begin=name)
            running = lay_out(case, root)
            os.chdir(root)
            begun = time.perf_counter()
            try:
                with as_somebody(case, root):
                    outcome = try_out(case, root)
            finally:
                if isinstance(running, Closing):
                    running.close()
            seconds = round(time.perf_counter() - begun, 2)
            peak = peak_memory()
            report(end=name, seconds=seconds, peak=peak, **outcome)
            os.chdir(base)
            shutil.rmtree(root.parent, ignore_errors=True)
    finally:
        os.chdir("/")
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])

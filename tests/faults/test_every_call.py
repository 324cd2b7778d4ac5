"""The watched disk sees what the system sees: every call of a publication that writes, and no other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.running import ROOT

SCRIPT = """
import json, sys
from pathlib import Path
from tests.faults.disk import Disk
from tests.faults.runs import RELEASES, publish, second

root = Path(sys.argv[1])
second(root, RELEASES if sys.argv[2] == "releases" else "")
disk = Disk(root, flushes=True)
(root.parent / "begin").mkdir()
raised = disk.run(lambda: publish(root))
(root.parent / "end").mkdir()
assert raised is None
done = [(c.kind, c.path) for n, c in enumerate(disk.calls) if n not in disk.refused]
(root.parent / "calls.json").write_text(json.dumps(done))
"""
CALLS = (
    "open,openat,openat2,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,splice,"
    "fallocate,ftruncate,truncate,fsync,fdatasync,sync,syncfs,rename,renameat,renameat2,link,linkat,symlink,"
    "symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,mknod,mknodat,utime,utimes,utimensat,futimesat,chmod,"
    "fchmod,fchmodat,chown,fchown,lchown,fchownat,setxattr,lsetxattr,fsetxattr,mmap"
)
STRACE = ("strace", "-f", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o")
KINDS = {
    "pwrite64": "write",
    "ftruncate": "truncate",
    "renameat": "rename",
    "linkat": "link",
    "symlinkat": "symlink",
    "unlinkat": "unlink",
    "mkdirat": "mkdir",
    "utimensat": "utime",
    "fchmodat": "chmod",
}
LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= [^-]")
DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")
NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"')


def system_saw(trace: str, root: Path) -> Counter[tuple[str, str]]:
    """Give kind and path of every call that writes below a folder."""
    seen: Counter[tuple[str, str]] = Counter()
    for line in trace.splitlines():
        match = LINE.match(line)
        if match is None:
            continue
        call, rest = match[1], match[2]
        if call == "mmap" and not ("MAP_SHARED" in rest and "PROT_WRITE" in rest):
            continue
        if call in ("open", "openat", "openat2", "creat"):
            if not re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC)", rest):
                continue
            call = "open"
        if call == "renameat2":
            call = "exchange" if "RENAME_EXCHANGE" in rest else "rename"
        kind = "rmdir" if "AT_REMOVEDIR" in rest else KINDS.get(call, call)
        opened = DESCRIPTOR.match(rest)
        names = NAME.findall(rest)
        if kind == "write" or (opened and not names):
            path = opened[1] if opened else ""
        else:
            folder, name = names[-1]
            path = name if name.startswith("/") else f"{folder}/{name}"
        if path.startswith(f"{root}/") or path == str(root):
            seen[kind, path.removeprefix(str(root)).removeprefix("/")] += 1
    return seen


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which is Linux'")
@pytest.mark.parametrize("mode", ["files", "releases"])
def test_every_call_that_writes_is_seen(mode: str, tmp_path: Path) -> None:
    trace, root = tmp_path / "trace", tmp_path / "school"
    done = subprocess.run(
        [*STRACE, trace, sys.executable, "-c", SCRIPT, root, mode],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if "PTRACE" in done.stderr:
        pytest.skip("nobody may watch a process here")
    assert done.returncode == 0, done.stderr
    text = trace.read_text(encoding="utf-8")
    text = text[text.index(f'"{tmp_path}/begin"') : text.index(f'"{tmp_path}/end"')]
    names = {"replace": "rename", "create": "open", "remove": "unlink"}
    calls = json.loads((tmp_path / "calls.json").read_text(encoding="utf-8"))
    ours = Counter((names.get(kind, kind), path) for kind, path in calls)
    theirs = system_saw(text, root)
    assert theirs - ours == Counter()
    assert ours - theirs == Counter()
    assert theirs.total() > 300

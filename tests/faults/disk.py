"""A disk that is watched, and that fails: every call that writes is seen, and one of them goes wrong.

The calls are the real ones, on a real folder; what they do is written down as well, so that the disk as it
would be after a power cut at any moment can be made afterwards (``tree.left``).
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import itertools
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sjboard.edges import files
from tests.faults.tree import TOP, Born, Bytes, Change, Flushed, Step, Tree, left

NEEDS_ROOM = frozenset({"create", "write", "mkdir", "link", "symlink"})
ERRORS = {"EIO": errno.EIO, "EACCES": errno.EACCES, "ENOSPC": errno.ENOSPC}
"""Kinds of fault that fail one call."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that writes: what it is, to which path, from which line of ours; ``steps`` had been taken."""

    kind: str
    path: str
    line: str
    steps: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at the call of this number.

    ``EIO``, ``EACCES``, ``ENOSPC``: it fails; ``torn``: half is written, then it fails; ``short``: half is
    written, and it says so; ``rot``: something else is written, and nobody says so; ``full``: from there on
    there is no room; ``dead``: from there on all fails; ``interrupt``: somebody presses Ctrl-C.
    """

    kind: str
    number: int


class File(io.FileIO):
    """An open file that tells the disk what is written to it."""

    def __init__(self, disk: Disk, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self.disk = disk

    def write(self, data: Any, /) -> int:
        wrong = {kind: bytes(data)[: len(data) // 2] for kind in ("short", "torn")}
        wrong["rot"] = bytes(byte ^ 1 for byte in bytes(data))
        write = super().write
        return int(self.disk.written(self, lambda: write(data), lambda kind: write(wrong[kind])))

    def truncate(self, size: int | None = None, /) -> int:
        cut = super().truncate
        return int(self.disk.written(self, lambda: cut(size), None))


class Disk:
    """Watches a folder while code runs that is given to ``run``."""

    def __init__(
        self,
        root: Path,
        fault: Fault | None = None,
        lock: Path | None = None,
        *,
        flushes: bool = False,
    ) -> None:
        self.root = root
        self.start = Tree.read(root)
        self.live = self.start.copy()
        self.log: list[Step] = []
        self.calls: list[Call] = []
        self.fault = fault
        self.met = False
        self.lock = lock
        self.flushes = flushes
        self.unlocked: list[Call] = []
        self.refused: set[int] = set()
        self._open: dict[int, int] = {}
        self._writing = 0
        self._numbers = itertools.count(1_000_000)

    def run(self, act: Callable[[], object]) -> BaseException | None:
        """Run code, and give what it raised."""
        with pytest.MonkeyPatch.context() as patch:
            self._watch(patch)
            try:
                act()
            except (OSError, KeyboardInterrupt) as raised:
                return raised
        return None

    def crashed(self, number: int) -> Tree:
        """The disk as it stands where a process is killed before the call of this number."""
        return self._left(number, lambda: True, lambda data: data[-1])

    def cut(self, number: int, how: str, chance: random.Random) -> Tree:
        """The disk after a power cut there.

        ``lost``: nothing is left of what was not flushed; ``names``: all names are, but none of the bytes;
        ``any``: any part is, and files may hold half of their bytes, or zeros.
        """
        if how == "lost":
            return self._left(number, lambda: False, lambda data: data[0])
        if how == "names":
            return self._left(number, lambda: True, lambda data: data[0])
        return self._left(
            number,
            lambda: chance.random() < 0.5,
            lambda data: chance.choice(
                [*data, data[-1][: len(data[-1]) // 2], bytes(len(data[-1]))]
            ),
        )

    def passing(self) -> Iterator[Tree]:
        """The disk as readers find it, each time that it has changed for them."""
        tree = self.start.copy()
        seen = tree.under("site")
        for step in self.log:
            if isinstance(step, Born):
                tree.born(step)
            elif isinstance(step, Bytes):
                tree.files[step.node] = step.data
            elif isinstance(step, Change):
                tree.change(step)
                now = tree.under("site")
                if now != seen:
                    seen = now
                    yield tree

    def _left(
        self, number: int, keeps: Callable[[], bool], chooses: Callable[[list[bytes]], bytes]
    ) -> Tree:
        steps = self.calls[number].steps if number < len(self.calls) else len(self.log)
        return left(self.start, self.log[:steps], keeps, chooses)

    # What the patched calls do.

    def _watch(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("rename", "replace", "link"):
            patch.setattr(os, name, self._two(name, getattr(os, name)))
        for name in (
            "unlink",
            "remove",
            "rmdir",
            "mkdir",
            "utime",
            "chmod",
            "setxattr",
            "truncate",
        ):
            patch.setattr(os, name, self._one(name, getattr(os, name)))
        patch.setattr(os, "symlink", self._symlink(os.symlink))
        patch.setattr(os, "open", self._os_open(os.open))
        patch.setattr(os, "fsync", self._fsync())
        patch.setattr(io, "open", self._io_open(io.open))
        patch.setattr(builtins, "open", io.open)
        patch.setattr(files, "_renameat2", self._exchange(files._renameat2))
        patch.setattr(files, "_syncfs", self._syncfs(files._syncfs))

    def _call(
        self, kind: str, path: str, do: Callable[[], Any], badly: Callable[[str], Any] | None = None
    ) -> Any:
        number = len(self.calls)
        call = Call(kind, path, _caller(), len(self.log))
        self.calls.append(call)
        if self.lock is not None and not path.startswith(".sjboard") and not _held(self.lock):
            self.unlocked.append(call)
        fault = self.fault
        if fault is not None and number >= fault.number:
            if fault.kind == "full" and kind in NEEDS_ROOM:
                self._fail(errno.ENOSPC, path)
            if fault.kind == "dead":
                self._fail(errno.EIO, path)
            if number == fault.number:
                if fault.kind == "interrupt":
                    self.met = True
                    raise KeyboardInterrupt
                if fault.kind in ERRORS:
                    self._fail(ERRORS[fault.kind], path)
                if badly is not None and fault.kind in ("short", "torn", "rot"):
                    self.met = True
                    done = badly(fault.kind)
                    if fault.kind == "torn":
                        self.log.append(self._half())
                        self._fail(errno.ENOSPC, path)
                    return done
        try:
            return do()
        except OSError:
            self.refused.add(number)
            raise

    def _fail(self, code: int, path: str) -> None:
        self.met = True
        raise OSError(code, os.strerror(code), path)

    def _half(self) -> Bytes:
        node = self._open[self._writing]
        return Bytes(node, Path(f"/proc/self/fd/{self._writing}").read_bytes())

    def written(self, file: File, do: Callable[[], Any], badly: Callable[[str], Any] | None) -> Any:
        descriptor = file.fileno()
        node = self._open[descriptor]
        self._writing = descriptor
        done = self._call("write" if badly else "truncate", self._name(node), do, badly)
        data = Path(f"/proc/self/fd/{descriptor}").read_bytes()
        self.live.files[node] = data
        self.log.append(Bytes(node, data))
        return done

    def _name(self, node: int) -> str:
        return next((path for path, found in self.live.walk() if found == node), "")

    def _place(self, path: Any, folder: int | None = None) -> tuple[int, str, int] | None:
        text = os.fsdecode(path)
        if folder is not None and not Path(text).is_absolute():
            return self.live.place((text,), self._open[folder])
        try:
            parts = Path(text).absolute().relative_to(self.root).parts
        except ValueError:
            return None
        return self.live.place(parts) if parts else (0, "", TOP)

    def _note(self, change: Change) -> None:
        self.live.change(change)
        self.log.append(change)

    def _birth(self, kind: str, target: str = "") -> int:
        born = Born(next(self._numbers), kind, target)
        self.live.born(born)
        self.log.append(born)
        return born.node

    def _two(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(source: Any, target: Any, **options: Any) -> Any:
            a, b = self._place(source), self._place(target)
            if a is None or b is None:
                return real(source, target, **options)
            done = self._call(name, self._path(b), lambda: real(source, target, **options))
            if name == "link":
                self._note(Change(((b[0], b[1], a[2]),)))
            elif a[2] != b[2]:
                comes, goes = (b[0], b[1], a[2]), (a[0], a[1], 0)
                if a[0] == b[0] or a[2] in self.live.folders:
                    self._note(Change((comes, goes)))
                else:
                    self._note(Change((comes,)))
                    self._note(Change((goes,), len(self.log) - 1))
            return done

        return call

    def _one(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *args: Any, **options: Any) -> Any:
            place = None if isinstance(path, int) else self._place(path, options.get("dir_fd"))
            if place is None:
                return real(path, *args, **options)
            done = self._call(name, self._path(place), lambda: real(path, *args, **options))
            if name == "mkdir":
                self._note(Change(((place[0], place[1], self._birth("folder")),)))
            elif name in ("unlink", "remove", "rmdir"):
                self._note(Change(((place[0], place[1], 0),)))
            return done

        return call

    def _symlink(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(target: Any, path: Any, *args: Any, **options: Any) -> Any:
            place = self._place(path)
            if place is None:
                return real(target, path, *args, **options)
            done = self._call(
                "symlink", self._path(place), lambda: real(target, path, *args, **options)
            )
            self._note(Change(((place[0], place[1], self._birth("link", str(target))),)))
            return done

        return call

    def _exchange(self, real: Callable[[bytes, bytes], int]) -> Callable[[bytes, bytes], int]:
        def call(one: bytes, other: bytes) -> int:
            a, b = self._place(one), self._place(other)
            assert a is not None
            assert b is not None
            done = int(self._call("exchange", self._path(b), lambda: real(one, other)))
            if done == 0:
                self._note(Change(((a[0], a[1], b[2]), (b[0], b[1], a[2]))))
            return done

        return call

    def _os_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, *args: Any, **options: Any) -> int:
            place = self._place(path, options.get("dir_fd"))
            if place is None:
                return real(path, flags, *args, **options)
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            if not writes:
                descriptor = real(path, flags, *args, **options)
                self._open[descriptor] = place[2]
                return descriptor
            opened = self._opened(
                place,
                lambda: real(path, flags, *args, **options),
                truncates=bool(flags & os.O_TRUNC),
            )
            return int(opened)

        return call

    def _opened(
        self, place: tuple[int, str, int], do: Callable[[], Any], *, truncates: bool
    ) -> Any:
        kind = "open" if place[2] else "create"
        opened = self._call(kind, self._path(place), do)
        descriptor = opened if isinstance(opened, int) else opened.fileno()
        node = place[2]
        if not node:
            node = self._birth("file")
            self._note(Change(((place[0], place[1], node),)))
        elif truncates:
            self.live.files[node] = b""
            self.log.append(Bytes(node, b""))
        self._open[descriptor] = node
        return opened

    def _io_open(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(
            path: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any
        ) -> Any:
            writes = set(mode) & set("wax+")
            place = self._place(path) if writes and not isinstance(path, int) else None
            if place is None:
                return real(path, mode, buffering, *args, **options)
            plain = mode.replace("b", "").replace("t", "")
            raw = self._opened(place, lambda: File(self, Path(path), plain), truncates="w" in mode)
            if buffering == 0:
                return raw
            buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            if "b" in mode:
                return buffered
            encoding, newline = (*args, None, None, None)[0], options.get("newline")
            return io.TextIOWrapper(buffered, options.get("encoding") or encoding, newline=newline)

        return call

    def _fsync(self) -> Callable[[int], None]:
        """Flush in the model alone, unless asked: the real disk is not cut off from its power."""
        real = os.fsync

        def call(descriptor: int) -> None:
            node = self._open[descriptor]
            self._call(
                "fsync", self._name(node), lambda: real(descriptor) if self.flushes else None
            )
            self.log.append(Flushed(node))

        return call

    def _syncfs(self, real: Callable[[int], int]) -> Callable[[int], int]:
        """As ``_fsync``, of all there is."""

        def call(descriptor: int) -> int:
            path = self._name(self._open[descriptor])
            done = self._call("syncfs", path, lambda: real(descriptor) if self.flushes else 0)
            if done == 0:
                self.log += [Flushed(node) for node in (*self.live.files, *self.live.folders)]
            return int(done)

        return call

    def _path(self, place: tuple[int, str, int]) -> str:
        folder = next((p for p, node in self.live.walk() if node == place[0]), "")
        return f"{folder}/{place[1]}" if folder else place[1]


def _caller() -> str:
    """The line of ours that makes a call."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        file = frame.f_code.co_filename
        if f"{os.sep}sjboard{os.sep}" in file or file.endswith("mutant"):
            return f"{Path(file).name}:{frame.f_code.co_name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


def _held(lock: Path) -> bool:
    """Whether somebody holds the lock."""
    try:
        descriptor = os.open(lock, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False

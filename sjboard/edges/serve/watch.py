"""Waits until something in a school's folder changes.

Knows watchdog, and its limits: a network drive sends no events, a system may refuse to watch, and an event
may be lost while folders move. So events make it quick, and a look at everything every few seconds, which
the caller takes when ``wait`` gives nothing, makes it certain. Does not read files.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sjboard.content.ledger import FILE as LEDGER
from sjboard.edges.package import CONFIG

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

SETTLE = 0.005
"""Seconds of silence after an event before its files are read: an editor's save is several events."""
LONGEST = 0.2
"""Seconds after which files are read, however much goes on."""
FOLDERS = ("content", "templates")


class Watch:
    """Watches a school's folder until it is closed. With ``events`` off, only the caller's looks remain."""

    def __init__(self, config: Path, *, events: bool = True) -> None:
        self._root = config.parent.resolve()
        self._files = {config.name, CONFIG, LEDGER}
        self._further: frozenset[Path] = frozenset()
        self._changed: set[str] = set()
        self._bell = threading.Condition()
        self._moved = False
        self._closed = False
        self._watches: list[ObservedWatch] = []
        self._observer: BaseObserver | None = None
        if events:
            self._start()

    def wait(self, seconds: float) -> frozenset[str]:
        """Wait for changes, this long at most; give the paths that were heard of, once they are quiet."""
        with self._bell:
            self._bell.wait_for(lambda: self._changed or self._closed, seconds)
            if not self._changed:
                return frozenset()
        first = time.monotonic()
        while time.monotonic() - first < LONGEST:
            with self._bell:
                if not self._bell.wait(SETTLE):
                    break
        with self._bell:
            heard, self._changed = frozenset(self._changed), set()
        if self._moved:
            self.renew()
        return heard

    def ring(self) -> None:
        """Let ``wait`` come back."""
        with self._bell:
            self._closed = True
            self._bell.notify_all()

    def also(self, files: Iterable[Path]) -> None:
        """Watch these files too: packs and lists that config.yaml names, anywhere in the school's folder."""
        further = frozenset(path.resolve() for path in files)
        if further != self._further:
            self._further = further
            self.renew()

    def renew(self) -> None:
        """Watch anew what lies there now: a folder that came back under its name is another folder."""
        self._moved = False
        if self._observer is None:
            return
        for watch in self._watches:
            with contextlib.suppress(KeyError, OSError):
                self._observer.unschedule(watch)
        self._watches = []
        self._schedule(self._root, recursive=False)
        for name in FOLDERS:
            self._schedule(self._root / name, recursive=True)
        for folder in {path.parent for path in self._further} - {self._root}:
            if not any(folder.is_relative_to(self._root / name) for name in FOLDERS):
                self._schedule(folder, recursive=False)

    def close(self) -> None:
        """Stop watching."""
        self.ring()
        if self._observer is not None:
            self._observer.stop()

    def _start(self) -> None:
        from watchdog.observers import Observer  # noqa: PLC0415 - starts threads, chooses a system's way

        observer = Observer()
        try:
            observer.start()
        except OSError:
            return  # the system allows no more watches
        self._observer = observer
        self.renew()

    def _schedule(self, folder: Path, *, recursive: bool) -> None:
        from watchdog.events import (  # noqa: PLC0415 - as above
            DirCreatedEvent,
            DirDeletedEvent,
            DirMovedEvent,
            FileClosedEvent,
            FileCreatedEvent,
            FileDeletedEvent,
            FileModifiedEvent,
            FileMovedEvent,
            FileSystemEventHandler,
        )

        if self._observer is None or not folder.is_dir():
            return
        handler = FileSystemEventHandler()
        handler.on_any_event = self._hear  # type: ignore[method-assign]  # its one method, without a class
        kinds: list[type[FileSystemEvent]] = [
            DirCreatedEvent,
            DirDeletedEvent,
            DirMovedEvent,
            FileClosedEvent,
            FileCreatedEvent,
            FileDeletedEvent,
            FileModifiedEvent,
            FileMovedEvent,
        ]  # not that a file was opened or read: we do that ourselves
        with contextlib.suppress(OSError):
            watch = self._observer.schedule(
                handler, str(folder), recursive=recursive, event_filter=kinds
            )
            self._watches.append(watch)

    def _hear(self, event: FileSystemEvent) -> None:
        paths = {os.fsdecode(path) for path in (event.src_path, event.dest_path) if path}
        concerning = {path for path in paths if self._concerns(Path(path))}
        if not concerning:
            return
        with self._bell:
            self._changed |= concerning
            if event.is_directory:
                self._moved |= any(Path(path).parent == self._root for path in concerning)
            self._bell.notify_all()

    def _concerns(self, path: Path) -> bool:
        if path in self._further:
            return True
        try:
            parts = path.relative_to(self._root).parts
        except ValueError:
            return False
        if len(parts) == 1:
            return parts[0] in self._files or parts[0] in FOLDERS
        return bool(parts) and parts[0] in FOLDERS

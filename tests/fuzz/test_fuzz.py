"""Fuzzing, briefly: every seed, all that was ever found, and a round that is the same each time."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from importlib import import_module

import pytest

from tests.fuzz.found import FOUND
from tests.fuzz.run import TARGETS
from tests.running import ROOT

WHEELS = sys.platform == "linux" and platform.machine() == "x86_64" and sys.version_info < (3, 14)
RUNS = 250


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_keep_the_laws(name: str) -> None:
    target = import_module(f"tests.fuzz.targets.{name}")
    seeds = list(target.seeds())
    assert seeds
    for seed in seeds:
        target.check(seed)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _ in FOUND])
def test_what_was_found_once(name: str, text: str) -> None:
    import_module(f"tests.fuzz.targets.{name}").check(text.encode("utf-8", "surrogatepass"))


@pytest.mark.skipif(
    not WHEELS, reason="atheris has wheels for Linux, x86-64, Python before 3.14 only"
)
def test_a_short_round_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", "all", f"-runs={RUNS}", "-seed=1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-20_000:]
    rounds = re.findall(r"\| (\w+) \| (\d+) \|.*no law broken", done.stdout)
    assert rounds == [(name, str(RUNS)) for name in TARGETS]

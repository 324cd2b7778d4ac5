"""What every test shares: ``--update``, and freshly compiled words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent

# How long an example takes says how busy the machine is: no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write the expected files anew; read the difference before you commit it",
    )
    parser.addoption(
        "--weeks",
        type=int,
        default=2000,
        help="how many random weeks the engine of caps is compared on with a naive calculation",
    )
    parser.addoption(
        "--schools",
        type=int,
        default=8,
        help="how many whole schools are made up and built, right ones and as many with mistakes",
    )
    parser.addoption(
        "--storm",
        type=int,
        default=60,
        help="how many random operations on files are done while the preview runs",
    )
    parser.addoption(
        "--edits",
        type=int,
        default=60,
        help="how many random edits schools live through, each build compared with one from nothing",
    )
    parser.addoption(
        "--publications",
        type=int,
        default=5,
        help="through how many publications readers open every page",
    )
    parser.addoption(
        "--demonstration",
        action="store_true",
        help="let these readers open the pages of the demonstration instead of a small school's",
    )
    parser.addoption(
        "--every-step",
        action="store_true",
        help="kill an import before each single step of its work instead of some",
    )
    parser.addoption(
        "--faults",
        type=int,
        default=3,
        help="how many faults are put into each kind of publication, beside one for every line that writes",
    )
    parser.addoption(
        "--kills",
        type=int,
        default=12,
        help="how many real publications are killed at random moments",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, not in every worker
        subprocess.run([sys.executable, ROOT / "hatch_build.py"], check=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a process: Playwright can be started but once in it."""
    path = os.environ.get("SJBOARD_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files shall be written anew."""
    return bool(request.config.getoption("--update"))

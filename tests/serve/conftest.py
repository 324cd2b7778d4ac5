"""A school that is served, and a tab that takes complaints for failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serve.served import Served, found

expect.set_options(timeout=30_000)  # machines are busy


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab that takes a complaint of the browser's for a failure, a missing line of ours excepted."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on(
        "console",
        lambda said: (
            wrong.append(said.text)
            if said.type == "error" and "Content Security Policy" in said.text
            else None
        ),
    )
    tab.set_default_timeout(60_000)
    yield tab
    context.close()
    assert wrong == []


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start the program in a folder, the small school's by default; end it afterwards."""
    running: list[Served] = []

    def start(*arguments: str, folder: Path | None = None) -> Served:
        school = found(tmp_path / "school") if folder is None else folder
        chosen = arguments if "--port" in arguments else (*arguments, "--port", "0")
        running.append(Served(school, *chosen))
        return running[-1]

    yield start
    for one in running:
        one.end()

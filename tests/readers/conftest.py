"""A folder that a web server without rights may read, which pytest's own are not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readers.web_server import MIME, program


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sjboard-readers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def web_server() -> None:
    """Skip where there is no nginx."""
    if program() is None or not MIME.exists():
        pytest.skip("nginx is not installed")

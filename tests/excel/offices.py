"""What the tests of workbooks share: the demonstration school, LibreOffice, a week there and back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from sjboard.config import read_config
from sjboard.config.values import Config
from sjboard.content.workbook.rows import COLUMNS, Vocabulary
from sjboard.edges.disk import snapshot
from sjboard.model import Mode, Place

HOUSE = Path(__file__).parents[2]
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
WORDS = Vocabulary(
    headings={key: names[0] for key, names in COLUMNS.items()},
    weekdays=tuple(f"周{c}" for c in "一二三四五六日"),
    weekend="周末",
    every_day="每天",
    to="至",
    also="、",
    none="无作业",
    week_note="本周说明",
    day_note="当天说明",
    each="每天",
    shared="共",
    optional="选做",
    whole_grade="全年级",
    yes="是",
    markdown="Markdown",
    places={Place.HOME: "家庭", Place.IN_SCHOOL: "校内", Place.AFTER_SCHOOL: "课后"},
    modes={Mode.ADD: "补充", Mode.REPLACE: "替换"},
)


def demonstration(folder: Path) -> Path:
    """Copy the demonstration school's settings, pictures and twelfth week."""
    shutil.copy(HOUSE / "config.yaml", folder)
    shutil.copytree(HOUSE / "content/assets", folder / "content/assets")
    week = "content/2026-autumn/w12"
    shutil.copytree(HOUSE / week, folder / week)
    return folder


def config_of(folder: Path) -> Config:
    sources = snapshot(folder / "config.yaml")
    config, _ = read_config(sources.config, sources.packs)
    assert config is not None
    return config


def recalculated(book: Path, folder: Path) -> Path:
    """Open a workbook in LibreOffice, let it calculate everything anew, and save it."""
    profile = folder / "office"
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            out,
            book,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / book.name

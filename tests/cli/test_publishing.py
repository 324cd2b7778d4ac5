"""Publishing as an office meets it: the row, the reason, the way back, what verify says."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.edges.schools import entry_path, lay_out, pages, put, start
from tests.running import run_in

FRIDAY = ("--today", "2026-11-13")
NEXT = ("--today", "2026-11-20")
LEDGER = "ledger.jsonl"
DIGESTED = r"[-/][0-9a-f]{12}\.\w+$"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "school", (10, 11))


def published(folder: Path, *arguments: str) -> str:
    done = run_in(folder, "publish", *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def refused(folder: Path, *arguments: str, status: int = 1) -> str:
    """Publish what may not be published: site and ledger stay as they were."""
    before = state(folder)
    done = run_in(folder, "publish", *arguments)
    assert done.returncode == status, done.stdout
    assert state(folder) == before
    return done.stdout + done.stderr


def state(folder: Path) -> tuple[dict[str, bytes], bytes]:
    ledger = folder / LEDGER
    site = pages(folder) if (folder / "site").exists() else {}
    return site, ledger.read_bytes() if ledger.exists() else b""


def rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / LEDGER).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["row"] for line in lines]


def test_a_publication_says_three_lines_and_writes_a_row(school: Path) -> None:
    told = published(school, *FRIDAY).splitlines()
    assert len(told) == 3
    assert told[0].startswith("已公示：第 10 周、第 11 周。台账第 1 行，校验值 ")
    assert told[1].startswith("共 2 个班、2 份作业单；")
    assert told[2] == "警告：无。特批：无。"
    (row,) = rows(school)
    assert (row["date"], row["previous"], row["reason"]) == ("2026-11-13", "0" * 64, "")
    week = row["weeks"]["2026-autumn/w11"]
    assert week["totals"]["entries"] == 1
    assert week["signers"] == ["教导处 乙老师 2026-11-01"]
    assert set(row["pages"]) == set(pages(school))
    assert "没有变化" in published(school, *FRIDAY)
    assert len(rows(school)) == 1
    assert run_in(school, "verify").returncode == 0


def test_the_clock_is_what_it_is_set_to(school: Path) -> None:
    done = run_in(school, "publish", SOURCE_DATE_EPOCH="1794577143")
    assert done.returncode == 0
    assert rows(school)[0]["time"] == "2026-11-13T13:39:03+00:00"


def but_for_old(found: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what stands on for a while for pages that were open before: nothing names it any more."""
    named = b"".join(data for path, data in found.items() if not re.search(DIGESTED, path))
    return {
        path: data
        for path, data in found.items()
        if not re.search(DIGESTED, path) or path.rpartition("/")[2].encode() in named
    }


def test_a_build_afterwards_gives_the_same_bytes(school: Path) -> None:
    published(school, *FRIDAY)
    put(school, 11, "读课文两遍")
    published(school, *FRIDAY, "--reason", "漏了一遍")
    before = pages(school)
    assert "漏了一遍" in before["2026-autumn/w11/g3/c1/index.html"].decode()
    for arguments in ((), ("--full",)):
        assert run_in(school, "build", *arguments, *FRIDAY).returncode == 0
        assert pages(school) == before
    shutil.rmtree(school / "site")
    shutil.rmtree(school / ".sjboard")
    assert run_in(school, "build", *FRIDAY).returncode == 0
    assert but_for_old(before) == but_for_old(pages(school))
    assert run_in(school, "verify").returncode == 0


def test_what_lacks_a_signature_or_an_entry_is_not_published(school: Path) -> None:
    put(school, 11, "没有签字", "数学", signed="")
    assert "approval.missing" in refused(school, *FRIDAY)
    (school / entry_path(11, "数学")).unlink()
    (school / entry_path(11)).unlink()
    put(school, 11, "只有数学", "数学")
    assert "coverage.missing" in refused(school, *FRIDAY)
    assert run_in(school, "build", *FRIDAY).returncode == 0  # a build only warns


def test_weeks_from_before_the_ledger_are_taken_as_they_are(school: Path) -> None:
    put(school, 10, "当时没有签字", signed="")
    published(school, *FRIDAY)
    put(school, 12, "没有签字", signed="")
    put(school, 13, "下一周")
    assert entry_path(12) in refused(school, "--today", "2026-11-27")


def test_a_published_week_changes_only_with_a_reason(school: Path) -> None:
    published(school, *FRIDAY)
    put(school, 11, "读课文两遍")
    told = refused(school, *FRIDAY)
    assert "第 11 周已经公示过" in told
    assert "--reason" in told
    assert "更正第 11 周（漏了一遍）" in published(school, *FRIDAY, "--reason", "漏了一遍")
    put(school, 12, "读课文")
    put(school, 10, "旧周也改")
    assert "第 10 周" in refused(school, *NEXT, "--week", "12", "--reason", "x")
    told = published(school, *NEXT, "--reason", "改错字")
    assert "第 12 周；更正第 10 周（改错字）" in told
    assert sorted(rows(school)[-1]["weeks"]) == ["2026-autumn/w10", "2026-autumn/w12"]


def test_signing_anew_and_noting_minutes_is_no_correction(school: Path) -> None:
    published(school, *FRIDAY)
    path = school / entry_path(11)
    text = path.read_text(encoding="utf-8")
    noted = text.replace("---\n\n", "actual: {周一: 12}\n---\n\n", 1).replace("11-01", "11-02")
    path.write_text(noted, encoding="utf-8", newline="\n")
    assert run_in(school, "verify").returncode == 0
    published(school, *FRIDAY)


def test_a_correction_may_be_signed_after_the_publication_day(school: Path) -> None:
    published(school, *FRIDAY)
    put(school, 11, "读课文两遍", signed="2026-11-16")
    told = published(school, "--today", "2026-11-16", "--reason", "漏了一遍")
    assert "approval.late" in told  # said, but no obstacle
    put(school, 12, "签晚了", signed="2026-11-21")
    assert "approval.late" in refused(school, "--today", "2026-11-21")


def test_a_week_that_loses_its_entries_needs_a_reason_too(school: Path) -> None:
    published(school, *FRIDAY)
    (school / entry_path(10)).unlink()
    assert "第 10 周" in refused(school, *FRIDAY)
    assert "撤下第 10 周（重复）" in published(school, *FRIDAY, "--reason", "重复")
    assert run_in(school, "verify").returncode == 0
    put(school, 10, "又有了")
    assert "第 10 周" in refused(school, *FRIDAY)


def test_old_weeks_come_down_and_stay_in_the_ledger(school: Path) -> None:
    published(school, *FRIDAY)
    config = school / "config.yaml"
    config.write_text(config.read_text("utf-8") + "publication: {keep: 1}\n", encoding="utf-8")
    put(school, 12, "读课文")
    assert "第 12 周" in published(school, *NEXT)
    assert not any("/w10/" in path or "/w11/" in path for path in pages(school))
    assert run_in(school, "verify").returncode == 0
    (school / entry_path(10)).unlink()
    done = run_in(school, "verify")
    assert done.returncode == 1
    assert f"第 10 周的作业单 {entry_path(10)}：公示时有，现在没有" in done.stdout


def test_a_wrong_clock_or_week_is_refused(school: Path) -> None:
    published(school, *NEXT)
    assert "2026-11-20" in refused(school, *FRIDAY)
    assert "第 14 周" in refused(school, *NEXT, "--week", "14")
    assert "第 12 周" in refused(school, *NEXT, "--week", "12")
    refused(school, "--rollback", "--week", "11", status=2)


def held_back(folder: Path, *arguments: str) -> str:
    """Publish all but what is wrong."""
    done = run_in(folder, "publish", "--hold-back", *arguments)
    assert done.returncode == 1, done.stderr
    return done.stdout + done.stderr


def test_what_is_wrong_is_held_back_and_the_rest_goes_out(school: Path) -> None:
    put(school, 11, "没有签字", "数学", signed="")
    told = held_back(school, *FRIDAY)
    assert "approval.missing" in told
    assert "没有公示的：第 11 周数学。" in told
    for page in ("index.html", "notice.html"):
        text = pages(school)[f"2026-autumn/w11/g3/c1/{page}"].decode()
        assert "数学：未发布，待修改。" in text
        assert "没有签字" not in text
    assert rows(school)[0]["weeks"]["2026-autumn/w11"]["held_back"] == [
        [entry_path(11, "数学"), "数学"]
    ]
    assert "公示时留下，还没有公示" in run_in(school, "verify").stdout
    put(school, 11, "签了字", "数学")
    assert "更正第 11 周（补数学）" in published(school, *FRIDAY, "--reason", "补数学")
    assert "待修改" not in pages(school)["2026-autumn/w11/g3/c1/index.html"].decode()


def test_what_was_not_handed_in_is_held_back_too(school: Path) -> None:
    (school / entry_path(11)).unlink()
    put(school, 11, "只有数学", "数学")
    assert "第 11 周语文" in held_back(school, *FRIDAY)
    page = pages(school)["2026-autumn/w11/g3/c2/index.html"].decode()
    assert "语文：未发布，待修改。" in page
    assert "只有数学" in page


def test_a_published_week_with_something_wrong_stays_as_it_was(school: Path) -> None:
    published(school, *FRIDAY)
    page = "2026-autumn/w11/g3/c1/index.html"
    before = pages(school)[page]
    put(school, 11, "改坏了", signed="")
    for week, day in ((12, "2026-11-20"), (13, "2026-11-27")):
        put(school, week, "读课文")
        told = held_back(school, "--today", day)
        assert "第 11 周的改动（已公示的保持原样）" in told
        assert pages(school)[page] == before
        own = pages(school)["classes/g3c1/index.html"].decode()
        assert f"第{week}周：读课文" in own
    assert [sorted(row["weeks"]) for row in rows(school)[1:]] == [
        ["2026-autumn/w12"],
        ["2026-autumn/w13"],
    ]


def test_what_is_no_entrys_fault_cannot_be_held_back(school: Path) -> None:
    (school / "content/letters").mkdir(parents=True)
    (school / "content/letters/信.md").write_text("---\ntitle: 无日期\n---\n", encoding="utf-8")
    assert "letter.field" in refused(school, *FRIDAY, "--hold-back")


def test_rollback_brings_back_every_byte(school: Path) -> None:
    published(school, *FRIDAY)
    first = pages(school)
    put(school, 12, "读课文")
    published(school, *NEXT)
    second = pages(school)
    put(school, 12, "读课文两遍")
    published(school, *NEXT, "--reason", "漏了一遍")
    put(school, 12, "又改了，但没有公示")
    assert run_in(school, "build", *NEXT).returncode == 0  # a build between does no harm
    shutil.rmtree(school / ".sjboard")
    assert "已撤回第 3 行" in published(school, *NEXT, "--rollback")
    assert but_for_old(pages(school)) == but_for_old(second)
    assert "已撤回第 2 行" in published(school, *NEXT, "--rollback")
    assert but_for_old(pages(school)) == but_for_old(first)
    assert "没有更早的公示" in refused(school, *NEXT, "--rollback")
    assert [row["action"] for row in rows(school)] == ["publish"] * 3 + ["rollback"] * 2
    put(school, 12, "读课文")
    published(school, *NEXT)
    assert "更正" not in pages(school)["2026-autumn/w12/g3/c1/notice.html"].decode()
    assert run_in(school, "verify").returncode == 0


def test_without_the_old_files_there_is_no_way_back(school: Path) -> None:
    published(school, *FRIDAY)
    put(school, 12, "读课文")
    published(school, *NEXT)
    shutil.rmtree(school / "releases")
    assert "releases/" in refused(school, *NEXT, "--rollback")


def test_styles_that_no_page_names_any_more_stay_a_week(school: Path) -> None:
    published(school, *FRIDAY)
    (old,) = [p for p in pages(school) if re.fullmatch(r"assets/board-[0-9a-f]+\.css", p)]
    own = school / "templates/assets"
    own.mkdir(parents=True)
    (own / "board.css").write_text("body{}", encoding="utf-8")
    published(school, *FRIDAY)
    assert old in pages(school)
    assert run_in(school, "verify").returncode == 0
    assert run_in(school, "build", *FRIDAY).returncode == 0
    assert old in pages(school)
    published(school, "--today", "2026-11-19")
    assert old in pages(school)
    published(school, "--today", "2026-11-20")
    assert old not in pages(school)
    assert run_in(school, "verify").returncode == 0


def test_verify_names_whatever_differs(school: Path) -> None:
    assert "还没有台账" in run_in(school, "verify").stdout
    published(school, *FRIDAY)
    site = school / "site"
    (site / "robots.txt").write_text("", encoding="utf-8")
    assert "不核对" in run_in(school, "verify").stdout
    with (site / "index.html").open("a", encoding="utf-8") as page:
        page.write("<p>改过</p>")
    (site / "rules/index.html").unlink()
    (site / "extra.html").write_text("", encoding="utf-8")
    put(school, 10, "改过")
    put(school, 11, "多出来的", "数学")
    done = run_in(school, "verify")
    assert done.returncode == 1
    for line in (
        "网页 site/index.html：和公示时不同。",
        "网页 site/rules/index.html：公示时有，现在没有。",
        "网页 site/extra.html：公示时没有，是后来多出的。",
        f"第 10 周的作业单 {entry_path(10)}：公示以后改过。",
        f"第 11 周的作业单 {entry_path(11, '数学')}：公示以后才加的，还没有公示。",
    ):
        assert line in done.stdout.splitlines()
    assert "共 5 处" in done.stderr


def test_an_edited_page_is_told_of_and_not_written_over(school: Path) -> None:
    published(school, *FRIDAY)
    page = school / "site/2026-autumn/w11/g3/c1/index.html"
    page.write_text("改过", encoding="utf-8")
    told = refused(school, *FRIDAY, status=3)
    assert "site/2026-autumn/w11/g3/c1/index.html" in told
    assert page.read_text(encoding="utf-8") == "改过"
    page.unlink()
    published(school, *FRIDAY)
    assert run_in(school, "verify").returncode == 0


def test_a_rewritten_ledger_is_refused_by_everyone(school: Path) -> None:
    published(school, *FRIDAY)
    put(school, 12, "读课文")
    published(school, *NEXT)
    ledger = school / LEDGER
    data = ledger.read_bytes()
    ledger.write_bytes(data.replace("乙老师".encode(), "丙老师".encode(), 1))
    for command in ("publish", "build", "verify", "check"):
        done = run_in(school, command, *NEXT)
        assert done.returncode == 1, command
        assert "ledger.jsonl:1:1" in done.stdout
    assert "ledger.damaged" in refused(school, *NEXT, "--rollback")


def test_a_torn_line_is_taken_away_and_told_of(school: Path) -> None:
    published(school, *FRIDAY)
    whole = (school / LEDGER).read_bytes()
    for command in ("verify", "build", "publish"):
        (school / LEDGER).write_bytes(whole + whole[:200])
        done = run_in(school, command, *FRIDAY)
        assert done.returncode == 0, command
        assert "最后一行没有写完" in done.stderr
        assert (school / LEDGER).read_bytes() == whole


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_site_that_is_a_link_is_refused(school: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (school / "site").symlink_to(tmp_path / "elsewhere")
    assert "链接" in refused(school, *FRIDAY, status=3)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_build_that_changes_a_published_week_says_so(school: Path) -> None:
    """It does as it is told, but a correction without its reason and its row is one that verify finds."""
    published(school, *FRIDAY)
    put(school, 11, "读课文两遍")
    for _ in range(2):  # also when it finds everything built
        done = run_in(school, "build", *FRIDAY)
        assert done.returncode == 0
        assert done.stdout.startswith("第 11 周已经公示过，内容又有改动。")
        assert 'sjboard publish --week 11 --reason "' in done.stdout
    done = run_in(school, "build", "--full", "--quiet", *FRIDAY)
    assert (done.stdout, done.stderr) == ("", "")
    assert run_in(school, "verify").returncode == 1
    assert "更正第 11 周" in published(school, *FRIDAY, "--week", "11", "--reason", "漏了一遍")
    assert "第 11 周" not in run_in(school, "build", "--full", *FRIDAY).stdout
    assert run_in(school, "verify").returncode == 0
    put(school, 10, "也改了")
    (school / entry_path(11)).unlink()
    told = run_in(school, "build", *FRIDAY).stdout
    assert told.startswith("第 10 周、第 11 周已经公示过")
    assert 'sjboard publish --reason "' in told


def test_weeks_that_were_taken_down_are_no_change(school: Path) -> None:
    published(school, *FRIDAY)
    config = school / "config.yaml"
    config.write_text(config.read_text("utf-8") + "publication: {keep: 1}\n", encoding="utf-8")
    done = run_in(school, "verify")
    assert (done.returncode, "设置 config.yaml：最近一次公示以后改过" in done.stdout) == (0, True)
    published(school, *FRIDAY)
    assert "config.yaml" not in run_in(school, "verify").stdout
    put(school, 10, "撤下以后才改")
    assert "第 10 周" not in run_in(school, "build", *FRIDAY).stdout


def test_two_at_once_come_out_one_after_the_other(school: Path) -> None:
    started = [start(school, "publish", *FRIDAY) for _ in range(2)]
    told = [one.communicate()[0] for one in started]
    assert [one.returncode for one in started] == [0, 0]
    assert sorted("没有变化" in text for text in told) == [False, True]
    assert len(rows(school)) == 1
    assert run_in(school, "verify").returncode == 0

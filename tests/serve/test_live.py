"""Somebody writes, and sees: in real Chromium, with real files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serve.served import CONFIG, TERM, Served, entry, until, write

pytestmark = pytest.mark.browser

Serve = Callable[..., Served]

BOARD = "2026-autumn/w13/g3/c1/index.html"
MATH = f"{TERM}/w13/g3/数学.md"


def test_a_save_shows_on_the_page_and_keeps_its_place(serve: Serve, page: Page) -> None:
    served = serve()
    long = [f"第{n}题" for n in range(40)]
    write(served.folder / MATH, entry("数学", *long, minutes=1))
    page.goto(served.address + BOARD)
    expect(page.locator("body")).to_contain_text("第39题")
    page.evaluate("window.scrollTo({top: 600, behavior: 'instant'})")
    write(served.folder / MATH, entry("数学", *long[:-1], "新的一题", minutes=1))
    expect(page.locator("body")).to_contain_text("新的一题")
    # The script runs after the text is there.
    page.wait_for_function("() => window.scrollY === 600")
    expect(page.locator(".sj-strip")).to_contain_text("预览")


def test_other_pages_are_left_alone(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + "2026-autumn/w12/g5/c1/index.html")
    expect(page.locator(".sj-strip")).to_be_visible()
    page.evaluate("document.body.dataset.before = '1'")
    before = len(served.lines)
    write(served.folder / MATH, entry("数学", "改过"))
    until(lambda: len(served.lines) > before)
    time.sleep(0.5)
    assert page.evaluate("document.body.dataset.before") == "1"


def test_broken_overlaid_mended(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    expect(page.locator("body")).to_contain_text("w13的数学练习")
    write(served.folder / MATH, entry("数学", "改坏了").replace("书面 10分钟", "书面 大约"))
    overlay = page.locator(".sj-trouble")
    expect(overlay).to_contain_text(f"{MATH}:8:")
    expect(overlay.locator("mark").last).to_have_text("大约")
    expect(overlay.locator(".sj-hint").last).to_contain_text("类型已经有了")
    expect(page.locator("main")).to_contain_text("w13的数学练习")
    # the rest goes on, even a colleague's entry of the same class and week
    write(served.folder / TERM / "w13" / "g3" / "语文.md", entry("语文", "同事的新作业"))
    expect(page.locator("main")).to_contain_text("同事的新作业")
    expect(page.locator("main")).to_contain_text("w13的数学练习")
    expect(overlay).to_contain_text(f"{MATH}:8:")
    overlay.get_by_role("button").click()
    expect(overlay.locator(".sj-body")).to_be_hidden()
    write(served.folder / MATH, entry("数学", "改好了"))
    expect(page.locator("main")).to_contain_text("改好了")
    expect(page.locator(".sj-trouble")).to_have_count(0)


def test_too_much_is_shown_and_told(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    write(served.folder / MATH, entry("数学", "一大堆题", minutes=90))
    expect(page.locator("main")).to_contain_text("一大堆题")
    expect(page.locator(".sj-trouble")).to_contain_text("cap.")
    expect(page.locator(".sj-stays")).to_contain_text("已经是新的样子")


def test_config_broken_and_mended(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    expect(page.locator(".sj-strip")).to_be_visible()
    write(served.folder / "config.yaml", CONFIG.replace("grades:", "grads:"))
    expect(page.locator(".sj-trouble")).to_contain_text("config.yaml:4:1")
    write(served.folder / MATH, entry("数学", "照常更新"))
    expect(page.locator("main")).to_contain_text("照常更新")
    write(served.folder / "config.yaml", CONFIG.replace("样例小学", "新名小学"))
    expect(page.locator(".sj-trouble")).to_have_count(0)
    expect(page.locator("header")).to_contain_text("新名小学")


def test_config_vanishes_and_comes_back(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    (served.folder / "config.yaml").rename(served.folder / "config.bak")
    expect(page.locator(".sj-trouble")).to_contain_text("config.yaml")
    (served.folder / "config.bak").rename(served.folder / "config.yaml")
    expect(page.locator(".sj-trouble")).to_have_count(0)


def test_template_broken_and_mended(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    expect(page.locator(".sj-strip")).to_be_visible()
    own = served.folder / "templates" / "board" / "class.html"
    good = (
        '{% extends "!board/class.html" %}\n{% block small_print %}<p>校长信箱</p>{% endblock %}\n'
    )
    write(own, good)
    expect(page.locator("footer")).to_contain_text("校长信箱")
    write(own, good.replace("<p>校长信箱", "<p>{{ board.nothing.at.all }}"))
    expect(page.locator(".sj-trouble")).to_contain_text("templates/board/class.html:2")
    expect(page.locator("footer")).to_contain_text("校长信箱")
    write(own, good.replace("endblock", "endblok"))
    expect(page.locator(".sj-trouble")).to_contain_text("endblok")
    write(own, good.replace("校长信箱", "家长信箱"))
    expect(page.locator("footer")).to_contain_text("家长信箱")
    expect(page.locator(".sj-trouble")).to_have_count(0)


def test_atomic_saves_of_editors(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    target = served.folder / MATH
    beside = target.with_name(".数学.md.tmp")
    write(beside, entry("数学", "先写旁边再换名"))
    beside.replace(target)
    expect(page.locator("main")).to_contain_text("先写旁边再换名")
    target.rename(target.with_name("数学.md~"))  # as vim keeps a copy
    write(target, entry("数学", "另存一份旧的"))
    expect(page.locator("main")).to_contain_text("另存一份旧的")
    expect(page.locator(".sj-trouble")).to_have_count(0)


def test_folders_renamed_and_a_branch_checked_out(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + "2026-autumn/w14/g3/c1/index.html")
    expect(page.locator("h1")).to_contain_text("没有")
    week = served.folder / TERM / "w13"
    week.rename(week.with_name("w14"))
    expect(page.locator("main")).to_contain_text("w13的数学练习")
    content = served.folder / "content"
    other = served.folder / "other"
    shutil.copytree(content, other)
    write(other / "2026-autumn" / "w14" / "g3" / "数学.md", entry("数学", "另一个分支"))
    content.rename(served.folder / "away")
    other.rename(content)
    expect(page.locator("main")).to_contain_text("另一个分支")
    # what is watched now is the new folder
    write(content / "2026-autumn" / "w14" / "g3" / "数学.md", entry("数学", "分支里再改"))
    expect(page.locator("main")).to_contain_text("分支里再改")


def test_ten_saves_in_a_second(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + BOARD)
    for number in range(10):
        write(served.folder / MATH, entry("数学", f"第{number}次保存"))
        time.sleep(0.1)
    expect(page.locator("main")).to_contain_text("第9次保存")
    expect(page.locator(".sj-trouble")).to_have_count(0)


def test_it_begins_with_something_wrong(serve: Serve, page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    write(folder / "config.yaml", "school: [\n")
    served = serve(folder=folder)
    page.goto(served.address)
    expect(page.locator("body")).to_contain_text("config.yaml:")
    write(folder / "config.yaml", CONFIG)
    write(folder / TERM / "w13" / "g3" / "数学.md", "not an entry")
    write(folder / TERM / "w13" / "g3" / "语文.md", entry("语文", "好的一份"))
    expect(page.locator("h1")).to_contain_text("第13周")
    expect(page.locator(".sj-trouble")).to_contain_text("数学.md:1")
    page.goto(served.address + BOARD)
    expect(page.locator("main")).to_contain_text("好的一份")


def test_who_has_handed_in(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address + "_status")
    expect(page.locator("h1")).to_contain_text("第 13 周")
    expect(page.locator("main")).to_contain_text("收到 4 份")
    write(served.folder / MATH, "坏")
    expect(page.locator("main")).to_contain_text("读不出来")
    page.get_by_role("link", name="三年级").click()
    expect(page).to_have_url(served.address + "2026-autumn/w13/g3/index.html")


def test_drafts_and_weeks_to_come_are_there_and_site_is_not_touched(
    serve: Serve, page: Page
) -> None:
    served = serve()
    write(
        served.folder / TERM / "w14" / "g3" / "数学.md",
        entry("数学", "草稿里的", front="草稿: 是\n"),
    )
    page.goto(served.address + "2026-autumn/w14/g3/c1/index.html")
    expect(page.locator("main")).to_contain_text("草稿里的")
    assert not (served.folder / "site").exists()
    assert not (served.folder / ".sjboard").exists()


def test_a_stopped_preview_says_so(serve: Serve, page: Page) -> None:
    served = serve()
    page.goto(served.address)
    expect(page.locator(".sj-strip")).to_be_visible()
    assert served.end() == 0
    expect(page.locator(".sj-away")).to_be_visible()


def test_more_tabs_than_a_browser_has_lines(serve: Serve, page: Page) -> None:
    """Tabs that are not seen let go of theirs; here all are seen, and every one loads all the same."""
    served = serve()
    tabs = [page.context.new_page() for _ in range(4)]
    for tab in tabs:
        tab.goto(served.address + BOARD)
    write(served.folder / MATH, entry("数学", "每一页都有"))
    for tab in tabs:
        expect(tab.locator("main")).to_contain_text("每一页都有", timeout=60_000)


def test_nothing_lies_open_behind_a_link_out(serve: Serve, tmp_path: Path) -> None:
    served = serve()
    secret = tmp_path / "secret.md"
    write(secret, "秘密")
    (served.folder / TERM / "w13" / "g3" / "秘密.md").symlink_to(secret)
    until(lambda: "秘密.md" in served.said)
    assert served.ask("/2026-autumn/w13/g3/%E7%A7%98%E5%AF%86.md")[0] == 404
    assert "秘密" not in served.text("/2026-autumn/w13/g3/c1/")

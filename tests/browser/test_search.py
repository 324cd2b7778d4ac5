"""The page of search, from disk and over http, on the demonstration school and on a full term."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.standing import Standing, follow, served, watch
from tests.build.schools import entry
from tests.running import ROOT

pytestmark = pytest.mark.browser

Hit: TypeAlias = tuple[int, str, str, str]
"""Week, grade, subject, text."""

GRADES = "一二三四五六"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    standing = Standing(tmp_path_factory.mktemp("site"))
    standing.build()
    return standing.folder


@pytest.fixture(scope="module", params=["disk", "http"])
def base(request: pytest.FixtureRequest, school: Path) -> Iterator[str]:
    if request.param == "disk":
        yield school.as_uri() + "/"
    else:
        with served(school) as address:
            yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def opened(page: Page, base: str, asked: str = "") -> Page:
    page.goto(f"{base}search/index.html{asked}")
    page.wait_for_function("document.querySelectorAll('script[src*=search]').length > 0")
    page.wait_for_load_state("networkidle")
    return page


def ask(page: Page, words: str) -> str:
    """Type a query; give what is said of it."""
    page.fill("#words", words)
    page.wait_for_timeout(350)  # what is said waits for the typing to stop
    return page.locator("#told").inner_text()


def every_hit(page: Page) -> list[Hit]:
    while page.locator("#found > .buttons button").count():
        page.locator("#found > .buttons button").click()
    told = page.evaluate(
        """() => Array.from(document.querySelectorAll('.hits')).flatMap(week =>
            Array.from(week.querySelectorAll('.hit')).map(hit => [
                parseInt(/[0-9]+/.exec(week.querySelector('h2').textContent)[0], 10),
                hit.querySelector('.hit-grade').textContent, hit.querySelector('.tag').textContent,
                hit.querySelector('.hit-text').textContent]))"""
    )
    return [tuple(hit) for hit in told]


def written(school: Path, word: str) -> set[Hit]:
    """What the published data say of homework with this word in it."""
    found: set[Hit] = set()
    for path in school.glob("data/*/w*.json"):
        week = json.loads(path.read_text(encoding="utf-8"))
        for one in week["classes"]:
            for item in (item for day in one["days"] for item in day["items"]):
                text = " ".join(item["text"].split())
                if word in text.lower():
                    grade = f"{GRADES[one['grade'] - 1]}年级"
                    found.add((week["week"], grade, item["subject"], text))
    return found


@pytest.mark.parametrize("word", ["观察", "海滨小城", "的", "let's", "67", "《"])
def test_every_piece_with_the_word_is_found(page: Page, base: str, school: Path, word: str) -> None:
    wrong = watch(page, base)
    opened(page, base)
    said = ask(page, word)
    hits = every_hit(page)
    expected = written(school, word)
    assert expected
    assert expected <= set(hits)
    assert said == f"找到 {len(hits)} 条。"
    for number in range(len(hits)):
        hit = page.locator(".hit").nth(number)
        marks = [mark.lower() for mark in hit.locator("mark").all_inner_texts()]
        assert word in marks, hit.inner_text()
    assert wrong == []


def test_all_words_have_to_be_there(page: Page, base: str) -> None:
    opened(page, base)
    ask(page, "  海滨小城　朗读 ")
    hits = every_hit(page)
    assert hits
    assert all("海滨小城" in hit[3] for hit in hits)
    ask(page, "数学 观察")
    assert {hit[2] for hit in every_hit(page)} == {"数学"}
    assert "没有找到" in ask(page, "海滨小城 火星")
    assert page.locator(".hit").count() == 0


@pytest.mark.parametrize("word", ["海濱小城", "觀察", "齊", "ＵＮＩＴ", "Unit"])
def test_other_ways_to_write_it_find_it_too(page: Page, base: str, word: str) -> None:
    opened(page, base)
    assert re.fullmatch(r"找到 [1-9]\d* 条。", ask(page, word))


def test_a_result_leads_to_its_day_on_its_classs_board(page: Page, base: str) -> None:
    opened(page, base)
    ask(page, "海滨小城")
    hit = page.locator(".hit").filter(has_text="朗读《海滨小城》").first
    classes = hit.locator("a").all_text_contents()
    assert classes == [f"三年级{number}班" for number in range(1, len(classes) + 1)]
    assert len(classes) > 1
    day = hit.locator(".hit-days").inner_text()
    follow(hit.get_by_role("link", name="2班"))
    assert page.locator("h1").inner_text().startswith("三年级(2)班")
    target = page.url.partition("#")[2]
    assert day.startswith(page.locator(f"#{target} .day-name").inner_text())
    assert "海滨小城" in page.locator(f"#{target}").inner_text()
    page.go_back()
    page.wait_for_selector(".hit")  # what was asked is still there
    assert page.input_value("#words") == "海滨小城"


def test_the_remembered_class_comes_first_and_the_school_is_a_tap_away(
    page: Page, base: str
) -> None:
    page.goto(f"{base}classes/g5c2/index.html")
    opened(page, base)
    assert page.locator("#where option:checked").inner_text() == "五年级(2)班"
    ask(page, "海滨小城")
    assert page.locator(".hit").count() == 0
    page.locator("#found button").click()
    assert page.input_value("#where") == ""
    assert page.locator(".hit").count() > 0
    page.select_option("#where", "3-1")
    assert set(page.locator(".hit a").all_text_contents()) == {"三年级1班"}
    page.select_option("#where", "3")
    assert set(page.locator(".hit-grade").all_inner_texts()) == {"三年级"}


def test_the_keyboard_is_enough(page: Page, base: str) -> None:
    opened(page, base)
    page.focus("#words")
    page.keyboard.type("海滨小城")
    page.keyboard.press("Enter")
    assert "search/index.html" in page.url
    page.focus("#words")
    for _ in range(3):  # the button, the classes, the first result
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.hit') !== null")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1[data-own]")


def test_controls_are_large_enough_for_a_thumb(page: Page, base: str) -> None:
    opened(page, base)
    ask(page, "的")
    small = """() => Array.from(document.querySelectorAll('input, select, button, .hit a'))
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).length"""
    assert page.evaluate(small) == 0
    assert page.locator("#found button").count() == 1
    assert page.locator(".hit").count() == 30


def test_pinyin_on_its_way_is_not_searched_for(page: Page, base: str) -> None:
    opened(page, base)
    page.evaluate(
        """() => { const i = document.getElementById('words');
        const say = name => i.dispatchEvent(new Event(name));
        say('compositionstart'); i.value = 'guan'; say('input');
        window.during = document.querySelectorAll('.hit').length;
        i.value = '观察'; say('compositionend'); }"""
    )
    assert page.evaluate("window.during") == 0
    assert page.locator(".hit").count() > 0


def test_without_scripts_it_says_so_and_leads_to_the_archive(chromium: Browser, base: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}search/index.html")
    assert page.locator("#search").is_hidden()
    assert "没有运行脚本" in page.locator("main").inner_text()
    follow(page.locator("main a").first)
    assert page.locator("h1").inner_text() == "2026—2027学年第一学期"
    context.close()


def test_a_week_that_cannot_be_read_is_said(chromium: Browser, tmp_path: Path) -> None:
    standing = Standing(tmp_path)
    standing.build()
    next(tmp_path.glob("search/2026-autumn/w10-*.js")).unlink()
    page = chromium.new_page()
    page.goto((tmp_path / "search/index.html").as_uri())
    page.wait_for_timeout(300)
    assert "有 1 周没有读到" in ask(page, "观察")
    assert page.locator(".hit").count() > 0
    page.close()


def test_what_was_written_stays_text(chromium: Browser, tmp_path: Path) -> None:
    nasty = "抄`</script><script>window.hit=1</script>`与`\"\\u2028\u2028'${1}`"
    nasty += "和`<img src=x onerror=hit>`观察"
    text = f"## 周一\n\n- {nasty} {{口头 5分钟}}\n"
    Standing(tmp_path).build(
        content={
            "content/2026-autumn/w12/g4/科学-3班.md": entry("科学", text, "class: 3", "mode: add")
        }
    )
    shard = next(tmp_path.glob("search/2026-autumn/w12-*.js")).read_text(encoding="utf-8")
    assert not re.search("[<>\u2028\u2029]", shard)
    page = chromium.new_page()
    wrong = watch(page, tmp_path.as_uri())
    page.goto((tmp_path / "search/index.html").as_uri())
    page.wait_for_timeout(300)
    ask(page, "onerror 观察")
    assert page.locator(".hit").count() == 1
    assert "</script><script>window.hit=1</script>" in page.locator(".hit-text").inner_text()
    assert page.evaluate("typeof window.hit") == "undefined"
    assert wrong == []
    page.close()


# ── a full term ───────────────────────────────────────────────────────────────────────────────

TERM = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, name: 第一学期, first_monday: 2026-09-07, weeks: 20}]
grades: {3: 3, 4: 3, 5: 3, 6: 3, 7: 3, 8: 3}
subjects:
  [{id: a, name: 语文}, {id: b, name: 数学}, {id: c, name: 英语}, {id: d, name: 科学}, {id: e, name: 体育}]
calendar: {country: none}
"""
SUBJECTS = ("语文", "数学", "英语", "科学", "体育")


def half_sentences() -> list[str]:
    """What the demonstration school's teachers wrote, in pieces."""
    parts: list[str] = []
    for path in sorted((ROOT / "content").rglob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        texts = [found[1] for line in lines if (found := re.match(r"- (.*) \{", line))]
        parts += [part for text in texts for part in re.split("[，；。：]", text)]
    return sorted(
        {
            part
            for part in parts
            if 3 < len(part) < 30 and not re.search(r"[`*_<!{}#次遍\[\]]", part)
        }
    )


def full_term() -> dict[str, bytes]:
    """Twenty weeks of eighteen classes: two thirds for a whole grade, a third for each class by itself.

    No text comes twice: what a grade's classes or a week's days have in common would weigh nothing.
    """
    rng = random.Random(18)  # noqa: S311 - the same term every time
    parts = half_sentences()

    def week_of(subject: str, *head: str) -> bytes:
        days = [day for day in "一二三四五" if rng.random() < 0.7]
        body = [f"## 周{d}\n\n- {'，'.join(rng.sample(parts, 3))} {{书面 5分钟}}\n" for d in days]
        return entry(subject, "\n".join(body) or "无作业", *head)

    files = {}
    for week in range(1, 21):
        for grade in range(3, 9):
            folder = f"content/2026-autumn/w{week:02d}/g{grade}"
            for number, subject in enumerate(SUBJECTS):
                if (number + grade + week) % 3:
                    files[f"{folder}/{subject}.md"] = week_of(subject)
                    continue
                for own in (1, 2, 3):
                    files[f"{folder}/{subject}{own}.md"] = week_of(subject, f"class: {own}")
    return files


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("term")
    Standing(folder).build(date(2027, 3, 1), full_term(), config=TERM.encode())
    return folder


def test_a_full_terms_index_is_light(term: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shards = sorted(term.glob("search/2026-autumn/*.js"))
    sizes = [len(gzip.compress(path.read_bytes())) for path in shards]
    items = sum(path.read_text(encoding="utf-8").count("],[") for path in shards)
    with capsys.disabled():
        print(f"\nfull term: {len(shards)} shards, {sum(sizes)} bytes gzipped, {items} lists")  # noqa: T201 - a figure to be read
    assert len(shards) == 20
    assert sum(sizes) <= 300_000
    assert len(next(term.glob("search/2026-autumn/w07-*.js")).read_bytes()) > 20_000


@pytest.mark.parametrize("over", ["disk", "http"])
def test_a_full_term_is_searched_at_once(
    chromium: Browser, term: Path, over: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(base: str) -> dict[str, float]:
        page = chromium.new_page()
        opened(page, base)
        page.wait_for_timeout(500)
        took = page.evaluate(
            """words => { const input = document.getElementById('words'); const took = {};
            for (const word of words) { input.value = word; const from = performance.now();
              input.dispatchEvent(new Event('input')); document.body.offsetHeight;
              took[word] = performance.now() - from; }
            return took; }""",
            ["观察", "海滨小城", "的", "数学 一", "火星人"],
        )
        assert page.locator("#told").inner_text() == ""
        assert re.fullmatch(r"找到 \d{3,} 条。", ask(page, "的"))
        page.close()
        return dict(took)

    if over == "disk":
        took = measured(term.as_uri() + "/")
    else:
        with served(term) as base:
            took = measured(base)
    with capsys.disabled():
        print(f"\nfull term, {over}:", {word: f"{ms:.0f} ms" for word, ms in took.items()})  # noqa: T201 - as above
    assert max(took.values()) < 1000  # a busy machine; alone it is some ten milliseconds

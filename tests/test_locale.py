"""Every word there is in every language; every rule with words, a page and a failing sample."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from sjboard.edges.explain import explain
from sjboard.edges.package import catalogues
from sjboard.edges.terminal import _CLICK_WORDS
from sjboard.locale import DOMAINS, LANGUAGES, Words
from sjboard.rules import FAMILIES, RULES

ROOT = Path(__file__).parent.parent
HANS, HANT, EN = (language.replace("-", "_") for language in LANGUAGES)


def catalogue(language: str, domain: str) -> Catalog:
    path = ROOT / "sjboard" / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def texts(language: str, domain: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue(language, domain) if m.id}


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", [HANT, EN])
def test_languages_say_the_same_things(language: str, domain: str) -> None:
    ours, theirs = texts(HANS, domain), texts(language, domain)
    assert set(ours) == set(theirs)
    unlike = {k for k in ours if not names(theirs[k]) <= names(ours[k])}
    assert unlike <= {"week.span"}  # the year goes to the other date
    assert {k for k, text in theirs.items() if not text.strip()} == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_key_is_given_once(domain: str) -> None:
    path = ROOT / "sjboard" / "locale" / HANS / "LC_MESSAGES" / f"{domain}.po"
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


def test_no_key_is_in_two_domains() -> None:
    keys = [key for domain in DOMAINS for key in texts(HANS, domain)]
    assert {key for key in keys if keys.count(key) > 1} == set()


def test_every_message_of_a_finding_has_a_hint() -> None:
    keys = texts(HANS, "rules")
    rules = {*RULES, *FAMILIES}
    messages = {key for key in keys if key.partition(":")[0] in rules and not key.endswith(".hint")}
    assert {key for key in messages if f"{key}.hint" not in keys} == set()


@pytest.mark.parametrize("rule", [*RULES, *FAMILIES])
def test_a_rule_has_words_a_page_and_a_failing_sample(rule: str) -> None:
    keys = texts(HANS, "rules")
    assert any(key == rule or key.startswith(f"{rule}:") for key in keys)
    page = explain(rule, None)
    assert page is not None
    for heading in ("一句话", "为什么", "错误的例子", "正确的例子", "怎么改"):
        assert heading in page
    assert list((ROOT / "tests" / "bad").glob(f"{rule}[-.]*"))


def test_every_variant_in_the_code_has_words() -> None:
    keys = texts(HANS, "rules")
    call = re.compile(
        r'finding\(\s*"([a-z.-]+)",\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z-]+)"', re.DOTALL
    )
    missing = set()
    for path in (ROOT / "sjboard").rglob("*.py"):
        for rule, variant in call.findall(path.read_text(encoding="utf-8")):
            if f"{rule}:{variant}" not in keys:
                missing.add(f"{rule}:{variant}")
    assert missing == set()


def test_every_key_in_the_code_has_words() -> None:
    known = {key for domain in DOMAINS for key in texts(HANS, domain)}
    said = re.compile(r'\b(?:say|words|t)\(\s*"([a-z.-]*[a-z])"')
    missing = set()
    for path in [*(ROOT / "sjboard").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]:
        found = said.findall(path.read_text(encoding="utf-8").replace("'", '"'))
        missing |= {f"{key} ({path.name})" for key in found if key not in known}
    assert missing == set()
    assert {key for key in _CLICK_WORDS.values() if key not in known} == set()


# ── no word that nobody says ──────────────────────────────────────────────────────────────────

_BEGUN = re.compile(r"""["']([a-z][a-z0-9.-]*[.:-])(?:\{|["']\s*(?:~|\+))""")
"""A key's beginning, where the rest is put behind it: f"status.stage.{…}", "small.tiers-" ~ …"""
_ENDED = re.compile(r"""\}(-[a-z-]+)["']""")
_SAID = re.compile(r"""["']([a-z][\w.:-]*)["']""")


def sources() -> str:
    """All that can say a word: the program and the templates."""
    files = [*(ROOT / "sjboard").rglob("*.py")]
    files += [
        path for end in ("html", "typ", "js") for path in (ROOT / "templates").rglob(f"*.{end}")
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def unsaid(keys: Iterable[str], source: str) -> set[str]:
    """The keys that nothing in this source names, whole, begun, or as a rule's variant."""
    whole = set(_SAID.findall(source))
    begun, ended = tuple(set(_BEGUN.findall(source))), tuple(set(_ENDED.findall(source)))
    rules = {*RULES, *FAMILIES}

    def is_said(name: str) -> bool:
        return name in whole or name.startswith(begun) or (bool(ended) and name.endswith(ended))

    left = set()
    for key in keys:
        rule, _, variant = key.removesuffix(".hint").partition(":")
        if rule in rules and (not variant or is_said(variant)):
            continue
        if not is_said(key) and not is_said(key.removesuffix(".hint")):
            left.add(key)
    return left


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_word_is_left_unsaid(domain: str) -> None:
    assert unsaid(texts(HANS, domain), sources()) == set()


def test_the_search_for_unsaid_words_sees() -> None:
    keys = [
        "page.home",
        "day.rest",
        "status.stage.late",
        "syntax.item:none",
        "syntax.item:far-near",
    ]
    assert unsaid([*keys, "page.homes"], sources()) >= {"page.homes"}
    assert unsaid(keys, """t("page.home") say(f"status.stage.{x}") f"{x}-near" """) == {
        "day.rest",
        "syntax.item:none",
    }


def test_a_key_that_is_put_together_begins_like_one_that_there_is() -> None:
    known = [key for domain in DOMAINS for key in texts(HANS, domain)]
    call = re.compile(r"""\b(?:say|words|t)\(\s*f?["']([a-z][a-z.-]*[.-])(?:\{|["']\s*~)""")
    begun = set(call.findall(sources()))
    assert len(begun) > 10
    assert {one for one in begun if not any(key.startswith(one) for key in known)} == set()


# ── templates and scripts say nothing of their own ────────────────────────────────────────────

_COMMENT = {
    ".html": r"\{#.*?#\}",
    ".typ": r"//[^\n]*|/\*.*?\*/",
    ".js": r"//[^\n]*|/\*.*?\*/",
    ".css": r"/\*.*?\*/",
}
_FONT = re.compile(r"font(-family)?:[^;]*;")
_TABLE = "traditional.js"
"""Characters beside characters: data, not words."""


def bare(path: Path) -> str:
    """A template without its comments, and without the names of fonts."""
    text = path.read_text(encoding="utf-8")
    return _FONT.sub("", re.sub(_COMMENT[path.suffix], "", text, flags=re.DOTALL))


def wordless() -> list[Path]:
    files = [path for path in (ROOT / "templates").rglob("*") if path.suffix in _COMMENT]
    return sorted(path for path in files if path.name != _TABLE)


def test_no_template_or_script_has_chinese_words_of_its_own() -> None:
    found = {path.name: re.findall(rf"{HAN}+", bare(path)) for path in wordless()}
    assert len(found) > 30
    assert {name: words for name, words in found.items() if words} == {}


def test_no_template_has_english_words_of_its_own() -> None:
    made = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    marked = re.compile(
        r"<style>[^<]*</style>|<[^>]*>|&\w+;|\bis-[a-z-]*|#[0-9a-f]{6}\b|<!doctype html>"
    )
    found = {
        path.name: re.findall(r"[A-Za-z]{2,}", marked.sub(" ", made.sub("", bare(path))))
        for path in wordless()
        if path.suffix == ".html"
    }
    assert {name: words for name, words in found.items() if words} == {}


HAN = r"[\u4e00-\u9fff]"
ASCII_MARK = re.compile(rf"{HAN}[,;:?!]{HAN}|{HAN}[,;?!](?=\s|$)|{HAN}\({HAN}", re.MULTILINE)
EXEMPT = re.compile(
    r"```.*?```|`[^`\n]*`|<!--.*?-->|https?://\S+|\[[^\]\n]*\]|\{[^}\n]*\}|^ *- [\"'].*?[\"']$",
    re.DOTALL | re.MULTILINE,
)
"""Code, addresses, YAML's own lists and mappings in an example, and a pack's patterns."""


def readable() -> list[Path]:
    folders = ("content", "docs", "sjboard/starter")
    pages = [p for folder in folders for p in (ROOT / folder).rglob("*.md")]
    packs = (ROOT / "sjboard" / "policy" / "packs").glob("*.yaml")
    prose = [path for path in wordless() if path.suffix in (".html", ".js")]
    return [*pages, *ROOT.glob("*.md"), ROOT / "config.yaml", *packs, *prose]


def marks(text: str) -> list[str]:
    return [match.group() for match in ASCII_MARK.finditer(EXEMPT.sub("", text))]


def test_what_people_read_has_chinese_punctuation() -> None:
    wrong = {str(p.relative_to(ROOT)): marks(p.read_text(encoding="utf-8")) for p in readable()}
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("language", [HANS, HANT])
@pytest.mark.parametrize("domain", DOMAINS)
def test_what_we_say_has_chinese_punctuation(language: str, domain: str) -> None:
    wrong = {key: marks(text) for key, text in texts(language, domain).items()}
    assert {key: found for key, found in wrong.items() if found} == {}


def test_the_lint_of_punctuation_sees() -> None:
    assert marks("你好,世界") == ["好,世"]
    assert marks("你好:世界") == ["好:世"]
    assert marks("对吗?\n") == ["吗?"]
    assert marks("三年级(1)班，`你好,世界`。") == []


SIMPLIFIED_ONLY = "这个们来时会对说经过业师级检"


def test_traditional_words_are_traditional() -> None:
    quoted = re.compile(
        r"“[^”]*”|```.*?```|\{\{.*?\}\}|无作业|学科|对象|教师|班级|草稿|书面|实践|朗读|基础|选做"
    )
    wrong = {}
    for domain in DOMAINS:
        for key, text in texts(HANT, domain).items():
            found = set(quoted.sub("", text)) & set(SIMPLIFIED_ONLY)
            if found:
                wrong[key] = found
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_as_the_languages_write_them(language: str) -> None:
    words = Words(language, catalogues())
    patterns = {"full": "yMMMd", "short": "MMMd"}
    for day in (date(2026, month, day) for month in range(1, 13) for day in (1, 9, 28)):
        for style, skeleton in patterns.items():
            known = format_skeleton(skeleton, day, locale=language.replace("-", "_"))
            given = words.date(day, style)
            assert sorted(re.findall(r"\w+", given)) == sorted(re.findall(r"\w+", known))

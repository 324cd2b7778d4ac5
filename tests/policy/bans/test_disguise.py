"""Written work under another kind: what counts, what does not, and how bad it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from sjboard.config.values import Waiver
from sjboard.diagnostics import Diagnostic, Severity, Span
from sjboard.edges.report import sentence
from sjboard.locale import LANGUAGES
from sjboard.policy.bans import check_bans
from sjboard.policy.disguise import check_disguise, disguised
from sjboard.policy.wording import Wording
from tests.policy.bans.measured import national
from tests.policy.bans.test_bans import TEXT, source
from tests.policy.school import WEEK, entry, item, school
from tests.policy.test_rule_words import _words


def checked(
    text: str, kind: str = "practice", grade: int = 3, **changes: object
) -> tuple[Diagnostic, ...]:
    one = entry("chinese", item(10, kind=kind, source=source(text)), grade=grade)
    return check_disguise(WEEK, [one], {}, school(**changes))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("把生字抄一遍", "抄"),
        ("默寫本課詞語", "默寫"),
        ("完成练 习 册第 8 页", "练 习 册"),
        ("写在语文本上", "写在语文本"),
        ("写一篇小作文", "写一篇小作文"),
        ("单元试卷一张", "试卷"),
    ],
)
def test_written_work_is_told(text: str, written: str) -> None:
    wording = Wording(source(text))
    assert [wording.written(span) for span in disguised(wording)] == [written]


@pytest.mark.parametrize(
    "text",
    [
        "和家人抄近路去公园",
        "办一张手抄报",
        "读练习册里的范文",
        "写生：校园的树",
        "说说课文里的景物描写",
        "观察绿豆，记一句话",
        "用旧作业本折纸船",
        "不用抄写，读熟就行",
        "讲讲《抄写员的故事》",
    ],
)
def test_innocent_work_is_not(text: str) -> None:
    assert list(disguised(Wording(source(text)))) == []


def test_it_is_a_warning_and_in_the_first_two_grades_an_error() -> None:
    (older,), (younger,) = checked("默写生字"), checked("默写生字", grade=1)
    assert (older.severity, older.words) == (Severity.WARNING, "kind.disguised")
    assert (younger.severity, younger.words) == (Severity.ERROR, "kind.disguised:young")
    assert older.span == Span("content/2026-autumn/w12/g3/chinese.md", 8, 3, 5)


def test_written_kinds_may_be_written() -> None:
    assert checked("默写生字", kind="written") == ()


def test_it_can_be_waived() -> None:
    waiver = Waiver("kind.disguised", "竞赛", "教导处", date(2026, 12, 31))
    assert [d.severity for d in checked("默写生字", waivers=(waiver,))] == [Severity.NOTE]


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_any_text_is_read(text: str) -> None:
    for span in disguised(Wording(source(text))):
        assert 3 <= span.column < span.end <= len(text) + 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_national_ban_is_told_in_every_language(language: str) -> None:
    words = _words(language)
    texts = {
        "copying": "抄十遍",
        "mechanical": "题海",
        "punishment": "罚抄",
        "parent-marking": "请家长签字",
        "parent-tasks": "家长报听写",
        "printing": "打印",
        "self-marking": "互批",
        "unmarked": "代替批改",
        "chat-groups": "发到班级群",
        "phones": "扫码",
        "uploads": "打卡",
        "workbooks": "教辅",
        "breaks": "课间写作业",
        "ranking": "考试排名",
        "ahead": "超前学",
    }
    assert set(texts) == {ban.id for ban in national().bans}
    for id_, text in texts.items():
        one = entry("chinese", item(10, source=source(text)))
        found = check_bans(WEEK, [one], {}, national())
        told = next(d for d in found if d.rule == f"ban.{id_}")
        message, hint = sentence(told, words)
        assert told.words == f"ban:{id_}"
        assert text[-1] in message
        assert hint.count("\n") == 1

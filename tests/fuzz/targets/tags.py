"""Tag groups, days and durations: read or refused in its place; the usual form says the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sjboard.content.days import DayFault
from sjboard.content.tags import Tags, read_due
from sjboard.diagnostics import Span, finding
from sjboard.syntax.fold import fold_with_places
from tests.fuzz.laws import PATH, WEEK, fresh, text_of, told

FIRST = tuple(block.first for block in WEEK.blocks)
SOME = (WEEK.blocks[:1], WEEK.blocks[2:4], WEEK.blocks[-1:], WEEK.blocks)


def check(data: bytes) -> None:
    inner = text_of(data).replace("\n", " ")[:2_000]
    line = f"- x {{{inner}}}"
    tags = fresh().tags
    folded, places = fold_with_places(inner)
    assert len(places) == len(folded) + 1
    assert list(places) == sorted(places)
    looks = tags.looks_like_tags(inner)
    tags.spaced(inner)
    read = tags.read(inner)
    if isinstance(read, Tags):
        assert looks
        assert 1 <= read.duration.low <= read.duration.minutes <= 600
        usual = tags.usual(inner)
        again = tags.read(usual)
        assert isinstance(again, Tags), usual
        assert said(again) == said(read), usual
        assert tags.usual(usual) == usual
    else:
        assert read
        for fault in read:
            assert 0 <= fault.start <= fault.end <= len(inner)
            span = Span(PATH, 1, 6 + fault.start, 6 + fault.end)
            told([finding("syntax.item", span, fault.variant, **dict(fault.args))], [line], PATH)  # type: ignore[arg-type]  # strings, all of them
    due(folded)
    heading(inner)


def said(tags: Tags) -> tuple[object, ...]:
    return (
        *(tags.kind, tags.kind_name, tags.duration, tags.tier, tags.optional, tags.place),
        tags.due and tags.due[0],
    )


def due(folded: str) -> None:
    for blocks in SOME if folded.strip() else ():
        day = read_due(folded, blocks, WEEK)
        if isinstance(day, date):
            assert day >= blocks[0].first
        else:
            told([finding("syntax.item", Span(PATH), day, token=folded)], [""], PATH)


def heading(text: str) -> None:
    blocks = fresh().days.read(text)
    if isinstance(blocks, DayFault):
        variant = blocks.variant or ("near" if blocks.guess else "")
        known = {"first": WEEK.monday, "last": WEEK.monday, "week": 12}
        args = {"written": text, "guess": blocks.guess, **known}
        told([finding("syntax.day", Span(PATH), variant, **args)], [""], PATH)  # type: ignore[arg-type]  # each is an Arg
        return
    firsts = [block.first for block in blocks]
    assert firsts
    assert firsts == sorted(set(firsts))
    assert set(firsts) <= set(FIRST)


def seeds() -> Iterator[bytes]:
    for text in (
        "书面 15分钟",
        "口头，半小时、选做 课后",
        "朗读 １０－１５分 提高 校内 周五交",
        "阅读 共1小时20分钟 due:2026-11-27",
        "written 1.5h optional at home due: 下周一",
        "书面15分钟选做",
        "书面 大约半小时 15′ 18:30-19:00 必做",
        "10-15分钟至1小时",
        "周一至周四、周末",
        "11月23日-11月25日 和 2026-11-27",
        "星期一,二,三 假期 国庆节",
        "Monday to Friday",
    ):
        yield text.encode()

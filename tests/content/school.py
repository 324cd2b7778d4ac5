"""A small school, its weeks built by hand: what content is read against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sjboard.config.values import Config, School
from sjboard.content import read_week
from sjboard.diagnostics import Diagnostic, arguments
from sjboard.model import (
    Block,
    BlockKind,
    Entry,
    Kind,
    Pathway,
    Subject,
    Term,
    Tier,
    TierMode,
    Week,
)

MONDAY = date(2026, 11, 23)
PATH = "content/2026-autumn/w12/g3/语文.md"
PICTURE = "content/assets/叶子 1.png"
EXISTING = frozenset({PATH, PICTURE, "content/assets/table.pdf"})


def school_day(day: date) -> Block:
    return Block(BlockKind.SCHOOL_DAY, (day,))


def ordinary_week(monday: date = MONDAY, number: int = 12) -> Week:
    """Monday to Friday, and a weekend."""
    days = [monday + timedelta(days=n) for n in range(7)]
    blocks = (*map(school_day, days[:5]), Block(BlockKind.WEEKEND, tuple(days[5:])))
    return Week("2026-autumn", number, monday, blocks, monday - timedelta(days=3))


def october_week() -> Week:
    """Monday to Wednesday, then the National Day's week off, which runs into the next week."""
    monday = date(2026, 9, 28)
    off = tuple(date(2026, 10, n) for n in range(1, 8))
    holiday = Block(BlockKind.HOLIDAY, off, "国庆节", ("国庆", "国庆假期"))
    blocks = (*(school_day(monday + timedelta(days=n)) for n in range(3)), holiday)
    return Week("2026-autumn", 4, monday, blocks, date(2026, 9, 25))


def make_up_week() -> Week:
    """Thursday, Friday and a make-up Saturday, then a weekend of one day."""
    days = [date(2026, 10, n) for n in (8, 9, 10)]
    sunday = Block(BlockKind.WEEKEND, (date(2026, 10, 11),))
    blocks = (*map(school_day, days), sunday)
    return Week("2026-autumn", 5, date(2026, 10, 5), blocks, date(2026, 10, 2))


WEEK = ordinary_week()


def _config() -> Config:
    first = date(2026, 9, 7)
    weeks = tuple(ordinary_week(first + timedelta(weeks=n), n + 1) for n in range(21))
    term = Term("2026-autumn", "2026—2027学年第一学期", first, weeks)
    subjects = (
        Subject("chinese", "语文"),
        Subject("math", "数学"),
        Subject("english", "英语", ("外语",)),
    )
    kinds = (
        Kind("written", "书面", written=True),
        Kind("oral", "口头"),
        Kind("reading", "朗读", ("阅读",)),
        Kind("recitation", "背诵"),
        Kind("practice", "实践"),
    )
    tiers = (Tier("basic", "基础"), Tier("advanced", "提高"), Tier("extended", "拓展"))
    return Config(
        school=School("样例小学"),
        site_url="",
        language="zh-Hans",
        terms={"2026-autumn": term},
        grades={1: 1, 3: 2, 6: 6},
        subjects={s.id: s for s in subjects},
        kinds={k.id: k for k in kinds},
        tiers={t.id: t for t in tiers},
        tier_mode=TierMode.CHOOSE,
        pathway=Pathway.SAME,
        limits=(),
        bans=(),
        packs=(),
        approval_chain=(),
        approval_people={},
        coverage={},
        teachers_shown="surname",
        private_names="",
        publication_keep=None,
        publication_mode="files",
        staff=(),
        waivers=(),
    )


CONFIG = _config()
HEAD = "---\nsubject: 语文\nteacher: 王芳\n---\n"


def read(
    text: str | bytes, path: str = PATH, week: Week = WEEK
) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    """Read one file alone."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    entries, found = read_week(week, {path: data}, CONFIG, EXISTING)
    return (entries[0] if entries else None), found


def entry(body: str, head: str = HEAD, week: Week = WEEK) -> Entry:
    """Read a file that has to be right."""
    found_entry, found = read(head + body, week=week)
    assert found == ()
    assert found_entry is not None
    return found_entry


def words(text: str | bytes, path: str = PATH, week: Week = WEEK) -> list[tuple[str, int, int]]:
    """Say what is wrong with a file: the messages' keys with line and column."""
    return [(d.words, d.span.line, d.span.column) for d in read(text, path, week)[1]]


def told(text: str, path: str = PATH, week: Week = WEEK) -> Mapping[str, object]:
    """Give the arguments of the only finding."""
    found = read(text, path, week)[1]
    assert len(found) == 1, found
    return arguments(found[0])

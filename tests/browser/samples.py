"""Boards in every state, made of views alone: what the pages are looked at with.

Knows views and nothing before them, so that a page can be tried without content, settings or rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sjboard.content.apply import who
from sjboard.diagnostics import Arg, Phrase
from sjboard.model import ROOT, Block, BlockKind, ClassId, Markup, Place, Term, Week
from sjboard.views import routes
from sjboard.views.bars import Scale, Sum, bar, scale_of
from sjboard.views.board import (
    ApprovalView,
    ClassBoard,
    Correction,
    DayView,
    Finding,
    GradeBoard,
    ItemView,
    Mixes,
    SignatureView,
    SubjectGroup,
    SubjectNote,
    Waiting,
    WeekBoard,
    WeekHead,
    WeekRef,
    WeekViews,
)
from sjboard.views.chart import TermLoad
from sjboard.views.common import Common
from sjboard.views.density import densities
from sjboard.views.grades import grade_board
from sjboard.views.site import (
    BanView,
    HomeView,
    LetterLine,
    LetterView,
    LimitView,
    PackView,
    ReceiptView,
    RulesView,
    SiteHead,
    SiteViews,
    TermGrade,
    TermView,
    WaiverView,
    WeekLine,
)
from sjboard.views.weeks import summarise
from tests.browser import sample_terms
from tests.policy.school import DAILY, LITTLE_ONES, school

TERM = "2026-autumn"
TERM_NAME = "2026—2027学年第一学期"
MONDAY = date(2026, 11, 16)
SITE = SiteHead("育才路小学", "0000-0000000", "教导处", "http://10.8.0.5/board/", "zh-Hans")
PICTURE = "content/assets/落叶.png"
PICTURES = {PICTURE: "assets/0123456789ab.png"}

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "语文": ("chinese", "chinese"),
    "数学": ("math", "math"),
    "英语": ("english", "english"),
    "科学": ("science", "science"),
    "道德与法治": ("morality", "other"),
    "体育": ("pe", "pe"),
    "音乐": ("music", "art"),
    "美术": ("art", "art"),
    "劳动": ("labour", "other"),
}
KINDS: Mapping[str, tuple[str, str]] = {
    "书面": ("written", "written"),
    "口头": ("oral", "oral"),
    "背诵": ("recitation", "oral"),
    "实践": ("practice", "practice"),
}
TIERS = ("基础", "提高", "拓展")

THIRD_ONE = ClassId(3, 1)

_PALETTE_ORDER = tuple(SUBJECTS)


def item(
    subject: str,
    text: str,
    kind: str,
    minutes: int,
    tier: str = "",
    *,
    optional: bool = False,
    place: Place = Place.HOME,
    low: int = 0,
    due: date | None = None,
    html: str = "",
) -> ItemView:
    """An item; ``html`` where it is more than the plain ``text``."""
    kind_id, icon = KINDS[kind]
    return ItemView(
        subject=SUBJECTS[subject][0],
        subject_name=subject,
        teacher="王老师",
        body=Markup(html or text, text),
        kind=kind_id,
        kind_name=kind,
        icon=icon,
        written=kind == "书面",
        tier=tier,
        tier_name=tier,
        rank=TIERS.index(tier) if tier else None,
        optional=optional,
        place=place,
        minutes=minutes,
        minutes_low=low or minutes,
        due=due,
    )


@dataclass(frozen=True)
class Draft:
    """A day before it is drawn."""

    items: tuple[ItemView, ...] = ()
    first: date = MONDAY
    days: int = 1
    block: BlockKind = BlockKind.SCHOOL_DAY
    name: str = ""
    limit: int | None = 60
    waived: bool = False
    notes: tuple[SubjectNote, ...] = ()
    silent: bool = False

    def _minutes(self, *, written: bool, optional: bool, tier: str = "") -> int:
        return sum(
            i.minutes
            for i in self.items
            if i.written == written
            and i.optional == optional
            and i.place is Place.HOME
            and i.tier in ("", tier)
        )

    @property
    def sums(self) -> tuple[Sum, ...]:
        tiers = [t for t in TIERS if any(i.tier == t and not i.optional for i in self.items)] or [
            TIERS[0]
        ]
        optional = sum(i.minutes for i in self.items if i.written and i.optional)
        loads = [(t, self._minutes(written=True, optional=False, tier=t)) for t in tiers]
        several = len({minutes for _, minutes in loads}) > 1
        return tuple(
            Sum(
                tier if several else "",
                minutes,
                optional,
                max(minutes - self.limit, 0) if self.limit is not None else 0,
            )
            for tier, minutes in (loads if several else loads[:1])
        )


def _groups(items: tuple[ItemView, ...]) -> tuple[SubjectGroup, ...]:
    names = sorted({i.subject_name for i in items}, key=_PALETTE_ORDER.index)
    return tuple(
        SubjectGroup(
            SUBJECTS[n][0], n, SUBJECTS[n][1], tuple(i for i in items if i.subject_name == n)
        )
        for n in names
    )


def draw(drafts: tuple[Draft, ...], limit: int | None) -> tuple[DayView, ...]:
    """Draw a week's days on one scale."""
    scale = scale_of([(d.limit, d.sums) for d in drafts], limit)
    return tuple(_day(draft, scale) for draft in drafts)


def _day(draft: Draft, scale: Scale) -> DayView:
    bars = tuple(bar(s, draft.limit, scale) for s in draft.sums)
    main = max(bars, key=lambda b: b.minutes)
    required = [i for i in draft.items if not i.optional]
    optional = [i for i in draft.items if i.optional]
    home = sum(i.minutes for i in required if i.place is Place.HOME)
    after_school = sum(i.minutes for i in required if i.place is Place.AFTER_SCHOOL)
    written = any(i.written for i in draft.items)
    return DayView(
        block=draft.block,
        first=draft.first,
        last=draft.first + timedelta(days=draft.days - 1),
        days=draft.days,
        weekday=draft.first.weekday(),
        name=draft.name,
        state=_state_of(draft, written=written),
        groups=_groups(draft.items),
        notes=draft.notes,
        bars=bars,
        main=main,
        written=main.minutes,
        limit=draft.limit,
        over=main.over,
        other=sum(i.minutes for i in required if not i.written and i.place is Place.HOME),
        optional_written=sum(i.minutes for i in optional if i.written),
        optional_other=sum(i.minutes for i in optional if not i.written),
        in_school=sum(i.minutes for i in required if i.place is Place.IN_SCHOOL),
        after_school=after_school,
        total_stay=home + after_school,
        total_leave=home,
        findings=_findings(draft, main.over),
        tier_loads=(("", home),),
        written_loads=(("", main.minutes),),
    )


def _state_of(draft: Draft, *, written: bool) -> str:
    if not draft.items:
        return "silent" if draft.silent else "none"
    return "homework" if written else "no-written"


def _above(draft: Draft, over: int) -> Phrase:
    """What a limit's finding says."""
    limit = draft.limit or 0
    when = (("day", draft.first), ("weekday", Phrase(f"weekday.{draft.first.weekday()}")))
    args: tuple[tuple[str, Arg], ...] = (
        ("amount", f"{limit + over} 分钟"),
        ("limit", f"{limit} 分钟"),
        ("tier", ""),
        ("what", "书面作业"),
        ("when", Phrase("phrase.when.school-day", when)),
        ("who", who([THIRD_ONE])),
    )
    return Phrase("cap", args)


def _findings(draft: Draft, over: int) -> tuple[Finding, ...]:
    if not over:
        return ()
    facts: tuple[tuple[str, str | int | date], ...] = (
        ("limit", draft.limit or 0),
        ("minutes", over),
        ("tier", ""),
    )
    if not draft.waived:
        return (Finding("over", facts),)
    waiver: tuple[tuple[str, Arg], ...] = (
        ("by", "张强"),
        ("message", _above(draft, over)),
        ("reason", "科技节观察报告"),
        ("rule", "cap.g3-6-written-daily"),
        ("until", date(2026, 11, 27)),
    )
    return (Finding("waived", waiver),)


# --- The week that the pictures of the design show ------------------------------------------------

_MONDAY = (
    item("语文", "抄写第17课《古诗三首》的生字词语，每个写2遍；默写《望天门山》。", "书面", 15),
    item("语文", "朗读第18课《富饶的西沙群岛》3遍，读准字音，读通句子。", "口头", 10),
    item("数学", "练习册第46页第1—5题（多位数乘一位数的笔算）。", "书面", 15, "基础"),
    item(
        "数学",
        "第47页第6题：用两种方法解决“够不够”的问题，说一说哪种更简便。",
        "书面",
        8,
        "提高",
        optional=True,
    ),
    item("英语", "听读 Unit 5 Let's eat! 第48页对话2遍，用 I'd like some … 说三句话。", "口头", 10),
)
_TUESDAY = (
    item("语文", "《课时练》第18课；画出“海水五光十色，瑰丽无比”一段的中心句。", "书面", 20),
    item(
        "语文",
        "观察窗台上的一盆植物，用手摸一摸、闻一闻，写一两句观察记录。",
        "实践",
        10,
        "拓展",
        optional=True,
    ),
    item("数学", "计算24×3、136×4、208×5、450×6，并用估算检查结果是否合理。", "书面", 15),
    item("英语", "仿写单词 bread、juice、egg、milk，每个写4遍（四线三格）。", "书面", 8),
)
_WEDNESDAY = (
    item("语文", "阅读《格林童话》，给家人讲一个你最喜欢的情节。", "口头", 20),
    item("体育", "跳绳1分钟×3组，坐位体前屈2组，注意热身和放松。", "实践", 20),
)
_THURSDAY = (
    item("语文", "小练笔：围绕“校园的早晨真热闹”这句话写一段话，150字左右。", "书面", 25),
    item("语文", "背诵第19课《海滨小城》第4自然段。", "背诵", 5),
    item("数学", "练习册第48页第1—4题；把周一的错题订正在错题本上。", "书面", 15),
    item(
        "数学",
        "想一想：□26×4的积是三位数，□里最大能填几？写出你的理由。",
        "书面",
        10,
        "提高",
        optional=True,
    ),
    item(
        "科学",
        "用气温计测量8:00、12:00、16:00的室外气温，填入观察记录表。",
        "实践",
        10,
        due=date(2026, 11, 20),
    ),
)
_FRIDAY = (
    item("语文", "第六单元词语盘点：听写一遍，改正错字后每个再写2遍。", "书面", 20),
    item("数学", "单元练习A卷第1—3大题（第4大题选做），周一带回学校讲评。", "书面", 20),
    item("英语", "跟读 Unit 5 Story time，和家人分角色表演。", "口头", 10),
    item(
        "美术",
        "用落叶、树枝拼贴一幅“秋天的样子”，下周二带到学校布置走廊。",
        "实践",
        15,
        "拓展",
        optional=True,
    ),
)
_WEEKEND = (
    item(
        "语文",
        "和家人走一条家乡的小路，画一张路线图，写上三处看到的景物。",
        "实践",
        40,
        optional=True,
    ),
    item("数学", "量一量家里三件家具的长和宽，记在表里。", "实践", 15),
    item("劳动", "整理自己的书桌和书包。", "实践", 10),
)
_FIVE = (_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY)


def _school_days(*items: tuple[ItemView, ...], limit: int | None = 60) -> tuple[Draft, ...]:
    return tuple(Draft(own, MONDAY + timedelta(days=n), limit=limit) for n, own in enumerate(items))


def _weekend(items: tuple[ItemView, ...], days: int = 2) -> Draft:
    return Draft(
        items, date(2026, 11, 23) - timedelta(days=days), days, BlockKind.WEEKEND, limit=None
    )


_SIGNED = (
    SignatureView("教研组长", ("李敏",), date(2026, 11, 11)),
    SignatureView("教导处", ("张强",), date(2026, 11, 13)),
)
APPROVED = ApprovalView("approved", _SIGNED, ())
PENDING = ApprovalView("pending", _SIGNED[:1], (Waiting("教导处", ("语文", "科学")),))
UNSIGNED = ApprovalView("none", (), ())


def _head(days: tuple[Draft, ...]) -> WeekHead:
    last = days[-1].first + timedelta(days=days[-1].days - 1)
    return WeekHead(TERM, TERM_NAME, 12, days[0].first, last, date(2026, 11, 13), estimated=False)


def board(
    days: tuple[Draft, ...],
    class_id: ClassId = THIRD_ONE,
    *,
    limit: int | None = 60,
    approval: ApprovalView = APPROVED,
    notes: tuple[SubjectNote, ...] = (),
    free_subjects: tuple[str, ...] = (),
    corrections: tuple[Correction, ...] = (),
    waived: tuple[Finding, ...] = (),
) -> ClassBoard:
    """A class's board of these days."""
    drawn = draw(days, limit)
    pending = approval.state == "pending"
    items = [i for d in days for i in d.items]
    own = routes.own(class_id)
    tiers = any(i.tier for i in items)
    density, notice_density = densities(drawn, notes, pending=pending, corrections=corrections)
    return ClassBoard(
        id=class_id,
        week=replace(_head(days), corrections=corrections),
        state="silent" if any(d.silent for d in days) else "homework" if items else "none",
        route=routes.class_(TERM, 12, class_id),
        notice_route=routes.class_notice(TERM, 12, class_id),
        grade_route=routes.grade(TERM, 12, class_id.grade),
        term_route=routes.term_class(TERM, class_id),
        own_route=own,
        calendar_route=routes.class_calendar(class_id),
        feed_route=routes.class_feed(class_id),
        own_url=SITE.url + own,
        qr=routes.class_qr(class_id, SITE.url + own),
        previous=WeekRef(TERM, 11, routes.class_(TERM, 11, class_id)),
        next=WeekRef(TERM, 13, routes.class_(TERM, 13, class_id)),
        limit=limit,
        written_allowed=limit != 0,
        approval=approval,
        days=drawn,
        notes=notes,
        free_subjects=free_subjects,
        tier_rule="choose" if tiers else "",
        pathway="same" if tiers else "",
        any_optional=any(i.optional for i in items),
        any_tiers=tiers,
        any_after_school=any(i.place is Place.AFTER_SCHOOL for i in items),
        density=density,
        notice_density=notice_density,
        waived=waived,
    )


# --- The states --------------------------------------------------------------------------------------

_COLUMNS = ("物品", "长（厘米）", "宽（厘米）", "面积（平方厘米）")
_TABLE = (
    "<p>量一量，把结果填进表里：</p><table><thead><tr>"
    + "".join(f'<th scope="col">{column}</th>' for column in _COLUMNS)
    + "</tr></thead><tbody><tr><td>数学书封面</td><td></td><td></td><td></td></tr>"
    "<tr><td>铅笔盒盖</td><td></td><td></td><td></td></tr></tbody></table>"
)
_PICTURE = f'<p>照样子贴一贴：</p><p><img src="{ROOT}{PICTURE}" alt="落叶拼贴的样子"></p>'
_LONG = (
    "读一段关于长江的说明文，找出每个自然段的中心句，想一想作者按什么顺序介绍，把不懂的词语圈出来查一查，"
    "再用自己的话向家人介绍长江的源头、长度和入海口，说清楚三点就可以。" * 2
)
_UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenantragsformular" * 2

_OVER = (
    *_THURSDAY,
    item("英语", "抄写 Unit 5 重点句型，每句2遍，注意大小写和标点。", "书面", 12),
    item("道德与法治", "完成《我们的学校》学习单第2页。", "书面", 14),
)
_NINE = tuple(
    item(subject, "把今天学的内容说给家人听，再把最要紧的三点写在小卡片上，明天带来交流。", kind, 6)
    for subject, kind in zip(
        SUBJECTS,
        ("书面", "书面", "书面", "实践", "口头", "实践", "口头", "实践", "实践"),
        strict=True,
    )
)
_TIERED = (
    item("语文", "从三题里选一题，写下你的想法。", "书面", 15, "基础"),
    item("语文", "三题都写，并说明理由。", "书面", 25, "提高"),
    item("语文", "三题都写，再自己出一题考考同桌。", "书面", 30, "拓展"),
    item("数学", "练习册第50页第1—4题。", "书面", 12, low=8),
)
_AFTER_SCHOOL = (
    item("语文", "在课后服务时间完成《课时练》第20课。", "书面", 20, place=Place.AFTER_SCHOOL),
    item("数学", "课上完成随堂练习。", "书面", 10, place=Place.IN_SCHOOL),
    item("英语", "听读 Unit 6 对话2遍。", "口头", 10),
)

_normal = _school_days(*_FIVE)
_with_over = tuple(replace(d, items=_OVER) if n == 3 else d for n, d in enumerate(_normal))

_SHOES = "今天有体育课，请穿运动鞋。"

CORRECTIONS = (
    Correction(date(2026, 11, 17), "周二数学第2题的页码写错了，应为第48页"),
    Correction(
        date(2026, 11, 18), "周四加上了科学观察记录表的交表日期，其他各科的作业和用时都没有变"
    ),
)
_COVERAGE = Finding(
    "waived",
    (
        ("by", "张强"),
        (
            "message",
            Phrase(
                "coverage.missing", (("subject", "英语"), ("week", 12), ("who", who([THIRD_ONE])))
            ),
        ),
        ("reason", "英语老师外出培训"),
        ("rule", "coverage.missing"),
        ("until", date(2026, 11, 20)),
    ),
)

CLASS_BOARDS: Mapping[str, ClassBoard] = {
    "normal": board(_normal),
    "weekend": board((*_normal, _weekend(_WEEKEND))),
    "over": board(_with_over),
    "waived": board(tuple(replace(d, waived=True) for d in _with_over)),
    "none": board(tuple(replace(d, items=()) if n == 2 else d for n, d in enumerate(_normal))),
    "no-written": board(
        _school_days(_WEDNESDAY, _WEDNESDAY, (), _WEDNESDAY, _WEDNESDAY, limit=0),
        ClassId(1, 2),
        limit=0,
    ),
    "pending": board(_with_over, approval=PENDING),
    "everything-at-once": board(
        (*(replace(d, waived=True) for d in _with_over), _weekend(_WEEKEND)),
        approval=PENDING,
        notes=(
            SubjectNote("语文", "chinese", Markup("本周学习第六单元，重点是围绕一个意思写。", "")),
        ),
        free_subjects=("音乐", "劳动"),
    ),
    "unsigned": board(_normal, approval=UNSIGNED),
    "holiday": board(
        (
            *_school_days(_MONDAY, _TUESDAY, _WEDNESDAY),
            Draft(_WEEKEND, MONDAY + timedelta(days=3), 7, BlockKind.HOLIDAY, "国庆节", None),
        )
    ),
    "six-days": board(
        (*_normal, Draft(_TUESDAY, MONDAY + timedelta(days=5)), _weekend(_WEEKEND, days=1))
    ),
    "tiers": board(_school_days(_TIERED, _TUESDAY, _TIERED, _WEDNESDAY, _TIERED)),
    "after-school": board(
        _school_days(_AFTER_SCHOOL, _TUESDAY, _AFTER_SCHOOL, _WEDNESDAY, _FRIDAY)
    ),
    "nine-subjects": board(
        (*_school_days(_NINE, _NINE, _NINE, _NINE, _NINE), _weekend(_WEEKEND)),
        free_subjects=("音乐",),
        notes=(
            SubjectNote("语文", "chinese", Markup("本周学习第六单元，重点是围绕一个意思写。", "")),
        ),
    ),
    "long-text": board(
        _school_days(
            (item("语文", _LONG, "口头", 20), *_MONDAY[1:]),
            (item("英语", _UNBROKEN, "书面", 10, due=date(2026, 11, 27)),),
            *_FIVE[2:],
        )
    ),
    "corrected": board(_normal, corrections=CORRECTIONS),
    "corrected-over-and-pending": board(_with_over, approval=PENDING, corrections=CORRECTIONS),
    "waived-for-the-week": board(_normal, waived=(_COVERAGE,)),
    "held": replace(board(_normal), held=("英语",)),
    "rest": board(
        _school_days((), (), (), (), ()), free_subjects=("语文", "数学", "英语"), approval=APPROVED
    ),
    "silent": board(tuple(replace(d, items=(), silent=True) for d in _normal), approval=UNSIGNED),
    "no-cap": board(_school_days(*_FIVE, limit=None), limit=None),
    "one-day": board(_school_days(_MONDAY)),
    "table-and-picture": board(
        tuple(
            replace(
                d,
                notes=(
                    SubjectNote(
                        "体育",
                        "pe",
                        Markup("今天有体育课，请穿运动鞋。", "今天有体育课，请穿运动鞋。"),
                    ),
                ),
            )
            for d in _school_days(
                (
                    item("数学", "量一量", "书面", 15, html=_TABLE),
                    item("美术", "贴一贴", "实践", 20, html=_PICTURE),
                ),
                *_FIVE[1:],
            )
        )
    ),
}
"""A class's board in every state, by the state's name."""


# --- Overviews ---------------------------------------------------------------------------------------


_CAPS = (
    replace(DAILY, grades=frozenset(range(3, 7))),
    replace(LITTLE_ONES, grades=frozenset({1, 2})),
)
CONFIG = school(
    *_CAPS,
    grades=dict.fromkeys(range(1, 7), 3),
    terms={TERM: Term(TERM, TERM_NAME, MONDAY - timedelta(weeks=11), ())},
)
"""What the overviews are made with, out of the class boards above."""


def _week(boards: tuple[ClassBoard, ...]) -> Week:
    """The sample week, with the days that its boards show."""
    days = {day.first: day for board in boards for day in board.days}
    blocks = tuple(
        Block(day.block, tuple(first + timedelta(days=n) for n in range(day.days)), day.name)
        for first, day in sorted(days.items())
    )
    return Week(TERM, 12, MONDAY, blocks, date(2026, 11, 13))


def grade_of(boards: tuple[ClassBoard, ...]) -> GradeBoard:
    """The board of a grade that has these classes."""
    week = _week(boards)
    before = replace(week, number=11)
    approval = next(
        (b.approval for b in boards if b.approval.state == "pending"), boards[0].approval
    )
    grade = boards[0].id.grade
    common = Common(week, CONFIG)
    made = grade_board(common, grade, boards, approval=approval, neighbours=(before, None))
    head = replace(made.week, corrections=boards[0].week.corrections)
    return replace(made, week=head, held=boards[0].held)


def week_of(grades: tuple[GradeBoard, ...]) -> WeekBoard:
    """The overview of a week that has these grades."""
    heads = [grade.week for grade in grades]
    first, last = min(head.first for head in heads), max(head.last for head in heads)
    told = next((head.corrections for head in heads if head.corrections), ())
    return WeekBoard(
        replace(heads[0], first=first, last=last, corrections=told),
        routes.week(TERM, 12),
        routes.notices(TERM, 12),
        WeekRef(TERM, 11, routes.week(TERM, 11)),
        None,
        tuple(grade.table for grade in grades),
    )


def _classes(grade: int) -> tuple[ClassBoard, ...]:
    limit = 0 if grade < 3 else 60
    quiet = (
        *_school_days(_WEDNESDAY, _WEDNESDAY, (), _WEDNESDAY, _WEDNESDAY, limit=limit),
        _weekend(_WEEKEND),
    )
    plain = quiet if grade < 3 else (*_normal, _weekend(_WEEKEND))
    other = plain if grade != 4 else (*_with_over, _weekend(_WEEKEND))
    return (
        board(plain, ClassId(grade, 1), limit=limit),
        board(other, ClassId(grade, 2), limit=limit, approval=PENDING if grade == 4 else APPROVED),
        board(plain, ClassId(grade, 3), limit=limit),
    )


def week_views() -> WeekViews:
    """A primary school's week: six grades of three classes, one of them above the cap."""
    grades = tuple(grade_of(_classes(grade)) for grade in range(1, 7))
    return WeekViews(
        week_of(grades),
        grades,
        tuple(b for grade in range(1, 7) for b in _classes(grade)),
        Mixes((), (), ()),
    )


def _as(board_: ClassBoard, number: int) -> ClassBoard:
    id_ = ClassId(board_.id.grade, number)
    return replace(board_, id=id_, route=routes.class_(TERM, 12, id_))


def _grades(one: ClassBoard) -> GradeBoard:
    """A grade of which two classes are in this state, and one has a week like any other."""
    plain = replace(CLASS_BOARDS["normal"], id=one.id) if one.limit else one
    mixed = one.state == "homework" and all(day.state != "none" for day in one.days)
    return grade_of((_as(one, 1), _as(plain if mixed else one, 2), _as(one, 3)))


GRADE_BOARDS: Mapping[str, GradeBoard] = {
    **{name: _grades(one) for name, one in CLASS_BOARDS.items()},
    "one-class-silent": grade_of(
        (
            _as(CLASS_BOARDS["normal"], 1),
            _as(CLASS_BOARDS["silent"], 2),
            _as(CLASS_BOARDS["over"], 3),
        )
    ),
}
"""A grade's board in every state of its classes, by the state's name."""


def _overview(*names: str) -> WeekBoard:
    return week_of(
        tuple(
            replace(made, table=replace(made.table, grade=grade))
            for grade, made in enumerate((GRADE_BOARDS[name] for name in names), 1)
        )
    )


WEEK_BOARDS: Mapping[str, WeekBoard] = {
    "mixed": _overview(
        "no-written", "one-class-silent", "waived", "pending", "none", "after-school"
    ),
    "corrected": _overview("corrected", "normal"),
    "rest": _overview("rest", "rest"),
    "silent": _overview("silent", "silent"),
    "six-days": _overview("six-days", "normal"),
    "holiday": _overview("holiday", "holiday"),
}
"""A week's overview, and with it the first page, by the states that it shows."""

STATE_PAGES = (
    *(f"state/of/{name}/{page}.html" for name in CLASS_BOARDS for page in ("index", "notice")),
    *(f"state/of/{name}/{page}.html" for name in GRADE_BOARDS for page in ("grade", "poster")),
    *(f"state/of/{name}/week.html" for name in WEEK_BOARDS),
    *(f"home-{name}.html" for name in WEEK_BOARDS),
    "before.html",
)
"""Every kind of page in every state that it can be in."""


# --- Pages beyond a week -----------------------------------------------------------------------------

_OFFICIAL = (
    "<p>尊敬的各位家长：</p><p>为落实国家关于减轻义务教育阶段学生作业负担的要求，我校自本学期起，每周五在公示板上公布各班"
    "下一周的作业。现将有关事项告知如下。</p><h4>一、作业总量</h4><p>一、二年级不布置书面家庭作业；三至六年级每天书面作业平均"
    "完成时间不超过60分钟，由年级组统筹、教导处审核后公示。</p><h4>二、在哪里看</h4><p>扫教室门口的二维码，或在校园网打开公示板，"
    "就能看到自己班级的作业。</p><h4>三、家校配合</h4><p>请不要代替老师批改作业；孩子经努力仍完不成的，可以按时就寝，第二天"
    "向老师说明，学校不作批评。</p>"
)
_EVERYDAY = (
    "<p>各位家长：</p><p>本学期校运会定于11月5日至6日举行，两天都不布置家庭作业。请为孩子准备运动服、水壶和替换的衣物。</p>"
    "<p>感谢您的支持！</p>"
)


def _letter(
    slug: str, title: str, style: str, html: str, receipt: ReceiptView | None
) -> LetterView:
    route = routes.letter(slug)
    return LetterView(
        title,
        date(2026, 9, 4),
        (1, 2, 3, 4, 5, 6),
        (),
        "育才路小学教导处",
        style,
        Markup(html, ""),
        receipt,
        route,
        routes.letter_print(slug),
        routes.letter_qr(slug, SITE.url + route),
    )


_LETTERS = (
    _letter(
        "homework-board",
        "关于实行作业公示制度的告家长书",
        "official",
        _OFFICIAL,
        ReceiptView(("对作业公示的意见或建议（可以不写）",), date(2026, 9, 11), "班主任"),
    ),
    _letter(
        "sports-day",
        "校运会期间的作业安排",
        "everyday",
        _EVERYDAY,
        ReceiptView(
            ("孩子是否报名参加比赛（□是　□否）", "身体上需要老师留意的情况"),
            date(2026, 11, 3),
            "班主任",
        ),
    ),
)


def _limit(limit_id: str, grades: tuple[int, ...], value: int, source: str) -> LimitView:
    return LimitView(
        id=limit_id,
        grades=grades,
        days=("school-day",),
        weekdays=(),
        dates=(),
        nth=None,
        per="day",
        measure="minutes",
        value=value,
        written_only=True,
        kinds=(),
        places=("home",) if value == 0 else (),
        subjects=(),
        except_subjects=(),
        count_optional=False,
        severity="error",
        message="",
        source=source,
        floor=True,
    )


_PLAIN = _limit("g3-6-written-daily", (3, 4, 5, 6), 60, "第二条")
RULES = RulesView(
    (
        PackView(
            "cn-2021",
            "国家“双减”要求",
            "关于进一步减轻义务教育阶段学生作业负担的意见",
            "中共中央办公厅、国务院办公厅",
            date(2021, 7, 24),
            floor=True,
            limits=(_limit("g1-2-no-written", (1, 2), 0, "第二条"), _PLAIN),
            bans=(
                BanView(
                    "parent-marking",
                    (1, 2, 3),
                    "不得要求家长检查、批改作业",
                    "第三条",
                    "error",
                    (),
                    0,
                ),
                BanView(
                    "copying", (3, 4), "不布置机械重复的抄写", "", "warning", ("抄写", "默写"), 3
                ),
            ),
        ),
        PackView(
            "",
            "",
            "",
            "",
            None,
            floor=False,
            limits=(
                replace(
                    _PLAIN,
                    id="no-homework-wednesday",
                    days=(),
                    weekdays=(2,),
                    nth=(2, -1),
                    written_only=False,
                    value=0,
                    places=("home",),
                    count_optional=True,
                    message="每月最后一个星期三是“无作业日”",
                ),
                replace(_PLAIN, id="two-subjects", measure="subjects_count", value=2, per="day"),
                replace(
                    _PLAIN,
                    id="weekend",
                    days=("weekend", "holiday"),
                    per="block",
                    except_subjects=("体育", "劳动"),
                    severity="warning",
                ),
                replace(
                    _PLAIN,
                    id="third",
                    days=(),
                    nth=(4, 3),
                    per="week",
                    subjects=("语文",),
                    measure="items",
                ),
            ),
            bans=(),
        ),
    ),
    "choose",
    "same",
    (
        WaiverView(
            "cap.g3-6-written-daily",
            _PLAIN,
            None,
            ClassId(3, 1),
            12,
            date(2026, 11, 19),
            "科技节观察报告",
            "张强",
            date(2026, 11, 27),
        ),
        WaiverView(
            "coverage.missing",
            None,
            None,
            None,
            None,
            None,
            "英语老师外出培训",
            "张强",
            date(2026, 11, 27),
        ),
    ),
)


_CLASSES = tuple(
    (grade, tuple(ClassId(grade, number) for number in range(1, 4))) for grade in range(1, 7)
)


def site_views(newest: WeekBoard | None = None, *, started: bool = True) -> SiteViews:
    """The pages that span weeks, with this ``newest`` week or the usual one.

    Not ``started``: before the term's first Friday.
    """
    lines = tuple(
        LetterLine(one.title, one.date, one.route, one.grades, one.classes) for one in _LETTERS
    )
    if not started:
        home = HomeView(None, (), (), lines)
        return SiteViews(home, (), _LETTERS, replace(RULES, packs=()))
    term = TermView(
        TERM,
        TERM_NAME,
        routes.term(TERM),
        tuple(
            WeekLine(
                n,
                MONDAY + timedelta(weeks=n - 12),
                MONDAY + timedelta(weeks=n - 12, days=6),
                MONDAY + timedelta(weeks=n - 13, days=4),
                routes.week(TERM, n),
                18,
                2 if n == 11 else 0,
            )
            for n in (12, 11, 10)
        ),
        tuple(
            TermGrade(
                grade,
                routes.term_grade(TERM, grade),
                tuple((c, routes.term_class(TERM, c)) for c in own),
            )
            for grade, own in _CLASSES
        ),
    )
    classes = tuple((grade, tuple((c, routes.own(c)) for c in own)) for grade, own in _CLASSES)
    newest = newest or week_views().week
    return SiteViews(
        HomeView(newest, classes, (term,), lines),
        (term,),
        _LETTERS,
        RULES,
        weeks=(summarise(replace(week_views(), week=newest)),),
    )


def loads() -> tuple[TermLoad, ...]:
    """The term's pictures, of the usual week and those before it."""
    return sample_terms.loads(week_views().week, TERM, TERM_NAME)

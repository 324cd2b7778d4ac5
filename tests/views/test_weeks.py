from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sjboard.config.values import Config, School, Waiver
from sjboard.content.apply import apply_entries, who
from sjboard.diagnostics import Phrase
from sjboard.model import (
    ClassId,
    DayNote,
    Entry,
    Limit,
    Markup,
    Measure,
    Mode,
    Pathway,
    Place,
    Signature,
    TierMode,
    Week,
)
from sjboard.policy import check
from sjboard.views import assemble_week, newest, summarise
from sjboard.views.board import ClassBoard, DayView, WeekViews
from tests.policy.school import (
    DAILY,
    FRI,
    LITTLE_ONES,
    MON,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    WEEK,
    entry,
    item,
    school,
)

LAST_WEEK = replace(WEEK, number=11, monday=date(2026, 11, 16))
CLASS = ClassId(3, 1)


def views(*entries: Entry, config: Config | None = None, previous: Week | None = None) -> WeekViews:
    used = config or school(DAILY, LITTLE_ONES)
    by_class, _ = apply_entries(entries, used)
    notes = check(WEEK, entries, by_class, used)
    return assemble_week(used, WEEK, by_class, entries, previous, None, notes)


def board(*entries: Entry, class_id: ClassId = CLASS, **changes: Any) -> ClassBoard:
    made = views(*entries, config=school(DAILY, LITTLE_ONES, **changes))
    return next(b for b in made.classes if b.id == class_id)


def day(*entries: Entry, first: date = MON, **changes: Any) -> DayView:
    return next(d for d in board(*entries, **changes).days if d.first == first)


# --- Days ---------------------------------------------------------------------------------------


def test_school_days_are_always_there_and_a_weekend_only_where_something_is_said() -> None:
    assert [d.first for d in board().days] == [MON, TUE, WED, THU, FRI]
    said = [
        entry("chinese", item(20, SAT)),
        entry("chinese", free_blocks=(SAT,)),
        entry("chinese", day_notes=(DayNote((SAT,), Markup("<p>玩</p>", "玩")),)),
    ]
    for one in said:
        shown = board(one)
        assert (shown.days[-1].first, shown.days[-1].last, shown.days[-1].days) == (SAT, SUN, 2)
        assert shown.week.last == SUN
    assert board().week.last == FRI


def test_items_stand_by_subject_in_the_schools_order_then_as_written() -> None:
    shown = day(
        entry("math", item(10, line=9), item(5, line=7)),
        entry("chinese", item(8, kind="reading")),
    )
    assert [(g.subject, [i.minutes for i in g.items]) for g in shown.groups] == [
        ("chinese", [8]),
        ("math", [10, 5]),
    ]
    assert [g.colour for g in shown.groups] == ["chinese", "math"]


def test_states_of_a_day() -> None:
    work = entry("chinese", item(10, MON), item(10, TUE, kind="reading"))
    assert [d.state for d in board(work).days] == [
        "homework",
        "no-written",
        "none",
        "none",
        "none",
    ]


def test_a_class_for_which_nobody_handed_in_anything_is_not_said_to_be_free() -> None:
    own = entry("chinese", item(10, MON), classes=(1,))
    made = {b.id: b for b in views(own).classes}
    assert {day.state for day in made[ClassId(3, 2)].days} == {"silent"}
    assert [day.state for day in made[CLASS].days][:2] == ["homework", "none"]
    grade = next(g for g in views(own).grades if g.table.grade == 3)
    assert [day.cell.state for day in grade.days][:2] == ["homework", "none"]


def test_the_sums_of_a_day() -> None:
    shown = day(
        entry(
            "chinese",
            item(20),
            item(10, kind="reading"),
            item(8, optional=True),
            item(7, kind="practice", optional=True),
            item(15, kind="practice", place=Place.AFTER_SCHOOL),
            item(5, kind="reading", place=Place.IN_SCHOOL),
        )
    )
    assert (shown.written, shown.limit, shown.over) == (20, 60, 0)
    assert (shown.other, shown.optional_written, shown.optional_other) == (10, 8, 7)
    assert (shown.after_school, shown.in_school) == (15, 5)
    assert (shown.total_stay, shown.total_leave) == (45, 30)
    assert (shown.main.minutes, shown.main.optional) == (20, 8)
    assert dict(shown.tier_loads) == {"": 50}
    assert dict(shown.written_loads) == {"": 20}


def test_a_shared_total_shows_each_days_part() -> None:
    shown = board(entry("chinese", item(50, MON, TUE, WED, shared=True)))
    assert [d.written for d in shown.days] == [17, 17, 16, 0, 0]
    assert [i.minutes for d in shown.days for g in d.groups for i in g.items] == [17, 17, 16]


def test_a_range_keeps_its_lower_end() -> None:
    (group,) = day(entry("chinese", replace(item(15), minutes_low=10))).groups
    assert (group.items[0].minutes_low, group.items[0].minutes) == (10, 15)


# --- Tiers --------------------------------------------------------------------------------------

TIERED = entry(
    "math",
    item(10),
    item(10, tier="basic"),
    item(20, tier="advanced"),
    item(9, tier="extended", optional=True),
)


def test_a_bar_for_each_tier_where_tiers_differ() -> None:
    shown = day(TIERED)
    assert [(b.tier_name, b.minutes, b.optional) for b in shown.bars] == [
        ("基础", 20, 9),
        ("提高", 30, 9),
    ]
    assert (shown.main.tier_name, shown.written) == ("提高", 30)
    assert dict(shown.tier_loads) == {"": 10, "基础": 20, "提高": 30}


def test_a_ladder_adds_up_what_lies_below() -> None:
    shown = day(TIERED, tier_mode=TierMode.LADDER)
    assert [b.minutes for b in shown.bars] == [20, 40]


def test_any_pathway_has_one_bar_of_the_greatest() -> None:
    other = entry("chinese", item(12, tier="basic"), item(7, tier="advanced"))
    shown = day(TIERED, other, pathway=Pathway.ANY)
    assert [(b.tier_name, b.minutes) for b in shown.bars] == [("", 42)]


def test_tiers_that_come_to_the_same_share_a_bar() -> None:
    shown = day(entry("math", item(15, tier="basic"), item(15, tier="advanced")))
    assert [(b.tier_name, b.minutes) for b in shown.bars] == [("", 15)]


def test_optional_work_of_another_tier_is_hatched_behind_the_one_bar() -> None:
    shown = day(entry("math", item(15, tier="basic"), item(8, tier="advanced", optional=True)))
    assert [(b.tier_name, b.minutes, b.optional) for b in shown.bars] == [("", 15, 8)]


def test_the_board_says_which_rule_of_tiers_was_used() -> None:
    plain, tiered = board(entry("math", item(5))), board(TIERED)
    assert (plain.tier_rule, plain.pathway, plain.any_tiers, plain.any_optional) == (
        "",
        "",
        *2 * [False],
    )
    assert (tiered.tier_rule, tiered.pathway) == ("choose", "same")
    assert (tiered.any_tiers, tiered.any_optional) == (True, True)


# --- Caps ---------------------------------------------------------------------------------------


def test_a_day_above_its_cap_says_so() -> None:
    shown = day(entry("math", item(66)))
    assert shown.over == shown.main.over == 6
    assert [(f.kind, dict(f.args)) for f in shown.findings] == [
        ("over", {"limit": 60, "minutes": 6, "tier": ""})
    ]


def test_only_the_tier_above_the_cap_is_over() -> None:
    shown = day(entry("math", item(50, tier="basic"), item(70, tier="advanced")))
    assert [(b.tier_name, b.over) for b in shown.bars] == [("基础", 0), ("提高", 10)]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "waived"),
        ({"class_": CLASS, "week": 12, "day": MON}, "waived"),
        ({"class_": ClassId(3, 2)}, "over"),
        ({"week": 11}, "over"),
        ({"day": TUE}, "over"),
        ({"until": date(2026, 11, 22)}, "over"),
        ({"rule": "cap.other"}, "over"),
    ],
)
def test_a_waiver_is_printed_where_it_holds(changes: dict[str, Any], kind: str) -> None:
    waiver = replace(
        Waiver(rule="cap.daily", reason="复习周", by="教导处", until=date(2026, 11, 30)), **changes
    )
    (found,) = day(entry("math", item(66)), waivers=(waiver,)).findings
    assert found.kind == kind
    if kind == "waived":
        assert dict(found.args)["reason"] == "复习周"
        assert dict(found.args)["until"] == date(2026, 11, 30)
        message = dict(found.args)["message"]
        assert isinstance(message, Phrase)
        assert dict(message.args)["who"] == who([CLASS])


def test_a_floors_rule_is_never_waived() -> None:
    waiver = Waiver("cap.daily", "复习周", "教导处", date(2026, 11, 30))
    config = school(replace(DAILY, floor=True), waivers=(waiver,))
    made = views(entry("math", item(66)), config=config)
    shown = next(b for b in made.classes if b.id == CLASS)
    assert [f.kind for f in shown.days[0].findings] == ["over"]


def test_what_is_waived_for_the_week_stands_on_the_classes_that_it_is_for() -> None:
    waiver = Waiver("coverage.missing", "外出研学", "教导处", date(2026, 11, 30), ClassId(3, 2))
    config = school(DAILY, coverage={3: ("math",)}, waivers=(waiver,))
    made = views(entry("chinese", item(5)), config=config)
    waived = {str(b.id): [dict(f.args)["reason"] for f in b.waived] for b in made.classes}
    assert {name: told for name, told in waived.items() if told} == {"3-2": ["外出研学"]}


def test_grades_without_written_work_say_so() -> None:
    shown = board(entry("chinese", item(10, kind="reading"), grade=1), class_id=ClassId(1, 1))
    assert (shown.limit, shown.written_allowed) == (0, False)
    assert shown.days[0].main.tick is None
    assert board().written_allowed


def test_a_no_homework_wednesday_is_not_taken_for_the_rule() -> None:
    free = Limit("free", frozenset({3}), 0, Measure.MINUTES, weekdays=frozenset({2}))
    made = views(config=school(DAILY, free))
    shown = next(b for b in made.classes if b.id == CLASS)
    assert (shown.limit, shown.written_allowed) == (60, True)
    assert [d.limit for d in shown.days] == [60, 60, 0, 60, 60]


def test_a_cap_on_all_kinds_is_judged_on_all_kinds() -> None:
    total = replace(DAILY, id="total", written_only=False)
    made = views(entry("chinese", item(50), item(20, kind="reading")), config=school(total))
    shown = next(b for b in made.classes if b.id == CLASS).days[0]
    assert (shown.written, shown.limit, shown.over) == (50, 60, 10)


def test_without_caps_nothing_is_over() -> None:
    made = views(entry("chinese", item(90)), config=school())
    shown = next(b for b in made.classes if b.id == CLASS)
    assert (shown.limit, shown.written_allowed) == (None, True)
    assert (shown.days[0].limit, shown.days[0].over, shown.days[0].findings) == (None, 0, ())


# --- The class's page ---------------------------------------------------------------------------


def test_addresses_and_neighbours() -> None:
    config = school(DAILY, site_url="http://board.example/")
    shown = views(config=config, previous=LAST_WEEK).classes[3]
    assert shown.id == CLASS
    assert shown.route == "2026-autumn/w12/g3/c1/index.html"
    assert shown.own_url == "http://board.example/classes/g3c1/index.html"
    assert shown.qr.startswith("assets/qr-g3c1-")
    assert shown.previous is not None
    assert shown.previous.route == "2026-autumn/w11/g3/c1/index.html"
    assert shown.next is None
    assert (board().own_url, board().qr) == ("", "")


def test_notes_and_subjects_that_set_nothing() -> None:
    shown = board(
        entry("chinese", item(5), note=Markup("<p>第六单元</p>", "第六单元")),
        entry("math", none=True),
    )
    assert [(n.subject_name, n.body.text) for n in shown.notes] == [("语文", "第六单元")]
    assert shown.free_subjects == ("数学",)


CHAIN = ("教研组长", "教导处")
FIRST = Signature("教研组长", "李敏", date(2026, 11, 18))
LATER = Signature("教研组长", "周洁", date(2026, 11, 19))
LAST = Signature("教导处", "张强", date(2026, 11, 19))


def test_a_board_is_approved_when_all_its_entries_are() -> None:
    done = (
        entry("chinese", item(5), approval=(FIRST, LAST)),
        entry("math", item(5), approval=(LATER, LAST)),
    )
    approval = board(*done, approval_chain=CHAIN).approval
    assert (approval.state, approval.waiting) == ("approved", ())
    assert [(s.role, s.names, s.date) for s in approval.signatures] == [
        ("教研组长", ("李敏", "周洁"), date(2026, 11, 19)),
        ("教导处", ("张强",), date(2026, 11, 19)),
    ]


def test_a_board_waits_for_the_subjects_that_lack_a_signature() -> None:
    half = (
        entry("chinese", item(5), approval=(FIRST, LAST)),
        entry("math", item(5), approval=(FIRST,)),
    )
    approval = board(*half, approval_chain=CHAIN).approval
    assert approval.state == "pending"
    assert [(w.role, w.subjects) for w in approval.waiting] == [("教导处", ("数学",))]


def test_a_board_says_what_is_a_draft_and_what_waits_for_whom() -> None:
    approval = board(
        entry("chinese", item(5), approval=(FIRST, LAST), digest="a", current_digest="b"),
        entry("math", item(5), approval=(FIRST, LAST), draft=True),
        entry("english", item(5)),
        approval_chain=CHAIN,
    ).approval
    assert [(w.role, w.subjects) for w in approval.waiting] == [
        ("", ("数学",)),
        ("教研组长", ("语文", "英语")),
    ]


def test_nothing_to_approve_is_not_approved() -> None:
    assert board(approval_chain=CHAIN).approval.state == "none"
    assert board(entry("math", item(5))).approval.state == "none"


def test_a_full_week_is_printed_smaller() -> None:
    few, many = board(entry("math", item(1))), board(entry("math", *[item(1)] * 40))
    assert (few.density, few.notice_density) == (0, 0)
    assert many.density > 0 < many.notice_density


# --- Grades and the week ------------------------------------------------------------------------


def test_a_poster_merges_what_classes_share_and_names_the_rest() -> None:
    made = views(
        entry("chinese", item(10)),
        entry("chinese", item(15), classes=[2], mode=Mode.ADD, name="yu2"),
        entry("math", item(20), classes=[1], name="m1"),
        entry("math", item(20), classes=[2, 3], name="m2"),
    )
    grade = made.grades[1]
    monday = grade.days[0]
    shown = [(g.subject, [(i.item.minutes, i.classes) for i in g.items]) for g in monday.groups]
    assert shown == [
        ("chinese", [(10, ()), (15, (ClassId(3, 2),))]),
        ("math", [(20, ())]),
    ]
    assert (monday.cell.low, monday.cell.high, monday.cell.fill) == (30, 45, 750)


def test_an_item_that_several_teach_names_no_teacher() -> None:
    one = replace(entry("math", item(20), classes=[1], name="m1"), teacher="王芳")
    two = replace(entry("math", item(20), classes=[2, 3], name="m2"), teacher="李敏")
    alone = replace(entry("chinese", item(5)), teacher="周洁")
    groups = views(one, two, alone).grades[1].days[0].groups
    assert [[i.item.teacher for i in g.items] for g in groups] == [["周老师"], [""]]


def test_two_equal_items_of_one_class_stay_two() -> None:
    (group,) = views(entry("chinese", item(10), item(10))).grades[1].days[0].groups
    assert [i.classes for i in group.items] == [(), ()]


def test_a_grades_table_has_a_cell_for_each_class_and_column() -> None:
    made = views(
        entry("chinese", item(66, MON), classes=[1], name="a"),
        entry("chinese", item(30, SAT), classes=[2], name="b"),
    )
    table = made.grades[1].table
    assert [c.first for c in table.columns] == [MON, TUE, WED, THU, FRI, SAT]
    assert [len(row.cells) for row in table.rows] == [6, 6, 6]
    assert [(row.week_written, row.over) for row in table.rows] == [(66, 1), (30, 0), (0, 0)]
    assert [row.cells[5].state for row in table.rows] == ["none", "homework", "none"]
    assert made.week.week.last == SUN
    assert [len(grade.columns) for grade in made.week.grades] == [5, 6, 5]


def test_a_summary_counts_classes_above_a_cap() -> None:
    made = views(entry("chinese", item(66, MON), item(70, TUE)))
    summary = summarise(made)
    assert (summary.term, summary.line.number) == ("2026-autumn", 12)
    assert (summary.line.classes, summary.line.classes_over) == (9, 3)
    assert summary.head == made.week.week
    assert [len(classes) for _, classes in summary.grades] == [3, 3, 3]
    assert summary.written == 3 * 136


def test_cells_say_what_is_done_instead_of_writing_and_what_is_left_to_choice() -> None:
    made = views(
        entry("chinese", item(20, MON, kind="reading"), item(9, TUE, optional=True)),
        entry("chinese", item(35, MON, kind="reading"), classes=[2], mode=Mode.ADD, name="yu2"),
    )
    grade = made.grades[1]
    assert [(c.other_high, c.optional) for c in grade.table.rows[0].cells[:3]] == [
        (20, False),
        (0, True),
        (0, False),
    ]
    assert (grade.days[0].cell.other_low, grade.days[0].cell.other_high) == (20, 55)


def test_a_days_note_says_whose_it_is() -> None:
    note = DayNote((MON,), Markup("<p>带尺</p>", "带尺"))
    made = views(entry("math", item(5), day_notes=(note,)))
    (shown,) = made.classes[0].days[0].notes or made.classes[3].days[0].notes
    assert (shown.subject_name, shown.colour, shown.body.text) == ("数学", "math", "带尺")
    assert made.grades[1].days[0].notes == (shown,)


def test_the_newest_week_is_the_latest_by_its_days() -> None:
    one = summarise(views())
    earlier = replace(one, line=replace(one.line, number=14, first=date(2026, 11, 16)))
    assert newest([earlier, one]) == newest([one, earlier]) == one
    assert newest([]) is None


def test_teachers_are_shown_as_the_school_chose() -> None:
    one = replace(entry("chinese", item(5)), teacher="王芳")
    shown = {
        way: day(one, teachers_shown=way).groups[0].items[0].teacher
        for way in ("name", "surname", "none")
    }
    assert shown == {"name": "王芳", "surname": "王老师", "none": ""}


def test_the_order_of_entries_and_files_does_not_matter() -> None:
    entries = [
        entry("math", item(10), item(20, TUE)),
        entry("chinese", item(15)),
        entry("english", item(5), classes=[2], name="e2"),
    ]
    assert views(*entries) == views(*reversed(entries))


def test_a_schools_own_site_address_may_lack_its_slash() -> None:
    config = school(DAILY, site_url="http://board.example/x", school=School("样例小学"))
    assert (
        views(config=config).classes[0].own_url == "http://board.example/x/classes/g1c1/index.html"
    )

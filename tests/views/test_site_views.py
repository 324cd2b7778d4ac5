from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

from sjboard.config.values import Config, Waiver
from sjboard.diagnostics import Severity, Span
from sjboard.model import (
    Ban,
    BlockKind,
    ClassId,
    Letter,
    LetterStyle,
    Limit,
    Markup,
    Measure,
    NthWeekday,
    PackInfo,
    Per,
    Place,
    Receipt,
    Term,
)
from sjboard.views import assemble_letters, assemble_site, assemble_week, site_head, summarise
from sjboard.views.board import WeekBoard, WeekViews
from sjboard.views.site import WeekSummary
from tests.policy.school import DAILY, LITTLE_ONES, WEEK, school

URL = "http://board.example/"
SPRING = Term("2027-spring", "春季", date(2027, 3, 1), ())


def letter(slug: str, day: date = date(2026, 9, 4)) -> Letter:
    return Letter(
        span=Span(f"content/letters/{slug}.md"),
        slug=slug,
        title=f"信{slug}",
        date=day,
        grades=(3,),
        classes=(ClassId(6, 1),),
        sender="样例小学",
        style=LetterStyle.EVERYDAY,
        body=Markup("<p>信</p>", "信"),
        receipt=Receipt(("签收",), date(2026, 9, 11), "班主任"),
    )


def summary(number: int, config: Config) -> WeekSummary:
    return summarise(views(number, config))


def board(number: int, config: Config) -> WeekBoard:
    return views(number, config).week


def views(number: int, config: Config) -> WeekViews:
    monday = date.fromordinal(WEEK.monday.toordinal() + 7 * (number - 12))
    blocks = tuple(
        replace(b, days=tuple(date.fromordinal(d.toordinal() + 7 * (number - 12)) for d in b.days))
        for b in WEEK.blocks
    )
    week = replace(WEEK, number=number, monday=monday, blocks=blocks)
    return assemble_week(config, week, {}, (), None, None)


def test_before_the_first_friday_no_class_has_a_page() -> None:
    site = assemble_site(school(DAILY), (), None, ())
    assert (site.home.newest, site.home.classes, site.home.terms, site.terms) == (None, (), (), ())


def test_weeks_and_letters_are_newest_first_whatever_their_order() -> None:
    config = school(DAILY)
    weeks = [summary(n, config) for n in (10, 11, 12)]
    letters = [letter("b"), letter("a"), letter("c", date(2026, 10, 1))]
    latest = board(12, config)
    made = {
        assemble_site(config, ws, latest, ls)
        for ws in permutations(weeks)
        for ls in permutations(letters)
    }
    assert len(made) == 1
    site = made.pop()
    assert [line.number for line in site.terms[0].weeks] == [12, 11, 10]
    assert [line.title for line in site.home.letters] == ["信c", "信a", "信b"]
    assert site.home.newest == latest
    assert site.home.terms == site.terms


def test_a_term_without_a_public_week_has_no_page() -> None:
    config = school(DAILY, terms={**school().terms, SPRING.id: SPRING})
    site = assemble_site(config, [summary(12, config)], board(12, config), ())
    assert [term.id for term in site.terms] == ["2026-autumn"]


def test_every_class_has_its_own_address() -> None:
    config = school(DAILY)
    site = assemble_site(config, [summary(12, config)], board(12, config), ())
    assert [grade for grade, _ in site.home.classes] == [1, 3, 6]
    assert site.home.classes[1][1][0] == (ClassId(3, 1), "classes/g3c1/index.html")


def test_a_letter_as_a_view() -> None:
    (view,) = assemble_site(school(site_url=URL), (), None, [letter("board")]).letters
    assert (view.route, view.print_route) == (
        "letters/board/index.html",
        "letters/board/print.html",
    )
    assert (view.style, view.grades, view.classes) == ("everyday", (3,), (ClassId(6, 1),))
    assert view.qr.startswith("assets/qr-letter-board-")
    assert view.receipt is not None
    assert (view.receipt.fields, view.receipt.to) == (("签收",), "班主任")
    assert assemble_site(school(), (), None, [letter("board")]).letters[0].qr == ""


def test_a_letter_to_one_class_carries_that_classs_code() -> None:
    config = school(site_url=URL)
    to_one = replace(letter("board"), grades=())
    (view,) = assemble_site(config, (), None, [to_one]).letters
    assert (view.board, view.code_route) == (ClassId(6, 1), "classes/g6c1/index.html")
    assert view.qr.startswith("assets/qr-g6c1-")
    (own,) = assemble_letters(config, [letter("board")], ClassId(3, 2))
    assert (own.code_route, own.route) == ("classes/g3c2/index.html", "letters/board/index.html")
    two = replace(to_one, classes=(ClassId(6, 1), ClassId(6, 2)))
    (both,) = assemble_site(config, (), None, [two]).letters
    assert (both.board, both.code_route) == (None, both.route)


def test_rules_stand_by_their_packs_with_the_schools_own_last() -> None:
    junior = replace(DAILY, id="junior", grades=frozenset({7, 8}), pack="cn-2021")
    national = PackInfo("cn-2021", "双减", "意见", "国务院办公厅", date(2021, 7, 24), floor=True)
    own = Limit(
        "quiet-wednesday",
        frozenset({3}),
        0,
        Measure.ITEMS,
        block_kinds=frozenset({BlockKind.SCHOOL_DAY}),
        nth=NthWeekday(2, -1),
        per=Per.BLOCK,
        kinds=frozenset({"written"}),
        places=frozenset({Place.HOME}),
        subjects=frozenset({"math"}),
        severity=Severity.WARNING,
    )
    ban = Ban("copying", frozenset({1, 3}), verbs=("抄写",), more_than=3, pack="cn-2021")
    config = school(
        replace(DAILY, pack="cn-2021", floor=True, grades=frozenset({3, 4, 6, 7})),
        junior,
        own,
        bans=(ban,),
        packs=(PackInfo("unused", "空"), national),
        waivers=(Waiver("cap.daily", "复习", "教导处", date(2026, 12, 1), ClassId(3, 1)),),
    )
    rules = assemble_site(config, (), None, ()).rules
    assert [pack.id for pack in rules.packs] == ["cn-2021", ""]
    assert [lim.id for pack in rules.packs for lim in pack.limits] == ["daily", "quiet-wednesday"]
    assert [b.more_than for pack in rules.packs for b in pack.bans] == [3]
    daily, quiet = (pack.limits[0] for pack in rules.packs)
    assert (daily.grades, daily.days, daily.places, daily.kinds) == (
        (3, 6),
        ("school-day",),
        (),
        (),
    )
    assert daily.written_only
    assert daily.floor
    assert (quiet.nth, quiet.per, quiet.measure) == ((2, -1), "block", "items")
    assert (quiet.kinds, quiet.places, quiet.subjects) == (("书面",), ("home",), ("数学",))
    assert quiet.severity == "warning"
    assert [(w.rule, w.class_, w.by) for w in rules.waivers] == [
        ("cap.daily", ClassId(3, 1), "教导处")
    ]
    assert (rules.tier_mode, rules.pathway) == ("choose", "same")
    assert assemble_site(school(LITTLE_ONES, tiers={}), (), None, ()).rules.tier_mode == ""


def test_what_every_page_knows_of_the_school() -> None:
    head = site_head(school(site_url="http://board.example"))
    assert (head.school, head.url, head.language) == ("样例小学", URL, "zh-Hans")
    assert site_head(school()).url == ""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjboard.model import ClassId
from sjboard.views import routes

TERM = "2026-autumn"
CLASS = ClassId(3, 1)


def test_addresses_are_the_contracts() -> None:
    assert routes.HOME == "index.html"
    assert routes.term(TERM) == "2026-autumn/index.html"
    assert routes.week(TERM, 5) == "2026-autumn/w05/index.html"
    assert routes.notices(TERM, 12) == "2026-autumn/w12/notices.html"
    assert routes.grade(TERM, 12, 3) == "2026-autumn/w12/g3/index.html"
    assert routes.poster(TERM, 12, 3) == "2026-autumn/w12/g3/notice.html"
    assert routes.class_(TERM, 12, CLASS) == "2026-autumn/w12/g3/c1/index.html"
    assert routes.class_notice(TERM, 12, CLASS) == "2026-autumn/w12/g3/c1/notice.html"
    assert routes.own(CLASS) == "classes/g3c1/index.html"
    assert routes.letter("board") == "letters/board/index.html"
    assert routes.letter_print("board") == "letters/board/print.html"
    assert routes.RULES == "rules/index.html"
    assert routes.data_week(TERM, 12) == "data/2026-autumn/w12.json"


@pytest.mark.parametrize(
    "route", [routes.HOME, routes.RULES, routes.class_(TERM, 12, CLASS), routes.data_week(TERM, 2)]
)
def test_the_root_is_reached_from_every_page(route: str) -> None:
    here = posixpath.dirname(route)
    assert posixpath.normpath(posixpath.join(here, routes.root(route) or ".")) == "."


@given(st.text(min_size=1, max_size=40))
def test_any_terms_id_is_a_lower_case_ascii_folder_of_its_own(term: str) -> None:
    folder = routes.folder(term)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", folder)
    assert folder not in routes.TAKEN
    assert (folder == term) or routes.folder(folder) == folder


def test_terms_that_differ_only_beyond_ascii_stay_apart() -> None:
    assert routes.folder("2026秋") != routes.folder("2026春")
    assert routes.folder("Autumn") != routes.folder("autumn")


def test_names_of_assets_carry_their_bytes() -> None:
    assert re.fullmatch(r"assets/board-[0-9a-f]{12}\.css", routes.asset("board.css", b"a"))
    assert routes.asset("board.css", b"a") != routes.asset("board.css", b"b")
    assert re.fullmatch(r"assets/[0-9a-f]{12}\.png", routes.picture("content/assets/校园.PNG", b""))
    assert re.fullmatch(r"assets/[0-9a-f]{12}", routes.picture("content/assets/说明.文档", b""))
    assert routes.class_qr(CLASS, "http://a/") != routes.class_qr(CLASS, "http://b/")

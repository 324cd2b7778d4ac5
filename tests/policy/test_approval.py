"""Who has to sign, who has, and what is wrong with it: contract 2.4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.values import Config, Waiver
from sjboard.diagnostics import Diagnostic, Severity, arguments
from sjboard.model import Block, BlockKind, ClassId, Entry, Signature
from sjboard.policy.approval import (
    Stage,
    State,
    chain_of,
    check_approval,
    missing_roles,
    signatures,
    state_of,
)
from tests.policy.school import FRI, MON, SAT, WED, WEEK, entry, item, school

GROUP, OFFICE, HEAD = "教研组长", "教导处", "校长"
CONFIG = school(approval_chain=(GROUP, OFFICE), approval_people={OFFICE: ("张 强",)})
HOLIDAY = replace(
    WEEK, blocks=(*WEEK.blocks[:2], Block(BlockKind.HOLIDAY, (WED, FRI)), *WEEK.blocks[5:])
)


def signed(*pairs: tuple[str, str, int], **fields: Any) -> Entry:
    approval = tuple(Signature(r, name, date(2026, 11, day)) for r, name, day in pairs)
    return entry("math", item(5), approval=approval, **fields)


def found(one: Entry, config: Config = CONFIG) -> list[str]:
    return [d.words for d in judged(one, config)]


def judged(one: Entry, config: Config = CONFIG) -> tuple[Diagnostic, ...]:
    return check_approval(WEEK, [one], {}, config)


BOTH = ((GROUP, "李敏", 17), (OFFICE, "张强", 19))


def test_a_whole_chain_is_approved() -> None:
    assert found(signed(*BOTH)) == []
    assert state_of(signed(*BOTH), WEEK, CONFIG) == State(Stage.APPROVED)


def test_who_is_waited_for() -> None:
    one = signed(BOTH[0])
    assert missing_roles(one, WEEK, CONFIG) == (OFFICE,)
    assert signatures(one, WEEK, CONFIG) == one.approval
    assert state_of(one, WEEK, CONFIG) == State(Stage.WAITING, OFFICE)
    assert state_of(signed(), WEEK, CONFIG) == State(Stage.WAITING, GROUP)
    (only,) = judged(signed())
    assert (only.words, only.severity) == ("approval.missing", Severity.WARNING)
    assert arguments(only)["roles"] == (GROUP, OFFICE)


def test_a_draft_waits_for_nobody() -> None:
    assert found(signed(draft=True)) == []
    assert state_of(signed(draft=True), WEEK, CONFIG) == State(Stage.DRAFT)


def test_a_school_without_a_chain_does_not_judge_signatures() -> None:
    one = signed((OFFICE, "甲老师", 30))
    assert found(one, school()) == []
    assert state_of(one, WEEK, school()) is None


def test_order() -> None:
    assert found(signed(*reversed(BOTH))) == ["approval.order"]
    assert found(signed(BOTH[1])) == ["approval.order:skipped"]
    backwards = signed((GROUP, "李敏", 19), (OFFICE, "张强", 17))
    assert found(backwards) == ["approval.order:dates"]
    assert found(signed((GROUP, "李敏", 19), (OFFICE, "张强", 19))) == []


def test_roles_and_people() -> None:
    assert found(signed(*BOTH, (HEAD, "钱校长", 20))) == ["approval.role:unknown"]
    wrong = signed((GROUP, "李敏", 17), (OFFICE, "李敏", 19))
    assert found(wrong) == ["approval.role:person"]
    near = signed(("教研主长", "李敏", 17))
    assert "approval.role:unknown-near" in found(near)


@pytest.mark.parametrize("teacher", ["李敏", "王芳、李敏", "王芳 李敏", "李 敏"])
def test_nobody_approves_an_entry_of_their_own(teacher: str) -> None:
    assert found(replace(signed(*BOTH), teacher=teacher)) == ["approval.role:self"]


def test_a_longer_name_is_somebody_elses() -> None:
    assert found(replace(signed(*BOTH), teacher="李敏华")) == []


def test_late_is_after_the_publication_day() -> None:
    assert found(signed(BOTH[0], (OFFICE, "张强", 20))) == []
    (late,) = judged(signed(BOTH[0], (OFFICE, "张强", 21)))
    assert (late.words, late.severity) == ("approval.late", Severity.WARNING)


def test_stale_is_an_error_whoever_signed() -> None:
    same = signed(*BOTH, digest="a" * 16, current_digest="a" * 16)
    assert found(same) == []
    other = replace(same, current_digest="b" * 16)
    (stale,) = judged(other)
    assert (stale.words, stale.severity) == ("approval.stale", Severity.ERROR)
    assert state_of(other, WEEK, CONFIG) == State(Stage.STALE)
    assert found(other, school()) == ["approval.stale"]
    assert "approval.stale:unsigned" in found(replace(other, approval=()))


def test_weekends_and_holidays_may_have_chains_of_their_own() -> None:
    config = replace(CONFIG, approval_weekend=(GROUP, OFFICE, HEAD), approval_holiday=(HEAD,))
    weekday, weekend = entry("math", item(5, MON)), entry("math", item(5, MON), item(9, SAT))
    both = entry("math", item(5, WED), item(5, SAT))
    assert chain_of(weekday, WEEK, config) == (GROUP, OFFICE)
    assert chain_of(weekend, WEEK, config) == (GROUP, OFFICE, HEAD)
    assert chain_of(both, HOLIDAY, config) == (HEAD,)
    assert chain_of(weekend, WEEK, CONFIG) == (GROUP, OFFICE)


def test_a_waiver_makes_a_note_of_it() -> None:
    waiver = Waiver("approval.late", "教导处搬迁", "校长室", date(2026, 12, 1), week=12)
    late = signed(BOTH[0], (OFFICE, "张强", 21))
    (note,) = judged(late, replace(CONFIG, waivers=(waiver,)))
    assert (note.rule, note.words, note.severity) == ("approval.late", "waived", Severity.NOTE)
    one_class = replace(waiver, class_=ClassId(3, 1))
    (warning,) = judged(late, replace(CONFIG, waivers=(one_class,)))
    assert warning.severity is Severity.WARNING
    own = replace(late, classes=(ClassId(3, 1),))
    (note,) = judged(own, replace(CONFIG, waivers=(one_class,)))
    assert note.severity is Severity.NOTE


_ROLES = st.sampled_from([GROUP, OFFICE, HEAD, "别的"])
_SIGNATURES = st.lists(
    st.builds(Signature, _ROLES, st.text(max_size=4), st.dates()),
    max_size=4,
    unique_by=lambda s: s.role,
)


@settings(max_examples=100, deadline=None)
@given(_SIGNATURES, st.lists(_ROLES, max_size=3, unique=True), st.text(max_size=6))
def test_approved_is_what_misses_no_signature(
    approval: list[Signature], chain: list[str], teacher: str
) -> None:
    config = school(approval_chain=tuple(chain))
    one = replace(entry("math", item(5)), approval=tuple(approval), teacher=teacher)
    state = state_of(one, WEEK, config)
    missing = {d.words for d in judged(one, config)}
    if state is not None and state.stage is Stage.APPROVED:
        assert not missing & {"approval.missing", "approval.order:skipped"}
    if state is not None and state.stage is Stage.WAITING:
        assert state.role in chain
        assert state.role not in {s.role for s in approval}

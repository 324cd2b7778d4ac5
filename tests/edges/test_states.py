"""How far entries have come, in a check's last line."""

from __future__ import annotations

from sjboard.edges.report import Report, approval, as_text
from sjboard.edges.terminal import words
from sjboard.policy.approval import Stage, State

STATES = (
    State(Stage.WAITING, "教导处"),
    State(Stage.APPROVED),
    State(Stage.STALE),
    State(Stage.DRAFT),
    State(Stage.APPROVED),
)


def test_states_are_counted_in_order() -> None:
    told = approval(Report((), 5, STATES), words("zh-Hans"))
    assert told == "审批：草稿 1 份；等教导处签字 1 份；已审批 2 份；签字以后改过 1 份。"
    assert approval(Report((), 5, STATES), words("en")).startswith("Approval: drafts: 1; waiting")


def test_a_school_without_a_chain_is_told_nothing_of_it() -> None:
    text = as_text(Report((), 5), words("zh-Hans"), lambda _file: ())
    assert text == "共检查 5 份作业，没有发现问题。\n"

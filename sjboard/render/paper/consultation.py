"""二次会商单 as data: a broken cap, what breaks it, and room for what is agreed."""

from __future__ import annotations

from collections.abc import Iterable

from sjboard.diagnostics import Arg
from sjboard.render import phrases
from sjboard.render.environment import class_name
from sjboard.render.paper.blocks import blocks
from sjboard.render.paper.clerk import SCHOOL_DAYS, Clerk
from sjboard.render.paper.sheets import Data
from sjboard.render.sentences import limit_sentence
from sjboard.views.forms import Consultation, Contribution


def consultation(clerk: Clerk, case: Consultation) -> Data:
    t = clerk.words
    limit = case.limit
    unit = {"items": "items", "subjects_count": "subjects"}.get(
        limit.measure if limit else "", "minutes"
    )
    rule = [limit_sentence(t, limit)] if limit else []
    if limit and limit.message:
        rule = [limit.message]
    if limit and limit.source:
        rule.append(t("form.rule-source", source=limit.source))
    return {
        **clerk.head("consultation", [[clerk.week(), ("dates", clerk.span())]]),
        "classes": _classes(clerk, case),
        "when": _when(clerk, case),
        "rule": rule,
        "finding": [t(words, **_shown(clerk, args)) for words, args in case.findings],
        "excess": t(f"phrase.{unit}", n=case.over),
        "entries": [_contribution(clerk, each) for each in case.entries],
        "proposal": str(_shown(clerk, case.findings[0][1])["way"]),
        "signers": _signers(clerk),
    }


def blank_consultation(clerk: Clerk) -> Data:
    empty: Data = {"subject": "", "teacher": "", "body": [], "kind": "", "minutes": ""}
    return {
        **clerk.head("consultation", [[("week", ""), ("dates", "")]]),
        **dict.fromkeys(("classes", "when", "excess", "proposal"), ""),
        "rule": [],
        "finding": [],
        "entries": [empty for _ in range(SCHOOL_DAYS)],
        "signers": _signers(clerk),
    }


def _shown(clerk: Clerk, args: Iterable[tuple[str, Arg]]) -> dict[str, object]:
    return {name: phrases.shown(value, clerk.words) for name, value in args}


def _classes(clerk: Clerk, case: Consultation) -> str:
    return clerk.words.join([class_name(clerk.words, each) for each in case.classes])


def _when(clerk: Clerk, case: Consultation) -> str:
    if case.day is None:
        return clerk.words("form.whole-week", week=clerk.shown.number)
    day = clerk.writer.day_name(case.day)
    return f"{''.join(clerk.writer.day_date(case.day))} {day}"


def _contribution(clerk: Clerk, each: Contribution) -> Data:
    kind = [each.kind_name, *([each.tier_name] if each.tier_name else [])]
    return {
        "subject": each.subject_name,
        "teacher": each.teacher,
        "body": blocks(each.body.html, clerk.files),
        "kind": clerk.words.join(kind),
        "minutes": clerk.words("form.minutes", minutes=each.minutes),
    }


def _signers(clerk: Clerk) -> list[str]:
    t = clerk.words
    office = clerk.site.office or t("sign.office-default")
    return [t("form.teachers"), t("form.class-teacher"), t("form.grade-head"), office]

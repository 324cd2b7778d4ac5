"""The office's forms as documents: each filled from the week, all of a kind together, and blank.

Knows which documents there are, what they are called and in which folder they lie. What they say is made
in ``filing``, ``plan``, ``consultation`` and ``receipts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sjboard.render.environment import class_name, class_numbers, grade_name
from sjboard.render.paper.clerk import Clerk
from sjboard.render.paper.consultation import blank_consultation, consultation
from sjboard.render.paper.document import Document, file_name
from sjboard.render.paper.filing import blank_filing, filing
from sjboard.render.paper.order import Order
from sjboard.render.paper.pictures import named
from sjboard.render.paper.plan import blank_plan, plan
from sjboard.render.paper.receipts import blank_receipts, receipts
from sjboard.render.paper.sheets import Data, common, used
from sjboard.views.forms import Consultation, Filing, FormViews

KINDS = ("filing", "plan", "consultation", "receipts")
"""家庭作业审批备案表, 班级作业总量统筹表, 二次会商单, 回执统计表."""

Named = tuple[str, Data]
"""What a sheet is called, and what it says."""


def forms(order: Order, views: FormViews) -> tuple[Document, ...]:
    """Make every form that concerns the classes asked for, and a blank one of each kind.

    A kind's files lie in a folder of its name; several sheets of a kind are there once more together.
    """
    documents: list[Document] = []
    for kind, sheets in _filled(order, views).items():
        documents += [_document(order, kind, name, [data]) for name, data in sheets]
        if len(sheets) > 1:
            documents.append(_document(order, kind, _together(order, kind), [d for _, d in sheets]))
    return (*documents, *blank_forms(order, views))


def blank_forms(order: Order, views: FormViews) -> tuple[Document, ...]:
    """Make the forms that are filled in by hand."""
    clerk = _clerk(order)
    t = order.words
    blank = {
        "filing": blank_filing(clerk, views.chain),
        "plan": blank_plan(clerk, views.subjects),
        "consultation": blank_consultation(clerk),
        "receipts": blank_receipts(clerk),
    }
    return tuple(
        _document(order, kind, f"{t('form.blank')}/{t(f'form.{kind}')}", [blank[kind]])
        for kind in KINDS
    )


def _filled(order: Order, views: FormViews) -> dict[str, list[Named]]:
    clerk, wanted, t = _clerk(order), set(order.classes), order.words
    return {
        "filing": _apart(
            (_name(order, "filing", _who(order, each) + each.subject_name), filing(clerk, each))
            for each in views.filings
            if wanted & set(each.covered)
        ),
        "plan": _apart(
            (_name(order, "plan", class_name(t, each.id)), plan(clerk, each))
            for each in views.plans
            if each.id in wanted
        ),
        "consultation": _apart(
            (_name(order, "consultation", _called(order, each)), consultation(clerk, each))
            for each in views.consultations
            if wanted & set(each.classes)
        ),
        "receipts": _apart(
            (_folder(order, "receipts", _letter(order, each.title)), receipts(clerk, each))
            for each in views.receipts
            if wanted & set(each.classes)
        ),
    }


def _apart(sheets: Iterable[Named]) -> list[Named]:
    """Number the sheets that would otherwise be called the same."""
    taken: dict[str, int] = {}
    named_apart = []
    for name, data in sheets:
        count = taken[name] = taken.get(name, 0) + 1
        named_apart.append((name if count == 1 else f"{name}-{count}", data))
    return named_apart


def _clerk(order: Order) -> Clerk:
    names = named(order.pictures)
    return Clerk(order.words, order.site, names, order.views.week.week)


def _who(order: Order, filing: Filing) -> str:
    """三年级, or 三年级1、2班 where an entry is for some classes."""
    grade = grade_name(order.words, filing.grade)
    return grade + class_numbers(order.words, filing.classes) if filing.classes else grade


def _called(order: Order, consultation: Consultation) -> str:
    """三年级1、2班-11月23日: the classes of one grade, and the day."""
    t = order.words
    grades: dict[int, list[str]] = {}
    for each in consultation.classes:
        grades.setdefault(each.grade, []).append(str(each.number))
    who = "".join(
        grade_name(t, grade) + t("class.numbers", numbers=t.join(numbers))
        for grade, numbers in grades.items()
    )
    return f"{who}-{t.date(consultation.day.first, 'short')}" if consultation.day else who


def _letter(order: Order, title: str) -> str:
    return order.words("form.name.letter", who=title, form=order.words("form.receipts"))


def _name(order: Order, kind: str, who: str) -> str:
    t = order.words
    week = order.views.week.week.number
    return _folder(order, kind, t("form.name", who=who, week=week, form=t(f"form.{kind}")))


def _together(order: Order, kind: str) -> str:
    t = order.words
    key = "form.name.all" if order.whole else "form.name.some"
    return _folder(order, kind, t(key, week=order.views.week.week.number, form=t(f"form.{kind}")))


def _folder(order: Order, kind: str, name: str) -> str:
    return f"{file_name(order.words(f'form.{kind}'))}/{file_name(name)}"


def _document(order: Order, kind: str, name: str, sheets: Sequence[Data]) -> Document:
    t = order.words
    title = t(f"form.{kind}")
    data = {**common(order, title), "landscape": kind == "plan", "sheets": list(sheets)}
    files = {stem: order.pictures[path] for path, stem in named(order.pictures).items()}
    dated = order.views.week.week.published
    return Document(name, f"print/form_{kind}", data, used(data, files), dated)

"""Limits and bans as sentences: what the page of rules shows and ``explain`` says.

Knows every field of a limit, and the words for it. Does not know where the sentence stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from sjboard.locale import Words
from sjboard.views.site import BanView, LimitView, WaiverView


def limit_sentence(words: Words, limit: LimitView) -> str:
    """三年级至六年级，上学日：书面作业每天合计不超过 60 分钟，选做的不算在内。"""
    never = limit.value == 0
    whose = _grades(words, limit.grades) or words("rules.everyone")
    when = _when(words, limit)
    sentence = words(
        "limit.sentence-none" if never else f"limit.sentence-{limit.measure}",
        who=words("limit.who-when", grades=whose, when=when) if when else whose,
        per=words(f"limit.per.{limit.per}"),
        subjects=_subjects(words, limit),
        where=_where(words, limit),
        what=_what(words, limit),
        value=limit.value,
    )
    if never:
        optional = "limit.none-optional" if limit.count_optional else "limit.none-required"
    else:
        optional = "limit.optional-count" if limit.count_optional else "limit.optional-ignore"
    warning = words("limit.warning") if limit.severity == "warning" else ""
    return sentence + words(optional) + warning


def ban_sentence(words: Words, ban: BanView) -> str:
    """三年级：不布置机械、重复的作业。 A ban without a message is worded by its id."""
    own = f"ban.is.{ban.id}"
    message = ban.message or (words(own) if words.has(own) else ban.id)
    if not ban.grades:
        return words("ban.sentence-all", message=message)
    return words("ban.sentence", grades=_grades(words, ban.grades), message=message)


def ban_detail(words: Words, ban: BanView) -> str:
    """How often what may be asked, and whether it only warns; "" where there is nothing to add."""
    times = words("ban.repeat", verbs=words.join(ban.verbs), times=ban.more_than)
    warning = words("ban.warning") if ban.severity == "warning" else ""
    return (times if ban.verbs else "") + warning


def waived_rule(words: Words, waiver: WaiverView) -> str:
    """The rule that is set aside, in words: a limit's or ban's sentence, else what the locale calls it."""
    if waiver.limit:
        return waiver.limit.message or limit_sentence(words, waiver.limit)
    if waiver.ban:
        return ban_sentence(words, waiver.ban)
    own = f"rule.is.{waiver.rule}"
    return words(own) if words.has(own) else waiver.rule


def grade_names(words: Words, numbers: Sequence[int]) -> str:
    """三年级至六年级 for three or more grades in a row, else each by its name."""
    names = [words(f"grade.{number}") for number in numbers]
    if len(names) > 2 and numbers[-1] - numbers[0] == len(names) - 1:
        return words("grade.span", first=names[0], last=names[-1])
    return words.join(names)


def _grades(words: Words, grades: Sequence[int]) -> str:
    return grade_names(words, grades) if grades else ""


def _when(words: Words, limit: LimitView) -> str:
    """The days: kinds of block or weekdays, and of those only some dates or the nth of a month."""
    parts = [words.join([words(f"limit.days.{day}") for day in limit.days])]
    if not limit.nth or len(limit.weekdays) > 1:
        parts.append(words.join([words.weekday(day) for day in limit.weekdays]))
    some = [words.join([words.date(day) for day in limit.dates])] if limit.dates else []
    if limit.nth:
        weekday, nth = words.weekday(limit.nth[0]), limit.nth[1]
        if nth < 0:
            some.append(words("limit.nth-last", weekday=weekday))
        else:
            some.append(words("limit.nth", weekday=weekday, nth=nth))
    parts.append(words("limit.or").join(some))
    return words("list.comma").join(part for part in parts if part)


def _what(words: Words, limit: LimitView) -> str:
    if limit.written_only:
        return words("limit.kinds-written")
    if limit.kinds:
        return words("limit.kinds", kinds=words.join(limit.kinds))
    return words("limit.kinds-all")


def _where(words: Words, limit: LimitView) -> str:
    if not limit.places:
        return ""
    places = words.join([words(f"limit.place.{place}") for place in limit.places])
    return words("limit.places", places=places)


def _subjects(words: Words, limit: LimitView) -> str:
    if limit.subjects:
        return words("limit.subjects", subjects=words.join(limit.subjects))
    if limit.except_subjects:
        return words("limit.except", subjects=words.join(limit.except_subjects))
    return ""

"""Which packs are used, what is in force after they are laid over one another, and what is waived.

Knows contract 4's order and the floor. Does not know the fields of a limit (``packs``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sjboard.config.faults import brief
from sjboard.config.layers import merge
from sjboard.config.names import KINDS
from sjboard.config.packs import BUNDLED, Builder, Layer, Vocabulary, is_path, read_pack
from sjboard.config.reading import Reading
from sjboard.config.sense import Setting, check_sense
from sjboard.config.values import Waiver
from sjboard.diagnostics import Diagnostic, Span, finding, has_errors
from sjboard.model import Ban, ClassId, Kind, Limit, PackInfo, Term
from sjboard.records import dataclass
from sjboard.rules import FAMILIES, RULES
from sjboard.syntax.fold import fold
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Path

NEVER_WAIVED = ("config", "syntax", "entry", "link", "letter", "route", "text")
"""Families of rules about slips, which are mended and not decided on."""

_WRITTEN_NAMES = {
    fold(word) for kind in KINDS if kind.written for word in (kind.id, kind.name, *kind.aliases)
}


@dataclass(frozen=True, slots=True)
class Policies:
    limits: tuple[Limit, ...] = ()
    bans: tuple[Ban, ...] = ()
    packs: tuple[PackInfo, ...] = ()


def policies(
    reading: Reading,
    packs: Mapping[str, bytes],
    vocabulary: Vocabulary,
    setting: Setting,
) -> Policies:
    """Read the packs and lay them and config.yaml's own limits and bans over one another.

    A pack of the floor that ``use`` does not name is in force all the same, before all others.
    """
    section = reading.file.policy
    names = _named(reading, "floor", section.floor) | _named(reading, "use", section.use)
    order = [*(name for name in section.floor if name not in section.use), *section.use]
    layers: list[Layer] = []
    ids: dict[str, str] = {}
    for name in dict.fromkeys(order):
        data = packs.get(name)
        if data is None:
            reading.findings.append(_absent(name, names[name], packs))
            continue
        layer, found = read_pack(name, data, vocabulary)
        reading.findings += found
        if layer is not None and layer.info is not None:
            info = replace(layer.info, floor=name in section.floor)
            other = name if has_errors(found) else ids.setdefault(info.id, name)
            if other != name:
                reading.findings.append(_same_id(info.id, name, other, names))
            used = None if is_path(name) else names[name]
            layers.append(replace(layer, info=info, used=used))
    infos = tuple(layer.info for layer in layers if layer.info is not None)
    layers.append(_own(reading, vocabulary))
    for layer in layers:
        if layer.used is None:  # a bundled pack is looked at by our own tests
            reading.findings += check_sense(layer, setting)
    limits, bans, loosened = merge(layers, setting.known)
    reading.findings += loosened
    _written_stays_written(reading, limits, setting.known.kinds)
    return Policies(limits, bans, infos)


def _same_id(id_: str, name: str, other: str, names: Mapping[str, Span]) -> Diagnostic:
    """Blame the school's own pack, which can be mended."""
    mine, taken = (name, other) if is_path(name) else (other, name)
    return finding("config.pack", names[mine], "same-id", id=id_, name=mine, other=taken)


def _written_stays_written(
    reading: Reading, limits: Iterable[Limit], kinds: Mapping[str, Kind]
) -> None:
    """A floor on written work holds only while what is called 书面 counts as written."""
    base = next((limit for limit in limits if limit.floor and limit.written_only), None)
    changed = {section.id for section in reading.file.kinds}
    if base is None or not changed & {kind.id for kind in KINDS if kind.written}:
        return  # else the name is taken, which is told elsewhere
    for index, section in zip(reading.positions("kinds"), reading.file.kinds, strict=True):
        kind = kinds.get(section.id)
        if kind is None or kind.written:
            continue
        names = {fold(word) for word in (kind.id, kind.name, *kind.aliases)}
        if names & _WRITTEN_NAMES:
            path: Path = ("kinds", index)
            at = (*path, "written") if section.written is not None else (*path, "id")
            place = reading.span(*at)
            reading.findings.append(
                finding(
                    "config.floor",
                    place,
                    "unwritten",
                    related=[base.span],
                    id=base.id,
                    pack=base.pack,
                    name=kind.name,
                )
            )


def _own(reading: Reading, vocabulary: Vocabulary) -> Layer:
    section = reading.file.policy
    builder = Builder(reading.draft.document, vocabulary, "", "config.field", strict=True)
    layer = Layer(
        None,
        builder.limits(("policy",), section.limits, reading.positions("policy", "limits")),
        builder.bans(("policy",), section.bans, reading.positions("policy", "bans")),
    )
    reading.findings += builder.findings
    return layer


def _named(reading: Reading, key: str, names: list[str]) -> dict[str, Span]:
    """Where each pack is named; one named twice is a finding."""
    places: dict[str, Span] = {}
    written = reading.positions("policy", key)
    if not written:  # the default
        document = reading.draft.document
        return dict.fromkeys(names, document.keys.get(("policy",), document.origin))
    for index, name in zip(written, names, strict=True):
        place = reading.span("policy", key, index)
        if name in places:
            reading.doubled(place, places[name], "pack-twice", name=name)
        places.setdefault(name, place)
    return places


def _absent(name: str, place: Span, packs: Mapping[str, bytes]) -> Diagnostic:
    if is_path(name):
        return finding("config.pack", place, "absent", name=name)
    known = tuple(dict.fromkeys((*BUNDLED, *packs)))
    near = nearest(name, known)
    if near is None or near == name:
        return finding("config.pack", place, "unknown", name=name, known=known)
    return finding("config.pack", place, "unknown-near", name=name, near=near)


# --- Waivers ------------------------------------------------------------------------------------


def waivers(reading: Reading, in_force: Policies, terms: Mapping[str, Term]) -> tuple[Waiver, ...]:
    """The waivers, each of a rule that exists and may be waived, for a class that exists."""
    found: list[Waiver] = []
    rules: dict[str, bool] = {f"cap.{limit.id}": limit.floor for limit in in_force.limits}
    rules |= {f"ban.{ban.id}": ban.floor for ban in in_force.bans}
    rules |= {rule: False for rule in RULES if rule.partition(".")[0] not in NEVER_WAIVED}
    for index, section in zip(reading.positions("waivers"), reading.file.waivers, strict=True):
        path: Path = ("waivers", index)
        place = reading.span(*path, "rule")
        family = section.rule.partition(".")[0]
        if family in NEVER_WAIVED:
            reading.contradiction(place, "never-waived", rule=section.rule)
        elif section.rule not in rules and (family not in FAMILIES or reading.whole("policy")):
            reading.findings.append(_no_rule(section.rule, place, tuple(rules)))
        elif rules.get(section.rule):
            reading.findings.append(finding("config.floor", place, "waiver", rule=section.rule))
        class_ = ClassId(*section.class_) if section.class_ else None
        if class_:
            check_class(reading, class_, reading.span(*path, "class"))
        longest = max((len(term.weeks) for term in terms.values()), default=53)
        if section.week is not None and section.week > longest and reading.whole("terms"):
            reading.fault(
                reading.span(*path, "week"),
                "range",
                field="waivers.week",
                written=str(section.week),
                low=1,
                high=longest,
            )
        found.append(
            Waiver(
                rule=section.rule,
                reason=section.reason,
                by=section.by,
                until=section.until,
                class_=class_,
                week=section.week,
                day=section.day,
            )
        )
    return tuple(found)


def _no_rule(rule: str, place: Span, known: tuple[str, ...]) -> Diagnostic:
    near = nearest(rule, known)
    if near is None:
        return finding("config.unknown", place, "rule", written=brief(rule), known=known)
    return finding("config.unknown", place, "rule-near", written=brief(rule), near=near)


def check_class(reading: Reading, class_: ClassId, place: Span) -> None:
    """Report a class that the school has not."""
    if not reading.whole("grades"):
        return
    count = reading.file.grades.get(class_.grade, 0)
    if not count:
        known = tuple(str(grade) for grade in reading.file.grades)
        reading.findings.append(
            finding("config.unknown", place, "grade", written=str(class_.grade), known=known)
        )
    elif class_.number > count:
        reading.findings.append(
            finding("config.unknown", place, "class", written=str(class_), count=count)
        )

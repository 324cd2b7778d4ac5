"""Policy packs, and config.yaml's own policies: from what is written to limits and bans.

Knows contract 4's fields. Does not know how layers of policies meet (``layers``), nor how a load is
measured against a limit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Generic, TypeVar

from sjboard.config import schema
from sjboard.config.faults import brief, field_fault, read
from sjboard.config.fields import NO, WEEKDAYS
from sjboard.config.names import Names
from sjboard.config.yaml import compose_file
from sjboard.diagnostics import Diagnostic, Severity, Span, finding
from sjboard.model import (
    Ban,
    BlockKind,
    Limit,
    Measure,
    NthWeekday,
    PackInfo,
    Per,
    Place,
)
from sjboard.records import dataclass
from sjboard.syntax.nearest import nearest
from sjboard.syntax.yaml import Document, Path

BUNDLED = (
    "cn-2021",
    *("ulanhada-primary", "township-school", "yayao-primary", "dongjie-primary"),
    *("jiaoyan-15", "damiao-primary", "chinese-group", "three-limits"),
    *("junior-secondary", "plan-60", "free-wednesday", "subject-caps"),
    *("two-subjects", "staggered-days", "last-wednesday", "poland-2024"),
    *("france-primary", "nrw", "ten-minutes"),
)
"""The packs that come with the program."""

MEASURES = ("minutes", "items", "subjects_count")

R = TypeVar("R", Limit, Ban)


@dataclass(frozen=True, slots=True)
class Written(Generic[R]):
    """A limit or ban as one layer writes it. A disabled one takes its id away."""

    rule: R
    enabled: bool
    document: Document
    path: Path

    def place(self, key: str) -> Span:
        """Where a key's value stands; the item's id where the key is left to its default."""
        at = (*self.path, key)
        return self.document.span(at if at in self.document.values else (*self.path, "id"))


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of limits and bans: a pack, or config.yaml itself (``info`` None).

    ``used`` is where config.yaml names a bundled pack; None for what the school can mend itself.
    """

    info: PackInfo | None
    limits: tuple[Written[Limit], ...]
    bans: tuple[Written[Ban], ...]
    used: Span | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a limit may use; ``None`` where they could not all be read."""

    kinds: Names | None
    subjects: Names | None
    kind_words: tuple[str, ...] = ()
    subject_words: tuple[str, ...] = ()


def is_path(name: str) -> bool:
    """Whether a pack's name is a file in the school's folder, not a bundled pack's id."""
    return "/" in name or "." in name


def read_pack(
    name: str, data: bytes, vocabulary: Vocabulary
) -> tuple[Layer | None, tuple[Diagnostic, ...]]:
    """Read a pack's file; every finding is ``config.pack``, in the pack's own file."""
    file = name if is_path(name) else f"{name}.yaml"
    document, findings = compose_file(file, data)
    found = list(findings)
    layer = None
    if document is not None:
        draft, faults = read(schema.PackFile, document, "config.pack", {"id": "unread"})
        found += faults
        if draft is not None:
            pack = draft.value
            info = PackInfo(
                id=pack.id,
                name=pack.name or pack.id,
                title=pack.source.title,
                issuer=pack.source.issuer,
                date=pack.source.date,
            )
            strict = is_path(name)  # a bundled pack may speak of subjects that a school has not
            builder = Builder(document, vocabulary, pack.id, "config.pack", strict=strict)
            layer = Layer(
                info,
                builder.limits((), pack.limits, draft.positions("limits")),
                builder.bans((), pack.bans, draft.positions("bans")),
            )
            found += builder.findings
    return layer, tuple(
        d if d.rule.startswith("syntax.") else replace(d, rule="config.pack") for d in found
    )


class Builder:
    """Makes limits and bans out of one document's sections, collecting what is wrong with them."""

    def __init__(
        self, document: Document, vocabulary: Vocabulary, pack: str, rule: str, *, strict: bool
    ) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.pack = pack
        self.rule = rule
        self.strict = strict
        self.findings: list[Diagnostic] = []

    def limits(
        self, above: Path, sections: list[schema.LimitSection], positions: list[int]
    ) -> tuple[Written[Limit], ...]:
        """Make the limits of the list at ``above + ("limits",)``."""
        path = (*above, "limits")
        self._one_of(path, MEASURES, "one-measure")
        self._not_both(path, "subjects", "except_subjects")
        made = []
        for index, section in zip(positions, sections, strict=True):
            measured = [m for m in MEASURES if getattr(section, m) is not None]
            if measured or not section.enabled:  # what is switched off needs no figure
                at = (*path, index)
                limit = self._limit(at, section, measured[0] if measured else MEASURES[0])
                made.append(Written(limit, section.enabled, self.document, at))
        self._doubled(made)
        return tuple(made)

    def bans(
        self, above: Path, sections: list[schema.BanSection], positions: list[int]
    ) -> tuple[Written[Ban], ...]:
        """Make the bans of the list at ``above + ("bans",)``."""
        path = (*above, "bans")
        self._one_of(path, ("patterns", "repeat"), "one-ban")
        made = []
        for index, section in zip(positions, sections, strict=True):
            at = (*path, index)
            ban = Ban(
                id=section.id,
                grades=frozenset(section.grades),
                patterns=tuple(section.patterns),
                unless=tuple(section.unless),
                verbs=tuple(section.repeat.verbs) if section.repeat else (),
                more_than=section.repeat.more_than if section.repeat else 0,
                severity=Severity(section.severity),
                message=section.message,
                source=section.source,
                pack=self.pack,
                span=self.document.span((*at, "id")),
            )
            made.append(Written(ban, section.enabled, self.document, at))
        self._doubled(made)
        return tuple(made)

    def _limit(self, at: Path, section: schema.LimitSection, measure: str) -> Limit:
        named = isinstance(section.kinds, tuple)
        nth = section.nth
        value: int = getattr(section, measure) or 0
        return Limit(
            id=section.id,
            grades=frozenset(section.grades),
            value=value,
            measure=Measure(measure),
            block_kinds=frozenset(BlockKind(d) for d in section.days if d not in WEEKDAYS),
            weekdays=frozenset(WEEKDAYS.index(d) for d in section.days if d in WEEKDAYS),
            dates=frozenset(section.dates),
            nth=NthWeekday(WEEKDAYS.index(nth.weekday), nth.of_month) if nth else None,
            per=Per(section.per),
            written_only=section.kinds == "written",
            kinds=self._kinds((*at, "kinds"), section.kinds) if named else None,
            places=frozenset(Place(p) for p in section.places),
            subjects=(
                self._subjects((*at, "subjects"), section.subjects)
                if isinstance(section.subjects, tuple)
                else None
            ),
            except_subjects=self._subjects(
                (*at, "except_subjects"), tuple(section.except_subjects)
            ),
            count_optional=section.optional == "count",
            severity=Severity(section.severity),
            message=section.message,
            source=section.source,
            pack=self.pack,
            span=self.document.span((*at, "id")),
        )

    def _kinds(self, at: Path, words: tuple[str, ...] | str) -> frozenset[str]:
        known, listed = self.vocabulary.kinds, self.vocabulary.kind_words
        return self._ids(at, tuple(words), known, listed, "kind")

    def _subjects(self, at: Path, words: tuple[str, ...]) -> frozenset[str]:
        known, listed = self.vocabulary.subjects, self.vocabulary.subject_words
        return self._ids(at, words, known, listed, "subject")

    def _ids(
        self,
        at: Path,
        words: tuple[str, ...],
        names: Names | None,
        listed: tuple[str, ...],
        variant: str,
    ) -> frozenset[str]:
        if names is None:
            return frozenset()
        found = [(index, word, names.find(word)) for index, word in enumerate(words)]
        if self.strict:
            self.findings += [
                unknown_name(self.document.span((*at, index)), variant, word, listed)
                for index, word, known in found
                if known is None
            ]
        return frozenset(known for _, _, known in found if known is not None)

    def _items(self, path: Path) -> list[tuple[Path, dict[str, object]]]:
        """The mappings of the list at ``path``, as written: also those that have other faults."""
        here = self.document.data
        for step in path:
            here = here.get(step) if isinstance(here, dict) else None
        items = enumerate(here) if isinstance(here, list) else ()
        return [((*path, index), item) for index, item in items if isinstance(item, dict)]

    def _one_of(self, path: Path, keys: tuple[str, ...], variant: str) -> None:
        for at, item in self._items(path):
            written = [key for key in keys if item.get(key, "") != ""]
            off = str(item.get("enabled", "")).lower() in NO
            if len(written) > 1 or not (written or off):
                place = self._second(at, written) or self.document.span((*at, "id"))
                fault = field_fault(self.rule, place, variant, count=len(written))
                self.findings.append(fault)

    def _second(self, at: Path, written: list[str]) -> Span | None:
        return self.document.key_span((*at, written[1])) if len(written) > 1 else None

    def _not_both(self, path: Path, one: str, other: str) -> None:
        for at, item in self._items(path):
            if item.get(other, "") not in ("", []) and item.get(one, "") not in ("", "all"):
                place = self.document.key_span((*at, other))
                self.findings.append(finding("config.contradiction", place, "subjects"))

    def _doubled(self, made: list[Written[R]]) -> None:
        first: dict[str, Span] = {}
        for written in made:
            rule = written.rule
            if rule.id in first:
                earlier = first[rule.id]
                self.findings.append(
                    finding(
                        "config.contradiction",
                        rule.span,
                        "id",
                        related=[earlier],
                        id=rule.id,
                        line=earlier.line,
                    )
                )
            first.setdefault(rule.id, rule.span)


def unknown_name(place: Span, variant: str, word: str, listed: tuple[str, ...]) -> Diagnostic:
    """Make the finding of a name (a subject's, a kind's …) that config.yaml has not."""
    near = nearest(word, listed)
    if near is None:
        return finding(
            "config.unknown", place, variant, written=brief(word), known=listed[:20] or ("—",)
        )
    return finding("config.unknown", place, f"{variant}-near", written=brief(word), near=near)

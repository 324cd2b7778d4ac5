"""A publication as a pure thing: which weeks it concerns, what forbids it, and the row it leaves.

Knows the ledger's rows and what of an entry parents see: its words, not its signatures. Does not know
when a row may be written, nor whether the site stands: the edges do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any

from sjboard.build.holding import Holding
from sjboard.build.sources import digest
from sjboard.content.digest import entry_digest
from sjboard.content.fields import read_fields
from sjboard.content.ledger import SHORT, VERSION, Ledger, WeekRecord, canonical
from sjboard.diagnostics import Arg, Diagnostic, Severity
from sjboard.model import Week
from sjboard.records import dataclass
from sjboard.syntax.front_matter import split
from sjboard.syntax.text import decode
from sjboard.views.site import WeekSummary
from sjboard.views.waived import WORDS as WAIVED

STRICT = ("approval.", "coverage.")
"""The rules whose warnings forbid a publication (contract 6)."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody asked for: ``week`` is a number, None for whatever is new."""

    on: date
    time: str
    reason: str = ""
    week: int | None = None
    hold_back: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is published although nothing is wrong with the content: a key and what fills it."""

    why: str
    args: tuple[tuple[str, Arg], ...] = ()


@dataclass(slots=True)
class Plan:
    """Which weeks a publication is about, by name (``<term>/wNN``), oldest first.

    ``new`` are published for the first time, ``corrected`` were published and are now another text,
    ``withdrawn`` were published and have no homework left; ``chosen`` is the one that it is all for.
    ``weeks`` is filled, week by week, with what the row says; ``held`` with what does not go out of a new
    week; ``left`` are published weeks that stay as they are, for something in them is wrong now.
    """

    intent: Intent
    ledger: Ledger
    chosen: str
    new: tuple[str, ...]
    corrected: tuple[str, ...]
    withdrawn: tuple[str, ...]
    strict: frozenset[str]
    held: dict[str, Holding] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    weeks: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)
    waivers: list[dict[str, str]] = field(default_factory=list)

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing may be published although nothing is wrong with the content; None where it may."""
        return _refusal(self.intent, self.ledger, self.chosen, (*self.withdrawn, *self.corrected))

    def leave(self, week: str) -> None:
        """Leave a published week as it was published, whatever has become of its entries."""
        self.corrected = tuple(name for name in self.corrected if name != week)
        self.strict -= {week}
        self.left = (*self.left, week)

    def record(self, week: str) -> WeekRecord:
        """What will stand of a week once this publication is in the ledger."""
        before = self.ledger.record(week)
        if week not in self.new and week not in self.corrected:
            return before
        after = before.after(self.ledger.head, self.intent.on, self.intent.reason)
        holding = self.held.get(week)
        return after if holding is None else replace(after, held=holding.subjects)

    def judge(self, week: str, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Make errors of the warnings that may not be published.

        A week that was published already is signed anew when it is corrected, so of its signatures none
        is too late.
        """
        if week not in self.strict or week in self.held:  # what is held back was judged before
            return tuple(found)
        late = week in self.corrected
        return tuple(
            replace(one, severity=Severity.ERROR)
            if one.severity is Severity.WARNING
            and one.rule.startswith(STRICT)
            and not (late and one.rule == "approval.late")
            else one
            for one in found
        )

    def tells_of(self, week: str) -> bool:
        """Whether the row says anything of a week; of those that are as they were published it does not."""
        return week in self.new or week in self.corrected

    def add(
        self,
        week: str,
        files: Mapping[str, bytes],
        assets: Mapping[str, str],
        found: Iterable[Diagnostic],
        summary: WeekSummary,
    ) -> None:
        """Note down a week of which the row tells."""
        signers: dict[str, int] = {}
        entries = {path: _noted(path, data, signers) for path, data in sorted(files.items())}
        self.weeks[week] = {
            "corrected": week in self.corrected,
            "entries": entries,
            "signers": list(signers),
            "assets": {path: hash_[:SHORT] for path, hash_ in sorted(assets.items())},
            "held_back": _without(self.held.get(week)),
            "totals": {
                "classes": summary.line.classes,
                "classes_over": summary.line.classes_over,
                "entries": len(files),
                "written_minutes": summary.written,
            },
        }
        for one in found:
            if one.severity is Severity.WARNING:
                self.findings[one.rule] += 1
            elif one.words == WAIVED:
                self.waivers.append(_waiver(week, one))

    def row(self, site: Mapping[str, str], program: str, config: bytes) -> dict[str, Any] | None:
        """Give the ledger's next row; None where everything stands in the ledger already.

        ``site`` is the whole site: route → SHA-256; ``config`` the config.yaml that it was made by.
        """
        pages = changes(self.ledger.pages(), site)
        weeks = {**self.weeks, **dict.fromkeys(self.withdrawn, _NOTHING)}
        if not weeks and not pages:
            return None
        return {
            **beginning(self.ledger, "publish", self.intent, program),
            "config": digest(config)[:SHORT],
            "weeks": {name: weeks[name] for name in sorted(weeks)},
            "findings": dict(sorted(self.findings.items())),
            "waivers": self.waivers,
            "pages": pages,
            "site": state(site),
        }


_NOTHING: dict[str, Any] = {
    "corrected": True,
    "entries": {},
    "signers": [],
    "assets": {},
    "totals": {"classes": 0, "classes_over": 0, "entries": 0, "written_minutes": 0},
}
"""What stands of a week that was withdrawn."""


def beginning(ledger: Ledger, action: str, intent: Intent, program: str) -> dict[str, Any]:
    """Give what every row says."""
    return {
        "version": VERSION,
        "number": len(ledger.rows) + 1,
        "action": action,
        "date": intent.on.isoformat(),
        "time": intent.time,
        "program": program,
        "reason": intent.reason,
        "previous": ledger.head,
    }


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | None]:
    """Say how the site differs from what the ledger has: route → hash, None for what went."""
    short = {route: hash_[:SHORT] for route, hash_ in sorted(after.items())}
    changed: dict[str, str | None] = {r: h for r, h in short.items() if before.get(r) != h}
    changed.update(dict.fromkeys(sorted(set(before) - set(short))))
    return changed


def state(site: Mapping[str, str]) -> str:
    """One hash for a whole site, so that the sum of all rows' changes can be proved."""
    return digest(canonical({route: hash_[:SHORT] for route, hash_ in site.items()}))


def plan(
    intent: Intent,
    ledger: Ledger,
    weeks: Iterable[tuple[Week, Mapping[str, bytes]]],
    down: Iterable[str],
    content: Mapping[str, bytes],
) -> Plan:
    """Find what a publication is about.

    ``weeks`` are those on the site, oldest first; ``down`` those that ``publication.keep`` has taken from
    it, by name.
    """
    public = [(f"{week.term}/{week.key}", week, files) for week, files in weeks]
    new = tuple(name for name, _, _ in public if not ledger.record(name).published)
    corrected = tuple(
        name
        for name, _, files in public
        if name not in new and differs(ledger, name, files, content)
    )
    there = {*down, *(name for name, _, _ in public)}
    known = dict.fromkeys(name for row in ledger.standing for name in row.weeks)
    withdrawn = tuple(n for n in known if n not in there and entries_of(ledger, n))
    numbered = [name for name, week, _ in public if intent.week in (None, week.number)]
    chosen = numbered[-1] if numbered else ""
    begun = bool(ledger.standing)
    strict = {*corrected, *(new if begun else ()), chosen}
    return Plan(
        intent=intent,
        ledger=ledger,
        chosen=chosen,
        new=new,
        corrected=corrected,
        withdrawn=withdrawn,
        strict=frozenset(strict),
    )


def clock_refusal(on: date, ledger: Ledger) -> Refusal | None:
    """Refuse a day before the last row's: the machine's clock is wrong, or a test's date.

    A plain build too: with the clock set back it would take down the weeks that are no longer public.
    """
    if ledger.rows and on < ledger.rows[-1].on:
        return Refusal("clock", (("last", ledger.rows[-1].on), ("today", on)))
    return None


def amended(
    ledger: Ledger,
    built: Mapping[str, Mapping[str, bytes]],
    public: Container[str],
    content: Mapping[str, bytes],
) -> tuple[str, ...]:
    """Give the published weeks whose homework a plain build has changed, or found gone.

    ``built`` are the weeks that it wrote anew, by name; ``public`` all that have homework.
    """
    known = dict.fromkeys(name for row in ledger.standing for name in row.weeks)
    return tuple(
        name
        for name in known
        if (name in built and differs(ledger, name, built[name], content))
        or (name not in public and entries_of(ledger, name))
    )


def _refusal(
    intent: Intent, ledger: Ledger, chosen: str, changed: tuple[str, ...]
) -> Refusal | None:
    late = clock_refusal(intent.on, ledger)
    if late is not None:
        return late
    if intent.week is not None and not chosen:
        return Refusal("week", (("week", intent.week),))
    if intent.week is not None and (others := tuple(w for w in changed if w != chosen)):
        return Refusal("others", (("week", intent.week), ("weeks", others)))
    if changed and not intent.reason:
        return Refusal("reason", (("weeks", changed),))
    return None


def entries_of(ledger: Ledger, week: str) -> Mapping[str, Any]:
    """Give the entries that a week was last published with: path → its note."""
    latest = ledger.latest(week)
    return {} if latest is None else latest.row["weeks"][week]["entries"]


def differs(
    ledger: Ledger, week: str, files: Mapping[str, bytes], content: Mapping[str, bytes]
) -> bool:
    """Whether what parents see of a published week's homework is no longer what was published."""
    return bool(differences(ledger, week, files, content))


def differences(
    ledger: Ledger, week: str, files: Mapping[str, bytes], content: Mapping[str, bytes]
) -> dict[str, str]:
    """Say which files of a published week are ``changed``, ``missing`` or ``added``: path → which.

    Signatures and the minutes that work took in the end are no part of what was published; pictures
    are. ``files`` are the week's entries without drafts, ``content`` everything below content/.
    """
    latest = ledger.latest(week)
    if latest is None:
        return {}
    noted = latest.row["weeks"][week]
    entries, assets = noted["entries"], noted["assets"]
    found = {path: "missing" for path in entries if path not in files}
    found |= {path: "added" for path in files if path not in entries}
    for path, data in files.items():
        if path in entries and digest(data)[:SHORT] != entries[path][0]:
            text = words_digest(path, data)
            if text is None or text != entries[path][1]:
                found[path] = "changed"
    for path, hash_ in assets.items():
        if path not in content:
            found[path] = "missing"
        elif digest(content[path])[:SHORT] != hash_:
            found[path] = "changed"
    return found


def words_digest(path: str, data: bytes) -> str | None:
    """Give the digest of contract 2.4; None where the file cannot be read as an entry."""
    text, _ = decode(path, data)
    front = split(text, path)[0] if text is not None else None
    return None if front is None else entry_digest(front.document.data, front.body_lines)


def _noted(path: str, data: bytes, signers: dict[str, int]) -> list[Any]:
    """Give an entry's note: the hash of its bytes, the digest of its words, then who signed.

    A signature is a number: its place in the week's list of signers.
    """
    text, _ = decode(path, data)
    front = split(text, path)[0] if text is not None else None
    if front is None:
        return [digest(data)[:SHORT], ""]
    signatures = read_fields(front.document)[0].approval
    written = [f"{s.role} {s.name} {s.date.isoformat()}" for s in signatures]
    return [
        digest(data)[:SHORT],
        entry_digest(front.document.data, front.body_lines),
        *(signers.setdefault(one, len(signers)) for one in written),
    ]


def _without(holding: Holding | None) -> list[list[str]]:
    """Write down what did not go out with a week: the entry, "" for none, and the subject."""
    return [] if holding is None else [[one.path, one.subject] for one in holding.held]


def _waiver(week: str, note: Diagnostic) -> dict[str, str]:
    args = dict(note.args)
    classes = note.case.classes if note.case is not None else ()
    return {
        "week": week,
        "rule": note.rule,
        "classes": " ".join(classes),
        "file": note.span.file,
        "reason": str(args["reason"]),
        "by": str(args["by"]),
        "until": str(args["until"]),
    }

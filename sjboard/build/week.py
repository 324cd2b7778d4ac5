"""One week from bytes to pages: the unit of work, of memory, and of parallel work.

Knows the order of the stages within a week. Does not know which weeks there are, nor which of them
are public: ``build_site`` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from sjboard.build.grades import KEYS, NEVER, Before, keys_of, unchanged
from sjboard.config.values import Config
from sjboard.content import read_week
from sjboard.content.apply import apply_entries
from sjboard.content.fields import read_fields
from sjboard.content.ledger import WeekRecord
from sjboard.diagnostics import Diagnostic, has_errors, in_order
from sjboard.held import NOTHING, Held
from sjboard.model import ClassId, Entry, Week
from sjboard.policy import check
from sjboard.records import dataclass
from sjboard.syntax.front_matter import split
from sjboard.syntax.text import decode
from sjboard.views import assemble_week, class_slides, grade_minutes, summarise
from sjboard.views.board import ClassBoard
from sjboard.views.site import ClassSlides, ClassTexts

if TYPE_CHECKING:
    from sjboard.render import Renderer

_DRAFT = (b"draft", "草稿".encode())


@dataclass(frozen=True, slots=True)
class Reading:
    """A week's homework as it applies to each class, and everything that is wrong with it.

    ``unread`` are the findings among ``diagnostics`` for which an entry was left out.
    """

    entries: tuple[Entry, ...]
    by_class: Mapping[ClassId, tuple[Entry, ...]]
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a unit: ``pages`` by route, and ``assets``, the paths of what they show; none where there

    are errors. ``parts`` are what other units need of it, or a ``Part`` that is as it was. A week's: ``line``
    (``WeekSummary``), ``board`` (``WeekBoard``, of the newest week), ``grades`` (``grades.KEYS``), and for
    each grade N ``load/N`` (``GradeMinutes``), ``texts/N`` (of ``ClassTexts``, where the week is of the
    newest term) and ``screen/N`` (of ``ClassSlides``, where it is asked for).
    """

    pages: Mapping[str, bytes]
    assets: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    parts: Mapping[str, object] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    """Pages that stand as they shall, with their hashes."""


def without_drafts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Leave out the entries that say of themselves that they are drafts, whatever else is wrong."""
    return {path: data for path, data in files.items() if not _is_draft(path, data)}


def _is_draft(file: str, data: bytes) -> bool:
    if not any(name in data for name in _DRAFT):
        return False  # nearly every entry: no need to read it twice
    text, _ = decode(file, data)
    front = split(text, file)[0] if text is not None else None
    return front is not None and read_fields(front.document)[0].draft


def read(
    week: Week,
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    held: Held = NOTHING,
) -> Reading:
    """Read and judge a week. ``existing`` are the paths of all pictures and attachments."""
    entries, written = read_week(week, files, config, existing, held)
    by_class, applied = apply_entries(entries, config)
    judged = check(week, entries, by_class, config)
    if has_errors(written):
        # An entry that could not be read is not missing: its own finding says what to do.
        judged = tuple(d for d in judged if not d.rule.startswith("coverage."))
    return Reading(entries, by_class, in_order([*written, *applied, *judged]), written)


def build_week(
    week: Week,
    files: Mapping[str, bytes],
    config: Config,
    existing: Collection[str],
    renderer: Renderer,
    *,
    previous: Week | None,
    following: Week | None,
    newest: bool,
    in_newest_term: bool,
    on_screens: bool,
    record: WeekRecord,
    frame: str = "",
    before: Before = NEVER,
    tolerates: tuple[str, ...] = (),
    held: Held = NOTHING,
) -> Result:
    """Make a week's pages out of its files; ``previous`` and ``following`` are its public neighbours.

    ``record`` is what the ledger says of the week. ``tolerates``: how the rules begin whose errors leave
    the pages be. Calendars and feeds are of the newest term, so only
    its weeks keep their texts for them; those ``on_screens`` keep their days for the classrooms' screens.
    ``frame`` is the hash of all that does not lie in ``files``, ``before`` what the week last left.
    """
    reading = read(week, files, config, existing, held)
    if has_errors(d for d in reading.diagnostics if not d.rule.startswith(tolerates)):
        return Result({}, diagnostics=reading.diagnostics)
    views = assemble_week(
        config,
        week,
        reading.by_class,
        reading.entries,
        previous,
        following,
        reading.diagnostics,
        record,
        held,
    )
    shard_route, shard = renderer.shard(views)
    assets = {path for entry in reading.entries for path in entry.assets}
    # A page may say what was waived; the head knows the week's first and last day.
    around = (frame, reading.diagnostics, views.week.week, views.blocks)
    grades = [grade.table.grade for grade in views.grades]
    keys = keys_of(grades, files, reading.entries, reading.by_class, around)
    kinds = [*["texts"] * in_newest_term, *["screen"] * on_screens]
    same = unchanged(before, keys, renderer.routes(views, newest=newest), kinds)
    others = [board for board in views.classes if board.id.grade not in same]
    return Result(
        pages={**renderer.week(views, newest=newest, but=same), shard_route: shard},
        assets=tuple(sorted(assets)),
        diagnostics=reading.diagnostics,
        parts={
            "line": replace(summarise(views), told=renderer.told(views), search=shard_route),
            KEYS: (frame, tuple(keys.items())),
            **({"board": views.week} if newest else {}),
            **{f"load/{t.grade}": grade_minutes(t, views.mixes) for t in views.week.grades},
            **(_by_grade("texts", renderer.texts(views, but=same)) if in_newest_term else {}),
            **(_on_screens(others) if on_screens else {}),
            **{name: part for _, parts in same.values() for name, part in parts.items()},
        },
        kept={route: hash_ for pages, _ in same.values() for route, hash_ in pages.items()},
    )


def slides_of(
    week: Week, files: Mapping[str, bytes], config: Config, existing: Collection[str]
) -> Mapping[str, object]:
    """Make the parts for the screens alone of a week whose pages stand already."""
    entries, _ = read_week(week, files, config, existing)  # judged when its pages were made
    by_class, _ = apply_entries(entries, config)
    return _on_screens(assemble_week(config, week, by_class, entries, None, None).classes)


def _on_screens(boards: Iterable[ClassBoard]) -> dict[str, object]:
    return _by_grade("screen", map(class_slides, boards))


def _by_grade(name: str, classes: Iterable[ClassTexts | ClassSlides]) -> dict[str, object]:
    grades: dict[int, list[ClassTexts | ClassSlides]] = {}
    for one in classes:
        grades.setdefault(one.id.grade, []).append(one)
    return {f"{name}/{grade}": tuple(ones) for grade, ones in grades.items()}

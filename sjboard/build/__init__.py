"""A build as a pure function: ``build_site(sources, today) -> pages and findings``.

The one place that knows the order of the stages, and what a result depends on. Weeks come first, each
for itself; then what spans weeks, out of their summaries. Whatever is remembered is used only where
everything that went in is the same, byte for byte, and the pages still stand as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sjboard.build.holding import hold_back
from sjboard.build.memory import Remembered
from sjboard.build.pictures import Shelf
from sjboard.build.publication import Intent, Plan, plan
from sjboard.build.sources import Sources, digest, digest_all
from sjboard.build.standby import Standby
from sjboard.build.week import Reading, build_week, read, week_boards, without_drafts
from sjboard.config import FILE, read_config
from sjboard.config.values import Config
from sjboard.content.layout import Layout, arrange
from sjboard.content.ledger import Ledger, read_ledger
from sjboard.content.letters import read_letters
from sjboard.diagnostics import Diagnostic, Span, finding, has_errors, in_order
from sjboard.locale import Words
from sjboard.model import ClassId, Letter, Week
from sjboard.policy.approval import State, roles_of, state_of
from sjboard.policy.personal import read_names
from sjboard.policy.privacy import check_letters
from sjboard.rules import RULES
from sjboard.syntax.text import decode
from sjboard.views import assemble_site, other_slides, routes, screen_view, site_head
from sjboard.views.board import ClassBoard
from sjboard.views.site import WeekSummary

if TYPE_CHECKING:
    from sjboard.render import Renderer

Progress = Callable[[int, int], None]
"""Told how many units are done, and how many there are."""

SCREENS = "screens"
"""The unit of the classrooms' screens, which show the days of two weeks."""

SPANNING = "site"
"""The unit of what spans weeks, in the memory; weeks are called ``<term>/wNN``."""

_SHOWN = 2
"""How many weeks a screen shows: the newest public one, and the one that runs until it begins."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to.

    ``pages`` are to be written; ``kept``, by hash, stand in site/ already; both are empty where there
    are errors. ``config`` is None where config.yaml cannot be used. ``entries`` counts the files of
    homework that were looked at, ``remembered`` the units that were not built again. A check gives the
    ``states`` of approval of the entries that could be read, by file, where the school has a chain.
    ``publication`` is what a build for publishing is about: refused, it has no pages either.
    ``held_back`` are those errors that stopped nothing: their entries were left out so that the rest can
    go, or the build tolerates them.
    """

    config: Config | None
    diagnostics: tuple[Diagnostic, ...]
    entries: int = 0
    pages: Mapping[str, bytes] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    memory: Mapping[str, Remembered] = field(default_factory=dict)
    remembered: int = 0
    states: Mapping[str, State] = field(default_factory=dict)
    publication: Plan | None = None
    held_back: tuple[Diagnostic, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether nothing may be published."""
        refused = self.publication is not None and self.publication.refusal is not None
        wrong = has_errors(set(self.diagnostics) - set(self.held_back))
        return self.config is None or refused or wrong


def check_site(
    sources: Sources,
    wanted: Callable[[Config, str, int], bool] = lambda _config, _term, _week: True,
    progress: Progress = lambda _done, _total: None,
) -> Outcome:
    """Find everything that is wrong: drafts and weeks to come included.

    ``wanted`` chooses weeks by term and number; what is no week's (config.yaml, paths, letters) is
    always looked at.
    """
    config, findings = read_config(sources.config, sources.packs)
    if config is None or has_errors(findings):
        return Outcome(None, in_order(_concerning(findings, [])))
    config, unread = with_names(config, sources)
    layout, misplaced = arrange(sources.content, config)
    unread = (*unread, *read_ledger(sources.ledger)[1])
    weeks = [key for key in layout.weeks if wanted(config, *key)]
    found = [*unread, *sources.findings, *misplaced]
    shelf = Shelf(sources.content, layout.assets)
    looked_at = []
    states: dict[str, State] = {}
    for done, (term, number) in enumerate(weeks, 1):
        week = config.week(term, number)
        assert week is not None, (term, number)  # noqa: S101 - ``arrange`` gives known weeks only
        looked_at.append(week)
        files = _files(sources, layout.weeks[term, number])
        reading = read(week, files, config, shelf)
        found += reading.diagnostics
        states.update(_states(reading, week, config))
        progress(done, len(weeks))
    found += all_letters(sources, layout, config, shelf)[1]
    found += _concerning(findings, looked_at)
    entries = sum(len(layout.weeks[key]) for key in weeks)
    return Outcome(config, in_order(found), entries, states=states)


def _states(reading: Reading, week: Week, config: Config) -> dict[str, State]:
    """How far each entry of a week has come, where the school has a chain of approval."""
    if not roles_of(config):
        return {}
    found = {entry.file: state_of(entry, week, config) for entry in reading.entries}
    return {file: state for file, state in found.items() if state is not None}


def read_loads(sources: Sources, config: Config, week: Week) -> Reading:
    """Read one week, drafts included, for its loads."""
    layout, _ = arrange(sources.content, config)
    files = _files(sources, layout.weeks.get((week.term, week.number), ()))
    return read(week, files, config, Shelf(sources.content, layout.assets))


def build_site(
    sources: Sources,
    today: date,
    *,
    future: bool = False,
    drafts: bool = False,
    intent: Intent | None = None,
    memory: Mapping[str, Remembered] | None = None,
    standing: Mapping[str, str] | None = None,
    standby: Standby | None = None,
    tolerates: tuple[str, ...] = (),
    progress: Progress = lambda _done, _total: None,
) -> Outcome:
    """Build every public week and what spans weeks.

    Weeks that are not public yet are left alone, faults and all, unless ``future`` is set: somebody's
    half-written next week must not stop this Friday. ``standing`` are the pages in site/ by the hash
    of their bytes. With an ``intent`` the pages are those that stand once its row is in the ledger.
    A ``standby`` makes the next build of the same process quicker, and changes nothing else.
    ``tolerates``: how the rules begin whose errors are told and yet stop no page; for a preview only.
    """
    config, findings = read_config(sources.config, sources.packs)
    if config is None or has_errors(findings):
        return Outcome(None, in_order(_concerning(findings, [])))
    config, unread = with_names(config, sources)
    standby = standby or Standby(holds=False)
    layout, misplaced = standby.arranged(sources, config)
    ledger, broken = read_ledger(sources.ledger)
    build = _Build(sources, config, layout, ledger, memory or {}, standing or {}, standby)
    build.tolerates = tolerates
    found = [*unread, *sources.findings, *misplaced, *broken]
    public = _public(build, today, future=future, drafts=drafts)
    keep = config.publication_keep
    weeks = public if keep is None else public[-keep:]
    if intent is not None:
        down = [f"{w.term}/{w.key}" for w, _ in public[: len(public) - len(weeks)]]
        build.publication = plan(intent, ledger, weeks, down, sources.content)
    found += _concerning(findings, [week for week, _ in weeks])
    summaries: list[WeekSummary] = []
    held: list[Diagnostic] = []
    entries = 0
    for number, (week, files) in enumerate(weeks):
        previous = weeks[number - 1][0] if number else None
        following = weeks[number + 1][0] if number + 1 < len(weeks) else None
        in_newest_term = week.term == weeks[-1][0].term
        left, put_off = build.held_back(week, files)
        held += put_off
        if left is None:
            result = build.as_published(week, newest=following is None)
            if result is None:
                found += put_off
                continue
        else:
            result = build.week(week, left, previous, following, in_newest_term=in_newest_term)
            for judged in build.judged(week, left, result):
                (held if judged.rule.startswith(tolerates) else found).append(judged)
        entries += len(files)
        if result.summary is not None:
            summaries.append(result.summary)
        progress(number + 1, len(weeks) + 1)
    found += build.spanning(summaries, stop=has_errors(found))
    if not has_errors(found):
        build.screens([pair for pair in weeks if pair[0].publication <= today] or weeks)
    progress(len(weeks) + 1, len(weeks) + 1)
    refused = build.publication is not None and build.publication.refusal is not None
    if refused or has_errors(found):
        return Outcome(config, in_order([*found, *held]), entries, publication=build.publication)
    return Outcome(
        config,
        in_order([*found, *held]),
        entries,
        pages=build.pages,
        kept=build.kept,
        memory=build.units,
        remembered=build.remembered,
        publication=build.publication,
        held_back=tuple(held),
    )


def _concerning(findings: Iterable[Diagnostic], weeks: Iterable[Week]) -> list[Diagnostic]:
    """Drop the note that a year's holidays are an estimate, where no week looked at lies in it.

    A term that reaches into January would else say so every week from September on.
    """
    estimated = any(week.estimated for week in weeks)
    return [found for found in findings if estimated or found.rule != "config.calendar"]


def _files(sources: Sources, paths: Iterable[str]) -> dict[str, bytes]:
    return {path: sources.content[path] for path in paths}


def all_letters(
    sources: Sources, layout: Layout, config: Config, shelf: Shelf
) -> tuple[tuple[Letter, ...], tuple[Diagnostic, ...]]:
    """Read and judge every letter of the school; ``shelf`` has what they may show."""
    words = Words(config.language, sources.catalogues)
    files = _files(sources, layout.letters)
    letters, found = read_letters(files, config, shelf, words)
    return letters, in_order([*found, *check_letters(letters, config)])


def with_names(config: Config, sources: Sources) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Let the checks know the private list of names; a warning where it could not be read."""
    path = config.private_names
    if not path:
        return config, ()
    text, _ = decode(path, sources.names) if sources.names is not None else (None, ())
    if text is None:
        variant = "no-list" if sources.names is None else "unreadable-list"
        severity = RULES["privacy.name"]
        return config, (finding("privacy.name", Span(FILE), variant, severity=severity, file=path),)
    return replace(config, pupils=read_names(text)), ()


def _public(
    build: _Build, today: date, *, future: bool, drafts: bool
) -> list[tuple[Week, dict[str, bytes]]]:
    """Choose the weeks that are public, oldest first, each with the files that count."""
    chosen = []
    for (term, number), paths in build.layout.weeks.items():
        week = build.config.week(term, number)
        if week is None or not (future or week.publication <= today):
            continue
        files = _files(build.sources, paths)
        if not drafts:
            files = without_drafts(files)
        if files:
            chosen.append((week, files))
    chosen.sort(key=lambda pair: (pair[0].monday, pair[0].term, pair[0].number))
    return chosen


class _Build:
    """A build under way: what goes in, and the units as they come out."""

    def __init__(  # noqa: PLR0917 - what goes in
        self,
        sources: Sources,
        config: Config,
        layout: Layout,
        ledger: Ledger,
        memory: Mapping[str, Remembered],
        standing: Mapping[str, str],
        standby: Standby,
    ) -> None:
        self.sources = sources
        self.config = config
        self.layout = layout
        self.ledger = ledger
        self.publication: Plan | None = None
        self.tolerates: tuple[str, ...] = ()
        self.memory = memory
        self.standing = standing
        self.shelf = Shelf(sources.content, layout.assets, standby.looked)
        self.routes = {p: routes.picture(p, sources.content[p]) for p in layout.assets}
        self.pages: dict[str, bytes] = {}
        self.kept: dict[str, str] = {}
        self.units: dict[str, Remembered] = {}
        self.remembered = 0
        self.common = digest_all(
            {
                "config": sources.config,
                "packs": digest_all(sources.packs).encode("ascii"),
                "templates": digest_all(sources.templates).encode("ascii"),
                "shipped": digest_all(sources.shipped).encode("ascii"),
                "catalogues": digest_all(sources.catalogues).encode("ascii"),
                "program": sources.program.encode("utf-8"),
                "names": b"" if sources.names is None else sources.names,
            }
        )
        self._standby = standby
        self._renderer: Renderer | None = None

    @property
    def renderer(self) -> Renderer:
        """Make the renderer when the first page needs it: often none does."""
        if self._renderer is None:
            key = self._key(repr(sorted(self.routes.items())))
            self._renderer = self._standby.take(key, self._make_renderer)
        return self._renderer

    def _make_renderer(self, pages: int) -> Renderer:
        from sjboard.render import Renderer, layered  # noqa: PLC0415 - Jinja: often not needed

        return Renderer(
            layered(self.sources.templates, self.sources.shipped),
            Words(self.config.language, self.sources.catalogues),
            site_head(self.config),
            self.routes,
            holds=pages,
        )

    def week(
        self,
        week: Week,
        files: Mapping[str, bytes],
        previous: Week | None,
        following: Week | None,
        *,
        in_newest_term: bool,
    ) -> Remembered:
        name = f"{week.term}/{week.key}"
        neighbours = [f"{w.term}/{w.key}" if w else "" for w in (previous, following)]
        record = (self.publication or self.ledger).record(name)
        term = "newest" if in_newest_term else ""
        told = repr((record, *self.tolerates) if self.tolerates else record)
        key = self._key(name, "\n".join(neighbours), digest_all(files), told, term)
        unit = self._recall(name, key)
        if unit is not None:
            return unit
        result = build_week(
            week,
            files,
            self.config,
            self.shelf,
            self.renderer,
            previous=previous,
            following=following,
            newest=following is None,
            in_newest_term=in_newest_term,
            record=record,
            tolerates=self.tolerates,
        )
        self._standby.hold_boards(name, key, result.boards)
        return self._keep(
            name, key, result.pages, result.assets, result.diagnostics, result.summary
        )

    def held_back(
        self, week: Week, files: Mapping[str, bytes]
    ) -> tuple[Mapping[str, bytes] | None, tuple[Diagnostic, ...]]:
        """Give the entries of a week that can be published, and the errors of those that are held back.

        None where a week that was published already has such entries: it stays as it was.
        """
        name = f"{week.term}/{week.key}"
        going = self.publication
        if going is None or not going.intent.hold_back or name not in going.strict:
            return files, ()
        judge = partial(going.judge, name)
        holding = hold_back(week, files, self.config, self.shelf, judge)
        if not holding.held:
            return files, ()
        if self.ledger.record(name).published:
            going.leave(name)
            return None, holding.findings
        going.held[name] = holding
        return holding.files, holding.findings

    def as_published(self, week: Week, *, newest: bool) -> Remembered | None:
        """Keep a week's pages as they stand; None where it is not remembered what they are.

        The classes' own addresses are no longer this week's once a newer one has come.
        """
        name = f"{week.term}/{week.key}"
        unit = self.memory.get(name)
        if unit is None:
            return None
        owned = {routes.own(class_id) for class_id in self.config.all_classes}
        pages = {p: h for p, h in unit.pages.items() if newest or p not in owned}
        unit = replace(unit, pages=pages)
        if any(self.standing.get(path) != hash_ for path, hash_ in pages.items()):
            return None
        if any(self._asset(path) != hash_ for path, hash_ in unit.assets.items()):
            return None
        self.units[name] = unit
        self.kept.update(unit.pages)
        self.remembered += 1
        return unit

    def judged(
        self, week: Week, files: Mapping[str, bytes], result: Remembered
    ) -> tuple[Diagnostic, ...]:
        """Give a week's findings, as strict as a publication of it has to be, and note it down there."""
        if self.publication is None:
            return result.diagnostics
        name = f"{week.term}/{week.key}"
        found = self.publication.judge(name, result.diagnostics)
        if result.summary is not None:
            self.publication.add(name, files, result.assets, found, result.summary)
        return found

    def spanning(self, summaries: list[WeekSummary], *, stop: bool) -> tuple[Diagnostic, ...]:
        """Make what spans weeks, its letters included; with ``stop``, only judge the letters."""
        files = _files(self.sources, self.layout.letters)
        weeks = [f"{name} {unit.key}" for name, unit in self.units.items()]
        key = self._key(SPANNING, "\n".join(weeks), digest_all(files))
        unit = None if stop else self._recall(SPANNING, key)
        if unit is not None:
            self._publish_pictures()
            return unit.diagnostics
        letters, found = all_letters(self.sources, self.layout, self.config, self.shelf)
        if stop or has_errors(found):
            return found
        views = assemble_site(self.config, tuple(summaries), letters)
        pages = {**self.renderer.site(views), **self.renderer.assets()}
        assets = sorted({path for letter in letters for path in letter.assets})
        self._keep(SPANNING, key, pages, assets, found, None)
        self._publish_pictures()
        return found

    def screens(self, weeks: Sequence[tuple[Week, Mapping[str, bytes]]]) -> None:
        """Make the classrooms' screens of the last two of the weeks: the newest may not have begun."""
        recent = {f"{week.term}/{week.key}": (week, files) for week, files in weeks[-_SHOWN:]}
        key = self._key(SCREENS, *(f"{name} {self.units[name].key}" for name in recent))
        if not recent or self._recall(SCREENS, key) is not None:
            return
        by_class: dict[ClassId, list[ClassBoard]] = {}
        for name, (week, files) in recent.items():
            unit_key = self.units[name].key
            boards = self._standby.boards(name, unit_key)
            if boards is None:
                boards = week_boards(week, files, self.config, self.shelf)
                self._standby.hold_boards(name, unit_key, boards)
            for board in boards:
                by_class.setdefault(board.id, []).append(board)
        others = other_slides(self.config, [week for week, _ in recent.values()])
        views = [screen_view(boards, others) for boards in by_class.values()]
        self._keep(SCREENS, key, self.renderer.screens(views), (), (), None)

    def _key(self, *parts: str) -> str:
        whole = "".join(f"{len(part)}:{part}" for part in (self.common, *parts))
        return digest(whole.encode("utf-8"))

    def _recall(self, name: str, key: str) -> Remembered | None:
        """Give what is remembered, if nothing that went in or came out has changed since."""
        unit = self.memory.get(name)
        if unit is None or unit.key != key:
            return None
        if any(self._asset(path) != hash_ for path, hash_ in unit.assets.items()):
            return None
        if any(self.standing.get(path) != hash_ for path, hash_ in unit.pages.items()):
            return None
        self.units[name] = unit
        self.kept.update(unit.pages)
        self.remembered += 1
        return unit

    def _keep(  # noqa: PLR0917 - the fields of what is kept
        self,
        name: str,
        key: str,
        pages: Mapping[str, bytes],
        assets: Iterable[str],
        found: tuple[Diagnostic, ...],
        summary: WeekSummary | None,
    ) -> Remembered:
        self.pages.update(pages)
        self.units[name] = Remembered(
            key,
            {path: self._asset(path) for path in assets},
            {path: digest(data) for path, data in pages.items()},
            found,
            summary,
        )
        return self.units[name]

    def _asset(self, path: str) -> str:
        data = self.sources.content.get(path)
        return "" if data is None else digest(data)

    def _publish_pictures(self) -> None:
        """Put every picture and attachment that some page shows among the pages, and no other."""
        for unit in self.units.values():
            for path, data in self.shelf.to_publish(unit.assets).items():
                self.pages[self.routes[path]] = data

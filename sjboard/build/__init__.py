"""A build as a pure function: ``build_site(sources, today) -> pages and findings``.

The one place that knows the order of the stages, and what a result depends on. Weeks come first, each
for itself; then what spans weeks, out of their summaries. Whatever is remembered is used only where
everything that went in is the same, byte for byte, and the pages still stand as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from sjboard.build.grades import NEVER, Before, grades_before
from sjboard.build.holding import hold_back
from sjboard.build.homework import Chosen, Homework, by_week
from sjboard.build.memory import Part, Remembered, Settings, written_down
from sjboard.build.pictures import Shelf
from sjboard.build.publication import Intent, Plan, Refusal, amended, clock_refusal, plan
from sjboard.build.sources import Content, Sources, digest, digest_hashes
from sjboard.build.standby import Standby
from sjboard.build.tasks import (
    Built,
    Context,
    Crew,
    LoadsTask,
    ScreensTask,
    Store,
    TakenTask,
    Task,
    WeekTask,
    alone,
)
from sjboard.build.week import Reading, read, slides_of
from sjboard.config import FILE, read_config
from sjboard.config.values import Config
from sjboard.content.layout import Layout, arrange
from sjboard.content.ledger import Ledger, read_ledger
from sjboard.content.letters import read_letters
from sjboard.diagnostics import Diagnostic, Span, finding, has_errors, in_order
from sjboard.locale import Words
from sjboard.model import ClassId, Letter, Term, Week
from sjboard.policy.approval import State, roles_of, state_of
from sjboard.policy.personal import read_names
from sjboard.policy.privacy import check_letters
from sjboard.records import dataclass
from sjboard.rules import RULES
from sjboard.syntax.text import decode
from sjboard.views import (
    assemble_letters,
    assemble_site,
    by_days,
    other_slides,
    routes,
)
from sjboard.views.board import WeekBoard
from sjboard.views.site import WeekSummary

if TYPE_CHECKING:
    from sjboard.render import Renderer


class Progress(Protocol):
    """Told how many units are done, how many there are, and how many entries were read for them."""

    def __call__(self, done: int, total: int, entries: int = 0, /) -> None: ...


def silent(_done: int, _total: int, _entries: int = 0, /) -> None:
    """Tell nobody."""


SCREENS = "screens/"
"""How the units of the classrooms' screens begin, which show the days of two weeks: one for each grade, and

one of what says on all that there is something new.
"""

PICTURES = "pictures"
"""The unit of the pictures and attachments that some page shows."""

CODES = "codes"
"""The unit of the pictures of QR codes."""

LOADS = "loads/"
"""How the units of terms' pictures begin, one for each term and grade."""

TAKEN = "taken/"
"""How the units of calendars and feeds begin, one for each grade."""

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
    ``amended`` are the published weeks (``<term>/wNN``) that a plain build shows otherwise than they were
    published, ``refusal`` why it may not go live although nothing is wrong with the content.
    ``held_back`` are those errors that stopped nothing: their entries were left out so that the rest can
    go, or the build tolerates them.
    """

    config: Config | None
    diagnostics: tuple[Diagnostic, ...]
    entries: int = 0
    pages: Mapping[str, bytes] = field(default_factory=dict)
    filed: Mapping[str, str] = field(default_factory=dict)
    """The hashes of the ``pages``, or of those that were put into the store in their place."""
    kept: Mapping[str, str] = field(default_factory=dict)
    memory: Mapping[str, Remembered] = field(default_factory=dict)
    remembered: int = 0
    states: Mapping[str, State] = field(default_factory=dict)
    publication: Plan | None = None
    amended: tuple[str, ...] = ()
    held_back: tuple[Diagnostic, ...] = ()
    settings: Settings | None = None
    """What came of config.yaml, to be remembered."""
    homework: Mapping[tuple[str, int], Homework] = field(default_factory=dict)
    layout: Layout | None = None
    refusal: Refusal | None = None

    @property
    def stopped(self) -> bool:
        """Whether nothing may be published."""
        refused = self.publication is not None and self.publication.refusal is not None
        wrong = has_errors(set(self.diagnostics) - set(self.held_back))
        return self.config is None or refused or wrong


def check_site(
    sources: Sources,
    wanted: Callable[[Config, str, int], bool] = lambda _config, _term, _week: True,
    progress: Progress = silent,
) -> Outcome:
    """Find everything that is wrong: drafts and weeks to come included.

    ``wanted`` chooses weeks by term and number; what is no week's (config.yaml, paths, letters) is
    always looked at.
    """
    config, findings = sources.settings or read_config(sources.config, sources.packs)
    if config is None or has_errors(findings):
        return Outcome(None, in_order(_concerning(findings, [])))
    config, unread = with_names(config, sources)
    content = contents(sources)
    layout, misplaced = Standby(holds=False).arranged(content, sources, config)
    unread = (*unread, *read_ledger(sources.ledger)[1])
    homework = {key: one for key, one in by_week(content, layout).items() if wanted(config, *key)}
    found = [*unread, *sources.findings, *misplaced]
    shelf = Shelf(content, layout.assets)
    looked_at = []
    states: dict[str, State] = {}
    seen = 0
    for done, ((term, number), written) in enumerate(homework.items(), 1):
        week = config.week(term, number)
        assert week is not None, (term, number)  # noqa: S101 - ``arrange`` gives known weeks only
        looked_at.append(week)
        reading = read(week, written.read(), config, shelf)
        found += reading.diagnostics
        states.update(_states(reading, week, config))
        seen += written.every[0]
        progress(done, len(homework), seen)
    found += all_letters(sources, layout, config, shelf)[1]
    found += _concerning(findings, looked_at)
    return Outcome(config, in_order(found), seen, states=states, homework=homework)


def contents(sources: Sources) -> Content:
    """Give what lies in content/ with what is known of it without reading."""
    given = sources.content
    return given if isinstance(given, Content) else Content(given)


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
    progress: Progress = silent,
    store: Store | None = None,
    crew: Crew | None = None,
) -> Outcome:
    """Build every public week and what spans weeks.

    Weeks that are not public yet are left alone, faults and all, unless ``future`` is set: somebody's
    half-written next week must not stop this Friday. ``standing`` are the pages in site/ by the hash
    of their bytes. With an ``intent`` the pages are those that stand once its row is in the ledger.
    A ``standby`` makes the next build of the same process quicker, and changes nothing else.
    ``tolerates``: how the rules begin whose errors are told and yet stop no page; for a preview only.
    With a ``store`` pages go there as they are made, and the outcome has only their hashes (``filed``); a
    ``crew`` builds the weeks, and puts their pages into the same store.
    """
    standby = standby or Standby(holds=False)
    settings = sources.settings or standby.settings(sources)
    config, findings = settings
    if config is None or has_errors(findings):
        return Outcome(None, in_order(_concerning(findings, [])))
    config, unread = with_names(config, sources)
    content = contents(sources)
    layout, misplaced = standby.arranged(content, sources, config)
    homework = by_week(content, layout, standby.homework)
    ledger, broken = read_ledger(sources.ledger)
    build = _Build(
        sources, content, config, layout, ledger, memory or {}, standing or {}, standby, store
    )
    build.tolerates = tolerates
    found = [*unread, *sources.findings, *misplaced, *broken]
    public = _public(config, homework, today, future=future, drafts=drafts)
    keep = config.publication_keep
    weeks = public if keep is None else public[-keep:]
    if intent is not None:
        down = [f"{w.term}/{w.key}" for w, _ in public[: len(public) - len(weeks)]]
        build.publication = plan(intent, ledger, weeks, down, sources.content)
    found += _concerning(findings, [week for week, _ in weeks])
    held: list[Diagnostic] = []
    entries = 0
    left: list[Chosen | None] = []
    for week, files in weeks:
        some, put_off = build.held_back(week, files)
        left.append(some)
        held += put_off
    screened = [pair for pair in weeks if pair[0].publication <= today] or weeks
    build.screened = {f"{week.term}/{week.key}" for week, _ in screened[-_SHOWN:]}
    workers = crew or alone(build.put)
    results = build.weeks(weeks, left, workers, progress)
    for (week, files), some, result in zip(weeks, left, results, strict=True):
        if result is None:
            found += build.held_of(week)
            continue
        if some is not None:
            for judged in build.judged(week, some, result):
                (held if judged.rule.startswith(tolerates) else found).append(judged)
        entries += len(files)
    found += build.letters() if has_errors(found) else build.spanning(screened, workers)
    progress(len(weeks) + 1, len(weeks) + 1)
    refused = build.publication is not None and build.publication.refusal is not None
    if refused or has_errors(found):
        return Outcome(config, in_order([*found, *held]), entries, publication=build.publication)
    looking = future or drafts  # who asks for what is not public knows what he sees
    return Outcome(
        config,
        in_order([*found, *held]),
        entries,
        amended=() if intent is not None or looking else build.amended(weeks, public),
        refusal=None if intent is not None else clock_refusal(today, ledger),
        pages=build.pages,
        filed=build.filed,
        kept=build.kept,
        memory=build.units,
        remembered=build.remembered,
        publication=build.publication,
        held_back=tuple(held),
        settings=settings,
        homework=homework,
        layout=layout,
    )


def _concerning(findings: Iterable[Diagnostic], weeks: Iterable[Week]) -> list[Diagnostic]:
    """Drop the note that a year's holidays are an estimate, where no week looked at lies in it.

    A term that reaches into January would else say so every week from September on.
    """
    estimated = any(week.estimated for week in weeks)
    return [found for found in findings if estimated or found.rule != "config.calendar"]


def _by_term(weeks: Mapping[str, WeekSummary]) -> dict[str, dict[str, WeekSummary]]:
    terms: dict[str, dict[str, WeekSummary]] = {}
    for name, summary in weeks.items():
        terms.setdefault(summary.term, {})[name] = summary
    return terms


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
    config: Config,
    homework: Mapping[tuple[str, int], Homework],
    today: date,
    *,
    future: bool,
    drafts: bool,
) -> list[tuple[Week, Chosen]]:
    """Choose the weeks that are public, oldest first, each with the files that count."""
    chosen = []
    for (term, number), written in homework.items():
        week = config.week(term, number)
        if week is None or not (future or week.publication <= today):
            continue
        files = Chosen(written, drafts=drafts)
        if len(files):
            chosen.append((week, files))
    chosen.sort(key=lambda pair: (pair[0].monday, pair[0].term, pair[0].number))
    return chosen


class _Build:
    """A build under way: what goes in, and the units as they come out."""

    def __init__(  # noqa: PLR0917 - what goes in
        self,
        sources: Sources,
        content: Content,
        config: Config,
        layout: Layout,
        ledger: Ledger,
        memory: Mapping[str, Remembered],
        standing: Mapping[str, str],
        standby: Standby,
        store: Store | None,
    ) -> None:
        self.sources = sources
        self.content = content
        self.config = config
        self.layout = layout
        self.ledger = ledger
        self.publication: Plan | None = None
        self.tolerates: tuple[str, ...] = ()
        self.screened: set[str] = set()
        """The weeks that the classrooms' screens show: their days are kept for these when they are built."""
        self.memory = memory
        self.standing = standing
        self.shelf = Shelf(content, layout.assets, standby.looked)
        self.routes = {p: routes.picture_of(p, content.hash_of(p)) for p in layout.assets}
        self.pages: dict[str, bytes] = {}
        self.filed: dict[str, str] = {}
        self._store = store
        self._put_off: dict[str, tuple[Diagnostic, ...]] = {}
        self.kept: dict[str, str] = {}
        self.units: dict[str, Remembered] = {}
        self.remembered = 0
        self.common = sources.common
        self._standby = standby
        self._renderer: Renderer | None = None

    @cached_property
    def _everything(self) -> str:
        """All that any unit depends on beside its own files: also every picture that it might show."""
        return self._key(repr(sorted(self.routes.items())))

    @property
    def renderer(self) -> Renderer:
        """Make the renderer when the first page needs it: often none does."""
        if self._renderer is None:
            self._renderer = self._standby.take(self._everything, self._make_renderer)
        return self._renderer

    def _make_renderer(self) -> Renderer:
        return self._context().renderer()

    def _context(self) -> Context:
        return Context(
            self._everything,
            self.config,
            self.shelf,
            self.sources.templates,
            self.sources.shipped,
            self.sources.catalogues,
            self.routes,
            self.tolerates,
            self._standby.held.under(self._everything),
        )

    def weeks(
        self,
        weeks: Sequence[tuple[Week, Chosen]],
        left: Sequence[Chosen | None],
        crew: Crew,
        progress: Progress,
    ) -> list[Remembered | None]:
        """Recall what is remembered of the weeks, and let the others be built; in the same order.

        ``left``: what of each week can be published; None where it stays as it is.
        """
        results: list[Remembered | None] = []
        tasks: dict[int, WeekTask] = {}
        for number, ((week, _), files) in enumerate(zip(weeks, left, strict=True)):
            previous = weeks[number - 1][0] if number else None
            following = weeks[number + 1][0] if number + 1 < len(weeks) else None
            if files is None:
                results.append(self.as_published(week, newest=following is None))
                continue
            task = self._task(week, files, previous, following, weeks[-1][0].term)
            results.append(self._recall(task.name, task.key))
            if results[-1] is None:
                tasks[number] = replace(task, on_screens=task.name in self.screened)
        if tasks:
            entries = 0
            waiting = [
                replace(task, files=dict(left[n] or {}), before=self._before(task))
                for n, task in tasks.items()
            ]
            built = crew(self._context(), self.renderer, waiting)
            self.codes(some=True)  # who begins at once has begun
            for done, (number, one) in enumerate(zip(tasks, built, strict=True), 1):
                results[number] = self._take(one)
                entries += len(waiting[done - 1].files)
                progress(done, len(tasks) + 1, entries)
        return results

    def _task(
        self,
        week: Week,
        files: Chosen,
        previous: Week | None,
        following: Week | None,
        newest_term: str,
    ) -> WeekTask:
        """Say what is to be done for a week; its files are handed over when somebody does it."""
        name = f"{week.term}/{week.key}"
        neighbours = [f"{w.term}/{w.key}" if w else "" for w in (previous, following)]
        record = (self.publication or self.ledger).record(name)
        term = "newest" if week.term == newest_term else ""
        # Not which errors are tolerated: the preview alone remembers units with errors, and tolerates the
        # same ones as long as it runs.
        around = self._key(name, "\n".join(neighbours), repr(record), term)
        key, frame = self._key(around, files.digest), self._key(around, self._everything)
        in_newest = bool(term)
        return WeekTask(name, key, week, {}, previous, following, in_newest, record, frame=frame)

    def _before(self, task: WeekTask) -> Before:
        """Give what a week left of which some pages may stand as they are."""
        unit = self.memory.get(task.name)
        if unit is None:
            return NEVER
        standing = {p: h for p, h in unit.pages.items() if self.standing.get(p) == h}
        return grades_before(task.frame, standing, unit.parts)

    def _take(self, built: Built) -> Remembered:
        """Keep what came of a unit."""
        if self._store is not None:
            self.filed.update(built.pages)
        self.kept.update(built.kept)
        self.units[built.name] = Remembered(
            built.key,
            {path: self._asset(path) for path in built.assets},
            {**built.pages, **built.kept},
            built.diagnostics,
            built.parts,
        )
        return self.units[built.name]

    def put(self, pages: Mapping[str, bytes]) -> Mapping[str, str]:
        """Put pages away, in the store or among what is made here; give their hashes."""
        if self._store is not None:
            hashes = self._store(pages)
            self.filed.update(hashes)
            return hashes
        self.pages.update(pages)
        again = self._standby.held.again
        hashes = {p: again((digest, p), data, partial(digest, data)) for p, data in pages.items()}
        self.filed.update(hashes)
        return hashes

    def held_of(self, week: Week) -> tuple[Diagnostic, ...]:
        """Give the errors for which a published week was to stay as it is."""
        return self._put_off.get(f"{week.term}/{week.key}", ())

    def held_back(self, week: Week, files: Chosen) -> tuple[Chosen | None, tuple[Diagnostic, ...]]:
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
            self._put_off[name] = holding.findings
            return None, holding.findings
        going.held[name] = holding
        return files.without(holding.files), holding.findings

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

    def judged(self, week: Week, files: Chosen, result: Remembered) -> tuple[Diagnostic, ...]:
        """Give a week's findings, as strict as a publication of it has to be, and note it down there."""
        if self.publication is None:
            return result.diagnostics
        name = f"{week.term}/{week.key}"
        found = self.publication.judge(name, result.diagnostics)
        if self.publication.tells_of(name) and result.parts:
            line = result.parts["line"].value(WeekSummary)
            self.publication.add(name, files, result.assets, found, line)
        return found

    def amended(
        self, weeks: Iterable[tuple[Week, Chosen]], public: Iterable[tuple[Week, Chosen]]
    ) -> tuple[str, ...]:
        """Give the published weeks that were built anew and are no longer as they were published."""
        chosen = {f"{week.term}/{week.key}": files for week, files in weeks}
        built = {n: f for n, f in chosen.items() if self.units[n] is not self.memory.get(n)}
        every = {f"{week.term}/{week.key}" for week, _ in public}
        return amended(self.ledger, built, every, self.content)

    def letters(self) -> tuple[Diagnostic, ...]:
        """Only judge the letters, where nothing else of what spans weeks can be made."""
        return self._letters[1]

    def spanning(
        self, screened: Sequence[tuple[Week, Mapping[str, bytes]]], crew: Crew
    ) -> tuple[Diagnostic, ...]:
        """Make what spans weeks, its letters included; ``screened``: whose last two the screens show."""
        weeks: dict[str, WeekSummary] = {
            name: unit.parts["line"].value(WeekSummary, self._standby.held)
            for name, unit in sorted(self.units.items())
            if name != CODES
        }
        boards = self._parts("board", weeks)
        latest = max(boards, key=lambda name: by_days(weeks[name]), default=None)
        board = boards[latest] if latest is not None else None
        lines = [f"{name} {self.units[name].parts['line'].hash}" for name in weeks]
        key = self._key(SPANNING, "\n".join(lines), board.hash if board else "", self._letters_hash)
        unit = self._recall(SPANNING, key)
        if unit is None and has_errors(self._letters[1]):
            return self._letters[1]
        tasks: list[Task] = []
        for term, own in _by_term(weeks).items():
            tasks += self._loads(self.config.terms[term], own)
            if latest is not None and term == weeks[latest].term:
                tasks += self._taken(own)
        tasks += self._screens(screened[-_SHOWN:])
        tasks = [task for task in tasks if self._recall(task.name, task.key) is None]
        made = crew(self._context(), self.renderer, tasks) if tasks else ()
        if unit is None:
            written, found = self._letters
            newest = board.value(WeekBoard) if board else None
            views = assemble_site(self.config, weeks.values(), newest, written)
            pages = {**self.renderer.site(views), **self.renderer.assets()}
            assets = sorted({path for letter in written for path in letter.assets})
            unit = self._keep(SPANNING, key, pages, assets, found)
        if CODES not in self.units:
            self.codes(some=bool(weeks))
        for one in made:
            self._take(one)
        self._screen_index()
        self._publish_pictures()
        return unit.diagnostics

    def codes(self, *, some: bool) -> None:
        """Draw the QR codes, which ask nothing of the weeks but whether there are ``some``."""
        key = self._key(CODES, "some" if some else "", self._letters_hash)
        if self._recall(CODES, key) is None and not has_errors(self._letters[1]):
            classes = self.config.all_classes if some else ()
            letters = assemble_letters(self.config, self._letters[0])
            self._keep(CODES, key, self.renderer.codes(classes, letters), (), ())

    @property
    def _letters_hash(self) -> str:
        return digest_hashes({path: self.content.hash_of(path) for path in self.layout.letters})

    @cached_property
    def _letters(self) -> tuple[tuple[Letter, ...], tuple[Diagnostic, ...]]:
        read = partial(all_letters, self.sources, self.layout, self.config, self.shelf)
        held = self._standby.held.under(self._everything)
        return held.again((Letter,), self._letters_hash, read)

    def _loads(self, term: Term, weeks: Mapping[str, WeekSummary]) -> Iterator[Task]:
        """Say what is to be drawn of a term, grade by grade: where the minutes are the same, it stands."""
        for grade in self.config.grades:
            name = f"{LOADS}{term.id}/{grade}"
            parts = self._parts(f"load/{grade}", weeks)
            key = self._key(name, *(f"{week} {part.hash}" for week, part in parts.items()))
            if parts:
                minutes = {weeks[week].line.number: part for week, part in parts.items()}
                yield LoadsTask(name, key, term, grade, minutes)

    def _taken(self, weeks: Mapping[str, WeekSummary]) -> Iterator[Task]:
        """Say what the calendars and feeds of the newest term's ``weeks`` are made of, grade by grade."""
        oldest_first = dict(sorted(weeks.items(), key=lambda pair: by_days(pair[1])))
        heads = {name: digest(written_down(one.head)) for name, one in oldest_first.items()}
        for grade in self.config.grades:
            name = f"{TAKEN}{grade}"
            parts = self._parts(f"texts/{grade}", oldest_first)
            key = self._key(name, *(f"{heads[week]} {part.hash}" for week, part in parts.items()))
            texts = tuple((weeks[week].head, part) for week, part in parts.items())
            yield TakenTask(name, key, grade, texts)

    def _parts(self, part: str, weeks: Iterable[str]) -> dict[str, Part]:
        """Give a part of each of the weeks that has it."""
        units = {week: self.units[week].parts for week in weeks}
        return {week: parts[part] for week, parts in units.items() if part in parts}

    def _screens(self, weeks: Sequence[tuple[Week, Mapping[str, bytes]]]) -> Iterator[Task]:
        """Say what the classrooms' screens show of two weeks: the newest may not have begun."""
        recent = {f"{week.term}/{week.key}": (week, files) for week, files in weeks}
        if not recent:
            return
        for name, (week, files) in recent.items():
            unit = self.units[name]
            if not any(
                part.startswith("screen/") for part in unit.parts
            ):  # it was on no screen then
                slides = slides_of(week, files, self.config, self.shelf)
                parts = {part: Part.of(written_down(value)) for part, value in slides.items()}
                self.units[name] = replace(unit, parts={**unit.parts, **parts})
        others = other_slides(self.config, [week for week, _ in weeks])
        shown = tuple({path: None for name in recent for path in self.units[name].assets})
        for grade in self.config.grades:
            name = f"{SCREENS}{grade}"
            parts = self._parts(f"screen/{grade}", recent)
            # The pictures too: a screen that is as it was must not keep one that nothing shows any more.
            key = self._key(name, *shown, *(f"{week} {part.hash}" for week, part in parts.items()))
            yield ScreensTask(name, key, tuple(parts.values()), others, shown)

    def _screen_index(self) -> None:
        """Make what says on all screens that there is something new."""
        newest: dict[ClassId, str] = {}
        for grade in self.config.grades:
            unit = self.units.get(f"{SCREENS}{grade}")
            newest |= unit.parts["newest"].value(dict) if unit is not None else {}
        key = self._key(SCREENS, repr(sorted(newest.items())))
        if newest and self._recall(SCREENS, key) is None:
            self._keep(SCREENS, key, self.renderer.screen_index(newest), (), ())

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

    def _keep(
        self,
        name: str,
        key: str,
        pages: Mapping[str, bytes],
        assets: Iterable[str],
        found: tuple[Diagnostic, ...],
    ) -> Remembered:
        hashes = {path: self._asset(path) for path in assets}
        self.units[name] = Remembered(key, hashes, self.put(pages), found)
        return self.units[name]

    def _asset(self, path: str) -> str:
        return self.content.hash_of(path)

    def _publish_pictures(self) -> None:
        """Put every picture and attachment that some page shows among the pages, and no other."""
        before = self.memory.get(PICTURES)
        known = {} if before is None else before.pages
        shown = {path: None for unit in self.units.values() for path in unit.assets}
        published: dict[str, str] = {}
        for path in shown:
            route = self.routes[path]  # says what is in the file
            hash_ = known.get(route)
            if hash_ is not None and self.standing.get(route) == hash_:
                self.kept[route] = published[route] = hash_
            else:
                published |= self.put({route: self.shelf.to_publish([path])[path]})
        if published:
            self.units[PICTURES] = Remembered("", {}, published, ())

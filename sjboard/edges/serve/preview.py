"""The preview: what is shown now, and what is wrong with the newest save.

Knows how a site stays whole while somebody writes: what cannot be built gives way to how it last was,
file by file, and the rest goes on. Whatever happens in a build is caught here. Does not know HTTP.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from sjboard.build import Outcome, build_site
from sjboard.build.memory import MemoryFault, Remembered
from sjboard.build.sources import Sources
from sjboard.build.standby import Standby
from sjboard.config import FILE, private_names
from sjboard.config.values import Config
from sjboard.content.ledger import FILE as LEDGER
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.edges.disk import lines_of, snapshot, with_changed
from sjboard.edges.serve import trouble
from sjboard.edges.serve.built import Built, built
from sjboard.edges.serve.known import Known
from sjboard.edges.serve.trouble import Trouble
from sjboard.edges.terminal import DEFAULT_LANGUAGE, language_of, words
from sjboard.locale import Words
from sjboard.records import dataclass
from sjboard.render import TemplateFault, layered

TOLERATED = ("approval.", "cap.", "coverage.", "kind.", "tier.")
"""Rules about how much there is and who has signed: whoever writes sees the page and the fault."""
ROUNDS = 5
"""How often what is wrong is set aside before the last good pages have to do."""

RETIRED = 24
"""How many files that no page names any more are still answered with."""

_Fault: TypeAlias = Outcome | TemplateFault | Exception


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader gets. ``sources`` are what the pages were made of, None before the first.

    ``latest`` are those that lie in the school's folder, faults and all. ``retired`` are the newest of those
    styles, scripts and pictures that no page names any more: a page that was read before still asks for them.

    ``seconds`` is what the build took. ``language`` is the school's, as far as it is known.
    """

    pages: Mapping[str, bytes] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, bytes] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    sources: Sources | None = None
    latest: Sources | None = None
    config: Config | None = None
    today: date = date.min
    language: str = DEFAULT_LANGUAGE
    seconds: float = 0.0
    ready: bool = False


class Preview:
    """Builds and holds. One thread builds; any may look at ``shown``, which is replaced whole."""

    def __init__(self, config: Path, clock: Callable[[], date]) -> None:
        self.shown = Shown(language=language_of(("--config", str(config))))
        self._config = config
        self._clock = clock
        self._known = Known()
        self._standby = Standby()
        self._left: Built | None = None
        self._memory: Mapping[str, Remembered] = {}
        self._last: Sources | None = None
        self._refused = ""

    def refresh(self, heard: Iterable[str] = (), *, anew: bool = False) -> bool:
        """Look at the school, the files that were ``heard`` of for certain, and build if it has changed.

        With ``anew`` every file is read again. Says whether there is something new to show.
        """
        begun = time.perf_counter()
        if self._left is None:
            self._left = built(self._config.parent)
            self._memory = self._left.units
        heard = frozenset(heard)
        self._known.forget(heard)
        if anew:
            self._known.forget_all()
        today = self._clock()
        try:
            sources = self._look(heard)
        except OSError as failure:
            return self._refuse(failure)
        if sources == self._last and today == self.shown.today and not self._refused:
            return False
        self._refused = ""
        self._last = sources
        try:
            shown = self._build(sources, today)
        except Exception as bug:  # noqa: BLE001 - it never dies: whatever it is, a reader gets a sentence
            shown = replace(self.shown, troubles=(trouble.of_bug(bug, self._words),), today=today)
        changed = (shown.digests, shown.troubles) != (self.shown.digests, self.shown.troubles)
        changed = changed or not self.shown.ready
        seconds = time.perf_counter() - begun
        self.shown = replace(shown, latest=sources, seconds=seconds, ready=True)
        return changed

    @property
    def named_files(self) -> tuple[Path, ...]:
        """The files outside content/ and templates/ that config.yaml names."""
        if self._last is None:
            return ()
        names = [name for name in self._last.packs if name.endswith((".yaml", ".yml"))]
        names.append(private_names(self._last.config))
        return tuple(self._config.parent / name for name in names if name)

    @property
    def _words(self) -> Words:
        return words(self.shown.language)

    def _look(self, heard: frozenset[str]) -> Sources:
        """Read what is there; only what was heard of, where that was a few files saved again."""
        if heard and self._last is not None and not self._refused:
            sources = with_changed(self._last, self._config, heard, self._known.read)
            if sources is not None:
                return sources
        return snapshot(self._config, self._known.read)

    def _refuse(self, failure: OSError) -> bool:
        told = trouble.of_machine(failure, self._words)
        if self._refused == str(told):
            return False
        self._refused = str(told)
        self.shown = replace(self.shown, troubles=(told,), ready=True)
        return True

    def _build(self, sources: Sources, today: date) -> Shown:
        """Build these sources; where they are wrong, what comes nearest."""
        good = self.shown.sources
        candidate = sources
        wrong: list[tuple[Sources, _Fault]] = []
        for number in range(ROUNDS):
            done = self._try(candidate, today)
            if isinstance(done, Outcome) and not done.stopped:
                troubles = self._troubles([*wrong, (candidate, done)], sources)
                return self._taken(candidate, done, troubles, today)
            wrong.append((candidate, done))
            better = _without_what_is_wrong(candidate, done, good if number == 0 else None, good)
            if better is None:
                break
            candidate = better
        return replace(self.shown, troubles=self._troubles(wrong, sources), today=today)

    def _try(self, sources: Sources, today: date) -> _Fault:
        try:
            return build_site(
                sources,
                today,
                future=True,
                drafts=True,
                tolerates=TOLERATED,
                memory=self._memory,
                standing=self._standing.digests,
                standby=self._standby,
            )
        except TemplateFault as fault:
            return fault
        except MemoryFault:
            self._memory = {}
            return self._try(sources, today)
        except Exception as bug:  # noqa: BLE001 - as above
            return bug

    def _taken(
        self, sources: Sources, done: Outcome, troubles: tuple[Trouble, ...], today: date
    ) -> Shown:
        """Make what came out the thing that is shown."""
        old = self.shown
        standing = self._standing
        pages = {**standing.pages, **done.pages}
        gone = pages.keys() - done.kept.keys() - done.pages.keys()
        went = {path: pages.pop(path) for path in sorted(gone)}
        digests = {**done.kept, **done.filed}
        self._memory = done.memory
        language = done.config.language if done.config else old.language
        assets = {p: d for p, d in went.items() if p.startswith("assets/") and p in old.pages}
        retired = {p: d for p, d in old.retired.items() if p not in pages} | assets
        return Shown(
            pages,
            digests,
            dict(list(retired.items())[-RETIRED:]),
            troubles,
            sources,
            config=done.config,
            today=today,
            language=language,
        )

    @property
    def _standing(self) -> Shown | Built:
        """The pages that there are: those shown, and before the first those that the last build left."""
        return self._left if self._left is not None and not self.shown.pages else self.shown

    def _troubles(
        self, wrong: list[tuple[Sources, _Fault]], sources: Sources
    ) -> tuple[Trouble, ...]:
        """Tell what was wrong: of later rounds only what is about a file as it is, not as it was."""
        said = self._words
        told: list[Trouble] = []
        lines = lines_of(sources)
        for made, done in wrong:
            if isinstance(done, TemplateFault):
                templates = layered(sources.templates, sources.shipped)
                told.append(trouble.of_template(done, said, templates))
            elif isinstance(done, Outcome):
                errors = [
                    d
                    for d in done.diagnostics
                    if d.severity is Severity.ERROR
                    and (made is sources or _as_it_is(d, made, sources))
                ]
                told += [
                    trouble.of_finding(d, said, lines, holds=not d.rule.startswith(TOLERATED))
                    for d in errors
                ]
            else:
                told.append(trouble.of_bug(done, said))
        return tuple(dict.fromkeys(told))


def _as_it_is(found: Diagnostic, built: Sources, sources: Sources) -> bool:
    """Whether a finding of a later round is about what lies in the school's folder now."""
    file = found.span.file
    same = built.content.get(file) == sources.content.get(file)
    return same and built.config == sources.config


def _without_what_is_wrong(
    sources: Sources, done: _Fault, good: Sources | None, ever: Sources | None
) -> Sources | None:
    """Give sources without what stopped this build; None where nothing is known to set aside.

    With ``good``, what is wrong gives way to how it last was; without, it goes. What cannot go, such as
    config.yaml, is taken from ``ever``, the last good sources.
    """
    if isinstance(done, TemplateFault):
        own = good.templates if good is not None and good.templates != sources.templates else {}
        shipped = ever.shipped if ever is not None else sources.shipped
        if (own, shipped) == (sources.templates, sources.shipped):
            return None
        return replace(sources, templates=own, shipped=shipped)
    if not isinstance(done, Outcome):
        return None
    stopping = set(done.diagnostics) - set(done.held_back)
    errors = [d for d in stopping if d.severity is Severity.ERROR]
    errors = [d for d in errors if not d.rule.startswith(TOLERATED)]
    if done.config is None:
        if ever is None or (ever.config, ever.packs) == (sources.config, sources.packs):
            return None
        return replace(sources, config=ever.config, packs=ever.packs, names=ever.names)
    return _set_aside(sources, errors, good, ever)


def _set_aside(
    sources: Sources, errors: list[Diagnostic], good: Sources | None, ever: Sources | None
) -> Sources | None:
    files = {span.file for d in errors for span in (d.span, *d.related)}
    content = dict(sources.content)
    for file in files:
        old = None if good is None else good.content.get(file)
        if old is None or old == content.get(file):
            content.pop(file, None)
        else:
            content[file] = old
    ledger = sources.ledger
    if LEDGER in files:
        ledger = b"" if ever is None or ever.ledger == ledger else ever.ledger
    config = sources.config
    if FILE in files and ever is not None:
        config = ever.config
    better = replace(sources, content=content, ledger=ledger, config=config, findings=())
    return None if better == sources else better

"""The work of ``build``, ``publish`` and ``publish --rollback``: lock, snapshot, build, site/, ledger.

Knows where things lie in a school's folder, and in which order they change. Does not know pages; and
nothing here changes site/ unless the whole build has succeeded.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sjboard.build import Outcome, Progress, build_site
from sjboard.build.memory import MemoryFault
from sjboard.build.publication import Intent, Refusal, beginning, changes, clock_refusal, state
from sjboard.build.sources import Moved, Sources
from sjboard.config.values import Config
from sjboard.content.ledger import Ledger, line_of, read_ledger
from sjboard.diagnostics import Diagnostic, has_errors
from sjboard.edges import crew, disk, ledger_file, previous, releases, sync
from sjboard.edges.lock import WORK, alone
from sjboard.edges.made import FOLDER, Made, Shelving, clean
from sjboard.edges.manifest import read_manifest
from sjboard.edges.moves import Recovered, recover
from sjboard.edges.remembering import Memory, recall, remember, snapshot, standing_pages
from sjboard.edges.rows import RowsFault
from sjboard.edges.unchanged import Look
from sjboard.records import dataclass

SITE = "site"


@dataclass(frozen=True, slots=True)
class Mended:
    """What an earlier run had left half done; ``torn``: the ledger's last line broke off."""

    work: Recovered | None = None
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """``changes`` is None where nothing was published, and site/ was left alone."""

    sources: Sources
    outcome: Outcome
    changes: sync.Changes | None
    forgotten: bool
    """Whether the memory was damaged and everything was built again."""
    mended: Mended = Mended()
    told: str = ""
    """The findings in words."""


@dataclass(frozen=True, slots=True)
class RolledBack:
    """``number`` is the publication that was taken back, ``to`` the one that stands again.

    Where ``refusal`` or ``findings`` say why not, site/ and ledger are as they were.
    """

    sources: Sources
    mended: Mended
    number: int = 0
    to: int = 0
    changes: sync.Changes | None = None
    refusal: Refusal | None = None
    findings: tuple[Diagnostic, ...] = ()


def publish(
    config: Path,
    today: date,
    *,
    future: bool,
    drafts: bool,
    full: bool,
    building: Progress,
    moving: Progress,
    intent: Intent | None = None,
    jobs: int | None = None,
    cluster: str = "",
    asked: str = "",
    seen: Look | None = None,
    telling: Callable[[Sources, Outcome], str] = lambda _sources, _outcome: "",
) -> Published:
    """Build the school of this config.yaml into its site/; with an ``intent``, write that down.

    A publication reads every file; a plain build only those that do not bear the marks under which they
    were read before, with ``full`` all of them, and remembers nothing. ``jobs`` processes build the weeks
    (None: as many as there are cores, where there is much to do), or the workers of the ``cluster`` at this
    address; the bytes are the same. ``telling`` words the findings, and
    ``asked`` says for which call: the next that asks the same, and finds everything unchanged, says the
    same. ``seen`` is how everything stood a moment ago. Raises ``Busy``, ``sync.SiteRefused``,
    ``LedgerMoved`` and ``OSError``, each with site/ as it was.
    """
    root = config.parent
    making = root / WORK / FOLDER
    with alone(root) as at_once, contextlib.ExitStack() as after:
        if not at_once:
            seen = None
        after.callback(shutil.rmtree, making, ignore_errors=True)
        mended = mend(root)
        site = standing_site(root)
        memory = Memory() if full else recall(root)
        trusting = intent is None and not full
        while True:
            try:  # under the lock: who waited must not publish what is old
                taken = snapshot(config, memory, trusting=trusting, seen=seen)
                pages = standing_pages(site, memory, trusting=trusting)
                store = Shelving(str(clean(making).resolve()), pages.hashes)
                with crew.at(cluster, store) if cluster else crew.here(jobs, store) as workers:
                    outcome = build_site(
                        taken.sources,
                        today,
                        future=future,
                        drafts=drafts,
                        intent=intent,
                        memory=memory.units,
                        standing=pages.hashes,
                        progress=building,
                        store=store,
                        crew=workers,
                    )
                outcome = replace(outcome, pages=Made(making, outcome.filed))
                told = telling(taken.sources, outcome)
                break
            except (MemoryFault, RowsFault):
                memory = Memory(damaged=True)
            except Moved:
                trusting, seen = False, None
        sources, standing, forgotten = taken.sources, pages.hashes, memory.damaged
        plan = outcome.publication
        if outcome.stopped or outcome.refusal is not None:
            return Published(sources, outcome, None, forgotten, mended, told)
        ledger, _ = read_ledger(sources.ledger)
        publishing = None
        if plan is not None:

            def line(files: Mapping[str, str]) -> str:
                row = plan.row(files, sources.program, sources.config)
                return "" if row is None else line_of(row).decode("utf-8")

            folder = previous.folder_of(len(ledger.rows) + 1)
            publishing = sync.Publishing(line, folder, today)
        flip = by_release(outcome.config, site, root)
        if flip:
            number = len(ledger.rows) + 1 if plan is not None else _last(ledger)
            done = _by_release(
                root,
                number,
                outcome.pages,
                outcome.kept,
                standing,
                moving,
                publishing,
                overwrite=full,
            )
            releases.prune(root, [row.row["site"] for row in ledger.standing[-previous.KEPT :]])
        else:
            done = sync.sync(
                site,
                outcome.pages,
                outcome.kept,
                standing,
                moving,
                publishing,
                keep=previous.newest(root, _last(ledger)),
                overwrite=full,
            )
        if done.line and not flip:
            standing_rows = [row.number for row in ledger.standing]
            kept = {len(ledger.rows) + 1, *standing_rows[len(standing_rows) - previous.KEPT + 1 :]}
            previous.forget(root, set(previous.kept(root)) - kept)
        remember(
            config,
            standing_site(root),
            memory,
            taken,
            pages,
            outcome,
            asked=asked,
            said=told,
        )
    return Published(sources, outcome, done, forgotten, mended, told)


def roll_back(config: Path, intent: Intent, moving: Progress) -> RolledBack:
    """Bring back the site as it was before the publication that stands, and write that down.

    Raises as ``publish`` does.
    """
    root = config.parent
    with alone(root):
        mended = mend(root)
        site = standing_site(root)
        sources = disk.snapshot(config)
        ledger, findings = read_ledger(sources.ledger)
        if has_errors(findings):
            return RolledBack(sources, mended, findings=findings)
        refusal = clock_refusal(intent.on, ledger)
        if refusal is None and len(ledger.standing) < 2:
            refusal = Refusal("none-before")
        if refusal is not None:
            return RolledBack(sources, mended, refusal=refusal)
        last, before = ledger.standing[-1], ledger.standing[-2]
        standing = sync.present(site)
        gone = Refusal("gone", (("number", last.number),))

        def line(after: Mapping[str, str]) -> str:
            row = {
                **beginning(ledger, "rollback", intent, sources.program),
                "takes_back": last.number,
                "weeks": {},
                "pages": changes(ledger.pages(back=1), after),
                "site": state(after),
            }
            return line_of(row).decode("utf-8")

        if site != root / SITE:
            release = releases.holding(root, before.row["site"])
            known = read_manifest(release) if release is not None else None
            if release is None or known is None:
                return RolledBack(sources, mended, refusal=gone)
            written = line(known.published)
            releases.go_live(root, release, written)
            different = len(changes(standing, known.files))
            done = sync.Changes(0, different, len(known.files), 0, written)
            return RolledBack(sources, mended, last.number, before.number, done)
        found = previous.recall(root, last.number, standing)
        if found is None:
            return RolledBack(sources, mended, refusal=gone)
        files = found.manifest.files
        done = sync.sync(
            site,
            found.pages,
            {path: hash_ for path, hash_ in files.items() if path not in found.pages},
            standing,
            moving,
            sync.Publishing(line, "", intent.on),
        )
        previous.forget(root, [last.number])
    return RolledBack(sources, mended, last.number, before.number, done)


def by_release(config: Config | None, site: Path, root: Path) -> bool:
    """Whether the site goes live by a link; raises ``SiteRefused`` where it is one and should not be."""
    if config is not None and config.publication_mode == "releases":
        return True
    if site != root / SITE:
        raise sync.SiteRefused("", "linked")
    return False


def standing_site(root: Path) -> Path:
    """Give the folder that stands as the site: ``site`` itself, or the release of ours that it leads to.

    Raises ``SiteRefused`` where it is a link to somewhere else.
    """
    release = releases.current(root)
    if release is not None:
        return release
    site = root / SITE
    if site.is_symlink() or disk.is_junction(site):
        raise sync.SiteRefused("", "linked")
    return site


def mend(root: Path) -> Mended:
    """Finish what an earlier run was cut off in. Under the lock only."""
    flipped = releases.recover(root)
    work = recover(root, standing_site(root))
    return Mended(flipped or work, ledger_file.mend(root))


def _by_release(  # noqa: PLR0917 - as ``sync``'s, and the publication's number
    root: Path,
    number: int,
    pages: Mapping[str, bytes],
    kept: Mapping[str, str],
    standing: Mapping[str, str],
    moving: Progress,
    publishing: sync.Publishing | None,
    *,
    overwrite: bool,
) -> sync.Changes:
    """Do what ``sync`` does to a release beside the one that stands, and let it go live."""
    files: dict[str, str] = {}

    def noted(after: Mapping[str, str]) -> str:
        files.update(after)
        return ""  # the line is written when the release goes live

    beside = publishing and sync.Publishing(noted, "", publishing.today)
    made = releases.prepare(root, number)
    try:
        done = sync.sync(made, pages, kept, standing, moving, beside, overwrite=overwrite)
        line = publishing.line(files) if publishing else ""
        if line or done.touched or releases.current(root) is None:
            releases.go_live(root, made, line)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return replace(done, line=line)


def _last(ledger: Ledger) -> int:
    return ledger.standing[-1].number if ledger.standing else 0

"""The ``verify`` command's work: site/, content/ and the ledger against each other.

Knows what the ledger says should stand where. Does not judge why something differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sjboard.build.publication import differences, state
from sjboard.build.sources import Sources, digest
from sjboard.build.week import without_drafts
from sjboard.config import FILE, read_config
from sjboard.config.values import Config
from sjboard.content.layout import arrange
from sjboard.content.ledger import SHORT, Ledger, read_ledger
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.edges import disk
from sjboard.edges.lock import alone
from sjboard.edges.manifest import Manifest, read_manifest
from sjboard.edges.publish import Mended, mend, standing_site
from sjboard.edges.sync import MANIFEST, STAGING
from sjboard.records import dataclass

_PAGES = (".html", ".htm")
_NO_FAULT = ("foreign", "held", "since")


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """``what`` at ``path`` differs, and ``how``.

    ``what`` is page, entry, asset, row or config; ``how`` changed, missing, added, foreign, held or since.
    ``week`` is ``<term>/wNN`` of an entry, "" of anything else. A ``foreign`` file is none of ours and
    cannot be taken for a page, a ``held`` entry was left out by the publication itself, settings are others
    ``since`` the publication that stands: these are named, and are no faults.
    """

    what: str
    week: str
    path: str
    how: str


@dataclass(frozen=True, slots=True)
class Verified:
    """``findings`` are the errors of config.yaml and of the ledger: with any, nothing else was looked at.

    ``pages`` and ``weeks`` count what was compared.
    """

    sources: Sources
    mended: Mended
    ledger: Ledger
    findings: tuple[Diagnostic, ...]
    differences: tuple[Difference, ...] = ()
    pages: int = 0
    weeks: int = 0

    @property
    def faults(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.how not in _NO_FAULT)


def verify(settings: Path) -> Verified:
    """Compare what stands with what was published. Raises ``Busy``, ``SiteRefused`` and ``OSError``."""
    root = settings.parent
    with alone(root):
        mended = mend(root)
        site = standing_site(root)
        sources = disk.snapshot(settings)
        ledger, findings = read_ledger(sources.ledger)
        config, faults = read_config(sources.config, sources.packs)
        findings = tuple(d for d in (*faults, *findings) if d.severity is Severity.ERROR)
        if config is None or findings:
            return Verified(sources, mended, ledger, findings)
        pages = ledger.pages()
        weeks = tuple(dict.fromkeys(w for row in ledger.standing for w in row.weeks))
        found = [
            *_rows(ledger, pages),
            *_settings(sources, ledger),
            *(_pages(site, pages) if ledger.rows else ()),
            *_entries(sources, config, ledger, weeks),
        ]
    return Verified(sources, mended, ledger, findings, tuple(sorted(found)), len(pages), len(weeks))


def _rows(ledger: Ledger, pages: dict[str, str]) -> Iterator[Difference]:
    """Whether the changes that all rows tell of come to the site that the last one says."""
    if ledger.rows and ledger.rows[-1].row["site"] != state(pages):
        yield Difference("row", "", str(ledger.rows[-1].number), "changed")


def _settings(sources: Sources, ledger: Ledger) -> Iterator[Difference]:
    """Whether config.yaml is the one that the standing publication was made by; old rows do not say."""
    made_by = ledger.standing[-1].row.get("config") if ledger.standing else None
    if made_by is not None and made_by != digest(sources.config)[:SHORT]:
        yield Difference("config", "", FILE, "since")


def _pages(site: Path, pages: dict[str, str]) -> Iterator[Difference]:
    there: dict[str, Path] = {}
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if name != MANIFEST and not name.startswith(f"{STAGING}/") and not path.is_dir():
            there[name] = path
    for name, hash_ in pages.items():
        found = there.pop(name, None)
        if found is None:
            yield Difference("page", "", name, "missing")
        elif found.is_symlink() or digest(found.read_bytes())[:SHORT] != hash_:
            yield Difference("page", "", name, "changed")
    for name in there.keys() - (read_manifest(site) or Manifest()).retired.keys():
        page = name.lower().endswith(_PAGES)
        yield Difference("page", "", name, "added" if page else "foreign")


def _entries(
    sources: Sources, config: Config, ledger: Ledger, weeks: tuple[str, ...]
) -> Iterator[Difference]:
    layout = arrange(sources.content, config)[0].weeks
    by_name = {f"{term}/w{number:02d}": paths for (term, number), paths in layout.items()}
    for week in weeks:
        paths = by_name.get(week, ())
        files = without_drafts({path: sources.content[path] for path in paths})
        latest = ledger.latest(week)
        noted = {} if latest is None else latest.row["weeks"][week]
        held = {path for path, _ in noted.get("held_back", ())}
        for path, how in differences(ledger, week, files, sources.content).items():
            what = "entry" if path.endswith(".md") else "asset"
            yield Difference(what, week, path, "held" if how == "added" and path in held else how)

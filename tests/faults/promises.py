"""What is promised whatever happens, each promise a check that says what broke it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sjboard.content.ledger import FILE as LEDGER
from sjboard.content.ledger import read_ledger
from sjboard.edges.moves import is_asset
from tests.faults import runs
from tests.faults.runs import FOREIGN, Run, State, made_with
from tests.faults.tree import Tree


class Broken(AssertionError):  # noqa: N818 - a promise is broken, not our code
    """A promise was broken; the first word says which."""


def hold(promise: str, kept: object, what: object = "") -> None:
    if not kept:
        raise Broken(f"{promise}: {what}")


def readers(run: Run, tree: Tree) -> None:
    """Readers meet whole pages, old or new, with all that they are made with; or one whole publication."""
    site, old, new = State.of(tree).site, run.before.site, run.after.site
    assert new is not None
    for path, data in (site or {}).items():
        if site is not None and path.endswith(".html"):
            lacking = made_with(path, data) - site.keys()
            hold("assets", not lacking, f"{path} without {lacking}")
    if old is None:
        hold("whole", site is None or all(d == new.get(p) for p, d in site.items()))
        if run.releases:
            hold("one", not site or site == new)
        return
    hold("there", site is not None, "no site")
    assert site is not None
    for path, data in site.items():
        hold("whole", data in (old.get(path), new.get(path)), path)
    for path in old.keys() & new.keys():
        hold("there", path in site, path)
    if run.releases and run.strict:
        hold("one", site in (old, new), _differing(site, old, new))


def _differing(*sites: Mapping[str, bytes]) -> list[str]:
    paths = {path for site in sites for path in site}
    return [p for p in sorted(paths) if len({site.get(p) for site in sites}) > 1][:5]


def outcome(run: Run, raised: BaseException | None, tree: Tree) -> None:
    """Who is told of an error finds all as it was; who is not, all as it should be."""
    state = State.of(tree)
    if raised is None:
        hold("done", state == run.after, "no error was told")
    elif isinstance(raised, KeyboardInterrupt) and state == run.after:
        pass  # it came too late to stop anything
    elif run.strict:
        same = (state.site or {}) == (run.before.site or {})
        hold("as-it-was", same, f"site, after {raised!r}")
        hold("as-it-was", state.ledger == run.before.ledger, f"ledger, after {raised!r}")


def afterwards(run: Run, root: Path, number: int) -> None:
    """Whoever comes next mends all; the end is as if nothing had happened."""
    try:
        _mended(run, root, number)
    except (OSError, runs.Refused) as failure:
        raise Broken(f"next: {failure!r}") from failure
    except Exception as failure:
        if isinstance(failure, Broken):
            raise
        raise Broken(f"next: {failure!r}") from failure


def _mended(run: Run, root: Path, number: int) -> None:
    if number % 2:  # the inspector comes first, or else the office
        same = runs.agreed(root)
        state = State.of(Tree.read(root))
        ledger = read_ledger(state.ledger)
        hold("ledger", not ledger[1], ledger[1])
        if run.told and (run.before.site is not None or ledger[0].rows):
            first = not ledger[0].rows  # before the first row nothing can be compared
            hold("agree", same or run.name == "site-gone" or first, "site and ledger")
            if run.name != "site-gone":
                hold("agree", state in (run.before, run.after), "half done")
    try:
        run.act(root)
    except runs.Refused as refused:  # it may be that nothing was left to do
        hold("next", State.of(Tree.read(root)) == run.after, refused)
    if run.act is runs.roll_back:  # which does nothing the second time
        runs.agreed(root)
    state = State.of(Tree.read(root))
    site, new = state.site, run.after.site
    assert site is not None
    assert new is not None
    hold("result", site == new, _differing(site, new))
    hold("result", state.ledger == run.after.ledger, LEDGER)
    for path, data in FOREIGN.items():
        if path in (run.before.site or {}):
            hold("foreign", site.get(path) == data, path)
    leftovers = [
        *root.glob("site/.sjboard-staging"),
        *root.glob(".site.next"),
        *root.glob("releases/.*"),
    ]
    leftovers += root.glob("releases/next.json")
    hold("tidy", not leftovers, leftovers)
    if run.told:
        hold("agree", runs.agreed(root), "in the end")
    if run.way_back:
        runs.roll_back(root)
        site, old = State.of(Tree.read(root)).site or {}, run.before.site or {}
        site = {path: data for path, data in site.items() if path in old or not is_asset(path)}
        hold("way-back", site == old, _differing(site, old))

"""Ours beside Hugo, Eleventy, Pelican, MkDocs and Zensical, in one run: `.venv/bin/python bench/compare.py`.

Makes the same school for each (bench/school.py, bench/sites.py), installs them by name into a folder outside
the repository (`--tools`, kept for the next run), measures every case in turn, round after round, and writes
medians and ratios as a Markdown table: to stdout, and with `--write` into docs/performance.md. The rounds are
interleaved, so what else the machine does falls on all alike. `--quick` is a small school in two minutes;
`--growth N` measures cold builds of one to N years, `--years-only N` a single cold build of N years, and
nothing else.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.cases import Case, Other, Ours, weight
from bench.measure import Cost, Failed
from bench.school import Size
from bench.table import growth_table, machine, tables, write_between
from bench.tools import install
from bench.watching import watch

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
SLOW = ("pelican", "mkdocs", "zensical")


@dataclass(slots=True)
class Results:
    """All that was measured; the form of ``--json`` too.

    ``runs``: a case's name → its runs. Names are ``<who> <case>``, the long archive's with `` long`` behind.
    ``sites``: who → pages, their bytes, all bytes. ``saves``: how → seconds of each save, MiB.
    """

    machine: dict[str, str] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    years: int = 1
    entries: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    runs: dict[str, list[Cost]] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    sites: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    saves: dict[str, tuple[list[float], float]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    growth: dict[str, dict[str, float]] = field(default_factory=dict)

    def run(self, name: str, case: Case, *, memory: bool) -> None:
        """Run one case once and keep what it cost; a failure is kept and said, and the rest goes on."""
        if name in self.failed:
            return
        try:
            found = case(memory=memory)
        except Failed as fault:
            self.failed[name] = str(fault)
            print(f"{name}: failed\n{fault}", file=sys.stderr, flush=True)
            return
        if memory:
            self.peaks[name] = max(self.peaks.get(name, 0.0), found.peak)
        else:
            self.runs.setdefault(name, []).append(found)
        said = f"{found.peak:.0f} MiB" if memory else f"{found.wall:.2f} s, CPU {found.cpu:.2f} s"
        print(f"{time.strftime('%H:%M:%S')} {name}: {said}", file=sys.stderr, flush=True)

    def median(self, name: str) -> Cost | None:
        found = self.runs.get(name)
        if not found:
            return None
        wall = statistics.median(one.wall for one in found)
        return Cost(wall, statistics.median(one.cpu for one in found), self.peaks.get(name, 0.0))


def main() -> None:
    """Measure what was asked for; print the tables."""
    asked = arguments()
    size = Size(asked.classes, 1, asked.subjects, asked.weeks)
    found = Results(machine(), asdict(size), asked.years)
    with tempfile.TemporaryDirectory(prefix="sjboard-bench-") as made:
        folder = Path(made)
        if asked.growth or asked.years_only:
            ran = range(1, asked.growth + 1) if asked.growth else (asked.years_only,)
            small = Ours(folder / "small", Size(2, 1, 2, 2))
            small.make()
            small.cold()  # compiles our modules, once
            for years in ran:
                grow(found, folder, Size(asked.classes, years, asked.subjects, asked.weeks))
        else:
            try:
                compare(asked, found, folder, size)
            except KeyboardInterrupt:  # what was measured so far is worth having
                found.failed["everything after"] = "interrupted"
    found.machine["load at the end"] = machine()["load"]
    text = growth_table(found) if found.growth else tables(found)
    print(text)
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), "utf-8")
    if asked.write:
        write_between(PAGE, "growth" if found.growth else "figures", text)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("classes", 36), ("weeks", 20), ("subjects", 6), ("years", 3)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds of the slow ones")
    parser.add_argument("--saves", type=int, default=10)
    parser.add_argument("--others", default="hugo,eleventy,pelican,mkdocs,zensical")
    parser.add_argument("--jobs", type=int, default=0, help="as `build --jobs`; 0 leaves it out")
    parser.add_argument(
        "--tools", type=Path, default=Path(tempfile.gettempdir()) / "sjboard-bench-tools"
    )
    parser.add_argument("--growth", type=int, default=0, metavar="YEARS")
    parser.add_argument("--years-only", type=int, default=0, metavar="YEARS")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    if asked.quick:
        asked.classes, asked.weeks, asked.rounds, asked.saves = 6, 5, 2, 3
    return asked


def compare(asked: argparse.Namespace, found: Results, folder: Path, size: Size) -> None:
    """Make the schools, then measure round after round; memory in a round of its own at the end."""
    extra = ("--jobs", str(asked.jobs)) if asked.jobs else ()
    ours = Ours(folder / "school", size, extra=extra)
    found.entries = ours.make()
    others = []
    for name in filter(None, asked.others.split(",")):
        tool = install(name, asked.tools)
        if tool is not None:
            found.versions[name] = tool.version
            others.append(Other(tool, folder / name, ours.folder, size))
            others[-1].make()
    hugo = next((one for one in others if one.tool.name == "hugo"), None)
    long_size = Size(size.classes, asked.years, size.subjects, size.weeks)
    long = Ours(folder / "long", long_size, extra=extra) if asked.years > 1 else None
    long_hugo = None
    if long is not None:
        long.make()
        if hugo is not None:
            long_hugo = Other(hugo.tool, folder / "long-hugo", long.folder, long_size)
            long_hugo.make()
    ours.cold()  # compiles our modules, once
    for number in range(asked.rounds + 1):
        memory = number == asked.rounds
        for other in others:
            slow = other.tool.name in SLOW
            if memory or not slow or number < asked.slow_rounds:
                found.run(f"{other.tool.name} cold", other.cold, memory=memory)
                if not memory:
                    found.run(f"{other.tool.name} edit", other.edit, memory=False)
        _ours(found, ours, "", memory=memory)
        if long is not None:
            if long_hugo is not None and (memory or number < max(1, asked.rounds // 2)):
                found.run("hugo cold long", long_hugo.cold, memory=memory)
            _ours(found, long, " long", memory=memory)
    found.sites["ours"] = weight(ours.site)
    found.sites |= {other.tool.name: weight(other.site) for other in others}
    _save(found, ours, hugo, "", asked.saves)
    if long is not None:
        _save(found, long, long_hugo, " long", asked.saves)


def _save(found: Results, ours: Ours, hugo: Other | None, label: str, saves: int) -> None:
    """Measure saves while serving, beside Hugo as it is usually started, and rendering all."""
    if saves:
        for whole in (False, True) if hugo is not None else (False,):
            try:
                took = watch(ours, hugo, saves, whole=whole)
            except Failed as fault:
                found.failed[f"saving{' whole' * whole}{label}"] = str(fault)
                print(f"saving: {fault}", file=sys.stderr, flush=True)
                continue
            found.saves |= {f"{who}{' whole' * whole}{label}": one for who, one in took.items()}


def _ours(found: Results, ours: Ours, label: str, *, memory: bool) -> None:
    """Run our cases, of the long archive only those that the archive should not cost."""
    cases: dict[str, Case] = {
        "cold": ours.cold,
        "settle": ours.nothing,
        "nothing": ours.nothing,
        "edit": ours.edit,
    }
    cases["friday"] = ours.friday
    if not label:
        cases |= {"check": ours.check, "print": ours.print, "template": ours.template}
    if label and not memory and len(found.runs.get("ours cold long", ())) >= 1:
        del cases["cold"]  # once is enough: its growth has a table of its own
    for name, case in cases.items():
        found.run(f"ours {name}{label}", case, memory=memory)


def grow(found: Results, folder: Path, size: Size) -> None:
    """Build a school of so many years once from nothing, and once more while its memory is watched."""
    ours = Ours(folder / f"years{size.years}", size)
    entries = ours.make()
    timed, watched = ours.cold(), ours.cold(memory=True)
    pages, html, _ = weight(ours.site)
    found.growth[str(size.years)] = {
        "entries": entries,
        "pages": pages,
        "html": html,
        "wall": timed.wall,
        "cpu": timed.cpu,
        "peak": watched.peak,
    }
    print(f"{size.years} years: {found.growth[str(size.years)]}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

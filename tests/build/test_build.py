"""What a build promises: the same bytes from the same sources, whatever came before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.build import Outcome, build_site, check_site
from sjboard.build import memory as memories
from sjboard.build.memory import MemoryFault, Remembered, rows_of, units_of
from sjboard.build.sources import Sources, digest
from sjboard.diagnostics import has_errors
from sjboard.render.environment import Surroundings
from sjboard.views.site import Page, WeekSummary
from tests.build.schools import CONFIG, content, day, entry, sources

TODAY = date(2026, 11, 20)
W12 = "content/2026-autumn/w12/g3/语文.md"


def written_down(memory: Mapping[str, Remembered]) -> dict[str, bytes]:
    return {row: data for name, unit in memory.items() for row, data in rows_of(name, unit).items()}


@dataclass
class Folder:
    """A site and a memory, as they would lie on a disk."""

    site: dict[str, bytes] = field(default_factory=dict)
    memory: dict[str, Remembered] = field(default_factory=dict)

    def build(self, given: Sources, today: date = TODAY) -> Outcome:
        standing = {path: digest(data) for path, data in self.site.items()}
        memory = units_of(written_down(self.memory))
        done = build_site(given, today, memory=memory, standing=standing)
        if done.config is not None and not has_errors(done.diagnostics):
            self.site = {**{p: self.site[p] for p in done.kept}, **done.pages}
            self.memory = dict(done.memory)
        return done


def clean(given: Sources, today: date = TODAY) -> dict[str, bytes]:
    folder = Folder()
    folder.build(given, today)
    return folder.site


def test_a_second_build_builds_nothing_again() -> None:
    folder = Folder()
    first = folder.build(sources(content()))
    assert first.remembered == 0
    before = dict(folder.site)
    second = folder.build(sources(content()))
    # three weeks; each grade's minutes, texts and screens; the screens' index, what spans weeks, codes
    assert second.remembered == 3 + 2 * 3 + 3
    assert folder.site == before
    assert second.diagnostics == first.diagnostics


def test_a_friday_costs_a_week() -> None:
    files = content()
    folder = Folder()
    folder.build(sources(files), date(2026, 11, 19))
    assert not any("/w12/" in path for path in folder.site)
    done = folder.build(sources(files), date(2026, 11, 20))
    assert done.remembered == 2  # codes and w10; w11 has a neighbour and is not the newest now
    assert any("/w12/" in path for path in folder.site)


def test_a_damaged_page_is_written_again() -> None:
    folder = Folder()
    folder.build(sources(content()))
    right = dict(folder.site)
    folder.site["2026-autumn/w11/index.html"] = b"scribble"
    del folder.site["index.html"]
    folder.build(sources(content()))
    assert folder.site == right


def test_only_pictures_that_are_shown_are_published() -> None:
    site = clean(sources(content()))
    pictures = [path for path in site if re.fullmatch(r"assets/[0-9a-f]+\.png", path)]
    assert len(pictures) == 1
    page = site["2026-autumn/w12/g3/c1/index.html"].decode()
    assert f'src="../../../../{pictures[0]}"' in page


def test_a_new_picture_under_an_old_name_is_noticed() -> None:
    folder = Folder()
    files = content()
    folder.build(sources(files))
    files["content/assets/图.png"] += b"!"
    folder.build(sources(files))
    assert folder.site == clean(sources(files))


def test_an_error_publishes_nothing() -> None:
    files = content()
    files[W12] = entry("语文", "## 周一\n\n- 写生字\n")
    done = build_site(sources(files), TODAY)
    assert has_errors(done.diagnostics)
    assert (done.pages, done.kept) == ({}, {})


def test_next_weeks_faults_do_not_stop_this_friday() -> None:
    files = content()
    files[W12] = b"\xff\xfe half written"
    before = date(2026, 11, 19)
    assert not has_errors(build_site(sources(files), before).diagnostics)
    assert has_errors(build_site(sources(files), before, future=True).diagnostics)
    assert has_errors(check_site(sources(files)).diagnostics)


def test_drafts_stay_out_faults_and_all() -> None:
    files = content()
    files["content/2026-autumn/w12/g3/数学.md"] = entry("数学", "## 周一\n\n- 写生字\n", "草稿: 是")
    done = build_site(sources(files), TODAY)
    assert not has_errors(done.diagnostics)
    assert done.pages == build_site(sources(content()), TODAY).pages
    assert has_errors(build_site(sources(files), TODAY, drafts=True).diagnostics)
    assert has_errors(check_site(sources(files)).diagnostics)


def test_a_week_of_nothing_but_drafts_is_not_built() -> None:
    files = content()
    files["content/2026-autumn/w13/g3/语文.md"] = entry("语文", day("x"), "draft: yes")
    assert clean(sources(files), date(2026, 12, 1)) == clean(sources(content()), date(2026, 12, 1))


def test_only_the_newest_weeks_are_kept() -> None:
    keep = CONFIG + b"publication: {keep: 2}\n"
    site = clean(sources(content(), keep))
    assert not any("/w10/" in path for path in site)
    assert any("/w11/" in path for path in site)


def test_a_bad_config_says_so_and_nothing_else() -> None:
    done = build_site(sources(content(), b"school: {}\n"), TODAY)
    assert done.config is None
    assert all(d.rule.startswith("config.") for d in done.diagnostics)


@given(order=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_files_never_matters(order: object) -> None:
    names = list(content())
    order.shuffle(names)  # type: ignore[attr-defined]  # Hypothesis' own kind of Random
    files = {name: content()[name] for name in names}
    assert clean(sources(files)) == clean(sources(content()))


PATHS = [
    *content(),
    "content/2026-autumn/w13/g3/数学.md",
    "content/2026-autumn/w12/g1/数学.md",
    "content/2026-autumn/w09/g1/语文.md",
]
CONFIGS = (
    CONFIG,
    CONFIG + b"publication: {keep: 1}\n",
    CONFIG.replace("数学}".encode(), "算术, aliases: [数学]}".encode()),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """Something that happens to a folder: (what, path, bytes)."""
    what = draw(st.sampled_from(["write", "write", "delete", "rename", "config", "template"]))
    path = draw(st.sampled_from(PATHS))
    minutes = draw(st.integers(1, 20))
    subject = "数学" if "数学" in path else "语文"
    draft = ["draft: yes"] if draw(st.integers(0, 5)) == 0 else []
    written = entry(subject, day(f"第{minutes}题", minutes, "口头"), *draft)
    if path.endswith(".png"):
        written = b"picture %d" % minutes
    if "letters" in path:
        written = content()[path] + f"\n第{minutes}段。\n".encode()
    return what, path, written


def test_of_a_week_only_the_grades_that_changed_are_written_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, files = Folder(), content()
    folder.build(sources(files))
    written: list[str] = []
    fill = Surroundings.fill

    def noted(self: Surroundings, template: str, at: Page, values: Mapping[str, object]) -> bytes:
        written.append(at.route)
        return fill(self, template, at, values)

    files[W12] = entry("语文", day("第9题", 1, "口头"))
    with monkeypatch.context() as patch:
        patch.setattr(Surroundings, "fill", noted)
        folder.build(sources(files))
    own = {route for route in written if route.startswith("2026-autumn/w12/g")}
    assert own
    assert all(route.startswith("2026-autumn/w12/g3/") for route in own)
    assert folder.site == clean(sources(files))


def test_a_picture_that_nothing_shows_any_more_goes() -> None:
    folder, files = Folder(), content()
    folder.build(sources(files))
    shown = [path for path in folder.site if path.endswith(".png")]
    files[W12] = entry("语文", day("第1题", 1, "口头"))
    folder.build(sources(files))
    assert shown
    assert folder.site == clean(sources(files))


@given(
    changes=st.lists(edits(), min_size=1, max_size=5),
    days=st.lists(st.integers(0, 21), min_size=5, max_size=5),
)
@settings(max_examples=30, deadline=None)
def test_whatever_was_changed_the_site_is_as_built_from_nothing(
    changes: list[tuple[str, str, bytes]], days: list[int]
) -> None:
    folder = Folder()
    files, config, templates = content(), CONFIG, dict[str, bytes]()
    for (what, path, written), later in zip(changes, days, strict=False):
        if what == "write":
            files[path] = written
        elif what == "delete":
            files.pop(path, None)
        elif what == "rename" and path in files:
            files[path.replace(".md", "-改.md")] = files.pop(path)
        elif what == "config":
            config = CONFIGS[len(written) % len(CONFIGS)]
        elif what == "template":
            templates = (
                {"404.html": written[-9:].decode("utf-8", "ignore").encode()}
                if not templates
                else {}
            )
        given_now = sources(dict(files), config, templates=templates)
        today = date(2026, 11, 6 + later)
        done = folder.build(given_now, today)
        if not has_errors(done.diagnostics):
            assert folder.site == clean(given_now, today)


def test_other_words_in_one_grade_leave_the_others_and_the_pictures() -> None:
    folder = Folder()
    folder.build(sources(content()))
    files = content()
    path = next(path for path in files if "/w12/g3/" in path)
    files[path] = files[path].replace("看图说话".encode(), "说话".encode())
    assert files != content()
    done = folder.build(sources(files))
    assert {name for name in done.memory if done.memory[name].pages.keys() & done.pages.keys()} == {
        "2026-autumn/w12",
        "site",  # the page of search names the week's shard
        "taken/3",
        "screens/3",
        "screens/",
    }
    assert folder.site == clean(sources(files))


def test_memory_comes_back_as_it_went() -> None:
    folder = Folder()
    folder.build(sources(content()))
    again = units_of(written_down(folder.memory))
    assert again == folder.memory
    weeks = [unit for unit in folder.memory.values() if "line" in unit.parts]
    assert len(weeks) == 3
    for name, unit in folder.memory.items():
        for part, one in unit.parts.items():
            kind = type(one.value(object))
            assert again[name].parts[part].value(kind) == one.value(kind)
            assert one.read() == memories.written_down(one.value(kind))


def test_what_is_no_memory_of_ours_is_refused() -> None:
    folder = Folder()
    folder.build(sources(content()))
    rows = written_down(folder.memory)
    for wrong in (b"", b"[]", b"\xff", b'{"~":"Popen"}', b'["a",{},{},{"~":"Popen"}]'):
        with pytest.raises(MemoryFault):
            units_of({**rows, "unit/2026-autumn/w12": wrong})
    for wrong in (b"", b"[]", b'{"~":"Popen"}', b'{"~":"ClassId","v":[3]}'):
        unit = units_of({**rows, "part/2026-autumn/w12/line": wrong})["2026-autumn/w12"]
        with pytest.raises(MemoryFault):
            unit.parts["line"].value(WeekSummary)

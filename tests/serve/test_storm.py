"""Whatever happens to the files while it serves, what it serves in the end is what a clean build makes."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sjboard.build import build_site
from sjboard.build.sources import digest
from sjboard.edges.disk import snapshot
from sjboard.edges.serve.frame import Framed
from sjboard.edges.terminal import words
from tests.serve.served import CONFIG, TERM, TODAY, Served, entry, found, until, write

OWN = '{% extends "!base.html" %}\n{% block small_print %}<p>NUMBER</p>{% endblock %}\n'


class Storm:
    """Random operations on a school's files, as people, editors and version control do them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - a test's, so that it can be repeated
        self.number = 0

    def step(self) -> None:
        """Do one of them."""
        self.number += 1
        operation = self.chance.choice(
            [
                self.save,
                self.save,
                self.save_atomically,
                self.save_in_pieces,
                self.break_one,
                self.delete,
                self.rename,
                self.move_week,
                self.move_content_away_and_back,
                self.check_out,
                self.settings,
                self.break_settings,
                self.template,
                self.break_template,
                self.no_templates,
                self.draft,
                self.letter,
            ]
        )
        operation()

    def any_entry(self) -> Path:
        week, grade = self.chance.choice(["w12", "w13", "w14"]), self.chance.choice([3, 5])
        subject = self.chance.choice(["语文", "数学"])
        return self.folder / TERM / week / f"g{grade}" / f"{subject}.md"

    def text(self, path: Path) -> str:
        items = [f"第{self.number}.{n}题" for n in range(self.chance.randint(1, 4))]
        return entry(path.stem, *items, minutes=5)

    def save(self) -> None:
        path = self.any_entry()
        write(path, self.text(path))

    def save_atomically(self) -> None:
        path = self.any_entry()
        write(path.with_name(".new"), self.text(path))
        path.with_name(".new").replace(path)

    def save_in_pieces(self) -> None:
        path = self.any_entry()
        text = self.text(path)
        write(path, text[: len(text) // 2])
        time.sleep(self.chance.random() * 0.1)
        write(path, text)

    def break_one(self) -> None:
        write(self.any_entry(), self.chance.choice(["", "---\n", "\0", "---\n学科：数学\n---\n"]))

    def delete(self) -> None:
        self.any_entry().unlink(missing_ok=True)

    def rename(self) -> None:
        path = self.any_entry()
        if path.exists():
            path.replace(path.with_name(self.chance.choice(["语文.md", "数学.md"])))

    def move_week(self) -> None:
        first, second = self.chance.sample(["w12", "w13", "w14"], 2)
        source, target = self.folder / TERM / first, self.folder / TERM / second
        if source.exists():
            shutil.rmtree(target, ignore_errors=True)
            source.rename(target)

    def move_content_away_and_back(self) -> None:
        content, away = self.folder / "content", self.folder / "away"
        content.rename(away)
        time.sleep(self.chance.random() * 0.3)
        away.rename(content)

    def check_out(self) -> None:
        """Many files at once, as version control writes them."""
        for _ in range(8):
            self.save()
            self.delete()

    def settings(self) -> None:
        config = CONFIG.replace("样例", self.chance.choice(["样例", "实验", "中心"]))
        write(self.folder / "config.yaml", config)

    def break_settings(self) -> None:
        broken = self.chance.choice(["", "school: [", CONFIG.replace("id:", "idd:")])
        write(self.folder / "config.yaml", broken)

    def template(self) -> None:
        text = OWN.replace("NUMBER", str(self.number))
        write(self.folder / "templates" / "base.html", text)

    def break_template(self) -> None:
        write(self.folder / "templates" / "base.html", OWN.replace("NUMBER", "{{ nothing.here }}"))

    def no_templates(self) -> None:
        shutil.rmtree(self.folder / "templates", ignore_errors=True)

    def draft(self) -> None:
        path = self.any_entry()
        write(path, entry(path.stem, f"草稿{self.number}", front="草稿: 是\n"))

    def letter(self) -> None:
        text = f"---\n标题: 第{self.number}封信\n日期: 2026-11-02\n---\n\n请穿运动鞋。\n"
        write(self.folder / "content" / "letters" / f"letter-{self.number % 3}.md", text)

    def calm(self) -> None:
        """Mend what is broken, as people would."""
        self.settings()
        self.template()
        for path in sorted((self.folder / TERM).rglob("*.md")):
            write(path, self.text(path))


@pytest.mark.parametrize("seed", [1])
def test_a_storm_ends_as_a_clean_build(
    serve: Callable[..., Served], request: pytest.FixtureRequest, tmp_path: Path, seed: int
) -> None:
    folder = found(tmp_path / "school")
    served = serve(folder=folder)
    storm = Storm(folder, seed)
    steps = int(request.config.getoption("--storm"))
    for _ in range(steps):
        storm.step()
        time.sleep(storm.chance.choice([0, 0, 0.01, 0.05, 0.2]))
        if storm.number % 10 == 0:
            assert served.ask("/")[0] in {200, 503}  # it answers all the while
    storm.calm()
    outcome = build_site(
        snapshot(folder / "config.yaml"), date.fromisoformat(TODAY), future=True, drafts=True
    )
    assert not outcome.stopped, outcome.diagnostics
    framed = Framed(words("zh-Hans"))
    expected = {
        path: framed.frame(data, digest(data)) if path.endswith(".html") else data
        for path, data in outcome.pages.items()
    }
    home = expected["index.html"]
    until(lambda: served.ask("/index.html")[1] == home)
    time.sleep(4)  # it reads everything once more when it is quiet
    for path, data in expected.items():
        assert served.ask(f"/{path}")[1] == data, path
    for week in ("w12", "w13", "w14"):
        address = f"2026-autumn/{week}/index.html"
        assert (served.ask(f"/{address}")[0] == 200) == (address in expected)

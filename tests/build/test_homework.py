"""A week's entries looked through again only when one of them has changed."""

from __future__ import annotations

from sjboard.build.homework import Held, Homework, by_week
from sjboard.build.sources import Content
from sjboard.config import read_config
from sjboard.content.layout import arrange
from tests.serve.served import CONFIG, TERM, entry

FILES = {
    f"{TERM}/{week}/g3/{subject}.md": entry(subject, week).encode("utf-8")
    for week in ("w12", "w13")
    for subject in ("语文", "数学")
}


def looked_through(files: dict[str, bytes], held: Held | None) -> dict[tuple[str, int], Homework]:
    config, _ = read_config(CONFIG.encode("utf-8") + b"policy: {use: [], floor: []}\n", {})
    assert config is not None
    return by_week(Content(files), arrange(files, config)[0], held)


def test_what_is_held_says_the_same_as_what_is_read() -> None:
    held: Held = {}
    changed = {**FILES, f"{TERM}/w13/g3/数学.md": entry("数学", "改过").encode("utf-8")}
    draft = {
        **FILES,
        f"{TERM}/w12/g3/数学.md": entry("数学", "x", front="草稿: 是\n").encode("utf-8"),
    }
    gone = {path: data for path, data in FILES.items() if "/w12/" not in path}
    before = looked_through(FILES, held)
    for files in (FILES, changed, draft, gone, {}, FILES):
        again = looked_through(files, held)
        fresh = looked_through(files, None)
        assert list(again) == list(fresh) == sorted(held)
        for key, week in again.items():
            assert (week.every, week.public) == (fresh[key].every, fresh[key].public)
            assert week.read() == fresh[key].read()
    again = looked_through(changed, held)
    autumn = ("2026-autumn", 12)
    assert again[autumn] is looked_through(FILES, held)[autumn]
    assert before[autumn].every == again[autumn].every

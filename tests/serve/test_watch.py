"""Hearing of changes, and finding them where nobody tells: network drives, and events that were lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from sjboard.edges.serve.known import Known
from sjboard.edges.serve.preview import Preview
from sjboard.edges.serve.server import keep_building
from sjboard.edges.serve.watch import Watch
from sjboard.edges.terminal import words
from tests.serve.served import CONFIG, TERM, Served, entry, found, until, write

BOARD = "2026-autumn/w13/g3/c1/index.html"


@contextmanager
def building(folder: Path, *, events: bool) -> Iterator[Preview]:
    preview = Preview(folder / "config.yaml", lambda: date(2026, 11, 22))
    watch = Watch(folder / "config.yaml", events=events)
    stop = threading.Event()
    thread = threading.Thread(target=keep_building, args=(preview, watch, stop, lambda: None))
    thread.start()
    until(lambda: preview.shown.ready)
    try:
        yield preview
    finally:
        stop.set()
        watch.close()
        thread.join(20)


@pytest.mark.parametrize("events", [True, False])
def test_a_save_is_seen_with_events_and_without(tmp_path: Path, *, events: bool) -> None:
    folder = found(tmp_path / "school")
    with building(folder, events=events) as preview:
        write(folder / TERM / "w13" / "g3" / "数学.md", entry("数学", "没有通知也看得到"))
        until(lambda: "没有通知也看得到".encode() in preview.shown.pages[BOARD])
        (folder / TERM / "w13").rename(folder / TERM / "w14")
        until(lambda: BOARD not in preview.shown.pages)


def test_a_pack_that_config_names_is_watched(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    pack = folder / "rules" / "own.yaml"
    limit = "{id: mine, grades: 3, per: day, kinds: written, minutes: 55, message: 本校规定}"
    source = "source: {title: 通知, issuer: 教导处, date: 2026-09-01}"
    write(pack, f"id: own\nname: 本校\n{source}\nlimits:\n  - {limit}\n")
    found(folder, CONFIG + "policy: {use: [cn-2021, rules/own.yaml]}\n")
    with building(folder, events=True) as preview:
        write(pack, pack.read_text(encoding="utf-8").replace("本校规定", "新的规定"))
        until(lambda: "新的规定".encode() in preview.shown.pages["rules/index.html"])


def test_what_the_clock_of_the_files_hides_is_read_when_it_is_heard_of(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    known = Known()
    status = path.stat()
    assert known.read(path, None, status) == b"one"
    path.write_bytes(b"two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert known.read(path, None, status) == b"one"  # as if written within the same tick
    known.forget([str(path)])
    assert known.read(path, None, status) == b"two"


def test_a_bug_in_a_build_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = found(tmp_path / "school")
    preview = Preview(folder / "config.yaml", lambda: date(2026, 11, 22))
    preview.refresh()
    before = preview.shown.pages

    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    with monkeypatch.context() as broken:
        broken.setattr("sjboard.edges.serve.preview.build_site", fail)
        write(folder / TERM / "w13" / "g3" / "数学.md", entry("数学", "改过"))
        assert preview.refresh()
    assert preview.shown.pages is before
    assert [t.message for t in preview.shown.troubles] == [
        words("zh-Hans")("serve.bug", kind="RecursionError")
    ]
    write(folder / TERM / "w13" / "g3" / "数学.md", entry("数学", "又改过"))
    assert preview.refresh()
    assert preview.shown.troubles == ()
    assert "又改过".encode() in preview.shown.pages[BOARD]


def test_a_template_without_end_is_given_up_and_told(
    serve: Callable[..., Served],
) -> None:
    served = serve()
    own = served.folder / "templates" / "base.html"
    loop = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"
    write(own, f'{{% extends "!base.html" %}}\n{{% block small_print %}}{loop}{{% endblock %}}\n')
    until(lambda: "templates/base.html:2: 错误" in served.said, 120)
    assert "样例小学" in served.text("/")
    write(own, '{% extends "!base.html" %}\n{% block small_print %}校长信箱{% endblock %}\n')
    until(lambda: "校长信箱" in served.text("/"), 120)
    assert served.lines[-1].startswith("已更新")

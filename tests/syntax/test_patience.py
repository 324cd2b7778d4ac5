"""Work is given up in time, and nothing of that reaches whoever comes after it."""

from __future__ import annotations

import contextlib
import random
import threading
import time

import pytest

from sjboard.syntax import patience
from sjboard.syntax.markdown import render
from sjboard.syntax.patience import GivenUp, within


def forever() -> None:
    while True:
        with contextlib.suppress(Exception):  # as careless code does
            sum(range(100))


def test_what_ends_gives_its_result() -> None:
    assert within(60, lambda: 6 * 7) == 42


def test_what_fails_fails_as_it_would() -> None:
    def fail() -> None:
        raise KeyError("this")

    with pytest.raises(KeyError, match="this"):
        within(60, fail)


def test_what_does_not_end_is_given_up() -> None:
    with pytest.raises(GivenUp):
        within(0.05, forever)


def test_in_any_thread() -> None:
    ends: list[str] = []

    def work() -> None:
        try:
            within(0.05, forever)
        except GivenUp:
            ends.append("given up")

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ends == ["given up"] * 3


def test_nothing_arrives_late() -> None:
    chance = random.Random(5)  # noqa: S311 - to be the same every time
    ends = {"done": 0, "given up": 0, "failed": 0}

    def work() -> None:
        until = time.perf_counter() + chance.uniform(0.0005, 0.0035)
        while time.perf_counter() < until:
            pass
        if chance.random() < 0.3:
            raise ValueError

    for _ in range(600):
        try:
            within(0.002, work)
            end = "done"
        except GivenUp:
            end = "given up"
        except ValueError:
            end = "failed"
        ends[end] += 1
        for _ in range(50):  # here it would arrive
            pass
    assert sum(ends.values()) == 600
    assert ends["given up"] > 0


def test_an_entry_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(["*甲* _乙_ `丙` [丁](http://a.example/)"] * 700)
    assert not render(text, "a.md", 7, ()).diagnostics
    monkeypatch.setattr(patience, "SECONDS", 0.01)
    given_up = render(text, "a.md", 7, ())
    assert given_up.html == ""
    (found,) = given_up.diagnostics
    assert (found.words, found.span.line) == ("syntax.size:slow", 7)
    assert not render("*甲* `乙`", "b.md", 1, ()).diagnostics

"""What the terminal is shown, and in which language."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from sjboard.edges import cli, terminal
from sjboard.edges.terminal import Settings, language_of, progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_goes_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    clock = iter((0.0, 0.9, 2.0, 3.0, 4.0))
    terminal.speak("zh-Hans")
    show = progress("生成", Settings(), lambda: next(clock))
    show(1, 4, 100)
    assert screen.getvalue() == ""  # nothing is said in the first second
    show(2, 4, 200)
    assert screen.getvalue() == "\r生成 ████████████░░░░░░░░░░░░ 2/4  每秒 100 份作业  还要 2 秒"
    show(3, 400)
    assert "生成 ░░░░░░░░░░░░░░░░░░░░░░░░ 3/400  还要 7 分钟" in screen.getvalue()
    show(4, 4)
    assert screen.getvalue().endswith(" \r")


@pytest.mark.parametrize("quiet", [True, False])
def test_no_bar_when_quiet_or_away_from_a_terminal(
    monkeypatch: pytest.MonkeyPatch, *, quiet: bool
) -> None:
    screen = Screen() if quiet else io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    clock = iter((0.0, 9.0))
    progress("生成", Settings(quiet=quiet), lambda: next(clock))(1, 2)
    assert screen.getvalue() == ""


def test_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    assert Settings().clock == date(2026, 11, 20)
    assert Settings(today=date(2026, 1, 1)).clock == date(2026, 1, 1)


@pytest.mark.parametrize("form", [["--config", "{}"], ["build", "--config={}"]])
def test_the_language_is_guessed_from_the_config(tmp_path: Path, form: list[str]) -> None:
    config = tmp_path / "config.yaml"
    arguments = [part.format(config) for part in form]
    assert language_of(arguments) == "zh-Hans"
    config.write_text("site:\n  language: zh-Hant\n", encoding="utf-8")
    assert language_of(arguments) == "zh-Hant"
    config.write_bytes(b"site: {language: en}")
    assert language_of(arguments) == "en"


def test_colours_need_a_terminal_and_nobody_against_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Settings().colour()
    assert not Settings(no_color=True).colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Settings().colour()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not Settings().colour()


def test_our_own_fault_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "config.yaml").write_bytes(b"")

    def broken(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sjboard.edges.remembering.snapshot", broken)
    terminal.speak("zh-Hans")
    arguments = ["check", "--config", str(tmp_path / "config.yaml")]
    assert cli._run(arguments, Settings()) == cli.MACHINE
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "ZeroDivisionError" in told
    assert "--verbose" in told
    assert cli._run([*arguments, "--verbose"], Settings()) == cli.MACHINE
    assert "Traceback" in capsys.readouterr().err

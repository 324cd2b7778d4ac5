"""The terminal: its words, its colours, its progress bar, and how it is told that we failed.

Knows click's own sentences and says them in the school's language. Does not know what the commands do.
"""

from __future__ import annotations

import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

import click

from sjboard.edges.package import CONFIG, catalogues
from sjboard.locale import LANGUAGES, Words
from sjboard.records import dataclass

DEFAULT_LANGUAGE = "zh-Hans"

_LANGUAGE = re.compile(rb"\blanguage:\s*[\"']?(zh-Hans|zh-Hant|en)\b")

_CLICK_WORDS = {
    "Usage:": "click.usage",
    "Options": "click.options",
    "Commands": "click.commands",
    "Positional arguments": "click.arguments",
    "Show this message and exit.": "click.help",
    "Show the version and exit.": "click.version",
    "default: {default}": "click.default",
    "Missing command.": "click.no-command",
    "No such command {name!r}.": "click.unknown-command",
    "No such option {name!r}.": "click.unknown-option",
    "Did you mean {possibility}?": "click.nearest",
    "(Did you mean one of: {possibilities}?)": "click.nearest-many",
    "Got unexpected extra argument ({args})": "click.extra",
    "Got unexpected extra arguments ({args})": "click.extra",
    "Option {name!r} requires an argument.": "click.needs-value",
    "Option {name!r} does not take a value.": "click.takes-no-value",
    "Invalid value: {message}": "click.invalid",
    "Invalid value for {param_hint}: {message}": "click.invalid-for",
    "{value!r} is not one of {choice}.": "click.not-one-of",
    "{value!r} is not one of {choices}.": "click.not-one-of",
    "{value!r} is not a valid {number_type}.": "click.not-a-number",
    "{value} is not in the range {range}.": "click.out-of-range",
    "Try '{command} {option}' for help.": "click.try",
    "Error: {message}": "click.error",
}
_CLICK_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


@dataclass(slots=True)
class Settings:
    """What the options that every command has were set to."""

    config: Path = Path(CONFIG)
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    today: date | None = None
    command: str = ""

    @property
    def root(self) -> Path:
        """The school's folder."""
        return self.config.parent

    @property
    def clock(self) -> date:
        """Today: as told, else as SOURCE_DATE_EPOCH has it, else the machine's."""
        if self.today is not None:
            return self.today
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if not epoch:
            return datetime.now().astimezone().date()
        try:
            return datetime.fromtimestamp(int(epoch), tz=UTC).date()
        except (ValueError, OverflowError, OSError):
            raise click.UsageError(say("usage.epoch", value=epoch)) from None

    @property
    def moment(self) -> str:
        """Today with the time of day and its distance from UTC, to the second: as ``clock`` has the day.

        The time of day is SOURCE_DATE_EPOCH's, else the machine's.
        """
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        day = self.clock  # says what is wrong with the epoch
        now = datetime.fromtimestamp(int(epoch), tz=UTC) if epoch else datetime.now().astimezone()
        return datetime.combine(day, now.timetz().replace(microsecond=0)).isoformat()

    def colour(self) -> bool:
        """Whether results may be coloured."""
        return not self.no_color and not os.environ.get("NO_COLOR") and sys.stdout.isatty()


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """Give the words of a language, every domain."""
    return Words(language, catalogues())


class _Tongue:
    """The language that this run speaks: one terminal, one language."""

    words: Words | None = None


def speak(language: str) -> Words:
    """Choose the language of everything that is said from now on."""
    _Tongue.words = words(language)
    return _Tongue.words


def speaking() -> Words:
    """Give the words of this run."""
    return _Tongue.words or speak(DEFAULT_LANGUAGE)


def say(key: str, /, **args: object) -> str:
    """Give a sentence in the language of this run."""
    return speaking()(key, **args)


def language_of(arguments: Iterable[str]) -> str:
    """Guess the school's language before config.yaml is read in earnest, for help and complaints."""
    config = CONFIG
    listed = list(arguments)
    for number, argument in enumerate(listed):
        if argument == "--config" and number + 1 < len(listed):
            config = listed[number + 1]
        elif argument.startswith("--config="):
            config = argument.partition("=")[2]
    try:
        if not Path(config).is_file():  # a pipe would never end
            return DEFAULT_LANGUAGE
        with Path(config).open("rb") as file:
            found = _LANGUAGE.search(file.read(64 * 1024))
    except (OSError, ValueError):
        return DEFAULT_LANGUAGE
    return found[1].decode("ascii") if found else DEFAULT_LANGUAGE


def prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page is; what it cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def translate_click() -> None:
    """Let click say its own sentences in our words: each of its modules asks a function called _."""
    for name in _CLICK_MODULES:
        module = vars(import_module(f"click.{name}"))
        if "_" in module:
            module["_"] = _click_text
        if "ngettext" in module:
            module["ngettext"] = _click_plural


def _click_text(message: str) -> str:
    """Give our words for click's; their fields are written doubled, and so left for click to fill."""
    key = _CLICK_WORDS.get(message)
    return say(key) if key else message


def _click_plural(one: str, many: str, count: int) -> str:
    return _click_text(one if count == 1 else many)


class Showing(Protocol):
    """Told how much is done, how much there is in all, and how many entries that makes (0: not known)."""

    def __call__(self, done: int, total: int, entries: int = 0) -> None: ...


PATIENCE = 1.0
"""Seconds of work before anything is said about it."""


def progress(
    label: str, settings: Settings, clock: Callable[[], float] = time.monotonic
) -> Showing:
    """Give something to tell of work: a bar on stderr, if that is a terminal and the work takes long.

    With it, how many entries a second are done, and how long it will still take. ``clock``: seconds.
    """
    if settings.quiet or not sys.stderr.isatty():
        return _silent
    began = clock()
    shown = 0

    def show(done: int, total: int, entries: int = 0) -> None:
        nonlocal shown
        spent = clock() - began
        if spent < PATIENCE:
            return
        from wcwidth import wcswidth

        width = 24
        filled = width * done // max(total, 1)
        parts = [f"{label} {'█' * filled}{'░' * (width - filled)} {done}/{total}"]
        if entries:
            parts.append(say("progress.rate", rate=round(entries / spent)))
        if 0 < done < total:
            parts.append(_left(spent * (total - done) / done))
        line = "  ".join(parts)
        columns = max(wcswidth(line), len(line))
        blank = " " * max(shown - columns, 0)  # what a longer line before has left
        end = "\r" + " " * max(columns, shown) + "\r" if done >= total else ""
        shown = columns
        sys.stderr.write(f"\r{line}{blank}{end}")
        sys.stderr.flush()

    return show


def _silent(done: int, total: int, entries: int = 0) -> None:
    """Tell nobody."""


def _left(seconds: float) -> str:
    if seconds < _MINUTES:
        return say("progress.seconds", seconds=max(1, round(seconds)))
    return say("progress.minutes", minutes=round(seconds / 60))


_MINUTES = 100
"""From so many seconds on, minutes are said."""

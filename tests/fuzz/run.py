"""Let atheris (libFuzzer for Python) look for inputs that break the laws of a reader.

    python -m tests.fuzz.run TARGET [libFuzzer's options and corpus folders]
    python -m tests.fuzz.run all -max_total_time=300 [corpus folder]      (or several: body,tags)

A target is a module of the folder ``targets`` with ``check`` and ``seeds``. ``all`` runs one after the
other and writes a table. With ``-runs=N -seed=1`` the same inputs come every time.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NoReturn

from tests.fuzz.tokens import TOKENS

TARGETS = (
    *("text", "front_matter", "yaml_reading", "body", "tags", "markdown", "inline", "cleaner"),
    *(
        "placeholders",
        "letter",
        "ledger",
        "mend",
        "signed",
        "entry",
        "roster",
        "workbook",
        "config",
    ),
)
SECONDS = 1.0
"""Of CPU, for one input, watched code included: more is a failure."""
LONGEST = 40_000
"""Characters: somewhat more than a body may have."""
USUAL = 1_500
"""Of most inputs: long ones cost time, and are for finding out what costs more than it should."""
WATCHED = ["sjboard", "markdown", "yaml"]
"""What new inputs shall find new ways through."""
_FIGURES = re.compile(r"Done (\d+) runs")
_SLOWEST = re.compile(r"slowest (\S+) s")
_EDGES = re.compile(r"cov: (\d+)")


def mutated(data: bytes, random: Random) -> bytes:
    """Change a text as people and attackers do: by tokens, lines, doubling, again and again."""
    text = data.decode("utf-8", "ignore")
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randint(0, len(text))
        end = min(len(text), at + random.choice((1, 1, 2, 5, 20, 200)))
        token = random.choice(TOKENS)
        way = random.randrange(8)
        if way <= 2:
            text = text[:at] + token + text[at:]
        elif way == 3:
            text = text[:at] + text[end:]
        elif way == 4:
            text = text[:at] + token + text[end:]
        elif way == 5:
            lines = text.split("\n")
            lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
            text = "\n".join(lines)
        elif way == 6:
            lines = text.split("\n")
            del lines[random.randrange(len(lines))]
            text = "\n".join(lines)
        else:
            piece = random.choice((token, text[at:end]))
            text = text[:at] + piece * random.choice((2, 3, 6, 40, 1000)) + text[at:]
    most = LONGEST if random.random() < 0.03 else USUAL
    return text[:most].encode("utf-8", "ignore")


def guarded(check: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Hold a check to its time; whatever breaks a law is shown with its input."""
    slowest = 0.0

    def once(data: bytes) -> None:
        nonlocal slowest
        begun = time.process_time()
        try:
            check(data)
            spent = time.process_time() - begun
            assert spent < SECONDS, f"{spent:.1f} s for {len(data)} bytes"
            if spent > slowest:
                slowest = spent
                say(f"slowest {spent:.2f} s")
        except Exception:
            say(f"\nbroken by {data[:4_000]!r}")
            raise

    return once


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepared(name: str) -> ModuleType:
    """Import a target so that its ways are watched. Nothing of ours may be imported before."""
    import atheris  # noqa: PLC0415 - where it is not to be had, ``test_fuzz`` says so

    with atheris.instrument_imports(include=WATCHED):
        return import_module(f"tests.fuzz.targets.{name}")


def fuzz(target: ModuleType, options: list[str], folder: Path) -> NoReturn:
    """Try the seeds, then whatever comes of them. Never returns: libFuzzer ends the process.

    ``folder`` takes the seeds, and the input that breaks a law.
    """
    import atheris  # noqa: PLC0415 - as above

    check = guarded(target.check)

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 - the same number gives the same input
        if random.random() < 0.3:
            changed: bytes = atheris.Mutate(data, most)
            return changed
        return mutated(data, random)[:most]

    for number, seed in enumerate(target.seeds()):
        check(seed)
        (folder / f"{number:04}").write_bytes(seed)
    fixed = [f"-artifact_prefix={folder}/", "-timeout=60", "-rss_limit_mb=2048"]
    fixed += [f"-max_len={LONGEST}", "-len_control=0"]
    atheris.Setup([sys.argv[0], *fixed, *options, str(folder)], check, custom_mutator=mutator)
    atheris.Fuzz()
    sys.exit(0)


def everything(names: Iterable[str], options: list[str]) -> int:
    """Run targets one after the other, each in a process of its own, and say what they did.

    They are imported once: that takes longer than a short round.
    """
    targets = {name: prepared(name) for name in names}
    broken = 0
    say("| target | runs | s | edges | slowest input, s | result |\n|---|---|---|---|---|---|")
    for name, target in targets.items():
        with tempfile.TemporaryFile() as told, tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            child = os.fork()
            if child == 0:
                os.dup2(told.fileno(), 1)
                os.dup2(told.fileno(), 2)
                one(target, [_own(option, name) for option in options], Path(folder))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            told.seek(0)
            text = told.read().decode("utf-8", "replace")
        figures = _FIGURES.search(text)
        edges = _EDGES.findall(text)
        runs = figures.group(1) if figures else "?"
        said = "no law broken" if status == 0 else f"broken ({status})"
        spent = time.monotonic() - begun
        way = edges[-1] if edges else "?"
        slow = (_SLOWEST.findall(text) or ["?"])[-1]
        say(f"| {name} | {runs} | {spent:.0f} | {way} | {slow} | {said} |")
        if status:
            broken += 1
            say(text[max(0, text.find("\nbroken by")) :][-12_000:])
    return broken


def _own(option: str, name: str) -> str:
    """Give each target a folder of its own below a corpus."""
    if option.startswith("-"):
        return option
    folder = Path(option, name)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def one(target: ModuleType, options: list[str], folder: Path) -> NoReturn:
    try:
        fuzz(target, options, folder)
    except Exception:  # noqa: BLE001 - a seed that breaks a law; atheris shows what it finds itself
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def main() -> None:
    name, *options = sys.argv[1:]
    if name in TARGETS:
        one(prepared(name), options, Path(tempfile.mkdtemp(prefix="sjboard-fuzz-")))
    names = TARGETS if name == "all" else name.split(",")
    sys.exit(1 if everything(names, options) else 0)


if __name__ == "__main__":
    main()

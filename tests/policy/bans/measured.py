"""The table of items with what bans ought to say of each, and what they do say."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sjboard.config import read_config
from sjboard.config.values import Config
from sjboard.diagnostics import Span
from sjboard.policy.bans import broken
from sjboard.policy.disguise import disguised
from sjboard.policy.wording import Wording

ROOT = Path(__file__).parents[3]
TABLE = Path(__file__).with_name("items.tsv")
_CONFIG = """
school: {name: 样例小学}
terms: [{id: 2026-autumn, first_monday: 2026-09-07, weeks: 21}]
grades: {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1}
subjects: [{id: chinese, name: 语文}]
"""


@dataclass(frozen=True)
class Example:
    """An item of the table; ``expected`` are ids of rules."""

    text: str
    kind: str
    grade: int
    expected: frozenset[str]
    split: str


@dataclass(frozen=True)
class Score:
    """How many findings were right, wrongly made, missed; and which."""

    right: int
    wrong: tuple[tuple[Example, str], ...]
    missed: tuple[tuple[Example, str], ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))


def examples() -> Iterator[Example]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            expected = row["expected"].split(",") if row["expected"] != "-" else []
            yield Example(
                row["text"], row["kind"], int(row["grade"]), frozenset(expected), row["split"]
            )


@cache
def national() -> Config:
    """A school with the national pack and nothing else."""
    pack = (ROOT / "sjboard" / "policy" / "packs" / "cn-2021.yaml").read_bytes()
    config, found = read_config(_CONFIG.encode("utf-8"), {"cn-2021": pack})
    assert config is not None, found
    return config


def said_of(example: Example) -> frozenset[str]:
    """Name the rules on wording that an item breaks."""
    config = national()
    text = example.text
    wording = Wording(((Span("content/语文.md", 1, 1, len(text) + 1), text),))
    kind = next(
        kind for kind in config.kinds.values() if example.kind in (kind.name, *kind.aliases)
    )
    found = {
        f"ban.{ban.id}"
        for ban in config.bans
        if example.grade in ban.grades and any(True for _ in broken(ban, wording))
    }
    if not kind.written and any(True for _ in disguised(wording)):
        found.add("kind.disguised")
    return frozenset(found)


def score(split: str) -> Score:
    """Compare what is said with what is expected, rule by rule."""
    right = 0
    wrong: list[tuple[Example, str]] = []
    missed: list[tuple[Example, str]] = []
    for example in examples():
        if example.split == split:
            said = said_of(example)
            right += len(said & example.expected)
            wrong += [(example, rule) for rule in sorted(said - example.expected)]
            missed += [(example, rule) for rule in sorted(example.expected - said)]
    return Score(right, tuple(wrong), tuple(missed))

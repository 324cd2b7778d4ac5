"""How well bans tell forbidden wordings from innocent ones: `.venv/bin/python bench/bans.py [tune]`.

The patterns were worked out on the items `tune` of tests/policy/bans/items.tsv. `measure` was written
down before there was any pattern, `fresh` after the first of them; both are only ever measured. All are
by one hand: teachers will find words that nobody here thought of.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.policy.bans.measured import score

for split in sys.argv[1:] or ("tune", "measure", "fresh"):
    result = score(split)
    print(f"{split}: precision {result.precision:.4f}, recall {result.recall:.4f}", end=" ")
    print(f"({result.right} right, {len(result.wrong)} wrong, {len(result.missed)} missed)")
    for example, rule in result.wrong:
        print(f"  wrong   {rule:20} {example.text} {{{example.kind}}}")
    for example, rule in result.missed:
        print(f"  missed  {rule:20} {example.text} {{{example.kind}}}")

"""The ``approve`` command's work: under a lock, look at an entry, sign it, put the file in its place.

Knows files and who else may be writing them. Whether somebody may sign is policy's to say, how a
signature is written content's. A file that changed after we looked at it is left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sjboard.build import read_loads
from sjboard.build.sources import Sources
from sjboard.build.week import Reading
from sjboard.config.values import Config
from sjboard.content.layout import arrange
from sjboard.content.signed import add_signature
from sjboard.diagnostics import Diagnostic, Severity
from sjboard.edges.files import move
from sjboard.model import Entry, Signature, Week
from sjboard.policy.approval import chain_of, missing_roles
from sjboard.policy.signing import Refusal, refusal, starts_afresh
from sjboard.records import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file.

    Signed where ``refused`` is None; ``waiting`` are then the roles that have yet to sign. ``findings``
    are the errors for which an entry could not be signed.
    """

    file: str
    refused: Refusal | None = None
    waiting: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def approve(
    root: Path, sources: Sources, config: Config, files: Iterable[str], signature: Signature
) -> list[Answer]:
    """Put a signature under each of the files, each for itself, in order.

    ``sources`` is a snapshot taken under the same lock. ``files`` are paths from the school's folder.
    Raises ``OSError`` with the file that it concerns as it was.
    """
    layout, _ = arrange(sources.content, config)
    weeks = {path: key for key, paths in layout.weeks.items() for path in paths}
    readings: dict[tuple[str, int], tuple[Week, Reading]] = {}
    answers = []
    for file in dict.fromkeys(files):
        week = config.week(*weeks[file]) if file in weeks else None
        if week is None:
            answers.append(Answer(file, Refusal("no-entry")))
            continue
        key = (week.term, week.number)
        if key not in readings:
            readings[key] = (week, read_loads(sources, config, week))
        answers.append(_sign(root, file, sources.content[file], config, *readings[key], signature))
    return answers


def _sign(  # noqa: PLR0917 - one file, and all that is known of it
    root: Path,
    file: str,
    data: bytes,
    config: Config,
    week: Week,
    reading: Reading,
    signature: Signature,
) -> Answer:
    entry = next((e for e in reading.entries if e.file == file), None)
    wrong = _errors(file, entry, reading)
    if entry is None or wrong:
        return Answer(file, Refusal("errors", (("errors", len(wrong)),)), findings=wrong)
    no = refusal(entry, week, config, signature)
    if no is not None:
        return Answer(file, no)
    made = add_signature(data, signature, afresh=starts_afresh(entry))
    if made is None:
        return Answer(file, Refusal("form"))
    if not replace_unchanged(root / file, data, made):
        return Answer(file, Refusal("changed"))
    roles = (chain_of if starts_afresh(entry) else missing_roles)(entry, week, config)
    return Answer(file, waiting=tuple(role for role in roles if role != signature.role))


def _errors(file: str, entry: Entry | None, reading: Reading) -> tuple[Diagnostic, ...]:
    """What has to be mended first. What is wrong with old signatures goes with them."""
    afresh = entry is not None and starts_afresh(entry)
    return tuple(
        d
        for d in reading.diagnostics
        if d.severity is Severity.ERROR
        and d.span.file == file
        and not (afresh and d.rule.startswith("approval."))
    )


def replace_unchanged(path: Path, before: bytes, after: bytes) -> bool:
    """Put ``after`` in the place of a file that still holds ``before``, in one step; else do nothing.

    The new bytes lie on the disk before the old ones go; a reader sees the one or the other.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".signing", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        if path.read_bytes() != before:
            return False
        move(beside, path)
    except FileNotFoundError:  # taken away while we wrote
        return False
    else:
        return True
    finally:
        beside.unlink(missing_ok=True)

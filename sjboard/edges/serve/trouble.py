"""What stops a page from being shown, as plain values that the browser lays over the page.

Knows findings, a template's fault and a machine's refusal, and how a source line is cut around the place.
Does not know HTML: the browser's script sets every text as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from sjboard.diagnostics import Diagnostic
from sjboard.edges.report import sentence
from sjboard.locale import Words
from sjboard.records import dataclass
from sjboard.render import TemplateFault

AROUND = 60
"""How many characters of a source line are shown on either side of the place."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. ``before``, ``marked`` and ``after`` are the source line, "" without one.

    ``holds``: the page stays as it was for it, rather than showing what was written.
    """

    place: str
    level: str
    message: str
    hint: str = ""
    line: int = 0
    before: str = ""
    marked: str = ""
    after: str = ""
    holds: bool = True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of_finding(
    found: Diagnostic, words: Words, lines: Callable[[str], Sequence[str]], *, holds: bool
) -> Trouble:
    """Tell a finding, with its place and its line."""
    span = found.span
    message, hint = sentence(found, words)
    source = lines(span.file)
    before = marked = after = ""
    if 1 <= span.line <= len(source):
        text = source[span.line - 1]
        start, end = min(span.column - 1, len(text)), min(span.end - 1, len(text))
        first, last = max(0, start - AROUND), min(len(text), max(end, start) + AROUND)
        last = min(last, start + 3 * AROUND)
        before = ("…" if first else "") + text[first:start]
        marked = text[start : min(end, last)]
        after = text[min(end, last) : last] + ("…" if last < len(text) else "")
    return Trouble(
        place=f"{span.file}:{span.line}:{span.column}",
        level=f"{words(f'severity.{found.severity.value}')}[{found.rule}]",
        message=message,
        hint=hint,
        line=span.line,
        before=before,
        marked=marked,
        after=after,
        holds=holds,
    )


def of_template(fault: TemplateFault, words: Words, templates: dict[str, bytes]) -> Trouble:
    """Tell a template's fault, with its line where it is known."""
    source = templates.get(fault.template, b"").decode("utf-8", "replace").split("\n")
    text = source[fault.line - 1].strip() if 1 <= fault.line <= len(source) else ""
    key = "serve.template-page" if fault.page else "serve.template"
    return Trouble(
        place=f"templates/{fault.template}:{fault.line}",
        level=words("severity.error"),
        message=words(key, message=fault.message, page=fault.page),
        line=fault.line if text else 0,
        marked=text[: 2 * AROUND],
    )


def of_machine(failure: OSError, words: Words) -> Trouble:
    """Tell what the machine refused."""
    where = str(failure.filename or "")
    reason = failure.strerror or type(failure).__name__
    return Trouble(where, words("severity.error"), words("serve.machine", reason=reason))


def of_bug(failure: Exception, words: Words) -> Trouble:
    """Tell that we failed, in a sentence."""
    kind = type(failure).__name__
    return Trouble("sjboard", words("severity.error"), words("serve.bug", kind=kind))

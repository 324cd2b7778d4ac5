"""What a rule means: its page in docs/rules/, or the limit that the school itself has set."""

from __future__ import annotations

from pathlib import Path

from sjboard.config.values import Config
from sjboard.edges.package import shipped
from sjboard.edges.terminal import say
from sjboard.model import Ban, Limit
from sjboard.rules import FAMILIES, RULES


def known(config: Config | None) -> tuple[str, ...]:
    """Name every rule that can be explained: the program's, and the school's limits and bans."""
    if config is None:
        return tuple(RULES)
    own = [*(f"cap.{x.id}" for x in config.limits), *(f"ban.{x.id}" for x in config.bans)]
    return (*RULES, *own)


def explain(rule: str, config: Config | None) -> str | None:
    """Give a rule's page; for a limit or ban, what the school's own says first. None: unknown."""
    family, _, name = rule.partition(".")
    own = ""
    if family in FAMILIES:
        limits: tuple[Limit | Ban, ...] = ()
        if config is not None:
            limits = config.limits if family == "cap" else config.bans
        found = next((limit for limit in limits if limit.id == name), None)
        if name and found is None and config is not None:
            return None
        own = _own(rule, found) if found else ""
    page = _page(rule) or (_page(family) if family in FAMILIES else None)
    if page is None:
        return own or None
    return f"{own}\n{page}" if own else page


def _page(rule: str) -> str | None:
    if not rule.replace(".", "").replace("-", "").isalnum():
        return None  # it goes into a path
    path: Path = shipped("docs") / "rules" / f"{rule}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _own(rule: str, limit: Limit | Ban) -> str:
    """Say what a limit or ban of the school is, and where it was written down."""
    severity = say(f"severity.{limit.severity.value}")
    lines = [say("explain.own", rule=rule, severity=severity)]
    if limit.message:
        lines.append(say("explain.message", message=limit.message))
    if isinstance(limit, Limit):
        lines.append(say(f"explain.{limit.measure.value}", value=limit.value))
    grades = ", ".join(str(grade) for grade in sorted(limit.grades))
    lines.append(say("explain.grades", grades=grades))
    if limit.source:
        lines.append(say("explain.source", source=limit.source))
    if limit.floor:
        lines.append(say("explain.floor"))
    lines.append(say("explain.place", file=limit.span.file, line=limit.span.line))
    return "\n".join(lines) + "\n"

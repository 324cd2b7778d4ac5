"""What a rule means: its page in docs/rules/, or the limit that the school itself has set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sjboard.config.packs import BUNDLED
from sjboard.config.values import Config
from sjboard.edges.package import shipped
from sjboard.edges.terminal import say, speaking
from sjboard.model import Ban, Limit
from sjboard.render.sentences import ban_detail, ban_sentence, limit_sentence
from sjboard.rules import FAMILIES, RULES
from sjboard.views.rules import ban_view, limit_view


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
    if family in FAMILIES and config is not None:
        rules: tuple[Limit | Ban, ...] = config.limits if family == "cap" else config.bans
        found = next((each for each in rules if each.id == name), None)
        if name and found is None:
            return None
        own = _own(rule, found, config) if found else ""
    page = _page(rule) or (_page(family) if family in FAMILIES else None)
    if page is None:
        return own or None
    return f"{own}\n{page}" if own else page


def _page(rule: str) -> str | None:
    if not rule.replace(".", "").replace("-", "").isalnum():
        return None  # it goes into a path
    path: Path = shipped("docs") / "rules" / f"{rule}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _own(rule: str, limit: Limit | Ban, config: Config) -> str:
    """Say all that a limit or ban of the school is, and where it was written down."""
    words = speaking()
    severity = say(f"severity.{limit.severity.value}")
    grades = tuple(sorted(limit.grades))  # all of them: it may be for more than the school has
    lines = [say("explain.own", rule=rule, severity=severity)]
    if isinstance(limit, Limit):
        told = limit_sentence(words, replace(limit_view(limit, config), grades=grades))
        lines.append(say("explain.limit", sentence=told))
    else:
        ban = replace(ban_view(limit, config), grades=grades)
        told = ban_sentence(words, ban) + ban_detail(words, ban)
        lines.append(say("explain.ban", sentence=told))
    if limit.message and isinstance(limit, Limit):
        lines.append(limit.message)
    if limit.source:
        lines.append(say("explain.source", source=limit.source))
    lines += _pack(limit, config)
    if limit.floor:
        lines.append(say("explain.floor"))
    if limit.pack in BUNDLED and limit.span.file == f"{limit.pack}.yaml":
        lines.append(say("explain.bundled", pack=limit.pack))
    else:
        lines.append(say("explain.place", file=limit.span.file, line=limit.span.line))
    return "\n".join(lines) + "\n"


def _pack(limit: Limit | Ban, config: Config) -> list[str]:
    """Say which rules it belongs to and who issued them; nothing for config.yaml's own."""
    pack = next((each for each in config.packs if each.id == limit.pack), None)
    if pack is None:
        return []
    day = pack.date.isoformat() if pack.date else ""
    source = say("list.comma").join(part for part in (pack.title, pack.issuer, day) if part)
    if not source:
        return [say("explain.pack", name=pack.name)]
    return [say("explain.pack-source", name=pack.name, source=source)]

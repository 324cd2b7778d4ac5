"""One config.yaml on its way to a Config: what could be read of it, and what was found wrong.

Knows places and findings. Does not know any part of the file.
"""

from __future__ import annotations

from dataclasses import field

from sjboard.config.faults import Draft, field_fault
from sjboard.config.schema import ConfigFile
from sjboard.diagnostics import Arg, Diagnostic, Severity, Span, finding
from sjboard.records import dataclass
from sjboard.syntax.yaml import Path


@dataclass(slots=True)
class Reading:
    """Passed from step to step; each adds to ``findings``."""

    draft: Draft[ConfigFile]
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def file(self) -> ConfigFile:
        return self.draft.value

    def span(self, *path: str | int) -> Span:
        return self.draft.document.span(path)

    def whole(self, *path: str) -> bool:
        """Whether the part could be read to its end."""
        return self.draft.whole(*path)

    def positions(self, *path: str) -> list[int]:
        """Where the items that could be read stand in the list at ``path``."""
        return self.draft.positions(*path)

    def contradiction(
        self, place: Span, variant: str, *, related: tuple[Span, ...] = (), **args: Arg
    ) -> None:
        self.findings.append(
            finding(
                "config.contradiction",
                place,
                variant,
                severity=Severity.ERROR,
                related=related,
                case=None,
                words=None,
                **args,
            )
        )

    def doubled(self, place: Span, first: Span, variant: str, **args: Arg) -> None:
        """Report what stands twice, or against something written at ``first``."""
        self.contradiction(place, variant, related=(first,), line=first.line, **args)

    def fault(self, place: Span, variant: str, **args: Arg) -> None:
        self.findings.append(field_fault("config.field", place, variant, **args))

    def fresh(self, ids: dict[str, Span], id_: str, path: Path) -> bool:
        """Whether an id is new in its list; a finding where it is not."""
        place = self.span(*path, "id")
        if id_ in ids:
            self.doubled(place, ids[id_], "id", id=id_)
            return False
        ids[id_] = place
        return True

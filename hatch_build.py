"""Compiles the message catalogues, so that an installed sjboard starts without a parser of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> None:
    """Write a .mo beside every .po below ``root/sjboard/locale``."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - a build requirement, not one of tests
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for source in sorted((root / "sjboard" / "locale").rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)

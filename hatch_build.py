"""Makes what an installed sjboard starts with: compiled catalogues, and the shipped templates as Python."""

from __future__ import annotations

import sys
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


def write_templates(root: Path) -> None:
    """Write the shipped templates as Python with each language's words, which have been compiled."""
    sys.path.insert(0, str(root))
    from sjboard.locale import (  # noqa: PLC0415 - from the folder that is built
        DOMAINS,
        LANGUAGES,
        Words,
        catalogue_path,
    )
    from sjboard.render.code import python  # noqa: PLC0415

    folder = root / "templates"
    templates = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")
    }
    for language in LANGUAGES:
        names = [catalogue_path(language, domain) for domain in DOMAINS]
        catalogues = {name: (root / "sjboard" / "locale" / name).read_bytes() for name in names}
        ready = root / "sjboard" / "render" / "ready" / f"{language.replace('-', '_')}.py"
        ready.write_text(
            python(templates, Words(language, catalogues).texts), encoding="utf-8", newline="\n"
        )


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_catalogues(Path(self.root))
        write_templates(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
    write_templates(Path(__file__).parent)

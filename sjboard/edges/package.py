"""What comes with the program: its words, its templates, its pages of rules, and which program it is."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

import sjboard
from sjboard.locale import DOMAINS, LANGUAGES, catalogue_path

CONFIG = "config.yaml"
_IN_PAGES = (
    "holidays",
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "opencc",
    "pydantic",
    "pyyaml",
    "segno",
)
"""The libraries whose work stands in the pages."""

PACKAGE = Path(sjboard.__file__).parent


def shipped(name: str) -> Path:
    """Find a folder that comes with the program: inside the wheel, or in the repository's root."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@lru_cache(maxsize=1)
def program() -> str:
    """Say which program this is: its version, and a hash of its own source."""
    import hashlib  # noqa: PLC0415 - most commands never need it

    total = hashlib.sha256(sjboard.__version__.encode("ascii"))
    found: list[tuple[str, str]] = []
    for folder, _, names in os.walk(PACKAGE):
        below = os.path.relpath(folder, PACKAGE).replace(os.sep, "/")
        if below != "render/ready":  # made of the templates, which are looked at themselves
            found += [(f"{below}/{name}", f"{folder}/{name}") for name in names]
    for name, path in sorted(found):
        if name.endswith(".py"):
            total.update(name.encode("utf-8"))
            with open(path, "rb") as file:  # noqa: PTH123 - three hundred times at every build
                total.update(file.read())
    return f"{sjboard.__version__}+{total.hexdigest()[:16]}"


@lru_cache(maxsize=1)
def catalogues() -> dict[str, bytes]:
    """Read the compiled words of every language."""
    names = [catalogue_path(language, domain) for language in LANGUAGES for domain in DOMAINS]
    return {name: (PACKAGE / "locale" / name).read_bytes() for name in names}


@lru_cache(maxsize=1)
def libraries() -> str:
    """Say which versions are installed of the libraries whose work stands in the pages.

    The names of the folders beside the libraries say it: asking each takes longer than an unchanged build.
    """
    found = {f"python-{sys.version_info[0]}.{sys.version_info[1]}"}
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir():
            for name in os.listdir(folder):  # noqa: PTH208 - names are all that is wanted
                library = name.lower().partition("-")[0]
                if name.endswith(".dist-info") and library in _IN_PAGES:
                    found.add(name.removesuffix(".dist-info").lower())
    return " ".join(sorted(found))

"""config.yaml and the policy packs: bytes to a ``Config``, every fault at once with its place.

Knows the school's settings. Does not know entries, and opens no file: the edges read config.yaml,
ask ``pack_names`` which packs it names, and give the bytes of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sjboard.config.values import Config
from sjboard.diagnostics import Diagnostic, in_order

# What reads config.yaml is imported where it is used: pydantic takes longer to import than an unchanged
# site to build, and the build remembers what came of config.yaml.

__all__ = [
    "FILE",
    "Config",
    "config_schema",
    "pack_names",
    "policy_schema",
    "private_names",
    "read_config",
]

FILE = "config.yaml"

_UNREAD = {"school": {"name": "?"}, "terms": [], "grades": {}, "subjects": []}


def read_config(
    data: bytes, packs: Mapping[str, bytes]
) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Read config.yaml; ``packs`` has the packs' bytes by name, as ``pack_names`` gives them.

    The config is None where there is any error. Findings are in order: ``config.*`` and
    ``syntax.encoding``, of config.yaml and of the packs' own files.
    """
    from sjboard.config.faults import read
    from sjboard.config.resolve import resolve
    from sjboard.config.schema import ConfigFile
    from sjboard.config.yaml import compose_file

    document, findings = compose_file(FILE, data)
    if document is None:
        return None, in_order(findings)
    draft, faults = read(ConfigFile, document, "config.field", _UNREAD)
    if draft is None:
        return None, in_order((*findings, *faults))
    config, more = resolve(draft, packs)
    return config, in_order((*findings, *faults, *more))


def private_names(data: bytes) -> str:
    """Give the path of the private list of names that config.yaml names, "" where there is none."""
    from sjboard.config.fields import private_file
    from sjboard.config.yaml import compose_file

    document, _ = compose_file(FILE, data)
    top = document.data if document is not None and isinstance(document.data, dict) else {}
    privacy = top.get("privacy", "")
    try:
        return private_file(privacy.get("names", []) or []) if isinstance(privacy, dict) else ""
    except ValueError:  # reported by ``read_config``
        return ""


def pack_names(data: bytes) -> tuple[str, ...]:
    """Which packs config.yaml names in ``policy.floor`` and ``policy.use``, each once.

    A bundled pack's id (``cn-2021``), or the path of a YAML file below the school's folder. What is
    no such name, and what cannot be read at all, is passed over here: ``read_config`` reports it.
    """
    from sjboard.config.fields import pack_name
    from sjboard.config.schema import PolicySection
    from sjboard.config.yaml import compose_file

    default = PolicySection()
    document, _ = compose_file(FILE, data)
    if document is None:
        return ()
    top = document.data if isinstance(document.data, dict) else {}
    policy = top.get("policy", "")
    policy = policy if isinstance(policy, dict) else {}
    names: dict[str, None] = {}
    for key, usual in (("floor", default.floor), ("use", default.use)):
        written = policy.get(key, "")
        for name in written if isinstance(written, list) else usual:
            try:
                names[pack_name(name)] = None
            except ValueError:  # pydantic's custom errors are ValueErrors
                continue
    return tuple(names)


def config_schema() -> dict[str, Any]:
    """Give the JSON Schema of config.yaml."""
    from sjboard.config import schema

    return schema.config_schema()


def policy_schema() -> dict[str, Any]:
    """Give the JSON Schema of a policy pack."""
    from sjboard.config import schema

    return schema.policy_schema()

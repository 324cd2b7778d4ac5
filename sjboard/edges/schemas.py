"""The JSON Schemas as files, for editors.

Knows which documents have one. What stands in them is written where each document is read.
"""

from __future__ import annotations

import json

DOCUMENTS = ("entry", "config", "policy")


def schema_text(document: str) -> str:
    """Give the schema of one of ``DOCUMENTS`` as the text of a file."""
    from sjboard.config import config_schema, policy_schema  # noqa: PLC0415 - heavy: pydantic
    from sjboard.content.fields import entry_schema  # noqa: PLC0415 - as above

    made = {"entry": entry_schema, "config": config_schema, "policy": policy_schema}[document]()
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"

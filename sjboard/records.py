"""Records: dataclasses that nobody changes, made as quickly as plain ones.

A frozen dataclass pays for being frozen at every field of every object (``object.__setattr__`` in place
of a store), which was a tenth of a whole build. mypy holds the whole program, tests included, to what
``frozen`` says; so nothing is lost when it is left out at run time. Equality and hashes are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """As the standard one; ``frozen`` is what the type checker sees to."""
        if frozen and options.get("eq", True):
            options["unsafe_hash"] = True
        made = dataclasses.dataclass(**options)
        return made if cls is None else made(cls)


__all__ = ["dataclass"]

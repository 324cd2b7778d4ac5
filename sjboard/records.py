"""Records: dataclasses that nobody changes, made as quickly as plain ones.

A frozen dataclass pays for being frozen at every field of every object (``object.__setattr__`` in place
of a store), which was a tenth of a whole build. mypy holds the whole program, tests included, to what
``frozen`` says; so nothing is lost when it is left out at run time. Equality, hashes and ``repr`` are those
of the standard ones, but not written as code for each class: that was half of what it takes to define two
hundred of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from collections.abc import Callable
    from operator import attrgetter

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """As the standard one; ``frozen`` is what the type checker sees to."""

        def made(cls: type) -> type:
            if not frozen or not options.get("eq", True) or options.get("order"):
                more = {"unsafe_hash": True} if frozen and options.get("eq", True) else {}
                return dataclasses.dataclass(cls, **options, **more)
            cls = dataclasses.dataclass(cls, eq=False, repr=False, **options)
            fields = dataclasses.fields(cls)
            compared = _values([field.name for field in fields if field.compare])
            shown = [field.name for field in fields if field.repr]
            ways = {
                "__eq__": _equal(compared),
                "__hash__": _hash(compared),
                "__repr__": _repr(shown),
            }
            for name, way in ways.items():
                if name not in vars(cls):  # else it is written by hand
                    setattr(cls, name, way)
            return cls

        return made if cls is None else made(cls)

    def _values(names: list[str]) -> Callable[[Any], Any]:
        return attrgetter(*names) if names else lambda _one: ()

    def _equal(values: Callable[[Any], Any]) -> Callable[[Any, object], bool]:
        def __eq__(self: Any, other: object) -> bool:  # noqa: N807 - it becomes the method
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        return __eq__

    def _hash(values: Callable[[Any], Any]) -> Callable[[Any], int]:
        return lambda self: hash(values(self))

    def _repr(names: list[str]) -> Callable[[Any], str]:
        def __repr__(self: Any) -> str:  # noqa: N807 - it becomes the method
            said = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({said})"

        return __repr__


__all__ = ["dataclass"]

"""Records: dataclasses that nobody changes, made as quickly as plain ones.

A frozen dataclass pays for being frozen at every field of every object (``object.__setattr__`` in place
of a store), which was a tenth of a whole build. mypy holds the whole program, tests included, to what
``frozen`` says; so nothing is lost when it is left out at run time. Equality, hashes and ``repr`` are those
of the standard ones, but not written as code for each class: that was half of what it takes to define two
hundred of them. ``__init__`` is compiled once for each number of fields, and then only given their names:
that was most of the other half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from collections.abc import Callable, Sequence
    from functools import cache
    from operator import attrgetter
    from types import CodeType, FunctionType

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **options: Any) -> Any:
        """As the standard one; ``frozen`` is what the type checker sees to."""

        def made(cls: type) -> type:
            if not frozen or not options.get("eq", True) or options.get("order"):
                more = {"unsafe_hash": True} if frozen and options.get("eq", True) else {}
                return dataclasses.dataclass(cls, **options, **more)
            plain = _stores_only(cls)
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the library writes the signature out
            cls = dataclasses.dataclass(cls, eq=False, repr=False, init=not plain, **options)
            fields = dataclasses.fields(cls)
            compared = _values([field.name for field in fields if field.compare])
            shown = [field.name for field in fields if field.repr]
            ways = {
                **({"__init__": _init(cls, fields)} if plain else {}),
                "__eq__": _equal(compared),
                "__hash__": _hash(compared),
                "__repr__": _repr(shown),
            }
            for name, way in ways.items():
                if name not in vars(cls):  # else it is written by hand
                    setattr(cls, name, way)
            return cls

        return made if cls is None else made(cls)

    def _stores_only(cls: type) -> bool:
        """Whether to make an object of a class is to store what is given, and nothing more."""
        given = [value for value in vars(cls).values() if isinstance(value, dataclasses.Field)]
        by_hand = "__init__" in vars(cls) or hasattr(cls, "__post_init__")
        made = any(value.default_factory is not dataclasses.MISSING for value in given)
        return not by_hand and not made

    def _init(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
        names = [field.name for field in fields]
        named = [field.name for field in fields if field.kw_only]
        defaults = {f.name: f.default for f in fields if f.default is not dataclasses.MISSING}
        way = FunctionType(
            _storing(len(names)).replace(
                co_varnames=("self", *names),
                co_names=tuple(names),
                co_argcount=1 + len(names) - len(named),
                co_kwonlyargcount=len(named),
                co_qualname=f"{cls.__qualname__}.__init__",
            ),
            {},
            "__init__",
            tuple(value for name, value in defaults.items() if name not in named),
        )
        way.__kwdefaults__ = {name: defaults[name] for name in named if name in defaults}
        return way

    @cache
    def _storing(count: int) -> CodeType:
        """Compile what stores so many values."""
        names = [f"_{number}" for number in range(count)]
        lines = "".join(f"  self.{name} = {name}\n" for name in names) or "  pass\n"
        made: dict[str, Any] = {}
        exec(f"def __init__({', '.join(('self', *names))}):\n{lines}", made)  # noqa: S102 - names of ours
        return made["__init__"].__code__

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

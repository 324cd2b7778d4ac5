"""Records are dataclasses in all that anybody can see: equality, hash, text, fields."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from sjboard import records


def make(dataclass: Callable[..., Any], **options: bool) -> Any:
    """Declare one record, by the library or by us."""

    @dataclass(**options)
    class Pair:
        first: int
        second: str = "b"
        aside: int = field(default=0, compare=False)
        hidden: int = field(default=1, repr=False)

    return Pair


OPTIONS: tuple[dict[str, bool], ...] = (
    {},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "order": True},
    {"slots": True},
    {"eq": False},
    {"repr": False},
)


@pytest.mark.parametrize("options", OPTIONS)
def test_a_record_is_as_the_library_makes_it(options: dict[str, bool]) -> None:
    ours, theirs = make(records.dataclass, **options), make(dataclasses.dataclass, **options)
    values = [(1,), (1, "b"), (1, "c"), (2,), (1, "b", 9), (1, "b", 0, 9)]
    for one in values:
        if options.get("repr", True):
            assert repr(ours(*one)) == repr(theirs(*one))
        for other in values:
            assert (ours(*one) == ours(*other)) is (theirs(*one) == theirs(*other))
            assert (ours(*one) != ours(*other)) is (theirs(*one) != theirs(*other))
    assert ours(1) != theirs(1)
    assert (ours.__hash__ is None) is (theirs.__hash__ is None)
    if options.get("frozen"):
        assert hash(ours(1, "b", 5)) == hash(ours(1, "b", 6)) == hash(theirs(1, "b", 5))
    if options.get("order"):
        assert ours(1) < ours(2)
    assert [f.name for f in dataclasses.fields(ours)] == [
        f.name for f in dataclasses.fields(theirs)
    ]
    assert dataclasses.replace(ours(1), second="z").second == "z"


@records.dataclass(frozen=True, slots=True)
class Kept:
    """A record that can be sent."""

    value: tuple[int, ...]


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record whose values have to be named."""

    rule: str
    file: str = "x"


@records.dataclass(frozen=True, slots=True)
class Grown(Kept):
    """A record with more than another, and a place to note things."""

    more: int = 3
    notes: list[str] = field(default_factory=list)


def test_a_record_is_made_as_its_declaration_says() -> None:
    assert (Named(rule="a").rule, Named(rule="a").file, Named(file="b", rule="c").file) == (
        "a",
        "x",
        "b",
    )
    with pytest.raises(TypeError, match=r"Named\.__init__\(\) .*'rule'"):
        Named()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Named("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Kept\.__init__\(\) .*'value'"):
        Kept()  # type: ignore[call-arg]
    assert (Grown((1,)).value, Grown((1,)).more, Grown((1,), 4).more) == ((1,), 3, 4)
    assert Grown((1,)).notes is not Grown((1,)).notes
    assert inspect.signature(Kept).parameters.keys() == {"value"}


def test_a_record_can_be_copied_and_sent() -> None:
    kept = Kept((1, 2))
    sent = pickle.loads(pickle.dumps(kept))  # noqa: S301 - our own
    assert copy.copy(kept) == copy.deepcopy(kept) == sent == kept
    assert {kept: 1}[Kept((1, 2))] == 1

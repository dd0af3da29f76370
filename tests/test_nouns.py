"""A noun is a frozen dataclass in every respect, although it is finished late."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Place
from evidence.nouns import changed, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A noun of this test."""

    x: int
    y: int = 2
    names: list[str] = dataclasses.field(default_factory=list, compare=False)


def test_a_noun_is_a_frozen_dataclass() -> None:
    """Defaults, equality, order, hash, replace, repr; nothing can be set; a wrong call is a TypeError."""
    point = Point(1)
    assert (point.x, point.y, point.names) == (1, 2, [])
    assert point == Point(1, 2) != Point(1, 3) and Point(1) < Point(2) and hash(point) == hash(Point(1))
    assert dataclasses.replace(point, y=5) == Point(1, 5)
    assert repr(point) == "Point(x=1, y=2, names=[])"
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 3  # type: ignore[misc]  # the point of the test
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    assert copy.copy(point) == pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own bytes


def test_a_noun_from_another_process_is_finished_too() -> None:
    """An instance that was pickled elsewhere is whole, even where it is the first of its kind."""
    made = pickle.dumps(Place("a.yaml", 3)).hex()
    code = f"import pickle, dataclasses; place = pickle.loads(bytes.fromhex('{made}')); print(dataclasses.replace(place, column=4), place == place, repr(place))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "a.yaml:3:4 True Place(path='a.yaml', line=3, column=1)\n"


def test_two_threads_may_make_the_first_instance() -> None:
    """Finishing twice would raise; a second call sees that it was done."""

    @dataclass(frozen=True)
    class Late:
        a: int

    first = Late.__init__
    assert Late(1).a == 1
    late = object.__new__(Late)
    first(late, 2)  # a thread that held the unfinished method
    assert late.a == 2


@dataclass(frozen=True, slots=True)
class Sealed:
    """A noun with methods of its own."""

    x: int
    y: tuple[int, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return Sealed, (self.x + 1,)

    @property
    def double(self) -> int:
        return 2 * self.x


@dataclass(slots=True)
class Count:
    """A noun that may change."""

    at: int = 0
    seen: list[int] = dataclasses.field(default_factory=list)


def test_a_noun_keeps_its_own_methods() -> None:
    """What a class defines itself is not written over, and properties read its slots."""
    one = Sealed(3, (1,))
    assert pickle.loads(pickle.dumps(one)) == Sealed(4)  # noqa: S301 - our own bytes
    assert one.double == 6 and not hasattr(one, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.x


def test_a_noun_that_may_change_does() -> None:
    """Its fields can be set, its lists are its own, and it has no hash."""
    one, other = Count(), Count(at=1)
    one.at += 1
    one.seen.append(2)
    assert (one.at, one.seen, other.seen) == (1, [2], [])
    assert one != other and copy.deepcopy(one) == one and pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


@given(st.integers(), st.integers(), st.text(max_size=3))
def test_a_noun_compares_as_the_standard_one_does(x: int, y: int, name: str) -> None:
    """Equality, order, hash and repr are those that dataclasses would give the same fields."""
    plain = dataclasses.make_dataclass("Point", [("x", int), ("y", int), ("name", str)], frozen=True, order=True)
    noun = dataclass(frozen=True, slots=True, order=True)(type("Point", (), {"__annotations__": {"x": "int", "y": "int", "name": "str"}}))
    values = [(x, y, name), (y, x, name), (x, x, "b")]
    for one in values:
        assert repr(noun(*one)) == repr(plain(*one))
        assert hash(noun(*one)) == hash(plain(*one))
        for other in values:
            assert (noun(*one) == noun(*other)) == (plain(*one) == plain(*other))
            assert (noun(*one) < noun(*other)) == (plain(*one) < plain(*other))
            assert (noun(*one) >= noun(*other)) == (plain(*one) >= plain(*other))


def test_a_noun_is_changed_as_by_replace() -> None:
    """`changed` gives what `dataclasses.replace` gives; what is no field is a TypeError."""
    place = Place("a.yaml", 3)
    assert changed(place, line=4) == dataclasses.replace(place, line=4) == Place("a.yaml", 4)
    with pytest.raises(TypeError):
        changed(place, colour="red")

"""A noun is a frozen dataclass in every respect, although it is finished late."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys

import pytest

from evidence.model import Place
from evidence.nouns import dataclass


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

"""`dataclass` as in the standard library, but a class is finished when its first instance is made.

To write the methods of a class costs most of a millisecond, and a small run needs few of our ninety nouns. `slots` is
taken as a word for readers and type checkers: a class that exists already cannot get slots.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")
LOCK = RLock()
UNFINISHED: list[Callable[[], None]] = []

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool = False, **options: bool) -> Callable[[type[T]], type[T]]:
        """What `dataclasses.dataclass` does, later."""

        def begin(noun: type[T]) -> type[T]:
            def finish() -> None:
                with LOCK:
                    if noun.__dict__.get("__init__") is first:
                        del noun.__init__, noun.__setstate__
                        dataclasses.dataclass(**options)(noun)

            def first(self: T, *values: Any, **named: Any) -> None:
                finish()
                noun.__init__(self, *values, **named)

            def from_elsewhere(self: T, state: dict[str, Any]) -> None:  # an instance that another process made
                finish()
                self.__dict__.update(state)

            noun.__init__, noun.__setstate__ = first, from_elsewhere
            UNFINISHED.append(finish)
            return noun

        return begin


def finish_all() -> None:
    """Finish every noun there is: before threads start, for while one finishes a noun another cannot make one of it."""
    for finish in UNFINISHED:
        finish()
    UNFINISHED.clear()


__all__ = ["dataclass", "finish_all"]

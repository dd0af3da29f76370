"""`dataclass` as in the standard library, but quick: a class is finished when its first instance is made, and an instance is made in a third of the time.

To write the methods of a class costs most of a millisecond, and a small run needs few of our nouns. The standard library
sets each field of a frozen instance through a call that gets around the ice; here an instance is made of a class without
ice and with the same slots, and becomes one of the noun when all of its fields are set.
"""

from __future__ import annotations

import dataclasses
import reprlib
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter, ge, gt, le, lt
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

LOCK = RLock()
UNFINISHED: list[Callable[[], None]] = []
OWN = ("__dict__", "__weakref__")  # what every class has of its own

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool = False, frozen: bool = False, **options: bool) -> Callable[[type], type]:
        """What `dataclasses.dataclass` does, later. Without `slots`, the class stays the one that it is: for what has cached properties."""

        def begin(noun: type) -> type:
            return _slotted(noun, frozen, options) if slots else _late(noun, {"frozen": frozen, **options})

        return begin


def finish_all() -> None:
    """Finish every noun there is: before threads start, for while one finishes a noun another cannot make one of it."""
    for finish in UNFINISHED:
        finish()
    UNFINISHED.clear()


def changed(one: T, **values: Any) -> T:
    """What `dataclasses.replace` gives, for a noun with slots: quicker, for a registry has tens of thousands. TypeError for what is no field."""
    names: tuple[str, ...] = type(one).__match_args__  # type: ignore[attr-defined]  # every finished noun has them
    return type(one)(**{name: getattr(one, name) for name in names if name not in values}, **values)


def _late(noun: type, options: Mapping[str, bool]) -> Any:
    """The class itself, which the standard library finishes at its first instance."""

    def finish() -> None:
        with LOCK:
            if noun.__dict__.get("__init__") is first:
                del noun.__init__, noun.__setstate__  # type: ignore[misc,attr-defined]  # they stood in until now
                dataclasses.dataclass(**options)(noun)

    def first(self: Any, *values: Any, **named: Any) -> None:
        finish()
        type(self).__init__(self, *values, **named)

    def from_elsewhere(self: Any, state: dict[str, Any]) -> None:  # an instance that another process made
        finish()
        self.__dict__.update(state)

    noun.__init__, noun.__setstate__ = first, from_elsewhere  # type: ignore[misc,attr-defined]
    UNFINISHED.append(finish)
    return noun


def _slotted(typed: type, frozen: bool, options: Mapping[str, bool]) -> Any:
    """A class with slots for the fields of the class as it was typed."""
    names = tuple(typed.__annotations__)
    kept = {name: value for name, value in typed.__dict__.items() if name not in names and name not in OWN}
    noun: Any = type(typed.__name__, typed.__bases__, {**kept, "__slots__": names, "__qualname__": typed.__qualname__})
    made = "__new__" if frozen else "__init__"

    def finish() -> None:
        with LOCK:
            if noun.__dict__[made] is first:
                _finish(noun, typed, frozen, options)

    def first(self: Any, *values: Any, **named: Any) -> Any:
        finish()
        return getattr(noun, made)(self, *values, **named)

    setattr(noun, made, first)
    UNFINISHED.append(finish)
    return noun


def _finish(noun: Any, typed: type, frozen: bool, options: Mapping[str, bool]) -> None:
    """Write the methods of a noun. The standard library reads the fields of the class as it was typed; TypeError where it finds them wrong."""
    own = frozenset(typed.__dict__)
    dataclasses.dataclass(init=False, repr=False, eq=False)(typed)
    fields = dataclasses.fields(typed)
    names = tuple(one.name for one in fields)
    has: dict[str, Any] = {name: typed.__dict__[name] for name in ("__dataclass_fields__", "__dataclass_params__")}
    has |= {"__match_args__": names, "__reduce__": _reducing(_values(names))}
    has["__repr__"] = _representing([one.name for one in fields if one.repr])
    values = _values([one.name for one in fields if one.compare])
    if options.get("eq", True):
        has |= {"__eq__": _comparing(values), "__hash__": _hashing(values) if frozen else None}
    if options.get("order"):
        has |= {f"__{compares.__name__}__": _ordering(values, compares) for compares in (lt, le, gt, ge)}
    if frozen:
        has |= {"__setattr__": _unset, "__delattr__": _undeleted}
    for name, value in has.items():
        if name not in own:  # a method that the class has itself stays
            setattr(noun, name, value)
    _make(noun, fields, frozen)


def _make(noun: Any, fields: Sequence[dataclasses.Field[Any]], frozen: bool) -> None:
    """Write `__new__` of a frozen noun, or `__init__` of another."""
    names: dict[str, Any] = {"_none": dataclasses.MISSING}
    given, sets = [], []
    for one in fields:
        default = ""
        if one.default is not dataclasses.MISSING:
            names[f"_is_{one.name}"], default = one.default, f"=_is_{one.name}"
        elif one.default_factory is not dataclasses.MISSING:
            names[f"_is_{one.name}"], default = one.default_factory, "=_none"
        given.append(one.name + default)
        value = f"_is_{one.name}() if {one.name} is _none else {one.name}" if default == "=_none" else one.name
        sets.append(f"self.{one.name} = {value}")
    after = ["self.__post_init__()"] if hasattr(noun, "__post_init__") else []
    if frozen:
        names["_bare"] = type(noun.__name__, (), {"__slots__": noun.__slots__})
        lines = [f"def __new__(cls, {', '.join(given)}):", "self = _bare()", *sets, "self.__class__ = cls", *after, "return self"]
    else:
        lines = [f"def __init__(self, {', '.join(given)}):", *sets, *after, "return None"]
    exec("\n ".join(lines), names)  # noqa: S102 - the names of fields that stand in our own classes, as the standard library does
    method = names[lines[0][4 : lines[0].index("(")]]
    method.__qualname__ = f"{noun.__qualname__}.{method.__name__}"
    setattr(noun, method.__name__, method)


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _representing(names: Sequence[str]) -> Callable[[Any], str]:
    @reprlib.recursive_repr()
    def represent(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return represent


def _reducing(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """How an instance goes to another process: as the call that makes it, which finishes its class there."""
    return lambda self: (type(self), values(self))


def _comparing(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], Any]:
    return lambda self, other: values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented


def _ordering(values: Callable[[Any], tuple[Any, ...]], compares: Callable[[Any, Any], bool]) -> Callable[[Any, object], Any]:
    return lambda self, other: compares(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented


def _hashing(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    return lambda self: hash(values(self))


def _unset(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _undeleted(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["changed", "dataclass", "finish_all"]

"""An audit with one hostile text in every field of the model that a person, a file or a service can fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import ModuleType
from typing import Any

from evidence.model import Audit, Place, Registry

# What the model itself decides, not a person: names of states, links, verdicts, kinds, days and offsets.
OURS = frozenset((
    "severity", "decided", "link", "verdict", "state", "states", "links", "kind", "kinds", "direction", "subject", "as_of", "folder", "module",
    "digests", "identified", "read", "service", "services", "region", "list_kind", "sha256", "now", "own", "fail_on", "exit_code",
    "base", "role_", "mark", "target",
))  # fmt: skip
LENGTH_MATTERS = frozenset(("text", "printed_text"))


def filled(audit: Audit, text: str) -> Audit:
    """The audit with `text` put into every field of text, ids apart: an id stays one, with the text behind it."""
    made = _filled(audit, text, "")
    assert isinstance(made, Audit)
    return made


def _filled(value: Any, text: str, name: str) -> Any:
    if name in OURS or value is None or isinstance(value, bool | int | float | Place | ModuleType):
        return value if not isinstance(value, Place) else replace(value, path=f"{value.path}{text}")
    if isinstance(value, str):
        return f"{text}{value}{text}"
    if isinstance(value, Registry):
        return replace(_fields(value, text), place=lambda path: Place(f"claims.yaml{text}"))
    if is_dataclass(value) and not isinstance(value, type):
        return value if type(value).__name__ in ("Page", "Reading") else _fields(value, text)
    if isinstance(value, Mapping):
        return {(f"{key}{text}" if name in ("products", "studies", "inputs", "fields_") else key): _filled(each, text, "") for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_filled(each, text, name if name in ("path",) else "") for each in value) if name != "path" else value
    if isinstance(value, list):
        return [_filled(each, text, "") for each in value]
    return value


def _fields(value: Any, text: str) -> Any:
    changed = {}
    for one in fields(value):
        if one.init and one.name != "place":
            before = getattr(value, one.name)
            after = _filled(before, text, one.name)
            if after is not before:
                changed[one.name] = after
        elif one.name == "place" and isinstance(getattr(value, "place", None), Place):
            changed["place"] = _filled(value.place, text, "")
    return replace(value, **changed) if changed else value

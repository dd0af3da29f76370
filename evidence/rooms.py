"""The one place where members of a room are found: a member is a plain module, and being there is all it needs."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent


@cache  # the folder is read once, not once a member
def members(room: str) -> tuple[str, ...]:
    """Names of a room's members, sorted; nothing is imported. `members("formats")` → ("csv", "github", …)."""
    return tuple(sorted(file.stem for file in (HERE / room).glob("*.py") if not file.stem.startswith("_")))


def published(name: str) -> str:
    """A member's published name: the file's, with hyphens."""
    return name.replace("_", "-")


def member(room: str, name: str) -> ModuleType:
    """Import one member by its file name or its published name. Raises KeyError where the room has no such member."""
    file = name.replace("-", "_")
    if file not in members(room):
        raise KeyError(name)
    return import_module(f"evidence.{room}.{file}")

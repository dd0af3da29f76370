"""The door to the report formats: choose one by its name or by the suffix of the file it is to be written to."""

from __future__ import annotations

from difflib import get_close_matches
from types import ModuleType

from evidence import rooms

ALSO = {".sarif.json": "sarif", ".markdown": "markdown"}  # suffixes that people use besides a member's own


def choose(name_or_path: str) -> ModuleType:
    """The format with this name ("sarif"), or the one a file of this name holds ("out/audit.sarif").

    Raises ValueError, with one sentence that lists the choices, where there is no such format.
    """
    names = rooms.members("formats")
    if name_or_path in names:
        return rooms.member("formats", name_or_path)
    suffixes = {suffix: name for name in names if (suffix := rooms.member("formats", name).SUFFIX)} | ALSO
    path = name_or_path.lower()
    fitting = [suffix for suffix in suffixes if path.endswith(suffix)]
    if fitting:
        return rooms.member("formats", suffixes[max(fitting, key=len)])
    raise ValueError(_no_such(name_or_path, names))


def _no_such(asked: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(asked.lower(), names, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"there is no report format {asked!r}: {hint}choose one of {', '.join(names)}, or a file name with a suffix of one of them"

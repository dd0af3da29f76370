"""The door to the readers: one is chosen by the suffix of the file, and whatever the file holds, a Page comes back."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType

from evidence import characters, rooms
from evidence.page import Page

MAX_BYTES = 50_000_000


@cache
def suffixes() -> Mapping[str, ModuleType]:
    """Every suffix that can be read, and its reader."""
    found = [rooms.member("readers", name) for name in rooms.members("readers")]
    return {suffix: member for member in found for suffix in member.SUFFIXES}


def read(path: str | Path, shown: str = "") -> Page:
    """What a document says. `shown` is how it is named to people (as typed, where nothing is given).

    Never raises for what a file holds: `Page.unreadable` says why nothing could be read, `Page.problems` what could not.
    """
    path, shown = path if isinstance(path, Path) else Path(path), shown or str(path)
    suffix = path.suffix.lower()
    member = _member(suffix)
    kind = member.__name__.rpartition(".")[2] if member else ""
    if member is None:
        known = ", ".join(sorted(suffixes()))
        return _nothing(shown, kind, f"its name ends in {path.suffix or 'nothing'!r}, and documents of these kinds can be read: {known}")
    if reason := _refused(path):
        return _nothing(shown, kind, reason)
    try:
        page: Page = member.read(path, shown)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "evidence":
            raise
        return _nothing(
            shown, kind, f"reading {suffix} files needs one more package: pip install 'evidence-audit[{member.EXTRA}]'"
        )
    except OSError as error:
        return _nothing(shown, kind, f"it cannot be opened: {error.strerror or error}")
    if odd := characters.problems(page):
        page = replace(page, problems=(*page.problems, *odd))
    if not page.blocks and not page.unreadable:
        return replace(page, unreadable="it holds no words")
    return page


@lru_cache(maxsize=64)
def _member(suffix: str) -> ModuleType | None:
    """The reader of a suffix. One that bears its name is asked first, so that a page of one kind does not import them all."""
    if suffix[1:] in rooms.members("readers"):
        member = rooms.member("readers", suffix[1:])
        if suffix in member.SUFFIXES:
            return member
    return suffixes().get(suffix)


def _refused(path: Path) -> str:
    """Why a file is not even opened, or "" where it can be."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return f"it cannot be opened: {getattr(error, 'strerror', None) or error}"
    if not stat.S_ISREG(status.st_mode):
        return "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not an ordinary file"
    if status.st_size > MAX_BYTES:
        return f"it has {status.st_size / 1e6:,.0f} MB, and the limit is {MAX_BYTES / 1e6:,.0f} MB: split it, or take out what is no text"
    return "" if status.st_size else "it is empty"


def _nothing(shown: str, kind: str, why: str) -> Page:
    return Page(shown, kind, "", (), unreadable=why)

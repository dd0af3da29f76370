"""The labelled pages and their scorer, for the tests that measure how pages are read."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from evidence.readers import read as load
from evidence.statements import as_json, read

SHARED = Path(__file__).resolve().parents[3] / "shared"


def scorer() -> ModuleType:
    """The scorer of ../shared/extraction, a fresh copy of it."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "extraction" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(path: Path, name: str) -> dict[str, Any]:
    """A page as the scan prints it; the offsets of HTML are not those of the labelled text, those of plain text are."""
    found = as_json(read(load(path)))
    for statement in found["statements"] if path.suffix == ".html" else ():
        for part in (statement, *statement["quantities"], *statement["markers"]):
            del part["start"], part["end"]
    return {**found, "id": name}

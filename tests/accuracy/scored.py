"""The labelled pages and their scorer, for the tests that measure how pages are read."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
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


KINDS = ("statement_any", "quantity", "ref_exact", "marker", "flags", "defects")
Groups = Callable[[Sequence[dict[str, Any]]], dict[str, Sequence[dict[str, Any]]]]
"""The groups of the labelled pages that are scored, by name."""


def scores(home: Path, gold: Path, kind: str, groups: Groups) -> dict[str, dict[str, Any]]:
    """What the scorer says of every group of pages, read as "text" or "html", and printed. `home`: where the pages' files are."""
    judge = scorer()
    judge.HERE = str(home)  # type: ignore[attr-defined]  # where it looks for the text of a page
    labelled = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    pages = [page(home / one[f"{kind}_file"], one["id"]) for one in labelled]
    found = {name: judge.score(group, pages)[0] for name, group in groups(labelled).items()}
    for name, score in found.items():
        print(f"\n{kind} {name}: " + " ".join(f"{part} {score[part]['F1']}" for part in KINDS), f"comparator {score['comparator_acc']}", end="")
    return found

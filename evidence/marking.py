"""Quoted passages marked in the documents they were found in: PDF files with highlights, every other kind as a page of its text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence import highlights
from evidence.imprint import Imprint, expand, imprint
from evidence.passages import CAPITAL, ELLIPSIS, GAP, bounded
from evidence.pdfworker import library
from evidence.record import Document

SECONDS = 60.0  # that one file may take
PROGRAM = Path(highlights.__file__)
MOST = 200  # places of one stretch that are looked at


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to be marked: its number as on the page, the words that a pointer shows, the quote and the sheets it stands on."""

    label: str
    note: str
    quote: str
    sheets: tuple[int, ...]  # from 1; empty: the document has none


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its marks. `because`: why none could be made; `content` is the original then."""

    content: bytes
    done: tuple[bool, ...]
    because: str = ""


def spans(quote: str, document: Document, sheets: Sequence[int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of these sheets, and where in it each stretch of the quote stands (an ellipsis divides them); none where they do not."""
    chosen = [document.sheets[sheet - 1] for sheet in sheets if 0 < sheet <= len(document.sheets)] or list(document.sheets)
    text = imprint("\n".join(chosen))
    wanted = [imprint(part) for part in ELLIPSIS.split(CAPITAL.sub(r"\1", expand(quote)))]
    wanted = [part for part in wanted if any(mark.isalnum() for mark in part.folded)]
    found: list[tuple[int, int]] = []
    for part in wanted:
        at = _next(part, text, found[-1][1] if found else None)
        if at is None:
            return text.printed, ()
        found.append((at, at + len(part.folded)))
    return text.printed, tuple((text.place(start), text.place(end - 1) + 1) for start, end in found)


def _next(part: Imprint, text: Imprint, after: int | None) -> int | None:
    low = after or 0
    high = len(text.folded) if after is None else after + GAP + len(part.folded)
    at = text.folded.find(part.folded, low, high)
    for _ in range(MOST):
        if at < 0:
            return None
        if bounded(text.folded, at, at + len(part.folded)):
            return at
        at = text.folded.find(part.folded, at + 1, high)
    return None


def in_pdf(content: bytes, document: Document, marks: Sequence[Mark]) -> Marked:
    """A PDF file with these passages highlighted and numbered; the original's bytes come first in it, as they were."""
    asked: list[dict[str, object]] = []
    owners: list[int] = []
    for at, one in enumerate(marks):
        text, found = spans(one.quote, document, one.sheets)
        sheets = [sheet for sheet in one.sheets if 0 < sheet <= len(document.sheets)] or list(range(1, len(document.sheets) + 1))
        for nth, (start, end) in enumerate(found):
            label = one.label if nth == 0 else ""
            rank = len(highlights.ink(text[:start]))
            asked.append({"sheets": sheets, "rank": rank, "ink": highlights.ink(text[start:end]), "label": label, "note": one.note})
            owners.append(at)
    if not asked:
        return Marked(content, tuple(False for _ in marks))
    told, written = _run(content, asked)
    if "because" in told:
        return Marked(content, tuple(False for _ in marks), str(told["because"]))
    flags = told["marked"]
    done = tuple(at in owners and all(flag for owner, flag in zip(owners, flags, strict=False) if owner == at) for at in range(len(marks)))
    return Marked(written, done)


def _run(content: bytes, asked: list[dict[str, object]]) -> tuple[dict[str, Any], bytes]:
    place = library()
    if place is None:
        return {"because": "marking a PDF needs one more library: pip install 'evidence-audit[pdf]'"}, b""
    given = json.dumps(asked).encode("ascii") + b"\n" + content
    try:
        done = subprocess.run([sys.executable, "-I", str(PROGRAM), str(place)], input=given, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"because": f"it took longer than {SECONDS:.0f} seconds"}, b""
    head, newline, written = done.stdout.partition(b"\n")
    if done.returncode or not newline:
        return {"because": "the library could not read it again"}, b""
    told = json.loads(head)
    return (told if isinstance(told, dict) else {"because": "the library gave no answer"}), written
